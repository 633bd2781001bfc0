//! A chart that can be drawn: columns found, lengths equal, numbers numeric.
use std::sync::Arc;

use crate::base::french;
use crate::base::french::NBSP;
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
    /// The same for axes: `janv.`; an empty one is not printed, and what
    /// follows a line break (`janv.\n2025`) only where it changes.
    pub short_labels: Vec<Arc<str>>,
    /// The same as a data file writes them: `2025-01`.
    pub keys: Vec<Arc<str>>,
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

impl Figure {
    /// As tables, axes and marks show it: `5 240`, `64,4 %`; `–` for nothing.
    pub fn cell(&self, point: Option<Number>) -> String {
        point.map_or_else(|| "–".to_owned(), |number| written(number, self.decimals, &self.unit))
    }

    /// As a sentence says it, with the unit: `5 240 visites`, `64,4 %`.
    pub fn amount(&self, number: Number) -> String {
        let cell = self.cell(Some(number));
        if self.unit.is_empty() || is_symbol(&self.unit) {
            return cell;
        }
        format!("{cell}{NBSP}{}", agreed(&self.unit, number.get()))
    }
}

/// A number for reading, with `%` or `€` when that is its unit. From 10¹⁵ on,
/// where digits are no longer exact, it is written with a power of ten.
pub fn written(number: Number, decimals: usize, unit: &str) -> String {
    let value = number.get();
    let text = if value.abs() < 1e15 {
        french::number(value, decimals)
    } else {
        format!("{value:.1e}").replace('.', ",").replace('-', "\u{2212}")
    };
    if is_symbol(unit) { format!("{text}{NBSP}{unit}") } else { text }
}

/// Signs that stay with their number wherever it goes.
pub fn is_symbol(unit: &str) -> bool {
    matches!(unit, "%" | "€")
}

/// `1 carte`, `2 cartes`; symbols (`km`, `ko`) and groups of words never change.
fn agreed(unit: &str, value: f64) -> String {
    let word = unit.chars().count() > 3 && unit.chars().all(|c| c.is_alphabetic() && c.is_lowercase());
    let plural = word && value.abs() >= 2.0 && !unit.ends_with(['s', 'x', 'z']);
    format!("{unit}{}", if plural { "s" } else { "" })
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
    Figure(Box<Figure>),
    Tiles(Vec<Tile>),
    /// Formatted, for a sentence.
    Value(Box<str>),
    /// Its block was faulty; the fault was told.
    Missing,
}
