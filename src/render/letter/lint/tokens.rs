//! Signs that a sending tool replaces, where nobody meant them: `{{ … }}`, `[[…]]`, `*|…|*`.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::french::NBSP;
use crate::base::span::Span;
use crate::model::letter::Letter;
use crate::model::letter::Target;

/// How tools begin and end what they replace.
const MARKS: [(&str, &str); 8] = [
    ("{{", "}}"),
    ("{%", "%}"),
    ("[[", "]]"),
    ("*|", "|*"),
    ("[#DL:", "#]"),
    ("<%", "%>"),
    ("%%", "%%"),
    ("${", "}"),
];

pub fn judge(letter: &Letter, target: Target, diagnostics: &mut Diagnostics) {
    let own: Vec<&str> = [target.unsubscribe(), target.mirror()].into_iter().flatten().collect();
    let subject = [letter.subject.as_str(), letter.preheader.as_deref().unwrap_or_default()];
    let bodies = [letter.html.as_str(), letter.text.as_str()];
    let mut told: Vec<String> = Vec::new();
    for text in subject.into_iter().chain(bodies) {
        for stray in strays(text, &own) {
            if told.contains(&stray) {
                continue;
            }
            let message =
                format!("«{NBSP}{stray}{NBSP}» serait remplacé par l'outil d'envoi, ou envoyé tel quel");
            let help = "écrivez-le autrement : une lettre est la même pour tous, sans nom ni champ à remplir";
            let fault = Diagnostic::error(Code::LetterToken, Span::top(&letter.source), message);
            diagnostics.push(fault.with_help(help));
            told.push(stray);
        }
    }
}

/// Each that is not one of the tool's own words.
fn strays(text: &str, own: &[&str]) -> Vec<String> {
    let text = own.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
    let mut found = Vec::new();
    for (open, close) in MARKS {
        for (at, _) in text.match_indices(open) {
            let rest = &text[at..];
            let end = rest[open.len()..].find(close).map(|end| open.len() + end + close.len());
            // The end of a style sheet's rules, a number between signs of per cent.
            let Some(end) =
                end.filter(|end| *end <= 120 && !rest[..*end].contains(['\n', '<', '>']) || open == "<%")
            else {
                continue;
            };
            found.push(rest[..end].chars().take(60).collect());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::render::letter::lint::tokens::strays;

    #[test]
    fn signs_of_tools_are_told_from_words() {
        for (text, expected) in [
            ("Bonjour {{ prenom }},", vec!["{{ prenom }}"]),
            ("[[data:nom]] *|FNAME|* [#DL:X#]", vec!["[[data:nom]]", "*|FNAME|*", "[#DL:X#]"]),
            ("{% if x %}", vec!["{% if x %}"]),
            ("{{ unsubscribe }}", vec![]),
            ("@media (x) { a { b: c } }", vec![]),
            ("50 % ou 100 %, [voir], a*|b", vec![]),
        ] {
            assert_eq!(strays(text, &["{{ unsubscribe }}"]), expected, "{text}");
        }
    }
}
