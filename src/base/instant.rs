//! What a clock on the wall shows in a time zone, and the instants that this may be.
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::AmbiguousOffset;
use jiff::tz::TimeZone;

use crate::base::date::Date;

/// A time zone that exists.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

/// The instants, in seconds since 1970-01-01T00:00:00Z, at which clocks show a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reckoned {
    Once(i64),
    /// Clocks were put forward over it.
    Never,
    /// Clocks were put back over it.
    Twice(i64, i64),
}

impl Zone {
    /// By its IANA name: `Europe/Paris`.
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }

    /// The instants at which clocks of this zone show `second` of `day`;
    /// `None` for times that no day has.
    pub fn reckon(&self, day: Date, second: u32) -> Option<Reckoned> {
        let (hour, minute) = ((second / 3600) as i8, (second / 60 % 60) as i8);
        let wall = DateTime::new(day.year(), day.month(), day.day(), hour, minute, (second % 60) as i8, 0);
        let at = |offset: jiff::tz::Offset| offset.to_timestamp(wall.clone().ok()?).ok();
        Some(match self.0.to_ambiguous_timestamp(wall.clone().ok()?).offset() {
            AmbiguousOffset::Unambiguous { offset } => Reckoned::Once(at(offset)?.as_second()),
            AmbiguousOffset::Gap { .. } => Reckoned::Never,
            AmbiguousOffset::Fold { before, after } => {
                Reckoned::Twice(at(before)?.as_second(), at(after)?.as_second())
            }
        })
    }

    /// `second` of `day` by the clocks of this zone, as RFC 3339 with its offset;
    /// the first of two, and none that was skipped.
    pub fn stamp(&self, day: Date, second: u32) -> Option<String> {
        let instant = match self.reckon(day, second)? {
            Reckoned::Once(instant) | Reckoned::Twice(instant, _) => instant,
            Reckoned::Never => return None,
        };
        let offset = self.0.to_offset(Timestamp::from_second(instant).ok()?).seconds();
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs() / 60);
        let (hour, minute) = (second / 3600, second / 60 % 60);
        let rest = second % 60;
        Some(format!("{day}T{hour:02}:{minute:02}:{rest:02}{sign}{:02}:{:02}", minutes / 60, minutes % 60))
    }

    /// What clocks of this zone show at an instant: the day, and how many seconds of it have passed.
    pub fn wall(&self, instant: i64) -> Option<(Date, u32)> {
        let shown = self.0.to_datetime(Timestamp::from_second(instant).ok()?);
        let second = shown.hour() as u32 * 3600 + shown.minute() as u32 * 60 + shown.second() as u32;
        Some((Date::new(shown.year(), shown.month(), shown.day())?, second))
    }
}

/// `2025-01-01T00:00:00Z`, for machines.
pub fn rfc3339(seconds: i64) -> String {
    Timestamp::from_second(seconds).map(|instant| instant.to_string()).unwrap_or_default()
}

/// The instant of `2025-01-01T00:00:00+01:00`, in seconds since 1970.
pub fn of_rfc3339(text: &str) -> Option<i64> {
    text.trim().parse::<Timestamp>().ok().map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use crate::base::date::Date;
    use crate::base::instant::Reckoned;
    use crate::base::instant::Zone;

    #[test]
    fn an_hour_is_lost_in_march_and_comes_twice_in_october() {
        let paris = Zone::named("Europe/Paris").unwrap();
        let at = |month, day| paris.reckon(Date::new(2024, month, day).unwrap(), 9000).unwrap();
        assert_eq!(at(3, 31), Reckoned::Never);
        assert!(matches!(at(10, 27), Reckoned::Twice(first, second) if second - first == 3600));
        assert!(matches!(at(10, 28), Reckoned::Once(_)));
        assert_eq!(paris.wall(1_711_846_800), Some((Date::new(2024, 3, 31).unwrap(), 3 * 3600)));
    }
}
