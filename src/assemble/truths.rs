//! Fields that every kind understands as true or false. A word that is neither
//! is never guessed: a text taken for finished by mistake would be published.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::value::Node;
use crate::model::value::Value;
use crate::model::value::Yaml;

/// Each with what to write to ask for it, and why.
const BUILT_IN: [(&str, &str); 4] = [
    ("draft", "écrivez « draft: true » pour un brouillon, ou ôtez cette ligne"),
    (
        "noindex",
        "écrivez « noindex: true » pour tenir la page hors des moteurs de recherche, ou ôtez cette ligne",
    ),
    (
        "summary",
        "écrivez « summary: true » pour un sommaire, « summary: false » pour n'en pas avoir, ou ôtez cette ligne",
    ),
    (
        "typography",
        "écrivez « typography: false » pour garder les espaces comme vous les écrivez, ou ôtez cette ligne",
    ),
];

/// Nothing when the field is of another sort, or is left empty where that harms
/// nobody: `draft:` without a word is a question that only its author can answer.
pub fn read(document: &Document, name: &str, node: &Node) -> Option<Result<Value, Diagnostic>> {
    let (_, help) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    if let Some(truth) = node.truth() {
        return Some(Ok(Value::Bool(truth)));
    }
    if node.is_empty() && name != "draft" {
        return None;
    }
    let found = match &node.yaml {
        Yaml::Scalar { text, .. } if text.trim().is_empty() => "on ne lit rien".to_owned(),
        Yaml::Scalar { text, quoted: true } => format!("on lit « {} » entre guillemets", text.trim()),
        Yaml::Scalar { text, .. } => format!("on lit « {} »", text.trim()),
        Yaml::Null => "on ne lit rien".to_owned(),
        Yaml::List(_) => "on lit une liste".to_owned(),
        Yaml::Map(_) => "on lit un groupe de clés".to_owned(),
    };
    let message = format!("le champ « {name} » doit être « true » ou « false » ; {found}");
    let fault = Diagnostic::error(Code::FieldType, node.span(&document.path), message);
    Some(Err(fault.with_help(*help)))
}
