//! The three ways of giving no number: nothing is known, it may not be said, a formula failed.
use crate::model::table::Cell;

/// No silent cell is longer, in bytes; formula errors aside.
const LONGEST: usize = 8;

const MISSING: [&str; 15] = [
    "-", "–", "—", "\u{2212}", "nan", "n/a", "na", "#n/a", "#n/d", "null", "none", "nd", "n.d.", "\\n", "n/d",
];
const SECRET: [&str; 5] = ["s", "s.", "ns", "c", "secret"];

/// Nothing when the cell says something.
pub fn silent(cell: &str) -> Option<Cell> {
    let word = cell.trim();
    if word.is_empty() {
        return Some(Cell::Missing);
    }
    let among = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    if word.len() <= LONGEST && among(&MISSING) {
        return Some(Cell::Missing);
    }
    if word.len() <= LONGEST && among(&SECRET) {
        return Some(Cell::Secret);
    }
    (word.len() <= 24 && word.starts_with('#') && word.ends_with(['!', '?'])).then_some(Cell::Fault)
}
