//! Whether a selector can match anything on the pages of a site.
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::render::style::parts::Present;
use crate::render::style::sheet;
use crate::render::style::sheet::Item;
use crate::render::style::token;
use crate::render::style::token::Token;

/// Selectors inside selectors; deeper ones are taken to match.
const DEEPEST: usize = 8;

/// The class names that pages may carry.
pub struct Classes<'a> {
    /// Those that a test of an attribute takes: sheets repeat the same few
    /// tests thousands of times.
    held: RefCell<BTreeMap<String, Rc<[&'a str]>>>,
    used: &'a BTreeSet<String>,
    /// Beginnings of names that end with `-`: all that begin so may be there.
    open: Vec<&'a str>,
    /// Beginnings of the names that may be dropped at all.
    prefixes: &'a [String],
}

impl<'a> Classes<'a> {
    pub fn new(used: &'a BTreeSet<String>, prefixes: &'a [String]) -> Self {
        let open = used.iter().filter(|name| name.ends_with('-')).map(String::as_str).collect();
        Self { held: RefCell::default(), used, open, prefixes }
    }

    /// The names that `accept` takes, which stands for `test` as it is written.
    fn held(&self, test: &str, accept: &dyn Fn(&str) -> bool) -> Rc<[&'a str]> {
        if let Some(known) = self.held.borrow().get(test) {
            return known.clone();
        }
        let taken: Rc<[&str]> = self.used.iter().map(String::as_str).filter(|class| accept(class)).collect();
        self.held.borrow_mut().insert(test.to_owned(), taken.clone());
        taken
    }

    /// Leaves out selectors that cannot match, then what has nothing left.
    pub fn prune<'t>(&self, items: Vec<Item<'t>>) -> Vec<Item<'t>> {
        if self.prefixes.is_empty() {
            return items;
        }
        items.into_iter().filter_map(|item| self.prune_item(item)).collect()
    }

    fn prune_item<'t>(&self, item: Item<'t>) -> Option<Item<'t>> {
        let Item::Block { prelude, items } = item else {
            return Some(item);
        };
        let prelude = if sheet::keyword(&prelude).is_empty() { self.matching(prelude)? } else { prelude };
        Some(Item::Block { prelude, items: self.prune(items) })
    }

    /// The selectors of a list that can match; nothing if none can.
    fn matching<'t>(&self, list: Cow<'t, str>) -> Option<Cow<'t, str>> {
        let parts = token::split_list(&list);
        // No selector begins with two hyphens: that would be a custom property.
        let valid = |part: &&str| !part.starts_with("--") && self.can_match(part, Present::ALL);
        let kept: Vec<&str> = parts.iter().copied().filter(valid).collect();
        if kept.is_empty() {
            return None;
        }
        if kept.len() == parts.len() { Some(list) } else { Some(Cow::Owned(kept.join(","))) }
    }

    /// Whether it can match on pages that carry the classes of some parts.
    pub fn can_match(&self, selector: &str, present: Present) -> bool {
        self.matches(selector, present, 0)
    }

    fn matches(&self, selector: &str, present: Present, depth: usize) -> bool {
        let (bytes, mut at) = (selector.as_bytes(), 0);
        while at < bytes.len() {
            let (token, mut end) = token::next(selector, at);
            let possible = match (token, bytes[at]) {
                (Token::Byte, b'.') => {
                    end = name_end(selector, end);
                    self.may_have(&selector[at + 1..end], present)
                }
                (Token::Byte, b'[') => {
                    end = bracket_end(selector, at);
                    self.may_hold(&selector[at + 1..end], present)
                }
                (Token::Byte, b'(') => {
                    end = bracket_end(selector, at);
                    let inner = &selector[at + 1..end];
                    let inner = inner.strip_suffix(')').unwrap_or(inner);
                    let any = depth < DEEPEST && is_choice(&selector[..at]);
                    !any || token::split_list(inner).iter().any(|one| self.matches(one, present, depth + 1))
                }
                _ => true,
            };
            if !possible {
                return false;
            }
            at = end;
        }
        true
    }

    fn governs(&self, name: &str) -> bool {
        self.prefixes.iter().any(|prefix| name.starts_with(prefix.as_str()))
    }

    /// `.name`.
    fn may_have(&self, written: &str, present: Present) -> bool {
        let name =
            if written.contains('\\') { Cow::Owned(token::unescaped(written)) } else { written.into() };
        !self.governs(&name) || self.has(&name, present)
    }

    fn has(&self, name: &str, present: Present) -> bool {
        present.has(name) && (self.used.contains(name) || self.open.iter().any(|open| name.starts_with(open)))
    }

    /// `[class^="name"]` and its like; other attributes may hold anything.
    fn may_hold(&self, test: &str, present: Present) -> bool {
        let Some(rest) = test.trim_ascii_start().strip_prefix("class") else {
            return true;
        };
        let Some((operator, value)) = rest.split_once('=') else {
            return true;
        };
        let value = value.strip_suffix(']').unwrap_or(value).trim();
        // Without regard to case: rare enough to be kept.
        if value.ends_with(" i") || value.ends_with(" s") {
            return true;
        }
        let value = token::unescaped(value.trim_matches(['"', '\'']));
        let whole = value.trim_start() != value;
        let name = value.trim();
        if !self.governs(name) {
            return true;
        }
        let any = |accept: &dyn Fn(&str) -> bool| {
            let open = self.open.iter().any(|open| name.starts_with(open));
            open || self.held(test, accept).iter().any(|class| present.has(class))
        };
        match operator.trim() {
            "" => value.split_whitespace().all(|one| !self.governs(one) || self.has(one, present)),
            "~" => self.has(name, present),
            "^" => any(&|class| class.starts_with(name)),
            "*" if whole => any(&|class| class.starts_with(name)),
            "$" => !self.open.is_empty() || any(&|class| class.ends_with(name)),
            "|" => self.has(name, present) || any(&|class| class.starts_with(name)),
            "*" => any(&|class| class.contains(name)),
            _ => true,
        }
    }
}

/// Whether the parenthesis that follows lists alternatives of which one must
/// match: `:is(`, `:where(`, `:has(` and their old names.
fn is_choice(before: &str) -> bool {
    let name = before.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    before.contains(':')
        && matches!(name.as_str(), "is" | "where" | "has" | "matches" | "-webkit-any" | "-moz-any")
}

fn name_end(text: &str, at: usize) -> usize {
    let mut end = at;
    while end < text.len() {
        match token::next(text, end) {
            (Token::Byte, after) if token::is_name(text.as_bytes()[end]) => end = after,
            (Token::Url, _) => end += 1,
            (Token::Escape, after) => {
                // A blank ends a number in an escape and belongs to it.
                let hex = text[end + 1..].bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
                let number = end + 1 + hex;
                let blank = text.as_bytes().get(number).is_some_and(u8::is_ascii_whitespace);
                end = if hex == 0 { after } else { number + usize::from(blank) };
            }
            _ => break,
        }
    }
    end
}

/// Past the bracket that closes the one at `at`, or the end.
fn bracket_end(text: &str, at: usize) -> usize {
    let (mut end, mut depth) = (at, 0_usize);
    while end < text.len() {
        let (token, after) = token::next(text, end);
        match (token, text.as_bytes()[end]) {
            (Token::Byte, b'(' | b'[') => depth += 1,
            (Token::Byte, b')' | b']') => depth -= 1,
            _ => {}
        }
        end = after;
        if depth == 0 {
            break;
        }
    }
    end
}
