//! The schema of a folder: all that makes a newsletter a newsletter.
use std::collections::BTreeMap;

use crate::base::path::SitePath;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindName(pub String);

/// One `_kind.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kind {
    /// Its file; a kind rules its folder and those below without one.
    pub path: SitePath,
    pub name: KindName,
    /// How messages call one: `un article`.
    pub label: String,
    /// `/blog/{slug}/`; `None` for entries that only others refer to.
    pub route: Option<String>,
    pub slug: SlugStyle,
    /// Template of a page.
    pub template: String,
    pub fields: BTreeMap<String, FieldRule>,
    pub listing: Option<Listing>,
    pub taxonomies: Vec<Taxonomy>,
    /// Other entries put into the view of each page, by name.
    pub select: BTreeMap<String, Selection>,
    /// Values worked out from fields, by name.
    pub compute: BTreeMap<String, Compute>,
    /// A date field before which an entry stays unpublished.
    pub embargo: Option<String>,
    /// A field whose presence means that the entry lives elsewhere: it is
    /// listed and has no page.
    pub external: Option<String>,
    /// What a text of this kind becomes besides its page.
    pub mailing: Mailing,
    /// Number of headings from which a page gets a summary; 0 for never.
    pub summary_from: usize,
    /// Where the site's data sets are given as open data.
    pub datasets: Option<DataPages>,
    /// Its entries in the shapes that other programs expect.
    pub shapes: Vec<Shape>,
}

/// `formats: [web, email]`: whether each page has the letter that says the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mailing {
    Mailed,
    #[default]
    PageOnly,
}

/// A file that a template of the kind's own folder writes from all entries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    pub route: String,
    /// `produits/_startups.json`: its path below `content/`.
    pub template: String,
}

/// The page that lists the open data; the files of each data set and of each
/// listed kind stand beside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataPages {
    /// Ends with a slash: `/stats/donnees/`.
    pub route: String,
    pub template: String,
    pub title: String,
}

/// How `{slug}` is made from the title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SlugStyle {
    /// The file's stem, byte for byte.
    #[default]
    Stem,
    /// Exactly as Django's `slugify` (allow_unicode=False): what is not ASCII
    /// after NFKD vanishes.
    Django,
    /// Readable French: `œ` is `oe`, an apostrophe is a hyphen.
    French,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldRule {
    pub holds: FieldType,
    pub presence: Presence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    Required,
    Optional,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldType {
    Text,
    Number,
    Bool,
    Date,
    /// An address or a path, resolved and checked like a link.
    Link,
    /// An image, resolved, checked, with its size.
    Image,
    /// A word of a closed list; others warn.
    Choice(Vec<String>),
    /// The id of an entry of another kind.
    Reference(KindName),
    List(Box<FieldType>),
    /// A mapping with known keys; others pass.
    Map(BTreeMap<String, FieldType>),
    /// Whatever it is.
    Any,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Listing {
    pub route: String,
    /// A field, `-` before it for descending order.
    pub order: String,
    /// Entries a page; 0 for all on one.
    pub per_page: usize,
    /// `/blog/page/{n}/`, for the pages after the first.
    pub page_route: String,
    pub template: String,
    pub feed: Option<Feed>,
    /// Old anchors or whole texts: entries come with their content.
    pub content: Content,
    /// Other entries put into the view of the list, by name.
    pub select: BTreeMap<String, Selection>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    Fields,
    Whole,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Feed {
    pub route: String,
    pub title: Option<String>,
    pub limit: usize,
    /// Addresses that the feed had before.
    pub redirect_from: Vec<String>,
}

/// A field whose values each have a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Taxonomy {
    pub field: String,
    /// `/tags/{term}/`.
    pub route: String,
    pub template: String,
    /// The page that lists all terms.
    pub index: Option<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Selection {
    pub from: KindName,
    pub limit: usize,
    pub content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Compute {
    /// Of a list of mappings, the one whose date `by` is the latest that has
    /// come on the build's day; the last written wins a tie.
    Latest { of: String, by: String },
}

impl Kind {
    /// Whether reading its fields looks at the files that are published.
    pub fn has_images(&self) -> bool {
        self.fields.values().any(|rule| rule.holds.has_images())
    }
}

impl FieldType {
    fn has_images(&self) -> bool {
        match self {
            Self::Image => true,
            Self::List(inner) => inner.has_images(),
            Self::Map(known) => known.values().any(Self::has_images),
            _ => false,
        }
    }
}
