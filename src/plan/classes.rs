//! The class names that pages can carry, known before any page is made.
//!
//! They come from four places: the words of templates, the raw HTML of texts,
//! the attributes of directives, and the values of the configuration. A class
//! that a template completes at run time (`fr-alert--{{ type }}`) stands for
//! itself with each word that one of those places could give.
use std::collections::BTreeSet;

use crate::model::document::Attribute;
use crate::model::document::Body;
use crate::model::document::Piece;
use crate::model::site::Site;
use crate::model::theme::StyleSheet;
use crate::model::theme::Template;
use crate::model::value::Node;
use crate::model::value::Yaml;

/// Of all texts together.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Written as class names.
    classes: BTreeSet<Box<str>>,
    /// May end one.
    endings: BTreeSet<Box<str>>,
}

impl Words {
    /// Of one more text. Most say what others said.
    pub fn add(&mut self, body: &Body, endings: &[Box<str>]) {
        let add = |to: &mut BTreeSet<Box<str>>, from: &[Box<str>]| {
            for word in from {
                if !to.contains(word) {
                    to.insert(word.clone());
                }
            }
        };
        add(&mut self.classes, &body.classes);
        add(&mut self.endings, endings);
    }
}

/// The words of a text that may end a class name, in their order.
pub fn endings(body: &Body) -> Box<[Box<str>]> {
    let mut endings = BTreeSet::new();
    attributes(&body.pieces, &mut endings);
    endings.into_iter().collect()
}

/// Every class name with a prefix of the sheet that a page may carry.
pub fn used(site: &Site, words: &Words, sheet: &StyleSheet) -> BTreeSet<String> {
    let mut used: BTreeSet<String> = sheet.keep.iter().cloned().collect();
    let mut begun = BTreeSet::new();
    for template in site.theme.on_pages() {
        for prefix in &sheet.prefixes {
            named(markup(template), prefix, &mut used, &mut begun);
        }
    }
    let own = |class: &&str| sheet.prefixes.iter().any(|prefix| class.starts_with(prefix.as_str()));
    used.extend(words.classes.iter().map(AsRef::as_ref).filter(own).map(str::to_owned));
    let mut told = BTreeSet::new();
    site.config.fields.0.iter().for_each(|field| values(&field.node, &mut told));
    used.extend(told.iter().filter(|word| own(&word.as_str())).cloned());
    if !begun.is_empty() {
        let mut endings: BTreeSet<String> = (0..=12).map(|n| n.to_string()).collect();
        site.theme.on_pages().for_each(|template| endings.extend(split(markup(template)).map(str::to_owned)));
        endings.extend(told);
        endings.extend(words.endings.iter().map(|word| word.to_string()));
        used.extend(begun.iter().flat_map(|start| endings.iter().map(move |end| format!("{start}{end}"))));
    }
    used
}

/// A template without what it declares at its top: words that an author may
/// choose are not words that one has chosen.
fn markup(template: &Template) -> &str {
    let declared = template.contract.as_ref().and_then(|_| template.source.split_once("\n---"));
    declared.map_or(&template.source, |(_, rest)| rest)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Words that begin with `prefix`; those that the template goes on to complete
/// are begun.
fn named(source: &str, prefix: &str, used: &mut BTreeSet<String>, begun: &mut BTreeSet<String>) {
    for (at, _) in source.match_indices(prefix) {
        if at > 0 && is_word(source.as_bytes()[at - 1]) {
            continue;
        }
        let length = source[at..].bytes().take_while(|byte| is_word(*byte)).count();
        let (word, after) = source[at..].split_at(length);
        let quoted = after.strip_prefix(['"', '\'']).map(str::trim_start);
        let completed = after.starts_with("{{")
            || after.starts_with("{%")
            || quoted.is_some_and(|it| it.starts_with('~'));
        if completed {
            begun.insert(word.to_owned());
        }
        // A word cut at its hyphen is no class: it would stand for all that begin so.
        if !word.ends_with('-') {
            used.insert(word.to_owned());
        }
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii() || !is_word(c as u8));
    words.filter(|word| (1..=40).contains(&word.len()) && !word.starts_with('-') && !word.ends_with('-'))
}

fn values(node: &Node, found: &mut BTreeSet<String>) {
    match &node.yaml {
        Yaml::Null => {}
        Yaml::Scalar { text, .. } => found.extend(split(text).map(str::to_owned)),
        Yaml::List(nodes) => nodes.iter().for_each(|node| values(node, found)),
        Yaml::Map(fields) => fields.0.iter().for_each(|field| values(&field.node, found)),
    }
}

fn attributes(pieces: &[Piece], found: &mut BTreeSet<Box<str>>) {
    for piece in pieces {
        if let Piece::Component(component) = piece {
            found.insert(component.name.clone());
            for (_, attribute) in &component.attributes {
                if let Attribute::Text(text) = attribute {
                    found.extend(split(text).map(Box::from));
                }
            }
            attributes(&component.inner, found);
        }
    }
}
