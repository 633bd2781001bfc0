//! Writes what is left of style sheets, as short as it can be without
//! changing a word.
use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::render::style::Address;
use crate::render::style::Tailored;
use crate::render::style::address;
use crate::render::style::live::Live;
use crate::render::style::sheet;
use crate::render::style::sheet::Item;
use crate::render::style::token;

pub struct Printer<'a> {
    live: &'a Live<'a>,
    address: &'a Address<'a>,
    css: String,
    urls: BTreeSet<String>,
}

impl<'a> Printer<'a> {
    pub fn new(live: &'a Live<'a>, address: &'a Address<'a>) -> Self {
        Self { live, address, css: String::new(), urls: BTreeSet::new() }
    }

    /// Said once, however many sheets say it.
    pub fn banner(&mut self, banner: &str) {
        if !self.css.contains(banner) {
            self.css.push_str(banner);
            self.css.push('\n');
        }
    }

    /// `@import` and `@namespace` only count before any rule.
    pub fn imports(&mut self, path: &str, items: &[Item<'_>]) {
        for item in items {
            match item {
                Item::Statement(text) if sheet::keyword(text) == "import" => {
                    let text = address::rewrite_import(text, &mut self.resolver(path));
                    self.statement(&text);
                }
                Item::Statement(text) if sheet::keyword(text) == "namespace" => self.statement(text),
                _ => {}
            }
        }
    }

    pub fn sheet(&mut self, path: &str, items: &[Item<'_>]) {
        for item in items {
            match item {
                Item::Statement(text) if is_at_the_head(text) => {}
                item => self.item(path, item),
            }
        }
    }

    /// The encoding is said when it matters: it must come first of all.
    pub fn finish(self) -> Tailored {
        let css = if self.css.is_ascii() { self.css } else { format!("@charset \"UTF-8\";\n{}", self.css) };
        Tailored { css, urls: self.urls }
    }

    fn item(&mut self, path: &str, item: &Item<'_>) {
        match item {
            Item::Statement(text) => self.statement(text),
            Item::Declaration { name, value } => {
                if self.live.keeps_declaration(name) {
                    self.declaration(path, name, value);
                }
            }
            Item::Block { prelude, items } => {
                if self.live.keeps_block(prelude, items) {
                    self.block(path, prelude, items);
                }
            }
        }
    }

    fn statement(&mut self, text: &str) {
        token::push_squeezed(&mut self.css, text);
        self.css.push(';');
    }

    fn declaration(&mut self, path: &str, name: &str, value: &str) {
        self.css.push_str(name);
        self.css.push(':');
        if value.is_empty() {
            // Legal for custom properties, which some readers want to see.
            self.css.push(' ');
        }
        let value = if name.eq_ignore_ascii_case("src") {
            Cow::Owned(address::alternatives(value, &mut self.resolver(path)))
        } else {
            address::rewrite(value, &mut self.resolver(path))
        };
        token::push_squeezed(&mut self.css, &value);
        self.css.push(';');
    }

    /// Nothing at all when nothing is inside; but the first mention of a
    /// layer, even empty, decides its rank.
    fn block(&mut self, path: &str, prelude: &str, items: &[Item<'_>]) {
        let mark = self.css.len();
        token::push_squeezed(&mut self.css, prelude);
        let named = self.css.len();
        self.css.push('{');
        let inside = self.css.len();
        for item in items {
            self.item(path, item);
        }
        if self.css.len() > inside {
            if self.css.ends_with(';') {
                self.css.pop();
            }
            self.css.push('}');
        } else if sheet::keyword(prelude) == "layer" && prelude != "@layer" {
            self.css.truncate(named);
            self.css.push(';');
        } else {
            self.css.truncate(mark);
        }
    }

    fn resolver(&mut self, path: &str) -> impl FnMut(&str) -> Option<String> {
        let (address, urls) = (self.address, &mut self.urls);
        move |url| {
            let found = address(path, url)?;
            urls.insert(found.clone());
            Some(found)
        }
    }
}

/// Statements that are printed before all sheets, or not at all.
fn is_at_the_head(statement: &str) -> bool {
    matches!(sheet::keyword(statement), "charset" | "import" | "namespace")
}
