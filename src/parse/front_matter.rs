//! The lines between two `---` at the top of a text, and the text below them.
//!
//! The split is our own, because places must stay those of the file; a test
//! holds it against `gray_matter` on every well-formed text we have.
use std::ops::Range;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::value::Fields;
use crate::model::value::Yaml;
use crate::parse::fences;
use crate::parse::yaml;
use crate::parse::yaml::Block;

/// One file in two; all places in bytes from its start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Empty for a text without front matter; `None` when there is one that
    /// cannot be used, which was said: nothing more is to be asked of it.
    pub fields: Option<Fields>,
    /// The front matter with its two fences; empty when there is none.
    pub matter: (u32, u32),
    /// What follows, byte-order mark left out; empty when the front matter
    /// has no end.
    pub body: Range<usize>,
}

/// Takes a text apart. A fence is `---` alone on its line, blanks after it
/// allowed; `...` closes too. The first must be the very first line.
pub fn split(path: &SitePath, text: &str, diagnostics: &mut Diagnostics) -> Split {
    let top = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[top..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if fence(first) != Some("---") {
        if let Some(late) = fences::late((path, text), top, diagnostics) {
            return late;
        }
        return Split {
            fields: Some(Fields::default()),
            matter: (top as u32, top as u32),
            body: top..text.len(),
        };
    }
    let start = top + first.len();
    let (mut at, mut long) = (start, None);
    for line in lines {
        long = long.or_else(|| fences::is_long(line).then(|| at..at + line.trim_end().len()));
        if fence(line).is_some() {
            if let Some(place) = long {
                let matter = (top as u32, (at + line.trim_end().len()) as u32);
                diagnostics.push(fences::unlike(Span::new(path, place.clone()), &text[place]));
                return Split { fields: None, matter, body: at + line.len()..text.len() };
            }
            let block = Block { path, text: &text[start..at], base: start, line: Some(2) };
            let end = at + line.len();
            let fence_end = at + line.trim_end().len();
            return Split {
                fields: fields(&block, diagnostics),
                matter: (top as u32, fence_end as u32),
                body: end..text.len(),
            };
        }
        at += line.len();
    }
    if let Some(place) = long {
        diagnostics.push(fences::unlike(Span::new(path, place.clone()), &text[place]));
        return Split { fields: None, matter: (top as u32, text.len() as u32), body: text.len()..text.len() };
    }
    let place = Span::new(path, top..top + first.trim_end().len());
    let message = "l'en-tête s'ouvre par « --- » et ne se ferme jamais";
    let help = "ajoutez une ligne « --- » sous le dernier champ ; pour un simple trait de séparation, écrivez « *** »";
    diagnostics.push(Diagnostic::error(Code::FrontMatterOpen, place, message).with_help(help));
    Split { fields: None, matter: (top as u32, text.len() as u32), body: text.len()..text.len() }
}

/// `---` or `...` alone on a line.
pub fn fence(line: &str) -> Option<&str> {
    let line = line.trim_end_matches(['\n', '\r', ' ', '\t']);
    matches!(line, "---" | "...").then_some(line)
}

fn fields(block: &Block, diagnostics: &mut Diagnostics) -> Option<Fields> {
    let before = diagnostics.len();
    let node = yaml::read_block(block, diagnostics)?;
    match node.yaml {
        Yaml::Null => Some(Fields::default()),
        Yaml::Map(fields) => Some(fields),
        _ if diagnostics.len() > before => None,
        Yaml::List(_) | Yaml::Scalar { .. } => {
            let message = "l'en-tête n'est pas une suite de lignes « clé: valeur »";
            let help =
                "écrivez par exemple « title: Bonjour » ; chaque champ commence à la marge, sans tiret";
            let place = node.span(block.path);
            diagnostics.push(Diagnostic::error(Code::YamlSyntax, place, message).with_help(help));
            None
        }
    }
}
