//! A style sheet as a tree of rules (CSS Syntax Level 3, section 5): whatever
//! is badly closed is left out, as browsers do.
use std::borrow::Cow;

use crate::render::style::token;
use crate::render::style::token::Token;

/// Blocks inside blocks; what is deeper is left out.
const DEEPEST: usize = 32;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// `name: value`.
    Declaration { name: &'a str, value: &'a str },
    /// A rule, or an at-rule with a block.
    Block { prelude: Cow<'a, str>, items: Vec<Item<'a>> },
    /// An at-rule without a block, without its semicolon.
    Statement(&'a str),
}

/// `css` has no comments any more.
pub fn read(css: &str) -> Vec<Item<'_>> {
    Reader { css, at: 0 }.items(0)
}

/// The name of an at-rule, `media` for `@media print`; empty for a rule.
pub fn keyword(prelude: &str) -> &str {
    let Some(name) = prelude.strip_prefix('@') else {
        return "";
    };
    let length = name.bytes().take_while(|byte| token::is_name(*byte)).count();
    &name[..length]
}

struct Reader<'a> {
    css: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    /// Up to the brace that closes the block that one is in.
    fn items(&mut self, depth: usize) -> Vec<Item<'a>> {
        let mut items = Vec::new();
        while let Some(byte) = self.css.as_bytes().get(self.at) {
            match byte {
                b'}' => {
                    self.at += 1;
                    if depth > 0 {
                        break;
                    }
                }
                b';' => self.at += 1,
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => items.extend(self.item(depth)),
            }
        }
        items
    }

    fn item(&mut self, depth: usize) -> Option<Item<'a>> {
        let start = self.at;
        let custom = self.css[start..].starts_with("--");
        self.at = self.head_end(custom)?;
        let head = self.css[start..self.at].trim_ascii();
        if self.css.as_bytes().get(self.at) == Some(&b'{') {
            self.at += 1;
            if depth == DEEPEST {
                self.skip_block();
                return None;
            }
            return Some(Item::Block { prelude: Cow::Borrowed(head), items: self.items(depth + 1) });
        }
        if head.starts_with('@') {
            return Some(Item::Statement(head));
        }
        let (name, value) = head.split_once(':').filter(|_| depth > 0)?;
        Some(Item::Declaration { name: name.trim_ascii(), value: value.trim_ascii() })
    }

    /// Where the head of an item ends: at its `;`, at the `{` of its block or
    /// at the `}` of the block around. Nothing, and the end of the sheet, when
    /// a bracket or a string was never closed. The value of a custom property
    /// may hold braces.
    fn head_end(&mut self, custom: bool) -> Option<usize> {
        let (bytes, mut at, mut nest) = (self.css.as_bytes(), self.at, 0_usize);
        let mut closed = true;
        while at < bytes.len() {
            let (token, end) = token::next(self.css, at);
            match token {
                Token::Byte => match bytes[at] {
                    b'(' | b'[' => nest += 1,
                    b'{' if custom || nest > 0 => nest += 1,
                    b')' | b']' => nest = nest.saturating_sub(1),
                    b'}' if nest > 0 => nest -= 1,
                    b';' | b'{' | b'}' if nest == 0 => return Some(at),
                    _ => {}
                },
                Token::Text => closed = end < bytes.len() || token::is_closed(&self.css[at..end]),
                Token::Url => closed = self.css[at..end].ends_with(')'),
                Token::Comment | Token::Escape => {}
            }
            at = end;
        }
        self.at = at;
        if nest == 0 && closed { Some(at) } else { None }
    }

    /// Past the block whose opening brace was just read.
    fn skip_block(&mut self) {
        let mut depth = 1;
        while depth > 0 && self.at < self.css.len() {
            let (token, end) = token::next(self.css, self.at);
            match (token, self.css.as_bytes()[self.at]) {
                (Token::Byte, b'{') => depth += 1,
                (Token::Byte, b'}') => depth -= 1,
                _ => {}
            }
            self.at = end;
        }
    }
}
