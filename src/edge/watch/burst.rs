//! Events that belong together: one save, one checkout, one moved folder.
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use notify::Event;
use notify::EventKind;
use notify::event::AccessKind;
use notify::event::AccessMode;
use notify::event::ModifyKind;

use crate::edge::observe::TOPS;
use crate::edge::observe::Touched;
use crate::edge::observe::is_leftover;

/// After a file was closed, its writer is done with it.
const CLOSED: Duration = Duration::from_millis(8);

/// In the middle of a write, a rename, a removal.
const OPEN: Duration = Duration::from_millis(30);

/// A file that is gone may be about to come back: editors save so.
const GONE: Duration = Duration::from_millis(90);

pub struct Burst {
    root: PathBuf,
    paths: BTreeSet<PathBuf>,
    /// Events were lost: anything may have changed.
    blind: Option<()>,
    /// What went away and has not come back.
    gone: BTreeSet<PathBuf>,
    patience: Duration,
}

impl Burst {
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            paths: BTreeSet::new(),
            blind: None,
            gone: BTreeSet::new(),
            patience: OPEN,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.blind.is_none()
    }

    /// How long to wait for more of it.
    pub fn patience(&self) -> Duration {
        if self.gone.is_empty() { self.patience } else { GONE }
    }

    /// True while something is gone that editors may bring back.
    pub fn is_waiting(&self) -> bool {
        !self.gone.is_empty()
    }

    pub fn give_up(&mut self) {
        self.gone.clear();
        self.patience = Duration::ZERO;
    }

    pub fn take(&mut self, event: notify::Result<Event>) {
        let Ok(event) = event else {
            self.blind = Some(());
            return;
        };
        if event.need_rescan() {
            self.blind = Some(());
            return;
        }
        self.patience = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => CLOSED,
            // Reading is no change: a build reads everything.
            EventKind::Access(_) => return,
            _ => OPEN,
        };
        let removes = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        for path in event.paths.into_iter().filter(|path| matters(&self.root, path)) {
            match removes && path.symlink_metadata().is_err() {
                true => _ = self.gone.insert(path.clone()),
                false => _ = self.gone.remove(&path),
            }
            self.paths.insert(path);
        }
    }

    pub fn touched(self) -> Touched {
        match self.blind {
            Some(()) => Touched::Anything,
            None => Touched::Paths(self.paths),
        }
    }
}

/// Sources only; not what editors leave beside them.
fn matters(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else { return false };
    let mut parts = below.iter().map(|part| part.to_string_lossy());
    parts.next().is_some_and(|top| TOPS.contains(&top.as_ref()))
        && !parts.any(|part| is_leftover(&part) || part == "4913")
}
