//! What is long to make is kept from one run to the next.
use std::fmt::Debug;

use crate::base::fingerprint::Fingerprint;

/// Keeps bytes by a key that says all that they depend on. It may forget at any
/// moment, and it never gives anything but what was put there: whether there is
/// one changes how long a build takes, and not a byte of what it makes.
pub trait Cellar: Debug + Send + Sync {
    fn get(&self, key: Fingerprint) -> Option<Vec<u8>>;

    /// Failing to keep is no failure.
    fn put(&self, key: Fingerprint, bytes: &[u8]);
}

/// Keeps nothing.
#[derive(Debug, Default)]
pub struct NoCellar;

impl Cellar for NoCellar {
    fn get(&self, _key: Fingerprint) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _key: Fingerprint, _bytes: &[u8]) {}
}
