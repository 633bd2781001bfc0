//! Collects HTML and holes, in order.
use crate::base::escape;
use crate::model::document::Component;
use crate::model::document::Piece;

/// Text grows until a hole closes it.
#[derive(Debug, Default)]
pub struct Out {
    html: String,
    pieces: Vec<Piece>,
}

impl Out {
    pub fn with_capacity(bytes: usize) -> Self {
        Self { html: String::with_capacity(bytes), pieces: Vec::new() }
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

    pub fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.pieces
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
