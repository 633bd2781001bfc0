//! What a column holds, decided from all of its cells.
use crate::base::period;
use crate::base::period::Period;
use crate::model::declaration::Declaration;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::parse::data::numbers::Custom;

/// One for each name of the header.
pub fn understood(table: &Table, declaration: &Declaration) -> Vec<Column> {
    let column = |n: usize| {
        let declared = declaration.column(&table.header[n]).cloned();
        Column { declared, ..one(table, n) }
    };
    (0..table.header.len()).map(column).collect()
}

fn one(table: &Table, column: usize) -> Column {
    let cells = || (0..table.rows()).map(|row| table.cell(row, column));
    let name = table.header[column].clone();
    if let Some(periods) = periods(cells()) {
        return Column { name, cells: Cells::Periods(periods), found_unit: "", declared: None };
    }
    let custom = Custom::of(cells());
    let mut found_unit = "";
    let mut numbers = Vec::with_capacity(table.rows());
    for (cell, unit) in cells().map(|cell| custom.read(cell)) {
        let other = !found_unit.is_empty() && !unit.is_empty() && found_unit != unit;
        found_unit = if unit.is_empty() || other { found_unit } else { unit };
        numbers.push(if other { Cell::OtherUnit } else { cell });
    }
    let any = numbers.iter().any(|cell| !matches!(cell, Cell::Words));
    let cells = if any { Cells::Numbers(numbers) } else { Cells::Texts };
    Column { name, cells, found_unit, declared: None }
}

/// When more than half of the cells are periods of one length.
fn periods<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Vec<Option<Period>>> {
    let read: Vec<Option<Period>> = cells.map(period::read).collect();
    let step = read.iter().flatten().next()?.step;
    let timed = read.iter().flatten().filter(|period| period.step == step).count();
    (timed * 2 > read.len()).then_some(read)
}
