//! A column of numbers, as a figure takes it: what cannot be used is told.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::positions::MOST_TOLD;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::base::french;
use crate::model::table;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::Certainty;
use crate::model::table::DataSet;
use crate::model::table::Figures;
use crate::model::value::Number;

/// Decimals shown, at most.
pub const MOST_DECIMALS: usize = 6;

/// The numbers of some rows of one column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    pub readings: Vec<Reading>,
    /// As many as the most precise cell has.
    pub decimals: usize,
    pub unit: String,
}

/// What a cell says, whatever its column holds. Years are numbers too: only who
/// asks for them knows which.
pub fn cell(set: &DataSet, row: usize, column: usize) -> Cell {
    match &set.columns[column].cells {
        Cells::Numbers(cells) => cells[row],
        Cells::Texts => Cell::Words,
        Cells::Periods(_) => {
            let text = set.table.cell(row, column).trim();
            let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
            let value = text.parse().ok().filter(|_| digits).and_then(Number::new);
            let written = |value| Figures { value, decimals: 0, certainty: Certainty::Sure };
            value.map_or(Cell::Words, |value| Cell::Number(written(value)))
        }
    }
}

/// Nothing when a cell is not an exact number: half a truth is not drawn.
pub fn read(inquiry: &mut Inquiry, set: &DataSet, column: usize, rows: &[Option<usize>]) -> Option<Column> {
    let name = &set.table.header[column];
    let mut read = Column { unit: set.columns[column].unit().to_owned(), ..Column::default() };
    let (mut faults, mut secrets, mut guessed) = (0, 0, None);
    for row in rows {
        let said = row.map_or(Cell::Missing, |row| cell(set, row, column));
        match (reading(said), row) {
            (Ok(reading), _) => read.readings.push(reading),
            (Err(fault), Some(row)) if faults < MOST_TOLD => {
                faults += 1;
                let text = table::excerpt(set.table.cell(*row, column));
                let message = format!("colonne « {name} » : « {text} » {fault}");
                inquiry.cell((set, set.table.line(*row), column), message);
            }
            (Err(_), _) => faults += 1,
        }
        match said {
            Cell::Secret => secrets += 1,
            Cell::Number(figures) => {
                read.decimals = read.decimals.max(usize::from(figures.decimals)).min(MOST_DECIMALS);
                if figures.certainty == Certainty::Guessed {
                    guessed = guessed.or(*row);
                }
            }
            Cell::Missing | Cell::Fault | Cell::OtherUnit | Cell::Words => {}
        }
    }
    remarks(inquiry, (set, column), secrets, guessed);
    if faults > MOST_TOLD {
        let message = format!("colonne « {name} » : {} autres cellules fautives", faults - MOST_TOLD);
        inquiry.cell((set, set.table.header_line, column), message);
    }
    (faults == 0).then_some(read)
}

/// What a cell gives to a figure, or why it gives nothing.
fn reading(cell: Cell) -> Result<Reading, &'static str> {
    let inexact = "n'est pas un nombre exact";
    match cell {
        Cell::Number(figures) => Exact::of(figures).map(Reading::Known).ok_or(inexact),
        Cell::Missing => Ok(Reading::Missing),
        Cell::Secret => Ok(Reading::Secret),
        Cell::OtherUnit => Err("n'a pas la même unité que les autres"),
        Cell::Fault => Err("est une erreur de tableur"),
        Cell::Words => Err(inexact),
    }
}

/// For sorting, where faults are not told again: what is no number comes last.
pub fn values(set: &DataSet, column: usize, rows: &[Option<usize>]) -> Vec<f64> {
    let value = |row: &usize| match cell(set, *row, column) {
        Cell::Number(figures) => Some(figures.value.get()),
        _ => None,
    };
    rows.iter().map(|row| row.as_ref().and_then(value).unwrap_or(f64::NEG_INFINITY)).collect()
}

fn remarks(inquiry: &mut Inquiry, (set, column): (&DataSet, usize), secrets: usize, guessed: Option<usize>) {
    let name = &set.table.header[column];
    let at = |line: u32| Place::Cell { path: set.path.clone(), line, column: column as u32 + 1 };
    if secrets > 0 {
        let plural = french::plural(secrets);
        let message = format!(
            "colonne « {name} » : {secrets} valeur{plural} sous secret statistique, non montrée{plural}"
        );
        inquiry.diagnostics.push(Diagnostic::note(Code::DataCell, at(set.table.header_line), message));
    }
    if let Some(row) = guessed {
        let message = format!(
            "colonne « {name} » : « {} » est lu avec une virgule décimale",
            table::excerpt(set.table.cell(row, column))
        );
        let help = "rien dans la colonne ne dit si la virgule sépare les milliers : écrivez les nombres sans séparateur de milliers";
        let warning = Diagnostic::warning(Code::DataCell, at(set.table.line(row)), message);
        inquiry.diagnostics.push(warning.with_help(help));
    }
}
