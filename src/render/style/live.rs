//! What the rules that are left still ask for: custom properties, animations
//! and fonts. The rest is left out with whatever only it asked for.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::render::style::sheet;
use crate::render::style::sheet::Item;
use crate::render::style::token;

/// Names that something asks for.
pub struct Live<'a> {
    /// `None` to keep everything.
    asked: Option<Asked<'a>>,
}

#[derive(Default)]
struct Asked<'a> {
    /// Custom properties, with their two hyphens.
    properties: BTreeSet<&'a str>,
    /// Any word of an `animation`, for `@keyframes`.
    animations: BTreeSet<&'a str>,
    /// Any word of a `font-family`, in lower case.
    families: BTreeSet<String>,
}

/// What is declared, and waits for somebody to ask for it.
#[derive(Default)]
struct Declared<'a> {
    properties: BTreeMap<&'a str, Vec<&'a str>>,
    keyframes: Vec<(&'a str, &'a [Item<'a>])>,
}

impl<'a> Live<'a> {
    pub fn everything() -> Self {
        Self { asked: None }
    }

    /// Follows what the rules ask for, then what that asks for, to the end.
    /// `used` may hold custom properties (`--name`, `--name-` for all that
    /// begin so) that pages or scripts read.
    pub fn of(sheets: &'a [(&str, Vec<Item<'a>>)], used: &BTreeSet<String>) -> Self {
        let (mut asked, mut declared) = (Asked::default(), Declared::default());
        let mut reads = Vec::new();
        for (_, items) in sheets {
            walk(items, &mut declared, &mut |name, value| asked.read(name, value, &mut reads));
        }
        let outside: Vec<&String> = used.iter().filter(|name| name.starts_with("--")).collect();
        let wanted = |name: &str| {
            outside
                .iter()
                .any(|known| name == *known || (known.ends_with('-') && name.starts_with(known.as_str())))
        };
        reads.extend(declared.properties.keys().filter(|name| wanted(name)));
        loop {
            asked.follow(&mut reads, &declared);
            let (live, waiting) =
                declared.keyframes.into_iter().partition(|(name, _)| asked.animations.contains(name));
            declared.keyframes = waiting;
            let mut inner = Declared::default();
            for (_, items) in live {
                walk(items, &mut inner, &mut |name, value| asked.read(name, value, &mut reads));
            }
            if reads.is_empty() {
                return Self { asked: Some(asked) };
            }
        }
    }

    pub fn keeps_declaration(&self, name: &str) -> bool {
        let Some(asked) = self.asked.as_ref().filter(|_| name.starts_with("--")) else {
            return true;
        };
        asked.properties.contains(name)
    }

    pub fn keeps_block(&self, prelude: &str, items: &[Item<'_>]) -> bool {
        let Some(asked) = &self.asked else {
            return true;
        };
        match sheet::keyword(prelude) {
            "property" => asked.properties.contains(argument(prelude)),
            "font-face" => family(items).is_none_or(|name| {
                name.split(|c: char| !is_word(c)).all(|word| word.is_empty() || asked.has_family(word))
            }),
            name if name.ends_with("keyframes") => asked.animations.contains(argument(prelude)),
            _ => true,
        }
    }
}

impl<'a> Asked<'a> {
    /// Notes what one value asks for; custom properties go to `reads`.
    fn read(&mut self, name: &str, value: &'a str, reads: &mut Vec<&'a str>) {
        variables(value, reads);
        let name = name.trim_start_matches(['-', '*']);
        if name.ends_with("animation") || name.ends_with("animation-name") {
            self.animations.extend(words(value));
        }
        if name == "font" || name == "font-family" {
            self.families.extend(words(value).map(str::to_lowercase));
        }
    }

    fn follow(&mut self, reads: &mut Vec<&'a str>, declared: &Declared<'a>) {
        while let Some(name) = reads.pop() {
            if !self.properties.insert(name) {
                continue;
            }
            for value in declared.properties.get(name).into_iter().flatten() {
                variables(value, reads);
                self.animations.extend(words(value));
                self.families.extend(words(value).map(str::to_lowercase));
            }
        }
    }

    fn has_family(&self, word: &str) -> bool {
        self.families.contains(&word.to_lowercase())
    }
}

/// Gives every plain declaration to `read`; sets aside what must be asked for.
fn walk<'a>(items: &'a [Item<'a>], declared: &mut Declared<'a>, read: &mut impl FnMut(&'a str, &'a str)) {
    for item in items {
        match item {
            Item::Statement(_) => {}
            Item::Declaration { name, value } if name.starts_with("--") => {
                declared.properties.entry(name).or_default().push(value);
            }
            Item::Declaration { name, value } => read(name, value),
            Item::Block { prelude, items } => match sheet::keyword(prelude) {
                name if name.ends_with("keyframes") => declared.keyframes.push((argument(prelude), items)),
                "font-face" | "property" => {}
                name => {
                    // `@container style(--name: …)`.
                    if name == "container" {
                        read("", prelude);
                    }
                    walk(items, declared, read);
                }
            },
        }
    }
}

/// Every name with two hyphens in front, wherever it stands in a value.
fn variables<'a>(value: &'a str, reads: &mut Vec<&'a str>) {
    if value.contains("--") {
        reads.extend(words(value).filter(|word| word.starts_with("--")));
    }
}

fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split(|c: char| !is_word(c)).filter(|word| !word.is_empty())
}

fn is_word(c: char) -> bool {
    !c.is_ascii() || token::is_name(c as u8)
}

/// What follows the name of an at-rule, without quotes.
fn argument(prelude: &str) -> &str {
    prelude[1 + sheet::keyword(prelude).len()..].trim_ascii().trim_matches(['"', '\''])
}

fn family<'a>(items: &[Item<'a>]) -> Option<&'a str> {
    items.iter().find_map(|item| match item {
        Item::Declaration { name, value } if name.eq_ignore_ascii_case("font-family") => Some(*value),
        _ => None,
    })
}
