//! The entries of a kind in the shape that other programs expect: a template of its folder says which.
use tera::Map;
use tera::Value as Tera;
use tera::value::Key;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::opendata::ShapeView;
use crate::model::opendata::Written;
use crate::model::value::Value;
use crate::render::Read;
use crate::render::convert;
use crate::render::templates::Templates;

/// The template sees `entries`, each with its fields and its text as
/// `markdown`, and `kinds`: the entries that they refer to, by kind.
pub fn shape(
    view: &ShapeView,
    templates: &Templates,
    read: Read<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let mut context = templates.context();
    let entries: Vec<Tera> = view.entries.iter().map(|entry| written(entry, read)).collect();
    context.insert_value("entries", Tera::from(entries));
    let mut kinds = Map::new();
    for (name, entries) in &view.kinds {
        let entries: Vec<Tera> = entries.iter().map(|entry| convert::value(&entry.value.written())).collect();
        kinds.insert(Key::String(name.as_str().into()), Tera::from(entries));
    }
    context.insert_value("kinds", Tera::from(kinds));
    let filled = templates.fill(&view.template, &context, diagnostics)?;
    match view.template.0.ends_with(".json") {
        true => json(view, &filled, diagnostics),
        false => Some(filled),
    }
}

fn written(entry: &Written, read: Read<'_>) -> Tera {
    let bytes = read(&entry.source).unwrap_or_default();
    let text = bytes.get(entry.from as usize..).unwrap_or_default();
    let text = String::from_utf8_lossy(text).replace("\r\n", "\n");
    let markdown = vec![("markdown", Value::text(text.trim_start_matches('\n')))];
    convert::page(&entry.summary.value.written(), &markdown)
}

/// Written again without white space: what is published is JSON, or nothing is.
fn json(view: &ShapeView, filled: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    match serde_json::from_str::<serde_json::Value>(filled) {
        Ok(value) => Some(format!("{value}\n")),
        Err(error) => {
            let path = SitePath::new(format!("content/{}", view.template.0).as_str());
            let line = filled.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
            let near: String = line.chars().skip(error.column().saturating_sub(30)).take(40).collect();
            let message = format!("ce que donne le gabarit n'est pas du JSON, près de « {} »", near.trim());
            let help = "écrivez chaque valeur avec « | json », et une virgule entre deux valeurs seulement";
            let fault = Diagnostic::error(Code::TemplateFault, Span::top(&path), message);
            diagnostics.push(fault.with_help(help));
            None
        }
    }
}
