//! Values of keys: texts, counts, choices and lists, with a word for each slip.
use std::ops::RangeInclusive;

use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::settings::given;
use crate::base::diagnostic;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::model::table;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::model::value::Number;

/// Shades of a map or of a calendar, less one.
const MOST_THRESHOLDS: usize = 4;

pub fn text(inquiry: &mut Inquiry, fields: &Fields, name: &str) -> Option<String> {
    let node = given(fields, name)?;
    if node.text().is_none() {
        inquiry.value(node, format!("« {name} » doit être un texte"), "mettez-le entre guillemets");
    }
    node.text().map(str::to_owned)
}

pub fn truth(inquiry: &mut Inquiry, fields: &Fields, name: &str) -> Option<bool> {
    let node = given(fields, name)?;
    if node.truth().is_none() {
        inquiry.value(
            node,
            format!("« {name} » doit être vrai ou faux"),
            format!("écrivez « {name}: vrai »"),
        );
    }
    node.truth()
}

pub fn count(
    inquiry: &mut Inquiry,
    fields: &Fields,
    (name, range): (&str, RangeInclusive<usize>),
) -> Option<usize> {
    let node = given(fields, name)?;
    let count = node.text().and_then(|text| text.parse().ok()).filter(|count| range.contains(count));
    if count.is_none() {
        let message = format!("« {name} » doit être un nombre entier de {} à {}", range.start(), range.end());
        inquiry.value(node, message, format!("par exemple « {name}: {} »", range.start().max(&1)));
    }
    count
}

/// One of a closed list of words.
pub fn choice<T: Copy>(
    inquiry: &mut Inquiry,
    fields: &Fields,
    (name, words): (&str, &[(&str, T)]),
) -> Option<T> {
    let node = given(fields, name)?;
    let word = node.text().unwrap_or_default();
    let found = words.iter().find(|(known, _)| *known == word);
    if found.is_none() {
        let known = || words.iter().map(|(known, _)| *known);
        let near = diagnostic::nearest(word, known());
        let near = near.map_or(String::new(), |near| format!("vouliez-vous « {near} » ? "));
        let ascii: Vec<&str> = known().filter(|word| word.is_ascii()).collect();
        let message = format!("« {} » n'est pas une valeur de « {name} »", table::excerpt(word));
        inquiry.value(node, message, format!("{near}valeurs : {}", ascii.join(", ")));
    }
    found.map(|(_, value)| *value)
}

/// One name or several, each with its place.
pub fn names(inquiry: &mut Inquiry, fields: &Fields, name: &str) -> Vec<(String, Span)> {
    let Some(node) = given(fields, name) else { return Vec::new() };
    let one = [node.clone()];
    let read = |node: &Node| {
        let text = node.text().filter(|text| !text.is_empty());
        if text.is_none() {
            let help = format!("écrivez « {name}: [un, deux] »");
            inquiry.value(node, format!("« {name} » est une liste de noms"), help);
        }
        text.map(|text| (text.to_owned(), node.span(inquiry.path)))
    };
    node.list().unwrap_or(&one).iter().filter_map(read).collect()
}

/// `classes`: where each class but the first begins.
pub fn thresholds(inquiry: &mut Inquiry, fields: &Fields) -> Vec<Number> {
    let Some(node) = given(fields, "classes") else { return Vec::new() };
    let numbers: Option<Vec<Number>> = node.list().unwrap_or_default().iter().map(Node::number).collect();
    let grows = |numbers: &Vec<Number>| numbers.windows(2).all(|pair| pair[0].get() < pair[1].get());
    let fits = |numbers: &Vec<Number>| (1..=MOST_THRESHOLDS).contains(&numbers.len());
    let read = numbers.filter(grows).filter(fits);
    if read.is_none() {
        let message =
            format!("« classes » donne d'un à {MOST_THRESHOLDS} seuils, du plus petit au plus grand");
        inquiry.value(node, message, "par exemple « classes: [5, 10, 20, 50] »");
    }
    read.unwrap_or_default()
}

/// Keys that are read and change nothing.
pub fn ignored(inquiry: &mut Inquiry, fields: &Fields) {
    let Some(node) = given(fields, "hauteur") else { return };
    let message = "« hauteur » est laissée de côté : la hauteur suit les données";
    let note = Diagnostic::note(Code::ChartValue, node.span(inquiry.path), message);
    inquiry.diagnostics.push(note.with_help("retirez cette clé"));
}
