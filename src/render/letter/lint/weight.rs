//! What mail programs cut: Gmail shows the first 102 kB of a message, and the end goes with its way to leave.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::french::NBSP;
use crate::base::span::Span;
use crate::model::letter::Letter;

/// Bytes of HTML from which a letter is told, and refused.
const HEAVY: usize = 80_000;
const CUT: usize = 100_000;
/// Parts of a letter that are named.
const NAMED: usize = 3;

pub fn judge(letter: &Letter, diagnostics: &mut Diagnostics) {
    let weight = letter.html.len();
    if weight < HEAVY {
        return;
    }
    let at = Span::top(&letter.source);
    let named: Vec<String> = heaviest(&letter.html)
        .into_iter()
        .map(|(title, bytes)| format!("«{NBSP}{title}{NBSP}» ({} ko)", bytes / 1000))
        .collect();
    let help = format!("le plus lourd : {} ; gardez-en l'essentiel et renvoyez à la page", named.join(", "));
    let kilobytes = weight / 1000;
    diagnostics.push(if weight < CUT {
        let message = format!("ce courriel pèse {kilobytes} ko : il approche de 100 ko, d'où Gmail le coupe");
        Diagnostic::warning(Code::LetterHeavy, at, message).with_help(help)
    } else {
        let message = format!("ce courriel pèse {kilobytes} ko : Gmail le coupe, et le désabonnement avec");
        Diagnostic::error(Code::LetterHeavy, at, message).with_help(help)
    });
}

/// From one heading of the text to the next, the heaviest first.
fn heaviest(html: &str) -> Vec<(String, usize)> {
    let starts: Vec<usize> =
        html.match_indices("<h2").chain(html.match_indices("<h3")).map(|(at, _)| at).collect();
    let mut starts: Vec<usize> = [0].into_iter().chain(starts).collect();
    starts.sort_unstable();
    let ends = starts.iter().skip(1).copied().chain([html.len()]);
    let mut parts: Vec<(String, usize)> =
        starts.iter().zip(ends).map(|(start, end)| (title(&html[*start..end]), end - start)).collect();
    parts.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    // What would change little is not named.
    parts.retain(|(_, bytes)| bytes * 10 > html.len());
    parts.truncate(NAMED);
    parts
}

/// The words of the heading that a part begins with.
fn title(part: &str) -> String {
    let inner = part.starts_with("<h").then(|| part.split_once('>')?.1.split("</h").next()).flatten();
    let Some(inner) = inner else { return "le début de la lettre".to_owned() };
    let mut words = String::new();
    let mut inside = true;
    for c in inner.chars() {
        match c {
            '<' => inside = false,
            '>' => inside = true,
            c if inside => words.push(c),
            _ => {}
        }
    }
    let words: String = words.chars().take(60).collect();
    words.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
}

#[cfg(test)]
mod tests {
    use crate::render::letter::lint::weight::heaviest;

    #[test]
    fn parts_are_named_by_their_headings() {
        let html = format!(
            "<p>{}</p><h2 style=\"x\">Un <em>&amp;</em> deux</h2>{}<h3>Trois</h3><p>mots</p><h3>Rien</h3>",
            "a".repeat(50),
            "b".repeat(90)
        );
        let parts = heaviest(&html);
        let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Un & deux", "le début de la lettre", "Trois"]);
    }
}
