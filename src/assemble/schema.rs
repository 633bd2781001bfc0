//! Fields as they were written meet the types that their kind gives them.
use crate::assemble::days;
use crate::assemble::entries::Context;
use crate::assemble::images;
use crate::assemble::truths;
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::document::Document;
use crate::model::kind::FieldType;
use crate::model::kind::Kind;
use crate::model::kind::Presence;
use crate::model::map::Map;
use crate::model::value::Node;
use crate::model::value::Value;
use crate::model::value::Yaml;

/// Fields that every kind understands.
const COMMON: [&str; 14] = [
    "title",
    "slug",
    "draft",
    "redirect_from",
    "description",
    "template",
    "typography",
    "summary",
    "order",
    "noindex",
    "robots",
    "lang",
    "translations",
    "traductions",
];

/// Typed values by name, declared fields all there, null when absent; and the
/// images that some of them took their size from.
pub fn fields(
    document: &Document,
    kind: &Kind,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> (Map, Vec<SitePath>) {
    let mut borrowed = Vec::new();
    let mut map: Map = kind.fields.keys().map(|name| (name.clone().into(), Value::Null)).collect();
    for field in &document.fields.0 {
        let rule = kind.fields.get(&field.name);
        if rule.is_none() && !COMMON.contains(&field.name.as_str()) && !kind.fields.is_empty() {
            unknown(document, kind, &field.name, field.span(&document.path), diagnostics);
        }
        let built_in = rule.is_none().then(|| truths::read(document, &field.name, &field.node)).flatten();
        if let Some(read) = built_in {
            let truth = read.unwrap_or_else(|fault| {
                diagnostics.push(fault);
                Value::Bool(false)
            });
            map.insert(field.name.clone().into(), truth);
            continue;
        }
        if field.node.is_empty() {
            continue;
        }
        let mut reader =
            Reader { document, context, diagnostics, borrowed: &mut borrowed, name: &field.name };
        let value = match rule {
            Some(rule) => reader.typed(&rule.holds, &field.node),
            None => field.node.value().set(document.typography),
        };
        map.insert(field.name.clone().into(), value);
    }
    for (name, holds) in required(document, kind, diagnostics) {
        map.insert(name.to_owned().into(), stand_in(holds, context.options.today));
    }
    (map, borrowed)
}

fn unknown(document: &Document, kind: &Kind, name: &str, span: Span, diagnostics: &mut Diagnostics) {
    let known = kind.fields.keys().map(String::as_str).chain(COMMON);
    let message = format!("le champ « {name} » n'est pas prévu pour {}", kind.label);
    let note = Diagnostic::note(Code::FieldUnknown, span, message);
    let absent = |near: &&str| document.fields.get(near).is_none();
    diagnostics.push(match nearest(name, known).filter(absent) {
        Some(near) => note.with_help(format!("vouliez-vous « {near} » ?")),
        None => note.with_help(format!(
            "il est transmis au gabarit ; pour le déclarer : « fields: » de {}",
            kind.path
        )),
    });
}

/// The required fields that are not there.
fn required<'k>(
    document: &Document,
    kind: &'k Kind,
    diagnostics: &mut Diagnostics,
) -> Vec<(&'k str, &'k FieldType)> {
    let mut missing = Vec::new();
    for (name, rule) in &kind.fields {
        let given = document.fields.get(name).is_some_and(|node| !node.is_empty());
        let heading = name == "title" && document.body.title.is_some();
        if rule.presence == Presence::Optional || given || heading {
            continue;
        }
        let what = match name.as_str() {
            "title" => "avoir un titre".to_owned(),
            "date" => "avoir une date".to_owned(),
            "description" => "avoir une description".to_owned(),
            name => format!("avoir un champ « {name} »"),
        };
        let empty = document.fields.get(name).is_some();
        let how = if empty { "est vide" } else { "manque" };
        let message = format!("le champ « {name} » {how} ; {} doit {what}", kind.label);
        let help = match document.matter {
            _ if empty => format!("écrivez sa valeur après « {name}: »"),
            (0, 0) => format!("commencez le fichier par un bloc « --- », « {name}: … », « --- »"),
            _ => format!("ajoutez une ligne « {name}: … » entre les deux lignes « --- »"),
        };
        // The closing fence is where the missing line belongs.
        let at = match document.fields.get(name) {
            Some(node) => node.span(&document.path),
            None => closing_fence(document),
        };
        diagnostics.push(Diagnostic::error(Code::FieldMissing, at, message).with_help(help));
        missing.push((name.as_str(), &rule.holds));
    }
    missing
}

/// What a faulty field is taken for, so that no template stumbles on it and one
/// cause gives one message: a site with errors is never shown.
fn stand_in(holds: &FieldType, today: Date) -> Value {
    match holds {
        FieldType::Date => Value::Date(today),
        FieldType::Number => Value::count(0),
        FieldType::Bool => Value::Bool(false),
        FieldType::List(_) => Value::list([]),
        FieldType::Map(known) => Value::map(known.keys().map(|name| (name.clone(), Value::Null))),
        FieldType::Image => {
            let blank = |name| (name, Value::text(""));
            Value::map([blank("url"), blank("width"), blank("height"), blank("alt")])
        }
        FieldType::Reference(_) => Value::map(["id", "title", "url"].map(|name| (name, Value::text("")))),
        FieldType::Text | FieldType::Link | FieldType::Choice(_) | FieldType::Any => Value::text(""),
    }
}

fn closing_fence(document: &Document) -> Span {
    let end = document.matter.1 as usize;
    Span::new(&document.path, end.saturating_sub(3)..end)
}

struct Reader<'r> {
    document: &'r Document,
    context: &'r Context<'r>,
    diagnostics: &'r mut Diagnostics,
    borrowed: &'r mut Vec<SitePath>,
    name: &'r str,
}

impl Reader<'_> {
    fn typed(&mut self, holds: &FieldType, node: &Node) -> Value {
        match self.read(holds, node) {
            Value::Null if !node.is_empty() => stand_in(holds, self.context.options.today),
            value => value,
        }
    }

    fn read(&mut self, holds: &FieldType, node: &Node) -> Value {
        match holds {
            FieldType::Any | FieldType::Reference(_) => node.value(),
            FieldType::Text => self.text(node).set(self.document.typography),
            FieldType::Link => self.text(node),
            FieldType::Number => match node.number() {
                Some(number) => Value::Number(number),
                None => {
                    self.wrong(node, "un nombre", "écrivez-le en chiffres, sans espace ni unité : 1234.5")
                }
            },
            FieldType::Bool => match node.truth() {
                Some(truth) => Value::Bool(truth),
                None => self.wrong(node, "« true » ou « false »", "écrivez l'un des deux, sans guillemets"),
            },
            FieldType::Date => self.date(node),
            FieldType::Image => {
                let alt = self.document.fields.text(&format!("{}_alt", self.name));
                match node.text() {
                    Some(text) => {
                        let found = images::find(self.document, text, self.context.assets);
                        self.borrowed.extend(found.map(|(_, asset)| asset.path.clone()));
                        images::field(self.document, node, alt, self.context.assets, self.diagnostics)
                    }
                    None => {
                        self.wrong(node, "l'adresse d'une image", "écrivez par exemple « /img/carte.png »")
                    }
                }
            }
            FieldType::Choice(words) => self.choice(words, node),
            FieldType::List(inner) => match &node.yaml {
                Yaml::List(nodes) => {
                    Value::list(nodes.iter().map(|node| self.typed(inner, node)).filter(|it| !it.is_empty()))
                }
                // One value where a list is expected is a list of one.
                _ => Value::list([self.typed(inner, node)]),
            },
            FieldType::Map(known) => match &node.yaml {
                Yaml::Map(fields) => {
                    let mut map: Map = known.keys().map(|name| (name.clone().into(), Value::Null)).collect();
                    for field in &fields.0 {
                        let value = match known.get(&field.name) {
                            Some(holds) if !field.node.is_empty() => self.typed(holds, &field.node),
                            _ => field.node.value(),
                        };
                        map.insert(field.name.clone().into(), value);
                    }
                    Value::Map(map.into())
                }
                _ => {
                    let keys: Vec<&str> = known.keys().map(String::as_str).collect();
                    let help = format!("écrivez sous lui, décalées de deux espaces : {}", keys.join(", "));
                    self.wrong(node, "un groupe de clés", &help)
                }
            },
        }
    }

    fn text(&mut self, node: &Node) -> Value {
        match node.text() {
            Some(text) => Value::text(text),
            None => self.wrong(node, "un texte", "écrivez une seule valeur, entre guillemets s'il le faut"),
        }
    }

    fn date(&mut self, node: &Node) -> Value {
        let Some(text) = node.text() else {
            return self.wrong(node, "une date", "écrivez l'année, le mois et le jour : « 2025-01-30 »");
        };
        // A time after the day is accepted and left out.
        let day =
            text.get(..10).filter(|_| text.len() == 10 || text[10..].starts_with(['T', ' '])).unwrap_or(text);
        match day.parse::<Date>() {
            Ok(date) => Value::Date(date),
            Err(()) => {
                let (message, help) = days::refusal(text, day, self.name);
                let fault = Diagnostic::error(Code::DateInvalid, node.span(&self.document.path), message);
                self.diagnostics.push(fault.with_help(help));
                Value::Null
            }
        }
    }

    fn choice(&mut self, words: &[String], node: &Node) -> Value {
        let Some(text) = node.text() else {
            return self.wrong(
                node,
                "un mot de la liste",
                &format!("valeurs connues : {}", words.join(", ")),
            );
        };
        if !words.iter().any(|word| word == text) {
            let message = format!("« {text} » n'est pas une valeur connue du champ « {} »", self.name);
            let warning = Diagnostic::warning(Code::ValueUnknown, node.span(&self.document.path), message);
            let near = nearest(text, words.iter().map(String::as_str));
            self.diagnostics.push(warning.with_help(match near {
                Some(near) => format!("vouliez-vous « {near} » ?"),
                None => format!("valeurs connues : {}", words.join(", ")),
            }));
        }
        Value::text(text)
    }

    fn wrong(&mut self, node: &Node, expected: &str, help: &str) -> Value {
        let found = match &node.yaml {
            Yaml::Null => "rien",
            Yaml::Scalar { .. } => "un texte",
            Yaml::List(_) => "une liste",
            Yaml::Map(_) => "un groupe de clés",
        };
        let message = format!("le champ « {} » doit être {expected} ; on lit {found}", self.name);
        let fault = Diagnostic::error(Code::FieldType, node.span(&self.document.path), message);
        self.diagnostics.push(fault.with_help(help));
        Value::Null
    }
}
