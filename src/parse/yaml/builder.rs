//! From the parser's events to a tree, within bounds of depth, number and copies.
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_saphyr::granit_parser::ErrorKind;
use serde_saphyr::granit_parser::Event;
use serde_saphyr::granit_parser::Parser;
use serde_saphyr::granit_parser::ScalarStyle;
use serde_saphyr::granit_parser::Span;
use serde_saphyr::granit_parser::Tag;
use serde_saphyr::granit_parser::options;

use crate::base::diagnostic::Diagnostic;
use crate::model::value::Field;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::model::value::Yaml;
use crate::parse::yaml::Block;
use crate::parse::yaml::Built;
use crate::parse::yaml::limits::COPIES;
use crate::parse::yaml::limits::DEPTH;
use crate::parse::yaml::limits::NODES;
use crate::parse::yaml::limits::TOLD;
use crate::parse::yaml::limits::measure;
use crate::parse::yaml::mapping;
use crate::parse::yaml::nothing;
use crate::parse::yaml::slips;

/// Whether the text is all there is, or a part of one with these anchors.
#[derive(Clone, Copy)]
pub enum Extent<'a> {
    Whole,
    Piece(&'a BTreeSet<&'a str>),
}

/// Why there is no tree, at a byte of the block.
#[derive(Clone, Debug)]
pub struct Fault {
    pub at: usize,
    pub cause: Cause,
}

#[derive(Clone, Debug)]
pub enum Cause {
    Scan(ErrorKind),
    TooDeep,
    TooMany,
    KeyNotText,
    KeyEmpty,
    SecondDocument,
    AliasOfItself,
    MergeNotMap,
}

/// A list or mapping whose end has not come yet.
struct Open {
    start: usize,
    anchor: usize,
    holds: Holds,
}

enum Holds {
    List(Vec<Node>),
    Map { fields: Vec<Field>, key: Option<(String, (u32, u32))> },
}

/// What `&name` stands before.
struct Anchored {
    node: Node,
    height: usize,
    weight: usize,
}

struct Builder<'a> {
    block: &'a Block<'a>,
    extent: Extent<'a>,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: BTreeMap<usize, Anchored>,
    /// Anchors that nothing refers to: perhaps an `&` of the text.
    unused: BTreeMap<usize, (usize, usize)>,
    nodes: usize,
    copied: usize,
    said: Vec<Diagnostic>,
}

pub fn build(block: &Block, extent: Extent) -> Result<Built, Fault> {
    let options = options! {
        emit_comments: false,
        emit_anchor_events: true,
        emit_unresolved_aliases: matches!(extent, Extent::Piece(_)),
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    };
    let mut builder = Builder {
        block,
        extent,
        open: Vec::new(),
        root: None,
        anchors: BTreeMap::new(),
        unused: BTreeMap::new(),
        nodes: 0,
        copied: 0,
        said: Vec::new(),
    };
    for next in Parser::new_from_str_with_options(block.text, options) {
        let (event, span) = next.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(0);
            Fault { at: block.text.floor_char_boundary(at), cause: Cause::Scan(error.kind().clone()) }
        })?;
        builder.take(event, &span)?;
    }
    for (start, end) in std::mem::take(&mut builder.unused).into_values() {
        builder.say(slips::lost_anchor(block, start, end));
    }
    Ok(Built { node: builder.root.unwrap_or_else(|| nothing(block)), said: builder.said })
}

/// Bytes of the block. A block scalar's end takes in the line breaks after it.
fn bytes(span: &Span) -> (usize, usize) {
    let start = span.start.byte_offset().unwrap_or(0);
    (start, span.end.byte_offset().unwrap_or(start).max(start))
}

impl Builder<'_> {
    fn take(&mut self, event: Event, span: &Span) -> Result<(), Fault> {
        let (start, end) = bytes(span);
        let fail = |cause| Err(Fault { at: start, cause });
        match event {
            Event::DocumentStart(..) if self.root.is_some() => return fail(Cause::SecondDocument),
            Event::Scalar(text, style, anchor, tag) => {
                self.tag(tag.as_deref(), span);
                return self.scalar((text, style, anchor), tag.as_deref(), (start, end));
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.tag(tag.as_deref(), span);
                self.open.push(Open { start, anchor, holds: Holds::List(Vec::new()) });
            }
            Event::MappingStart(_, anchor, tag) => {
                self.tag(tag.as_deref(), span);
                let holds = Holds::Map { fields: Vec::new(), key: None };
                self.open.push(Open { start, anchor, holds });
            }
            Event::SequenceEnd | Event::MappingEnd => return self.close(start, end),
            Event::Anchor(id, _) if matches!(self.extent, Extent::Whole) => {
                _ = self.unused.insert(id, (start, end))
            }
            Event::Alias(id) => return self.alias(id, (start, end)),
            Event::UnresolvedAlias(name) => {
                return match self.extent {
                    Extent::Piece(anchors) if anchors.contains(name.as_ref()) => {
                        self.put(Node { yaml: Yaml::Null, range: self.block.range(start, end) }, 0)
                    }
                    _ => fail(Cause::Scan(ErrorKind::UnknownAnchor)),
                };
            }
            _ => {}
        }
        if self.open.len() > DEPTH { fail(Cause::TooDeep) } else { Ok(()) }
    }

    fn scalar(
        &mut self,
        (text, style, anchor): (Cow<str>, ScalarStyle, usize),
        tag: Option<&Tag>,
        (start, end): (usize, usize),
    ) -> Result<(), Fault> {
        let plain = style == ScalarStyle::Plain && !tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
        let (start, end) = if start == end { self.after_key().unwrap_or((start, end)) } else { (start, end) };
        if plain {
            self.lint(start, end);
        }
        let yaml = match text.as_ref() {
            "" | "~" | "null" | "Null" | "NULL" if plain => Yaml::Null,
            // Written `\0` between quotes; no page may hold it (HTML, 13.2.5).
            text if text.contains('\0') => {
                Yaml::Scalar { text: text.replace('\0', "\u{fffd}"), quoted: !plain }
            }
            _ => Yaml::Scalar { text: text.into_owned(), quoted: !plain },
        };
        let end = start + self.block.text[start..end].trim_end().len();
        self.put(Node { yaml, range: self.block.range(start, end) }, anchor)
    }

    /// Where a value that is not written would stand: the parser only notices
    /// on a later line.
    fn after_key(&self) -> Option<(usize, usize)> {
        match &self.open.last()?.holds {
            Holds::Map { key: Some((_, range)), .. } => {
                let end = range.1 as usize - self.block.base;
                let colon = self.block.text[end..].find(':').filter(|n| *n < 4)?;
                Some((end + colon + 1, end + colon + 1))
            }
            _ => None,
        }
    }

    /// What a plain scalar may have lost, or may have been meant to be.
    fn lint(&mut self, start: usize, end: usize) {
        let is_key = matches!(self.open.last(), Some(Open { holds: Holds::Map { key: None, .. }, .. }));
        let block = self.block;
        let slips = match is_key {
            _ if self.said.len() >= TOLD => [None, None],
            true => [slips::glued(block, start, end), None],
            false => [slips::cut(block, start, end), slips::misread(block, start)],
        };
        slips.into_iter().flatten().for_each(|slip| self.say(slip));
    }

    fn tag(&mut self, tag: Option<&Tag>, span: &Span) {
        if tag.is_some_and(Tag::is_custom)
            && let Some(tag) = span.tag_span()
        {
            let (start, end) = bytes(&tag);
            self.say(slips::lost_tag(self.block, start, end));
        }
    }

    fn close(&mut self, start: usize, end: usize) -> Result<(), Fault> {
        let open = self.open.pop().expect("the parser closes only what it opened");
        let (yaml, last) = match open.holds {
            Holds::List(mut nodes) => {
                nodes.shrink_to_fit();
                let last = nodes.last().map(|node| node.range.1);
                (Yaml::List(nodes), last)
            }
            Holds::Map { mut fields, .. } => {
                fields.shrink_to_fit();
                let last = fields.last().map(|field| field.node.range.1.max(field.range.1));
                (Yaml::Map(self.settle(fields)?), last)
            }
        };
        let mut range = self.block.range(open.start, end);
        if start == end {
            range.1 = last.unwrap_or(range.0);
        }
        self.put(Node { yaml, range }, open.anchor)
    }

    fn alias(&mut self, id: usize, (start, end): (usize, usize)) -> Result<(), Fault> {
        self.unused.remove(&id);
        let Some(anchored) = self.anchors.get(&id) else {
            return Err(Fault { at: start, cause: Cause::AliasOfItself });
        };
        self.copied += anchored.weight;
        self.nodes += anchored.weight / size_of::<Node>();
        if anchored.height + self.open.len() > DEPTH {
            return Err(Fault { at: start, cause: Cause::TooDeep });
        }
        if self.copied > COPIES {
            return Err(Fault { at: start, cause: Cause::TooMany });
        }
        let node = Node { range: self.block.range(start, end), ..anchored.node.clone() };
        self.put(node, 0)
    }

    /// Hands a finished node to whatever is open.
    fn put(&mut self, node: Node, anchor: usize) -> Result<(), Fault> {
        let at = node.range.0 as usize - self.block.base;
        self.nodes += 1;
        if self.nodes > NODES {
            return Err(Fault { at, cause: Cause::TooMany });
        }
        if anchor != 0 {
            let (height, weight) = measure(&node);
            self.anchors.insert(anchor, Anchored { node: node.clone(), height, weight });
            self.copied += weight;
        }
        match self.open.last_mut().map(|open| &mut open.holds) {
            None => self.root = Some(node),
            Some(Holds::List(nodes)) => nodes.push(node),
            Some(Holds::Map { fields, key }) => match key.take() {
                Some((name, range)) => fields.push(Field { name, range, node }),
                None => *key = Some((mapping::name_of(node.yaml, self.block, node.range)?, node.range)),
            },
        }
        Ok(())
    }

    fn settle(&mut self, fields: Vec<Field>) -> Result<Fields, Fault> {
        let again = mapping::again(&fields);
        for (first, second) in again.iter().take(TOLD) {
            self.say(slips::duplicate(self.block, &fields[*first], &fields[*second]));
        }
        mapping::merge(self.block, mapping::without(fields, &again))
    }

    fn say(&mut self, said: Diagnostic) {
        if self.said.len() < TOLD {
            self.said.push(said);
        }
    }
}
