//! One sheet in two files: the base that all pages load, and what a page adds to
//! it for the parts of the sheet whose classes it carries.
//!
//! The law: on such a page the two hold together every rule of the whole sheet
//! that can match there, each in its order.
use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::plan::Share;
use crate::render::style::selector::Classes;
use crate::render::style::sheet;
use crate::render::style::sheet::Item;
use crate::render::style::token;

/// Whose a class is: a part owns those of its marks, with their elements and
/// modifiers.
pub struct Owners<'a> {
    marks: BTreeMap<&'a str, usize>,
}

impl<'a> Owners<'a> {
    /// The first part that names a mark has it.
    pub fn new(parts: &'a [Vec<String>]) -> Self {
        let mut marks = BTreeMap::new();
        for (part, names) in parts.iter().enumerate() {
            names.iter().for_each(|name| _ = marks.entry(name.as_str()).or_insert(part));
        }
        Self { marks }
    }

    fn of(&self, class: &str) -> Option<usize> {
        self.marks.get(class).or_else(|| self.marks.get(stem(class))).copied()
    }
}

/// `x-card` of `x-card__title` and of `x-card--wide`.
fn stem(class: &str) -> &str {
    let end = |mark: &str| class.find(mark).unwrap_or(class.len());
    &class[..end("__").min(end("--"))]
}

/// The parts whose classes a page carries, beside the classes that nobody owns.
#[derive(Clone, Copy)]
pub struct Present<'a> {
    owners: Option<&'a Owners<'a>>,
    /// One bit each.
    parts: u64,
}

impl Present<'_> {
    pub const ALL: Self = Self { owners: None, parts: 0 };

    pub fn has(&self, class: &str) -> bool {
        let owner = self.owners.and_then(|owners| owners.of(class));
        owner.is_none_or(|part| self.parts & (1 << part) != 0)
    }
}

/// Keeps what stands in one of the two files.
pub fn keep<'t>(items: &[Item<'t>], share: Share, (classes, owners): (&Classes, &Owners)) -> Vec<Item<'t>> {
    let one = |item: &Item<'t>| match item {
        Item::Block { prelude, items } => match sheet::keyword(prelude) {
            // What is nested goes where its rule goes.
            "" => {
                let prelude = shared(prelude, share, (classes, owners))?;
                Some(Item::Block { prelude, items: items.clone() })
            }
            "media" | "supports" | "container" | "layer" | "scope" | "starting-style" => {
                let items = keep(items, share, (classes, owners));
                Some(Item::Block { prelude: prelude.clone(), items })
            }
            _ => (share == Share::Base).then(|| item.clone()),
        },
        _ => (share == Share::Base).then(|| item.clone()),
    };
    items.iter().filter_map(one).collect()
}

/// The selectors of a list that stand there; nothing if none does. What can
/// match without any part is the base's.
fn shared<'t>(
    list: &Cow<'t, str>,
    share: Share,
    (classes, owners): (&Classes, &Owners),
) -> Option<Cow<'t, str>> {
    let matches =
        |selector: &str, parts| classes.can_match(selector, Present { owners: Some(owners), parts });
    let stands = |selector: &&str| match share {
        Share::Base => matches(selector, 0),
        Share::Also(parts) => matches(selector, parts) && !matches(selector, 0),
    };
    let all = token::split_list(list);
    let kept: Vec<&str> = all.iter().copied().filter(stands).collect();
    match kept.len() {
        0 => None,
        count if count == all.len() => Some(list.clone()),
        _ => Some(Cow::Owned(kept.join(","))),
    }
}
