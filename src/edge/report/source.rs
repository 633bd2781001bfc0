//! Lines and columns of a source, found from bytes that may be no text at all.

/// A source with the beginnings of its lines.
pub struct Lines {
    bytes: Vec<u8>,
    starts: Vec<usize>,
}

/// All count from 1; the end is after the last character, on the same line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub line: u32,
    pub column: u32,
    pub end_column: u32,
}

impl Default for Found {
    fn default() -> Self {
        Self { line: 1, column: 1, end_column: 1 }
    }
}

impl Lines {
    pub fn of(bytes: Vec<u8>) -> Self {
        let ends = memchr::memchr_iter(b'\n', &bytes).map(|end| end + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        Self { bytes, starts }
    }

    /// Offsets past the end of the source are brought back to it.
    pub fn find(&self, start: u32, end: u32) -> Found {
        let start = (start as usize).min(self.bytes.len());
        let line = self.starts.partition_point(|begin| *begin <= start);
        let row = self.row(line - 1);
        let begin = self.starts[line - 1];
        let column = |offset: usize| width(&row[..offset.saturating_sub(begin).min(row.len())]) + 1;
        let (column, end_column) = (column(start), column(end as usize));
        Found { line: line as u32, column, end_column: end_column.max(column) }
    }

    /// A line counted from 1, without its end; none when it is not UTF-8 text.
    pub fn text(&self, line: u32) -> Option<String> {
        let index = (line as usize).checked_sub(1).filter(|index| *index < self.starts.len())?;
        let text = std::str::from_utf8(self.row(index)).ok().filter(|text| !text.contains('\0'))?;
        Some(text.trim_start_matches('\u{feff}').to_owned())
    }

    fn row(&self, index: usize) -> &[u8] {
        let end = self.starts.get(index + 1).copied().unwrap_or(self.bytes.len());
        let row = &self.bytes[self.starts[index]..end];
        let row = row.strip_suffix(b"\n").unwrap_or(row);
        row.strip_suffix(b"\r").unwrap_or(row)
    }
}

/// In characters, the byte-order mark not counted.
fn width(bytes: &[u8]) -> u32 {
    String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').chars().count() as u32
}

#[cfg(test)]
mod tests {
    use crate::edge::report::source::Lines;

    #[test]
    fn places_are_found_in_any_bytes() {
        type Case<'a> = (&'a [u8], u32, u32, (u32, u32, u32));
        let cases: [Case<'_>; 9] = [
            (b"", 0, 0, (1, 1, 1)),
            (b"abc", 99, 120, (1, 4, 4)),
            (b"a\nbcd\n", 3, 5, (2, 2, 4)),
            (b"a\r\nb\r\n", 3, 4, (2, 1, 2)),
            (b"a\r\nb\r\n", 6, 6, (3, 1, 1)),
            ("é:à".as_bytes(), 3, 5, (1, 3, 4)),
            ("\u{feff}ab".as_bytes(), 4, 5, (1, 2, 3)),
            (b"\xff\xfe\nx", 3, 4, (2, 1, 2)),
            (b"ab\ncd\n", 1, 5, (1, 2, 3)),
        ];
        for (bytes, start, end, expected) in cases {
            let found = Lines::of(bytes.to_vec()).find(start, end);
            assert_eq!((found.line, found.column, found.end_column), expected, "{bytes:?} {start}");
        }
    }

    #[test]
    fn a_line_is_shown_only_if_it_is_text() {
        let lines = Lines::of(b"\xef\xbb\xbfun\r\n\xe9\na\0b\nfin".to_vec());
        let shown: Vec<_> = (0..6).map(|line| lines.text(line)).collect();
        assert_eq!(shown, [None, Some("un".to_owned()), None, None, Some("fin".to_owned()), None]);
    }
}
