//! The address of a page, from the pattern of its kind.

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::Route;
use crate::base::slug;
use crate::base::span::Span;
use crate::model::document::Document;
use crate::model::kind::Kind;
use crate::model::kind::SlugStyle;
use crate::model::map::Map;
use crate::model::value::Value;

/// The part of an address that names one entry.
pub fn slug(document: &Document, kind: &Kind, title: &str) -> String {
    match (document.fields.text("slug"), kind.slug) {
        (Some(own), _) => own.to_owned(),
        (None, SlugStyle::Stem) => document.path.stem().to_owned(),
        (None, SlugStyle::Django) => slug::django(title),
        (None, SlugStyle::French) => slug::french(title),
    }
}

/// Fills `pattern`; `None` when the address would be impossible, which is told.
pub fn route(
    pattern: &str,
    document: &Document,
    fields: &Map,
    diagnostics: &mut Diagnostics,
) -> Option<Route> {
    let mut text = String::new();
    let mut rest = pattern;
    let at = document.fields.field("slug").or_else(|| document.fields.field("title"));
    let span = at.map_or_else(|| Span::top(&document.path), |field| field.span(&document.path));
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        match part(name, document, fields) {
            Some(part) if !part.is_empty() => text.push_str(&part),
            Some(_) if name == "folder" => {}
            _ => {
                let message = format!("l'adresse « {pattern} » a besoin de « {name} », qui est vide ici");
                let fault = Diagnostic::error(Code::RouteInvalid, span, message);
                let field = if matches!(name, "year" | "month" | "day") { "date" } else { name };
                diagnostics.push(fault.with_help(format!("ajoutez une ligne « {field}: … » dans l'en-tête")));
                return None;
            }
        }
        rest = after;
    }
    text.push_str(rest);
    let route = Route::new(&text);
    if route.is_none() {
        let message = format!("l'adresse « {text} » est impossible");
        let fault = Diagnostic::error(Code::RouteInvalid, span, message);
        diagnostics.push(fault.with_help("une adresse n'a ni « .. », ni « ? », ni « # », ni double barre"));
    }
    route
}

fn part(name: &str, document: &Document, fields: &Map) -> Option<String> {
    let date = || fields.get("date").and_then(Value::as_date);
    match name {
        "stem" => Some(document.path.stem().to_owned()),
        "folder" => {
            let folder = document.path.folder().trim_start_matches("content").trim_start_matches('/');
            Some(if folder.is_empty() { String::new() } else { format!("{folder}/") })
        }
        "year" => date().map(|date| format!("{:04}", date.year())),
        "month" => date().map(|date| format!("{:02}", date.month())),
        "day" => date().map(|date| format!("{:02}", date.day())),
        name => fields.get(name).and_then(Value::as_text).map(str::to_owned),
    }
}
