//! A command that fetches a data file, and what is remembered of its last runs.
use crate::base::date::Date;
use crate::base::path::SitePath;
use crate::base::span::Span;

/// Where what is remembered stands: small files, committed beside the data.
pub const STATES: &str = "data/etat";

/// One of `sources` in `kiosque.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Loader {
    pub name: String,
    /// Of the name, in the configuration.
    pub span: Span,
    /// `sortie`: the data file that it gives, somewhere below `data/`.
    pub output: SitePath,
    /// `commande`: a program and its arguments, never a line for a shell.
    pub command: Vec<String>,
    /// `env`: the variables that the program receives, whose values nobody is shown.
    pub variables: Vec<String>,
    /// `delai`, in seconds.
    pub patience: u32,
    /// `taille_max`, in bytes.
    pub heaviest: u64,
    /// `age_max`, in hours since the last run that went well.
    pub oldest: Option<u32>,
    /// `lignes_min`
    pub least_rows: usize,
    /// `baisse_max`, in percent of rows and of periods.
    pub fall: Option<u8>,
}

impl Loader {
    /// Where its last runs are remembered.
    pub fn state(&self) -> SitePath {
        SitePath::new(&format!("{STATES}/{}.json", self.name))
    }

    /// Of a hundred rows, how many may go from one run to the next.
    pub fn fall_of_rows(&self) -> u8 {
        self.fall.unwrap_or(10)
    }

    /// Time only adds periods, unless told otherwise.
    pub fn fall_of_periods(&self) -> u8 {
        self.fall.unwrap_or(0)
    }
}

/// What a data file looks like from afar: enough to see that it lost something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Profile {
    pub rows: usize,
    /// Distinct periods of the rows that say something.
    pub periods: usize,
    /// The last day of the last of them.
    pub last: Option<Date>,
    /// In the order of the header.
    pub columns: Vec<(String, Holds)>,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holds {
    Nothing,
    Texts,
    Numbers,
    Periods,
}

impl Holds {
    pub const ALL: [(&'static str, Self); 4] = [
        ("rien", Self::Nothing),
        ("texte", Self::Texts),
        ("nombre", Self::Numbers),
        ("periode", Self::Periods),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, holds)| *holds == self).map_or("", |(name, _)| name)
    }
}

/// What a data file has lost since it was last fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    Rows {
        before: usize,
        now: usize,
    },
    Periods {
        before: usize,
        now: usize,
    },
    EndsEarlier {
        before: Date,
        now: Option<Date>,
    },
    Column(String),
    /// Of another type, or empty.
    Content {
        column: String,
        before: Holds,
        now: Holds,
    },
}

impl Loss {
    /// Of figures, rather than of columns.
    pub fn is_of_figures(&self) -> bool {
        matches!(self, Self::Rows { .. } | Self::Periods { .. } | Self::EndsEarlier { .. })
    }

    /// A part of a French sentence.
    pub fn told(&self) -> String {
        match self {
            Self::Rows { before, now } => format!("{} au lieu de {before}", counted(*now, "ligne")),
            Self::Periods { before, now } => format!("{} au lieu de {before}", counted(*now, "période")),
            Self::EndsEarlier { before, now: Some(now) } => {
                format!("des chiffres jusqu'au {} au lieu du {}", now.french(), before.french())
            }
            Self::EndsEarlier { before, now: None } => {
                format!("plus aucune date, au lieu de chiffres jusqu'au {}", before.french())
            }
            Self::Column(name) => format!("plus de colonne « {name} »"),
            Self::Content { column, now: Holds::Nothing, .. } => {
                format!("plus rien dans la colonne « {column} »")
            }
            Self::Content { column, before: Holds::Numbers, .. } => {
                format!("plus de nombres dans la colonne « {column} »")
            }
            Self::Content { column, .. } => format!("plus de dates dans la colonne « {column} »"),
        }
    }
}

/// `aucune ligne`, `1 ligne`, `12 lignes`
pub fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("aucune {what}"),
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

/// What is remembered of a loader: `data/etat/<name>.json`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LoaderState {
    pub name: String,
    pub file: SitePath,
    /// The last run that went well.
    pub good: Option<Fetched>,
    /// The last run, when it went wrong.
    pub failure: Option<Failure>,
}

/// A file as it was fetched.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fetched {
    /// RFC 3339, in UTC.
    pub instant: String,
    /// The same, on the site's calendar.
    pub day: Date,
    /// Of its bytes; empty for a file that is too long to be held.
    pub print: String,
    pub profile: Profile,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Failure {
    pub instant: String,
    pub day: Date,
    /// Why, as a part of a French sentence; never holds what the command wrote.
    pub message: String,
}
