//! A chart that can be drawn: columns found, lengths equal, numbers numeric.
use std::sync::Arc;

use crate::model::value::Number;

pub use crate::model::amount::agreed;
pub use crate::model::amount::amount;
pub use crate::model::amount::is_symbol;
pub use crate::model::amount::written;

/// Numbers with all that is needed to draw, name, tell and tabulate them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Figure {
    pub form: Form,
    /// Unique within its page; the stem of its files.
    pub id: String,
    pub title: String,
    /// From 2 to 6: the title's heading level.
    pub level: u8,
    /// Header of the first column of the table.
    pub axis: String,
    /// One for each place along the axis.
    pub positions: Vec<Position>,
    pub series: Vec<Series>,
    /// Titles of small multiples, each with some of the series; empty elsewhere.
    pub panels: Vec<Arc<str>>,
    /// What one is: `carte`, `%`; empty when unknown.
    pub unit: String,
    /// Shown everywhere the number is.
    pub decimals: usize,
    pub baseline: Baseline,
    /// Along a time axis, in the order of time.
    pub events: Vec<Event>,
    /// For maps and calendars: where each class but the first begins, growing.
    pub classes: Vec<Number>,
    /// For scatter charts: what is measured across.
    pub across: Option<Across>,
    pub words: Words,
}

/// What is said around a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words {
    /// Generated, or the author's: its numbers are those of the table.
    pub sentence: String,
    pub source: Option<String>,
    /// Whom or what the figures are about.
    pub scope: Option<String>,
    /// How to read one mark, in a sentence.
    pub reading: Option<String>,
    /// The last day or period that is known, worded: `12 août 2024`.
    pub as_of: Option<String>,
    /// What must be said for the figure not to mislead: `Août 2024 est incomplet
    /// (trait pointillé)`, a break, a zero that stands for nothing. Sentences
    /// without a final stop.
    pub notes: Vec<String>,
}

/// One place along the axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// Full wording: `janvier 2025`.
    pub label: Arc<str>,
    /// The same for axes: `janv.`; an empty one is not printed, and what
    /// follows a line break (`janv.\n2025`) only where it changes.
    pub short: Arc<str>,
    /// The same as a data file writes it: `2025-01`; the code of a place on a map.
    pub key: Arc<str>,
    pub extent: Extent,
    /// Where it is across, for scatter charts.
    pub place: Option<Number>,
    /// The figures before it are not comparable: a line breaks here.
    pub after_break: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Extent {
    #[default]
    Whole,
    /// The period is not over, or its figures stop before its end.
    Partial,
}

/// Numeric axis of a scatter chart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Across {
    pub name: String,
    pub unit: String,
    pub decimals: usize,
}

/// Something that happened, on a time axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    /// Between positions, in thousandths: 1500 is halfway between the second
    /// and the third one.
    pub at: u32,
    /// `12 mars 2024 : webinaire de lancement`.
    pub text: String,
}

/// Where the axis of values starts. Bars always start at zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Baseline {
    #[default]
    Zero,
    /// `axe: libre`: near the lowest value; a note says so.
    Free,
}

impl Figure {
    /// As tables, axes and marks show it: `5 240`, `64,4 %`; `–` for nothing.
    pub fn cell(&self, point: Point) -> String {
        match point {
            Point::Known(number) => written(number, self.decimals, &self.unit),
            Point::Missing => "–".to_owned(),
            Point::Secret => "secret".to_owned(),
        }
    }

    /// The same, for a column that may be measured otherwise than the others.
    pub fn cell_of(&self, series: &Series, point: Point) -> String {
        match (&series.own, point) {
            (Some(own), Point::Known(number)) => written(number, own.decimals, &own.unit),
            _ => self.cell(point),
        }
    }

    /// As a sentence says it, with the unit: `5 240 visites`, `64,4 %`.
    pub fn amount(&self, number: Number) -> String {
        amount(number, self.decimals, &self.unit)
    }

    /// The same, for a column that may be measured otherwise than the others.
    pub fn amount_of(&self, series: &Series, number: Number) -> String {
        match &series.own {
            Some(own) => amount(number, own.decimals, &own.unit),
            None => self.amount(number),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `lignes`; running totals too.
    Lines,
    /// `barres` over labels: horizontal, grouped where there are several series.
    Bars,
    /// `barres` over periods: upright, grouped where there are several series.
    Columns,
    /// `empile`: shares of a hundred, each position one bar; a single position is one thick bar.
    Stacked,
    /// `podium`: the first three.
    Podium,
    /// `points` over labels: one mark for each series on a common scale.
    Dots,
    /// `points` over numbers.
    Scatter,
    /// `lignes` with `petits_multiples`: panels that share their axes.
    Multiples,
    /// `carte`
    Map(Division),
    /// `calendrier`: days in weeks.
    Calendar,
    /// Table only.
    Table,
}

/// Which division of the French territory a map shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Division {
    Departments,
    Regions,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Series {
    pub name: Arc<str>,
    /// As many as the figure has positions.
    pub points: Vec<Point>,
    /// Which of the figure's panels it stands in, from 0.
    pub panel: usize,
    /// Of a column of a table that is not measured as the others are.
    pub own: Option<Measure>,
    pub emphasis: Emphasis,
}

/// How the numbers of one column are written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    pub unit: String,
    pub decimals: usize,
}

/// `mettre_en_avant`: what an author wants to be seen first; the rest turns grey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Emphasis {
    #[default]
    Plain,
    Highlighted,
    Muted,
}

/// One value of a series. Neither of the two silences is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Point {
    Known(Number),
    #[default]
    Missing,
    /// Too few people for it to be said.
    Secret,
}

impl Series {
    /// The numbers, and nothing where there is none to show.
    pub fn numbers(&self) -> impl DoubleEndedIterator<Item = Option<Number>> + ExactSizeIterator + '_ {
        self.points.iter().map(|point| point.number())
    }
}

impl Point {
    pub fn number(self) -> Option<Number> {
        match self {
            Self::Known(number) => Some(number),
            Self::Missing | Self::Secret => None,
        }
    }
}

/// A figure that stands alone, with its place in time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tile {
    pub title: String,
    /// Formatted for reading; `–` when there is none.
    pub value: String,
    pub unit: String,
    /// `au 12 août 2024`, `juillet 2024`, `depuis septembre 2023`.
    pub note: Option<String>,
    pub trend: Option<Trend>,
    /// The last periods, oldest first; drawn small, and silent.
    pub spark: Option<Spark>,
    /// What a percentage is a share of, and where the figure comes from.
    pub base: Option<String>,
    pub source: Option<String>,
}

/// How a tile moved since the period that it is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Trend {
    pub direction: Direction,
    /// Whole: `+12,4 % par rapport à juin 2024 (820)`.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Up,
    Down,
    Level,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spark {
    pub points: Vec<Point>,
    /// Of the last one.
    pub extent: Extent,
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
