//! Tables: cells with scopes and no style attribute, handed to the theme whole.
use pulldown_cmark::Alignment;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::base::span::Span;
use crate::model::document::Component;
use crate::model::document::Standing;
use crate::model::marks::Element;
use crate::model::marks::Side;
use crate::parse::markdown::out::Out;
use crate::parse::markdown::out::Written;
use crate::parse::markdown::writer::Writer;

#[derive(Debug, Default)]
pub struct State {
    alignments: Vec<Alignment>,
    column: usize,
    header: bool,
    /// What was being written before the table began.
    outer: Option<Out>,
}

impl State {
    pub fn is_header(&self) -> bool {
        self.header
    }
}

impl Writer<'_> {
    pub fn table_begins(&mut self, alignments: &[Alignment]) {
        self.out.line();
        let outer = self.out.aside();
        self.table = State { alignments: alignments.to_vec(), outer: Some(outer), ..State::default() };
        self.out.open(Element::Table);
        self.out.push("<table>\n");
    }

    pub fn table_part(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::TableHead => {
                self.table.header = true;
                self.table.column = 0;
                self.out.open(Element::Head);
                self.out.push("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.out.open(Element::Row);
                self.out.push("<tr>");
            }
            _ => {
                self.before = None;
                self.out.push(if self.table.header { "<th scope=\"col\"" } else { "<td" });
                let side = match self.table.alignments.get(self.table.column) {
                    Some(Alignment::Right) => " data-align=\"right\"",
                    Some(Alignment::Center) => " data-align=\"center\"",
                    _ => "",
                };
                self.out.push(side);
                self.out.push(">");
                let cell = self.cell();
                self.out.open(cell);
            }
        }
    }

    /// The cell under way.
    fn cell(&self) -> Element {
        let side = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Right) => Side::Right,
            Some(Alignment::Center) => Side::Center,
            _ => Side::Left,
        };
        if self.table.header { Element::Name(side) } else { Element::Cell(side) }
    }

    /// A header cell without words heads nothing: it is an ordinary cell (RGAA 5.6).
    pub fn blank_header(&mut self) {
        self.table.column += 1;
        self.out.open(Element::Cell(Side::Left));
        self.out.close(Element::Cell(Side::Left));
        self.out.push("<td></td>");
    }

    pub fn table_end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableCell => {
                let cell = self.cell();
                self.out.close(cell);
                self.table.column += 1;
                self.out.push(if self.table.header { "</th>" } else { "</td>" });
            }
            TagEnd::TableHead => {
                self.out.close(Element::Head);
                self.table.header = false;
                self.out.push("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => {
                self.out.close(Element::Row);
                self.out.push("</tr>\n");
            }
            _ => self.table_closes(),
        }
    }

    fn table_closes(&mut self) {
        self.out.close(Element::Table);
        self.out.push("</tbody>\n</table>\n");
        let outer = self.table.outer.take().unwrap_or_default();
        let Written { pieces: inner, marks } = self.out.back(outer);
        self.out.splice(marks);
        self.number += 1;
        let component = Component {
            name: "table".into(),
            label: Vec::new(),
            attributes: Vec::new(),
            inner,
            level: self.next_level(),
            number: self.number,
            standing: Standing::Block,
            span: Span::top(self.path),
        };
        self.out.block(component);
    }
}
