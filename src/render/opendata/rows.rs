//! The rows of a data set, as the guides for open data ask for them.
use crate::chart::table;
use crate::model::opendata::OpenData;
use crate::render::opendata::sheet::Given;
use crate::render::opendata::sheet::Sheet;

/// What stands for a number that is known and not given.
pub const SECRET: &str = "secret";

/// UTF-8 without mark, commas, LF, ISO dates, decimal points; no cell that a
/// spreadsheet would run.
pub fn table(data: &OpenData) -> String {
    let sheet = Sheet::of(data);
    let mut csv = String::new();
    line(&mut csv, sheet.names.iter().map(|name| table::cell(name)));
    for row in 0..sheet.set.table.rows() {
        line(
            &mut csv,
            (0..sheet.names.len()).map(|column| match sheet.cell(row, column) {
                Given::Nothing => String::new(),
                Given::Secret => SECRET.to_owned(),
                Given::Number(number) => table::exact(number),
                Given::Text(text) => table::cell(&text),
            }),
        );
    }
    csv
}

fn line(csv: &mut String, cells: impl Iterator<Item = String>) {
    for (n, cell) in cells.enumerate() {
        if n > 0 {
            csv.push(',');
        }
        csv.push_str(&cell);
    }
    csv.push('\n');
}
