//! A CSV file as cells, each still with its place; what they mean comes later.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::path::SitePath;

/// Rows of equal width below one header. Faulty rows are left out: their
/// faults were told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Table {
    pub header: Vec<Arc<str>>,
    /// Physical line of the header, from 1.
    pub header_line: u32,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// Physical line on which the record starts, from 1.
    pub line: u32,
    /// As many as the header has names; decoded, untrimmed.
    pub cells: Vec<Box<str>>,
}

impl Table {
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|header| &**header == name)
    }
}

/// A file of `data/`, by the name that charts use: `data/umap.csv` is `umap`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataSet {
    pub path: SitePath,
    pub table: Table,
}

/// All data sets of a site, by name.
#[derive(Clone, Debug, Default)]
pub struct DataSets {
    pub sets: BTreeMap<String, Arc<DataSet>>,
    /// Files that are there but could not be read: what was wrong was told.
    pub broken: BTreeSet<String>,
}

/// A cell as messages quote it: at most 80 characters, on one line.
pub fn excerpt(cell: &str) -> String {
    let clean: String = cell.chars().take(80).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let more = if cell.chars().nth(80).is_some() { "…" } else { "" };
    format!("{}{more}", clean.trim())
}
