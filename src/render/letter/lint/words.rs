//! No word is lost or joined: what the plain text says, the HTML says, and the other way round.
use std::collections::BTreeMap;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::span::Span;
use crate::model::letter::Letter;
use crate::render::letter::html;
use crate::render::letter::lint::pieces;
use crate::render::letter::lint::pieces::Piece;
use crate::render::letter::source::Source;
use crate::render::letter::text;

/// Words that are named, at most.
const NAMED: usize = 4;

type Count = BTreeMap<String, usize>;

pub fn judge(letter: &Letter, source: Source<'_>, diagnostics: &mut Diagnostics) {
    // Faults of templates were told when the letter was written.
    let content = html::content(source, &mut Diagnostics::default());
    let plain = text::content(source).content;
    let (seen, heard) = (of_html(&content, Alt::Read), of_html(&content, Alt::Silent));
    let said = of_text(&plain);
    let whole = of_html(&letter.html, Alt::Read);
    let told = of_text(&letter.text);
    for (wanted, given, body, template) in [
        (&said, &seen, "le courriel", "email/blocks/"),
        (&heard, &said, "le texte sans mise en forme", "email/blocks/"),
        (&heard, &whole, "le courriel", "email/base.html"),
        (&said, &told, "le texte sans mise en forme", "email/text.txt"),
    ] {
        let lost = lost(wanted, given);
        if lost.is_empty() {
            continue;
        }
        let named: Vec<String> = lost.iter().take(NAMED).map(|word| format!("« {word} »")).collect();
        let message = format!("{body} perd des mots de cette lettre : {}", named.join(", "));
        let help =
            format!("corrigez le thème : un gabarit de « {template} » n'écrit pas tout ce qu'il reçoit");
        let fault = Diagnostic::error(Code::LetterWords, Span::top(&letter.source), message);
        diagnostics.push(fault.with_help(help));
        return;
    }
}

/// Whether what stands for an image is one of the words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alt {
    Read,
    Silent,
}

fn count(text: &str, into: &mut Count) {
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *into.entry(word.to_owned()).or_insert(0) += 1;
    }
}

/// Elements inside a word do not part it; all others do.
fn of_html(html: &str, alt: Alt) -> Count {
    let (mut words, mut line) = (Count::new(), String::new());
    let inline = |name: &str| {
        matches!(name, "a" | "strong" | "em" | "s" | "sup" | "sub" | "code" | "b" | "i" | "span")
    };
    let mut skipped = false;
    for piece in pieces::read(html) {
        match piece {
            Piece::Open(tag) if tag.name == "img" && alt == Alt::Read => {
                line.push_str(&format!(" {} ", tag.get("alt").unwrap_or_default()));
            }
            Piece::Open(tag) => {
                skipped = matches!(tag.name.as_str(), "style" | "title");
                if !inline(&tag.name) {
                    line.push(' ');
                }
            }
            Piece::Close(name) => {
                skipped = false;
                if !inline(&name) {
                    line.push(' ');
                }
            }
            Piece::Text(text) if !skipped => line.push_str(&text),
            Piece::Text(_) => {}
        }
    }
    count(&line, &mut words);
    words
}

/// Without what plain text alone has: numbers of links and of lists, the word
/// before an image.
fn of_text(text: &str) -> Count {
    let mut words = Count::new();
    for line in text.lines() {
        let bare = line.trim_start_matches([' ', '>', '-']);
        let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
        let bare = if digits.len() < bare.len() { digits.strip_prefix(". ").unwrap_or(bare) } else { bare };
        count(&without_numbers(bare).replace("(image\u{a0}: ", "("), &mut words);
    }
    words
}

/// `lien [12]` is `lien`.
fn without_numbers(line: &str) -> String {
    let mut parts = line.split('[');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match part[digits..].strip_prefix(']') {
            Some(rest) if digits > 0 => out.push_str(rest),
            _ => {
                out.push(' ');
                out.push_str(part);
            }
        }
    }
    out
}

fn lost(wanted: &Count, given: &Count) -> Vec<String> {
    let missing = wanted.iter().filter(|(word, count)| given.get(*word).is_none_or(|there| there < count));
    missing.map(|(word, _)| word.clone()).collect()
}
