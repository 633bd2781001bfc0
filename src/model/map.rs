//! A mapping of few names, in their order: every page has several, so each
//! takes no more room than its entries.
use std::borrow::Cow;

use crate::model::value::Value;

/// Most often known when the program is written, and then costs nothing.
pub type Name = Cow<'static, str>;

/// Sorted by name, each name once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Map(Vec<(Name, Value)>);

impl Map {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        let at = self.0.binary_search_by(|(known, _)| known.as_ref().cmp(name)).ok()?;
        Some(&self.0[at].1)
    }

    /// Takes the place of a value that has that name.
    pub fn insert(&mut self, name: Name, value: Value) {
        match self.0.binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    pub fn extend(&mut self, entries: impl IntoIterator<Item = (Name, Value)>) {
        entries.into_iter().for_each(|(name, value)| self.insert(name, value));
    }

    /// In the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &Value)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives back the room that growing took.
    #[must_use]
    pub fn tight(mut self) -> Self {
        self.0.shrink_to_fit();
        self
    }
}

impl IntoIterator for Map {
    type Item = (Name, Value);
    type IntoIter = std::vec::IntoIter<(Name, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<(Name, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (Name, Value)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let mut map = Self(Vec::with_capacity(entries.size_hint().0));
        map.extend(entries);
        map
    }
}
