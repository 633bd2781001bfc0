//! The new site, laid beside the old one and shown in one step, or not at all.
//!
//! Whatever happens before [`Stage::commit`], visitors see the old site whole.
pub mod durable;
pub mod kept;
pub mod lasting;
pub mod laying;
pub mod packed;
pub mod rollback;
pub mod swap;
pub mod target;

use std::collections::BTreeMap;
use std::fs;
use std::fs::FileTimes;
use std::fs::Metadata;
use std::io;
use std::io::BufWriter;
use std::io::ErrorKind;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::edge::bytes::Source;
use crate::edge::fault::refused;
use crate::edge::fault::told;
use crate::edge::inside::Inside;
use crate::edge::lock::Lock;
use crate::edge::publish::target::Target;
use crate::model::output::Artifact;
use crate::model::output::Sink;

/// What a publication did, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// New or other than before.
    pub written: usize,
    /// The very files of the former site, with their dates and inodes.
    pub unchanged: usize,
    /// In the former site only.
    pub removed: usize,
}

/// A site being laid. Dropped without [`Stage::commit`], it never was.
#[derive(Debug)]
pub struct Stage {
    inside: Inside,
    target: Target,
    next: PathBuf,
    former: Former,
    /// Checked before each artifact: after a failure there is no use in going on.
    failed: AtomicBool,
    fault: Mutex<Option<io::Error>>,
    written: AtomicUsize,
    unchanged: AtomicUsize,
    replaced: AtomicUsize,
    prints: Mutex<BTreeMap<Route, Fingerprint>>,
    keep: Keep,
    /// Last field: let go only when the folder laid aside is gone.
    lock: Lock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Former {
    Site,
    None,
}

/// What becomes of the former site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    #[default]
    Nothing,
    /// The last ones that were other than what followed them, so many at most.
    Former(usize),
}

impl Stage {
    /// Starts laying the site of `root` beside `target`, after mending what a
    /// killed run left there.
    pub fn open(root: &Path, target: &Path) -> io::Result<Self> {
        let inside = Inside::of(root)?;
        let target = Target::judge(root, target)?;
        let failed = |error: io::Error| told(&format!("impossible de publier dans {}", target.shown), &error);
        let lock = lock(&target)?;
        swap::recover(&target, lock.before()).map_err(failed)?;
        let next = lay_aside(&target).map_err(failed)?;
        let former = if target.exists() { Former::Site } else { Former::None };
        Ok(Self {
            inside,
            target,
            next,
            former,
            failed: AtomicBool::default(),
            fault: Mutex::default(),
            written: AtomicUsize::default(),
            unchanged: AtomicUsize::default(),
            replaced: AtomicUsize::default(),
            prints: Mutex::default(),
            keep: Keep::Nothing,
            lock,
        })
    }

    #[must_use]
    pub fn keeping(mut self, keep: Keep) -> Self {
        self.keep = keep;
        self
    }

    /// Of each file that was laid.
    pub fn prints(&self) -> BTreeMap<Route, Fingerprint> {
        self.prints.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows the new site, if everything could be laid; else the first failure,
    /// and the old site stays.
    pub fn commit(mut self) -> io::Result<Published> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(fault) = fault {
            return Err(fault);
        }
        if let Ok(former) = fs::metadata(&self.target.folder) {
            // Rights that an administrator gave to the folder outlive the exchange.
            _ = fs::set_permissions(&self.next, former.permissions());
        }
        let shown =
            |error: io::Error| told(&format!("impossible de remplacer {}", self.target.shown), &error);
        let carried = lasting::carry(&self.target.folder, &self.next).map_err(shown)?;
        durable::settle(&self.next).map_err(shown)?;
        let mark = kept::mark(&self.target.folder);
        let keep = match self.keep {
            Keep::Former(most) if !kept::same(&mark, &kept::mark(&self.next)) => most,
            _ => 0,
        };
        if keep > 0 {
            self.lock.note(&mark).map_err(shown)?;
        }
        let former = swap::swap(&self.next, &self.target).map_err(shown)?;
        durable::names(self.target.parent());
        // The new site is up: what cannot be cleared away now will be at the next start.
        let held = match former {
            Some(folder) if keep > 0 => self.put_aside(&folder, keep)?,
            Some(folder) => swap::remove(&folder).unwrap_or_default(),
            None => 0,
        };
        let replaced = self.replaced.load(Ordering::Relaxed) + carried;
        Ok(Published {
            written: self.written.load(Ordering::Relaxed),
            unchanged: self.unchanged.load(Ordering::Relaxed),
            removed: held.saturating_sub(replaced),
        })
    }

    /// How many files the former site has.
    fn put_aside(&mut self, former: &Path, most: usize) -> io::Result<usize> {
        let kept = |stage: &mut Self| {
            let held = swap::files(former)?;
            kept::put(&stage.target, former)?;
            stage.lock.note("")?;
            kept::prune(&stage.target, most)?;
            Ok(held)
        };
        let what = "le nouveau site est publié, mais l'ancien n'a pas pu être gardé";
        kept(self).map_err(|error| told(what, &error))
    }

    /// Lays a file that is too long to be held in memory: `write` gives its
    /// bytes. As for others, a failure is told when the site is to be shown.
    pub fn stream(&self, route: &Route, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        self.guarded(route, || {
            let mut file = laying::unnamed(&self.next)?;
            let mut out = BufWriter::new(&file);
            write(&mut out)?;
            out.flush()?;
            drop(out);
            file.rewind()?;
            let size = file.metadata()?.len();
            self.lay(route, Source::File { file, size })
        });
    }

    /// After a failure there is no use in going on.
    fn guarded(&self, route: &Route, lay: impl FnOnce() -> io::Result<()>) {
        if self.failed.load(Ordering::Relaxed) {
            return;
        }
        if let Err(error) = lay() {
            self.failed.store(true, Ordering::Relaxed);
            let what = format!("impossible d'écrire {}/{}", self.target.shown, route.file());
            let mut fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
            fault.get_or_insert(told(&what, &error));
        }
    }

    fn lay(&self, route: &Route, mut source: Source<'_>) -> io::Result<()> {
        let file = &route.file();
        let former = self.target.folder.join(file);
        let found = self.found(&former);
        let is_same = found.as_ref().is_some_and(|found| source.equals(&former, found).unwrap_or(false));
        let count = if is_same { &self.unchanged } else { &self.written };
        if found.is_some() {
            self.replaced.fetch_add(1, Ordering::Relaxed);
        }
        let again = found.as_ref().filter(|_| is_same);
        if !again.is_some_and(|found| laying::link(&self.next, (&former, found), file)) {
            let mut copy = laying::create(&self.next, file)?;
            source.write(&mut copy)?;
            if let Some(found) = again {
                // No hard links on this disk: the date at least stays.
                _ = found.modified().and_then(|date| copy.set_times(FileTimes::new().set_modified(date)));
            }
        }
        count.fetch_add(1, Ordering::Relaxed);
        let print = source.print()?;
        self.prints.lock().unwrap_or_else(PoisonError::into_inner).insert(route.clone(), print);
        Ok(())
    }

    /// The regular file that had the same address in the former site.
    fn found(&self, former: &Path) -> Option<Metadata> {
        if self.former == Former::None {
            return None;
        }
        fs::symlink_metadata(former).ok().filter(Metadata::is_file)
    }
}

impl Sink for Stage {
    /// A stage holds nothing from before: what is unchanged is seen by its bytes.
    fn keep(&self, _route: &Route, _key: Fingerprint) -> bool {
        false
    }

    fn put(&self, route: &Route, _key: Fingerprint, artifact: Artifact) {
        self.guarded(route, || self.lay(route, Source::of(&artifact, &self.inside)?));
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Gone already after a commit; else this is what discards the stage.
        _ = swap::remove(&self.next);
    }
}

/// A new, empty folder beside the target: the number is ours, or the next that
/// no immovable leftover has.
fn lay_aside(target: &Target) -> io::Result<PathBuf> {
    let mut number = std::process::id();
    loop {
        let next = target.beside(&format!(".next-{number}"));
        match laying::folder(&next) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number = number.wrapping_add(1),
            made => return made.map(|()| next),
        }
    }
}

/// The lock that everything takes which gives the target another content.
fn lock(target: &Target) -> io::Result<Lock> {
    Lock::take(&target.beside(".next.lock")).map_err(|error| busy(target, &error))
}

fn busy(target: &Target, error: &io::Error) -> io::Error {
    let shown = &target.shown;
    if error.kind() != ErrorKind::ResourceBusy {
        return told(&format!("impossible de publier dans {shown}"), error);
    }
    let holder = error.to_string();
    let who = if holder.is_empty() { String::new() } else { format!(" ({holder})") };
    let message = format!("une autre construction de {shown} est en cours{who} ; attendez qu'elle finisse");
    refused(ErrorKind::ResourceBusy, message)
}
