//! Every text as a search sees it: its sections without markup, and its stems.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::memo::Memo;
use crate::base::memo::same;
use crate::base::path::SitePath;
use crate::base::stem;
use crate::base::stem::Language;
use crate::model::document::Attribute;
use crate::model::document::Component;
use crate::model::document::Piece;
use crate::model::figure::Drawing;
use crate::model::search::Reading;
use crate::model::search::Readings;
use crate::model::search::Said;
use crate::model::search::Section;
use crate::model::site::Entry;
use crate::model::site::Prose;

/// Attributes of blocks whose words are read.
const READ: [&str; 5] = ["title", "titre", "caption", "legende", "alt"];

/// Elements that part no word.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "cite", "code", "data", "em", "i", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// What is remembered of texts that were read.
#[derive(Default)]
pub struct Known {
    lang: String,
    texts: Memo<SitePath, (Arc<Prose>, Arc<Reading>)>,
}

pub fn readings<'a>(
    known: &mut Known,
    entries: impl Iterator<Item = &'a Arc<Entry>>,
    lang: &str,
) -> Readings {
    let language = stem::language(lang);
    let texts: Vec<_> = entries.map(|entry| (&entry.source, &entry.prose)).collect();
    if known.lang != lang {
        *known = Known { lang: lang.to_owned(), texts: Memo::default() };
    }
    let (read, _) = known.texts.renew(
        &texts,
        |(prose, _), now| same(prose, now),
        |prose| (Arc::clone(prose), Arc::new(reading(prose, language))),
    );
    texts.iter().zip(read).map(|((source, _), read)| ((*source).clone(), read.1.clone())).collect()
}

fn reading(prose: &Prose, language: Language) -> Reading {
    let mut html = String::new();
    flatten(prose, &prose.document.body.pieces, &mut html);
    let sections = sections(&html);
    let said = count(sections.iter().map(|section| section.text.as_str()), language);
    let headed = count(sections.iter().map(|section| section.heading.as_str()), language);
    Reading { sections, said, headed }
}

/// Each word is cut to its stem once, however often it is said.
fn count<'a>(texts: impl Iterator<Item = &'a str>, language: Language) -> Said {
    let folded: Vec<String> = texts.map(stem::fold).collect();
    let mut words: Vec<&str> = folded.iter().flat_map(|text| stem::words(text)).collect();
    words.sort_unstable();
    let mut counts = BTreeMap::new();
    for same in words.chunk_by(|one, other| one == other) {
        if !language.is_silent(same[0]) {
            let times = u32::try_from(same.len()).unwrap_or(u32::MAX);
            *counts.entry(language.stem(same[0])).or_default() += times;
        }
    }
    Said::new(&counts)
}

/// The HTML of a body, its holes filled with what they say.
fn flatten(prose: &Prose, pieces: &[Piece], out: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Html(html) => out.push_str(html),
            Piece::Link(_) | Piece::RawImage(_) => {}
            Piece::Image(image) => said(&image.alt, out),
            Piece::Figure(number) => drawing(&prose.drawings[*number as usize], out),
            Piece::Component(component) => block(prose, component, out),
        }
    }
}

fn block(prose: &Prose, component: &Component, out: &mut String) {
    out.push_str("<p>");
    flatten(prose, &component.label, out);
    out.push_str("<p>");
    for (name, attribute) in &component.attributes {
        if let (true, Attribute::Text(text)) = (READ.contains(&name.as_ref()), attribute) {
            said(text, out);
            out.push_str("<p>");
        }
    }
    flatten(prose, &component.inner, out);
    out.push_str("<p>");
}

fn drawing(drawing: &Drawing, out: &mut String) {
    match drawing {
        Drawing::Figure(figure) => {
            for text in [&figure.title, &figure.words.sentence] {
                said(text, out);
                out.push_str("<p>");
            }
        }
        Drawing::Tiles(tiles) => {
            for tile in tiles {
                said(&format!("{} {} {}", tile.title, tile.value, tile.unit), out);
                out.push_str("<p>");
            }
        }
        Drawing::Value(text) => said(text, out),
        Drawing::Missing => {}
    }
}

/// Plain text among HTML.
fn said(text: &str, out: &mut String) {
    out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
}

/// Cut where a heading with an `id` begins.
fn sections(html: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    // The element whose text is a heading, or read by nobody.
    let (mut heading, mut unread): (Option<&str>, Option<&str>) = (None, None);
    let mut rest = html;
    loop {
        // In a script, « < » compares: only its own end counts.
        let next = match unread {
            Some(name) => rest.find(&format!("</{name}")),
            None => rest.find('<'),
        };
        let (text, tag) = rest.split_at(next.unwrap_or(rest.len()));
        if unread.is_none() {
            open(&mut sections, heading).push_str(&decoded(text));
        }
        if tag.is_empty() {
            break;
        }
        let Some(end) = end(tag) else { break };
        let (inside, after) = (&tag[1..end], &tag[end + 1..]);
        rest = after;
        let name = name(inside);
        let closes = inside.starts_with('/');
        if unread.is_some_and(|unread| closes && unread == name) {
            unread = None;
        } else if unread.is_none() && !closes && matches!(name, "script" | "style" | "template") {
            unread = Some(name);
        }
        if heading.is_some_and(|heading| closes && heading == name) {
            heading = None;
        }
        let anchor = attribute_id(inside).filter(|_| !closes && is_heading(name));
        if let Some(anchor) = anchor {
            heading = Some(name);
            sections.push(Section { anchor: decoded(anchor).into(), ..Section::default() });
        } else if !INLINE.contains(&name) {
            open(&mut sections, heading).push(' ');
        }
    }
    for section in &mut sections {
        section.heading = squeeze(&section.heading);
        section.text = squeeze(&section.text);
    }
    sections.retain(|section| !section.heading.is_empty() || !section.text.is_empty());
    sections
}

/// Where the text goes that comes next.
fn open<'a>(sections: &'a mut [Section], heading: Option<&str>) -> &'a mut String {
    let section = sections.last_mut().expect("there is a first section");
    if heading.is_some() { &mut section.heading } else { &mut section.text }
}

/// Of the `>` that ends a tag or a comment.
fn end(tag: &str) -> Option<usize> {
    if tag.starts_with("<!--") {
        return tag.find("-->").map(|at| at + 2);
    }
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn name(inside: &str) -> &str {
    let inside = inside.trim_start_matches('/');
    inside.find(|c: char| !c.is_ascii_alphanumeric()).map_or(inside, |end| &inside[..end])
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h2" | "h3" | "h4" | "h5" | "h6")
}

fn attribute_id(inside: &str) -> Option<&str> {
    let at = inside.find(" id=\"")? + " id=\"".len();
    let end = inside[at..].find('"')?;
    Some(&inside[at..at + end])
}

/// The references that our own HTML has, and those by number.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // No reference that is known is longer.
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let known = end.and_then(|end| Some((reference(&rest[1..end])?, end + 1)));
        let (c, length) = known.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| !c.is_control())
        }
    }
}

fn squeeze(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::assemble::search::sections;

    fn told(html: &str) -> Vec<(String, String, String)> {
        let whole = sections(html).into_iter();
        whole.map(|it| (it.heading, it.anchor.into(), it.text)).collect()
    }

    #[test]
    fn a_text_is_cut_at_its_headings_and_loses_its_markup() {
        let html = "<p>Un <em>ser</em>vice</p><ul><li>a</li><li>b &amp; c</li></ul>\
                    <h2 id=\"la-suite\">La <a href=\"/x>y\">suite</a></h2><script>let x = 1 < 2;</script><p>Fin.";
        let expected = [("", "", "Un service a b & c"), ("La suite", "la-suite", "Fin.")];
        assert_eq!(told(html), expected.map(|(a, b, c)| (a.into(), b.into(), c.into())));
    }

    #[test]
    fn broken_markup_ends_the_text_and_nothing_else() {
        for html in ["<", "a<p", "<!-- x", "<p title=\"", "&#x110000;&#0;&é;", "<h2 id=\"", "</", "<>"] {
            told(html);
        }
        assert_eq!(told("a &#x110000; &é; b")[0].2, "a &#x110000; &é; b");
    }
}
