//! Dates as exporters and people write them. A column is written in one way: here each cell says which.
use crate::base::almost;
use crate::base::almost::NoSuchDay;
use crate::base::date::Date;
use crate::base::instant::Reckoned;
use crate::base::instant::Zone;
use crate::base::period;
use crate::base::period::Period;
use crate::base::period::Step;
use crate::parse::data::numbers::is_space;

/// Every name of a month begins in one of these ways, accents dropped.
const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "jan", "january"],
    &["fevrier", "fevr", "fev", "february", "feb"],
    &["mars", "march", "mar"],
    &["avril", "avr", "april", "apr"],
    &["mai", "may"],
    &["juin", "june", "jun"],
    &["juillet", "juil", "july", "jul"],
    &["aout", "august", "aug"],
    &["septembre", "sept", "sep", "september"],
    &["octobre", "oct", "october"],
    &["novembre", "nov", "november"],
    &["decembre", "dec", "december"],
];

/// A way of writing dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// ISO 8601, in all lengths: `2024`, `2024-Q1`, `2024-01`, `2024-W05`, `2024-01-15`.
    Iso(Step),
    /// `2024-01-29,2024-02-04`
    Span,
    /// `01/2024`, `15/01/2024`
    Slashes(Step),
    /// `janv. 2024`, `T1 2024`, `1er mars 2024`
    Words(Step),
    /// A day and an hour, with or without the zone's offset.
    Clock,
}

/// What a cell that is meant as a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Period(Period),
    /// As `Period`, at midnight.
    Midnight(Period),
    /// An hour that no clock showed that day.
    Never,
    /// An hour that clocks showed twice that day; the first is taken.
    Twice(Period),
    /// `01/02/24`: nobody can tell which of the three is the year.
    TwoDigits,
    /// `31/02/2024`: a day that no calendar has.
    Absent(NoSuchDay),
}

impl Told {
    pub fn period(self) -> Option<Period> {
        match self {
            Self::Period(period) | Self::Midnight(period) | Self::Twice(period) => Some(period),
            Self::Never | Self::TwoDigits | Self::Absent(_) => None,
        }
    }
}

/// How a cell is written and what it says; nothing when it is no date.
pub fn read(cell: &str, zone: &Zone) -> Option<(Style, Told)> {
    let cell = cell.trim_matches(|c| is_space(c) || c == '\'');
    // The shortest is a year, the longest `2024-03-01T00:00:00.000000+01:00`.
    if !(4..=40).contains(&cell.len()) || !cell.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Some(period) = period::read(cell) {
        return Some((Style::Iso(period.step), Told::Period(period)));
    }
    if let Some(found) = slashes(cell).or_else(|| words(cell)) {
        return Some(found);
    }
    if let Some(absent) = almost::read(cell) {
        let iso = cell.find('-') == Some(4);
        let style = if iso { Style::Iso(Step::Day) } else { Style::Slashes(Step::Day) };
        return Some((style, Told::Absent(absent)));
    }
    if let Some((from, to)) = cell.split_once(',') {
        let (from, to): (Date, Date) = (from.parse().ok()?, to.parse().ok()?);
        let week = Period::holding(from, Step::Week);
        return (week.start == from && week.end() == to).then_some((Style::Span, Told::Period(week)));
    }
    clock(cell, zone).map(|told| (Style::Clock, told))
}

fn day(date: Date) -> Option<Period> {
    period::sensible(Period { start: date, step: Step::Day })
}

fn month(year: i16, month: i8) -> Option<Period> {
    period::sensible(Period { start: Date::new(year, month, 1)?, step: Step::Month })
}

fn digits<T: std::str::FromStr>(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<T> {
    let fit = lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fit.then(|| text.parse().ok())?
}

/// `01/2024`, `15/01/2024`, `15-01-2024`, `15.01.2024`.
fn slashes(cell: &str) -> Option<(Style, Told)> {
    let sign = cell.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
    let mut parts = cell.split(sign);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next());
    let head: i8 = digits(first, 1..=2)?;
    if parts.next().is_some() {
        return None;
    }
    let Some(third) = third else {
        let period = (sign == '/').then(|| month(digits(second, 4..=4)?, head))??;
        return Some((Style::Slashes(Step::Month), Told::Period(period)));
    };
    let middle: i8 = digits(second, 1..=2)?;
    if third.len() == 2 && digits::<i8>(third, 2..=2).is_some() && sign != '.' {
        return Some((Style::Slashes(Step::Day), Told::TwoDigits));
    }
    let period = day(Date::new(digits(third, 4..=4)?, middle, head)?)?;
    Some((Style::Slashes(Step::Day), Told::Period(period)))
}

fn plain(text: &str) -> String {
    let plain = |c: char| match c {
        'é' | 'è' | 'É' => 'e',
        'û' | 'Û' => 'u',
        c if is_space(c) => ' ',
        c => c,
    };
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

/// `janv. 2024`, `1er mars 2024`, `January, 2024`, `T1 2024`, `1er trimestre 2024`.
fn words(cell: &str) -> Option<(Style, Told)> {
    if !cell.bytes().any(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let text = plain(cell);
    let parts: Vec<&str> = text.split([' ', '-']).filter(|part| !part.is_empty()).collect();
    let (last, before) = parts.split_last()?;
    let named = |word: &str| {
        let word = word.trim_end_matches(['.', ',']);
        MONTHS.iter().position(|names| names.contains(&word)).map(|n| n as i8 + 1)
    };
    if digits::<i8>(last, 2..=2).is_some() && before.len() == 1 && named(before[0]).is_some() {
        return Some((Style::Words(Step::Month), Told::TwoDigits));
    }
    let year: i16 = digits(last, 4..=4)?;
    let period = match before {
        [one] if one.len() == 2 && one.starts_with(['t', 'q']) => {
            period::quarter(year, digits(&one[1..], 1..=1)?)?
        }
        [one] => month(year, named(one)?)?,
        [rank, "trimestre"] => {
            let n = rank.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            period::quarter(year, digits(n, 1..=1)?)?
        }
        [number, name] => {
            let number = number.strip_suffix("er").unwrap_or(number);
            day(Date::new(year, named(name)?, digits(number, 1..=2)?)?)?
        }
        _ => return None,
    };
    Some((Style::Words(period.step), Told::Period(period::sensible(period)?)))
}

/// `2024-03-01T00:00:00+01:00`, `2024-03-01 02:30`, `01/03/2024 02:30`.
fn clock(cell: &str, zone: &Zone) -> Option<Told> {
    let (date, time) = cell.split_once(['T', ' '])?;
    if let Some(absent) = almost::read(date).filter(|_| time.contains(':')) {
        return Some(Told::Absent(absent));
    }
    let date: Date = match date.parse() {
        Ok(date) => date,
        Err(()) => slashes(date).and_then(|(_, told)| told.period())?.start,
    };
    let (time, offset) = offset(time)?;
    let time = time.split_once(['.', ',']).map_or(time, |(time, _)| time);
    let mut parts = time.split(':');
    let (hour, minute): (u32, u32) = (digits(parts.next()?, 1..=2)?, digits(parts.next()?, 2..=2)?);
    let second: u32 = parts.next().map_or(Some(0), |text| digits(text, 2..=2))?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let of_day = hour * 3_600 + minute * 60 + second;
    let shown = |instant: i64| {
        let (date, second) = zone.wall(instant)?;
        let period = day(date)?;
        Some(if second == 0 { Told::Midnight(period) } else { Told::Period(period) })
    };
    if let Some(offset) = offset {
        return shown(date.days() * 86_400 + i64::from(of_day) - offset);
    }
    match zone.reckon(date, of_day)? {
        Reckoned::Once(instant) => shown(instant),
        Reckoned::Never => Some(Told::Never),
        Reckoned::Twice(first, _) => shown(first)?.period().map(Told::Twice),
    }
}

/// What is left of a time without its offset, and that offset in seconds.
fn offset(time: &str) -> Option<(&str, Option<i64>)> {
    if let Some(time) = time.strip_suffix(['Z', 'z']) {
        return Some((time, Some(0)));
    }
    let Some(at) = time.rfind(['+', '-']) else { return Some((time, None)) };
    let (time, rest) = time.split_at(at);
    let sign = if rest.starts_with('-') { -1 } else { 1 };
    let rest = &rest[1..];
    let (hours, minutes) = rest.split_once(':').unwrap_or(match rest.len() {
        4 if rest.is_ascii() => rest.split_at(2),
        _ => (rest, "00"),
    });
    let (hours, minutes): (i64, i64) = (digits(hours, 2..=2)?, digits(minutes, 2..=2)?);
    Some((time, Some(sign * (hours * 3_600 + minutes * 60))))
}
