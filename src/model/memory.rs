//! Addresses that were published once, and must go on answering.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::span::Span;

/// Where they stand: one a line, committed beside the data.
pub const ADDRESSES: &str = "data/etat/adresses.txt";

/// In the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    pub lines: Vec<Remembered>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    pub route: Route,
    /// The text that it was made of, as far as is known: it may be gone too.
    pub source: Option<Arc<str>>,
    /// Of the address.
    pub span: Span,
}

/// Why a text has no page on the day of the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    Draft,
    Until(Date),
}

/// What is known of texts that have no page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absent {
    pub hidden: BTreeMap<SitePath, Hidden>,
    /// Their faults were told.
    pub broken: BTreeSet<SitePath>,
}
