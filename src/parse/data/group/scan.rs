//! Rows of a block go to their groups. Several readers may each have one of these: they are merged at the end.
use std::collections::BTreeMap;

use crate::base::date::Date;
use crate::base::instant::Zone;
use crate::base::period::Period;
use crate::model::declaration::ReadingRules;
use crate::model::declaration::ShortRows;
use crate::model::table::Cell;
use crate::parse::data::dates::Style;
use crate::parse::data::faults;
use crate::parse::data::group::days::Day;
use crate::parse::data::group::days::Days;
use crate::parse::data::group::days::same;
use crate::parse::data::group::order::Order;
use crate::parse::data::group::order::Role;
use crate::parse::data::group::order::fits;
use crate::parse::data::group::sums::Last;
use crate::parse::data::group::sums::Sum;
use crate::parse::data::group::trouble::At;
use crate::parse::data::group::trouble::Kind;
use crate::parse::data::group::trouble::Troubles;
use crate::parse::data::numbers;
use crate::parse::data::numbers::Custom;
use crate::parse::data::numbers::Written;
use crate::parse::data::silence;

/// How many groups there may be: a file has one row for each.
pub const MOST_GROUPS: usize = 200_000;
/// Ends each text of a key: no UTF-8 text holds it.
pub const END: u8 = 0xff;

/// What is known before the first row.
pub struct Terms<'a> {
    pub order: &'a Order,
    pub rules: &'a ReadingRules,
    pub zone: Zone,
    pub delimiter: u8,
    pub terminator: u8,
    /// What short rows lack is missing.
    pub short_rows: ShortRows,
}

#[derive(Clone, Copy, Debug)]
pub enum Kept {
    Sum(Sum),
    Last(Option<Last>),
}

pub struct Scan<'a> {
    pub terms: &'a Terms<'a>,
    /// By period, then by the texts.
    pub index: BTreeMap<i64, BTreeMap<Vec<u8>, usize>>,
    /// One for each value of each group.
    pub kept: Vec<Kept>,
    pub periods: Vec<Period>,
    /// For each value.
    pub customs: Vec<Custom>,
    pub units: Vec<&'static str>,
    pub styles: BTreeMap<Style, At>,
    pub troubles: Troubles,
    /// Physical lines of each block that was read.
    pub lines: BTreeMap<usize, u32>,
    days: Days,
    last: Option<(i64, usize)>,
    pub key: Vec<u8>,
    last_key: Vec<u8>,
}

impl<'a> Scan<'a> {
    pub fn new(terms: &'a Terms<'a>) -> Self {
        let values = terms.order.values.len();
        Self {
            terms,
            index: BTreeMap::new(),
            kept: Vec::new(),
            periods: Vec::new(),
            customs: vec![Custom::default(); values],
            units: vec![""; values],
            styles: BTreeMap::new(),
            troubles: Troubles::default(),
            lines: BTreeMap::new(),
            days: Days::default(),
            last: None,
            key: Vec::new(),
            last_key: Vec::new(),
        }
    }

    pub fn row<'b>(&mut self, cell: impl Fn(usize) -> &'b [u8], width: usize, at: At) {
        let order = self.terms.order;
        let date = cell(order.date);
        let Some((ordinal, day)) = self.period(date, at) else {
            return self.undated(cell, width, at);
        };
        if width != order.width && (width > order.width || self.terms.short_rows == ShortRows::Refused) {
            return self.troubles.add(
                at,
                width.min(order.width) + usize::from(width > order.width),
                Kind::Width(width),
            );
        }
        if !self.terms.rules.ignored.is_empty() && self.ignored(cell(0)) {
            return;
        }
        if !order.by.is_empty() {
            self.key.clear();
            for n in &order.by {
                self.key.extend_from_slice(cell(*n).trim_ascii());
                self.key.push(END);
            }
        }
        let Some(group) = self.group(ordinal, day) else { return };
        let values = order.values.len();
        for (n, (column, _)) in order.values.iter().enumerate() {
            self.value((group * values + n, n), (cell(*column), *column), (day, at));
        }
    }

    fn ignored(&self, first: &[u8]) -> bool {
        let first = String::from_utf8_lossy(first);
        faults::is_among(&first, self.terms.rules.ignored.iter().map(String::as_str))
    }

    /// The ordinal of the period of a row, and its first day.
    fn period(&mut self, cell: &[u8], at: At) -> Option<(i64, i64)> {
        let (day, new) = self.days.read(cell, &self.terms.zone);
        match day {
            Day::Known(period, style, fault) => {
                if new {
                    self.styles.entry(style).and_modify(|first| *first = at.min(*first)).or_insert(at);
                }
                if let Some(kind) = fault {
                    self.troubles.quote(at, self.terms.order.date + 1, kind, cell);
                }
                let step = self.terms.order.step;
                if !fits(period.step, step) {
                    self.troubles.quote(at, self.terms.order.date + 1, Kind::Longer, cell);
                    return None;
                }
                let whole = Period::holding(period.start, step);
                Some((whole.ordinal(), period.start.days()))
            }
            Day::Unknown => None,
        }
    }

    /// A row whose date cannot be read: nothing at all, a sum, or a fault.
    fn undated<'b>(&mut self, cell: impl Fn(usize) -> &'b [u8], width: usize, at: At) {
        if (0..width).all(|n| cell(n).trim_ascii().is_empty()) || self.ignored(cell(0)) {
            return;
        }
        let first = String::from_utf8_lossy(cell(0));
        if faults::is_total(&first) {
            return self.troubles.quote(at, 1, Kind::Total, cell(0));
        }
        let (date, column) = (cell(self.terms.order.date), self.terms.order.date + 1);
        if width > self.terms.order.date {
            self.troubles.quote(at, column, Days::why(date, &self.terms.zone), date);
        } else {
            self.troubles.add(at, width, Kind::Width(width));
        }
    }

    /// Where the values of a group are; nothing when there are too many groups.
    pub fn group(&mut self, ordinal: i64, day: i64) -> Option<usize> {
        if let Some((last, group)) = self.last
            && last == ordinal
            && same(&self.key, &self.last_key)
        {
            return Some(group);
        }
        let step = self.terms.order.step;
        let of_period = self.index.entry(ordinal).or_default();
        let group = match of_period.get(self.key.as_slice()) {
            Some(group) => *group,
            None if self.periods.len() == MOST_GROUPS => {
                self.troubles.too_many();
                return None;
            }
            None => {
                let group = self.periods.len();
                let day = Date::of_days(day)?;
                self.periods.push(Period::holding(day, step));
                of_period.insert(self.key.clone(), group);
                let kept = |(_, role): &(usize, Role)| match role {
                    Role::Sum => Kept::Sum(Sum::default()),
                    Role::Last => Kept::Last(None),
                };
                self.kept.extend(self.terms.order.values.iter().map(kept));
                group
            }
        };
        self.last = Some((ordinal, group));
        std::mem::swap(&mut self.key, &mut self.last_key);
        Some(group)
    }

    fn value(&mut self, (place, n): (usize, usize), (cell, column): (&[u8], usize), (day, at): (i64, At)) {
        let when = (day, at.0, at.1);
        if let Some(value) = digits(cell) {
            match &mut self.kept[place] {
                Kept::Sum(sum) => sum.add_whole(value),
                Kept::Last(last) => put(last, Last { when, written: Some(Written::whole(value)) }),
            }
            return;
        }
        let Ok(text) = std::str::from_utf8(cell) else { return };
        let Some(written) = numbers::written(text) else {
            match (silence::silent(text), &mut self.kept[place]) {
                (Some(Cell::Missing), _) => {}
                (Some(Cell::Secret), Kept::Sum(sum)) => sum.secrets += 1,
                (Some(Cell::Secret), Kept::Last(last)) => put(last, Last { when, written: None }),
                _ => self.troubles.quote(at, column + 1, Kind::Cell, cell),
            }
            return;
        };
        self.customs[n] = self.customs[n].and(written.custom);
        if !written.unit.is_empty() && self.units[n] != written.unit {
            if self.units[n].is_empty() {
                self.units[n] = written.unit;
            } else {
                return self.troubles.quote(at, column + 1, Kind::Unit, cell);
            }
        }
        if written.doubtful.is_some() {
            self.troubles.doubt(at, column + 1, cell);
        }
        match &mut self.kept[place] {
            Kept::Sum(sum) => sum.add(written),
            Kept::Last(last) => put(last, Last { when, written: Some(written) }),
        }
    }
}

/// Keeps the later of two.
pub fn put(last: &mut Option<Last>, new: Last) {
    if last.is_none_or(|last| last.when <= new.when) {
        *last = Some(new);
    }
}

/// Plain digits, which most cells are.
fn digits(cell: &[u8]) -> Option<i64> {
    let fits = (1..=15).contains(&cell.len()) && (cell[0] != b'0' || cell.len() == 1);
    let mut value = 0;
    for byte in if fits { cell } else { return None } {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(value)
}
