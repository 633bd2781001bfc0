//! A column of numbers: each cell read in the custom of its column, or told.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::numbers::Cell;
use crate::assemble::figures::numbers::Certainty;
use crate::assemble::figures::numbers::Custom;
use crate::assemble::figures::positions::MOST_TOLD;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::base::french;
use crate::model::table;
use crate::model::table::DataSet;
use crate::model::table::Row;
use crate::model::value::Number;

/// Decimals shown, at most.
pub const MOST_DECIMALS: usize = 6;

/// The numbers of some rows of one column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    pub points: Vec<Option<Number>>,
    /// As many as the most precise cell has.
    pub decimals: usize,
    /// `%`, `€` or nothing.
    pub unit: &'static str,
}

/// Nothing when a cell is not an exact number: half a truth is not drawn.
pub fn read(inquiry: &mut Inquiry, set: &DataSet, column: usize, rows: &[Option<&Row>]) -> Option<Column> {
    let custom = Custom::of(set.table.rows.iter().map(|row| &*row.cells[column]));
    let name = &set.table.header[column];
    let mut read = Column::default();
    let (mut faults, mut secrets, mut guessed) = (0, 0, None);
    for row in rows {
        let Some(row) = row else {
            read.points.push(None);
            continue;
        };
        let text = &row.cells[column];
        let fault = match custom.read(text) {
            Cell::Number(number) => {
                read.points.push(Some(number.value));
                read.decimals = read.decimals.max(number.decimals).min(MOST_DECIMALS);
                if number.certainty == Certainty::Guessed {
                    guessed = guessed.or(Some(*row));
                }
                let other = !read.unit.is_empty() && !number.unit.is_empty() && read.unit != number.unit;
                read.unit = if number.unit.is_empty() { read.unit } else { number.unit };
                if !other {
                    continue;
                }
                "n'a pas la même unité que les autres"
            }
            Cell::Missing => {
                read.points.push(None);
                continue;
            }
            Cell::Secret => {
                read.points.push(None);
                secrets += 1;
                continue;
            }
            Cell::Fault => "est une erreur de tableur",
            Cell::Words => "n'est pas un nombre exact",
        };
        faults += 1;
        if faults <= MOST_TOLD {
            let message = format!("colonne « {name} » : « {} » {fault}", table::excerpt(text));
            inquiry.cell((set, row.line, column), message);
        }
    }
    remarks(inquiry, (set, column), secrets, guessed);
    if faults > MOST_TOLD {
        let message = format!("colonne « {name} » : {} autres cellules fautives", faults - MOST_TOLD);
        inquiry.cell((set, set.table.header_line, column), message);
    }
    (faults == 0).then_some(read)
}

/// For sorting, where faults are not told again: what is no number comes last.
pub fn values(set: &DataSet, column: usize, rows: &[Option<&Row>]) -> Vec<f64> {
    let custom = Custom::of(set.table.rows.iter().map(|row| &*row.cells[column]));
    let value = |row: &&Row| match custom.read(&row.cells[column]) {
        Cell::Number(number) => Some(number.value.get()),
        _ => None,
    };
    rows.iter().map(|row| row.as_ref().and_then(value).unwrap_or(f64::NEG_INFINITY)).collect()
}

fn remarks(inquiry: &mut Inquiry, (set, column): (&DataSet, usize), secrets: usize, guessed: Option<&Row>) {
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
            table::excerpt(&row.cells[column])
        );
        let help = "rien dans la colonne ne dit si la virgule sépare les milliers : écrivez les nombres sans séparateur de milliers";
        inquiry.diagnostics.push(Diagnostic::warning(Code::DataCell, at(row.line), message).with_help(help));
    }
}
