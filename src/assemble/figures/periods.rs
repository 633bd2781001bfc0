//! Positions along an axis: days, months and years when a whole column is made of them.
use crate::base::date::Date;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Year,
    Month,
    Day,
}

/// One period, by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    pub start: Date,
    pub step: Step,
}

/// `2024`, `2024-01`, `2024-01-15`, nothing else; years from 1900 to 2100, so
/// that a number of visits is not taken for one.
pub fn read(text: &str) -> Option<Period> {
    let text = text.trim();
    let (full, step) = match text.len() {
        4 => (format!("{text}-01-01"), Step::Year),
        7 => (format!("{text}-01"), Step::Month),
        10 => (text.to_owned(), Step::Day),
        _ => return None,
    };
    let start: Date = full.parse().ok()?;
    (1900..=2100).contains(&start.year()).then_some(Period { start, step })
}

impl Period {
    /// `2024`, `janvier 2024`, `15 janvier 2024`.
    pub fn full(self) -> String {
        match self.step {
            Step::Year => self.start.year().to_string(),
            Step::Month => self.start.french_month(),
            Step::Day => self.start.french(),
        }
    }

    /// For axes; what follows the line break is printed where it changes.
    pub fn short(self) -> String {
        let (year, month) = (self.start.year(), self.start.short_month());
        match self.step {
            Step::Year => year.to_string(),
            Step::Month => format!("{month}\n{year}"),
            Step::Day => format!("{} {month}\n{year}", self.start.day()),
        }
    }

    /// As data files write it.
    pub fn key(self) -> String {
        let day = self.start.to_string();
        match self.step {
            Step::Year => day[..4].to_owned(),
            Step::Month => day[..7].to_owned(),
            Step::Day => day,
        }
    }

    /// `en 2024`, `en janvier 2024`, `le 15 janvier 2024`.
    pub fn when(self) -> String {
        let preposition = if self.step == Step::Day { "le" } else { "en" };
        format!("{preposition} {}", self.full())
    }

    /// For the note of a figure that stands alone: `au 15 janvier 2024`.
    pub fn stamp(self) -> String {
        if self.step == Step::Day { format!("au {}", self.full()) } else { self.full() }
    }

    /// Periods of one length, counted; growing with time.
    pub fn ordinal(self) -> i64 {
        let (year, month) = (i64::from(self.start.year()), i64::from(self.start.month()));
        match self.step {
            Step::Year => year,
            Step::Month => year * 12 + month - 1,
            Step::Day => days(year, month, i64::from(self.start.day())),
        }
    }

    /// The period of that ordinal, as long as `step`.
    fn at(ordinal: i64, step: Step) -> Option<Self> {
        let start = match step {
            Step::Year => Date::new(i16::try_from(ordinal).ok()?, 1, 1),
            Step::Month => {
                let month = ordinal.rem_euclid(12) as i8 + 1;
                Date::new(i16::try_from(ordinal.div_euclid(12)).ok()?, month, 1)
            }
            Step::Day => Date::at(ordinal * 86_400, "UTC"),
        };
        start.map(|start| Self { start, step })
    }
}

/// `de mars 2024 à août 2024`, `du 1er mars 2024 au 3 août 2024`.
pub fn span(first: Period, last: Period) -> String {
    let (from, to) = (first.full(), last.full());
    if first.step == Step::Day {
        return format!("du {from} au {to}");
    }
    let of = if from.starts_with(['a', 'o']) { "d'" } else { "de " };
    format!("{of}{from} à {to}")
}

/// Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, `days_from_civil`).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, moved) = (year.div_euclid(400), (month + 9) % 12);
    let (of_era, of_year) = (year.rem_euclid(400), (153 * moved + 2) / 5 + day - 1);
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The periods between the first and the last, none left out, when those given
/// follow a regular step; as they were given otherwise. Sorted, each once. Two
/// months or two years alone say nothing of a step: it is then of one.
pub fn without_gaps(given: &[Period]) -> Vec<Period> {
    let ordinals: Vec<i64> = given.iter().map(|period| period.ordinal()).collect();
    let leaps: Vec<i64> = ordinals.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (Some(least), Some(first), Some(last)) = (leaps.iter().min(), ordinals.first(), ordinals.last())
    else {
        return given.to_vec();
    };
    let length = given[0].step;
    let step = if given.len() < 3 && length != Step::Day { 1 } else { *least };
    let regular = step > 0 && leaps.iter().all(|leap| leap % step == 0);
    let count = if regular { (last - first) / step + 1 } else { 0 };
    if !regular || count > 4 * given.len() as i64 + 40 {
        return given.to_vec();
    }
    (0..count).filter_map(|n| Period::at(first + n * step, length)).collect()
}
