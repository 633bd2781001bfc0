//! `data/<name>.yaml`: how a CSV file is read, and what its columns mean.
pub mod column;
pub mod words;

use crate::base::date::Date;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::period::Step;
use crate::base::span::Span;
use crate::model::declaration::Break;
use crate::model::declaration::Declaration;
use crate::model::declaration::Grouping;
use crate::model::declaration::ReadingRules;
use crate::model::declaration::ShortRows;
use crate::model::declaration::Until;
use crate::model::value::Node;
use crate::parse::declaration::words::age;
use crate::parse::declaration::words::days;
use crate::parse::declaration::words::number;
use crate::parse::settings::reader;
use crate::parse::settings::reader::Others;
use crate::parse::settings::reader::Reader;

const DELIMITERS: [(&str, char); 8] = [
    (",", ','),
    (";", ';'),
    ("|", '|'),
    ("\t", '\t'),
    ("virgule", ','),
    ("point-virgule", ';'),
    ("tabulation", '\t'),
    ("tab", '\t'),
];

/// `None` when the file cannot be read; what else is wrong inside is told and
/// left out.
pub fn read(path: &SitePath, text: &str, diagnostics: &mut Diagnostics) -> Option<Declaration> {
    reader::file((path, text), Others::Refuse, diagnostics, declaration)
}

fn declaration(reader: &mut Reader) -> Option<Declaration> {
    Some(Declaration {
        path: Some(reader.path().clone()),
        file: reader.text("fichier"),
        title: reader.text("titre"),
        description: reader.text("description"),
        source: reader.text("source"),
        scope: reader.text("champ"),
        licence: reader.text("licence"),
        reading: reading(reader),
        oldest: oldest(reader),
        as_of: day(reader, "arrete_au"),
        breaks: breaks(reader),
        secrecy: reader.get("seuil_secret").and_then(|node| number(reader, node, "seuil_secret")),
        published: reader.truth("publier"),
        columns: column::columns(reader),
    })
}

fn reading(reader: &mut Reader) -> ReadingRules {
    let until = reader.choice("jusqu_a", &[("ligne vide", Until::BlankLine), ("fin", Until::End)]);
    let short =
        reader.choice("lignes_courtes", &[("vide", ShortRows::Filled), ("refus", ShortRows::Refused)]);
    ReadingRules {
        delimiter: reader.choice("separateur", &DELIMITERS),
        encoding: reader.text("encodage"),
        skip: reader.count("sauter").unwrap_or(0) as u32,
        until: until.unwrap_or_default(),
        short_rows: short.unwrap_or_default(),
        ignored: reader.texts("ignorer"),
        zone: zone(reader),
        grouping: reader.inside("regrouper", grouping),
    }
}

fn zone(reader: &mut Reader) -> Option<String> {
    let node = reader.get("fuseau")?;
    let name = reader.text("fuseau")?;
    if Date::at(0, &name).is_some() {
        return Some(name);
    }
    let message = format!("le fuseau horaire « {name} » n'existe pas");
    reader.invalid(node, &message, "par exemple « Europe/Paris » ou « Indian/Reunion »");
    None
}

fn grouping(reader: &mut Reader) -> Option<Grouping> {
    let steps: Vec<(&str, Step)> = Step::ALL.to_vec();
    let node = reader.get("colonne");
    let column = reader.require("colonne")?;
    let step = reader.choice("pas", &steps).unwrap_or(Step::Month);
    let by = reader.texts("par");
    let range = node.map_or((0, 0), |node| node.range);
    let span = Span { path: reader.path().clone(), start: range.0, end: range.1 };
    Some(Grouping { column, step, by, span })
}

fn oldest(reader: &mut Reader) -> Option<(u32, Span)> {
    let node = reader.get("age_max")?;
    let days = node.text().and_then(age);
    if days.is_none() {
        let help = "par exemple « 8j », « 26h », « 2 semaines » ou « 3 mois »";
        reader.invalid(node, "« age_max » doit être une durée", help);
    }
    Some((days?, node.span(reader.path())))
}

fn day(reader: &mut Reader, name: &'static str) -> Option<Date> {
    let node = reader.get(name)?;
    days(reader, node, name).first().copied()
}

/// A date, a list of dates, or a list of dates with a reason each.
fn breaks<'a>(reader: &mut Reader<'a>) -> Vec<Break> {
    let Some(node) = reader.get("ruptures") else { return Vec::new() };
    let nodes = node.list().unwrap_or(std::slice::from_ref(node));
    let one = |node: &'a Node| match node.map() {
        None => days(reader, node, "ruptures").first().map(|date| Break { date: *date, text: None }),
        Some(_) => reader.mapping(node, "ruptures", |inner| {
            let date = day(inner, "date");
            let text = inner.text("texte");
            date.map(|date| Break { date, text })
        }),
    };
    let mut breaks: Vec<Break> = nodes.iter().filter_map(one).collect();
    breaks.sort_by_key(|one| one.date);
    breaks
}
