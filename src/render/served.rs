//! A page loads the style sheets and the scripts that serve something on it, and no other.
use memchr::memmem::Finder;

use crate::model::theme::Script;
use crate::render::templates::Templates;

/// What `styles()` and `scripts()` leave in a template: what the page needs is known once it is whole. No text holds
/// them.
pub const STYLES: &str = "\u{1}styles\u{1}";
pub const SCRIPTS: &str = "\u{1}scripts\u{1}";

/// The page with what it loads, where its template wants it.
pub fn place(page: String, templates: &Templates) -> String {
    let page = placed(page, SCRIPTS, |page, out| scripts(page, templates, out));
    placed(page, STYLES, |page, out| styles(page, templates, out))
}

/// `write` is given what comes after the place.
fn placed(page: String, place: &str, write: impl FnOnce(&str, &mut String)) -> String {
    let Some(at) = memchr::memmem::find(page.as_bytes(), place.as_bytes()) else { return page };
    let (before, after) = (&page[..at], &page[at + place.len()..]);
    let mut made = String::with_capacity(page.len() + 512);
    made.push_str(before);
    write(after, &mut made);
    made.push_str(after);
    made
}

/// Each sheet, then what its parts add for this page.
fn styles(page: &str, templates: &Templates, out: &mut String) {
    for sheet in &templates.theme().settings.styles {
        let Some(base) = templates.supplies.get(&sheet.name) else { continue };
        let carried = sheet.parts.iter().enumerate().filter(|(_, marks)| dresses(marks, page));
        let also = base.also(carried.fold(0, |all, (part, _)| all | (1 << part)));
        for route in [Some(&base.route), also.as_ref()].into_iter().flatten() {
            out.push_str(&format!("<link rel=\"stylesheet\" href=\"{}\">\n", route.href()));
        }
    }
}

fn scripts(page: &str, templates: &Templates, out: &mut String) {
    for script in templates.theme().settings.scripts.iter().filter(|script| serves(script, page)) {
        if let Some(supply) = templates.supplies.get(&script.name) {
            out.push_str(&format!("<script type=\"module\" src=\"{}\"></script>\n", supply.route.href()));
        }
    }
}

/// True when the page carries one of the marks. One that a text only mentions costs a file too many, never one too
/// few.
fn serves(script: &Script, page: &str) -> bool {
    let carries = |mark: &String| carries(page, mark, |rest| !rest.first().is_some_and(is_word));
    script.marks.is_empty() || script.marks.iter().any(carries)
}

/// The same for a mark, its elements (`mark__x`) and its modifiers (`mark--x`).
fn dresses(marks: &[String], page: &str) -> bool {
    let whole = |rest: &[u8]| {
        !rest.first().is_some_and(is_word) || rest.starts_with(b"__") || rest.starts_with(b"--")
    };
    marks.iter().any(|mark| carries(page, mark, whole))
}

fn carries(page: &str, mark: &str, ends: impl Fn(&[u8]) -> bool) -> bool {
    let bytes = page.as_bytes();
    let whole = |at: usize| !bytes[..at].last().is_some_and(is_word) && ends(&bytes[at + mark.len()..]);
    Finder::new(mark).find_iter(bytes).any(whole)
}

fn is_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use crate::model::theme::Script;
    use crate::render::served::dresses;
    use crate::render::served::serves;

    const PAGE: &str = "<p class=\"x-tabs__list x-tab\"><b class=\"x-card--wide\">";

    #[test]
    fn a_mark_counts_as_a_whole_word_only() {
        let script = |marks: &[&str]| Script {
            name: "a.js".into(),
            sources: Vec::new(),
            marks: marks.iter().map(ToString::to_string).collect(),
        };
        assert!(serves(&script(&[]), PAGE));
        assert!(serves(&script(&["x-tab"]), PAGE));
        assert!(serves(&script(&["none", "x-tabs__list"]), PAGE));
        for other in ["x-tabs", "tab", "x-tabs__li", "x-ta"] {
            assert!(!serves(&script(&[other]), PAGE), "{other}");
        }
    }

    #[test]
    fn a_mark_of_a_sheet_has_its_elements_and_modifiers() {
        let part = |mark: &str| [mark.to_owned()];
        for mark in ["x-tabs", "x-tab", "x-card", "x-tabs__list"] {
            assert!(dresses(&part(mark), PAGE), "{mark}");
        }
        for other in ["x-car", "tabs", "x", "x-tabs__li"] {
            assert!(!dresses(&part(other), PAGE), "{other}");
        }
    }
}
