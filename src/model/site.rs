//! All files seen together: every hole filled, every field typed.
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::{Route, SitePath};
use crate::base::span::Span;
use crate::model::accounts::Accounts;
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::figure::Drawing;
use crate::model::kind::{Kind, KindName};
use crate::model::memory::{Absent, Memory};
use crate::model::opendata::OpenData;
use crate::model::parsed::Asset;
use crate::model::picture::Picture;
use crate::model::search::Readings;
use crate::model::theme::Theme;
use crate::model::value::Value;

#[derive(Clone, Debug)]
pub struct Site {
    pub config: Arc<Config>,
    /// The configuration's, or the caller's.
    pub base_url: String,
    pub today: Date,
    pub theme: Theme,
    pub kinds: BTreeMap<KindName, Arc<Kind>>,
    /// In the order of their kind's listing.
    pub entries: BTreeMap<KindName, Vec<Arc<Entry>>>,
    /// `_index.md` files, by the folder they introduce.
    pub introductions: BTreeMap<SitePath, Arc<Entry>>,
    /// Files published at their own address.
    pub assets: Arc<BTreeMap<Route, Asset>>,
    /// Files of the theme, by path: published when something asks for them.
    pub theme_files: BTreeMap<SitePath, Asset>,
    /// Given as open data, by name.
    pub open_data: Vec<Arc<OpenData>>,
    /// What something costs, by the group of settings that names its file.
    pub accounts: BTreeMap<String, Arc<Accounts>>,
    /// Texts as a search sees them, when the theme has one.
    pub readings: Readings,
    /// What was published once.
    pub memory: Arc<Memory>,
    pub absent: Absent,
}

impl Site {
    /// Every entry, and every introduction.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.values().flatten().chain(self.introductions.values())
    }
}

/// Names that one page adds to the values it shares with lists.
pub type Own = Vec<(&'static str, Value)>;

#[derive(Clone, Debug)]
pub struct Entry {
    pub source: SitePath,
    pub kind: KindName,
    /// `None` for entries that have no page.
    pub route: Option<Route>,
    /// Typed fields, references resolved, values worked out: what lists show of
    /// it, and what its page knows.
    pub summary: Shared<Value>,
    /// What its page knows beside.
    pub own: Own,
    pub prose: Arc<Prose>,
    /// Old addresses.
    pub redirect_from: Vec<(String, SitePath, (u32, u32))>,
    /// Sources other than its own that it took something from.
    pub borrowed: Vec<SitePath>,
    /// Links from the root, to be checked once every address is known.
    pub pending: Vec<Pending>,
}

impl Entry {
    /// Its own, and those that it took something from.
    pub fn sources(&self) -> impl Iterator<Item = SitePath> {
        std::iter::once(&self.source).chain(&self.borrowed).cloned()
    }
}

impl Entry {
    /// Nothing that reads one could tell it from the other; they hold the very
    /// same document.
    pub fn is_like(&self, other: &Self) -> bool {
        let prose = |one: &Prose, other: &Prose| {
            one.print == other.print && Arc::ptr_eq(&one.document, &other.document)
        };
        self.source == other.source
            && self.kind == other.kind
            && self.route == other.route
            && self.summary.print == other.summary.print
            && prose(&self.prose, &other.prose)
            && self.own == other.own
            && self.redirect_from == other.redirect_from
            && self.borrowed == other.borrowed
            && self.pending == other.pending
    }
}

/// A body with its holes filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    pub document: Arc<Document>,
    /// The text's own page, wherever else it is shown.
    pub home: Option<Route>,
    pub targets: Targets,
    /// `drawings[n]` fills `figures[n]`.
    pub drawings: Vec<Drawing>,
    /// Of all the above.
    pub print: Fingerprint,
}

/// Its fingerprint was taken when it was made: hashing a view is cheap.
impl Hash for Prose {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.print.hash(state);
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    Page {
        route: Route,
        anchor: Option<Box<str>>,
    },
    /// A published file, its weight, and its size and copies if it is an image.
    File {
        route: Route,
        weight: u64,
        size: Option<(u32, u32)>,
        picture: Option<Arc<Picture>>,
    },
    /// Printed as written.
    Elsewhere,
}

/// Where the links of a text lead, by their place among them: most lead
/// elsewhere, and take no room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Targets(Box<[(u32, Target)]>);

impl Targets {
    /// One for each link, in their order.
    pub fn of(targets: impl Iterator<Item = Target>) -> Self {
        let ours = targets.zip(0..).filter(|(target, _)| *target != Target::Elsewhere);
        Self(ours.map(|(target, link)| (link, target)).collect())
    }

    pub fn get(&self, link: u32) -> &Target {
        let found = self.0.binary_search_by_key(&link, |(at, _)| *at);
        found.map_or(&Target::Elsewhere, |at| &self.0[at].1)
    }
}

/// A value that many views hold, hashed once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared<T> {
    pub value: T,
    print: Fingerprint,
}

impl<T: Hash> Shared<T> {
    pub fn new(value: T) -> Self {
        let print = Fingerprint::of(&value);
        Self { value, print }
    }
}

impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.print.hash(state);
    }
}

/// A link whose page only the plan can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Decoded, from the root, without what follows `?` or `#`.
    pub address: String,
    pub anchor: Option<String>,
    pub image: bool,
    pub span: Span,
}
