//! A mapping of few names, in their order: every page has several, so each
//! takes no more room than its entries.
use std::borrow::Cow;
use std::hash::Hash;
use std::hash::Hasher;

use crate::base::fingerprint::Fingerprint;
use crate::model::value::Value;

/// Most often known when the program is written, and then costs nothing.
pub type Name = Cow<'static, str>;

/// Sorted by name, each name once.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<(Name, Value)>,
    /// Taken when the map was finished: a list of a thousand entries is hashed
    /// by their prints.
    print: Option<Fingerprint>,
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl Eq for Map {}

/// A finished map and one that is not may hash differently though they are
/// equal: good enough for a memory, which then only computes once more.
impl Hash for Map {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.print {
            Some(print) => print.hash(state),
            None => self.entries.hash(state),
        }
    }
}

impl Map {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        let at = self.entries.binary_search_by(|(known, _)| known.as_ref().cmp(name)).ok()?;
        Some(&self.entries[at].1)
    }

    /// Takes the place of a value that has that name.
    pub fn insert(&mut self, name: Name, value: Value) {
        self.print = None;
        match self.entries.binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(at) => self.entries[at].1 = value,
            Err(at) => self.entries.insert(at, (name, value)),
        }
    }

    pub fn extend(&mut self, entries: impl IntoIterator<Item = (Name, Value)>) {
        entries.into_iter().for_each(|(name, value)| self.insert(name, value));
    }

    /// In the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &Value)> {
        self.entries.iter().map(|(name, value)| (name, value))
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Gives back the room that growing took, and takes the print.
    #[must_use]
    pub fn finished(mut self) -> Self {
        self.entries.shrink_to_fit();
        self.print = Some(Fingerprint::of(&self.entries));
        self
    }
}

impl IntoIterator for Map {
    type Item = (Name, Value);
    type IntoIter = std::vec::IntoIter<(Name, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl FromIterator<(Name, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (Name, Value)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let mut map = Self { entries: Vec::with_capacity(entries.size_hint().0), print: None };
        map.extend(entries);
        map
    }
}
