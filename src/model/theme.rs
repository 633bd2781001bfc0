//! A theme as data: its templates are text, its look is its own affair.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;
use crate::model::picture::ImageRules;

/// `page.html`, `components/alerte.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemplateName(pub String);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Template {
    pub path: SitePath,
    pub source: Arc<str>,
    /// Of a component that declares what an author may write.
    pub contract: Option<Arc<Contract>>,
}

/// What a block takes: written at the top of its template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Contract {
    /// What stands between the brackets.
    pub label: Option<Part>,
    /// What stands between the opening and the closing line.
    pub body: Option<Part>,
    pub attributes: BTreeMap<String, AttributeRule>,
    /// Blocks of which it has to be a direct part, under the names that authors
    /// are shown; none when it stands anywhere.
    pub inside: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Part {
    pub presence: Presence,
    /// In words that an author understands, for the cure.
    pub means: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Presence {
    #[default]
    Optional,
    Required,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AttributeRule {
    pub part: Part,
    /// The only values; none for any.
    pub words: Vec<String>,
    /// Other names of the attribute.
    pub also: Vec<String>,
    /// Attributes without which this one means nothing.
    pub needs: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Theme {
    pub settings: ThemeSettings,
    pub templates: BTreeMap<TemplateName, Template>,
}

impl Theme {
    /// Templates whose markup browsers see; those of mails have other rules.
    pub fn on_pages(&self) -> impl Iterator<Item = &Template> {
        self.templates.iter().filter(|(name, _)| !name.0.starts_with("email/")).map(|(_, template)| template)
    }
}

/// Components that figures are drawn with: no block of an author asks for their
/// files, so that their names may be aliases of others.
pub const DRAWN: [&str; 2] = ["figure-chart", "tiles"];

/// `theme.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ThemeSettings {
    pub path: Option<SitePath>,
    /// Pages that are nobody's content: a not-found page, a site map.
    pub pages: Vec<ThemePage>,
    /// What pages need to know of the site, by the path of the setting: `publisher.name`.
    pub facts: BTreeMap<String, Fact>,
    /// The page that finds others; a theme without one costs nothing.
    pub search: Option<ThemePage>,
    /// Style sheets made from several sources, cut to what the site uses.
    pub styles: Vec<StyleSheet>,
    /// Scripts made from several sources, in the order in which they run.
    pub scripts: Vec<Script>,
    /// Folders of files that templates may ask for by name, first match wins:
    /// paths from the theme's folder.
    pub assets: Vec<String>,
    /// Files published whatever templates say: source → address.
    pub publish: Vec<(String, String)>,
    pub images: ImageRules,
    /// Other names of components: `note` → `callout`.
    pub aliases: BTreeMap<String, String>,
    /// How mails show the blocks of authors, by component.
    pub blocks: BTreeMap<String, BlockForm>,
    /// Hosts that the theme is reserved for, all when empty; one that starts
    /// with a dot stands for all that end so.
    pub hosts: Vec<String>,
    /// The cure for a site elsewhere.
    pub hosts_help: Option<String>,
    /// Words that a key of the site's configuration may hold: `couleur` → `vert`.
    pub choices: BTreeMap<String, Vec<String>>,
}

impl ThemeSettings {
    /// That of its folder.
    pub fn name(&self) -> &str {
        self.path.as_ref().and_then(|path| path.as_str().split('/').nth(1)).unwrap_or_default()
    }
}

/// A block in a mail: the same words for its HTML and for its plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BlockForm {
    pub shape: Shape,
    /// The attribute that names a block without a title.
    pub title: Option<String>,
    /// The attribute that holds where the block leads.
    pub link: Option<String>,
    /// The attribute that holds an image, described by `alt`.
    pub picture: Option<String>,
    /// Attributes whose words stand before the body, and after it.
    pub before: Vec<String>,
    pub after: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Its title, then its text.
    #[default]
    Plain,
    /// The same, set apart.
    Box,
    /// Its text set apart, then its title: who speaks.
    Quote,
    /// Its title alone, as something to press.
    Button,
    /// Its title alone, in a sentence.
    Words,
    /// Its title alone: what cannot be mailed is seen on the page.
    Online,
    /// Not in mails.
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThemePage {
    pub template: String,
    pub route: String,
    pub title: String,
    pub description: Option<String>,
    /// The page is made only when this setting is given.
    pub when: Option<String>,
    /// Facts without which the page is not whole.
    pub needs: Vec<String>,
    /// The group of settings that gives the page its accounts: `data`, the name of
    /// their file, `updated`, their day, and `source`.
    pub accounts: Option<String>,
}

/// A setting of the site that the theme's pages tell their readers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fact {
    /// How messages call it: `le nom de l’éditeur`.
    pub label: String,
    pub holds: FactType,
    /// Needed only when another fact is one of these words.
    pub only: Option<(String, Vec<String>)>,
    /// Months after which a date has to be renewed.
    pub months: Option<u32>,
    /// Months of the year in which a date has to be renewed, from 1.
    pub due: Vec<u32>,
    /// Words that stop being good after a day.
    pub until: Vec<(String, Date)>,
    /// Words that may be said only from a percentage up, which another fact gives.
    pub floors: Option<(String, Vec<(String, u32)>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FactType {
    Text,
    Email,
    Phone,
    Link,
    Date,
    Number,
    /// From 0 to 100.
    Percent,
    Choice(Vec<String>),
    /// Several texts, or one.
    Texts,
    /// Mappings, each with all these keys.
    Rows(BTreeMap<String, FactType>),
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
    /// What only some pages need: the classes that each part owns, with their
    /// elements and modifiers (`x-card` has `x-card__title` and `x-card--wide`).
    /// A page loads the rules of those that it carries.
    pub parts: Vec<Vec<String>>,
}

/// A script that only the pages load that it can serve.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Script {
    pub name: String,
    /// In the order in which they run; paths from the theme's folder.
    pub sources: Vec<String>,
    /// Class names or attributes, one of which a page has to carry; none for every page.
    pub marks: Vec<String>,
}

/// A file of the theme that pages may load.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThemeFile {
    pub path: SitePath,
    pub stamp: Fingerprint,
}
