//! A theme as data: its templates are text, its look is its own affair.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;

/// `page.html`, `components/alerte.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemplateName(pub String);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Template {
    pub path: SitePath,
    pub source: Arc<str>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Theme {
    pub settings: ThemeSettings,
    pub templates: BTreeMap<TemplateName, Template>,
}

/// `theme.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ThemeSettings {
    pub path: Option<SitePath>,
    /// Pages that are nobody's content: a not-found page, a site map.
    pub pages: Vec<ThemePage>,
    /// The page that finds others; a theme without one costs nothing.
    pub search: Option<ThemePage>,
    /// Style sheets made from several sources, cut to what the site uses.
    pub styles: Vec<StyleSheet>,
    /// Folders of files that templates may ask for by name, first match wins:
    /// paths from the theme's folder.
    pub assets: Vec<String>,
    /// Files published whatever templates say: source → address.
    pub publish: Vec<(String, String)>,
    /// Other names of components: `note` → `callout`.
    pub aliases: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThemePage {
    pub template: String,
    pub route: String,
    pub title: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StyleSheet {
    pub name: String,
    /// In cascade order; paths from the theme's folder.
    pub sources: Vec<String>,
    /// Class names that start so are dropped with their rules when nothing
    /// uses them; none to keep everything.
    pub prefixes: Vec<String>,
    /// Class names that scripts set while a page is read.
    pub keep: Vec<String>,
}

/// A file of the theme that pages may load.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThemeFile {
    pub path: SitePath,
    pub stamp: Fingerprint,
}
