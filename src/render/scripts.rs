//! A page loads the scripts that serve something on it, and no other.
use memchr::memmem::Finder;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::span::Span;
use crate::model::parsed::Asset;
use crate::model::theme::Script;
use crate::render::Read;
use crate::render::templates::Templates;

/// What `scripts()` leaves in a template: which scripts the page needs is known once it is whole. No text holds it.
pub const PLACE: &str = "\u{1}scripts\u{1}";

/// The page with its scripts, where its template wants them.
pub fn place(page: String, templates: &Templates) -> String {
    let Some(at) = memchr::memmem::find(page.as_bytes(), PLACE.as_bytes()) else { return page };
    let (before, after) = (&page[..at], &page[at + PLACE.len()..]);
    let mut made = String::with_capacity(page.len() + 256);
    made.push_str(before);
    for script in templates.theme().settings.scripts.iter().filter(|script| serves(script, after)) {
        if let Some(supply) = templates.supplies.get(&script.name) {
            made.push_str(&format!("<script type=\"module\" src=\"{}\"></script>\n", supply.route.href()));
        }
    }
    made.push_str(after);
    made
}

/// True when the page carries one of the marks. One that a text only mentions costs a script too many, never
/// one too few.
fn serves(script: &Script, page: &str) -> bool {
    let part =
        |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let carries = |mark: &String| {
        let bytes = page.as_bytes();
        let whole = |at: usize| !part(bytes[..at].last()) && !part(bytes.get(at + mark.len()));
        Finder::new(mark).find_iter(bytes).any(whole)
    };
    script.marks.is_empty() || script.marks.iter().any(carries)
}

/// The sources as one module. Each stands in a block of its own, which keeps their names apart: they import nothing,
/// and what they share they put on `window`. Notices come first, each once.
pub fn join(sources: &[Asset], read: Read<'_>, diagnostics: &mut Diagnostics) -> String {
    let mut notices: Vec<String> = Vec::new();
    let mut bodies = String::new();
    for source in sources {
        let text = match read(&source.path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                let message = format!("le script ne peut pas être lu : {error}");
                diagnostics.push(Diagnostic::error(Code::FileUnreadable, Span::top(&source.path), message));
                continue;
            }
        };
        let (notice, body) = notice(&text);
        if let Some(notice) = notice.filter(|notice| notices.iter().all(|known| known != notice)) {
            notices.push(notice.to_owned());
        }
        // The map of a source does not fit what is joined.
        let lines = body.lines().filter(|line| !line.starts_with("//# sourceMappingURL="));
        let body = lines.collect::<Vec<_>>().join("\n");
        match sources.len() {
            1 => bodies.push_str(body.trim()),
            _ => bodies.push_str(&format!("{{{}\n}}", body.trim())),
        }
        bodies.push('\n');
    }
    notices.push(bodies);
    notices.join("\n")
}

/// `/*! … */` at the top, which licences ask to keep.
fn notice(text: &str) -> (Option<&str>, &str) {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let end = text.starts_with("/*!").then(|| text.find("*/")).flatten();
    end.map_or((None, text), |end| (Some(&text[..end + 2]), &text[end + 2..]))
}

#[cfg(test)]
mod tests {
    use crate::model::theme::Script;
    use crate::render::scripts::serves;

    #[test]
    fn a_mark_counts_as_a_whole_word_only() {
        let script = |marks: &[&str]| Script {
            name: "a.js".into(),
            sources: Vec::new(),
            marks: marks.iter().map(ToString::to_string).collect(),
        };
        let page = "<p class=\"x-tabs__list x-tab\">";
        assert!(serves(&script(&[]), page));
        assert!(serves(&script(&["x-tab"]), page));
        assert!(serves(&script(&["none", "x-tabs__list"]), page));
        for other in ["x-tabs", "tab", "x-tabs__li", "x-ta"] {
            assert!(!serves(&script(&[other]), page), "{other}");
        }
    }
}
