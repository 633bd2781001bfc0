//! What the site says of itself, and what the caller of a build decides.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::kind::Selection;
use crate::model::loader::Loader;
use crate::model::value::Fields;
use crate::model::value::Node;

/// `kiosque.yaml`. What is not named here passes to templates under `site`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Config {
    pub path: SitePath,
    pub title: String,
    /// Scheme and host, perhaps a folder; never a slash at the end.
    pub base_url: String,
    /// BCP 47.
    pub lang: String,
    pub theme: String,
    pub typography: Typography,
    /// Old address → new address.
    pub redirects: Vec<(String, String)>,
    /// Addresses that were published once and are no more, with their places.
    pub gone: Vec<(Route, (u32, u32))>,
    pub select: BTreeMap<String, Selection>,
    /// `sources`, in the order of writing.
    pub loaders: Vec<Arc<Loader>>,
    pub fields: Fields,
}

impl Config {
    /// The setting at `publisher.name`, unless it is empty.
    pub fn at(&self, path: &str) -> Option<&Node> {
        let mut fields = &self.fields;
        let (groups, name) =
            path.rsplit_once('.').map_or((None, path), |(groups, name)| (Some(groups), name));
        for group in groups.into_iter().flat_map(|groups| groups.split('.')) {
            fields = fields.get(group)?.map()?;
        }
        fields.get(name).filter(|node| !node.is_empty())
    }

    /// `search: false` does without what the theme offers.
    pub fn wants_search(&self) -> bool {
        self.fields.get("search").and_then(Node::truth) != Some(false)
    }
}

/// French spacing, decided per site and per page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Typography {
    #[default]
    French,
    AsWritten,
}

/// Decided outside the road and handed in, so that a build is a function.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    pub today: Date,
    /// Replaces the configuration's.
    pub base_url: Option<String>,
    pub drafts: Drafts,
    pub styles: Styles,
}

/// How much of the theme's style sheets is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Styles {
    /// What pages can use.
    Used,
    /// All of it: to see that nothing is missing from what is used.
    Whole,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Drafts {
    Hide,
    Show,
}

/// Keys of the configuration that templates may ask for without `?.`.
pub const EXPECTED: [&str; 20] = [
    "description",
    "tagline",
    "author",
    "image",
    "identity",
    "navigation",
    "quick_links",
    "footer",
    "contact",
    "repository",
    "statistics",
    "accessibility",
    "legal",
    "privacy",
    "sitemap",
    "security",
    "lang",
    "title",
    "timezone",
    "theme",
];
