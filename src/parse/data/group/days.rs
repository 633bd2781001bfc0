//! The dates of rows, most of which were just read.
use crate::base::instant::Zone;
use crate::base::period::Period;
use crate::parse::data::dates;
use crate::parse::data::dates::Style;
use crate::parse::data::dates::Told;
use crate::parse::data::group::trouble::Kind;

/// How many cells are remembered.
const REMEMBERED: usize = 1024;
/// No date is longer.
const LONGEST: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    Known(Period, Style, Option<Kind>),
    Unknown,
}

#[derive(Clone)]
struct Seen {
    cell: Vec<u8>,
    day: Day,
}

pub struct Days {
    seen: Vec<Seen>,
    /// Where the one before was.
    last: usize,
}

impl Default for Days {
    fn default() -> Self {
        Self { seen: vec![Seen { cell: Vec::new(), day: Day::Unknown }; REMEMBERED], last: 0 }
    }
}

impl Days {
    /// What a cell says; true when it had to be read.
    pub fn read(&mut self, cell: &[u8], zone: &Zone) -> (Day, bool) {
        if same(&self.seen[self.last].cell, cell) {
            return (self.seen[self.last].day, false);
        }
        let mix = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        let place = cell.iter().take(LONGEST).fold(0x811c_9dc5, mix);
        let place = (place ^ (place >> 15)) as usize % REMEMBERED;
        if same(&self.seen[place].cell, cell) {
            self.last = place;
            return (self.seen[place].day, false);
        }
        let day = day(cell, zone);
        if cell.len() <= LONGEST {
            let seen = &mut self.seen[place];
            seen.cell.clear();
            seen.cell.extend_from_slice(cell);
            seen.day = day;
            self.last = place;
        }
        (day, true)
    }

    /// Why a cell is no date.
    pub fn why(cell: &[u8], zone: &Zone) -> Kind {
        match std::str::from_utf8(cell).ok().and_then(|text| dates::read(text, zone)) {
            Some((_, Told::Never)) => Kind::Never,
            Some((_, Told::TwoDigits)) => Kind::TwoDigits,
            _ => Kind::Date,
        }
    }
}

fn day(cell: &[u8], zone: &Zone) -> Day {
    match std::str::from_utf8(cell).ok().and_then(|text| dates::read(text, zone)) {
        Some((style, Told::Twice(period))) => Day::Known(period, style, Some(Kind::Twice)),
        Some((style, told)) => told.period().map_or(Day::Unknown, |period| Day::Known(period, style, None)),
        None => Day::Unknown,
    }
}

/// Equality of short cells, which is asked for each row.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() || a.is_empty() {
        // Nothing is compared where there is nothing: reading nothing at an address
        // that is none takes some processors a hundred times longer than a row.
        return a.len() == b.len();
    }
    match (a.first_chunk::<8>(), b.first_chunk::<8>(), a.last_chunk::<8>(), b.last_chunk::<8>()) {
        (Some(a1), Some(b1), Some(a2), Some(b2)) if a.len() <= 16 => {
            u64::from_ne_bytes(*a1) == u64::from_ne_bytes(*b1)
                && u64::from_ne_bytes(*a2) == u64::from_ne_bytes(*b2)
        }
        _ => a == b,
    }
}
