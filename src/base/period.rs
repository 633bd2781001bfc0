//! Stretches of time that figures are counted over: days, weeks, months, quarters, years.
use crate::base::date::Date;
use crate::base::french::NBSP;

/// How long a period is; longer ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    Year,
    Quarter,
    Month,
    /// From Monday on (ISO 8601).
    Week,
    Day,
}

impl Step {
    pub const ALL: [(&'static str, Self); 5] = [
        ("annee", Self::Year),
        ("trimestre", Self::Quarter),
        ("mois", Self::Month),
        ("semaine", Self::Week),
        ("jour", Self::Day),
    ];

    /// As editors write it.
    pub fn named(name: &str) -> Option<Self> {
        let name = if name == "année" { "annee" } else { name };
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, step)| *step)
    }
}

/// One period, by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    pub start: Date,
    pub step: Step,
}

/// `2024`, `2024-Q1`, `2024-T1`, `2024-01`, `2024-W05`, `2024-01-15`, nothing
/// else; years from 1900 to 2100, so that a number of visits is not taken for one.
pub fn read(text: &str) -> Option<Period> {
    let text = text.trim();
    let (head, tail) = text.split_once('-').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let year: i16 = (head.len() == 4 && digits(head)).then(|| head.parse().ok())??;
    let bytes = tail.as_bytes();
    let period = match (tail.len(), bytes.first()) {
        (0, _) if text.len() == 4 => Period { start: Date::new(year, 1, 1)?, step: Step::Year },
        (2, Some(b'Q' | b'T')) => quarter(year, i8::try_from(bytes[1].checked_sub(b'0')?).ok()?)?,
        (3, Some(b'W' | b'S')) if digits(&tail[1..]) => week(year, tail[1..].parse().ok()?)?,
        (2, _) if digits(tail) => {
            Period { start: Date::new(year, tail.parse().ok()?, 1)?, step: Step::Month }
        }
        (5, _) => Period { start: text.parse().ok()?, step: Step::Day },
        _ => return None,
    };
    sensible(period)
}

/// Nothing before 1900 nor after 2100.
pub fn sensible(period: Period) -> Option<Period> {
    (1900..=2100).contains(&period.start.year()).then_some(period)
}

/// The nth quarter of a year, from 1.
pub fn quarter(year: i16, n: i8) -> Option<Period> {
    let start = (1..=4).contains(&n).then(|| Date::new(year, n * 3 - 2, 1))??;
    Some(Period { start, step: Step::Quarter })
}

/// The nth ISO week of an ISO year, from 1; `None` for a 53rd week that the
/// year does not have.
pub fn week(year: i16, n: i64) -> Option<Period> {
    let fourth = Date::new(year, 1, 4)?;
    let first = fourth.days() - i64::from(fourth.weekday()) + 1;
    let period = Period { start: Date::of_days(first + (n - 1) * 7)?, step: Step::Week };
    (n >= 1 && period.start.iso_week() == (year, n as i8)).then_some(period)
}

impl Period {
    /// The period of that length which holds a day.
    pub fn holding(day: Date, step: Step) -> Self {
        let (year, month) = (day.year(), day.month());
        let start = match step {
            Step::Year => Date::new(year, 1, 1),
            Step::Quarter => Date::new(year, (month - 1) / 3 * 3 + 1, 1),
            Step::Month => Date::new(year, month, 1),
            Step::Week => Date::of_days(day.days() - i64::from(day.weekday()) + 1),
            Step::Day => Some(day),
        };
        Self { start: start.unwrap_or(day), step }
    }

    /// Its last day.
    pub fn end(self) -> Date {
        match self.step {
            Step::Day => self.start,
            _ => self.next().and_then(|next| Date::of_days(next.start.days() - 1)).unwrap_or(self.start),
        }
    }

    /// The period after it; `None` at the end of time.
    pub fn next(self) -> Option<Self> {
        Self::at(self.ordinal() + 1, self.step)
    }

    pub fn previous(self) -> Option<Self> {
        Self::at(self.ordinal() - 1, self.step)
    }

    /// The same one a year before: the same ISO week, the same day; nothing for
    /// 29 February and for a 53rd week.
    pub fn year_before(self) -> Option<Self> {
        if self.step == Step::Week {
            let (year, n) = self.start.iso_week();
            return week(year - 1, i64::from(n));
        }
        let start = Date::new(self.start.year() - 1, self.start.month(), self.start.day())?;
        Some(Self { start, step: self.step })
    }

    /// `2024`, `1er trimestre 2024`, `janvier 2024`, `semaine du 29 janvier 2024`,
    /// `15 janvier 2024`.
    pub fn full(self) -> String {
        match self.step {
            Step::Year => self.start.year().to_string(),
            Step::Quarter => format!("{} trimestre{NBSP}{}", self.rank(), self.start.year()),
            Step::Month => self.start.french_month(),
            Step::Week => format!("semaine du {}", self.start.french()),
            Step::Day => self.start.french(),
        }
    }

    /// `1er`, `2e`: the rank of a quarter.
    fn rank(self) -> &'static str {
        ["1er", "2e", "3e", "4e"][(self.start.month() as usize - 1) / 3]
    }

    /// For axes; what follows the line break is printed where it changes.
    pub fn short(self) -> String {
        let (year, month) = (self.start.year(), self.start.short_month());
        match self.step {
            Step::Year => year.to_string(),
            Step::Quarter => format!("T{}\n{year}", (self.start.month() - 1) / 3 + 1),
            Step::Month => format!("{month}\n{year}"),
            Step::Week | Step::Day => format!("{}{NBSP}{month}\n{year}", self.start.day()),
        }
    }

    /// As data files write it (ISO 8601; quarters as `2024-Q1`).
    pub fn key(self) -> String {
        let day = self.start.to_string();
        match self.step {
            Step::Year => day[..4].to_owned(),
            Step::Quarter => format!("{}-Q{}", &day[..4], (self.start.month() - 1) / 3 + 1),
            Step::Month => day[..7].to_owned(),
            Step::Week => {
                let (year, week) = self.start.iso_week();
                format!("{year:04}-W{week:02}")
            }
            Step::Day => day,
        }
    }

    /// `en 2024`, `au 1er trimestre 2024`, `en janvier 2024`, `la semaine du 29 janvier 2024`,
    /// `le 15 janvier 2024`.
    pub fn when(self) -> String {
        let preposition = match self.step {
            Step::Year | Step::Month => "en",
            Step::Quarter => "au",
            Step::Week => "la",
            Step::Day => "le",
        };
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
            Step::Quarter => year * 4 + (month - 1) / 3,
            Step::Month => year * 12 + month - 1,
            // 1970-01-05 was a Monday.
            Step::Week => (self.start.days() - 4).div_euclid(7),
            Step::Day => self.start.days(),
        }
    }

    /// The period of that ordinal, as long as `step`.
    pub fn at(ordinal: i64, step: Step) -> Option<Self> {
        let monthly = |months: i64| {
            Date::new(i16::try_from(months.div_euclid(12)).ok()?, months.rem_euclid(12) as i8 + 1, 1)
        };
        let start = match step {
            Step::Year => monthly(ordinal * 12),
            Step::Quarter => monthly(ordinal * 3),
            Step::Month => monthly(ordinal),
            Step::Week => Date::of_days(ordinal * 7 + 4),
            Step::Day => Date::of_days(ordinal),
        };
        start.map(|start| Self { start, step })
    }
}

/// `de mars 2024 à août 2024`, `du 1er mars 2024 au 3 août 2024`.
pub fn span(first: Period, last: Period) -> String {
    let (from, to) = (first.full(), last.full());
    match first.step {
        Step::Day | Step::Quarter => format!("du {from} au {to}"),
        Step::Week => format!("de la {from} à la {to}"),
        Step::Year | Step::Month => {
            let of = if from.starts_with(['a', 'o']) { "d’" } else { "de " };
            format!("{of}{from} à {to}")
        }
    }
}

/// The periods between the first and the last, none left out, when those given
/// follow a regular step; as they were given otherwise. Sorted, each once. Two
/// periods longer than a day say nothing of a step: it is then of one.
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

#[cfg(test)]
mod tests {
    use crate::base::period::Step;
    use crate::base::period::read;

    #[test]
    fn a_period_is_written_back_as_it_was_read() {
        for text in ["2024", "2024-Q3", "2024-02", "2024-W05", "2020-W53", "2024-02-29"] {
            assert_eq!(read(text).map(|period| period.key()).as_deref(), Some(text));
        }
        for text in ["2024-Q5", "2024-13", "2021-W53", "2023-02-29", "1899", "20240", "2024-", "é024"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn neighbours_touch() {
        for text in ["2024", "2024-Q4", "2023-12", "2020-W53", "2024-02-29"] {
            let period = read(text).expect("a period");
            let next = period.next().expect("time goes on");
            assert_eq!(period.end().days() + 1, next.start.days(), "{text}");
            assert_eq!(next.previous(), Some(period), "{text}");
        }
        assert_eq!(
            read("2024-W01").map(|week| (week.start.to_string(), week.step)),
            Some(("2024-01-01".into(), Step::Week))
        );
        assert_eq!(read("2025-W01").map(|week| week.start.to_string()).as_deref(), Some("2024-12-30"));
    }
}
