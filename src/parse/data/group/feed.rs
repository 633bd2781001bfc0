//! A stream of bytes becomes blocks of whole records, as UTF-8.
use std::io;
use std::io::Read;

use encoding_rs::Decoder;
use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::WINDOWS_1252;

use crate::model::declaration::ReadingRules;
use crate::model::declaration::Until;
use crate::parse::data::encoding;

/// How much is read at once, in bytes.
const BLOCK: usize = 512 << 10;
/// What one record may weigh, in bytes.
const LONGEST_RECORD: usize = 4 << 20;

/// Whole records, and how many blocks came before.
#[derive(Debug, Default)]
pub struct Block {
    pub bytes: Vec<u8>,
    pub number: usize,
}

/// Why no more is read before the end.
#[derive(Debug)]
pub enum Broken {
    World(io::Error),
    /// Bytes mean nothing in that encoding.
    Encoding(&'static str),
    /// One record without end.
    Record,
}

pub struct Feed<'a> {
    source: &'a mut (dyn Read + Send),
    /// Nothing for UTF-8, which is taken as it is.
    decoder: Option<Decoder>,
    pub encoding: &'static str,
    letters: Letters,
    pub delimiter: u8,
    /// `\r` for files that know no other end of line.
    pub terminator: u8,
    until: Until,
    raw: Vec<u8>,
    /// The beginning of a record whose end was not read yet.
    carry: Vec<u8>,
    blocks: usize,
    ended: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// None beyond ASCII was seen: the encoding may still change.
    Plain,
    Settled,
}

impl<'a> Feed<'a> {
    /// Reads as much as tells the encoding.
    pub fn new(source: &'a mut (dyn Read + Send), rules: &ReadingRules) -> io::Result<Self> {
        let mut start = Vec::new();
        (&mut *source).take(4).read_to_end(&mut start)?;
        let declared = rules.encoding.as_deref().and_then(encoding::named);
        let (found, mark) = Encoding::for_bom(&start).unwrap_or((declared.unwrap_or(UTF_8), 0));
        start.drain(..mark);
        let mut feed = Self {
            source,
            decoder: (found != UTF_8).then(|| found.new_decoder_without_bom_handling()),
            encoding: encoding::name(found, mark),
            letters: if declared.is_some() || mark > 0 { Letters::Settled } else { Letters::Plain },
            delimiter: b',',
            terminator: b'\n',
            until: rules.until,
            raw: Vec::new(),
            carry: Vec::new(),
            blocks: 0,
            ended: false,
        };
        // Less than four bytes cannot be damaged yet: the decoder waits for more.
        _ = feed.take(&start, Last::No);
        Ok(feed)
    }

    /// Decodes into the carry.
    fn take(&mut self, raw: &[u8], last: Last) -> Result<(), Broken> {
        let Some(decoder) = &mut self.decoder else {
            self.carry.extend_from_slice(raw);
            return Ok(());
        };
        let room = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(raw.len() * 3 + 16);
        let before = self.carry.len();
        self.carry.resize(before + room, 0);
        let (_, _, written, damaged) =
            decoder.decode_to_utf8(raw, &mut self.carry[before..], last == Last::Yes);
        self.carry.truncate(before + written);
        if damaged { Err(Broken::Encoding(self.encoding)) } else { Ok(()) }
    }

    /// The next records; false at the end.
    pub fn fill(&mut self, block: &mut Block) -> Result<bool, Broken> {
        while !self.ended {
            self.read()?;
            let Some(mut end) = self.boundary() else {
                if self.carry.len() > LONGEST_RECORD {
                    return Err(Broken::Record);
                }
                continue;
            };
            if self.settle(end)? == Letters::Plain {
                end = self.boundary().unwrap_or(end);
            }
            if self.until == Until::BlankLine
                && self.blocks > 0
                && let Some(blank) = blank_line(&self.carry[..end])
            {
                end = blank;
                self.ended = true;
            }
            std::mem::swap(&mut block.bytes, &mut self.carry);
            self.carry.clear();
            self.carry.extend_from_slice(&block.bytes[end..]);
            block.bytes.truncate(end);
            block.number = self.blocks;
            self.blocks += 1;
            return Ok(!block.bytes.is_empty());
        }
        block.bytes.clear();
        Ok(false)
    }

    pub fn is_over(&self) -> bool {
        self.ended
    }

    fn read(&mut self) -> Result<(), Broken> {
        if self.decoder.is_none() {
            let before = self.carry.len();
            let limit = BLOCK as u64;
            (&mut *self.source).take(limit).read_to_end(&mut self.carry).map_err(Broken::World)?;
            self.ended(self.carry.len() - before);
            return Ok(());
        }
        let mut raw = std::mem::take(&mut self.raw);
        raw.clear();
        (&mut *self.source).take(BLOCK as u64).read_to_end(&mut raw).map_err(Broken::World)?;
        self.ended(raw.len());
        let last = if self.ended { Last::Yes } else { Last::No };
        let taken = self.take(&raw, last);
        self.raw = raw;
        taken
    }

    /// Less than was asked for is the end.
    fn ended(&mut self, read: usize) {
        self.ended = read < BLOCK;
    }

    /// What is not UTF-8 is Windows-1252, unless UTF-8 was seen before; plain
    /// when the bytes changed, and must be cut again.
    fn settle(&mut self, end: usize) -> Result<Letters, Broken> {
        if self.decoder.is_some() || self.carry[..end].is_ascii() {
            return Ok(Letters::Settled);
        }
        if std::str::from_utf8(&self.carry[..end]).is_ok() {
            self.letters = Letters::Settled;
            return Ok(Letters::Settled);
        }
        if self.letters == Letters::Settled {
            return Err(Broken::Encoding("UTF-8"));
        }
        self.encoding = encoding::name(WINDOWS_1252, 0);
        self.decoder = Some(WINDOWS_1252.new_decoder_without_bom_handling());
        let raw = std::mem::take(&mut self.carry);
        self.take(&raw, Last::No)?;
        Ok(Letters::Plain)
    }

    /// Where the last whole record ends.
    fn boundary(&self) -> Option<usize> {
        let bytes = &self.carry;
        if self.ended {
            return Some(bytes.len());
        }
        if memchr::memchr(b'"', bytes).is_none() {
            return memchr::memrchr(self.terminator, bytes).map(|end| end + 1);
        }
        let (mut at, mut end) = (0, None);
        while let Some(found) = memchr::memchr2(b'"', self.terminator, &bytes[at..]).map(|found| at + found) {
            at = found + 1;
            if bytes[found] == self.terminator {
                end = Some(at);
            } else if found == 0
                || matches!(bytes[found - 1], b'\n' | b'\r')
                || bytes[found - 1] == self.delimiter
            {
                match closed(bytes, at) {
                    Some(after) => at = after,
                    None => return end,
                }
            }
        }
        end
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Yes,
    No,
}

/// Past the mark that closes what was opened before `at`.
fn closed(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr(b'"', &bytes[at..])? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// Where the first line without anything starts.
fn blank_line(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes)
        .map(|at| at + 1)
        .find(|at| bytes[*at..].starts_with(b"\n") || bytes[*at..].starts_with(b"\r\n"))
}
