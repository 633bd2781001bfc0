//! What a search is made of: words and where they stand, cards to show.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;

/// A text as a search sees it: what is shown of it, and its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reading {
    /// The first has no heading.
    pub sections: Vec<Section>,
    /// Stems of the body.
    pub said: Said,
    /// Stems of the headings.
    pub headed: Said,
}

/// Stems, each with how often it is said: held tight, since there are many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Said {
    /// Joined by spaces, which no stem has.
    stems: String,
    times: Vec<u32>,
}

impl Said {
    pub fn new(counts: &BTreeMap<String, u32>) -> Self {
        let stems: Vec<&str> = counts.keys().map(String::as_str).collect();
        Self { stems: stems.join(" "), times: counts.values().copied().collect() }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.stems.split(' ').zip(self.times.iter().copied())
    }

    /// Words of the text that say something.
    pub fn length(&self) -> u32 {
        self.times.iter().sum()
    }
}

/// What stands under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Section {
    pub heading: String,
    pub anchor: Box<str>,
    /// Without markup, its white space squeezed.
    pub text: String,
}

/// What is shown of a page that was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Card {
    pub title: String,
    pub url: String,
    /// The list that the page belongs to.
    pub list: Option<String>,
    /// As it is read by people.
    pub date: Option<String>,
    pub description: Option<String>,
    /// Cut to the room that a card has.
    pub sections: Vec<Section>,
}

/// Where a stem stands: pages by number, in order, and how much it tells of each.
pub type Postings = Vec<(u32, u8)>;

/// One file of the search.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SearchFile {
    /// What the script asks for first.
    Guide(Guide),
    /// Stems in order, all with the same beginning.
    Part(Vec<(Box<str>, Postings)>),
    Cards(Vec<Card>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Guide {
    /// BCP 47: names the rules by which words are compared.
    pub lang: String,
    /// How many pages can be found.
    pub pages: usize,
    /// Cards in a file, but for the last.
    pub together: usize,
    /// Beginnings of stems: a stem is in the part of the longest that it has.
    pub parts: Vec<(String, Fingerprint)>,
    pub cards: Vec<Fingerprint>,
}

/// By the source of each text.
pub type Readings = BTreeMap<SitePath, Arc<Reading>>;
