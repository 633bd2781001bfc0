//! What the site gives to other programs: its data sets, and the entries of its kinds.
use std::collections::BTreeMap;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;
use crate::base::period::Period;
use crate::model::kind::FieldType;
use crate::model::site::Shared;
use crate::model::table::DataSet;
use crate::model::theme::TemplateName;
use crate::model::value::Value;

/// What is known of a data set on the day of the build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenData {
    /// Of its files: `umap` for `/stats/donnees/umap.csv`.
    pub name: String,
    pub title: String,
    pub set: Arc<DataSet>,
    pub age: Age,
    /// The first and the last period that hold a value.
    pub span: Option<(Period, Period)>,
    /// Of all the above.
    print: Fingerprint,
}

impl OpenData {
    pub fn new(set: Arc<DataSet>, age: Age, span: Option<(Period, Period)>) -> Self {
        let name = set.name.clone();
        let title = set.declaration.title.clone().unwrap_or_else(|| name.clone());
        let print = Fingerprint::of(&(&name, &title, &set, age, span));
        Self { name, title, set, age, span, print }
    }
}

/// Its fingerprint was taken when it was made: many jobs hold it.
impl Hash for OpenData {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.print.hash(state);
    }
}

/// How old figures are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Age {
    /// The last day that they know of.
    pub known: Option<Date>,
    /// The day from which newer ones are awaited, when it has passed.
    pub awaited: Option<Date>,
}

/// One of the files that a data set is given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataFile {
    /// The rows, for spreadsheets and programs.
    Csv,
    /// The rows with all that is known of them.
    Json,
    /// What the columns of the CSV are (Table Schema).
    Schema,
}

impl DataFile {
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Schema];

    /// What its name ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => ".csv",
            Self::Json => ".json",
            Self::Schema => ".schema.json",
        }
    }
}

/// The entries of a listed kind, given as open data.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Collection {
    /// Of its files: `produits` for `/api/v1/produits.json`.
    pub name: String,
    pub title: String,
    pub description: Option<String>,
    /// Absolute address of the list.
    pub home: String,
    pub base_url: String,
    /// What each entry has beside `id`, `title`, `url` and `description`.
    pub fields: BTreeMap<String, FieldType>,
    /// In the order of the list.
    pub entries: Vec<Shared<Value>>,
}

/// The entries of a kind in the shape that other programs expect.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ShapeView {
    pub template: TemplateName,
    pub entries: Vec<Written>,
    /// Entries of the kinds that its fields refer to, by the name of their kind.
    pub kinds: BTreeMap<String, Vec<Shared<Value>>>,
}

/// An entry with the place of its text, which a template gets as `markdown`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Written {
    pub summary: Shared<Value>,
    pub source: SitePath,
    /// Where the text begins, in bytes.
    pub from: u32,
    /// Of the source.
    pub print: Fingerprint,
}

/// All that a site gives, as one package (Data Package).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataPackage {
    pub name: String,
    pub title: String,
    /// Absolute address of the page that lists them.
    pub home: String,
    pub sets: Vec<Arc<OpenData>>,
    pub collections: Vec<Arc<Collection>>,
}
