//! `kiosque check`: one round, nothing written.
use std::io;
use std::path::Path;

use crate::base::diagnostic::Severity;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::arguments::Format;
use crate::cli::arguments::RoundOptions;
use crate::cli::round::round;
use crate::edge::console;
use crate::model::output::Artifact;
use crate::model::output::Sink;

/// Takes everything and keeps nothing.
pub struct Nowhere;

impl Sink for Nowhere {
    fn keep(&self, _: &Route, _: Fingerprint) -> bool {
        false
    }

    fn put(&self, _: &Route, _: Fingerprint, _: Artifact) {}
}

pub fn run(root: &Path, options: &RoundOptions) -> io::Result<u8> {
    let round = round(root, options, &Nowhere)?;
    if round.refused {
        return Ok(FAULTY);
    }
    if options.telling.format == Format::Human && !options.telling.quiet {
        let warned = round.build.diagnostics.iter().any(|it| it.severity == Severity::Warning);
        let state = if warned { "le site peut être publié" } else { "le site est en ordre" };
        console::say(&format!("{state} : {} adresses", round.build.plan.jobs.len()));
    }
    Ok(DONE)
}
