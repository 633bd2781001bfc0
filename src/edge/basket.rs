//! Artifacts kept in memory, for whoever looks at a few of them and goes.
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::model::output::Artifact;
use crate::model::output::Sink;

#[derive(Debug, Default)]
pub struct Basket(Mutex<BTreeMap<Route, Artifact>>);

impl Basket {
    /// All that was put.
    pub fn into_files(self) -> BTreeMap<Route, Artifact> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Basket {
    fn keep(&self, _: &Route, _: Fingerprint) -> bool {
        false
    }

    fn put(&self, route: &Route, _: Fingerprint, artifact: Artifact) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(route.clone(), artifact);
    }
}
