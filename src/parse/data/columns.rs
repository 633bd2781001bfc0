//! What a column holds, decided from all of its cells, its name and its declaration.
use std::sync::Arc;

use crate::base::instant::Zone;
use crate::model::declaration::Declaration;
use crate::model::declaration::Declared;
use crate::model::declaration::Held;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::parse::data::faults::Teller;
use crate::parse::data::numbers::Custom;
use crate::parse::data::numbers::Written;
use crate::parse::data::periods;
use crate::parse::data::periods::Asked;
use crate::parse::data::silence;

/// Columns of codes, by a word of their name: `geo_dep`, `code_insee`.
const CODES: [&str; 11] =
    ["siren", "siret", "insee", "postal", "cp", "dep", "finess", "uai", "rna", "rnb", "code"];

/// One for each name of the header.
pub fn understood(table: &Table, declaration: &Declaration, teller: &mut Teller) -> Vec<Column> {
    let zone = declaration.reading.zone.as_deref().unwrap_or("Europe/Paris");
    let zone =
        Zone::named(zone).or_else(|| Zone::named("Europe/Paris")).expect("zones come with the program");
    (0..table.header.len())
        .map(|n| {
            let declared = declaration.column(&table.header[n]).cloned();
            let (cells, found_unit) = one((table, n), (declared.as_deref(), &zone), teller);
            Column { name: table.header[n].clone(), cells, found_unit, declared: declared.map(as_percent) }
        })
        .collect()
}

/// The words of a name, small and without accents.
pub fn name_words(name: &str) -> Vec<String> {
    let small: String =
        name.chars().flat_map(char::to_lowercase).map(|c| if c == 'é' { 'e' } else { c }).collect();
    small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Ratios of 1 are shown as percentages.
fn is_ratio(declared: Option<&Declared>) -> bool {
    declared.is_some_and(|declared| declared.unit.as_deref() == Some("ratio"))
}

fn as_percent(declared: Arc<Declared>) -> Arc<Declared> {
    if !is_ratio(Some(&declared)) {
        return declared;
    }
    Arc::new(Declared { unit: Some("%".to_owned()), ..Declared::clone(&declared) })
}

fn one(
    (table, column): (&Table, usize),
    (declared, zone): (Option<&Declared>, &Zone),
    teller: &mut Teller,
) -> (Cells, &'static str) {
    let cells = || (0..table.rows()).map(|row| table.cell(row, column));
    let words = name_words(&table.header[column]);
    let held = declared.and_then(|declared| declared.holds);
    let asked = match held {
        Some(Held::Text) => return (Cells::Texts, ""),
        Some(Held::Number | Held::Duration) => None,
        Some(Held::Period(step)) => Some(Asked::Surely(step)),
        None => Some(Asked::Maybe),
    };
    if let Some(asked) = asked
        && let Some(periods) = periods::of((table, column), (&words, asked), zone, teller)
    {
        return (Cells::Periods(periods), "");
    }
    if held.is_none() && (words.iter().any(|word| CODES.contains(&word.as_str())) || cells().any(is_code)) {
        return (Cells::Texts, "");
    }
    let (numbers, found_unit) = numbers(table, column, declared);
    let unit = if found_unit.is_empty() && held == Some(Held::Duration) { "s" } else { found_unit };
    let any = numbers.iter().any(|cell| !matches!(cell, Cell::Words));
    if any || held.is_some() { (Cells::Numbers(numbers), unit) } else { (Cells::Texts, "") }
}

/// `01`, `2A`, `212A00042`: digits that count nothing.
fn is_code(cell: &str) -> bool {
    let cell = cell.trim();
    let bytes = cell.as_bytes();
    if bytes.len() < 2 || !bytes[0].is_ascii_digit() || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    let letters = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let capitals = bytes.iter().filter(|b| b.is_ascii_uppercase()).count();
    let rounded = letters == 1 && matches!(bytes[bytes.len() - 1], b'K' | b'M' | b'G');
    (letters == 0 && bytes[0] == b'0') || (letters > 0 && letters == capitals && !rounded)
}

fn numbers(table: &Table, column: usize, declared: Option<&Declared>) -> (Vec<Cell>, &'static str) {
    let cells = || (0..table.rows()).map(|row| table.cell(row, column));
    let custom = Custom::of(cells());
    let ratio = is_ratio(declared);
    let mut found_unit = "";
    let mut numbers = Vec::with_capacity(table.rows());
    for cell in cells() {
        let number = custom.number(cell).and_then(|(written, certainty)| {
            let written = if ratio && written.unit.is_empty() { hundredfold(written) } else { written };
            Some((written.figures(certainty)?, written.unit))
        });
        let Some((figures, unit)) = number else {
            numbers.push(silence::silent(cell).unwrap_or(Cell::Words));
            continue;
        };
        let other = !found_unit.is_empty() && !unit.is_empty() && found_unit != unit;
        found_unit = if unit.is_empty() || other { found_unit } else { unit };
        numbers.push(if other { Cell::OtherUnit } else { Cell::Number(figures) });
    }
    (numbers, found_unit)
}

/// 0.6441 is 64.41 %.
fn hundredfold(written: Written) -> Written {
    let missing = 2u8.saturating_sub(written.decimals);
    let mantissa = written.mantissa.saturating_mul(10i64.pow(u32::from(missing)));
    Written { mantissa, decimals: written.decimals.saturating_sub(2), ..written }
}
