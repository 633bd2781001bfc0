//! One figure in two files says the same in both.
use std::collections::BTreeMap;

use crate::assemble::datasets::age;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::french;
use crate::base::period::Period;
use crate::model::table;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::DataSet;
use crate::model::table::DataSets;
use crate::model::table::Figures;

/// Contradictions between two files, told one by one.
const MOST_TOLD: usize = 10;

/// Where in time and in what group a value stands.
type Key = (Option<Period>, Vec<String>);

struct Value<'a> {
    set: &'a DataSet,
    row: usize,
    column: usize,
    figures: Figures,
}

/// Columns of different files that carry one `identifiant` are held against
/// one another, period by period and group by group.
pub fn compare(data: &DataSets, diagnostics: &mut Diagnostics) {
    let mut columns: BTreeMap<&str, Vec<(&DataSet, usize)>> = BTreeMap::new();
    for set in data.sets.values() {
        for (n, column) in set.columns.iter().enumerate() {
            let metric = column.declared.as_ref().and_then(|declared| declared.metric.as_deref());
            if let Some(metric) = metric {
                columns.entry(metric).or_default().push((set, n));
            }
        }
    }
    for (metric, columns) in columns.iter().filter(|(_, columns)| columns.len() > 1) {
        one(metric, columns, diagnostics);
    }
}

fn one(metric: &str, columns: &[(&DataSet, usize)], diagnostics: &mut Diagnostics) {
    let mut first: BTreeMap<Key, Value> = BTreeMap::new();
    let mut told = 0;
    for (set, column) in columns {
        for (key, value) in values(set, *column) {
            let Some(known) = first.get(&key) else {
                first.insert(key, value);
                continue;
            };
            if known.set.path == set.path || same(known.figures, value.figures) {
                continue;
            }
            told += 1;
            if told <= MOST_TOLD {
                diagnostics.push(contradiction(metric, &key, known, &value));
            }
        }
    }
}

fn values<'a>(set: &'a DataSet, column: usize) -> Vec<(Key, Value<'a>)> {
    let Cells::Numbers(cells) = &set.columns[column].cells else { return Vec::new() };
    let dates = age::dates(set).map(|(_, periods)| periods);
    let texts: Vec<usize> =
        (0..set.columns.len()).filter(|n| matches!(set.columns[*n].cells, Cells::Texts)).collect();
    let keyed = |(row, cell): (usize, &Cell)| {
        let Cell::Number(figures) = cell else { return None };
        let group = texts.iter().map(|text| set.table.cell(row, *text).trim().to_lowercase()).collect();
        let key = (dates.and_then(|periods| periods[row]), group);
        Some((key, Value { set, row, column, figures: *figures }))
    };
    cells.iter().enumerate().filter_map(keyed).collect()
}

/// Equal once both are rounded to the decimals that both give.
fn same(a: Figures, b: Figures) -> bool {
    let decimals = usize::from(a.decimals.min(b.decimals));
    french::number(a.value.get(), decimals) == french::number(b.value.get(), decimals)
}

fn contradiction(metric: &str, (period, group): &Key, known: &Value, value: &Value) -> Diagnostic {
    let cell = |value: &Value| table::excerpt(value.set.table.cell(value.row, value.column));
    let when = period.map(|period| format!(" {}", period.when())).unwrap_or_default();
    let group: Vec<String> =
        group.iter().filter(|text| !text.is_empty()).map(|it| table::excerpt(it)).collect();
    let whom = if group.is_empty() { String::new() } else { format!(" ({})", group.join(", ")) };
    let (line, column) = (value.set.table.line(value.row), value.column as u32 + 1);
    let at = Place::Cell { path: value.set.path.clone(), line, column };
    let message = format!(
        "« {metric} » vaut {} ici et {} dans {}:{}{when}{whom}",
        cell(value),
        cell(known),
        known.set.path,
        known.set.table.line(known.row)
    );
    let help =
        "corrigez l'un des deux fichiers, ou donnez deux « identifiant » si ce n'est pas le même chiffre";
    Diagnostic::error(Code::MetricContradicted, at, message).with_help(help)
}
