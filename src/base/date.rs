//! Civil dates and their French wording.
use std::fmt;
use std::str::FromStr;

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The abbreviations of the Imprimerie nationale: four short months keep theirs whole.
const SHORT: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

/// A day that exists, in the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// `None` for a day that does not exist.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// From 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// From 1, Monday, to 7, Sunday.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// Year and week of ISO 8601: 30 December 2024 is of the first week of 2025.
    pub fn iso_week(self) -> (i16, i8) {
        let date = self.0.iso_week_date();
        (date.year(), date.week())
    }

    /// Days since 1970-01-01 (Howard Hinnant, `days_from_civil`).
    pub fn days(self) -> i64 {
        let (year, month, day) = (i64::from(self.year()), i64::from(self.month()), i64::from(self.day()));
        let year = if month <= 2 { year - 1 } else { year };
        let (era, moved) = (year.div_euclid(400), (month + 9) % 12);
        let (of_era, of_year) = (year.rem_euclid(400), (153 * moved + 2) / 5 + day - 1);
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// `None` beyond the years that the calendar knows.
    pub fn of_days(days: i64) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        jiff::civil::Date::constant(1970, 1, 1).checked_add(span).ok().map(Self)
    }

    /// The day in `zone` (an IANA name such as `Europe/Paris`) at so many
    /// seconds since 1970-01-01T00:00:00Z; `None` if either is unknown.
    pub fn at(seconds: i64, zone: &str) -> Option<Self> {
        let instant = jiff::Timestamp::from_second(seconds).ok()?;
        Some(Self(instant.in_tz(zone).ok()?.date()))
    }

    /// `1er janvier 2025`, `30 janvier 2025`: the first of a month is an
    /// ordinal in French.
    pub fn french(self) -> String {
        let day = if self.day() == 1 { "1er".to_owned() } else { self.day().to_string() };
        format!("{day} {} {}", MONTHS[self.month() as usize - 1], self.year())
    }

    /// `janvier 2025`.
    pub fn french_month(self) -> String {
        format!("{} {}", self.month_name(), self.year())
    }

    /// `janvier`.
    pub fn month_name(self) -> &'static str {
        MONTHS[self.month() as usize - 1]
    }

    /// `janv.`, `mai`: for axes.
    pub fn short_month(self) -> &'static str {
        SHORT[self.month() as usize - 1]
    }
}

/// Strict ISO 8601 calendar date: `2025-01-30`, nothing else.
impl FromStr for Date {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        let digits = bytes.iter().enumerate().all(|(n, b)| n == 4 || n == 7 || b.is_ascii_digit());
        if !shape || !digits {
            return Err(());
        }
        let part = |range: std::ops::Range<usize>| text[range].parse::<i16>().map_err(|_| ());
        let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
        Self::new(year, month as i8, day as i8).ok_or(())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

#[cfg(test)]
mod tests {
    use crate::base::date::Date;

    #[test]
    fn only_days_that_exist_are_dates() {
        for bad in
            ["2025-02-30", "2025-13-01", "30/01/2025", "2025-1-3", "", "2025-01-30T00:00", "２025-01-30"]
        {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_first_is_an_ordinal() {
        assert_eq!("2025-02-01".parse::<Date>().map(Date::french), Ok("1er février 2025".into()));
        assert_eq!("2025-08-12".parse::<Date>().map(Date::french), Ok("12 août 2025".into()));
    }

    #[test]
    fn a_day_begins_at_midnight_in_its_zone() {
        assert_eq!(
            Date::at(1_735_686_000, "Europe/Paris").map(|d| d.to_string()).as_deref(),
            Some("2025-01-01")
        );
        assert_eq!(Date::at(1_735_686_000, "UTC").map(|d| d.to_string()).as_deref(), Some("2024-12-31"));
    }
}
