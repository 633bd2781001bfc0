//! Where words begin and end, and which of them are not prose.
use crate::base::french::NARROW;
use crate::base::french::NBSP;

/// How far back a word is looked at, in bytes.
const WORD: usize = 256;
/// How many marks and brackets may follow a mark at the end of a word.
const CLOSERS: usize = 8;
/// Words that lose their last vowel, for an apostrophe at the end of a text.
const ELIDED: [&str; 15] =
    ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu"];

/// What stands before `at` since the last blank, guillemet or unit: where
/// this module itself may put a space. `None` for a word without end.
pub fn before(text: &str, at: usize) -> Option<&str> {
    let from = text.floor_char_boundary(at.saturating_sub(WORD));
    let near = &text[from..at];
    let edge = |c: char| c.is_whitespace() || matches!(c, '«' | '»' | '%' | '‰' | '€');
    let word = near.rsplit(edge).next().unwrap_or_default();
    if from > 0 && word.len() == near.len() { None } else { Some(word) }
}

/// Whether `at` comes right after a word and the brackets that close it.
pub fn ends_at(text: &str, at: usize, before: Option<char>) -> bool {
    let near = text[..at].chars().rev().chain(before).take(CLOSERS);
    let last = near.into_iter().find(|c| !matches!(c, ')' | ']' | '"' | '”'));
    last.is_some_and(|c| c.is_alphanumeric() || matches!(c, '»' | '%' | '€'))
}

/// Whether nothing but marks and closing brackets comes before a blank.
pub fn only_closed_from(text: &str, at: usize) -> bool {
    let closer = |c: &char| matches!(c, ')' | ']' | '"' | '”' | '!' | '?');
    let mut after = text[at..].chars().take(CLOSERS);
    match after.find(|c| !closer(c)) {
        Some(c) => ends_text(c),
        None => text.len() - at < CLOSERS,
    }
}

pub fn is_bound(c: char) -> bool {
    matches!(c, NBSP | NARROW)
}

pub fn ends_text(c: char) -> bool {
    c.is_whitespace() || matches!(c, '»' | '"')
}

/// An address, a path, a parameter: text that machines read.
pub fn is_code(word: &str) -> bool {
    let path = word.contains('/') && word.contains(['.', '…']);
    path || word.starts_with('/') || word.contains("//") || word.contains(['@', '=', '\\', '&', '_'])
}

pub fn is_elided(word: &str) -> bool {
    let letters = word.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    ELIDED.iter().any(|known| letters.eq_ignore_ascii_case(known))
}
