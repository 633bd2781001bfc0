//! What rendering makes, and who receives it.
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::fingerprint::Fingerprint;
use crate::base::path::{Route, SitePath};

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Artifact {
    Bytes(Arc<[u8]>),
    /// The source itself, byte for byte: never read into memory.
    Copy {
        path: SitePath,
        size: u64,
    },
}

/// Receives artifacts in any order and from any thread, as they are made.
/// Nothing is shown to a visitor before the whole site is in.
pub trait Sink: Sync {
    /// True when the artifact of that address is already held under that key,
    /// in which case it is kept for the new site and need not be made again.
    fn keep(&self, route: &Route, key: Fingerprint) -> bool;

    /// Takes an artifact. Failures of the world are kept until the end.
    fn put(&self, route: &Route, key: Fingerprint, artifact: Artifact);
}

/// The finished site in memory: for the server and for tests.
#[derive(Debug, Default)]
pub struct Output {
    held: Mutex<BTreeMap<Route, (Fingerprint, Artifact)>>,
    next: Mutex<BTreeMap<Route, (Fingerprint, Artifact)>>,
}

impl Output {
    /// Ends a round: what was neither kept nor put is gone.
    pub fn turn(&self) -> BTreeMap<Route, Artifact> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        *held = std::mem::take(&mut *next);
        held.iter().map(|(route, (_, artifact))| (route.clone(), artifact.clone())).collect()
    }
}

impl Sink for Output {
    fn keep(&self, route: &Route, key: Fingerprint) -> bool {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((known, artifact)) = held.get(route) else { return false };
        let same = *known == key;
        if same {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            next.insert(route.clone(), (key, artifact.clone()));
        }
        same
    }

    fn put(&self, route: &Route, key: Fingerprint, artifact: Artifact) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        next.insert(route.clone(), (key, artifact));
    }
}
