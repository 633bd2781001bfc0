//! What something costs, year by year and item by item: what was planned, what was spent.
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::path::SitePath;
use crate::model::opendata::OpenData;
use crate::model::site::Prose;
use crate::model::value::Value;

/// The columns of a file of accounts, as editors write them.
pub const COLUMNS: [&str; 4] = ["annee", "poste", "prevu", "realise"];

/// A file of accounts, read, added up and worded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accounts {
    /// The file itself, to be given.
    pub data: Arc<OpenData>,
    /// A body that holds the chart, and nothing when there are too many bars.
    pub chart: Arc<Prose>,
    /// For templates: `{sentence, source, updated, years: [{year, planned, actual, open, items: […]}]}`,
    /// the newest year first. Amounts are written out, null where there is none.
    pub told: Value,
    pub reads: BTreeSet<SitePath>,
}
