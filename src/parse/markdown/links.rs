//! Addresses in a text: noted for later, and printed at once when nothing can
//! change them.
use std::ops::Range;

use crate::base::span::Span;
use crate::model::document::Link;
use crate::model::document::Piece;
use crate::model::document::Role;
use crate::model::marks::Element;
use crate::parse::markdown::writer::Writer;

impl Writer<'_> {
    pub fn open_link(&mut self, written: &str, title: &str, range: &Range<usize>) {
        let number = self.link(written, Role::Page, range);
        self.out.open(Element::Link(number));
        self.nesting.opened("a");
        self.out.push("<a href=\"");
        match stays(written) {
            true => self.out.address(written.trim()),
            false => self.out.hole(Piece::Link(number)),
        }
        self.out.push("\"");
        if !title.is_empty() {
            self.out.push(" title=\"");
            self.out.attribute(title);
            self.out.push("\"");
        }
        self.out.push(">");
    }

    /// Notes an address; gives its number.
    pub fn link(&mut self, written: &str, role: Role, range: &Range<usize>) -> u32 {
        let span = Span::new(self.path, range.clone());
        self.body.links.push(Link { written: written.into(), letters: None, role, span });
        self.body.links.len() as u32 - 1
    }

    /// Notes an anchor that is not a heading's; later headings leave it alone.
    pub fn id(&mut self, id: &str) {
        self.anchors.insert(id.to_owned());
        self.body.ids.push(id.into());
    }
}

/// True for an address that is printed as it is written, wherever it turns out
/// to lead: it needs no hole, only a check.
pub fn stays(written: &str) -> bool {
    let written = written.trim();
    let scheme = || {
        let name = written.split_once(':').map_or("", |(name, _)| name);
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    };
    (written.starts_with(['/', '#']) || scheme()) && !written.contains(".md")
}
