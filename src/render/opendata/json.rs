//! The rows of a data set with all that is known of them, for programs.
use crate::chart::table;
use crate::model::opendata::OpenData;
use crate::model::table::Column;
use crate::render::json::Json;
use crate::render::opendata::schema;
use crate::render::opendata::sheet::Given;
use crate::render::opendata::sheet::Sheet;

/// `lignes` holds the records; null is a value that is missing, unless its
/// row, counted from 0, stands under its column in `secrets`.
pub fn records(data: &OpenData) -> String {
    let sheet = Sheet::of(data);
    let declaration = &data.set.declaration;
    let text = |text: &Option<String>| Json::optional(text.as_deref());
    let (from, to) = match data.span {
        Some((from, to)) => (Json::text(from.key()), Json::text(to.key())),
        None => (Json::Null, Json::Null),
    };
    let day =
        |day: Option<crate::base::date::Date>| day.map_or(Json::Null, |day| Json::text(day.to_string()));
    let columns = data.set.columns.iter().enumerate().map(|(n, it)| column(&sheet, n, it)).collect();
    let rows = (0..data.set.table.rows()).map(|row| record(&sheet, row)).collect();
    Json::Map(vec![
        ("nom", Json::text(&data.name)),
        ("titre", Json::text(&data.title)),
        ("description", text(&declaration.description)),
        ("source", text(&declaration.source)),
        ("champ", text(&declaration.scope)),
        ("licence", text(&declaration.licence)),
        ("arrete_au", day(data.age.known)),
        ("attendu_depuis", day(data.age.awaited)),
        ("premiere_periode", from),
        ("derniere_periode", to),
        ("colonnes", Json::List(columns)),
        ("secrets", Json::Record(secrets(&sheet))),
        ("lignes", Json::List(rows)),
    ])
    .file()
}

fn column(sheet: &Sheet, n: usize, column: &Column) -> Json {
    let declared = column.declared.as_deref();
    let text = |text: Option<&Option<String>>| Json::optional(text.and_then(Option::as_deref));
    let unit = Some(column.unit()).filter(|unit| !unit.is_empty());
    Json::known(vec![
        ("nom", Json::text(&sheet.names[n])),
        ("libelle", Json::text(column.label())),
        ("type", Json::text(schema::word(sheet.types[n]))),
        ("nature", Json::optional(column.nature().map(|nature| nature.name()))),
        ("unite", Json::optional(unit)),
        ("base", text(declared.map(|declared| &declared.base))),
        ("comptage", text(declared.map(|declared| &declared.method))),
        ("identifiant", text(declared.map(|declared| &declared.metric))),
    ])
}

fn record(sheet: &Sheet, row: usize) -> Json {
    let cell = |column: usize| match sheet.cell(row, column) {
        Given::Nothing | Given::Secret => Json::Null,
        Given::Number(number) => Json::Number(table::exact(number)),
        Given::Text(text) => Json::Text(text),
    };
    Json::Record(sheet.names.iter().enumerate().map(|(n, name)| (name.clone(), cell(n))).collect())
}

fn secrets(sheet: &Sheet) -> Vec<(String, Json)> {
    let of = |column: usize| {
        let rows = (0..sheet.set.table.rows()).filter(|row| sheet.cell(*row, column) == Given::Secret);
        rows.map(Json::count).collect::<Vec<Json>>()
    };
    let named = sheet.names.iter().enumerate().map(|(n, name)| (name.clone(), of(n)));
    named.filter(|(_, rows)| !rows.is_empty()).map(|(name, rows)| (name, Json::List(rows))).collect()
}
