//! The rows of a figure in their order: one position each, named for people and for files.
use std::collections::BTreeMap;

use crate::assemble::figures::inquiry::Inquiry;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::base::period;
use crate::base::period::Period;
use crate::model::table;
use crate::model::table::Cells;
use crate::model::table::DataSet;

/// Faulty cells told one by one.
pub const MOST_TOLD: usize = 10;
/// Characters of a label.
const LONGEST: usize = 300;

/// One place along the axis.
#[derive(Clone, Debug)]
pub struct Position {
    /// As the file writes it, without blanks around.
    pub key: String,
    pub period: Option<Period>,
    /// Nothing for a period that the file leaves out.
    pub row: Option<usize>,
}

/// Where a figure finds its positions and its numbers.
pub struct Columns<'a> {
    pub set: &'a DataSet,
    pub x: usize,
    pub y: Vec<usize>,
}

impl Position {
    /// Full wording, on one line.
    pub fn label(&self) -> String {
        self.period.map_or_else(|| one_line(&self.key), Period::full)
    }

    pub fn short(&self) -> String {
        self.period.map_or_else(|| one_line(&self.key), Period::short)
    }
}

/// A text that is repeated in every mark stays short.
pub fn one_line(text: &str) -> String {
    let short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let more = if text.chars().nth(LONGEST).is_some() { "…" } else { "" };
    format!("{short}{more}")
}

/// Sorted by time when the column holds periods, in the order of the file
/// otherwise; nothing when a cell cannot be placed.
pub fn read(inquiry: &mut Inquiry, columns: &Columns, rows: &[usize]) -> Option<Vec<Position>> {
    let position = |row: &usize| {
        let key = columns.set.table.cell(*row, columns.x).trim().to_owned();
        Position { period: period(columns.set, columns.x, *row), key, row: Some(*row) }
    };
    let mut positions: Vec<Position> = rows.iter().map(position).collect();
    let timed = positions.iter().filter(|position| position.period.is_some()).count();
    let is_time = timed * 2 > positions.len();
    let step = positions.iter().find_map(|position| position.period).map(|period| period.step);
    let bad = |position: &&Position| match position.period {
        Some(period) => is_time && Some(period.step) != step,
        None => is_time || position.key.is_empty(),
    };
    let mut sound = true;
    for position in positions.iter().filter(bad).take(MOST_TOLD) {
        sound = false;
        let Some(row) = position.row else { continue };
        let message = misplaced(columns.set, columns.x, row);
        inquiry.cell((columns.set, columns.set.table.line(row), columns.x), message);
    }
    if !sound {
        return None;
    }
    if is_time {
        positions.sort_by_key(|position| position.period);
    } else {
        positions.iter_mut().for_each(|position| position.period = None);
    }
    once(inquiry, columns, positions)
}

/// Why a cell of the column of positions cannot be placed.
pub fn misplaced(set: &DataSet, x: usize, row: usize) -> String {
    let (column, key) = (&set.table.header[x], table::excerpt(set.table.cell(row, x)));
    if key.is_empty() {
        return format!("colonne « {column} » : cellule vide");
    }
    match period(set, x, row) {
        Some(_) => format!("colonne « {column} » : « {key} » n'est pas écrit comme les autres dates"),
        None => format!("colonne « {column} » : « {key} » n'est pas une date comme les autres lignes"),
    }
}

/// What a cell says of time, as its reader understood it.
pub fn period(set: &DataSet, column: usize, row: usize) -> Option<Period> {
    match &set.columns[column].cells {
        Cells::Periods(periods) => periods[row],
        Cells::Texts | Cells::Numbers(_) => period::read(set.table.cell(row, column)),
    }
}

/// Each position once: a repeated row is dropped with a word, two rows that
/// disagree are a fault.
fn once(inquiry: &mut Inquiry, columns: &Columns, positions: Vec<Position>) -> Option<Vec<Position>> {
    let mut seen = BTreeMap::<String, usize>::new();
    let mut kept = Vec::with_capacity(positions.len());
    let mut faults = 0;
    for position in positions {
        let Some(row) = position.row else { continue };
        let table = &columns.set.table;
        let Some(first) = seen.get(&position.key).copied() else {
            seen.insert(position.key.clone(), row);
            kept.push(position);
            continue;
        };
        let differing = columns
            .y
            .iter()
            .find(|column| table.cell(first, **column).trim() != table.cell(row, **column).trim());
        let key = table::excerpt(&position.key);
        let both =
            format!("« {key} » figure deux fois (lignes {} et {})", table.line(first), table.line(row));
        let at = Place::Cell {
            path: columns.set.path.clone(),
            line: table.line(row),
            column: columns.x as u32 + 1,
        };
        faults += usize::from(differing.is_some());
        match differing {
            _ if faults > MOST_TOLD => {}
            None => {
                let message = format!("{both} avec les mêmes valeurs");
                inquiry.diagnostics.push(Diagnostic::warning(Code::DataCell, at, message));
            }
            Some(column) => {
                let (a, b) = (table.cell(first, *column), table.cell(row, *column));
                let (a, b) = (table::excerpt(a), table::excerpt(b));
                let help = format!(
                    "corrigez le fichier, ou choisissez les lignes avec « filtre » ; utilisé par {}",
                    inquiry.path
                );
                inquiry.fault(Code::DataCell, at, (format!("{both} avec « {a} » puis « {b} »"), help));
            }
        }
    }
    (faults == 0).then_some(kept)
}

/// Periods that the file leaves out become positions without a row, so that
/// time runs evenly and lines break there.
pub fn evenly(positions: Vec<Position>) -> Vec<Position> {
    let periods: Option<Vec<Period>> = positions.iter().map(|position| position.period).collect();
    let Some(periods) = periods else { return positions };
    let mut given: BTreeMap<Period, Position> = periods.iter().copied().zip(positions).collect();
    let position = |period: Period| {
        let absent = || Position { key: period.key(), period: Some(period), row: None };
        given.remove(&period).unwrap_or_else(absent)
    };
    period::without_gaps(&periods).into_iter().map(position).collect()
}
