//! The pages that can be found: what is shown of each, and what its words weigh.
use std::collections::BTreeMap;

use crate::base::path::Route;
use crate::base::stem::Language;
use crate::model::kind::KindName;
use crate::model::plan::View;
use crate::model::plan::Work;
use crate::model::search::Card;
use crate::model::search::Reading;
use crate::model::search::Section;
use crate::model::site::Prose;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::facts;
use crate::plan::search::cards;
use crate::plan::search::parts::Words;

/// What a stem tells of a page by standing in its title, its keywords, its
/// description or a heading; a text never tells as much.
const TITLE: u32 = 10;
const TAG: u32 = 5;
const HEADING: u32 = 5;
const DESCRIPTION: u32 = 4;
/// Shared by the stems of a title: it tells more of few words.
const SHARED: u32 = 4;
/// What the text itself tells, at most, in steps of one.
const TEXT: u32 = 3;

/// The most that all of them tell.
const MOST: u32 = 26;

struct Found {
    card: Card,
    /// From 1 to `MOST`, by stem.
    weights: BTreeMap<Box<str>, u8>,
}

/// In the order of addresses; hidden pages and those of a list after the first
/// are left out.
pub fn findable(site: &Site, claims: &Claims, language: Language) -> (Vec<Card>, Words) {
    let views = || {
        claims.jobs().filter_map(|(_, job)| match &job.work {
            Work::Page { view, .. } if is_public(view) => Some(view),
            _ => None,
        })
    };
    let room = cards::room(views().count());
    let (mut cards, mut words) = (Vec::new(), Words::default());
    for view in views() {
        let found = found(site, view, (language, room));
        cards.push(found.card);
        words.add(found.weights);
    }
    (cards, words)
}

fn is_public(view: &View) -> bool {
    let hidden = view.page.value.get("noindex") == Some(&Value::Bool(true));
    let pager = extra(view, "pager").and_then(|pager| pager.get("previous"));
    !hidden && pager.is_none_or(|previous| *previous == Value::Null)
}

fn extra<'a>(view: &'a View, name: &str) -> Option<&'a Value> {
    view.extra.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

fn field<'a>(view: &'a View, name: &str) -> Option<&'a Value> {
    let own = view.own.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
    own.or_else(|| view.page.value.get(name)).filter(|value| !value.is_empty())
}

fn text(view: &View, name: &str) -> Option<String> {
    field(view, name).and_then(Value::as_text).map(str::to_owned)
}

fn found(site: &Site, view: &View, (language, room): (Language, usize)) -> Found {
    let reading = |prose: &Prose| site.readings.get(&prose.document.path).map(AsRef::as_ref);
    let own = view.prose.as_deref().and_then(reading);
    let shown: Vec<(&Value, &Reading)> = extra(view, "entries")
        .map_or(&[][..], Value::as_list)
        .iter()
        .filter_map(|entry| Some((entry, reading(homeless(entry)?)?)))
        .collect();
    let mut tags = Vec::new();
    for tag in field(view, "tags").map_or(&[][..], Value::as_list) {
        tags.extend(tag.as_text().or_else(|| tag.get("name").and_then(Value::as_text)).map(str::to_owned));
    }
    let kind = text(view, "kind").and_then(|name| site.kinds.get(&KindName(name)));
    let title = text(view, "title").unwrap_or_default();
    let list = match view.route == Route::home() {
        true => Some("Accueil".to_owned()),
        false => kind.map(|kind| facts::list_title(site, kind)).filter(|list| *list != title),
    };
    let mut weights = Weights { language, told: BTreeMap::new() };
    let words = u32::try_from(language.stems(&title).len()).unwrap_or(u32::MAX);
    weights.add(&title, TITLE + SHARED / words.max(1));
    tags.iter().for_each(|tag| weights.add(tag, TAG));
    let description = text(view, "description");
    // One that nobody wrote is taken from the text, and counted there.
    let written = view.prose.as_ref().is_none_or(|prose| prose.document.fields.text("description").is_some());
    weights.add(description.as_deref().filter(|_| written).unwrap_or_default(), DESCRIPTION);
    for reading in own.into_iter().chain(shown.iter().map(|(_, reading)| *reading)) {
        weights.read(reading);
    }
    let mut sections: Vec<Section> = own.map(|reading| reading.sections.clone()).unwrap_or_default();
    for (entry, reading) in shown {
        let part = |name: &str| entry.get(name).and_then(Value::as_text).unwrap_or_default();
        weights.add(part("title"), HEADING);
        let texts: Vec<&str> = reading.sections.iter().map(|section| section.text.as_str()).collect();
        sections.push(Section {
            heading: part("title").into(),
            anchor: part("slug").into(),
            text: texts.join(" "),
        });
    }
    let card = Card {
        title: cards::brief(title),
        url: view.route.href(),
        list,
        date: field(view, "date").and_then(Value::as_date).map(|day| day.french()),
        description: description.map(cards::brief),
        sections: cards::cut(sections, room),
    };
    Found { card, weights: weights.finish() }
}

/// The text of an entry that has no page, and is read in its list.
fn homeless(entry: &Value) -> Option<&Prose> {
    let alone = entry.get("url").is_none_or(Value::is_empty);
    match entry.get("content") {
        Some(Value::Prose(prose)) if alone => Some(prose),
        _ => None,
    }
}

struct Weights {
    language: Language,
    told: BTreeMap<Box<str>, u32>,
}

impl Weights {
    /// A stem said twice in one place tells no more.
    fn add(&mut self, text: &str, weight: u32) {
        let mut stems = self.language.stems(text);
        stems.sort_unstable();
        stems.dedup();
        for stem in stems {
            self.tell(&stem, weight);
        }
    }

    /// What a text says often tells more, in a short text above all.
    fn read(&mut self, reading: &Reading) {
        for (stem, _) in reading.headed.iter() {
            self.tell(stem, HEADING);
        }
        let length = reading.said.length();
        for (stem, times) in reading.said.iter() {
            self.tell(stem, 1 + TEXT * times / (times + 1 + length / 200));
        }
    }

    fn tell(&mut self, stem: &str, weight: u32) {
        match self.told.get_mut(stem) {
            Some(told) => *told += weight,
            None => _ = self.told.insert(stem.into(), weight),
        }
    }

    fn finish(self) -> BTreeMap<Box<str>, u8> {
        let told = self.told.into_iter();
        told.map(|(stem, weight)| (stem, u8::try_from(weight.clamp(1, MOST)).unwrap_or(u8::MAX))).collect()
    }
}
