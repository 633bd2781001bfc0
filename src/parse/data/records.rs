//! A text cut into records, each with the physical line on which it starts.
use csv::ReaderBuilder;
use csv::StringRecord;

use crate::model::declaration::ReadingRules;

/// In the order of preference when two would cut a file equally well.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many records the choice of a separator looks at.
const LOOKED_AT: usize = 50;
/// How much of the text it looks at, in bytes: a quotation mark never closed makes long records.
const LOOKED_INTO: usize = 4 << 20;

/// Where the records begin, and what is between their cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub delimiter: u8,
    /// Named by a first line `sep=;`.
    pub hint: Option<u8>,
    /// Byte of the first record.
    pub start: usize,
    /// Physical line of that byte, from 1.
    pub line: u32,
}

impl Cut {
    pub fn of(text: &str, rules: &ReadingRules) -> Self {
        let hint = sep_line(text);
        let skipped = usize::max(hint.map_or(0, |(_, end)| end), skip(text, rules.skip));
        let declared = rules.delimiter.and_then(|sign| u8::try_from(sign).ok());
        let named = declared.or(hint.map(|(sign, _)| sign));
        let delimiter = named.unwrap_or_else(|| delimiter(&text[skipped..]));
        let line = Lines::of(text).at(skipped);
        Self { delimiter, hint: hint.map(|(sign, _)| sign), start: skipped, line }
    }
}

/// The delimiter that a first line `sep=;` names, and where the next line starts.
fn sep_line(text: &str) -> Option<(u8, usize)> {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let line = text[..end].trim_matches(['"', ' ']);
    let named = line.get(..4).filter(|key| key.eq_ignore_ascii_case("sep="))?;
    let rest = &line.as_bytes()[named.len()..];
    // `sep=` and a tab loses it when trimmed by whoever wrote it.
    let delimiter = DELIMITERS.into_iter().find(|known| rest == [*known])?;
    Some((delimiter, after_line(text, end)))
}

/// Past the end of line at `end`.
fn after_line(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

/// Where the line after the first `count` physical lines starts.
fn skip(text: &str, count: u32) -> usize {
    let mut at = 0;
    for _ in 0..count {
        let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end);
        at = after_line(text, end);
    }
    at
}

/// The candidate that gives the most records of one width, two cells at least;
/// then the one that gives the widest.
fn delimiter(text: &str) -> u8 {
    let text = &text[..text.floor_char_boundary(LOOKED_INTO)];
    let mut best = (0, 0, b',');
    for candidate in DELIMITERS {
        let mut widths = Vec::new();
        let mut records = reader(text, candidate);
        let mut record = StringRecord::new();
        while widths.len() < LOOKED_AT && records.read_record(&mut record).unwrap_or(false) {
            widths.push(record.len());
        }
        let share = |width: usize| widths.iter().filter(|other| **other == width).count();
        let modal = widths.iter().filter(|width| **width > 1).map(|width| (share(*width), *width)).max();
        let (count, width) = modal.unwrap_or((0, 0));
        if (count, width) > (best.0, best.1) {
            best = (count, width, candidate);
        }
    }
    best.2
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Counts physical lines: CR, LF and CR LF each end one.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), offset: 0, line: 1 }
    }

    fn step(&mut self, byte: u8) {
        let pair = byte == b'\r' && self.bytes.get(self.offset + 1) == Some(&b'\n');
        self.line += u32::from(matches!(byte, b'\n' | b'\r') && !pair);
        self.offset += 1;
    }

    /// The line of a byte. Offsets are asked for in growing order.
    fn at(&mut self, offset: usize) -> u32 {
        while self.offset < offset.min(self.bytes.len()) {
            let rest = &self.bytes[self.offset..offset];
            match memchr::memchr2(b'\n', b'\r', rest) {
                Some(end) => {
                    self.offset += end;
                    self.step(self.bytes[self.offset]);
                }
                None => self.offset = offset,
            }
        }
        self.line
    }

    /// The line of the first byte, from `offset` on, that ends no line.
    fn of_record(&mut self, offset: usize) -> u32 {
        self.at(offset);
        while let Some(byte) = self.bytes.get(self.offset).filter(|byte| matches!(byte, b'\n' | b'\r')) {
            self.step(*byte);
        }
        self.line
    }
}

/// A record, its cells as written between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub cells: StringRecord,
    /// Physical line on which it starts, from 1.
    pub line: u32,
    /// A line without a cell stands above it.
    pub after_blank: bool,
}

impl Record {
    /// What is in quotation marks may hold ends of line: they become LF.
    pub fn normal(cell: &str) -> std::borrow::Cow<'_, str> {
        if memchr::memchr(b'\r', cell.as_bytes()).is_none() {
            return cell.into();
        }
        cell.replace("\r\n", "\n").replace('\r', "\n").into()
    }
}

pub struct Records<'a> {
    text: &'a str,
    reader: csv::Reader<&'a [u8]>,
    lines: Lines<'a>,
    start: usize,
    above: Above,
}

/// What stands above the next record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    Nothing,
    Record,
    Blank,
}

impl<'a> Records<'a> {
    pub fn of(text: &'a str, cut: Cut) -> Self {
        let lines = Lines { offset: cut.start, line: cut.line, ..Lines::of(text) };
        let reader = reader(&text[cut.start..], cut.delimiter);
        Self { text, reader, lines, start: cut.start, above: Above::Nothing }
    }

    /// The byte after the last record, its end of line included, and the line of that byte.
    pub fn stand(&mut self) -> (usize, u32) {
        let mut at = (self.start + self.reader.position().byte() as usize).min(self.text.len());
        let bytes = self.text.as_bytes();
        if at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
        (at, self.lines.at(at))
    }

    /// The next record that has something in one of its cells, into `record`;
    /// false at the end.
    pub fn next(&mut self, record: &mut Record) -> bool {
        while self.reader.read_record(&mut record.cells).unwrap_or(false) {
            let offset = record.cells.position().map_or(0, |position| position.byte() as usize);
            let offset = self.start + offset;
            let before = self.lines.at(offset);
            // The LF of a CR LF may be left for the next record.
            let pair = self.text.as_bytes()[..offset].ends_with(b"\r")
                && self.text.as_bytes().get(offset) == Some(&b'\n');
            record.line = self.lines.of_record(offset);
            let empty = record.cells.iter().all(|cell| cell.trim().is_empty());
            let gap = empty || record.line > before + u32::from(pair);
            if gap && self.above == Above::Record {
                self.above = Above::Blank;
            }
            if empty {
                continue;
            }
            record.after_blank = std::mem::replace(&mut self.above, Above::Record) == Above::Blank;
            return true;
        }
        false
    }
}

impl Default for Record {
    fn default() -> Self {
        Self { cells: StringRecord::new(), line: 1, after_blank: false }
    }
}
