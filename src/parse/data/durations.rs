//! Durations as exporters write them: `00:04:31`, `4 min 31s`, `1 heures 2 min`.
use crate::parse::data::numbers::Custom;
use crate::parse::data::numbers::Written;
use crate::parse::data::numbers::is_space;

/// A name of a unit, and its seconds.
const UNITS: [(&str, i64); 24] = [
    ("s", 1),
    ("sec", 1),
    ("secs", 1),
    ("seconde", 1),
    ("secondes", 1),
    ("second", 1),
    ("seconds", 1),
    ("m", 60),
    ("mn", 60),
    ("min", 60),
    ("mins", 60),
    ("minute", 60),
    ("minutes", 60),
    ("h", 3_600),
    ("hr", 3_600),
    ("hrs", 3_600),
    ("heure", 3_600),
    ("heures", 3_600),
    ("hour", 3_600),
    ("hours", 3_600),
    ("jour", 86_400),
    ("jours", 86_400),
    ("day", 86_400),
    ("days", 86_400),
];

/// Seconds, when the cell is a duration and says so; `4:31` is not: it may be hours or minutes.
pub fn seconds(cell: &str) -> Option<Written> {
    let (total, thousandths) = clock(cell).map(|total| (total, 0)).or_else(|| parts(cell))?;
    let (mantissa, decimals) = match thousandths {
        0 => (total, 0),
        rest => (total.checked_mul(1000)? + rest, 3),
    };
    (mantissa < 1_000_000_000_000_000).then_some(Written {
        mantissa,
        decimals,
        doubtful: None,
        custom: Custom::default(),
        unit: "s",
    })
}

/// `1:02:00`, hours of any count.
fn clock(cell: &str) -> Option<i64> {
    let mut parts = cell.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let sixty = |text: &str| (text.len() == 2).then(|| count(text)).flatten().filter(|n| *n < 60);
    if parts.next().is_some() || hours.len() > 6 {
        return None;
    }
    Some(count(hours)? * 3_600 + sixty(minutes)? * 60 + sixty(seconds)?)
}

fn count(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

/// Counts each with its unit, greater units first; seconds and thousandths of one.
fn parts(cell: &str) -> Option<(i64, i64)> {
    let (mut rest, mut total, mut least, mut many) = (cell, 0, i64::MAX, 0);
    let mut thousandths = 0;
    let mut bare_m = 0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let whole = count(&rest[..end])?;
        rest = &rest[end..];
        if let Some(tail) = rest.strip_prefix(['.', ',']) {
            let end = tail.find(|c: char| !c.is_ascii_digit())?;
            let digits = tail[..end].len();
            thousandths = count(&tail[..end]).filter(|_| digits <= 3)? * [100, 10, 1][digits - 1];
            rest = &tail[end..];
        }
        rest = rest.trim_start_matches(is_space);
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (_, worth) = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(&rest[..end]))?;
        bare_m += usize::from(end == 1 && *worth == 60);
        let fraction = thousandths > 0 && *worth != 1;
        if *worth >= least || fraction {
            return None;
        }
        (total, least, many) = (total + whole * worth, *worth, many + 1);
        rest = rest[end..].trim_start_matches(is_space);
    }
    // `5 m` alone may be five metres.
    (many > 0 && (bare_m == 0 || many > 1)).then_some((total, thousandths))
}
