//! What the columns of a CSV are, in the words of Table Schema.
use std::collections::BTreeSet;

use crate::base::period::Step;
use crate::model::opendata::OpenData;
use crate::render::json::Json;
use crate::render::opendata::rows::SECRET;
use crate::render::opendata::sheet::Given;
use crate::render::opendata::sheet::Sheet;
use crate::render::opendata::sheet::Type;

pub fn table_schema(data: &OpenData) -> String {
    let sheet = Sheet::of(data);
    let fields = (0..sheet.names.len()).map(|column| field(&sheet, column)).collect();
    let missing = [Some(""), sheet.is_secret().then_some(SECRET)];
    let missing = missing.into_iter().flatten().map(Json::text).collect();
    let key = match key(&sheet)[..] {
        [] => Json::Null,
        [one] => Json::text(&sheet.names[one]),
        ref several => Json::List(several.iter().map(|n| Json::text(&sheet.names[*n])).collect()),
    };
    Json::known(vec![
        ("$schema", Json::text("https://specs.frictionlessdata.io/schemas/table-schema.json")),
        ("name", Json::text(crate::render::opendata::package::slug(&data.name))),
        ("title", Json::text(&data.title)),
        ("fields", Json::List(fields)),
        ("missingValues", Json::List(missing)),
        ("primaryKey", key),
    ])
    .file()
}

/// The word of Table Schema.
pub fn word(holds: Type) -> &'static str {
    match holds {
        Type::Period(Step::Day) => "date",
        Type::Period(Step::Month) => "yearmonth",
        Type::Period(Step::Year) => "year",
        Type::Period(Step::Quarter | Step::Week) | Type::Text => "string",
        Type::Integer => "integer",
        Type::Number => "number",
    }
}

fn field(sheet: &Sheet, n: usize) -> Json {
    let column = &sheet.set.columns[n];
    let declared = column.declared.as_deref();
    let pattern = match sheet.types[n] {
        Type::Period(Step::Quarter) => Json::text("[0-9]{4}-Q[1-4]"),
        Type::Period(Step::Week) => Json::text("[0-9]{4}-W[0-9]{2}"),
        _ => Json::Null,
    };
    let method = declared.and_then(|declared| declared.method.clone());
    let base = declared.and_then(|declared| declared.base.as_ref()).map(|base| format!("Base : {base}."));
    let description: Vec<String> = method.into_iter().chain(base).collect();
    let unit = Some(column.unit()).filter(|unit| !unit.is_empty());
    let required = Json::Truth(!sheet.lacks(n));
    Json::known(vec![
        ("name", Json::text(&sheet.names[n])),
        ("title", Json::text(column.label())),
        ("description", Json::optional(Some(description.join(" ").as_str()).filter(|text| !text.is_empty()))),
        ("type", Json::text(word(sheet.types[n]))),
        ("unit", Json::optional(unit)),
        ("nature", Json::optional(column.nature().map(|nature| nature.name()))),
        ("constraints", Json::known(vec![("required", required), ("pattern", pattern)])),
    ])
}

/// The first column that tells rows apart, else all those that do together.
fn key(sheet: &Sheet) -> Vec<usize> {
    let keys = sheet.keys();
    let one = keys.iter().map(|column| vec![*column]);
    let all = (keys.len() > 1).then(|| keys.clone());
    one.chain(all).find(|columns| is_key(sheet, columns)).unwrap_or_default()
}

fn is_key(sheet: &Sheet, columns: &[usize]) -> bool {
    let mut seen = BTreeSet::new();
    (0..sheet.set.table.rows()).all(|row| {
        let cells = columns.iter().map(|column| match sheet.cell(row, *column) {
            Given::Text(text) => Some(text),
            Given::Nothing | Given::Secret | Given::Number(_) => None,
        });
        cells.collect::<Option<Vec<String>>>().is_some_and(|cells| seen.insert(cells))
    })
}
