//! Markdown to a body: HTML with holes.
//!
//! CommonMark first, so that texts written for another tool give the same page;
//! the directives and French spacing come on top.
pub mod accessibility;
pub mod blocks;
pub mod definitions;
pub mod elements;
pub mod filter;
pub mod head;
pub mod images;
pub mod inline;
pub mod links;
pub mod names;
pub mod nesting;
pub mod notes;
pub mod out;
pub mod raw;
pub mod schemes;
pub mod tables;
pub mod writer;

use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::Tag;

use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::config::Typography;
use crate::model::document::Body;
use crate::model::document::Component;
use crate::model::document::Standing;
use crate::model::marks::Marking;
use crate::parse::markdown::blocks::Block;
use crate::parse::markdown::blocks::Directive;
use crate::parse::markdown::definitions::Definitions;
use crate::parse::markdown::elements::closing;
use crate::parse::markdown::out::Out;
use crate::parse::markdown::writer::Events;
use crate::parse::markdown::writer::Writer;
use crate::parse::markdown::writer::text_of;

/// Letters of a description taken from the text.
const OPENING: usize = 200;

/// One source and how to read it.
pub struct Source<'a> {
    pub path: &'a SitePath,
    /// The whole file.
    pub text: &'a str,
    /// Where the body is.
    pub range: Range<usize>,
    pub typography: Typography,
    /// The title of the front matter, when there is one.
    pub title: Option<&'a str>,
    pub marking: Marking,
}

/// A block whose markdown was parsed.
enum Read<'e> {
    Markdown(Events<'e>, usize),
    /// With the events of its label.
    Directive(Directive, Events<'static>, Vec<Read<'e>>),
}

/// Ten thousand bodies are kept: none takes more room than it needs.
fn tighten(body: &mut Body) {
    body.classes.sort_unstable();
    body.classes.dedup();
    body.pieces.shrink_to_fit();
    body.marks.shrink_to_fit();
    body.links.shrink_to_fit();
    body.headings.shrink_to_fit();
    body.ids.shrink_to_fit();
    body.classes.shrink_to_fit();
}

/// The body of one source.
pub fn read(source: &Source<'_>, diagnostics: &mut Diagnostics) -> Body {
    let blocks = blocks::cut(source.path, source.text, source.range.clone(), diagnostics);
    let definitions = Definitions::of(source.text, &blocks);
    let mut read = parse(source.text, blocks, &definitions);
    let opening = opening(&read);
    let title = take_title(&mut read, source.title);
    let shift = u8::from(read.iter().any(has_title));
    let body = Body { opening, title: title.map(String::into_boxed_str), ..Body::default() };
    let mut writer = Writer {
        path: source.path,
        text: source.text,
        typography: source.typography,
        diagnostics,
        out: Out::new(source.range.len() + source.range.len() / 4, source.marking),
        body,
        section: 1,
        shift,
        number: 0,
        before: None,
        code: 0,
        base: 0,
        notes: notes::Notes::default(),
        anchors: std::collections::BTreeSet::new(),
        repeats: std::collections::BTreeMap::new(),
        table: tables::State::default(),
        nesting: nesting::Nesting::default(),
    };
    for block in read {
        block.write(&mut writer);
    }
    writer.notes_section();
    let mut body = writer.body;
    let written = writer.out.finish();
    (body.pieces, body.marks) = (written.pieces, written.marks);
    tighten(&mut body);
    body
}

fn parse<'e>(text: &'e str, blocks: Vec<Block>, definitions: &Definitions) -> Vec<Read<'e>> {
    let read = |block| match block {
        Block::Directive(mut directive) => {
            let inner = parse(text, std::mem::take(&mut directive.inner), definitions);
            let label = directive.head.label.as_ref().map(|(_, text)| definitions.label(text));
            Read::Directive(directive, label.unwrap_or_default(), inner)
        }
        Block::Markdown(range) => Read::Markdown(definitions.events(&text[range.clone()]), range.start),
    };
    blocks.into_iter().map(read).collect()
}

/// Takes the first heading when its level is 1: it is the title of a page that
/// has no other, or says it again at the very beginning.
fn take_title(read: &mut [Read<'_>], known: Option<&str>) -> Option<String> {
    for (block, one) in read.iter_mut().enumerate() {
        let Read::Markdown(events, _) = one else { continue };
        let Some(at) = first_heading(events) else { continue };
        if !matches!(events[at].0, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })) {
            return None;
        }
        let end = closing(events, at);
        let text: String = events[at + 1..end].iter().map(|(event, _)| text_of(event)).collect();
        let text = text.trim();
        let opens = block == 0 && at == 0;
        if text.is_empty() || known.is_some_and(|known| known != text || !opens) {
            return None;
        }
        let text = text.to_owned();
        events.drain(at..=end);
        return Some(text);
    }
    None
}

/// The first heading that is not inside a list or a quote.
fn first_heading(events: &Events<'_>) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { .. }) if depth == 0 => return Some(at),
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    None
}

/// True when a heading of level 1 is left: all go down one level, so that the
/// page has one title (RGAA 9.1).
fn has_title(read: &Read<'_>) -> bool {
    match read {
        Read::Directive(_, _, inner) => inner.iter().any(has_title),
        Read::Markdown(events, _) => {
            let title = |event: &Event<'_>| {
                matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))
            };
            events.iter().any(|(event, _)| title(event))
        }
    }
}

/// The words of the first paragraph, cut at a word.
fn opening(read: &[Read<'_>]) -> Option<Box<str>> {
    let events = read.iter().find_map(|block| match block {
        Read::Markdown(events, _) => {
            let at = events.iter().position(|(event, _)| matches!(event, Event::Start(Tag::Paragraph)))?;
            Some(&events[at..=closing(events, at)])
        }
        Read::Directive(..) => None,
    })?;
    let text: String = events.iter().map(|(event, _)| text_of(event)).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= OPENING {
        return (!text.is_empty()).then(|| text.into());
    }
    let cut: String = text.chars().take(OPENING).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    Some(format!("{}…", cut[..end].trim_end_matches([',', ';', ':'])).into())
}

impl Read<'_> {
    fn write(self, writer: &mut Writer<'_>) {
        match self {
            Self::Markdown(events, base) => {
                writer.base = base;
                writer.before = None;
                writer.judge(&events);
                writer.events(&events);
            }
            Self::Directive(directive, label, inner) => write_directive(&directive, &label, inner, writer),
        }
    }
}

fn write_directive(directive: &Directive, label: &Events<'_>, inner: Vec<Read<'_>>, writer: &mut Writer<'_>) {
    writer.number += 1;
    let (number, level, section) = (writer.number, writer.next_level(), writer.section);
    let span = Span::new(writer.path, directive.range.clone());
    let attributes = writer.attributes(&directive.head, &span);
    let outer = writer.out.aside();
    if let Some((at, _)) = &directive.head.label {
        writer.before = None;
        writer.base = *at;
        writer.judge(label);
        writer.events(label);
    }
    let label = writer.out.aside().finish();
    if !label.pieces.is_empty() {
        writer.section = level;
    }
    for block in inner {
        block.write(writer);
    }
    let inner = writer.out.back(outer);
    writer.section = section;
    let name = directive.name.as_str().into();
    let standing = Standing::Block;
    let (label, label_marks) = (label.pieces, label.marks);
    let (inner, inner_marks) = (inner.pieces, inner.marks);
    let component = Component { name, label, attributes, inner, level, number, standing, span };
    writer.out.marked(&component, label_marks, inner_marks);
    writer.out.line();
    writer.out.block(component);
    writer.before = None;
}
