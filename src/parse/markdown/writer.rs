//! Markdown events become HTML with holes.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::config::Typography;
use crate::model::document::Attribute;
use crate::model::document::Body;
use crate::model::document::FigureBlock;
use crate::model::document::Piece;
use crate::model::document::Role;
use crate::model::marks::Element;
use crate::model::marks::Mark;
use crate::parse::markdown::head::Head;
use crate::parse::markdown::names;
use crate::parse::markdown::nesting::Nesting;
use crate::parse::markdown::notes::Notes;
use crate::parse::markdown::out::Out;
use crate::parse::markdown::raw::Raw;

pub type Events<'e> = Vec<(Event<'e>, Range<usize>)>;

/// The state of one body under way.
pub struct Writer<'a> {
    pub path: &'a SitePath,
    /// The whole file.
    pub text: &'a str,
    pub typography: Typography,
    pub diagnostics: &'a mut Diagnostics,
    pub out: Out,
    pub body: Body,
    /// Level of the section that the text is in; the page's title is 1.
    pub section: u8,
    /// Added to each heading, so that the page keeps one title.
    pub shift: u8,
    /// Components so far.
    pub number: u32,
    /// Character before the text to come, for spacing.
    pub before: Option<char>,
    /// Raw code elements that are open.
    pub code: u32,
    /// Where the stretch under way stands in the file; ranges of events count
    /// from there.
    pub base: usize,
    pub notes: Notes,
    pub anchors: BTreeSet<String>,
    /// How often each anchor was wanted, so that ten thousand equal headings stay cheap.
    pub repeats: BTreeMap<String, u32>,
    pub table: crate::parse::markdown::tables::State,
    pub nesting: Nesting,
}

impl<'a> Writer<'a> {
    /// Writes events of the stretch under way.
    pub fn events(&mut self, events: &Events<'_>) {
        let mut at = 0;
        while at < events.len() {
            at = self.step(events, at);
        }
    }

    /// Writes the event at `at`, and those it swallows; gives the next one.
    fn step(&mut self, events: &Events<'_>, at: usize) -> usize {
        let (event, range) = &events[at];
        let here = range.start + self.base..range.end + self.base;
        match event {
            Event::Text(first) => return self.merged(events, at, first),
            Event::Html(_) => return self.html_block(events, at),
            Event::Start(Tag::Heading { .. }) => return self.heading(events, at),
            Event::Start(Tag::CodeBlock(kind)) => return self.code_block(events, at, kind),
            Event::Start(Tag::Image { .. }) => return self.image(events, at),
            Event::Start(Tag::Paragraph) => {
                if let Some(next) = self.lone_image(events, at) {
                    return next;
                }
                self.before = None;
                self.out.line();
                self.out.open(Element::Paragraph);
                self.out.push("<p>");
            }
            Event::Start(Tag::TableCell) if self.table.is_header() && is_empty(events, at) => {
                self.blank_header();
                return at + 2;
            }
            Event::Start(tag) => self.start(tag, &here),
            Event::End(tag) => self.end(*tag),
            Event::Code(code) => {
                self.out.push("<code>");
                self.out.text(code);
                self.out.mark(Mark::Code(code.as_ref().into()));
                self.out.push("</code>");
                self.before = Some('x');
            }
            Event::InlineHtml(html) => {
                self.code_depth(html);
                let mut raw = Raw::default();
                raw.push(html, here.start);
                self.raw(&raw);
            }
            Event::SoftBreak => self.broken("\n", Mark::Blank),
            Event::HardBreak => self.broken("<br />\n", Mark::Line),
            Event::Rule => {
                self.out.mark(Mark::Rule);
                self.out.line();
                self.out.push("<hr />\n");
            }
            Event::FootnoteReference(name) => self.note_call(name, &here),
            Event::TaskListMarker(done) => self.task(if *done { "fait" } else { "à faire" }),
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.out.text(text);
                self.out.told(text);
            }
        }
        at + 1
    }

    fn task(&mut self, state: &str) {
        let checked = if state == "fait" { " checked" } else { "" };
        self.out.push(&format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{state}\"> "));
        self.out.told(&format!("({state}) "));
    }

    fn broken(&mut self, html: &str, mark: Mark) {
        self.out.push(html);
        self.out.mark(mark);
        self.before = Some('\n');
    }

    /// Neighbouring texts are one: the parser splits them at every bracket. A
    /// colon behind a backslash begins nothing, so a text ends before it.
    fn merged(&mut self, events: &Events<'_>, at: usize, first: &str) -> usize {
        let mut end = at + 1;
        while end < events.len()
            && matches!(events[end].0, Event::Text(_))
            && !self.escaped_colon(&events[end])
        {
            end += 1;
        }
        if self.escaped_colon(&events[at]) {
            self.plain(":");
            let rest = events[at..end].iter().map(|(event, _)| text_of(event)).collect::<String>();
            let range = events[at].1.start + self.base + 1..events[end - 1].1.end + self.base;
            return end + self.text(&rest[1..], &range, &events[end..]);
        }
        let range = events[at].1.start + self.base..events[end - 1].1.end + self.base;
        if end == at + 1 {
            return end + self.text(first, &range, &events[end..]);
        }
        let whole: String = events[at..end].iter().map(|(event, _)| text_of(event)).collect();
        end + self.text(&whole, &range, &events[end..])
    }

    fn escaped_colon(&self, (event, range): &(Event<'_>, Range<usize>)) -> bool {
        let at = range.start + self.base;
        text_of(event).starts_with(':') && self.text.as_bytes()[..at].ends_with(b"\\")
    }

    fn html_block(&mut self, events: &Events<'_>, at: usize) -> usize {
        let (mut raw, mut end) = (Raw::default(), at);
        while let Some((Event::Html(html), range)) = events.get(end) {
            raw.push(html, range.start + self.base);
            end += 1;
        }
        self.raw(&raw);
        end
    }

    /// `<code>`, `<kbd>` and the like keep their spaces.
    fn code_depth(&mut self, html: &str) {
        let name: String =
            html.chars().skip(1).take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match name.to_ascii_lowercase().as_str() {
            "code" | "kbd" | "samp" | "pre" | "script" | "style" | "textarea" => self.code += 1,
            "/code" | "/kbd" | "/samp" | "/pre" | "/script" | "/style" | "/textarea" => {
                self.code = self.code.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        if let Some(element) = names::opened(tag) {
            self.out.open(element);
        }
        let html = match tag {
            Tag::Emphasis => return self.out.push("<em>"),
            Tag::Strong => return self.out.push("<strong>"),
            Tag::Strikethrough => return self.out.push("<del>"),
            Tag::Superscript => return self.out.push("<sup>"),
            Tag::Subscript => return self.out.push("<sub>"),
            Tag::Link { dest_url, title, link_type, .. } => {
                let mail = matches!(link_type, pulldown_cmark::LinkType::Email);
                let written = if mail { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                return self.open_link(&written, title, range);
            }
            Tag::FootnoteDefinition(name) => return self.note_begins(name),
            Tag::Table(alignments) => return self.table_begins(alignments),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => return self.table_part(tag),
            Tag::List(Some(1)) => "<ol>\n",
            Tag::List(Some(start)) => &format!("<ol start=\"{start}\">\n"),
            Tag::List(None) => "<ul>\n",
            Tag::Item => "<li>",
            Tag::BlockQuote(_) => "<blockquote>\n",
            Tag::DefinitionList => "<dl>\n",
            Tag::DefinitionListTitle => "<dt>",
            Tag::DefinitionListDefinition => "<dd>",
            _ => return,
        };
        self.before = None;
        self.out.line();
        self.out.push(html);
    }

    fn end(&mut self, tag: TagEnd) {
        if let Some(element) = names::closed(tag) {
            self.out.close(element);
        }
        self.out.push(match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Superscript => "</sup>",
            TagEnd::Subscript => "</sub>",
            TagEnd::Link => self.nesting.closed("a"),
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::BlockQuote(_) => "</blockquote>\n",
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::FootnoteDefinition => return self.note_ends(),
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                return self.table_end(tag);
            }
            _ => "",
        });
    }

    pub fn figure(&mut self, block: FigureBlock) {
        let number = self.body.figures.len() as u32;
        self.body.figures.push(FigureBlock { number: number + 1, ..block });
        self.out.mark(Mark::Figure(number));
        self.out.hole(Piece::Figure(number));
    }

    /// The level that a heading inside the present section has.
    pub fn next_level(&self) -> u8 {
        (self.section + 1).clamp(2, 6)
    }

    /// Attributes of a directive; addresses among them become links.
    pub fn attributes(&mut self, head: &Head, span: &Span) -> Vec<(Box<str>, Attribute)> {
        let range = span.start as usize..span.end as usize;
        let mut found = Vec::new();
        for (name, value) in &head.attributes {
            if name == "id" {
                self.id(value);
            }
            if name == "class" {
                self.classes(value);
            }
            let attribute = match name.as_str() {
                "href" | "url" | "lien" | "fichier" | "audio" | "sous-titres" => {
                    Attribute::Link(self.link(value, Role::Page, &range))
                }
                "src" | "image" => Attribute::Link(self.link(value, Role::Image, &range)),
                // Names, which addresses and sheets repeat letter by letter.
                "id" | "class" => Attribute::Text(value.as_str().into()),
                _ => Attribute::Text(self.typography.set(value).as_ref().into()),
            };
            found.push((name.as_str().into(), attribute));
        }
        found
    }
}

/// True when nothing stands between the event at `at` and the one that closes it.
fn is_empty(events: &Events<'_>, at: usize) -> bool {
    matches!(events.get(at + 1), Some((Event::End(_), _)))
}

/// The letters of a text or code event.
pub fn text_of<'e>(event: &'e Event<'_>) -> &'e str {
    match event {
        Event::Text(text) | Event::Code(text) => text,
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    }
}
