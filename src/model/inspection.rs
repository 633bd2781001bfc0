//! How a data file was read, told to whoever must declare it.
use crate::model::table::DataSet;

/// A file as it was read, whether or not it makes a data set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    pub encoding: &'static str,
    pub eol: &'static str,
    /// Nothing when the file is no table.
    pub records: Option<Records>,
    /// Nothing when errors say why.
    pub set: Option<DataSet>,
}

/// The records of a file, faulty ones too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    pub delimiter: char,
    /// Named by a first line `sep=;`.
    pub hint: Option<char>,
    /// As written.
    pub header: Vec<String>,
    /// Physical line of the header, from 1.
    pub line: u32,
    pub rows: Vec<Vec<Class>>,
    /// Lines of rows that are not as wide as the header, and how wide they are.
    pub ragged: Vec<(u32, usize)>,
    /// How many rows there are; only the first ones are in `rows`.
    pub count: usize,
}

/// What a cell says by itself, in a column that settled its commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// Its digits as JSON writes them, and `%`, `€` or nothing.
    Number(String, &'static str),
    Missing,
    Secret,
    Fault,
    /// Digits that count nothing: `01`.
    Code(String),
    Text(String),
}
