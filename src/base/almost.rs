//! What is written as a date, and is none: `2026-02-31`, `31/02/2026`.
use std::fmt;

use crate::base::date::Date;

/// A day of the years 1900 to 2100 that no calendar has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchDay {
    year: i16,
    month: i8,
    day: i8,
}

/// Year, month and day, or day, month and year, between two equal signs;
/// nothing for a day that exists and for all other texts.
pub fn read(text: &str) -> Option<NoSuchDay> {
    let text = text.trim();
    let sign = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = text.split(sign);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let part = |text: &str, most: usize| -> Option<i16> {
        let fit = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        fit.then(|| text.parse().ok())?
    };
    let (year, day) = if first.len() == 4 { (first, third) } else { (third, first) };
    let (year, month, day) = (part(year, 4)?, part(second, 2)?, part(day, 2)?);
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let none = (1900..=2100).contains(&year) && Date::new(year, month, day).is_none();
    (none && parts.next().is_none()).then_some(NoSuchDay { year, month, day })
}

/// What to do about it.
pub const CURE: &str =
    "corrigez-la à sa source ; une date s'écrit 2024-01-31 ou 31/01/2024, le jour avant le mois";

impl NoSuchDay {
    /// The same words for whoever reads the column and whoever draws it: what
    /// is said of a cell twice is shown once.
    pub fn in_column(self, name: &str, cell: &str) -> String {
        format!("colonne « {name} » : « {cell} » n'existe pas, {self}")
    }
}

/// The reason: `février 2026 a 28 jours`, `une année n'a pas de mois 13`.
impl fmt::Display for NoSuchDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = (28..=31).rev().find_map(|day| Date::new(self.year, self.month, day));
        match last {
            None => write!(f, "une année n'a pas de mois {}", self.month),
            Some(_) if self.day == 0 => f.write_str("un mois n'a pas de jour 0"),
            Some(last) => write!(f, "{} a {} jours", last.french_month(), last.day()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::almost;

    #[test]
    fn only_what_is_written_as_a_date_and_is_none() {
        for (text, why) in [
            ("2026-02-31", "février 2026 a 28 jours"),
            ("30/02/2024", "février 2024 a 29 jours"),
            ("31.04.2024", "avril 2024 a 30 jours"),
            ("01/31/2024", "une année n'a pas de mois 31"),
            ("2024-01-00", "un mois n'a pas de jour 0"),
        ] {
            assert_eq!(almost::read(text).map(|day| day.to_string()).as_deref(), Some(why), "{text}");
        }
        for text in
            ["2024-02-29", "31/01/2024", "2024-13", "31/02/24", "1.13.4", "31/02-2024", "31/02/9999", ""]
        {
            assert_eq!(almost::read(text), None, "{text}");
        }
    }
}
