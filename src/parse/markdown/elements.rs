//! Headings, code blocks and images: elements that need to look ahead.

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::base::slug;
use crate::base::span::Span;
use crate::model::document::Attribute;
use crate::model::document::Component;
use crate::model::document::FigureBlock;
use crate::model::document::Heading;
use crate::model::document::Image;
use crate::model::document::Piece;
use crate::model::document::Role;
use crate::model::document::Standing;
use crate::model::document::Within;
use crate::model::marks::Element;
use crate::model::marks::Mark;
use crate::model::value::Node;
use crate::model::value::Yaml;
use crate::parse::markdown::writer::Events;
use crate::parse::markdown::writer::Writer;
use crate::parse::markdown::writer::text_of;
use crate::parse::yaml;

/// Fences that hold the YAML of a figure.
const FIGURES: [&str; 4] = ["graphique", "chart", "chiffres", "tableau"];

impl Writer<'_> {
    /// Opens a heading; what is inside is written as any text, up to its end.
    pub fn heading(&mut self, events: &Events<'_>, at: usize) -> usize {
        let Event::Start(Tag::Heading { level, id, classes, .. }) = &events[at].0 else { return at + 1 };
        let end = closing(events, at);
        let text: String = events[at + 1..end].iter().map(|(event, _)| text_of(event)).collect();
        let level = (*level as u8 + self.shift).min(6);
        let id = self.anchor(id.as_deref(), &text);
        self.section = level;
        self.before = None;
        self.out.line();
        self.out.push(&format!("<h{level} id=\""));
        self.out.attribute(&id);
        if !classes.is_empty() {
            let classes: Vec<&str> = classes.iter().map(AsRef::as_ref).collect();
            self.classes(&classes.join(" "));
            self.out.push("\" class=\"");
            self.out.attribute(&classes.join(" "));
        }
        self.out.push("\">");
        self.out.open(Element::Heading(level));
        let text = self.spaced(text.trim()).into_owned();
        self.body.headings.push(Heading { level, id: id.into(), text: text.into() });
        let inner: Events<'_> = events[at + 1..end].to_vec();
        self.events(&inner);
        self.out.close(Element::Heading(level));
        self.out.push(&format!("</h{level}>\n"));
        end + 1
    }

    /// An anchor of its own for each heading, accents kept.
    fn anchor(&mut self, wanted: Option<&str>, text: &str) -> String {
        let first = wanted.map_or_else(|| slug::anchor(text), str::to_owned);
        let count = self.repeats.entry(first.clone()).or_insert(0);
        loop {
            *count += 1;
            let id = if *count == 1 { first.clone() } else { format!("{first}-{count}") };
            if self.anchors.insert(id.clone()) {
                return id;
            }
        }
    }

    pub fn code_block(&mut self, events: &Events<'_>, at: usize, kind: &CodeBlockKind<'_>) -> usize {
        let end = closing(events, at);
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let text: String = events[at + 1..end].iter().map(|(event, _)| text_of(event)).collect();
        self.out.line();
        if FIGURES.contains(&language) {
            let from = events.get(at + 1).map_or(events[at].1.end, |(_, range)| range.start) + self.base;
            let settings = yaml::read(self.path, &text, from, self.diagnostics);
            self.figure_block(language, settings, events[at].1.start + self.base);
            return end + 1;
        }
        self.out.mark(Mark::Listing(text.as_str().into()));
        self.out.push("<pre><code");
        if !language.is_empty() {
            self.out.push(" class=\"language-");
            self.out.attribute(language);
            self.out.push("\"");
        }
        self.out.push(">");
        self.out.text(&text);
        self.out.push("</code></pre>\n");
        end + 1
    }

    /// `start` is where the fence stands in the file.
    fn figure_block(&mut self, name: &str, settings: Option<Node>, start: usize) {
        let fence = self.text[start..].lines().next().unwrap_or_default().len();
        let span = Span::new(self.path, start..start + fence);
        let settings = settings.unwrap_or(Node { yaml: Yaml::Null, range: (span.start, span.end) });
        let level = self.next_level();
        self.figure(FigureBlock { name: name.into(), settings, level, number: 0, span });
    }

    pub fn image(&mut self, events: &Events<'_>, at: usize) -> usize {
        let end = closing(events, at);
        let Event::Start(Tag::Image { dest_url, title, .. }) = &events[at].0 else { return end + 1 };
        let range = events[at].1.start + self.base..events[at].1.end + self.base;
        let alt: String = events[at + 1..end].iter().map(|(event, _)| alternative(event)).collect();
        let link = self.link(dest_url, Role::Image, &range);
        let title = (!title.is_empty()).then(|| title.as_ref().into());
        let image = Box::new(Image { link, alt: alt.into(), title, within: self.nesting.within() });
        self.out.mark(Mark::Image(image.clone()));
        self.out.hole(Piece::Image(image));
        self.before = Some('x');
        end + 1
    }

    /// An image with a title, alone in its paragraph, is a figure with a caption.
    pub fn lone_image(&mut self, events: &Events<'_>, at: usize) -> Option<usize> {
        let Event::Start(Tag::Image { dest_url, title, .. }) = &events.get(at + 1)?.0 else { return None };
        let end = closing(events, at + 1);
        if title.is_empty() || !matches!(events.get(end + 1)?.0, Event::End(TagEnd::Paragraph)) {
            return None;
        }
        let range = events[at + 1].1.start + self.base..events[at + 1].1.end + self.base;
        let alt: String = events[at + 2..end].iter().map(|(event, _)| alternative(event)).collect();
        let link = self.link(dest_url, Role::Image, &range);
        self.number += 1;
        let within = Within::Text;
        self.illustrated(Image { link, alt: alt.as_str().into(), title: None, within }, title);
        let attributes = vec![
            ("src".into(), Attribute::Link(link)),
            ("alt".into(), Attribute::Text(alt.into())),
            ("caption".into(), Attribute::Text(self.spaced(title).as_ref().into())),
        ];
        let component = Component {
            name: "image".into(),
            label: Vec::new(),
            attributes,
            inner: Vec::new(),
            level: self.next_level(),
            number: self.number,
            standing: Standing::Block,
            span: Span::new(self.path, range),
        };
        self.out.line();
        self.out.block(component);
        Some(end + 2)
    }
}

impl Writer<'_> {
    /// The marks of an image with a caption.
    fn illustrated(&mut self, image: Image, caption: &str) {
        let caption = self.spaced(caption).into_owned();
        self.out.open(Element::Paragraph);
        self.out.mark(Mark::Image(Box::new(image)));
        self.out.close(Element::Paragraph);
        self.out.open(Element::Paragraph);
        self.out.told(&caption);
        self.out.close(Element::Paragraph);
    }
}

/// Letters for those who do not see the image; tags among them are letters too.
fn alternative<'e>(event: &'e Event<'_>) -> &'e str {
    if let Event::InlineHtml(html) = event { html } else { text_of(event) }
}

/// The event that closes the one at `at`.
pub fn closing(events: &Events<'_>, at: usize) -> usize {
    let mut depth = 0_usize;
    for (n, (event, _)) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return n;
        }
    }
    events.len() - 1
}
