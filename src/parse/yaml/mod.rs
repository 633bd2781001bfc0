//! YAML as its author wrote it: every scalar keeps its spelling, every node its place.
//!
//! The reader is the event parser inside serde-saphyr. Its typed reader was
//! measured first: four times slower, it hides how a scalar was quoted, and it
//! stops at the first fault with an English sentence.
mod builder;
mod faults;
mod layout;
mod limits;
mod mapping;
mod pieces;
mod slips;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::value::Node;
use crate::model::value::Yaml;

/// One YAML document inside a file.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    pub path: &'a SitePath,
    pub text: &'a str,
    /// Where `text` begins, in bytes from the start of the file.
    pub base: usize,
    /// The line of the file on which `text` begins, from 1; messages that
    /// point at a second place count lines from here when nobody knows.
    pub line: Option<u32>,
}

impl<'a> Block<'a> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.path, self.base + start..self.base + end)
    }

    fn range(&self, start: usize, end: usize) -> (u32, u32) {
        ((self.base + start) as u32, (self.base + end) as u32)
    }

    /// A part of it, from `start` to `end` of its own text.
    fn part(&self, start: usize, end: usize) -> Block<'a> {
        Self { text: &self.text[start..end], base: self.base + start, line: None, ..*self }
    }
}

/// Reads one document that begins at byte `base` of its file.
///
/// Nothing but blanks and comments is [`Yaml::Null`]. `None` means that the
/// YAML cannot be read, and that `diagnostics` says why: every independent
/// fault at once. A duplicate key is told too, and the first one kept.
pub fn read(path: &SitePath, text: &str, base: usize, diagnostics: &mut Diagnostics) -> Option<Node> {
    let line = (base == 0).then_some(1);
    read_block(&Block { path, text, base, line }, diagnostics)
}

/// As [`read`], for callers who know the line.
pub fn read_block(block: &Block, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mark = if block.base == 0 && block.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let block = Block { line: block.line, ..block.part(mark, block.text.len()) };
    match builder::build(&block, builder::Extent::Whole) {
        Ok(built) => {
            built.said.into_iter().for_each(|said| diagnostics.push(said));
            Some(built.node)
        }
        Err(fault) => {
            pieces::tell_all(&block, &fault).into_iter().for_each(|said| diagnostics.push(said));
            None
        }
    }
}

/// A document as read, and what its author may have meant otherwise.
struct Built {
    node: Node,
    said: Vec<Diagnostic>,
}

/// Nothing written at all.
fn nothing(block: &Block) -> Node {
    Node { yaml: Yaml::Null, range: block.range(0, 0) }
}
