//! What a page tells of the data that it shows: their day, their age, how each figure is counted.
use std::collections::BTreeSet;

use crate::assemble::datasets;
use crate::assemble::datasets::Shelf;
use crate::assemble::datasets::guard;
use crate::assemble::datasets::guard::Doubt;
use crate::base::date::Date;
use crate::base::path::SitePath;
use crate::base::path::encode;
use crate::model::declaration::Nature;
use crate::model::opendata::Age;
use crate::model::opendata::DataFile;
use crate::model::table::Column;
use crate::model::table::DataSet;
use crate::model::value::Value;

/// `{updated, oldest, updated_text, stale, sets, metrics, url}`, of the sets
/// that figures of the page were made from; nothing without any.
pub fn of(shelf: &Shelf, shown: &BTreeSet<SitePath>) -> Value {
    let sets = shelf.data.sets.values().filter(|set| shown.contains(&set.path));
    let sets: Vec<(&DataSet, Age)> = sets.map(|set| (&**set, shelf.age(set))).collect();
    if sets.is_empty() {
        return Value::Null;
    }
    let days = || sets.iter().filter_map(|(_, age)| age.known);
    let (latest, oldest) = (days().max(), days().min());
    let oldest = oldest.filter(|day| Some(*day) != latest);
    Value::map([
        ("updated", day(latest)),
        ("oldest", day(oldest)),
        ("updated_text", latest.map_or(Value::Null, |latest| updated(latest, oldest).into())),
        ("stale", Value::list(sets.iter().flat_map(|(set, age)| notices(shelf, set, *age)))),
        ("sets", Value::list(sets.iter().map(|(set, age)| about(shelf, shown, (set, *age))))),
        ("metrics", Value::list(sets.iter().flat_map(|(set, _)| metrics(set)))),
        ("url", shelf.pages.map_or(Value::Null, |pages| encode(&pages.route).into())),
    ])
}

fn day(day: Option<Date>) -> Value {
    day.map_or(Value::Null, Value::from)
}

fn updated(latest: Date, oldest: Option<Date>) -> String {
    let older = oldest.map(|day| format!(", les plus anciennes le {}", day.french())).unwrap_or_default();
    format!("Données arrêtées au {}{older}", latest.french())
}

fn title(set: &DataSet) -> String {
    set.declaration.title.clone().unwrap_or_else(|| set.name.clone())
}

/// What makes figures doubtful, for whoever reads them.
fn notices(shelf: &Shelf, set: &DataSet, age: Age) -> Vec<Value> {
    let doubts = guard::doubts(shelf, set);
    let old = if doubts.iter().any(Doubt::explains_age) { None } else { stale(age) };
    let said = doubts.iter().map(|doubt| guard::seen(doubt, age.known));
    let notice = |text: String| {
        Value::map([
            ("title", title(set).into()),
            ("last", day(age.known)),
            ("expected", day(age.awaited)),
            ("text", Value::from(text)),
        ])
    };
    old.into_iter().chain(said).map(notice).collect()
}

fn stale(age: Age) -> Option<String> {
    let (known, awaited) = (age.known?, age.awaited?);
    Some(format!("Données du {} : plus récentes attendues depuis le {}", known.french(), awaited.french()))
}

fn about(shelf: &Shelf, shown: &BTreeSet<SitePath>, (set, age): (&DataSet, Age)) -> Value {
    let given = shelf.pages.filter(|_| datasets::is_given(set, shown));
    let address = |ending: &str| match given {
        Some(pages) => Value::from(encode(&format!("{}{}{ending}", pages.route, set.name))),
        None => Value::Null,
    };
    let text = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::text);
    Value::map([
        ("name", Value::from(set.name.as_str())),
        ("title", title(set).into()),
        ("source", text(&set.declaration.source)),
        ("scope", text(&set.declaration.scope)),
        ("licence", text(&set.declaration.licence)),
        ("updated", day(age.known)),
        ("csv_url", address(DataFile::Csv.ending())),
        ("json_url", address(DataFile::Json.ending())),
        ("schema_url", address(DataFile::Schema.ending())),
        ("metrics", Value::list(metrics(set))),
    ])
}

/// How each figure of a set is counted, for those that say it.
fn metrics(set: &DataSet) -> impl Iterator<Item = Value> + '_ {
    set.columns.iter().filter_map(|column| metric(set, column))
}

fn metric(set: &DataSet, column: &Column) -> Option<Value> {
    let declared = column.declared.as_ref()?;
    if declared.nature.is_none() && declared.method.is_none() {
        return None;
    }
    let text = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::text);
    Some(Value::map([
        ("label", Value::from(column.label())),
        ("set", title(set).into()),
        ("nature", declared.nature.map_or(Value::Null, |nature| nature.name().into())),
        ("nature_text", declared.nature.map_or(Value::Null, |nature| meaning(nature).into())),
        ("unit", column.unit().into()),
        ("base", text(&declared.base)),
        ("method", text(&declared.method)),
        ("source", text(&set.declaration.source)),
    ]))
}

/// What a nature means, for readers.
pub fn meaning(nature: Nature) -> &'static str {
    match nature {
        Nature::Flow => "Compté au cours de chaque période ; les périodes s’additionnent.",
        Nature::Stock => "État à un instant donné ; seule la dernière valeur compte.",
        Nature::Running => "Total depuis l’origine, à la date indiquée.",
        Nature::Ratio => "Part ou moyenne ; ne s’additionne pas d’une période à l’autre.",
        Nature::Distinct => "Personnes ou choses distinctes ; ne s’additionnent pas d’une période à l’autre.",
    }
}
