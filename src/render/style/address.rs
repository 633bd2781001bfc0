//! `url(…)` inside the values of a style sheet.
use std::borrow::Cow;

use crate::render::style::token;
use crate::render::style::token::Token;

/// Gives each address of `value` that is relative to its sheet to `resolve`,
/// without its `?…` or `#…`, and writes what it answers in its place; what it
/// does not know stays as it was.
pub fn rewrite<'a>(value: &'a str, resolve: &mut dyn FnMut(&str) -> Option<String>) -> Cow<'a, str> {
    if !value.as_bytes().windows(4).any(|word| word.eq_ignore_ascii_case(b"url(")) {
        return Cow::Borrowed(value);
    }
    let (mut out, mut at) = (String::with_capacity(value.len()), 0);
    while at < value.len() {
        let (token, end) = token::next(value, at);
        let (inner, end) = match token {
            Token::Url => (value[at + 4..end].strip_suffix(')').map(str::trim), end),
            Token::Byte => quoted(value, at).map_or((None, end), |(inner, end)| (Some(inner), end)),
            _ => (None, end),
        };
        match inner.and_then(|inner| resolved(&token::unescaped(inner), resolve)) {
            Some(address) => push_url(&mut out, &address),
            None => out.push_str(&value[at..end]),
        }
        at = end;
    }
    Cow::Owned(out)
}

/// The `src` of a font face: of several files, those that are not there are
/// left out, as long as one is.
pub fn alternatives(value: &str, resolve: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let mut known = Vec::new();
    for part in token::split_list(value) {
        let mut lost = false;
        let text = rewrite(part, &mut |url| {
            let address = resolve(url);
            lost |= address.is_none();
            address
        });
        known.push((text, lost));
    }
    let found = known.iter().any(|(_, lost)| !lost);
    let kept = known.iter().filter(|(_, lost)| !(found && *lost));
    kept.map(|(text, _)| text.as_ref()).collect::<Vec<_>>().join(",")
}

/// The address that follows `@import`, whether or not it is inside `url(…)`.
pub fn rewrite_import(statement: &str, resolve: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let (name, rest) = statement.split_at("@import".len().min(statement.len()));
    let rest = rest.trim_ascii_start();
    if rest.starts_with(['"', '\'']) {
        let (_, end) = token::next(rest, 0);
        let inner = rest[..end].trim_matches(['"', '\'']);
        if let Some(address) = resolved(&token::unescaped(inner), resolve) {
            let mut out = format!("{name} ");
            push_url(&mut out, &address);
            return out + &rest[end..];
        }
    }
    rewrite(statement, resolve).into_owned()
}

/// `url("…")` at an offset: what is between the quotes and where it ends.
fn quoted(value: &str, at: usize) -> Option<(&str, usize)> {
    let starts = value.as_bytes().get(at..at + 4)?.eq_ignore_ascii_case(b"url(");
    let before = value[..at].bytes().next_back();
    if !starts || before.is_some_and(token::is_name) {
        return None;
    }
    let blanks = value[at + 4..].len() - value[at + 4..].trim_ascii_start().len();
    let open = at + 4 + blanks;
    let (token, close) = token::next(value, open);
    let after = value[close..].trim_ascii_start().strip_prefix(')')?;
    if token != Token::Text || !token::is_closed(&value[open..close]) {
        return None;
    }
    Some((&value[open + 1..close - 1], value.len() - after.len()))
}

fn resolved(url: &str, resolve: &mut dyn FnMut(&str) -> Option<String>) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let scheme = url
        .split_once(':')
        .is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '+'));
    if path.is_empty() || path.starts_with('/') || scheme {
        return None;
    }
    resolve(path).map(|address| address + &url[path.len()..])
}

fn push_url(out: &mut String, address: &str) {
    let bare = address.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%:@+?=&#".contains(&byte));
    if bare {
        out.push_str(&format!("url({address})"));
    } else {
        let address = address.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\a ");
        out.push_str(&format!("url(\"{address}\")"));
    }
}
