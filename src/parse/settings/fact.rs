//! `facts:` of a theme: what its pages need to know of the site, and of which type.
use std::collections::BTreeMap;

use crate::base::date::Date;
use crate::model::theme::Fact;
use crate::model::theme::FactType;
use crate::model::value::Node;
use crate::parse::settings::reader::Reader;

const WORDS: [&str; 10] =
    ["text", "email", "phone", "link", "date", "number", "percent", "choice", "texts", "rows"];

/// By the path of the setting: `publisher.name`.
pub fn facts(reader: &mut Reader) -> BTreeMap<String, Fact> {
    reader.named("facts", fact)
}

fn fact(reader: &mut Reader) -> Option<Fact> {
    let label = reader.require("label");
    let holds = holds(reader);
    let (only, floors) = (only(reader), floors(reader));
    let months = reader.count("months").map(|count| count.min(1200) as u32);
    let (due, until) = (due(reader), until(reader));
    Some(Fact { label: label?, holds: holds?, only, months, due, until, floors })
}

fn holds(reader: &mut Reader) -> Option<FactType> {
    reader.require("type")?;
    let node = reader.get("type")?;
    let (values, keys) = (reader.texts("values"), reader.pairs("keys"));
    match node.text() {
        Some("choice") if values.is_empty() => {
            let help = "ajoutez : values: [un, deux]";
            reader.invalid(node, "le type « choice » demande ses valeurs", help);
            None
        }
        Some("choice") => Some(FactType::Choice(values)),
        Some("rows") if keys.is_empty() => {
            let help = "ajoutez : keys: {nom: text}";
            reader.invalid(node, "le type « rows » demande ses clés", help);
            None
        }
        Some("rows") => {
            let keys = keys.iter().filter_map(|key| Some((key.name.clone(), simple(reader, &key.node)?)));
            Some(FactType::Rows(keys.collect()))
        }
        _ => simple(reader, node),
    }
}

fn simple(reader: &mut Reader, node: &Node) -> Option<FactType> {
    match node.text() {
        Some("text") => Some(FactType::Text),
        Some("email") => Some(FactType::Email),
        Some("phone") => Some(FactType::Phone),
        Some("link") => Some(FactType::Link),
        Some("date") => Some(FactType::Date),
        Some("number") => Some(FactType::Number),
        Some("percent") => Some(FactType::Percent),
        Some("texts") => Some(FactType::Texts),
        _ => {
            reader.unknown_word(node, "type", &WORDS);
            None
        }
    }
}

/// `only: {accessibility.status: [partiellement, totalement]}`.
fn only(reader: &mut Reader) -> Option<(String, Vec<String>)> {
    let field = reader.pairs("only").first()?;
    let nodes = field.node.list().unwrap_or(std::slice::from_ref(&field.node));
    let words = nodes.iter().filter_map(|node| reader.text_of(node, "only")).collect();
    Some((field.name.clone(), words))
}

/// `due: [1, 6]`: in January and in June.
fn due(reader: &mut Reader) -> Vec<u32> {
    let mut due = Vec::new();
    let Some(node) = reader.get("due") else { return due };
    for node in node.list().unwrap_or(std::slice::from_ref(node)) {
        match node.text().and_then(|text| text.parse().ok()) {
            Some(month @ 1..=12) => due.push(month),
            _ => _ = reader.unfit::<()>(node, "due", "des mois, de 1 à 12"),
        }
    }
    due.sort_unstable();
    due
}

/// `until: {"RGAA 4.1": 2024-10-18}`.
fn until(reader: &mut Reader) -> Vec<(String, Date)> {
    let mut until = Vec::new();
    for field in reader.pairs("until") {
        match field.node.text().and_then(|text| text.parse().ok()) {
            Some(day) => until.push((field.name.clone(), day)),
            None => _ = reader.unfit::<()>(&field.node, "until", "une date : 2027-06-30"),
        }
    }
    until
}

/// `floors: {of: accessibility.rate, partiellement: 50, totalement: 100}`.
fn floors(reader: &mut Reader) -> Option<(String, Vec<(String, u32)>)> {
    let pairs = reader.pairs("floors");
    let of = pairs.iter().find(|field| field.name == "of")?.node.text()?.to_owned();
    let mut floors = Vec::new();
    for field in pairs.iter().filter(|field| field.name != "of") {
        match field.node.text().and_then(|text| text.parse().ok()) {
            Some(floor) => floors.push((field.name.clone(), floor)),
            None => _ = reader.unfit::<()>(&field.node, "floors", "un nombre entier"),
        }
    }
    Some((of, floors))
}
