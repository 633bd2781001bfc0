//! What rendering makes, and who receives it.
use std::sync::Arc;

use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::{Route, SitePath};
use crate::model::plan::Job;

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

/// What a job gave.
#[derive(Debug)]
pub struct Made {
    /// `None` when a template failed; the diagnostics say where.
    pub artifact: Option<Artifact>,
    pub diagnostics: Diagnostics,
    /// The files that it names, out of those that are made only when something
    /// names them.
    pub asked: Arc<[Route]>,
}

/// Makes the jobs of one round, in any order and from any thread; also after
/// the round, for as long as somebody may ask.
pub trait Maker: Send + Sync {
    /// Of all that any job is made with beside itself.
    fn ground(&self) -> Fingerprint;

    /// Of what this job is made with: equal jobs with equal looks are equal files.
    fn look(&self, job: &Job) -> Fingerprint;

    fn make(&self, job: &Job) -> Made;
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
