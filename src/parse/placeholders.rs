//! Words that hold the place of others, and that nobody meant to publish.
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::Event;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::model::value::Yaml;

/// Those of one file that are told.
const TOLD: usize = 5;

/// What each ends with, and what stands before that, a letter of each.
const WORDS: [(&str, &[&str]); 8] = [
    ("compléter", &["à ", "À ", "à\u{a0}", "À\u{a0}"]),
    ("Compléter", &["À "]),
    ("COMPLÉTER", &["À ", "A "]),
    ("COMPLETER", &["À ", "A "]),
    ("orem ipsum", &["l", "L"]),
    ("OREM IPSUM", &["L"]),
    ("TODO", &[""]),
    ("XXX", &[""]),
];

/// Those of a text, outside of its code and its comments.
pub fn text((path, text): (&SitePath, &str), fields: &Fields, body: &Range<usize>, told: &mut Diagnostics) {
    let found = find(text);
    if found.is_empty() {
        return;
    }
    let (values, hidden) = (values(fields), hidden(&text[body.clone()], body.start));
    let shown = |word: &Range<usize>| match body.contains(&word.start) {
        true => !within(&hidden, word),
        false => within(&values, word),
    };
    tell((path, text), found.into_iter().filter(shown).collect(), told);
}

/// Those of settings: comments are not read by anybody.
pub fn settings((path, text): (&SitePath, &str), fields: &Fields, told: &mut Diagnostics) {
    let found = find(text);
    let values = if found.is_empty() { Vec::new() } else { values(fields) };
    let shown = |word: &Range<usize>| within(&values, word);
    tell((path, text), found.into_iter().filter(shown).collect(), told);
}

fn tell((path, text): (&SitePath, &str), found: Vec<Range<usize>>, told: &mut Diagnostics) {
    for (n, word) in found.iter().take(TOLD).enumerate() {
        let message = format!("il reste « {} »", text[word.clone()].replace('\u{a0}', " "));
        let more = found.len() - (n + 1);
        let help = match more {
            1 if n + 1 == TOLD => {
                "écrivez le vrai texte à sa place ; il y en a un autre plus loin".to_owned()
            }
            2.. if n + 1 == TOLD => {
                format!("écrivez le vrai texte à sa place ; il y en a {more} autres plus loin")
            }
            _ => "écrivez le vrai texte à sa place".to_owned(),
        };
        let note = Diagnostic::note(Code::Placeholder, Span::new(path, word.clone()), message);
        told.push(note.with_help(help));
    }
}

/// In the order of the text. A word between quotation marks is spoken of.
fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = WORDS.iter().flat_map(|word| find_one(text, word)).collect();
    found.sort_by_key(|word| word.start);
    found
}

fn find_one(text: &str, (end, starts): &(&str, &[&str])) -> Vec<Range<usize>> {
    let whole = |at: usize| {
        let start = starts.iter().find(|start| text[..at].ends_with(*start))?;
        let word = at - start.len()..at + end.len();
        let before = text[..word.start].chars().next_back();
        let after = text[word.end..].chars().next();
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/');
        let alone =
            !before.is_some_and(|c| joins(c) || matches!(c, '.' | '#' | '@')) && !after.is_some_and(joins);
        let spoken = text[..word.start].trim_end().ends_with(['«', '“', '`']);
        (alone && !spoken).then_some(word)
    };
    memmem::find_iter(text.as_bytes(), end).filter_map(whole).collect()
}

/// Whether it begins in one of these ranges, which are in their order and apart.
fn within(ranges: &[Range<usize>], word: &Range<usize>) -> bool {
    let next = ranges.partition_point(|range| range.start <= word.start);
    next.checked_sub(1).is_some_and(|at| ranges[at].contains(&word.start))
}

/// Where values are, as they are written, in the order of the text.
fn values(fields: &Fields) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Node> = fields.0.iter().map(|field| &field.node).collect();
    while let Some(node) = waiting.pop() {
        match &node.yaml {
            Yaml::Null => {}
            Yaml::Scalar { .. } => found.push(node.range.0 as usize..node.range.1 as usize),
            Yaml::List(nodes) => waiting.extend(nodes),
            Yaml::Map(fields) => waiting.extend(fields.0.iter().map(|field| &field.node)),
        }
    }
    found.sort_by_key(|value| value.start);
    found
}

/// Code and comments of a body that starts there.
fn hidden(body: &str, start: usize) -> Vec<Range<usize>> {
    let is_hidden = |event: &Event, range: &Range<usize>| match event {
        Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => true,
        Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
            body[range.clone()].trim_start().starts_with("<!--")
        }
        _ => false,
    };
    let events = Parser::new(body).into_offset_iter().filter(|(event, range)| is_hidden(event, range));
    events.map(|(_, range)| range.start + start..range.end + start).collect()
}

#[cfg(test)]
mod tests {
    use crate::parse::placeholders::find;
    use crate::parse::placeholders::hidden;

    #[test]
    fn words_stand_alone_and_are_not_spoken_of() {
        for (text, expected) in [
            ("Titre à compléter", vec!["à compléter"]),
            ("Lorem ipsum dolor, LOREM IPSUM", vec!["Lorem ipsum", "LOREM IPSUM"]),
            ("TODO : un. XXX", vec!["TODO", "XXX"]),
            ("A COMPLETER et À compléter.", vec!["A COMPLETER", "À compléter"]),
            ("remplacez « à compléter », ou «\u{a0}TODO\u{a0}»", vec![]),
            ("TODOS, XXXe, a/TODO, x.TODO, il va compléter, voilà compléter", vec![]),
        ] {
            let words: Vec<&str> = find(text).into_iter().map(|word| &text[word]).collect();
            assert_eq!(words, expected, "{text}");
        }
    }

    #[test]
    fn code_and_comments_are_hidden() {
        let body = "Un `TODO`.\n\n```\nXXX\n```\n\n<!-- à\ncompléter -->\n\nFin <!-- TODO --> XXX\n";
        let shown: Vec<_> = hidden(body, 0);
        let left = find(body).into_iter().filter(|word| !shown.iter().any(|it| it.contains(&word.start)));
        assert_eq!(left.map(|word| &body[word]).collect::<Vec<_>>(), ["XXX"]);
    }
}
