//! What a field of a kind may hold, in its long and short forms.
use std::collections::BTreeMap;

use crate::model::kind::FieldRule;
use crate::model::kind::FieldType;
use crate::model::kind::KindName;
use crate::model::kind::Presence;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::parse::settings::reader::Reader;

const WORDS: [&str; 11] =
    ["text", "number", "bool", "date", "link", "image", "choice", "reference", "list", "map", "any"];

/// The `fields` of a kind. One whose type is faulty may hold anything, so that
/// its fault is told once.
pub fn rules(reader: &mut Reader) -> BTreeMap<String, FieldRule> {
    let pairs = reader.pairs("fields").iter();
    let unknown = || FieldRule { holds: FieldType::Any, presence: Presence::Optional };
    pairs.map(|field| (field.name.clone(), rule(reader, &field.node).unwrap_or_else(unknown))).collect()
}

/// `{type: text, required: true}`, or a type alone.
fn rule<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<FieldRule> {
    let short = |fields: &Fields| fields.0.len() == 1 && fields.get("type").is_none();
    if node.map().is_none_or(short) {
        return Some(FieldRule { holds: holds(reader, node)?, presence: Presence::Optional });
    }
    reader.mapping(node, "fields", |inner| {
        let required = inner.truth("required").unwrap_or(false);
        let presence = if required { Presence::Required } else { Presence::Optional };
        Some(FieldRule { holds: long(inner)?, presence })
    })
}

/// `type: …` with what it needs beside it.
fn long(reader: &mut Reader) -> Option<FieldType> {
    let (of, keys) = (reader.get("of"), reader.get("keys"));
    let (values, to) = (reader.texts("values"), reader.text("to"));
    let Some(node) = reader.get("type") else {
        return reader.require("type").and(None);
    };
    match node.text() {
        Some("choice") if values.is_empty() => {
            reader.invalid(node, "le type « choice » demande ses valeurs", "ajoutez : values: [un, deux]");
            None
        }
        Some("choice") => Some(FieldType::Choice(values)),
        Some("reference") => match to {
            Some(to) => Some(FieldType::Reference(KindName(to))),
            None => {
                let help = "écrivez : type: {reference: nom-du-type}";
                reader.invalid(node, "le type « reference » demande vers quoi il renvoie", help);
                None
            }
        },
        Some("list") => match of {
            Some(of) => Some(FieldType::List(Box::new(holds(reader, of)?))),
            None => Some(FieldType::List(Box::new(FieldType::Any))),
        },
        Some("map") => match keys {
            Some(keys) => entries(reader, keys),
            None => Some(FieldType::Map(BTreeMap::new())),
        },
        _ => holds(reader, node),
    }
}

/// A type by its name, in a short form such as `{reference: organisation}`,
/// or in the long form.
fn holds<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<FieldType> {
    let Some(fields) = node.map() else { return simple(reader, node) };
    let [field] = fields.0.as_slice() else { return reader.mapping(node, "type", long) };
    let inner = &field.node;
    match field.name.as_str() {
        "reference" => reader.text_of(inner, "reference").map(|to| FieldType::Reference(KindName(to))),
        "list" => Some(FieldType::List(Box::new(holds(reader, inner)?))),
        "map" => entries(reader, inner),
        "choice" => {
            let nodes = inner.list().unwrap_or(std::slice::from_ref(inner)).iter();
            Some(FieldType::Choice(nodes.filter_map(|node| reader.text_of(node, "choice")).collect()))
        }
        "type" => reader.mapping(node, "type", long),
        other => {
            let message = format!("« {other} » n'est pas un type qui prend une suite");
            reader.invalid(node, &message, "les formes possibles : reference, list, map, choice");
            None
        }
    }
}

fn simple(reader: &mut Reader, node: &Node) -> Option<FieldType> {
    match node.text() {
        Some("text") => Some(FieldType::Text),
        Some("number") => Some(FieldType::Number),
        Some("bool") => Some(FieldType::Bool),
        Some("date") => Some(FieldType::Date),
        Some("link") => Some(FieldType::Link),
        Some("image") => Some(FieldType::Image),
        Some("any") => Some(FieldType::Any),
        Some("list") => Some(FieldType::List(Box::new(FieldType::Any))),
        Some("map") => Some(FieldType::Map(BTreeMap::new())),
        Some(word @ ("choice" | "reference")) => {
            let message = format!("le type « {word} » demande une précision");
            let help = "écrivez par exemple {reference: organisation} ou {choice: [un, deux]}";
            reader.invalid(node, &message, help);
            None
        }
        _ => {
            reader.unknown_word(node, "type", &WORDS);
            None
        }
    }
}

/// The known keys of a mapping, each with its type.
fn entries<'a>(reader: &mut Reader<'a>, node: &'a Node) -> Option<FieldType> {
    let Some(fields) = node.map() else {
        return reader.unfit(node, "map", "une suite de « clé: type »");
    };
    let entries = fields.0.iter();
    let known = entries.filter_map(|field| Some((field.name.clone(), holds(reader, &field.node)?)));
    Some(FieldType::Map(known.collect()))
}
