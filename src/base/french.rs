//! French wording of numbers, lists and names, for visitors and for messages.

/// Narrow no-break space, between groups of three digits.
pub const NARROW: char = '\u{202f}';
/// No-break space, before `%`, `€` and `:`.
pub const NBSP: char = '\u{a0}';

/// `1 368 454`, `−12,5`: groups of three set apart by U+202F, decimal comma,
/// U+2212 for minus. `decimals` is how many are shown; the value is rounded
/// half away from zero at the very end.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let mut out = String::new();
    let zero = text.bytes().all(|b| matches!(b, b'0' | b'.'));
    if value < 0.0 && !zero {
        out.push('\u{2212}');
    }
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            out.push(NARROW);
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push(',');
        out.push_str(rest);
    }
    out
}

/// `a`, `a et b`, `a, b et c`.
pub fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} et {last}", most.join(", ")),
    }
}

/// French plural: 0 and 1 are singular, up to but not including 2 (CLDR, `fr`).
pub fn plural(count: usize) -> &'static str {
    if count < 2 { "" } else { "s" }
}

/// `1,2 Mo`, `61,9 ko`: decimal multiples, one decimal below 100.
pub fn weight(bytes: u64) -> String {
    let (value, unit) = match bytes {
        0..1_000 => return format!("{bytes}{NBSP}octet{}", plural(bytes as usize)),
        1_000..1_000_000 => (bytes as f64 / 1e3, "ko"),
        1_000_000..1_000_000_000 => (bytes as f64 / 1e6, "Mo"),
        _ => (bytes as f64 / 1e9, "Go"),
    };
    let decimals = usize::from(value < 100.0);
    format!("{}{NBSP}{unit}", number(value, decimals))
}

#[cfg(test)]
mod tests {
    use crate::base::french::{list, number, weight};

    #[test]
    fn numbers_read_as_in_french_prose() {
        assert_eq!(number(1_368_454.0, 0), "1\u{202f}368\u{202f}454");
        assert_eq!(number(-25.55, 2), "\u{2212}25,55");
        assert_eq!(number(-0.001, 1), "0,0");
        assert_eq!(number(999.0, 0), "999");
    }

    #[test]
    fn lists_and_weights() {
        assert_eq!(list(&["a", "b", "c"]), "a, b et c");
        assert_eq!(weight(61_880), "61,9\u{a0}ko");
    }
}
