//! A chart that can be drawn: columns found, lengths equal, numbers numeric.
use std::sync::Arc;

use crate::model::value::Number;

/// Numbers with all that is needed to draw, name, tell and tabulate them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Figure {
    pub form: Form,
    /// Unique within its page; the stem of its files.
    pub id: String,
    pub title: String,
    /// From 2 to 6: the title's heading level.
    pub level: u8,
    /// One for each position along the axis, full wording: `janvier 2025`.
    pub labels: Vec<Arc<str>>,
    /// The same for axes: `janv.`; an empty one is not printed.
    pub short_labels: Vec<Arc<str>>,
    pub series: Vec<Series>,
    /// What one is: `carte`, `%`; empty when unknown.
    pub unit: String,
    /// Shown everywhere the number is.
    pub decimals: usize,
    /// Header of the first column of the table.
    pub axis: String,
    /// Generated: its numbers are those of the table.
    pub sentence: String,
    pub source: Option<String>,
    /// Whom or what the figures are about.
    pub scope: Option<String>,
    /// How to read one mark, in a sentence.
    pub reading: Option<String>,
    /// The day after which nothing is known, worded.
    pub as_of: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Lines,
    /// Horizontal, one for each label, longest text first class.
    Bars,
    /// Table only.
    Table,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Series {
    pub name: Arc<str>,
    /// As many as the figure has labels; `None` is not zero.
    pub points: Vec<Option<Number>>,
}

/// A figure that stands alone, with its place in time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tile {
    pub title: String,
    /// Formatted for reading; `–` when there is none.
    pub value: String,
    pub unit: String,
    /// `au 12 août 2024`, `depuis septembre 2023`.
    pub note: Option<String>,
}

/// What fills one figure hole of a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Drawing {
    Figure(Figure),
    Tiles(Vec<Tile>),
    /// Its block was faulty; the fault was told.
    Missing,
}
