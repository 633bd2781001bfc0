//! `data/<name>.yaml`: how a CSV file is read, and what its columns mean.
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::path::SitePath;
use crate::base::period::Step;
use crate::base::span::Span;
use crate::model::value::Number;

/// Everything that people say of a data file. All of it is optional: without a
/// declaration, what is safe without knowing natures still works.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Declaration {
    /// Of the declaration itself; nothing when there is none.
    pub path: Option<SitePath>,
    /// `fichier`: the data file, when its name is not that of the declaration.
    pub file: Option<String>,
    /// `titre`: what the file is about, for lists of data sets.
    pub title: Option<String>,
    pub description: Option<String>,
    pub source: Option<String>,
    /// `champ`: whom or what the figures are about.
    pub scope: Option<String>,
    /// `licence`, as people read it.
    pub licence: Option<String>,
    pub reading: ReadingRules,
    /// `age_max`, in days: older figures are told to be old.
    pub oldest: Option<(u32, Span)>,
    /// `arrete_au`: the last day that the figures know of, when the rows do not say it.
    pub as_of: Option<Date>,
    /// `ruptures`: days from which figures are no longer comparable.
    pub breaks: Vec<Break>,
    /// `seuil_secret`: counts below it are not shown.
    pub secrecy: Option<Number>,
    /// `publier`: whether the file is given as open data; a figure's file is, unless told otherwise.
    pub published: Option<bool>,
    /// `colonnes`, in the order of writing.
    pub columns: Vec<Arc<Declared>>,
}

impl Declaration {
    /// Where its data file may be: the file that it names, or one of its own name.
    pub fn candidates(&self) -> Vec<SitePath> {
        let Some(path) = &self.path else { return Vec::new() };
        let folder = path.folder();
        match &self.file {
            Some(file) => vec![SitePath::new(&format!("{folder}/{file}"))],
            None => ["csv", "tsv"].map(|it| SitePath::new(&format!("{folder}/{}.{it}", path.stem()))).into(),
        }
    }

    /// What is said of a column, by its header or one of its aliases.
    pub fn column(&self, header: &str) -> Option<&Arc<Declared>> {
        let same = |name: &str| name.trim() == header;
        let named = |declared: &&Arc<Declared>| same(&declared.name);
        let alias = |declared: &&Arc<Declared>| declared.aliases.iter().any(|alias| same(alias));
        self.columns.iter().find(named).or_else(|| self.columns.iter().find(alias))
    }
}

/// A day from which a series is counted otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Break {
    pub date: Date,
    /// Why, for readers.
    pub text: Option<String>,
}

/// What decides of the reading of bytes; whatever is absent is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ReadingRules {
    /// `separateur`
    pub delimiter: Option<char>,
    /// `encodage`: a name that Encoding Standard knows.
    pub encoding: Option<String>,
    /// `sauter`: physical lines above the header, blank ones included.
    pub skip: u32,
    /// `jusqu_a: ligne vide`: the table ends at the first blank line.
    pub until: Until,
    /// `lignes_courtes: vide`: what a short row lacks is missing.
    pub short_rows: ShortRows,
    /// `ignorer`: rows whose first cell is one of these, whatever its case.
    pub ignored: Vec<String>,
    /// `fuseau`: IANA name of the zone of instants and days; the site's when absent.
    pub zone: Option<String>,
    /// `regrouper`: rows are added up while they are read.
    pub grouping: Option<Grouping>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Until {
    #[default]
    End,
    BlankLine,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ShortRows {
    #[default]
    Refused,
    Filled,
}

/// `regrouper: {colonne: date, pas: mois, par: [service]}`: one row for each
/// period and each of the texts, by the nature of each other column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Grouping {
    pub column: String,
    pub step: Step,
    pub by: Vec<String>,
    pub span: Span,
}

/// What a column's numbers are, which decides what may be done with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nature {
    /// Counted during a period: visits of a month. Adds up over time.
    Flow,
    /// There at an instant: accounts at the end of a month. Its last value counts.
    Stock,
    /// Added up since a beginning: may not fall.
    Running,
    /// A share, a mean, a duration: neither adds up nor averages by itself.
    Ratio,
    /// Distinct people or things: does not add up over time.
    Distinct,
}

impl Nature {
    pub const ALL: [(&'static str, Self); 5] = [
        ("flux", Self::Flow),
        ("stock", Self::Stock),
        ("cumul", Self::Running),
        ("ratio", Self::Ratio),
        ("uniques", Self::Distinct),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, nature)| *nature == self).map_or("", |(name, _)| name)
    }
}

/// `type` of a column, when what is found out is not what is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Held {
    Text,
    Number,
    /// Of that length; nothing when the cells decide.
    Period(Option<Step>),
    /// `duree`: shown as `4 min 31 s`, kept in seconds.
    Duration,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Declared {
    /// The key under `colonnes`, with its place.
    pub name: String,
    pub span: Span,
    /// `alias`: other headers of the same column, as other languages export it.
    pub aliases: Vec<String>,
    pub holds: Option<Held>,
    pub nature: Option<Nature>,
    pub unit: Option<String>,
    /// `libelle`
    pub label: Option<String>,
    /// `base`: what a percentage is a share of.
    pub base: Option<String>,
    /// `comptage`: how it is counted, in a sentence.
    pub method: Option<String>,
    /// `numerateur` and `denominateur` of a ratio: names of columns.
    pub parts: Option<(String, String)>,
    /// `depart`: what a running total started from.
    pub start: Option<Number>,
    /// `remise_a_zero`: days on which a running total starts again.
    pub resets: Vec<Date>,
    /// `reponses: plusieurs`: one person may count in several rows.
    pub answers: Answers,
    /// `identifiant`: the same figure may not differ between two files.
    pub metric: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Answers {
    #[default]
    One,
    Several,
}
