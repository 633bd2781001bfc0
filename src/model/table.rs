//! A CSV file, read: cells as written, each with its place, and what each column holds.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;
use crate::base::period::Period;
use crate::model::declaration::Declaration;
use crate::model::declaration::Declared;
use crate::model::declaration::Nature;
use crate::model::loader::LoaderState;
use crate::model::value::Number;

/// Rows of equal width below one header, as written. Faulty rows are left out:
/// their faults were told. One text for all cells keeps a large file small.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Table {
    pub header: Vec<Arc<str>>,
    /// Physical line of the header, from 1.
    pub header_line: u32,
    /// Physical line on which each record starts, from 1.
    lines: Vec<u32>,
    text: String,
    /// Where each cell ends in `text`, row after row.
    ends: Vec<u32>,
}

impl Table {
    pub fn new(header: Vec<Arc<str>>, header_line: u32) -> Self {
        Self { header, header_line, ..Self::default() }
    }

    /// Adds a row that is as wide as the header. The cells of one table weigh
    /// less than 4 GiB together: readers refuse more.
    pub fn push<'a>(&mut self, line: u32, cells: impl IntoIterator<Item = &'a str>) {
        self.lines.push(line);
        for cell in cells {
            self.text.push_str(cell);
            self.ends.push(self.text.len() as u32);
        }
        debug_assert_eq!(self.ends.len(), self.lines.len() * self.header.len(), "rows are of equal width");
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// Physical line of a row, from 1.
    pub fn line(&self, row: usize) -> u32 {
        self.lines[row]
    }

    /// Decoded, untrimmed.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let n = row * self.header.len() + column;
        let start = if n == 0 { 0 } else { self.ends[n - 1] as usize };
        &self.text[start..self.ends[n] as usize]
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|header| &**header == name)
    }
}

/// What one cell of a column of numbers says. Nothing, a secret and a fault are
/// three different states, none of which is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cell {
    Number(Figures),
    Missing,
    /// Known, and not to be said: too few people.
    Secret,
    /// `#REF!`: a spreadsheet's own fault.
    Fault,
    /// An exact number, in another unit than the rest of its column.
    OtherUnit,
    /// Anything else, such as `1,4 M`, `01` or `?`.
    Words,
}

/// A number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Figures {
    pub value: Number,
    /// How many decimals were written.
    pub decimals: u8,
    pub certainty: Certainty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    Sure,
    /// `1,234` in a column that never says what its commas are.
    Guessed,
}

/// The cells of one column, understood; as many as the table has rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cells {
    Texts,
    Numbers(Vec<Cell>),
    /// `None` where a cell is no period, or is written otherwise than the rest.
    Periods(Vec<Option<Period>>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// As the header writes it.
    pub name: Arc<str>,
    pub cells: Cells,
    /// Written beside the numbers: `%`, `€`, `s` for durations; empty when none.
    pub found_unit: &'static str,
    /// What `data/<name>.yaml` says of it.
    pub declared: Option<Arc<Declared>>,
}

impl Column {
    /// As people read it: `nb_cartes` is `Nb cartes` when nobody named it.
    pub fn label(&self) -> String {
        match self.declared.as_ref().and_then(|declared| declared.label.clone()) {
            Some(label) => label,
            None => {
                let name = self.name.replace('_', " ");
                let mut letters = name.chars();
                letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
            }
        }
    }

    /// Declared, else found in the cells, else empty.
    pub fn unit(&self) -> &str {
        let declared = self.declared.as_ref().and_then(|declared| declared.unit.as_deref());
        declared.unwrap_or(self.found_unit)
    }

    pub fn nature(&self) -> Option<Nature> {
        self.declared.as_ref().and_then(|declared| declared.nature)
    }
}

/// How the bytes of a file were understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reading {
    /// `UTF-8`, `UTF-8+BOM`, `UTF-16LE`, `UTF-16BE`, `Windows-1252`.
    pub encoding: &'static str,
    /// `LF`, `CRLF`, `CR`.
    pub eol: &'static str,
    pub delimiter: char,
    /// Of the bytes; none for a file that was read as a stream.
    pub print: Option<Fingerprint>,
}

/// A file of `data/`, by the name that charts use: `data/umap.csv` is `umap`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataSet {
    /// By which charts ask for it: of the declaration, else of the file.
    pub name: String,
    pub path: SitePath,
    pub table: Table,
    /// As many as the header has names.
    pub columns: Vec<Column>,
    pub reading: Reading,
    /// All empty when there is no `data/<name>.yaml`.
    pub declaration: Arc<Declaration>,
}

impl DataSet {
    /// The column of that header, declared name or declared alias.
    pub fn column(&self, name: &str) -> Option<usize> {
        let declared = |column: &Column| {
            column.declared.as_ref().is_some_and(|declared| {
                declared.name == name || declared.aliases.iter().any(|alias| alias == name)
            })
        };
        self.table.column(name).or_else(|| self.columns.iter().position(declared))
    }

    /// How many rows it has, when it has exactly as many as exporters give at most.
    pub fn cut(&self) -> Option<usize> {
        cut(&self.table, &self.columns)
    }
}

/// How many rows exporters give at most, unless asked for more: Matomo's API (100), Plausible (100 and 300),
/// Superset (1,000, 10,000, 50,000, 100,000), Metabase (2,000 rows, 10,000 groups), and spreadsheets, header aside.
const CUTS: [usize; 9] = [100, 300, 1_000, 2_000, 10_000, 50_000, 65_535, 100_000, 1_048_575];

/// A list that ends exactly where exporters stop. A series with one row for
/// each period passes by every number in its time: its last day tells more.
pub fn cut(table: &Table, columns: &[Column]) -> Option<usize> {
    let rows = table.rows();
    let series = |column: &Column| match &column.cells {
        Cells::Periods(periods) => {
            periods.iter().flatten().map(|period| period.start).collect::<BTreeSet<_>>().len() == rows
        }
        Cells::Texts | Cells::Numbers(_) => false,
    };
    (CUTS.contains(&rows) && columns.len() > 1 && !columns.iter().any(series)).then_some(rows)
}

/// All data sets of a site, by name.
#[derive(Clone, Debug, Default)]
pub struct DataSets {
    pub sets: BTreeMap<String, Arc<DataSet>>,
    /// What is remembered of the commands that fetch some of them, by name of the command.
    pub states: BTreeMap<String, Arc<LoaderState>>,
    /// Files that are there but could not be read: what was wrong was told.
    pub broken: BTreeSet<String>,
}

/// A cell as messages quote it: at most 80 characters, on one line.
pub fn excerpt(cell: &str) -> String {
    let clean: String = cell.chars().take(80).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let more = if cell.chars().nth(80).is_some() { "…" } else { "" };
    format!("{}{more}", clean.trim())
}
