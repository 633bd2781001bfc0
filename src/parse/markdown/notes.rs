//! Footnotes: numbered by their first call, gathered at the end of the text,
//! each with a way back to every call (RGAA 6.1: the links say where they lead).
use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::slug;
use crate::model::document::Piece;
use crate::model::document::Role;
use crate::model::marks::Element;
use crate::model::marks::Mark;
use crate::parse::markdown::out::Out;
use crate::parse::markdown::out::Written;
use crate::parse::markdown::writer::Writer;

#[derive(Default)]
pub struct Notes {
    /// Those that were called, in the order of their first call.
    called: Vec<Note>,
    /// Place in `called` by name, whatever its case.
    known: BTreeMap<String, usize>,
    written: BTreeMap<String, Written>,
    /// What was being written before the definition began.
    outer: Vec<(String, Out)>,
}

struct Note {
    name: String,
    /// What its anchors end with: its name, or its number when another has it.
    slug: String,
    calls: Vec<String>,
    /// Where the calls stand in the file.
    span: Range<usize>,
}

impl Writer<'_> {
    pub fn note_call(&mut self, name: &str, range: &Range<usize>) {
        let name = name.to_lowercase();
        let at = match self.notes.known.get(&name) {
            Some(at) => *at,
            None => self.first_call(name, range),
        };
        let note = &self.notes.called[at];
        let (shown, target) = (at + 1, format!("#note-{}", note.slug));
        let id = match note.calls.len() {
            0 => format!("appel-{}", note.slug),
            before => self.free(&format!("appel-{}", note.slug), before + 1),
        };
        self.id(&id);
        self.out.push("<sup><a href=\"");
        let link = self.link(&target, Role::Page, range);
        self.out.hole(Piece::Link(link));
        self.out.push("\" id=\"");
        self.out.attribute(&id);
        self.out.push(&format!("\" role=\"doc-noteref\" aria-label=\"Note {shown}\">{shown}</a></sup>"));
        self.out.told(&format!(" (note\u{a0}{shown})"));
        self.notes.called[at].calls.push(id);
        self.before = Some('x');
    }

    fn first_call(&mut self, name: String, range: &Range<usize>) -> usize {
        let at = self.notes.called.len();
        let taken = |slug: &str| {
            ["note", "appel"].iter().any(|word| self.anchors.contains(&format!("{word}-{slug}")))
        };
        let mut slug = slug::anchor(&name);
        for again in 2_u32.. {
            if !taken(&slug) {
                break;
            }
            slug = format!("{}-{again}", slug::anchor(&name));
        }
        self.id(&format!("note-{slug}"));
        self.notes.known.insert(name.clone(), at);
        self.notes.called.push(Note { name, slug, calls: Vec::new(), span: range.clone() });
        at
    }

    /// The first of `first-n`, `first-n+1`, … that is nobody's anchor.
    fn free(&self, first: &str, from: usize) -> String {
        let mut numbered = (from..).map(|n| format!("{first}-{n}"));
        numbered.find(|id| !self.anchors.contains(id)).expect("numbers do not end")
    }

    pub fn note_begins(&mut self, name: &str) {
        self.notes.outer.push((name.to_lowercase(), self.out.aside()));
    }

    /// The first definition of a name counts, as for links.
    pub fn note_ends(&mut self) {
        if let Some((name, outer)) = self.notes.outer.pop() {
            let inner = self.out.back(outer);
            self.notes.written.entry(name).or_insert(inner);
        }
    }

    /// Prints the notes that were called, in order.
    pub fn notes_section(&mut self) {
        let mut notes = std::mem::take(&mut self.notes);
        if notes.called.is_empty() {
            return;
        }
        self.out.line();
        self.out.push("<section role=\"doc-endnotes\" aria-label=\"Notes\"><hr />\n<ol>\n");
        self.out.mark(Mark::Rule);
        self.out.open(Element::Ordered(1));
        for (at, note) in notes.called.iter().enumerate() {
            self.out.push("<li id=\"note-");
            self.out.attribute(&note.slug);
            self.out.push("\">");
            let Written { pieces, marks } = notes.written.remove(&note.name).unwrap_or_default();
            self.out.open(Element::Item);
            self.out.splice(marks);
            self.out.close(Element::Item);
            for piece in pieces {
                match piece {
                    Piece::Html(html) => self.out.push(&html),
                    hole => self.out.hole(hole),
                }
            }
            self.ways_back(note, at + 1);
            self.out.push("</li>\n");
        }
        self.out.close(Element::Ordered(1));
        self.out.push("</ol>\n</section>\n");
    }

    fn ways_back(&mut self, note: &Note, number: usize) {
        let many = note.calls.len() > 1;
        for (nth, id) in note.calls.iter().enumerate() {
            let link = self.link(&format!("#{id}"), Role::Page, &note.span);
            let which = if many { format!(", {}", nth + 1) } else { String::new() };
            let mark = if many { format!("↩{}", nth + 1) } else { "↩".to_owned() };
            self.out.push(" <a href=\"");
            self.out.hole(Piece::Link(link));
            self.out.push(&format!(
                "\" role=\"doc-backlink\" aria-label=\"Retour à l’appel de la note {number}{which}\">{mark}</a>"
            ));
        }
    }
}
