//! A place in a source: bytes inside, line and column at the very end.
use std::ops::Range;

use crate::base::path::SitePath;

/// A range of bytes of one source, as UTF-8 text without its byte-order mark
/// removed: offsets always count from the first byte of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub path: SitePath,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(path: &SitePath, range: Range<usize>) -> Self {
        Self { path: path.clone(), start: range.start as u32, end: range.end as u32 }
    }

    /// The very beginning of a file.
    pub fn top(path: &SitePath) -> Self {
        Self::new(path, 0..0)
    }
}

/// Both count from 1; columns count characters, which is what an editor shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: u32,
    pub column: u32,
}

impl LineColumn {
    pub fn of(text: &str, offset: u32) -> Self {
        let before = &text[..text.floor_char_boundary(offset as usize)];
        let line = before.matches('\n').count() as u32 + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}');
        Self { line, column: column.chars().count() as u32 + 1 }
    }
}
