//! The finished site in memory: what the last good round made.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::model::output::Artifact;
use crate::model::output::Sink;

/// Everything that has an address.
pub type Site = BTreeMap<Route, Arc<Held>>;

#[derive(Debug)]
pub struct Held {
    key: Fingerprint,
    pub artifact: Artifact,
    /// The last round that wanted it.
    wanted: AtomicU64,
}

/// Receives a round; what it made is shown only if the round is good.
#[derive(Default)]
pub struct Shelf {
    held: RwLock<Arc<Site>>,
    fresh: Mutex<BTreeMap<Route, Arc<Held>>>,
    round: AtomicU64,
}

/// What a good round changed, by address.
pub struct Turned {
    pub site: Arc<Site>,
    pub changed: BTreeSet<Route>,
    pub gone: BTreeSet<Route>,
}

impl Shelf {
    /// Before a round.
    pub fn begin(&self) {
        self.round.fetch_add(1, Ordering::Relaxed);
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// After a good round: what was neither kept nor put is gone.
    pub fn turn(&self) -> Turned {
        let round = self.round.load(Ordering::Relaxed);
        let fresh = std::mem::take(&mut *self.fresh.lock().unwrap_or_else(PoisonError::into_inner));
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let is_wanted = |route: &Route, it: &Held| {
            it.wanted.load(Ordering::Relaxed) == round || fresh.contains_key(route)
        };
        let gone: BTreeSet<Route> =
            held.iter().filter(|(route, it)| !is_wanted(route, it)).map(|(route, _)| route.clone()).collect();
        let differs =
            |(route, new): &(&Route, &Arc<Held>)| held.get(*route).is_none_or(|old| !is_same(old, new));
        let changed = fresh.iter().filter(differs).map(|(route, _)| route.clone()).collect();
        if !fresh.is_empty() || !gone.is_empty() {
            let site = Arc::make_mut(&mut held);
            for route in &gone {
                site.remove(route);
            }
            site.extend(fresh);
        }
        Turned { site: held.clone(), changed, gone }
    }
}

/// Copies have no bytes here: their key is that of their source's stamp.
fn is_same(old: &Held, new: &Held) -> bool {
    match (&old.artifact, &new.artifact) {
        (Artifact::Copy { .. }, Artifact::Copy { .. }) => old.key == new.key,
        (old, new) => old == new,
    }
}

impl Sink for Shelf {
    fn keep(&self, route: &Route, key: Fingerprint) -> bool {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = held.get(route).filter(|known| known.key == key) else { return false };
        known.wanted.store(self.round.load(Ordering::Relaxed), Ordering::Relaxed);
        true
    }

    fn put(&self, route: &Route, key: Fingerprint, artifact: Artifact) {
        let wanted = AtomicU64::new(self.round.load(Ordering::Relaxed));
        let held = Arc::new(Held { key, artifact, wanted });
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner).insert(route.clone(), held);
    }
}
