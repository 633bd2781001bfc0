//! The text of a letter as HTML that every mail program understands: few elements, layout in tables, addresses whole.
use tera::Value as Tera;

use crate::base::diagnostic::Diagnostics;
use crate::base::escape;
use crate::model::document::Component;
use crate::model::document::Image;
use crate::model::document::Standing;
use crate::model::figure::Drawing;
use crate::model::marks::Element;
use crate::model::marks::Mark;
use crate::model::marks::Side;
use crate::model::theme::Shape;
use crate::model::theme::TemplateName;
use crate::render::letter::figures;
use crate::render::letter::source;
use crate::render::letter::source::Block;
use crate::render::letter::source::Source;
use crate::render::letter::walk::Pen;
use crate::render::letter::walk::walk;

/// Attributes of a table that only places things: read aloud as if it were not there.
pub const LAYOUT: &str =
    "role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"";

pub struct Html<'a> {
    pub source: Source<'a>,
    pub diagnostics: &'a mut Diagnostics,
    pub out: String,
}

/// The body, without what stands around it.
pub fn content(source: Source<'_>, diagnostics: &mut Diagnostics) -> String {
    let mut html = Html { source, diagnostics, out: String::new() };
    walk(&source.view.prose.document.body.marks, &mut html);
    html.out
}

impl Html<'_> {
    fn inner(&mut self, marks: &[Mark]) -> String {
        let mut html = Html { source: self.source, diagnostics: self.diagnostics, out: String::new() };
        walk(marks, &mut html);
        html.out.trim_end_matches('\n').to_owned()
    }

    /// Marks that are one sentence, without the paragraph around it.
    fn sentence(&mut self, marks: &[Mark]) -> String {
        let html = self.inner(marks);
        html.strip_prefix("<p>").and_then(|it| it.strip_suffix("</p>")).unwrap_or(&html).to_owned()
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// A template of the theme for a shape or a figure.
    pub fn fill(&mut self, name: &str, context: &tera::Context) {
        let template = TemplateName(format!("email/blocks/{name}.html"));
        if let Some(html) = self.source.templates.fill(&template, context, self.diagnostics) {
            self.out.push_str(html.trim());
            self.out.push('\n');
        }
    }

    fn shaped(&mut self, block: &Block<'_>) {
        let name = match block.form.shape {
            Shape::Plain => "plain",
            Shape::Box => "box",
            Shape::Quote => "quote",
            Shape::Button => "button",
            Shape::Words => "words",
            Shape::Online => "online",
            Shape::Nothing => return,
        };
        let label = match &block.title {
            Some(title) => escape::text(title),
            None => self.sentence(&block.component.label),
        };
        let silent = matches!(block.form.shape, Shape::Button | Shape::Words | Shape::Online);
        let body = if silent { String::new() } else { self.inner(&block.component.inner) };
        let body = self.illustrated(block, body);
        let texts =
            |texts: &[String]| Tera::from(texts.iter().map(|it| Tera::normal_string(it)).collect::<Vec<_>>());
        let link = match block.form.shape {
            Shape::Online => Some(self.source.page()),
            _ => block.link.clone(),
        };
        let mut context = self.source.templates.context();
        context.insert_value("label", Tera::safe_string(&label));
        context.insert_value("body", Tera::safe_string(&body));
        context.insert_value("link", link.map_or_else(Tera::none, |link| Tera::normal_string(&link)));
        context.insert_value("before", texts(&block.before));
        context.insert_value("after", texts(&block.after));
        context.insert_value("level", Tera::from(u64::from(block.component.level)));
        self.fill(name, &context);
    }

    /// With the image of the block before its text.
    fn illustrated(&mut self, block: &Block<'_>, body: String) -> String {
        let Some(image) = &block.picture else { return body };
        let mark = [Mark::Image(Box::new(image.clone()))];
        format!("{}\n{body}", self.inner(&mark))
    }

    /// In a sentence: the title, perhaps as a link.
    fn inline(&mut self, block: &Block<'_>) {
        if block.form.shape == Shape::Nothing {
            return;
        }
        let label = self.sentence(&block.component.label);
        match &block.link {
            Some(link) if !label.contains("<a ") => {
                self.push("<a href=\"");
                let mut address = String::new();
                escape::address(&mut address, link);
                self.push(&format!("{address}\">{label}</a>"));
            }
            _ => self.push(&label),
        }
    }
}

fn tag(element: Element) -> (&'static str, &'static str) {
    match element {
        Element::Paragraph => ("<p>", "</p>\n"),
        Element::Heading(2) => ("<h2>", "</h2>\n"),
        Element::Heading(3) => ("<h3>", "</h3>\n"),
        Element::Heading(_) => ("<h4>", "</h4>\n"),
        Element::Emphasis => ("<em>", "</em>"),
        Element::Strong => ("<strong>", "</strong>"),
        Element::Deleted => ("<s>", "</s>"),
        Element::Superscript => ("<sup>", "</sup>"),
        Element::Subscript => ("<sub>", "</sub>"),
        Element::Unordered => ("<ul>\n", "</ul>\n"),
        Element::Item => ("<li>", "</li>\n"),
        Element::Table => (
            "<table class=\"k-data\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n",
            "</table>\n",
        ),
        Element::Head | Element::Row => ("<tr>", "</tr>\n"),
        Element::Term => ("<p><strong>", "</strong></p>\n"),
        Element::Definitions | Element::Meaning => ("", ""),
        Element::Quote => ("", "</td></tr></table>\n"),
        Element::Ordered(_) => ("", "</ol>\n"),
        Element::Link(_) => ("", "</a>"),
        Element::Cell(_) => ("", "</td>"),
        Element::Name(_) => ("", "</th>"),
    }
}

pub fn align(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Center => "center",
        Side::Right => "right",
    }
}

impl Pen for Html<'_> {
    fn open(&mut self, element: Element) {
        match element {
            Element::Link(link) => {
                let mut address = String::new();
                escape::address(&mut address, &self.source.address(link));
                self.push(&format!("<a href=\"{address}\">"));
            }
            Element::Ordered(1) => self.push("<ol>\n"),
            Element::Ordered(first) => self.push(&format!("<ol start=\"{first}\">\n")),
            Element::Quote => {
                self.push(&format!("<table class=\"k-quote\" {LAYOUT}><tr><td class=\"k-quote__cell\">\n"));
            }
            Element::Cell(side) => self.push(&format!("<td align=\"{}\">", align(side))),
            Element::Name(side) => self.push(&format!("<th scope=\"col\" align=\"{}\">", align(side))),
            element => self.push(tag(element).0),
        }
    }

    fn close(&mut self, element: Element) {
        self.push(tag(element).1);
    }

    fn text(&mut self, text: &str) {
        for (n, part) in text.split([' ', '\n', '\t', '\r']).enumerate() {
            if n > 0 && !self.out.ends_with([' ', '\n']) {
                self.out.push(' ');
            }
            self.push(&escape::text(part));
        }
    }

    fn code(&mut self, text: &str) {
        self.push(&format!("<code>{}</code>", escape::text(text)));
    }

    fn line(&mut self) {
        self.push("<br>\n");
    }

    fn image(&mut self, image: &Image) {
        let Some((address, picture)) = self.source.picture(image) else {
            return self.text(&image.alt);
        };
        let (width, height) = (picture.width, picture.height);
        let alt = escape::text(&image.alt);
        self.push(&format!("<img src=\"{address}\" width=\"{width}\" height=\"{height}\" alt=\"{alt}\">"));
    }

    fn listing(&mut self, text: &str) {
        let lines: Vec<String> = text.trim_end().lines().map(escape::text).collect();
        let lines = lines.join("<br>\n").replace("  ", " \u{a0}");
        let cell = format!(
            "<table class=\"k-code\" {LAYOUT}><tr><td class=\"k-code__cell\">{lines}</td></tr></table>\n"
        );
        self.push(&cell);
    }

    fn rule(&mut self) {
        self.push(&format!(
            "<table class=\"k-rule\" {LAYOUT}><tr><td class=\"k-rule__cell\">&#160;</td></tr></table>\n"
        ));
    }

    fn figure(&mut self, number: u32, _: Standing) {
        match self.source.drawing(number) {
            Drawing::Missing => {}
            Drawing::Value(text) => self.text(text),
            Drawing::Tiles(tiles) => figures::tiles(self, tiles),
            Drawing::Figure(figure) => figures::figure(self, number, figure),
        }
    }

    fn component(&mut self, component: &Component<Mark>) {
        let block = self.source.block(component);
        match component.standing {
            Standing::Inline => self.inline(&block),
            Standing::Block => self.shaped(&block),
        }
    }

    fn unfit(&mut self, mark: &Mark) {
        source::unfit(mark, self.diagnostics);
    }

    fn standing(&self, number: u32) -> Standing {
        standing(self.source.drawing(number))
    }
}

/// A value stands in a sentence, what is drawn on lines of its own.
pub fn standing(drawing: &Drawing) -> Standing {
    match drawing {
        Drawing::Value(_) | Drawing::Missing => Standing::Inline,
        Drawing::Tiles(_) | Drawing::Figure(_) => Standing::Block,
    }
}
