//! The HTML of a mail as a flat list of what it opens, closes and says.
use std::collections::BTreeMap;

use html5gum::DefaultEmitter;
use html5gum::Token;
use html5gum::Tokenizer;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Open(Tag),
    Close(String),
    Text(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Holds nothing and is never closed.
    pub fn is_void(&self) -> bool {
        matches!(self.name.as_str(), "br" | "col" | "hr" | "img" | "input" | "link" | "meta")
    }

    /// Properties of its `style`, in order, names in lower case.
    pub fn styles(&self) -> impl Iterator<Item = (String, &str)> {
        declarations(self.get("style").unwrap_or_default())
    }
}

/// `a: b; c: d`.
pub fn declarations(text: &str) -> impl Iterator<Item = (String, &str)> {
    text.split(';').filter_map(|one| one.split_once(':')).map(|(name, value)| {
        let value = value.trim();
        let value = value.strip_suffix("!important").unwrap_or(value).trim();
        (name.trim().to_ascii_lowercase(), value)
    })
}

pub fn read(html: &str) -> Vec<Piece> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut pieces = Vec::new();
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
                pieces.push(Piece::Open(Tag { name: text(&tag.name), attributes: attributes.collect() }));
            }
            Token::EndTag(tag) => pieces.push(Piece::Close(text(&tag.name))),
            Token::String(said) => pieces.push(Piece::Text(text(&said.value))),
            _ => {}
        }
    }
    pieces
}
