//! What is known of a site's sources, kept from one look to the next.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;
use crate::edge::inside::Inside;
use crate::edge::observe::TOPS;
use crate::edge::observe::is_leftover;
use crate::edge::observe::site_path;
use crate::edge::observe::stamp::Stamped;
use crate::edge::observe::stamp::stamp;
use crate::edge::observe::walk;
use crate::model::source::Snapshot;

/// Where to look again. Only a hint: what has changed is decided by looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    Anything,
    /// Absolute, files or folders, there or gone.
    Paths(BTreeSet<PathBuf>),
}

/// What one look gave.
pub struct Seen {
    pub snapshot: Snapshot,
    pub diagnostics: Diagnostics,
    /// Sources that came, went or changed since the look before.
    pub moved: BTreeSet<SitePath>,
}

pub struct Observer {
    inside: Arc<Inside>,
    known: BTreeMap<SitePath, Stamped>,
    /// Said of sources that were left out.
    told: Vec<Diagnostic>,
}

impl Observer {
    pub fn of(root: &Path) -> io::Result<Self> {
        Ok(Self { inside: Arc::new(Inside::of(root)?), known: BTreeMap::new(), told: Vec::new() })
    }

    /// Without any link in it.
    pub fn root(&self) -> &Path {
        self.inside.root()
    }

    pub fn inside(&self) -> &Arc<Inside> {
        &self.inside
    }

    pub fn look(&mut self, touched: &Touched) -> io::Result<Seen> {
        let places: Vec<String> = match touched {
            Touched::Anything => TOPS.iter().map(|top| (*top).to_owned()).collect(),
            Touched::Paths(paths) => self.places(paths),
        };
        let mut before = BTreeMap::new();
        for place in &places {
            self.forget(place, &mut before);
        }
        let mut diagnostics = Diagnostics::default();
        let mut found = Vec::new();
        for place in &places {
            walk(&self.inside, place, (&mut found, &mut diagnostics))?;
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let inside = &self.inside;
        let look = |path: SitePath| {
            let known = before.get(&path);
            stamp(inside, path, now, known)
        };
        let stamped: Vec<_> = found.into_par_iter().map(look).collect();
        let mut moved: BTreeMap<&SitePath, Fingerprint> =
            before.iter().map(|(path, old)| (path, old.file.stamp)).collect();
        let mut changed = BTreeSet::new();
        for answer in stamped {
            match answer {
                Ok(Some(new)) => {
                    if moved.remove(&new.file.path) != Some(new.file.stamp) {
                        changed.insert(new.file.path.clone());
                    }
                    self.known.insert(new.file.path.clone(), new);
                }
                Ok(None) => {}
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        changed.extend(moved.into_keys().cloned());
        self.told.extend(diagnostics.iter().cloned());
        let files = self.known.values().map(|known| known.file.clone());
        let mut diagnostics = Diagnostics::default();
        self.told.iter().for_each(|told| diagnostics.push(told.clone()));
        let snapshot = Snapshot::new(files, self.inside.clone());
        Ok(Seen { snapshot, diagnostics: diagnostics.sorted(), moved: changed })
    }

    /// Paths from the root to walk again, none inside another.
    fn places(&self, paths: &BTreeSet<PathBuf>) -> Vec<String> {
        let mut places: BTreeSet<String> = BTreeSet::new();
        for path in paths {
            let Ok(place) = site_path(&self.inside, path) else {
                // A name that is not UTF-8 is told by a look at its folder.
                places.extend(path.parent().and_then(|above| site_path(&self.inside, above).ok()).map(text));
                continue;
            };
            let mut parts = place.as_str().split('/');
            let ours = parts.next().is_some_and(|top| TOPS.contains(&top)) && !parts.any(is_leftover);
            if ours {
                places.insert(self.nearest(place.as_str()));
            }
        }
        let above = |place: &String| place.match_indices('/').any(|(at, _)| places.contains(&place[..at]));
        places.iter().filter(|place| !above(place)).cloned().collect()
    }

    /// Links are judged where they stand: what lies behind one is looked at from it.
    fn nearest(&self, place: &str) -> String {
        let ends = place.match_indices('/').map(|(at, _)| at);
        let mut above = ends.map(|at| &place[..at]);
        let link = above.find(|folder| self.root().join(folder).is_symlink());
        link.unwrap_or(place).to_owned()
    }

    /// Moves what was known at and below a place out of the way.
    fn forget(&mut self, place: &str, before: &mut BTreeMap<SitePath, Stamped>) {
        let below = format!("{place}/");
        let is_there = |path: &SitePath| path.as_str() == place || path.as_str().starts_with(&below);
        let gone: Vec<SitePath> = match self.known.get_key_value(&SitePath::new(place)) {
            Some((path, _)) => vec![path.clone()],
            None => {
                let from = self.known.range(SitePath::new(&below)..);
                from.take_while(|(path, _)| is_there(path)).map(|(path, _)| path.clone()).collect()
            }
        };
        for path in gone {
            before.extend(self.known.remove_entry(&path));
        }
        self.told.retain(|told| !told.at.path().is_some_and(is_there));
    }
}

fn text(path: SitePath) -> String {
    path.as_str().to_owned()
}
