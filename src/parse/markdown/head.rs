//! What follows the name of a directive: `[label]{attributes}`.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::parse::attributes;

#[derive(Debug, Default)]
pub struct Head {
    /// Where it stands in the file, and its markdown.
    pub label: Option<(usize, String)>,
    /// In the order of writing; `id` and `class` for `#id` and `.class`.
    pub attributes: Vec<(String, String)>,
}

/// Reads the rest of an opening line. `at` is where `after` stands in the file.
/// What is neither a label in brackets nor attributes is the label as it is,
/// as in `:::info Titre`.
pub fn read(path: &SitePath, after: &str, at: usize, diagnostics: &mut Diagnostics) -> Head {
    let blanks = after.len() - after.trim_start().len();
    let (after, at) = (after.trim(), at + blanks);
    if !after.is_empty() && !after.starts_with(['[', '{']) {
        let cut = after.find('{').filter(|_| after.ends_with('}')).unwrap_or(after.len());
        let label = Some((at, after[..cut].trim().to_owned()));
        let (head, _) = split(path, &after[cut..], at + cut, diagnostics);
        return Head { label, ..head };
    }
    let (head, length) = split(path, after, at, diagnostics);
    let left = after[length.min(after.len())..].trim();
    if length > 0 && !left.is_empty() {
        let span = Span::new(path, at + length..at + after.len());
        let message =
            format!("« {} » n'est ni un titre entre crochets ni des attributs entre accolades", short(left));
        diagnostics.push(
            Diagnostic::error(Code::DirectiveAttributes, span, message)
                .with_help("écrivez « :::nom[Titre]{clé=\"valeur\"} »"),
        );
    }
    head
}

/// The same inside a sentence, where a colon may be nothing but a colon: `None`
/// when no bracket or brace is closed.
pub fn inline(
    path: &SitePath,
    after: &str,
    at: usize,
    diagnostics: &mut Diagnostics,
) -> Option<(Head, usize)> {
    if attributes::split(after).is_err() {
        return None;
    }
    let (head, length) = split(path, after, at, diagnostics);
    (length > 0).then_some((head, length))
}

/// The parts of `after`, and how many bytes they took; none when a bracket, a
/// brace or a quote is wrong, which is told.
fn split(path: &SitePath, after: &str, at: usize, diagnostics: &mut Diagnostics) -> (Head, usize) {
    match attributes::split(after) {
        Ok(parts) => {
            let label = parts.label.map(|range| (at + range.start, after[range].to_owned()));
            let list = parts.attributes.list.into_iter();
            let attributes = list.map(|attribute| (attribute.name, attribute.value)).collect();
            (Head { label, attributes }, parts.rest)
        }
        Err(fault) => {
            let span = Span::new(path, at + fault.at..at + fault.at + 1);
            let told = Diagnostic::error(Code::DirectiveAttributes, span, fault.message);
            diagnostics.push(told.with_help("écrivez « :::nom[Titre]{clé=\"valeur\"} »"));
            (Head::default(), 0)
        }
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
