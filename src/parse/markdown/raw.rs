//! Raw HTML passes byte for byte; its addresses, ids and classes are noted.
use html5gum::DefaultEmitter;
use html5gum::Token;
use html5gum::Tokenizer;

use crate::base::span::Span;
use crate::model::document::Link;
use crate::model::document::Piece;
use crate::model::document::Role;
use crate::parse::markdown::writer::Writer;

/// A stretch of raw HTML and where its parts came from: it may have lost the
/// marks of a quote or a list around it.
#[derive(Debug, Default)]
pub struct Raw {
    pub text: String,
    /// Where a part starts in `text`, and in the file.
    pub parts: Vec<(usize, usize)>,
}

impl Raw {
    pub fn push(&mut self, text: &str, at: usize) {
        self.parts.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// The file's byte behind a byte of the text.
    fn origin(&self, at: usize) -> usize {
        let part = self.parts.iter().rev().find(|(start, _)| *start <= at);
        part.map_or(at, |(start, origin)| origin + (at - start))
    }
}

/// An attribute value that is an address.
struct Address {
    /// Bytes of the value in the raw text.
    start: usize,
    end: usize,
    written: Box<str>,
    role: Role,
}

impl Writer<'_> {
    pub fn raw(&mut self, raw: &Raw) {
        let mut done = 0;
        if worth_reading(&raw.text) {
            for address in self.note(raw) {
                self.out.push(&raw.text[done..address.start]);
                let span = Span::new(self.path, raw.origin(address.start)..raw.origin(address.end));
                let number = self.body.links.len() as u32;
                self.body.links.push(Link { written: address.written, role: address.role, span });
                self.out.hole(Piece::Link(number));
                done = address.end;
            }
        }
        self.out.push(&raw.text[done..]);
    }

    /// Keeps ids and classes; gives the addresses in the order of writing.
    fn note(&mut self, raw: &Raw) -> Vec<Address> {
        let mut addresses = Vec::new();
        let emitter = DefaultEmitter::<usize>::new_with_span();
        for token in Tokenizer::new_with_emitter(raw.text.as_str(), emitter).flatten() {
            let Token::StartTag(tag) = token else { continue };
            let element = String::from_utf8_lossy(&tag.name).into_owned();
            for (name, value) in &tag.attributes {
                let text = String::from_utf8_lossy(value);
                match (name.as_slice(), element.as_str()) {
                    (b"id", _) => self.body.ids.push(text.as_ref().into()),
                    (b"class", _) => self.classes(&text),
                    (b"href", "a" | "area") => {
                        push(&mut addresses, raw, (value.span.start, value.span.end), &text, Role::Raw)
                    }
                    (b"src", "img") => {
                        push(&mut addresses, raw, (value.span.start, value.span.end), &text, Role::RawImage)
                    }
                    (b"src", "iframe" | "video" | "audio" | "source") => {
                        push(&mut addresses, raw, (value.span.start, value.span.end), &text, Role::Raw);
                    }
                    _ => {}
                }
            }
        }
        addresses.sort_by_key(|address| address.start);
        addresses
    }

    pub fn classes(&mut self, written: &str) {
        self.body.classes.extend(written.split_ascii_whitespace().map(Box::from));
    }
}

/// Most raw HTML is a line break or a closing tag.
fn worth_reading(text: &str) -> bool {
    ["id=", "class=", "href=", "src=", "ID=", "CLASS=", "HREF=", "SRC="]
        .iter()
        .any(|word| text.contains(word))
        || (text.contains('=') && text.contains(" ="))
}

/// `span` runs from the attribute's name to the end of its value; the value
/// itself is looked for in the source, where it may hold entities.
fn push(addresses: &mut Vec<Address>, raw: &Raw, span: (usize, usize), written: &str, role: Role) {
    let end = span.1.min(raw.text.len());
    let Some(attribute) = raw.text.get(span.0..end) else { return };
    let Some(equals) = attribute.find('=') else { return };
    let after = &attribute[equals + 1..];
    let blanks = after.len() - after.trim_start().len();
    let mut start = span.0 + equals + 1 + blanks;
    let value = &raw.text[start..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let length = match quote {
        Some(quote) => {
            start += 1;
            value[1..].find(quote)
        }
        None => value.find(|c: char| c.is_ascii_whitespace() || c == '>'),
    };
    let Some(length) = length else { return };
    // An unquoted value or a simple quote stays as it is: a hole is printed for
    // the inside of double quotes.
    if quote == Some('"') {
        addresses.push(Address { start, end: start + length, written: written.into(), role });
    }
}
