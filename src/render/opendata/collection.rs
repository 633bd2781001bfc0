//! The entries of a kind as files: what their front matter says, references as ids, addresses whole.
use crate::base::slug;
use crate::chart::table;
use crate::model::kind::FieldType;
use crate::model::opendata::Collection;
use crate::model::opendata::DataFile;
use crate::model::value::Value;
use crate::render::json::Json;

/// What every entry has, before the fields of its kind.
const COMMON: [(&str, &str, &str); 4] = [
    ("id", "string", "Identifiant : le nom du fichier"),
    ("title", "string", "Titre"),
    ("url", "string", "Adresse de la page, vide quand l’entrée n’en a pas"),
    ("description", "string", "Résumé"),
];

pub fn file(of: &Collection, file: DataFile) -> String {
    match file {
        DataFile::Csv => csv(of),
        DataFile::Json => json(of),
        DataFile::Schema => schema(of),
    }
}

/// The fields of the kind that are not among the common ones.
fn fields(of: &Collection) -> impl Iterator<Item = (&String, &FieldType)> {
    of.fields.iter().filter(|(name, _)| !COMMON.iter().any(|(common, _, _)| common == name))
}

/// `entrees` holds one object an entry, in the order of the list.
fn json(of: &Collection) -> String {
    let entries = of.entries.iter().map(|entry| {
        let common = COMMON.iter().map(|(name, _, _)| ((*name).to_owned(), common(of, &entry.value, name)));
        let own = fields(of).map(|(name, holds)| {
            let value = entry.value.get(name).map_or(Json::Null, |value| typed(of, holds, value));
            (name.clone(), value)
        });
        Json::Object(common.chain(own).collect())
    });
    Json::Map(vec![
        ("nom", Json::text(&of.name)),
        ("titre", Json::text(&of.title)),
        ("description", Json::optional(of.description.as_deref())),
        ("page", Json::text(&of.home)),
        ("schema", Json::text(format!("{}{}", of.name, DataFile::Schema.ending()))),
        ("entrees", Json::List(entries.collect())),
    ])
    .file()
}

fn common(of: &Collection, entry: &Value, name: &str) -> Json {
    match (name, entry.get(name).and_then(Value::as_text)) {
        (_, None) => Json::Null,
        ("url", Some(url)) => Json::text(absolute(of, url)),
        (_, Some(text)) => Json::text(text),
    }
}

/// Addresses of the site are given whole.
fn absolute(of: &Collection, url: &str) -> String {
    if url.starts_with('/') { format!("{}{url}", of.base_url) } else { url.to_owned() }
}

fn typed(of: &Collection, holds: &FieldType, value: &Value) -> Json {
    match (holds, value) {
        (FieldType::Reference(_), Value::Map(_)) => Json::optional(value.get("id").and_then(Value::as_text)),
        (FieldType::List(inner), Value::List(values)) => {
            Json::List(values.iter().map(|value| typed(of, inner, value)).collect())
        }
        (FieldType::Link, Value::Text(url)) => Json::text(absolute(of, url)),
        (FieldType::Image, Value::Map(_)) => {
            let part = |name: &'static str| {
                let value = value.get(name).map_or(Json::Null, plain);
                match (name, value) {
                    ("url", Json::Text(url)) => (name.to_owned(), Json::text(absolute(of, &url))),
                    (_, value) => (name.to_owned(), value),
                }
            };
            Json::Object(["url", "alt", "width", "height"].map(part).into())
        }
        (FieldType::Map(known), Value::Map(map)) => {
            let entries = map.iter().map(|(name, value)| {
                let value =
                    known.get(name.as_ref()).map_or_else(|| plain(value), |holds| typed(of, holds, value));
                (name.to_string(), value)
            });
            Json::Object(entries.collect())
        }
        _ => plain(value),
    }
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Null | Value::Prose(_) | Value::Html(_) | Value::Weight(..) => Json::Null,
        Value::Bool(truth) => Json::Truth(*truth),
        Value::Number(number) => Json::Number(table::exact(*number)),
        Value::Text(text) => Json::text(&**text),
        Value::Words(words) => Json::text(&*words.written),
        Value::Date(date) => Json::text(date.to_string()),
        Value::List(values) => Json::List(values.iter().map(plain).collect()),
        Value::Map(map) => {
            Json::Object(map.iter().map(|(name, value)| (name.to_string(), plain(value))).collect())
        }
    }
}

/// Lists and groups are JSON inside a cell, as Table Schema writes its types
/// `array` and `object`.
fn csv(of: &Collection) -> String {
    let names = COMMON.iter().map(|(name, _, _)| *name).chain(fields(of).map(|(name, _)| name.as_str()));
    let mut out = names.map(table::cell).collect::<Vec<String>>().join(",");
    out.push('\n');
    for entry in &of.entries {
        let common = COMMON.iter().map(|(name, _, _)| cell(&common(of, &entry.value, name)));
        let own = fields(of).map(|(name, holds)| {
            entry.value.get(name).map_or_else(String::new, |value| cell(&typed(of, holds, value)))
        });
        out.push_str(&common.chain(own).collect::<Vec<String>>().join(","));
        out.push('\n');
    }
    out
}

fn cell(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Truth(truth) => truth.to_string(),
        Json::Number(number) => number.clone(),
        Json::Text(text) => table::cell(text),
        Json::List(values) if values.is_empty() => String::new(),
        Json::List(_) | Json::Map(_) | Json::Record(_) | Json::Object(_) => table::cell(&value.line()),
    }
}

/// What the columns of the CSV are (Table Schema); the JSON has the same names.
fn schema(of: &Collection) -> String {
    let field = |name: &str, word: &str, title: Json| {
        Json::known(vec![("name", Json::text(name)), ("title", title), ("type", Json::text(word))])
    };
    let common = COMMON.iter().map(|(name, word, title)| field(name, word, Json::text(*title)));
    let own = fields(of).map(|(name, holds)| field(name, word(holds), Json::Null));
    Json::known(vec![
        ("$schema", Json::text("https://specs.frictionlessdata.io/schemas/table-schema.json")),
        ("name", Json::text(slug::french(&of.name))),
        ("title", Json::text(&of.title)),
        ("fields", Json::List(common.chain(own).collect())),
        ("missingValues", Json::List(vec![Json::text("")])),
        ("primaryKey", Json::text("id")),
    ])
    .file()
}

/// The word of Table Schema.
fn word(holds: &FieldType) -> &'static str {
    match holds {
        FieldType::Number => "number",
        FieldType::Bool => "boolean",
        FieldType::Date => "date",
        FieldType::List(_) => "array",
        FieldType::Map(_) | FieldType::Image => "object",
        FieldType::Any => "any",
        FieldType::Text | FieldType::Link | FieldType::Choice(_) | FieldType::Reference(_) => "string",
    }
}
