//! How a file is read, cell by cell: for whoever has to declare it.
use std::sync::Arc;

use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::model::declaration::Declaration;
use crate::model::inspection::Class;
use crate::model::inspection::Inspection;
use crate::model::inspection::Records as Told;
use crate::model::table::Cell;
use crate::parse::data::csv;
use crate::parse::data::encoding;
use crate::parse::data::faults::Teller;
use crate::parse::data::numbers::Custom;
use crate::parse::data::numbers::Written;
use crate::parse::data::recognise;
use crate::parse::data::recognise::Content;
use crate::parse::data::records::Cut;
use crate::parse::data::records::Record;
use crate::parse::data::records::Records;
use crate::parse::data::silence;

/// Rows that are shown cell by cell.
const SHOWN: usize = 1_000;

pub fn inspect(
    (path, bytes): (&SitePath, &[u8]),
    declaration: Option<&Arc<Declaration>>,
    diagnostics: &mut Diagnostics,
) -> Inspection {
    let set = csv::read_declared((path, bytes), declaration, diagnostics);
    let rules = declaration.map(|declaration| declaration.reading.clone()).unwrap_or_default();
    // What there is to say was said.
    let mut unheard = Diagnostics::default();
    let mut teller = Teller { path, declared: None, diagnostics: &mut unheard };
    let readable = recognise::may_be_text(bytes, &mut teller) && bytes.len() as u64 <= csv::HEAVIEST;
    let decoded = encoding::decode(if readable { bytes } else { b"" }, rules.encoding.as_deref());
    let (text, encoding) = (&*decoded.text, decoded.encoding);
    let eol = encoding::eol(text);
    let table = readable && matches!(recognise::content(text, &mut teller), Content::Cells);
    let records = table.then(|| records(text, Cut::of(text, &rules)));
    Inspection { encoding, eol, records, set }
}

fn records(text: &str, cut: Cut) -> Told {
    let (mut records, mut record) = (Records::of(text, cut), Record::default());
    let mut told =
        Told { delimiter: char::from(cut.delimiter), hint: cut.hint.map(char::from), ..Told::default() };
    let mut rows: Vec<Vec<String>> = Vec::new();
    while records.next(&mut record) {
        let cells = record.cells.iter().map(|cell| Record::normal(cell).into_owned());
        if told.header.is_empty() {
            (told.header, told.line) = (cells.collect(), record.line);
            continue;
        }
        told.count += 1;
        if record.cells.len() != told.header.len() && told.ragged.len() < SHOWN {
            told.ragged.push((record.line, record.cells.len()));
        }
        if rows.len() < SHOWN {
            rows.push(cells.collect());
        }
    }
    let cell = |row: &'_ Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let customs: Vec<Custom> = (0..widest)
        .map(|column| {
            let cells: Vec<String> = rows.iter().map(|row| cell(row, column)).collect();
            Custom::of(cells.iter().map(String::as_str))
        })
        .collect();
    let classed =
        |row: Vec<String>| row.into_iter().zip(&customs).map(|(cell, custom)| class(cell, *custom)).collect();
    told.rows = rows.into_iter().map(classed).collect();
    told
}

fn class(cell: String, custom: Custom) -> Class {
    match (custom.number(&cell), silence::silent(&cell)) {
        (Some((written, _)), _) if written.unit != "s" => Class::Number(digits(written), written.unit),
        (Some(_), _) => Class::Text(cell),
        (None, Some(Cell::Missing)) => Class::Missing,
        (None, Some(Cell::Secret)) => Class::Secret,
        (None, Some(_)) => Class::Fault,
        (None, None) => {
            let digits = cell.len() > 1 && cell.bytes().all(|b| b.is_ascii_digit());
            if digits { Class::Code(cell) } else { Class::Text(cell) }
        }
    }
}

/// Exactly as counted, without zeros at the end: `2890.5`.
pub fn digits(written: Written) -> String {
    decimal(i128::from(written.mantissa), written.decimals)
}

/// `mantissa` divided by a power of ten.
pub fn decimal(mantissa: i128, scale: u8) -> String {
    let sign = if mantissa < 0 { "-" } else { "" };
    let places = usize::from(scale);
    let text = format!("{:0>width$}", mantissa.unsigned_abs(), width = places + 1);
    let (whole, decimals) = text.split_at(text.len() - places);
    let decimals = decimals.trim_end_matches('0');
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{decimals}")
}
