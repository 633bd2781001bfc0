//! A fact as it was written meets the type that the theme gives it.
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::email::is_email;
use crate::base::path::SitePath;
use crate::model::map::Map;
use crate::model::theme::FactType;
use crate::model::value::Node;
use crate::model::value::Number;
use crate::model::value::Value;

/// What templates get: null for what does not fit, which was told.
pub fn value(holds: &FactType, node: &Node) -> Value {
    let text = || node.text().filter(|text| !text.is_empty()).map_or(Value::Null, Value::text);
    match holds {
        FactType::Text | FactType::Email | FactType::Phone | FactType::Link | FactType::Choice(_) => text(),
        FactType::Date => day(node).map_or(Value::Null, Value::from),
        FactType::Number => node.number().map_or(Value::Null, Value::Number),
        FactType::Percent => percent(node).and_then(Number::new).map_or(Value::Null, Value::Number),
        FactType::Texts => {
            let texts = several(node).iter().filter_map(Node::text).filter(|text| !text.is_empty());
            Value::list(texts.map(Value::text))
        }
        FactType::Rows(keys) => {
            let row = |node: &Node| {
                let fields = node.map()?;
                let cell = |(name, holds): (&String, &FactType)| {
                    let cell = fields.get(name).map_or(Value::Null, |node| value(holds, node));
                    (name.clone().into(), cell)
                };
                Some(Value::Map(keys.iter().map(cell).collect::<Map>().into()))
            };
            Value::list(several(node).iter().filter_map(row))
        }
    }
}

fn several(node: &Node) -> &[Node] {
    node.list().unwrap_or(std::slice::from_ref(node))
}

fn day(node: &Node) -> Option<Date> {
    node.text()?.parse().ok()
}

/// `78`, `78.5`, `78,5 %`.
pub fn percent(node: &Node) -> Option<f64> {
    let text = node.text()?.trim_end_matches('%').trim_end().replace(',', ".");
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse().ok().filter(|percent| plain && (0.0..=100.0).contains(percent))
}

/// Tells what does not fit.
pub fn check(path: &SitePath, (name, holds): (&str, &FactType), node: &Node, diagnostics: &mut Diagnostics) {
    let mut wrong = |message: String, help: String| {
        let fault = Diagnostic::error(Code::SettingInvalid, node.span(path), message);
        diagnostics.push(fault.with_help(help));
    };
    let written = node.text();
    let shown = written.unwrap_or_default();
    match holds {
        FactType::Texts => several(node).iter().for_each(|node| {
            check(path, (name, &FactType::Text), node, diagnostics);
        }),
        FactType::Rows(keys) => {
            several(node).iter().for_each(|row| self::row(path, (name, keys), row, diagnostics));
        }
        _ if written.is_none() => {
            wrong(
                format!("le réglage « {name} » doit être un texte"),
                format!("donnez à « {name} » un texte"),
            );
        }
        FactType::Text => {}
        FactType::Email if !is_email(shown) => wrong(
            format!("« {shown} » n'est pas une adresse électronique"),
            "écrivez par exemple : contact@exemple.gouv.fr".into(),
        ),
        FactType::Phone if !phone(shown) => wrong(
            format!("« {shown} » n'est pas un numéro de téléphone"),
            "écrivez par exemple : 01 23 45 67 89, ou +33 1 23 45 67 89".into(),
        ),
        FactType::Link if !link(shown) => wrong(
            format!("« {shown} » n'est pas une adresse"),
            "elle commence par « https:// », ou par « / » pour une page de ce site".into(),
        ),
        FactType::Date if day(node).is_none() => wrong(
            format!("« {shown} » n'est pas une date"),
            "écrivez l'année, le mois et le jour : 2027-06-30".into(),
        ),
        FactType::Number if node.number().is_none() => wrong(
            format!("« {shown} » n'est pas un nombre"),
            "écrivez-le en chiffres, sans espace ni unité : 1234.5".into(),
        ),
        FactType::Percent if percent(node).is_none() => {
            wrong(format!("« {shown} » n'est pas un pourcentage"), "écrivez un nombre de 0 à 100".into());
        }
        FactType::Choice(words) if !words.iter().any(|word| word == shown) => {
            let help = match nearest(shown, words.iter().map(String::as_str)) {
                Some(word) => format!("vouliez-vous écrire « {word} » ?"),
                None => format!("les mots possibles : {}", words.join(", ")),
            };
            wrong(format!("« {shown} » n'est pas possible pour le réglage « {name} »"), help);
        }
        FactType::Email | FactType::Phone | FactType::Link | FactType::Date => {}
        FactType::Number | FactType::Percent | FactType::Choice(_) => {}
    }
}

/// Every key is there, and fits.
fn row(
    path: &SitePath,
    (name, keys): (&str, &std::collections::BTreeMap<String, FactType>),
    row: &Node,
    diagnostics: &mut Diagnostics,
) {
    let mut wrong = |message: String| {
        let all: Vec<&str> = keys.keys().map(String::as_str).collect();
        let fault = Diagnostic::error(Code::SettingInvalid, row.span(path), message);
        diagnostics.push(fault.with_help(format!("les clés de chaque ligne : {}", all.join(", "))));
    };
    let Some(fields) = row.map() else {
        return wrong(format!("une ligne de « {name} » doit être une suite de « clé: valeur »"));
    };
    let absent = |key: &&String| fields.get(key).is_none_or(Node::is_empty);
    let absent: Vec<&str> = keys.keys().filter(absent).map(String::as_str).collect();
    if !absent.is_empty() {
        wrong(format!("il manque « {} » à cette ligne de « {name} »", absent.join(" », « ")));
    }
    for (key, holds) in keys {
        if let Some(node) = fields.get(key).filter(|node| !node.is_empty()) {
            check(path, (key, holds), node, diagnostics);
        }
    }
}

/// Digits in any grouping; short numbers such as 3939 too.
fn phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+.-()\u{a0}\u{202f}".contains(c);
    (4..=15).contains(&digits) && text.chars().all(plain)
}

fn link(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"\\".contains(c);
    let inner = text.starts_with('/') && !text.starts_with("//");
    let outer = ["https://", "http://", "mailto:"]
        .iter()
        .any(|start| text.len() > start.len() && text.starts_with(start));
    (inner || outer) && !text.contains(odd)
}
