//! The page of each entry, with the files of its figures.
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::memo::Memo;
use crate::base::memo::same;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::figure::Drawing;
use crate::model::figure::Form;
use crate::model::kind::Kind;
use crate::model::kind::KindName;
use crate::model::map::Map;
use crate::model::plan::DataForm;
use crate::model::plan::Job;
use crate::model::plan::View;
use crate::model::plan::Work;
use crate::model::site::Entry;
use crate::model::site::Own;
use crate::model::site::Prose;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::facts;

/// What is remembered of the pages of texts.
#[derive(Default)]
pub struct Pages {
    frames: Memo<Stand, Frame>,
    made: Memo<SitePath, Page>,
}

/// Pages that stand in the same way: those of one kind, or the one above a folder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
    Among(KindName),
    Above(SitePath),
}

/// What such pages share.
#[derive(Clone, PartialEq)]
struct Frame {
    kind: Option<Arc<Kind>>,
    /// In the place of the kind's.
    template: Option<&'static str>,
    trail: Value,
    select: Value,
    /// Of what is selected.
    sources: BTreeSet<SitePath>,
}

/// The page of a text with the files of its figures, and what it was made from.
struct Page {
    frame: Arc<Frame>,
    entry: Arc<Entry>,
    beside: [Option<Arc<Entry>>; 2],
    jobs: Vec<(Route, Arc<Job>)>,
}

/// A page that is to be made.
struct Place<'a> {
    frame: &'a Arc<Frame>,
    entry: &'a Arc<Entry>,
    /// Before and after it in the list.
    beside: [Option<&'a Arc<Entry>>; 2],
}

/// Entries, then `_index.md` files that stand above no list: the home page, a
/// lone page.
pub fn plan<'s>(site: &'s Site, past: &mut Pages, claims: &mut Claims<'s>) {
    let alone: Vec<(&SitePath, &Arc<Entry>)> =
        site.introductions.iter().filter(|it| is_alone(site, *it)).collect();
    let among = site.entries.keys().map(|name| (Stand::Among(name.clone()), Frame::of_kind(site, name)));
    let above = alone
        .iter()
        .map(|(folder, entry)| (Stand::Above((*folder).clone()), Frame::above(site, folder, entry)));
    let frames: Vec<(Stand, Frame)> = among.chain(above).collect();
    let frames: Vec<(&Stand, &Frame)> = frames.iter().map(|(stand, frame)| (stand, frame)).collect();
    let (frames, _) = past.frames.renew(&frames, |known, now| known == *now, |now| Frame::clone(now));
    let mut places = Vec::new();
    for (frame, entries) in frames.iter().zip(site.entries.values()) {
        let routed: Vec<&Arc<Entry>> = entries.iter().filter(|entry| entry.route.is_some()).collect();
        let listed = frame.kind.as_ref().is_some_and(|kind| kind.listing.is_some());
        for (n, entry) in routed.iter().enumerate() {
            let at = |n: Option<usize>| routed.get(n.filter(|_| listed)?).copied();
            let beside = [at(n.checked_sub(1)), at(Some(n + 1))];
            places.push((&entry.source, Place { frame, entry, beside }));
        }
    }
    for (frame, (_, entry)) in frames[site.entries.len()..].iter().zip(&alone) {
        places.push((&entry.source, Place { frame, entry, beside: [None, None] }));
    }
    let (pages, _) = past.made.renew(&places, Page::is, Place::page);
    for ((source, _), page) in places.iter().zip(pages) {
        for (route, job) in &page.jobs {
            claims.put(route.clone(), job.clone(), Holder::Text(source));
        }
    }
}

fn is_alone(site: &Site, (folder, entry): (&SitePath, &Arc<Entry>)) -> bool {
    let kind = site.kinds.get(&entry.kind);
    let listed = kind.is_some_and(|kind| kind.listing.is_some() && kind.path.folder() == folder.as_str());
    entry.route.is_some() && !listed
}

impl Frame {
    fn of_kind(site: &Site, name: &KindName) -> Self {
        let kind = site.kinds.get(name);
        Self::of(site, kind, trail(site, kind))
    }

    fn above(site: &Site, folder: &SitePath, entry: &Entry) -> Self {
        let home = folder.as_str() == "content";
        let own = entry.prose.document.fields.text("template").is_some();
        let trail = if home { Value::list([]) } else { Value::list([root()]) };
        let template = (home && !own).then_some("home.html");
        Self { template, ..Self::of(site, site.kinds.get(&entry.kind), trail) }
    }

    fn of(site: &Site, kind: Option<&Arc<Kind>>, trail: Value) -> Self {
        let select =
            kind.map_or_else(|| Value::map::<String>([]), |kind| facts::selections(site, &kind.select));
        let sources = kind.into_iter().flat_map(|kind| facts::selected(site, &kind.select)).collect();
        Self { kind: kind.cloned(), template: None, trail, select, sources }
    }
}

impl Page {
    fn is(&self, place: &Place<'_>) -> bool {
        let seen = |known: &Option<Arc<Entry>>, now: &Option<&Arc<Entry>>| match (known, now) {
            (Some(known), Some(now)) => {
                same(known, now) || (known.source == now.source && link(known) == link(now))
            }
            (None, None) => true,
            _ => false,
        };
        same(&self.entry, place.entry)
            && same(&self.frame, place.frame)
            && self.beside.iter().zip(&place.beside).all(|(known, now)| seen(known, now))
    }
}

impl Place<'_> {
    fn page(&self) -> Page {
        let Self { frame, entry, beside } = self;
        let mut jobs: Vec<(Route, Arc<Job>)> = Vec::new();
        if let Some(route) = &entry.route {
            jobs.push((route.clone(), self.job(route)));
            jobs.extend(figures(&entry.prose, route, || entry.sources().collect()));
        }
        let beside = beside.map(|beside| beside.cloned());
        Page { frame: Arc::clone(frame), entry: Arc::clone(entry), beside, jobs }
    }

    fn job(&self, route: &Route) -> Arc<Job> {
        let Self { frame, entry, beside: [before, after] } = self;
        let listing = frame.kind.as_ref().and_then(|kind| kind.listing.as_ref());
        // In the order of time, where there is one.
        let backwards = listing.is_some_and(|listing| listing.order.starts_with('-'));
        let (previous, next) = if backwards { (after, before) } else { (before, after) };
        let link = |entry: &Option<&Arc<Entry>>| entry.map_or(Value::Null, |entry| link(entry));
        let links = [("previous", link(previous)), ("next", link(next)), ("breadcrumb", frame.trail.clone())];
        let own: Own = entry.own.iter().cloned().chain(links).collect();
        let asked = own.iter().find(|(name, _)| *name == "template").and_then(|(_, value)| value.as_text());
        let template = frame.template.or(asked).unwrap_or("page.html").to_owned();
        let view = View {
            route: route.clone(),
            page: entry.summary.clone(),
            own,
            prose: Some(entry.prose.clone()),
            extra: vec![("select", frame.select.clone())],
        };
        let beside = [before, after].into_iter().flatten().map(|entry| entry.source.clone());
        let kind = frame.kind.iter().map(|kind| kind.path.clone());
        let reads = entry.sources().chain(beside).chain(kind).chain(frame.sources.iter().cloned());
        Job::new(Work::Page { template: TemplateName(template), view }, reads.collect())
    }
}

/// Title and address of a neighbour.
fn link(entry: &Entry) -> Value {
    let part = |name: &'static str| entry.summary.value.get(name).cloned().unwrap_or_default();
    Value::map([("title", part("title")), ("url", part("url"))])
}

/// The numbers and the drawing of each figure, as files beside the page.
pub fn figures(
    prose: &Prose,
    route: &Route,
    reads: impl Fn() -> BTreeSet<SitePath>,
) -> Vec<(Route, Arc<Job>)> {
    let folder = route.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut jobs = Vec::new();
    for drawing in &prose.drawings {
        let Drawing::Figure(figure) = drawing else { continue };
        let figure = Arc::new((**figure).clone());
        let files =
            [(".csv", DataForm::Csv), ("-tableur.csv", DataForm::SpreadsheetCsv), (".svg", DataForm::Svg)];
        for (ending, form) in files {
            if figure.form == Form::Table && form == DataForm::Svg {
                continue;
            }
            let Some(address) = Route::new(&format!("{folder}/{}{ending}", figure.id)) else { continue };
            jobs.push((address, Job::new(Work::Data(figure.clone(), form), reads())));
        }
    }
    jobs
}

/// All that an entry's page knows, as one map.
pub fn fields(entry: &Entry) -> Map {
    let mut map = match &entry.summary.value {
        Value::Map(map) => (**map).clone(),
        _ => Map::new(),
    };
    map.extend(entry.own.iter().map(|(name, value)| ((*name).into(), value.clone())));
    map
}

fn root() -> Value {
    Value::map([("title", Value::from("Accueil")), ("url", Value::from("/"))])
}

/// From the home page to the list that holds the page.
fn trail(site: &Site, kind: Option<&Arc<Kind>>) -> Value {
    let list = kind.and_then(|kind| {
        let route = Route::new(&kind.listing.as_ref()?.route)?;
        Some(Value::map([("title", facts::list_name(site, kind)), ("url", route.href().into())]))
    });
    Value::list([root()].into_iter().chain(list))
}

/// Whether a page is for search engines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Robots {
    Welcome,
    Hidden,
}

/// The context of a page that has no source.
pub fn bare(site: &Site, title: &str, route: &Route, robots: Robots) -> Value {
    let permalink = format!("{}{}", site.base_url, route.href());
    let mut map: Map = ["description", "previous", "next", "date", "image", "updated", "link_url", "data"]
        .iter()
        .map(|name| ((*name).into(), Value::Null))
        .collect();
    map.insert("title".into(), Value::words(title, site.config.typography));
    map.insert("url".into(), route.href().into());
    map.insert("permalink".into(), permalink.into());
    map.insert("kind".into(), "".into());
    map.insert("noindex".into(), Value::Bool(robots == Robots::Hidden));
    map.insert("summary".into(), false.into());
    map.insert("headings".into(), Value::list([]));
    map.insert("tags".into(), Value::list([]));
    map.insert("breadcrumb".into(), Value::list([root()]));
    Value::Map(Arc::new(map))
}
