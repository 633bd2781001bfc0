//! Footnotes: numbered by their first call, gathered at the end of the text,
//! each with a way back (RGAA 6.1: the links say where they lead).
use crate::base::slug;
use crate::model::document::Piece;
use crate::parse::markdown::out::Out;
use crate::parse::markdown::writer::Writer;

#[derive(Default)]
pub struct Notes {
    /// Names in the order of their first call.
    order: Vec<String>,
    /// How often each was called.
    calls: Vec<u32>,
    written: Vec<(String, Vec<Piece>)>,
    /// What was being written before the definition began.
    outer: Vec<(String, Out)>,
}

impl Notes {
    fn number(&mut self, name: &str) -> usize {
        let known = self.order.iter().position(|other| other == name);
        known.unwrap_or_else(|| {
            self.order.push(name.to_owned());
            self.calls.push(0);
            self.order.len() - 1
        })
    }
}

impl Writer<'_> {
    pub fn note_call(&mut self, name: &str) {
        let number = self.notes.number(name);
        self.notes.calls[number] += 1;
        let (shown, slug) = (number + 1, slug::anchor(name));
        let id = match self.notes.calls[number] {
            1 => format!("appel-{slug}"),
            again => format!("appel-{slug}-{again}"),
        };
        self.body.ids.push(id.as_str().into());
        self.out.push(&format!(
            "<sup><a href=\"#note-{slug}\" id=\"{id}\" role=\"doc-noteref\" aria-label=\"Note {shown}\">{shown}</a></sup>"
        ));
        self.before = Some('x');
    }

    pub fn note_begins(&mut self, name: &str) {
        self.notes.outer.push((name.to_owned(), std::mem::take(&mut self.out)));
    }

    pub fn note_ends(&mut self) {
        if let Some((name, outer)) = self.notes.outer.pop() {
            let inner = std::mem::replace(&mut self.out, outer);
            self.notes.written.push((name, inner.finish()));
        }
    }

    /// Prints the notes that were called, in order.
    pub fn notes_section(&mut self) {
        let mut notes = std::mem::take(&mut self.notes);
        if notes.order.is_empty() {
            return;
        }
        self.out.line();
        self.out.push("<section role=\"doc-endnotes\" aria-label=\"Notes\"><hr />\n<ol>\n");
        for name in &notes.order {
            let slug = slug::anchor(name);
            self.body.ids.push(format!("note-{slug}").into());
            self.out.push(&format!("<li id=\"note-{slug}\">"));
            if let Some(at) = notes.written.iter().position(|(other, _)| other == name) {
                for piece in notes.written.swap_remove(at).1 {
                    match piece {
                        Piece::Html(html) => self.out.push(&html),
                        hole => self.out.hole(hole),
                    }
                }
            }
            self.out.push(&format!(
                "<a href=\"#appel-{slug}\" role=\"doc-backlink\" aria-label=\"Retour à l’appel de note\">↩</a></li>\n"
            ));
        }
        self.out.push("</ol>\n</section>\n");
    }
}
