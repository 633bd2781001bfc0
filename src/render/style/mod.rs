//! Cuts style sheets to what the pages of a site can use.
//!
//! The law: what is left looks exactly as the whole did, on every page whose
//! classes were told. Selectors go by their class names alone, so that what
//! scripts and readers change (states, attributes, elements) never matters.
pub mod address;
pub mod live;
pub mod parts;
pub mod print;
pub mod selector;
pub mod sheet;
pub mod token;

use std::collections::BTreeSet;

use crate::model::plan::Share;
use crate::render::style::live::Live;
use crate::render::style::parts::Owners;
use crate::render::style::print::Printer;
use crate::render::style::selector::Classes;
use crate::render::style::sheet::Item;

/// One sheet as its author gives it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Of the file, from the site's root: what `url(…)` is relative to.
    pub path: &'a str,
    pub css: &'a str,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tailored {
    pub css: String,
    /// Addresses that `css` points at, without `?…` and `#…`, as given by the
    /// function handed in: what has to be published with it.
    pub urls: BTreeSet<String>,
}

/// Gives the address of `url(…)` written in the sheet at a path, without its
/// `?…` and `#…`; nothing when no such file is known.
pub type Address<'a> = dyn Fn(&str, &str) -> Option<String> + 'a;

/// Joins the sheets in cascade order and leaves out what cannot match.
///
/// `used` holds the class names that pages may carry; a name that ends with
/// `-` stands for all that begin so. Names with two hyphens in front are
/// custom properties that pages or scripts read. Only classes with one of
/// `prefixes` are ever dropped; with no prefix at all, nothing is.
pub fn tailor(
    sources: &[Source<'_>],
    used: &BTreeSet<String>,
    prefixes: &[String],
    address: &Address<'_>,
) -> Tailored {
    let plain: Vec<token::Plain> = sources.iter().map(|source| token::without_comments(source.css)).collect();
    let classes = Classes::new(used, prefixes);
    let mut sheets: Vec<(&str, Vec<Item<'_>>)> = Vec::new();
    for (source, plain) in sources.iter().zip(&plain) {
        sheets.push((source.path, classes.prune(sheet::read(&plain.css))));
    }
    let live = if prefixes.is_empty() { Live::everything() } else { Live::of(&sheets, used) };
    print(plain.iter().flat_map(|plain| &plain.banners), &sheets, Printer::new(&live, address))
}

/// What is made of the sheets.
#[derive(Clone, Copy)]
pub struct Cut<'a> {
    pub used: &'a BTreeSet<String>,
    pub prefixes: &'a [String],
    /// The marks of each part that only some pages need.
    pub parts: &'a [Vec<String>],
    pub share: Share,
}

/// One of the files into which a sheet is cut that [`tailor`] gave.
pub fn part(tailored: &str, cut: &Cut<'_>) -> String {
    let Cut { used, prefixes, parts, share } = *cut;
    let plain = token::without_comments(tailored);
    let (classes, owners) = (Classes::new(used, prefixes), Owners::new(parts));
    let items = parts::keep(&sheet::read(&plain.css), share, (&classes, &owners));
    let live = Live::everything();
    print(&plain.banners, &[("", items)], Printer::new(&live, &|_, _| None)).css
}

/// Notices first, then what is imported, then the rules.
fn print<'b>(
    banners: impl IntoIterator<Item = &'b String>,
    sheets: &[(&str, Vec<Item<'_>>)],
    mut printer: Printer<'_>,
) -> Tailored {
    for banner in banners {
        printer.banner(banner);
    }
    for (path, items) in sheets {
        printer.imports(path, items);
    }
    for (path, items) in sheets {
        printer.sheet(path, items);
    }
    printer.finish()
}
