//! `<img>` in raw HTML: its letters are kept, with a place for what it lacks.
use std::ops::Range;

use html5gum::StartTag;

use crate::model::document::Piece;
use crate::model::document::RawImage;
use crate::model::document::Within;
use crate::parse::markdown::raw::Raw;

/// An image that has one address, and where its tag stands in the raw text.
pub struct Shown {
    pub tag: Range<usize>,
    attributes: Vec<(Box<str>, Box<str>)>,
    within: Within,
}

impl Shown {
    /// Nothing when its author chose among several copies.
    pub fn of(raw: &Raw, tag: &StartTag<usize>, within: Within) -> Option<Self> {
        let text = |bytes: &[u8]| Box::from(&*String::from_utf8_lossy(bytes));
        let attributes: Vec<(Box<str>, Box<str>)> =
            tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
        let copies = attributes.iter().any(|(name, _)| matches!(&**name, "srcset" | "sizes"));
        let range = tag.span.start..tag.span.end;
        let whole = raw.text.get(range.clone())?;
        let is_tag =
            whole.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("<img")) && whole.ends_with('>');
        (is_tag && !copies).then_some(Self { tag: range, attributes, within })
    }

    /// `address` is where its value stands, inside the tag.
    pub fn piece(self, text: &str, link: u32, address: Range<usize>) -> Piece {
        let before = text[self.tag.start..address.start].into();
        let after = text[address.end..self.tag.end].into();
        let (attributes, within) = (self.attributes, self.within);
        Piece::RawImage(Box::new(RawImage { link, before, after, attributes, within }))
    }
}
