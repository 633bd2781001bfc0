//! A block cut into rows: by its signs alone, or as CSV wants where there are quotation marks.
use csv::ByteRecord;
use csv::ReaderBuilder;

use crate::parse::data::group::feed::Block;
use crate::parse::data::group::scan::Scan;

impl Scan<'_> {
    pub fn block(&mut self, block: &Block) {
        let bytes = &block.bytes;
        let lone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
        let quoted = memchr::memchr(b'"', bytes).is_some();
        if quoted || (self.terms.terminator == b'\n' && memchr::memchr_iter(b'\r', bytes).any(lone)) {
            self.quoted(block);
        } else {
            self.plain(block);
        }
    }

    /// Without quotation marks, each line is a record.
    fn plain(&mut self, block: &Block) {
        let (bytes, mut line, mut start) = (&block.bytes[..], 1, 0);
        let (terminator, delimiter) = (self.terms.terminator, self.terms.delimiter);
        let mut bounds: Vec<(usize, usize)> = Vec::new();
        let ends = memchr::memchr2_iter(delimiter, terminator, bytes);
        // A last line may lack its end.
        let open = bytes.last().is_some_and(|last| *last != terminator);
        for end in ends.chain(open.then_some(bytes.len())) {
            let over = end == bytes.len() || bytes[end] == terminator;
            let carriage = over && terminator == b'\n' && end > start && bytes[end - 1] == b'\r';
            bounds.push((start, end - usize::from(carriage)));
            start = end + 1;
            if !over {
                continue;
            }
            if bounds.len() > 1 || bounds[0].0 < bounds[0].1 {
                let cell = |n: usize| bounds.get(n).map_or(&[][..], |(start, end)| &bytes[*start..*end]);
                self.row(cell, bounds.len(), (block.number, line));
            }
            bounds.clear();
            line += 1;
        }
        self.lines.insert(block.number, line - 1);
    }

    fn quoted(&mut self, block: &Block) {
        let mut reader = ReaderBuilder::new()
            .delimiter(self.terms.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(&block.bytes[..]);
        let (mut record, mut line, mut at) = (ByteRecord::new(), 1, 0);
        let bytes = &block.bytes;
        let ends = |at: usize| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let mut start = record.position().map_or(0, |position| position.byte() as usize);
            while matches!(bytes.get(start), Some(b'\n' | b'\r')) {
                start += 1;
            }
            line +=
                memchr::memchr2_iter(b'\n', b'\r', &bytes[at..start]).filter(|n| ends(at + n)).count() as u32;
            at = start;
            self.row(|n| record.get(n).unwrap_or_default(), record.len(), (block.number, line));
        }
        let rest = memchr::memchr2_iter(b'\n', b'\r', &bytes[at..]).filter(|n| ends(at + n)).count();
        self.lines.insert(block.number, line - 1 + rest as u32);
    }
}
