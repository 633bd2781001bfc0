//! Labels one under the other, on the left of what they name.
use crate::chart::Sheet;
use crate::chart::canvas::Canvas;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::model::figure::Figure;

/// More rows than this are a table; what is left out is said.
pub const MOST: usize = 60;
/// Between two rows, in units.
const GAP: f64 = 12.0;

pub struct Row {
    /// In units, from the top.
    pub middle: f64,
    /// Right edge of its label.
    pub edge: f64,
    pub lines: Vec<String>,
}

/// The rows from `top` on, with labels in `room`, each at least `least` high; the
/// right edge of their labels; where they end.
pub fn of(figure: &Figure, sheet: &Sheet, (top, room): (f64, f64), least: f64) -> (Vec<Row>, f64, f64) {
    let lines = |label: &str| sheet.letters.wrap(label, (room, 4), Weight::Regular);
    let wrapped: Vec<Vec<String>> =
        figure.positions.iter().take(MOST).map(|position| lines(&position.label)).collect();
    let words = wrapped.iter().flatten().map(String::as_str);
    let edge = sheet.letters.widest(words, Weight::Regular) + 1.0;
    let mut rows = Vec::new();
    let mut y = top;
    for lines in wrapped {
        let tall = (lines.len() as f64 * LINE).max(least) + GAP;
        rows.push(Row { middle: y + tall / 2.0, edge, lines });
        y += tall;
    }
    (rows, edge, y)
}

pub fn labels(canvas: &Canvas, rows: &[Row]) {
    canvas.group("axe", "end");
    for row in rows {
        let first = row.middle + DROP - (row.lines.len() as f64 - 1.0) * LINE / 2.0;
        canvas.text("etiquette", (row.edge, first), &row.lines);
    }
    canvas.end();
}

/// What the sentence on rows that are left out takes below them, in units.
pub fn room_below(figure: &Figure) -> f64 {
    if figure.positions.len() > MOST { LINE + 8.0 } else { 0.0 }
}

pub fn left_out(canvas: &Canvas, figure: &Figure, bottom: f64) {
    let left_out = figure.positions.len().saturating_sub(MOST);
    if left_out > 0 {
        let note = format!("… et {left_out} autres, dans le tableau");
        canvas.text("etiquette", (0.0, bottom - 8.0), &[note]);
    }
}
