//! A number that an author writes in a block, in French or in English.
use crate::assemble::figures::measures::exact::Exact;
use crate::model::table::Certainty;
use crate::model::table::Figures;
use crate::model::value::Number;

/// Digits, at most: more than a number holds exactly.
const MOST_DIGITS: usize = 15;
const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// `1 368 454`, `64,4 %`, `−12.5`: the number and the sign that stands beside
/// it; nothing for codes such as `01` and for roundings such as `1,4 M`.
pub fn read(text: &str) -> Option<(Exact, &'static str)> {
    let text = text.trim();
    let unit = ["%", "€"].into_iter().find(|sign| text.ends_with(sign)).unwrap_or("");
    let digits = text[..text.len() - unit.len()].trim_end_matches(SPACES);
    let (negative, digits) = match digits.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, digits),
    };
    let (whole, decimals) = digits.split_once([',', '.']).map_or((digits, None), |(a, b)| (a, Some(b)));
    let whole = ungrouped(whole)?;
    let code = whole.len() > 1 && whole.starts_with('0');
    let all = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let decimals = decimals.unwrap_or("0");
    if code || !all(&whole) || !all(decimals) || whole.len() + decimals.len() > MOST_DIGITS {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    let value = Number::new(format!("{sign}{whole}.{decimals}").parse().ok()?)?;
    let written = if digits.contains([',', '.']) { decimals.len() as u8 } else { 0 };
    let exact = Exact::of(Figures { value, decimals: written, certainty: Certainty::Sure })?;
    Some((exact, unit))
}

/// Without the spaces that part groups of three.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(SPACES);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use crate::assemble::figures::literal::read;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let number =
            |text: &str| read(text).map(|(exact, unit)| (exact.number().get(), exact.decimals(), unit));
        assert_eq!(number("1 368 454"), Some((1_368_454.0, 0, "")));
        assert_eq!(number("1\u{202f}368,50"), Some((1_368.5, 2, "")));
        assert_eq!(number("64,4\u{a0}%"), Some((64.4, 1, "%")));
        assert_eq!(number("\u{2212}12.5 €"), Some((-12.5, 1, "€")));
        assert_eq!(number("0"), Some((0.0, 0, "")));
        for text in ["1,4 M", "01", "12 34", "1 2345", "", "%", "1,", ",5", "1,2,3", "é", "1234567890123456"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
