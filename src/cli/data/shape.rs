//! What is known of each column of a data file, in a few words and numbers.
use serde_json::Value;
use serde_json::json;

use crate::model::declaration::Held;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::DataSet;
use crate::model::table::excerpt;

/// How many cells are given as examples.
const EXAMPLES: usize = 3;

pub struct Shape {
    pub name: String,
    /// As declarations name it: `mois`, `nombre`, `duree`, `texte`.
    pub kind: &'static str,
    pub unit: String,
    pub period: Option<(String, String)>,
    pub examples: Vec<String>,
    pub counts: Counts,
}

/// Cells by what they say.
#[derive(Default)]
pub struct Counts {
    pub numbers: usize,
    pub missing: usize,
    pub secret: usize,
    pub errors: usize,
    pub words: usize,
}

pub fn shapes(set: &DataSet) -> Vec<Shape> {
    set.columns.iter().enumerate().map(|(n, column)| shape(set, n, column)).collect()
}

fn shape(set: &DataSet, n: usize, column: &Column) -> Shape {
    let rows = set.table.rows();
    let cells = || (0..rows).map(|row| set.table.cell(row, n).trim()).filter(|cell| !cell.is_empty());
    let mut examples: Vec<String> = Vec::new();
    for cell in cells() {
        let cell = excerpt(cell);
        if !examples.contains(&cell) {
            examples.push(cell);
        }
        if examples.len() == EXAMPLES {
            break;
        }
    }
    let (mut counts, mut kind, mut period) = (Counts::default(), "texte", None);
    match &column.cells {
        Cells::Texts => counts.missing = rows - cells().count(),
        Cells::Periods(periods) => {
            let known = || periods.iter().flatten();
            let step = known().next().map(|period| period.step);
            kind = crate::base::period::Step::ALL
                .iter()
                .find(|(_, other)| Some(*other) == step)
                .map_or("date", |(name, _)| *name);
            period = known().min().zip(known().max()).map(|(from, to)| (from.key(), to.key()));
            counts.words = periods.len() - known().count();
        }
        Cells::Numbers(numbers) => {
            let declared = column.declared.as_ref().and_then(|declared| declared.holds);
            let duration = declared == Some(Held::Duration) || column.found_unit == "s";
            kind = if duration { "duree" } else { "nombre" };
            numbers.iter().for_each(|cell| counts.add(*cell));
        }
    }
    Shape { name: column.name.to_string(), kind, unit: column.unit().to_owned(), period, examples, counts }
}

impl Counts {
    fn add(&mut self, cell: Cell) {
        let count = match cell {
            Cell::Number(_) => &mut self.numbers,
            Cell::Missing => &mut self.missing,
            Cell::Secret => &mut self.secret,
            Cell::Fault => &mut self.errors,
            Cell::OtherUnit | Cell::Words => &mut self.words,
        };
        *count += 1;
    }
}

impl Shape {
    pub fn json(&self) -> Value {
        let period = self.period.as_ref().map(|(from, to)| json!([from, to]));
        let counts = &self.counts;
        json!({
            "name": self.name, "type": self.kind, "unit": self.unit, "period": period,
            "examples": self.examples, "numbers": counts.numbers, "missing": counts.missing,
            "secret": counts.secret, "errors": counts.errors, "words": counts.words,
        })
    }
}
