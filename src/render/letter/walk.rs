//! Reads marks and puts their nesting right: what follows may trust that each element is closed, and stands where it
//! may.
use crate::model::document::Component;
use crate::model::document::Image;
use crate::model::document::Standing;
use crate::model::marks::Element;
use crate::model::marks::Mark;

/// Lists and quotes inside each other, at most; what is deeper loses its
/// bullets, never its words.
const DEEPEST: usize = 6;

/// What writes. Every `open` has its `close`, and text stands in a paragraph, a
/// heading, an item, a term or a cell.
pub trait Pen {
    fn open(&mut self, element: Element);
    fn close(&mut self, element: Element);
    fn text(&mut self, text: &str);
    fn code(&mut self, text: &str);
    fn line(&mut self);
    fn image(&mut self, image: &Image);
    fn listing(&mut self, text: &str);
    fn rule(&mut self);
    /// In a sentence or on lines of its own.
    fn figure(&mut self, number: u32, standing: Standing);
    fn component(&mut self, component: &Component<Mark>);
    /// Raw HTML that is left out.
    fn unfit(&mut self, mark: &Mark);
    /// Whether a figure is only a value in a sentence.
    fn standing(&self, number: u32) -> Standing;
}

pub fn walk(marks: &[Mark], pen: &mut impl Pen) {
    let mut walker = Walker { pen, open: Vec::new(), left: Vec::new() };
    for mark in marks {
        walker.mark(mark);
    }
    walker.close_to(0);
}

struct Walker<'a, P> {
    pen: &'a mut P,
    open: Vec<Element>,
    /// Opened in the text and not here, so that their ends are left out too.
    left: Vec<Element>,
}

impl<P: Pen> Walker<'_, P> {
    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Open(element) => self.begin(*element),
            Mark::Close(element) => self.end(*element),
            Mark::Text(text) if text.trim().is_empty() && !self.in_words() => {}
            Mark::Text(text) => self.words(|pen| pen.text(text)),
            Mark::Blank if !self.in_words() => {}
            Mark::Blank => self.words(|pen| pen.text(" ")),
            Mark::Code(text) => self.words(|pen| pen.code(text)),
            Mark::Line if !self.in_words() => {}
            Mark::Line => self.words(|pen| pen.line()),
            Mark::Image(image) => self.words(|pen| pen.image(image)),
            Mark::Listing(text) => self.block(|pen| pen.listing(text)),
            Mark::Rule => self.block(|pen| pen.rule()),
            Mark::Figure(number) => match self.pen.standing(*number) {
                Standing::Inline => self.words(|pen| pen.figure(*number, Standing::Inline)),
                Standing::Block => self.block(|pen| pen.figure(*number, Standing::Block)),
            },
            Mark::Component(component) => match component.standing {
                Standing::Inline => self.words(|pen| pen.component(component)),
                Standing::Block => self.block(|pen| pen.component(component)),
            },
            Mark::Unfit(..) => self.pen.unfit(mark),
        }
    }

    /// The innermost element that is not part of a sentence.
    fn holder(&self) -> Option<Element> {
        self.open.iter().rev().find(|element| !element.is_inline()).copied()
    }

    fn in_words(&self) -> bool {
        self.holder().is_some_and(takes_words)
    }

    fn in_cell(&self) -> bool {
        self.open.iter().any(|element| matches!(element, Element::Cell(_) | Element::Name(_)))
    }

    fn words(&mut self, write: impl FnOnce(&mut P)) {
        if !self.in_words() {
            self.place();
            self.push(Element::Paragraph);
        }
        write(self.pen);
    }

    /// Something that stands on lines of its own. In a cell it could not.
    fn block(&mut self, write: impl FnOnce(&mut P)) {
        self.out_of_words();
        self.place();
        if self.in_cell() {
            self.out_of_table();
        }
        write(self.pen);
    }

    /// Between the items of a list or the rows of a table nothing else may stand.
    fn place(&mut self) {
        match self.holder() {
            Some(Element::Unordered | Element::Ordered(_)) => self.push(Element::Item),
            Some(Element::Table | Element::Head | Element::Row) => self.out_of_table(),
            _ => {}
        }
    }

    fn begin(&mut self, element: Element) {
        match element {
            inline if inline.is_inline() => self.inline(inline),
            _ if self.in_cell() && !is_of_table(element) => {
                self.pen.text(" ");
                self.left.push(element);
            }
            Element::Paragraph | Element::Heading(_) => {
                self.out_of_words();
                self.place();
                self.push(element);
            }
            Element::Term | Element::Meaning => {
                self.out_of_words();
                self.up_to(|it| matches!(it, Element::Definitions));
                self.push(element);
            }
            Element::Item => self.item(),
            element if is_of_table(element) => self.tabular(element),
            container => self.container(container),
        }
    }

    fn inline(&mut self, element: Element) {
        let again = self.open.iter().any(|it| same(*it, element));
        if again {
            return self.left.push(element);
        }
        if !self.in_words() {
            self.place();
            self.push(Element::Paragraph);
        }
        self.push(element);
    }

    fn container(&mut self, element: Element) {
        let deep = self.open.iter().filter(|it| is_container(**it)).count();
        if deep >= DEEPEST {
            self.out_of_words();
            return self.left.push(element);
        }
        match self.holder() {
            // A list inside an item goes on in it.
            Some(Element::Item) => self.out_of_sentence(),
            _ => self.out_of_words(),
        }
        self.place();
        self.push(element);
    }

    fn item(&mut self) {
        let list = self.open.iter().rposition(|it| matches!(it, Element::Unordered | Element::Ordered(_)));
        if self.left.iter().any(|it| matches!(it, Element::Unordered | Element::Ordered(_))) {
            self.out_of_words();
            return self.left.push(Element::Item);
        }
        match list {
            Some(at) => self.close_to(at + 1),
            None => {
                self.out_of_words();
                self.place();
                self.push(Element::Unordered);
            }
        }
        self.push(Element::Item);
    }

    /// A part of a table, with what it has to stand in.
    fn tabular(&mut self, element: Element) {
        match element {
            Element::Table if self.open.contains(&Element::Table) => {
                self.pen.text(" ");
                self.left.push(element);
            }
            Element::Table => {
                match self.holder() {
                    Some(Element::Item) => self.out_of_sentence(),
                    _ => self.out_of_words(),
                }
                self.place();
                self.push(element);
            }
            Element::Head | Element::Row => {
                match self.open.iter().rposition(|it| *it == Element::Table) {
                    Some(at) => self.close_to(at + 1),
                    None => self.tabular(Element::Table),
                }
                self.push(element);
            }
            cell => {
                match self.open.iter().rposition(|it| matches!(it, Element::Head | Element::Row)) {
                    Some(at) => self.close_to(at + 1),
                    None => self.tabular(Element::Row),
                }
                self.push(cell);
            }
        }
    }

    fn end(&mut self, element: Element) {
        if self.left.last().is_some_and(|left| same(*left, element)) {
            let left = self.left.pop().unwrap_or(element);
            if !left.is_inline() && self.in_cell() {
                self.pen.text(" ");
            }
            return;
        }
        let Some(at) = self.open.iter().rposition(|it| same(*it, element)) else { return };
        // The end of a sentence's part never ends what the sentence stands in.
        let blocked = element.is_inline() && self.open[at..].iter().any(|it| !it.is_inline());
        let walled = self.open[at + 1..].iter().any(|it| matches!(it, Element::Cell(_) | Element::Name(_)));
        if !blocked && (!walled || is_of_table(element)) {
            self.close_to(at);
        }
    }

    fn out_of_sentence(&mut self) {
        while self.open.last().is_some_and(|it| it.is_inline()) {
            self.close_to(self.open.len() - 1);
        }
    }

    /// Ends the paragraph or heading under way; an item or a cell goes on.
    fn out_of_words(&mut self) {
        self.out_of_sentence();
        let ends = |it: &Element| matches!(it, Element::Paragraph | Element::Heading(_) | Element::Term);
        while self.open.last().is_some_and(ends) {
            self.close_to(self.open.len() - 1);
        }
    }

    fn out_of_table(&mut self) {
        if let Some(at) = self.open.iter().position(|it| *it == Element::Table) {
            self.close_to(at);
        }
    }

    /// Closes down to the innermost element that is `wanted`, if there is one.
    fn up_to(&mut self, wanted: impl Fn(&Element) -> bool) {
        if let Some(at) = self.open.iter().rposition(wanted) {
            self.close_to(at + 1);
        }
    }

    fn push(&mut self, element: Element) {
        self.pen.open(element);
        self.open.push(element);
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some(element) = self.open.pop() {
                self.pen.close(element);
            }
        }
    }
}

/// Numbers of links, lists, levels and sides do not tell ends apart.
fn same(a: Element, b: Element) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

fn takes_words(element: Element) -> bool {
    matches!(
        element,
        Element::Paragraph
            | Element::Heading(_)
            | Element::Item
            | Element::Term
            | Element::Cell(_)
            | Element::Name(_)
    )
}

fn is_of_table(element: Element) -> bool {
    matches!(element, Element::Table | Element::Head | Element::Row | Element::Cell(_) | Element::Name(_))
}

fn is_container(element: Element) -> bool {
    matches!(
        element,
        Element::Unordered | Element::Ordered(_) | Element::Quote | Element::Definitions | Element::Table
    )
}
