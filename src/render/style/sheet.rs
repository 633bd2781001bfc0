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
        let sound = self.pass_head();
        let head = token::trim(&self.css[start..self.at]);
        if self.css.as_bytes().get(self.at) == Some(&b'{') {
            self.at += 1;
            if depth == DEEPEST || !sound {
                self.skip_block();
                return None;
            }
            return Some(Item::Block { prelude: Cow::Borrowed(head), items: self.items(depth + 1) });
        }
        if !sound {
            return None;
        }
        if head.starts_with('@') {
            return Some(Item::Statement(head));
        }
        let (name, value) = head.split_once(':').filter(|_| depth > 0)?;
        Some(Item::Declaration { name: name.trim_ascii(), value: token::trim(value) })
    }

    /// Goes to where the head of an item ends: at its `;`, at the `{` of its
    /// block, at the `}` of the block around, or at the end of the sheet. Gives
    /// `false` when a bracket or a string in it was never closed. The value of
    /// a custom property may hold braces.
    fn pass_head(&mut self) -> bool {
        let (bytes, mut nest, mut sound) = (self.css.as_bytes(), 0_usize, true);
        let custom = self.css[self.at..].starts_with("--");
        while self.at < bytes.len() {
            let (token, end) = token::next(self.css, self.at);
            match token {
                Token::Byte => match bytes[self.at] {
                    b'(' | b'[' => nest += 1,
                    b'{' if custom || nest > 0 => {
                        nest += 1;
                        sound &= custom;
                    }
                    b')' | b']' => nest = nest.saturating_sub(1),
                    b'}' if nest > 0 => nest -= 1,
                    b';' | b'{' | b'}' if nest == 0 => return sound,
                    _ => {}
                },
                Token::Text | Token::Url => sound &= token::is_closed(&self.css[self.at..end]),
                Token::Escape => sound &= end > self.at + 1,
                Token::Comment => {}
            }
            self.at = end;
        }
        sound && nest == 0
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
