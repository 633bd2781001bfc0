//! Raw HTML passes byte for byte; its addresses, ids and classes are noted.
use html5gum::DefaultEmitter;
use html5gum::StartTag;
use html5gum::Token;
use html5gum::Tokenizer;

use crate::base::span::Span;
use crate::model::document::Link;
use crate::model::document::Piece;
use crate::model::document::Role;
use crate::model::marks::Marking;
use crate::parse::markdown::images::Shown;
use crate::parse::markdown::links::stays;
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
    pub fn origin(&self, at: usize) -> usize {
        let part = self.parts.iter().rev().find(|(start, _)| *start <= at);
        part.map_or(at, |(start, origin)| origin + (at - start))
    }
}

/// An attribute value that is an address.
pub struct Address {
    /// Bytes of the value in the raw text.
    pub start: usize,
    pub end: usize,
    pub written: Box<str>,
    pub role: Role,
    /// The image of which it is the only address.
    pub image: Option<Shown>,
}

impl Writer<'_> {
    pub fn raw(&mut self, raw: &Raw) {
        let mut done = 0;
        let mut noted = Vec::new();
        // Most raw HTML is a line break or a closing tag.
        if raw.text.contains('=') || self.nesting.heeds(&raw.text) {
            for mut address in self.note(raw) {
                let span = Span::new(self.path, raw.origin(address.start)..raw.origin(address.end));
                let number = self.body.links.len() as u32;
                noted.push((address.start, number));
                let letters = &raw.text[address.start..address.end];
                let letters = (*letters != *address.written).then(|| letters.into());
                let (whole, image) = (stays(&address.written), address.image.take());
                let elsewhere = whole && !address.written.trim_start().starts_with('/');
                self.body.links.push(Link { written: address.written, letters, role: address.role, span });
                if let Some(image) = image.filter(|_| !elsewhere) {
                    self.out.push(&raw.text[done..image.tag.start]);
                    done = image.tag.end;
                    self.out.hole(image.piece(&raw.text, number, address.start..address.end));
                } else if !whole {
                    self.out.push(&raw.text[done..address.start]);
                    self.out.hole(Piece::Link(number));
                    done = address.end;
                }
            }
        }
        self.out.push(&raw.text[done..]);
        if self.out.marks() == Marking::Kept {
            self.filter(raw, &noted);
        }
    }

    /// Keeps ids and classes; gives the addresses in the order of writing.
    fn note(&mut self, raw: &Raw) -> Vec<Address> {
        let mut addresses = Vec::new();
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        // What a script or a style sheet says is no tag.
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(raw.text.as_str(), emitter).flatten() {
            match token {
                Token::StartTag(tag) => self.tag(raw, &tag, &mut addresses),
                Token::EndTag(tag) => _ = self.nesting.closed(&String::from_utf8_lossy(&tag.name)),
                _ => {}
            }
        }
        addresses.sort_by_key(|address| address.start);
        addresses
    }

    fn tag(&mut self, raw: &Raw, tag: &StartTag<usize>, addresses: &mut Vec<Address>) {
        let element = String::from_utf8_lossy(&tag.name).into_owned();
        self.nesting.opened(&element);
        self.judge_tag(raw, tag);
        for (name, value) in &tag.attributes {
            let text = String::from_utf8_lossy(value);
            let name = String::from_utf8_lossy(name);
            match &*name {
                "id" => self.id(&text),
                "name" if element == "a" => self.id(&text),
                "class" => self.classes(&text),
                "style" => self.body.styled = true,
                _ => {
                    let Some((start, end)) = value_of(raw, (value.span.start, value.span.end)) else {
                        continue;
                    };
                    let written = text.as_ref().into();
                    let whole = Address { start, end, written, role: Role::Raw, image: None };
                    match (&*name, element.as_str()) {
                        ("srcset", "img" | "source") => candidates(raw, &whole, addresses),
                        ("href", "a" | "area") => addresses.push(whole),
                        ("src", "iframe") => addresses.push(Address { role: Role::RawFrame, ..whole }),
                        ("src", "video" | "audio" | "source" | "track") => {
                            addresses.push(Address { role: Role::RawMedia, ..whole });
                        }
                        ("src", "embed") => addresses.push(whole),
                        ("src", "img") => {
                            let image = Shown::of(raw, tag, self.nesting.within());
                            addresses.push(Address { role: Role::RawImage, image, ..whole });
                        }
                        ("poster", "video") => addresses.push(Address { role: Role::RawImage, ..whole }),
                        _ => {}
                    }
                }
            }
        }
    }

    pub fn classes(&mut self, written: &str) {
        self.body.classes.extend(written.split_ascii_whitespace().map(Box::from));
    }
}

/// Where the value stands, without its quotes. `span` runs from the
/// attribute's name to the end of its value.
pub fn value_of(raw: &Raw, span: (usize, usize)) -> Option<(usize, usize)> {
    let attribute = raw.text.get(span.0..span.1.min(raw.text.len()))?;
    let equals = attribute.find('=')?;
    let after = &attribute[equals + 1..];
    let blanks = after.len() - after.trim_start().len();
    let start = span.0 + equals + 1 + blanks;
    let value = &raw.text[start..];
    match value.chars().next()? {
        quote @ ('"' | '\'') => Some((start + 1, start + 1 + value[1..].find(quote)?)),
        _ => {
            let length = value.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
            Some((start, start + length))
        }
    }
}

/// The addresses of a `srcset` (HTML, 4.8.4.2.1): each ends at a blank, and
/// what describes it at a comma.
fn candidates(raw: &Raw, whole: &Address, addresses: &mut Vec<Address>) {
    let text = &raw.text[whole.start..whole.end];
    let blank = |c: char| c.is_ascii_whitespace() || c == ',';
    let mut at = 0;
    while let Some(skipped) = text[at..].find(|c| !blank(c)) {
        let start = at + skipped;
        let rest = &text[start..];
        let word = &rest[..rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len())];
        let address = word.trim_end_matches(',');
        let described = if address.len() == word.len() { rest[word.len()..].find(',') } else { Some(0) };
        at = described.map_or(text.len(), |length| start + word.len() + length);
        addresses.push(Address {
            start: whole.start + start,
            end: whole.start + start + address.len(),
            written: address.replace("&amp;", "&").into(),
            role: Role::RawImage,
            image: None,
        });
    }
}
