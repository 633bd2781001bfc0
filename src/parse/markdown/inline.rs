//! Running text: directives inside a line, French spacing, escaping.
use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::Event;

use crate::base::span::Span;
use crate::base::typography;
use crate::model::config::Typography;
use crate::model::document::Component;
use crate::model::document::FigureBlock;
use crate::model::document::Piece;
use crate::model::document::Standing;
use crate::model::value::Node;
use crate::model::value::Yaml;
use crate::parse::markdown::head;
use crate::parse::markdown::head::Head;
use crate::parse::markdown::out;
use crate::parse::markdown::writer::Events;
use crate::parse::markdown::writer::Writer;
use crate::parse::markdown::writer::text_of;

/// The inline directive that prints a figure of a data set.
pub const VALUE: &str = "valeur";
/// Colons of one text that look like a directive and are none: so many are
/// looked at, so that the time stays linear.
const PATIENCE: usize = 32;
/// Events that one label may be made of.
const LONGEST: usize = 64;

/// A directive inside a line.
struct Written<'t> {
    name: &'t str,
    head: Head,
    /// From its colon, in the file.
    range: Range<usize>,
}

/// A label whose markdown made several events of it.
struct Reach {
    /// Where the directive begins in the file.
    at: usize,
    /// The event that holds the closing bracket, and where in its letters.
    event: usize,
    bracket: usize,
}

/// What comes after a label that was spread.
struct Left {
    /// Events that were used up, those of `text` among them.
    taken: usize,
    text: String,
    /// Where it stands in the file.
    at: usize,
}

impl Writer<'_> {
    /// `range` is where the text stands in the file; `after` are the events that
    /// follow it, and the number of those it took is given back.
    pub fn text(&mut self, text: &str, range: &Range<usize>, after: &[(Event<'_>, Range<usize>)]) -> usize {
        let mut taken = 0;
        let mut next = self.up_to_label(text, range.start, after);
        while let Some(left) = next {
            taken += left.taken;
            next = self.up_to_label(&left.text, left.at, &after[taken..]);
        }
        taken
    }

    /// Writes the text; gives what is left to write when the label of one of its
    /// directives goes on in the events after it.
    fn up_to_label(&mut self, text: &str, start: usize, after: &[(Event<'_>, Range<usize>)]) -> Option<Left> {
        self.body.words += memchr::memchr_iter(b' ', text.as_bytes()).count() as u32;
        let (mut rest, mut from, mut patience) = (text, 0, PATIENCE);
        while let Some(at) = directive_at(rest, from).filter(|_| patience > 0) {
            let here = start + (text.len() - rest.len()) + at;
            if let Some(written) = self.complete(&rest[at..], here) {
                self.plain(&rest[..at]);
                (rest, from) = (&rest[at + written.range.len()..], 0);
                self.inline_directive(&written);
            } else if let Some(reach) = reach(&rest[at..], here, after) {
                self.plain(&rest[..at]);
                return Some(self.spread(&rest[at..], after, &reach));
            } else {
                (from, patience) = (at + 1, patience - 1);
            }
        }
        self.plain(rest);
        None
    }

    /// Text with no directive left in it.
    pub fn plain(&mut self, text: &str) {
        let spaced = self.spaced(text);
        self.out.text(&spaced);
        self.out.told(&spaced);
        self.before = text.chars().next_back().or(self.before);
    }

    /// French spacing, unless the page or a code element around says no.
    pub fn spaced<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.typography {
            Typography::French if self.code == 0 => typography::french(text, self.before),
            _ => Cow::Borrowed(text),
        }
    }

    /// The directive with which `text` begins; nothing when it is only a colon
    /// in a sentence.
    fn complete<'t>(&mut self, text: &'t str, at: usize) -> Option<Written<'t>> {
        let name = name_of(text);
        let after = 1 + name.len();
        let (head, length) = head::inline(self.path, &text[after..], at + after, self.diagnostics)?;
        Some(Written { name, head, range: at..at + after + length })
    }

    fn inline_directive(&mut self, written: &Written<'_>) {
        let label = written.head.label.as_ref().map(|(_, text)| text.as_str()).unwrap_or_default();
        if written.name == VALUE {
            let span = Span::new(self.path, written.range.clone());
            let yaml = Yaml::Scalar { text: label.to_owned(), quoted: true };
            let settings = Node { yaml, range: (span.start, span.end) };
            self.figure(FigureBlock { name: VALUE.into(), settings, level: 6, number: 0, span });
        } else {
            let outer = self.out.aside();
            self.plain(label);
            let label = self.out.back(outer);
            self.inline_component(written, label);
        }
        self.before = Some('x');
    }

    fn inline_component(&mut self, written: &Written<'_>, label: out::Written) {
        self.number += 1;
        let span = Span::new(self.path, written.range.clone());
        let attributes = self.attributes(&written.head, &span);
        let component = Component {
            name: written.name.into(),
            label: label.pieces,
            attributes,
            inner: Vec::new(),
            level: self.next_level(),
            number: self.number,
            standing: Standing::Inline,
            span,
        };
        self.out.marked(&component, label.marks, Vec::new());
        self.out.hole(Piece::Component(Box::new(component)));
    }

    /// Writes a directive whose label goes on in the events after its text.
    fn spread(&mut self, text: &str, after: &[(Event<'_>, Range<usize>)], reach: &Reach) -> Left {
        let name = name_of(text);
        let last = text_of(&after[reach.event].0);
        let outer = self.out.aside();
        self.plain(&text[name.len() + 2..]);
        let inside: Events<'_> = after[..reach.event].to_vec();
        self.events(&inside);
        self.plain(&last[..reach.bracket]);
        let label = self.out.back(outer);
        let run = after[reach.event + 1..].iter().take_while(|(event, _)| matches!(event, Event::Text(_)));
        let taken = reach.event + 1 + run.clone().count();
        let rest: String = run.map(|(event, _)| text_of(event)).collect();
        let rest = format!("{}{rest}", &last[reach.bracket + 1..]);
        let here = after[reach.event].1.start + self.base + reach.bracket + 1;
        let read =
            if rest.starts_with('{') { head::inline(self.path, &rest, here, self.diagnostics) } else { None };
        let (head, length) = read.unwrap_or_default();
        self.inline_component(&Written { name, head, range: reach.at..here + length }, label);
        self.before = Some('x');
        Left { taken, text: rest[length..].to_owned(), at: here + length }
    }
}

/// Where the bracket that opens in `text` is closed by one of the events after
/// it, in the same paragraph and outside of emphasis and links.
fn reach(text: &str, at: usize, after: &[(Event<'_>, Range<usize>)]) -> Option<Reach> {
    let label = text[1 + name_of(text).len()..].strip_prefix('[')?;
    let mut open = 1 + label.matches('[').count();
    let mut depth = 0_usize;
    for (event, (kind, _)) in after.iter().take(LONGEST).enumerate() {
        match kind {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.checked_sub(1)?,
            Event::Text(letters) if depth == 0 => {
                for (bracket, c) in letters.char_indices() {
                    match c {
                        '[' => open += 1,
                        ']' if open == 1 => return Some(Reach { at, event, bracket }),
                        ']' => open -= 1,
                        _ => {}
                    }
                }
            }
            Event::HardBreak => return None,
            _ => {}
        }
    }
    None
}

fn name_of(text: &str) -> &str {
    let rest = &text[1..];
    &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len())]
}

/// A colon, then letters, then `[` or `{`, and no letter or colon before; not
/// before `from`.
fn directive_at(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let colons = memchr::memchr_iter(b':', bytes.get(from..)?).map(|at| from + at);
    colons.into_iter().find(|&at| {
        let free = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != ':');
        let starts = text[at + 1..].starts_with(|c: char| c.is_alphabetic());
        free && starts && matches!(bytes.get(at + 1 + name_of(&text[at..]).len()), Some(b'[' | b'{'))
    })
}
