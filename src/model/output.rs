//! What rendering makes, and who receives it.
use std::sync::Arc;

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
