//! Names for addresses, made from titles in three manners.
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Exactly what `django.utils.text.slugify` makes of a title (Django 3.2 and
/// later, `allow_unicode` off), so that old addresses stay: `œ` and `’` vanish.
/// Empty when nothing is left; otherwise of `a-z0-9_-`.
pub fn django(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfkd().filter(char::is_ascii) {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => slug.push(c.to_ascii_lowercase()),
            // What Python's `\s` matches below 128.
            '-' | ' ' | '\t'..='\r' | '\x1c'..='\x1f' => hyphen(&mut slug),
            _ => {}
        }
    }
    trim(slug, &['-', '_'])
}

/// What a French reader expects: `œ` is `oe`, accents are folded, and an
/// apostrophe parts words as a space does. Empty when nothing is left;
/// otherwise of `a-z0-9-`.
pub fn french(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_silent(*c)).flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            c => match folded(c) {
                Some(letters) => slug.push_str(letters),
                None if is_combining_mark(c) => {}
                None => hyphen(&mut slug),
            },
        }
    }
    trim(slug, &['-'])
}

/// The `id` of a heading: lower case with its accents, in normal form C, words
/// joined by hyphens. Never empty: `section` stands for what has no letter.
pub fn anchor(text: &str) -> String {
    let id = if text.chars().all(is_composed) {
        words(text.chars())
    } else {
        let id = words(text.chars().filter(|c| !is_silent(*c)).nfc());
        id.nfc().collect()
    };
    if id.is_empty() { "section".to_owned() } else { id }
}

fn words(letters: impl Iterator<Item = char>) -> String {
    let mut id = String::new();
    for c in letters.flat_map(char::to_lowercase) {
        let follows = !id.is_empty() && !id.ends_with('-');
        if c.is_alphanumeric() || c == '_' || (is_combining_mark(c) && follows) {
            id.push(c);
        } else {
            hyphen(&mut id);
        }
    }
    trim(id, &['-'])
}

/// Letters and marks of everyday French, which normal form C leaves alone.
fn is_composed(c: char) -> bool {
    (c < '\u{300}' && c != 'İ' && c != '\u{ad}') || matches!(c, '\u{2010}'..='\u{2027}')
}

/// One hyphen for any number of separators, none at the beginning.
fn hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

fn trim(slug: String, ends: &[char]) -> String {
    let inner = slug.trim_matches(ends);
    if inner.len() == slug.len() { slug } else { inner.to_owned() }
}

/// Characters without a width, which no reader knows to be there.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Letters that Unicode does not decompose.
fn folded(c: char) -> Option<&'static str> {
    Some(match c {
        'œ' => "oe",
        'æ' => "ae",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ß' => "ss",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}
