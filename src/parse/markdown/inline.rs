//! Running text: directives inside a line, French spacing, escaping.
use std::borrow::Cow;
use std::ops::Range;

use crate::base::span::Span;
use crate::model::config::Typography;
use crate::model::document::Component;
use crate::model::document::FigureBlock;
use crate::model::document::Piece;
use crate::model::value::Node;
use crate::model::value::Yaml;
use crate::parse::markdown::head;
use crate::parse::markdown::writer::Writer;
use crate::parse::typography;

/// The inline directive that prints a figure of a data set.
pub const VALUE: &str = "valeur";

impl Writer<'_> {
    /// `range` is where the text stands in the file.
    pub fn text(&mut self, text: &str, range: &Range<usize>) {
        self.body.words += memchr::memchr_iter(b' ', text.as_bytes()).count() as u32;
        let mut rest = text;
        while let Some(at) = directive_at(rest) {
            let consumed = text.len() - rest.len();
            let Some(end) = self.inline_directive(&rest[..at], &rest[at..], range.start + consumed + at)
            else {
                break;
            };
            rest = &rest[at + end..];
        }
        self.plain(rest);
    }

    /// Text with no directive left in it.
    pub fn plain(&mut self, text: &str) {
        let spaced = self.spaced(text);
        self.out.text(&spaced);
        self.before = text.chars().next_back().or(self.before);
    }

    /// French spacing, unless the page or a code element around says no.
    pub fn spaced<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.typography {
            Typography::French if self.code == 0 => typography::french(text, self.before),
            _ => Cow::Borrowed(text),
        }
    }

    /// Writes `before` and the directive; gives its length, or nothing when it
    /// is only a colon in a sentence.
    fn inline_directive(&mut self, before: &str, text: &str, at: usize) -> Option<usize> {
        let name: String = text[1..].chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
        let after = 1 + name.len();
        let (head, length) = head::inline(self.path, &text[after..], at + after, self.diagnostics)?;
        let length = after + length;
        let span = Span::new(self.path, at..at + length);
        self.plain(before);
        let label = head.label.as_ref().map(|(_, text)| text.as_str()).unwrap_or_default().to_owned();
        if name == VALUE {
            let yaml = Yaml::Scalar { text: label, quoted: true };
            let settings = Node { yaml, range: (span.start, span.end) };
            self.figure(FigureBlock { name: name.into(), settings, level: 6, number: 0, span });
        } else {
            self.number += 1;
            let mut inner = crate::parse::markdown::out::Out::default();
            inner.text(&self.spaced(&label));
            let attributes = self.attributes(&head, &span);
            let level = self.next_level();
            let number = self.number;
            let component = Component {
                name: name.into(),
                label: inner.finish(),
                attributes,
                inner: Vec::new(),
                level,
                number,
                span,
            };
            self.out.hole(Piece::Component(Box::new(component)));
        }
        self.before = Some('x');
        Some(length)
    }
}

/// A colon, then letters, then `[` or `{`, and no letter or colon before.
fn directive_at(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).find(|&at| {
        let free = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != ':');
        let name = text[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '-');
        let length: usize = name.map(char::len_utf8).sum();
        let starts = text[at + 1..].starts_with(|c: char| c.is_alphabetic());
        free && starts && matches!(bytes.get(at + 1 + length), Some(b'[' | b'{'))
    })
}
