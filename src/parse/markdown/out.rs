//! Collects HTML and holes, in order, and the marks of the same text for those who mail it.
use crate::base::escape;
use crate::model::document::Component;
use crate::model::document::Piece;
use crate::model::marks::Element;
use crate::model::marks::Mark;
use crate::model::marks::Marking;

/// Text grows until a hole closes it.
#[derive(Debug, Default)]
pub struct Out {
    html: String,
    pieces: Vec<Piece>,
    marking: Marking,
    marks: Vec<Mark>,
}

/// What was collected.
#[derive(Debug, Default)]
pub struct Written {
    pub pieces: Vec<Piece>,
    /// Empty unless they were asked for.
    pub marks: Vec<Mark>,
}

impl Out {
    pub fn new(bytes: usize, marking: Marking) -> Self {
        Self { html: String::with_capacity(bytes), marking, ..Self::default() }
    }

    /// Takes what was written so far, and leaves an empty one of the same sort.
    #[must_use]
    pub fn aside(&mut self) -> Self {
        let empty = Self { marking: self.marking, ..Self::default() };
        std::mem::replace(self, empty)
    }

    /// Gives what was written since `outer` was put aside, which comes back.
    pub fn back(&mut self, outer: Self) -> Written {
        std::mem::replace(self, outer).finish()
    }

    pub fn marks(&self) -> Marking {
        self.marking
    }

    pub fn mark(&mut self, mark: Mark) {
        if self.marking == Marking::Kept {
            self.marks.push(mark);
        }
    }

    pub fn open(&mut self, element: Element) {
        self.mark(Mark::Open(element));
    }

    pub fn close(&mut self, element: Element) {
        self.mark(Mark::Close(element));
    }

    /// Neighbouring texts are one.
    pub fn told(&mut self, text: &str) {
        if self.marking == Marking::Dropped {
            return;
        }
        match self.marks.last_mut() {
            Some(Mark::Text(last)) => last.push_str(text),
            _ => self.marks.push(Mark::Text(text.to_owned())),
        }
    }

    /// What was put aside, inside an element or as it was.
    pub fn splice(&mut self, marks: Vec<Mark>) {
        self.marks.extend(marks);
    }

    pub fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    pub fn hole(&mut self, piece: Piece) {
        self.flush();
        self.pieces.push(piece);
    }

    /// A component on lines of its own; inside a sentence it has no line end,
    /// which would be a blank before the next mark.
    pub fn block(&mut self, component: Component) {
        self.hole(Piece::Component(Box::new(component)));
        self.push("\n");
    }

    /// The marks of a component whose HTML is a hole.
    pub fn marked(&mut self, component: &Component, label: Vec<Mark>, inner: Vec<Mark>) {
        if self.marking == Marking::Kept {
            self.marks.push(Mark::Component(Box::new(component.holding(label, inner))));
        }
    }

    /// A line of its own for a block, as CommonMark's reference output has it.
    pub fn line(&mut self) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    /// `<`, `>` and `&` escaped: enough between tags.
    pub fn text(&mut self, text: &str) {
        escaped(&mut self.html, text, b"");
    }

    /// Quotes escaped too: for the inside of a double-quoted attribute.
    pub fn attribute(&mut self, text: &str) {
        escaped(&mut self.html, text, b"\"");
    }

    /// An address inside a double-quoted attribute.
    pub fn address(&mut self, text: &str) {
        escape::address(&mut self.html, text);
    }

    pub fn finish(mut self) -> Written {
        self.flush();
        Written { pieces: self.pieces, marks: self.marks }
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            self.pieces.push(Piece::Html(self.html.as_str().into()));
            self.html.clear();
        }
    }
}

fn escaped(out: &mut String, text: &str, more: &[u8]) {
    let mut from = 0;
    for at in memchr::memchr3_iter(b'<', b'>', b'&', text.as_bytes()) {
        quote(out, &text[from..at], more);
        out.push_str(match text.as_bytes()[at] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&amp;",
        });
        from = at + 1;
    }
    quote(out, &text[from..], more);
}

fn quote(out: &mut String, text: &str, more: &[u8]) {
    if more.is_empty() {
        return out.push_str(text);
    }
    for (n, part) in text.split('"').enumerate() {
        if n > 0 {
            out.push_str("&quot;");
        }
        out.push_str(part);
    }
}
