//! Every file of the site, decided but not made.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::base::date::Date;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::{Route, SitePath};
use crate::model::figure::Figure;
use crate::model::headers::Headers;
use crate::model::mailing::{Issue, LetterView, Medium};
use crate::model::memory::Memory;
use crate::model::opendata::{Collection, DataFile, DataPackage, OpenData, ShapeView};
use crate::model::parsed::Asset;
use crate::model::picture::Derived;
use crate::model::redirects::Redirects;
use crate::model::search::SearchFile;
use crate::model::site::{Own, Prose, Shared};
use crate::model::theme::TemplateName;
use crate::model::value::Value;

pub use crate::model::supply::{Offer, Supply};

/// The template of old addresses.
pub const REDIRECT: &str = "redirect.html";

#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub jobs: Arc<BTreeMap<Route, Arc<Job>>>,
    /// Given to every template under `site`.
    pub site: Shared<Value>,
    /// What the site asks of its host.
    pub headers: Headers,
    pub redirects: Redirects,
    /// What was published once.
    pub memory: Arc<Memory>,
    /// What the function `asset` of templates finds, by name. Only what some
    /// page asks for is made.
    pub assets: Arc<BTreeMap<String, Supply>>,
    /// The same by address, with the copies of images, which are made on the same terms.
    pub offer: Arc<Offer>,
    /// Of the kinds that are mailed, the newest first.
    pub issues: Vec<Issue>,
}

/// Never changed once it is made: what is decided anew is another one.
#[derive(Debug)]
pub struct Job {
    pub work: Work,
    /// Sources, and folders where what comes or goes counts: told to people
    /// (`--explain`) and checked by tests; no cache relies on it. The theme, the
    /// configuration, the kinds and the titles of lists are read by every page.
    pub reads: BTreeSet<SitePath>,
    pub visibility: Visibility,
    key: OnceLock<Fingerprint>,
}

impl Job {
    pub fn new(work: Work, reads: BTreeSet<SitePath>) -> Arc<Self> {
        let visibility = work.visibility();
        Arc::new(Self { work, reads, visibility, key: OnceLock::new() })
    }

    /// Of its work, taken once.
    pub fn key(&self) -> Fingerprint {
        *self.key.get_or_init(|| Fingerprint::of(&self.work))
    }
}

/// Who is led to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// It is no page.
    File,
    /// A page that search engines and lists leave out.
    Hidden,
    /// A page of a list after the first: it only leads to what is found elsewhere.
    Further,
    /// That of a text has its day, when the text has one.
    Public(Option<Date>),
}

/// All that rendering may see beside the theme and `Plan::site`. Its derived
/// hash is therefore its whole dependency list: what is not in here cannot
/// influence the output.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Work {
    Copy(Asset),
    /// An image in another width and form.
    Derived(Box<Derived>),
    /// An image without what its file says of its author, place and device.
    Clean(Asset),
    Page {
        template: TemplateName,
        view: View,
    },
    Feed(FeedView),
    /// Base address, then each page with its date.
    Sitemap(String, Vec<(Route, Option<Date>)>),
    Style(StyleWork),
    /// Scripts to be joined, in the order in which they run.
    Script(Vec<Asset>),
    /// The numbers or the drawing of a figure, as a file to keep.
    Data(Arc<Figure>, DataForm),
    /// One body of the neutral letter.
    Letter(Arc<LetterView>, Medium),
    /// A figure for readers who see no SVG, at twice the size of a mail's column.
    Still(Arc<Figure>),
    /// One of the files of a data set.
    OpenData(Arc<OpenData>, DataFile),
    /// The entries of a listed kind, as one of the files of open data.
    Collection(Arc<Collection>, DataFile),
    Shape(ShapeView),
    Package(Arc<DataPackage>),
    Text(Arc<str>),
    /// As hosts that read `/_headers` want them.
    Headers(Headers),
    /// As hosts that read `/_redirects` want them.
    Redirects(Redirects),
    Search(Shared<SearchFile>),
}

/// What a job's bytes are made with, beside the job itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dress {
    /// Its templates, what they see of the site, and the addresses of its files.
    Theme,
    /// The addresses of its files alone.
    Files,
    Nothing,
}

impl Work {
    fn visibility(&self) -> Visibility {
        let Self::Page { view, .. } = self else { return Visibility::File };
        let pager = view.extra.iter().find(|(name, _)| *name == "pager").map(|(_, pager)| pager);
        let previous = pager.and_then(|pager| pager.get("previous"));
        match (view.page.value.get("noindex"), previous) {
            (Some(Value::Bool(true)), _) => Visibility::Hidden,
            (_, None | Some(Value::Null)) => Visibility::Public(view.day()),
            _ => Visibility::Further,
        }
    }

    /// A file of the site at its own address.
    pub fn published(asset: &Asset) -> Self {
        match asset.raster.as_ref().and_then(|raster| raster.clean.as_ref()) {
            Some(_) => Self::Clean(asset.clone()),
            None => Self::Copy(asset.clone()),
        }
    }

    pub fn dress(&self) -> Dress {
        match self {
            Self::Page { .. } | Self::Feed(_) | Self::Shape(_) | Self::Letter(..) => Dress::Theme,
            Self::Style(_) => Dress::Files,
            Self::Copy(_)
            | Self::Clean(_)
            | Self::Derived(_)
            | Self::Script(_)
            | Self::Headers(_)
            | Self::Redirects(_)
            | Self::Sitemap(..)
            | Self::Data(..)
            | Self::Still(_)
            | Self::OpenData(..)
            | Self::Collection(..)
            | Self::Package(_)
            | Self::Search(_)
            | Self::Text(_) => Dress::Nothing,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataForm {
    /// For programs.
    Csv,
    /// For French spreadsheets.
    SpreadsheetCsv,
    Svg,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct View {
    /// Where the page is, to print links relative to it or absolute.
    pub route: Route,
    /// What templates see under `page`, shared with other views.
    pub page: Shared<Value>,
    /// What this view adds to `page`, or puts in the place of its values.
    pub own: Own,
    pub prose: Option<Arc<Prose>>,
    /// Names beside `page`: lists, pagers, selections.
    pub extra: Own,
}

impl View {
    /// Of the text whose own page it is.
    fn day(&self) -> Option<Date> {
        let text = self.prose.as_ref().filter(|prose| prose.document.path.name() != "_index.md");
        text.and(self.page.value.get("date")).and_then(Value::as_date)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedView {
    pub title: String,
    pub subtitle: Option<String>,
    pub base_url: String,
    pub lang: String,
    pub author: String,
    /// Of the feed itself.
    pub route: Route,
    /// The page that it follows.
    pub page: Route,
    pub items: Vec<FeedItem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FeedItem {
    pub title: String,
    /// Absolute; the item's own page, or where it lives.
    pub link: String,
    /// Stable for ever: the page's first address, or the list's with an anchor.
    pub id: String,
    /// ISO 8601 day.
    pub published: String,
    pub updated: String,
    pub summary: Option<String>,
    pub terms: Vec<String>,
    pub prose: Arc<Prose>,
    /// Where the page would be, for links inside the text.
    pub base: Route,
}

/// Which of the two files of a sheet is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Share {
    /// What every page may match, and all that has no selector.
    Base,
    /// What these parts add to it, one bit each.
    Also(u64),
}

/// One style sheet to be cut to what the site can use.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StyleWork {
    pub sources: Vec<Asset>,
    /// Class names that pages may carry; a name that ends with `-` stands for
    /// all that start so.
    pub used: Arc<BTreeSet<String>>,
    /// Only classes with one of these beginnings are ever dropped.
    pub prefixes: Vec<String>,
    /// The classes of each part that only some pages need.
    pub parts: Vec<Vec<String>>,
    pub share: Share,
    /// Files that `url(…)` may name: their path, and the name to ask for.
    pub files: Arc<BTreeMap<SitePath, String>>,
}
