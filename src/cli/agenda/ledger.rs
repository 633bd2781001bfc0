//! What each address held on a day, as a hash: the bytes themselves are let go.
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::model::output::Artifact;
use crate::model::output::Sink;

/// Of the bytes of each address.
pub type Prints = BTreeMap<Route, Fingerprint>;

#[derive(Default)]
pub struct Ledger {
    /// Of the day before, with the key that they were made under.
    last: Mutex<BTreeMap<Route, (Fingerprint, Fingerprint)>>,
    next: Mutex<BTreeMap<Route, (Fingerprint, Fingerprint)>>,
}

impl Ledger {
    /// Ends a day.
    pub fn turn(&self) -> Prints {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = std::mem::take(&mut *next);
        last.iter().map(|(route, (_, print))| (route.clone(), *print)).collect()
    }

    fn note(&self, route: &Route, key: Fingerprint, print: Fingerprint) {
        self.next.lock().unwrap_or_else(PoisonError::into_inner).insert(route.clone(), (key, print));
    }
}

impl Sink for Ledger {
    fn keep(&self, route: &Route, key: Fingerprint) -> bool {
        let known = self.last.lock().unwrap_or_else(PoisonError::into_inner).get(route).copied();
        let Some((_, print)) = known.filter(|(held, _)| *held == key) else { return false };
        self.note(route, key, print);
        true
    }

    fn put(&self, route: &Route, key: Fingerprint, artifact: Artifact) {
        let print = match &artifact {
            Artifact::Bytes(bytes) => Fingerprint::of_bytes(bytes),
            // The source itself, which does not move while days are told.
            Artifact::Copy { .. } => key,
        };
        self.note(route, key, print);
    }
}
