//! What a cell says of its place along an axis: a period, or a label.
use crate::base::almost;
use crate::base::period;
use crate::base::period::Period;
use crate::base::period::Step;
use crate::model::declaration::Held;
use crate::model::table;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::DataSet;

/// Faulty cells told one by one.
pub const MOST_TOLD: usize = 10;
/// Characters of a label.
const LONGEST: usize = 300;

/// A text that is repeated in every mark stays short.
pub fn one_line(text: &str) -> String {
    let short: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let more = if text.chars().nth(LONGEST).is_some() { "…" } else { "" };
    format!("{short}{more}")
}

/// What a cell says of time, as its reader understood it.
pub fn period(set: &DataSet, column: usize, row: usize) -> Option<Period> {
    match &set.columns[column].cells {
        Cells::Periods(periods) => periods[row],
        Cells::Texts => period::read(set.table.cell(row, column)),
        Cells::Numbers(_) => None,
    }
}

/// True when most of the rows have a period there.
pub fn timed(set: &DataSet, column: usize, rows: &[usize]) -> bool {
    let text = set.columns[column].declared.as_ref().and_then(|declared| declared.holds);
    if matches!(text, Some(Held::Text | Held::Number | Held::Duration)) {
        return false;
    }
    // A day that does not exist was meant as one, where others do.
    let meant = |row: &usize| match set.columns[column].cells {
        Cells::Periods(_) => no_such_day(set, column, *row).is_some(),
        Cells::Texts | Cells::Numbers(_) => false,
    };
    let told = |row: &&usize| period(set, column, **row).is_some() || meant(row);
    rows.iter().filter(told).count() * 2 > rows.len()
}

/// True for a column of words, which gives no number to any row.
pub fn is_text(set: &DataSet, column: usize, rows: &[usize]) -> bool {
    match &set.columns[column].cells {
        Cells::Texts => !rows.is_empty(),
        Cells::Periods(periods) => periods.iter().flatten().any(|period| period.step != Step::Year),
        Cells::Numbers(cells) => {
            let number = |row: &usize| matches!(cells[*row], Cell::Number(_));
            rows.iter().any(|row| cells[*row] == Cell::Words) && !rows.iter().any(number)
        }
    }
}

/// What is to be said of a cell that holds a day which no calendar has.
pub fn no_such_day(set: &DataSet, column: usize, row: usize) -> Option<String> {
    let cell = table::excerpt(set.table.cell(row, column));
    let day = cell.split(['T', ' ']).next().and_then(almost::read)?;
    Some(day.in_column(&table::excerpt(&set.table.header[column]), &cell))
}

/// Why a cell of the column of positions cannot be placed.
pub fn misplaced(set: &DataSet, x: usize, row: usize) -> String {
    let (column, key) = (&set.table.header[x], table::excerpt(set.table.cell(row, x)));
    if key.is_empty() {
        return format!("colonne « {column} » : cellule vide");
    }
    match period(set, x, row).or_else(|| period::read(&key)) {
        Some(_) => format!("colonne « {column} » : « {key} » n'est pas écrit comme les autres dates"),
        None => format!("colonne « {column} » : « {key} » n'est pas une date comme les autres lignes"),
    }
}
