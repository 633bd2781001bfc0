//! The smallest pieces of a style sheet: strings, escapes, comments, addresses
//! (CSS Syntax Level 3, section 4), told apart by their first bytes.

/// A sheet without its comments.
pub struct Plain {
    pub css: String,
    /// Comments that name an author or a licence, as they were written.
    pub banners: Vec<String>,
}

/// What stands at an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    Comment,
    /// Closed or not.
    Text,
    /// `url(…)` without quotes, which no rule of nesting reaches into.
    Url,
    /// A backslash and what it escapes.
    Escape,
    /// Anything else, one byte of it.
    Byte,
}

/// The token at `at` and the offset after it: always further, never beyond
/// the end, always between two characters if `at` was.
pub fn next(css: &str, at: usize) -> (Token, usize) {
    let bytes = css.as_bytes();
    match bytes[at] {
        b'"' | b'\'' => (Token::Text, text_end(css, at)),
        b'\\' => (Token::Escape, escape_end(css, at)),
        b'/' if bytes.get(at + 1) == Some(&b'*') => {
            (Token::Comment, css[at + 2..].find("*/").map_or(css.len(), |length| at + length + 4))
        }
        b'u' | b'U' if is_bare_url(bytes, at) => (Token::Url, url_end(css, at + 4)),
        byte if byte < 0x80 => (Token::Byte, at + 1),
        _ => (Token::Byte, css.ceil_char_boundary(at + 1)),
    }
}

/// Past the closing quote; before a line feed, which ends a string that was
/// forgotten (4.3.5).
fn text_end(css: &str, at: usize) -> usize {
    let bytes = css.as_bytes();
    let mut end = at + 1;
    while end < bytes.len() {
        match bytes[end] {
            b'\\' => end = escape_end(css, end),
            b'\n' => return end,
            byte if byte == bytes[at] => return end + 1,
            _ => end += 1,
        }
    }
    end
}

fn escape_end(css: &str, at: usize) -> usize {
    css[at + 1..].chars().next().map_or(at + 1, |c| at + 1 + c.len_utf8())
}

fn url_end(css: &str, at: usize) -> usize {
    let bytes = css.as_bytes();
    let mut end = at;
    while end < bytes.len() {
        match bytes[end] {
            b'\\' => end = escape_end(css, end),
            b')' => return end + 1,
            _ => end += 1,
        }
    }
    end
}

/// Whether an address without quotes starts here: `url(` as a whole word.
fn is_bare_url(bytes: &[u8], at: usize) -> bool {
    let word = bytes.get(at..at + 4).is_some_and(|word| word.eq_ignore_ascii_case(b"url("));
    if !word || (at > 0 && is_name(bytes[at - 1])) {
        return false;
    }
    let inner = bytes[at + 4..].iter().find(|byte| !byte.is_ascii_whitespace());
    !matches!(inner, Some(b'"' | b'\''))
}

/// Bytes that go on a name (4.2).
pub fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || byte >= 0x80
}

/// Takes comments out, and keeps those that the law wants kept.
pub fn without_comments(css: &str) -> Plain {
    let css = css.trim_start_matches('\u{feff}');
    let mut plain = Plain { css: String::with_capacity(css.len()), banners: Vec::new() };
    let (bytes, mut at, mut done) = (css.as_bytes(), 0, 0);
    while at < css.len() {
        let (token, end) = next(css, at);
        if token == Token::Comment {
            plain.css.push_str(&css[done..at]);
            done = end;
            if joins(plain.css.as_bytes().last(), bytes.get(end)) {
                plain.css.push(' ');
            }
            if is_banner(&css[at..end]) {
                plain.banners.push(css[at..end].to_owned());
            }
        }
        at = end;
    }
    plain.css.push_str(&css[done..]);
    plain
}

/// Whether two bytes would become one token without the comment between them.
fn joins(before: Option<&u8>, after: Option<&u8>) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    (is_name(*before) && is_name(*after)) || (*before == b'/' && *after == b'*')
}

/// Minifiers keep any comment that opens with `/*!`; only those that speak of
/// rights are worth their weight.
fn is_banner(comment: &str) -> bool {
    let lower = comment.to_lowercase();
    let rights = ["licen", "spdx", "copyright", "©", "(c)"];
    comment.starts_with("/*!") && comment.ends_with("*/") && rights.iter().any(|word| lower.contains(word))
}

/// Without blanks around, save one that a backslash makes part of a name.
pub fn trim(text: &str) -> &str {
    let text = text.trim_ascii_start();
    let inner = text.trim_ascii_end();
    let escapes = inner.bytes().rev().take_while(|byte| *byte == b'\\').count();
    if escapes % 2 == 1 && inner.len() < text.len() { &text[..=inner.len()] } else { inner }
}

/// The parts of a list between top-level commas, trimmed.
pub fn split_list(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut at, mut depth) = (Vec::new(), 0, 0, 0_usize);
    while at < text.len() {
        let (token, end) = next(text, at);
        if token == Token::Byte {
            match text.as_bytes()[at] {
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => {
                    parts.push(trim(&text[start..at]));
                    start = end;
                }
                _ => {}
            }
        }
        at = end;
    }
    parts.push(trim(&text[start..]));
    parts
}

/// Adds a text with its blanks reduced to one, outside of strings.
pub fn push_squeezed(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let wide = |pair: &[u8]| pair[0].is_ascii_whitespace() && pair[1].is_ascii_whitespace();
    if !bytes.iter().any(|byte| matches!(byte, b'\n' | b'\r' | b'\t' | 12)) && !bytes.windows(2).any(wide) {
        return out.push_str(text);
    }
    let mut at = 0;
    while at < text.len() {
        let (token, end) = next(text, at);
        if token != Token::Byte || !bytes[at].is_ascii_whitespace() {
            out.push_str(&text[at..end]);
        } else if bytes.get(end).is_some_and(|byte| !byte.is_ascii_whitespace()) {
            out.push(' ');
        }
        at = end;
    }
}

/// Whether a string or a bare address, as cut by `next`, has its closing
/// quote or parenthesis.
pub fn is_closed(token: &str) -> bool {
    let (first, inner) = token.split_at(1);
    let closer = if matches!(first, "\"" | "'") { first } else { ")" };
    let Some(body) = inner.strip_suffix(closer) else {
        return false;
    };
    body.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0
}

/// What a name or string means once its escapes are read (4.3.7).
pub fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        let (hex, after) = rest.split_at(digits);
        if digits > 0 {
            out.push(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}'));
            rest = after.strip_prefix(|c: char| c.is_ascii_whitespace()).unwrap_or(after);
        } else if let Some(c) = rest.chars().next() {
            if c != '\n' {
                out.push(c);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out.push_str(rest);
    out
}
