//! What one stretch of markdown may need from another, when directives cut the
//! text: `[name]: address` lines and footnotes are known to the whole of it.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::BrokenLink;
use pulldown_cmark::CowStr;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;

use crate::parse::markdown::blocks::Block;
use crate::parse::markdown::writer::Events;

/// Ends a footnote, and prints nothing.
const WALL: &str = "<!-- -->\n\n";

#[derive(Default)]
pub struct Definitions {
    /// Address and title by name; the first counts.
    links: BTreeMap<String, (String, String)>,
    notes: BTreeSet<String>,
}

fn options(text: &str) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    options.set(Options::ENABLE_DEFINITION_LIST, defines(text));
    options
}

/// True when a line is a colon and words: a colon alone is a slip of the
/// author's, which would make a list of the paragraph before it.
fn defines(text: &str) -> bool {
    let colons = text.lines().filter_map(|line| line.trim_start_matches(' ').strip_prefix(':'));
    colons.into_iter().any(|rest| rest.starts_with([' ', '\t']) && !rest.trim().is_empty())
}

impl Definitions {
    pub fn of(text: &str, blocks: &[Block]) -> Self {
        let mut found = Self::default();
        if !matches!(blocks, [] | [Block::Markdown(_)]) {
            found.gather(text, blocks);
        }
        found
    }

    fn gather(&mut self, text: &str, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Directive(directive) => self.gather(text, &directive.inner),
                Block::Markdown(range) if text[range.clone()].contains("]:") => {
                    self.add(&text[range.clone()]);
                }
                Block::Markdown(_) => {}
            }
        }
    }

    fn add(&mut self, text: &str) {
        let parser = Parser::new_ext(text, options(text));
        for (name, definition) in parser.reference_definitions().iter() {
            let title = definition.title.as_deref().unwrap_or_default().to_owned();
            self.links.entry(key(name)).or_insert_with(|| (definition.dest.to_string(), title));
        }
        if text.contains("[^") {
            let notes = parser.filter_map(|event| match event {
                Event::Start(Tag::FootnoteDefinition(name)) => Some(key(&name)),
                _ => None,
            });
            self.notes.extend(notes);
        }
    }

    fn find(&self, name: &str) -> Option<(CowStr<'static>, CowStr<'static>)> {
        let (address, title) = self.links.get(&key(name))?;
        Some((address.clone().into(), title.clone().into()))
    }

    /// The events of one stretch; their ranges count from its beginning.
    pub fn events<'e>(&self, text: &'e str) -> Events<'e> {
        let notes = self.called(text);
        if notes.is_empty() {
            let find = |link: BrokenLink<'_>| self.find(&link.reference);
            let parser = Parser::new_with_broken_link_callback(text, options(text), Some(find));
            return parser.into_offset_iter().collect();
        }
        let known: String = notes.iter().map(|name| format!("[^{name}]: x\n\n")).collect();
        let whole = format!("{known}{WALL}{text}");
        let before = whole.len() - text.len();
        let find = |link: BrokenLink<'_>| self.find(&link.reference);
        let parser = Parser::new_with_broken_link_callback(&whole, options(text), Some(find));
        let own = parser.into_offset_iter().filter(|(_, range)| range.start >= before);
        own.map(|(event, range)| (event.into_static(), range.start - before..range.end - before)).collect()
    }

    /// Footnotes called in `text` and defined in another stretch.
    fn called(&self, text: &str) -> BTreeSet<String> {
        if self.notes.is_empty() {
            return BTreeSet::new();
        }
        let names = text.match_indices("[^").filter_map(|(at, _)| {
            let rest = &text[at + 2..];
            let end = rest.find([']', '\n'])?;
            let defined = rest[end..].starts_with("]:");
            Some((key(&rest[..end]), defined))
        });
        let (mut called, mut own) = (BTreeSet::new(), BTreeSet::new());
        for (name, defined) in names {
            if defined {
                own.insert(name)
            } else {
                called.insert(name)
            };
        }
        called.retain(|name| self.notes.contains(name) && !own.contains(name));
        called
    }

    /// The events of a label: always running text, whatever it begins with.
    pub fn label(&self, text: &str) -> Events<'static> {
        let find = |link: BrokenLink<'_>| self.find(&link.reference);
        // A full stop begins no block, and lets emphasis begin after it.
        let whole = format!(".{text}");
        let parser = Parser::new_with_broken_link_callback(&whole, options(text), Some(find));
        let mut events: Events<'static> = Vec::new();
        for (event, range) in parser.into_offset_iter() {
            let event = match event {
                Event::Start(Tag::Paragraph) | Event::End(pulldown_cmark::TagEnd::Paragraph) => continue,
                Event::Text(first) if range.start == 0 => Event::Text(first[1..].to_owned().into()),
                event => event.into_static(),
            };
            events.push((event, moved(range)));
        }
        events
    }
}

/// Without the full stop.
fn moved(range: Range<usize>) -> Range<usize> {
    range.start.saturating_sub(1)..range.end.saturating_sub(1)
}

/// Names are the same whatever their case and their blanks (CommonMark 0.31, 4.7).
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
