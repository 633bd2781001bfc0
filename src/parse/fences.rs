//! Front matter whose fences are not what they should be: below a blank line,
//! or drawn with the dash that an editor put in place of three hyphens.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::parse::front_matter::Split;
use crate::parse::front_matter::fence;

/// Dashes alone on a line, one of them longer than a hyphen: `—`, `–-`.
pub fn is_long(line: &str) -> bool {
    let line = line.trim_end();
    line.len() <= 16 && line.contains(['—', '–']) && line.chars().all(|c| matches!(c, '—' | '–' | '-'))
}

pub fn unlike(place: Span, drawn: &str) -> Diagnostic {
    let message = format!("cette ligne est « {drawn} », et l'en-tête se borde de « --- »");
    let help = "écrivez trois tirets courts : « --- » ; votre éditeur les a sans doute remplacés";
    Diagnostic::error(Code::FrontMatterOpen, place, message).with_help(help)
}

/// A text that begins at `top` with what was surely meant as front matter: two
/// fences, the first above a line « key: value ».
pub fn late((path, text): (&SitePath, &str), top: usize, diagnostics: &mut Diagnostics) -> Option<Split> {
    let rest = &text[top..];
    let blank: usize = rest.split_inclusive('\n').take_while(|it| it.trim().is_empty()).map(str::len).sum();
    let mut lines = rest[blank..].split_inclusive('\n');
    let first = lines.next()?;
    let long = is_long(first);
    let late = blank > 0 && fence(first) == Some("---");
    if !(long || late) || !lines.clone().next().is_some_and(is_key) {
        return None;
    }
    let mut end = top + blank + first.len();
    let closing = lines.find(|line| {
        end += line.len();
        fence(line) == Some("---") || is_long(line)
    })?;
    let start = top + blank;
    let place = Span::new(path, start..start + first.trim_end().len());
    diagnostics.push(if long {
        unlike(place, first.trim_end())
    } else {
        let message = "l'en-tête doit commencer à la première ligne du fichier ; une ligne vide le précède";
        let help = "supprimez les lignes vides au-dessus de « --- »";
        Diagnostic::error(Code::FrontMatterOpen, place, message).with_help(help)
    });
    let matter = (top as u32, (end - closing.len() + closing.trim_end().len()) as u32);
    Some(Split { fields: None, matter, body: end..text.len() })
}

/// `title: …`
fn is_key(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    let word = |c: char| c.is_ascii_lowercase() || c == '_';
    let value = &line[name.len()..];
    !name.is_empty() && name.chars().all(word) && (value.starts_with(": ") || value.trim_end() == ":")
}
