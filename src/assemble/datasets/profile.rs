//! A data set seen from afar, and what it has lost since it was last seen.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::assemble::datasets::age;
use crate::base::period::Period;
use crate::model::loader::Holds;
use crate::model::loader::Loader;
use crate::model::loader::Loss;
use crate::model::loader::Profile;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::DataSet;

pub fn of(set: &DataSet) -> Profile {
    let periods: BTreeSet<_> = age::said(set).map(|period| (period.start, period.step)).collect();
    let columns = set.columns.iter().enumerate().map(|(n, column)| {
        let blank = (0..set.table.rows()).all(|row| set.table.cell(row, n).trim().is_empty());
        let holds = match &column.cells {
            _ if blank => Holds::Nothing,
            Cells::Texts => Holds::Texts,
            Cells::Numbers(cells) => numbers(cells),
            Cells::Periods(_) => Holds::Periods,
        };
        (column.name.to_string(), holds)
    });
    Profile {
        rows: set.table.rows(),
        periods: periods.len(),
        last: age::said(set).map(Period::end).max(),
        columns: columns.collect(),
    }
}

fn numbers(cells: &[Cell]) -> Holds {
    let any = |wanted: fn(&Cell) -> bool| cells.iter().any(wanted);
    if any(|cell| matches!(cell, Cell::Number(_) | Cell::Secret)) {
        Holds::Numbers
    } else if any(|cell| *cell != Cell::Missing) {
        Holds::Texts
    } else {
        Holds::Nothing
    }
}

/// What is gone, beyond what the loader allows.
pub fn losses(before: &Profile, now: &Profile, loader: &Loader) -> Vec<Loss> {
    let mut losses = Vec::new();
    if is_fall((before.rows, now.rows), loader.fall_of_rows()) {
        losses.push(Loss::Rows { before: before.rows, now: now.rows });
    }
    // Said once where each row is a period.
    let alike = before.periods == before.rows && !losses.is_empty();
    if is_fall((before.periods, now.periods), loader.fall_of_periods()) && !alike {
        losses.push(Loss::Periods { before: before.periods, now: now.periods });
    }
    if let Some(last) = before.last
        && now.last.is_none_or(|now| now < last)
    {
        losses.push(Loss::EndsEarlier { before: last, now: now.last });
    }
    let known: BTreeMap<&str, Holds> = now.columns.iter().map(|(name, holds)| (&**name, *holds)).collect();
    for (name, before) in &before.columns {
        match known.get(name.as_str()) {
            None => losses.push(Loss::Column(name.clone())),
            // Texts may well become numbers: a column of codes, or one that was short.
            Some(now) if now != before && !matches!(before, Holds::Nothing | Holds::Texts) => {
                losses.push(Loss::Content { column: name.clone(), before: *before, now: *now });
            }
            Some(Holds::Nothing) if *before == Holds::Texts => {
                losses.push(Loss::Content { column: name.clone(), before: *before, now: Holds::Nothing });
            }
            Some(_) => {}
        }
    }
    losses
}

fn is_fall((before, now): (usize, usize), percent: u8) -> bool {
    (now as u64) * 100 < (before as u64) * u64::from(100 - percent.min(100))
}
