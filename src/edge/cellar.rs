//! Copies of images between two runs, below `.kiosque/cache/` of the site's
//! folder: safe to delete, never published from, bounded.
use std::fs;
use std::fs::DirBuilder;
use std::fs::File;
use std::fs::FileTimes;
use std::io;
use std::io::Read;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::SystemTime;

use crate::base::fingerprint::Fingerprint;
use crate::model::cellar::Cellar;

/// From the site's folder.
const FOLDER: &str = ".kiosque";
const CACHE: &str = "cache";
/// All that is kept, in bytes.
const MOST: u64 = 512 << 20;
/// One thing that is kept.
const HEAVIEST: u64 = 64 << 20;
/// What is used is dated anew, though not at every use.
const DAY: Duration = Duration::from_secs(86_400);
/// Half-written files older than this were left by a run that was killed.
const LEFT: Duration = Duration::from_secs(3600);

#[derive(Debug)]
pub struct DiskCellar {
    folder: PathBuf,
    /// Of the files that this run writes.
    number: AtomicU64,
    most: u64,
}

impl DiskCellar {
    /// Nothing is written before something is kept.
    pub fn of(root: &Path) -> Self {
        Self { folder: root.join(FOLDER).join(CACHE), number: AtomicU64::default(), most: MOST }
    }

    /// Another bound, in bytes.
    #[must_use]
    pub fn at_most(mut self, most: u64) -> Self {
        self.most = most;
        self
    }

    fn file(&self, key: Fingerprint) -> PathBuf {
        self.folder.join(key.whole())
    }

    fn read(&self, key: Fingerprint) -> io::Result<Option<Vec<u8>>> {
        let file = File::open(self.file(key))?;
        let mut bytes = Vec::new();
        (&file).take(HEAVIEST + 1).read_to_end(&mut bytes)?;
        let (print, kept) = bytes.split_at(bytes.len().min(PRINT));
        if print != seal(key, kept).as_bytes() {
            fs::remove_file(self.file(key))?;
            return Ok(None);
        }
        let kept = kept.to_vec();
        self.date(&file);
        Ok(Some(kept))
    }

    /// What was used last goes last.
    fn date(&self, file: &File) {
        let now = SystemTime::now();
        let old = file
            .metadata()
            .and_then(|found| found.modified())
            .is_ok_and(|date| now.duration_since(date).is_ok_and(|age| age > DAY));
        if old {
            _ = file.set_times(FileTimes::new().set_modified(now));
        }
    }

    fn write(&self, key: Fingerprint, bytes: &[u8]) -> io::Result<()> {
        if !self.folder.is_dir() {
            DirBuilder::new().recursive(true).mode(0o755).create(&self.folder)?;
            // Nobody means to commit it.
            if let Some(above) = self.folder.parent() {
                fs::write(above.join(".gitignore"), "*\n")?;
            }
        }
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let aside = self.folder.join(format!("{}-{number}.new", std::process::id()));
        let written =
            File::options().write(true).create_new(true).mode(0o644).open(&aside).and_then(|mut file| {
                file.write_all(seal(key, bytes).as_bytes())?;
                file.write_all(bytes)
            });
        // A whole file under its name, or none.
        written.and_then(|()| fs::rename(&aside, self.file(key))).inspect_err(|_| _ = fs::remove_file(&aside))
    }

    /// Lets go of what was used longest ago, as far as there is too much.
    pub fn prune(&self) {
        if self.number.load(Ordering::Relaxed) > 0 {
            _ = self.pruned();
        }
    }

    fn pruned(&self) -> io::Result<()> {
        let now = SystemTime::now();
        let mut kept = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let (found, path) = (entry.metadata()?, entry.path());
            let date = found.modified()?;
            let age = now.duration_since(date).unwrap_or_default();
            match path.extension().is_some_and(|it| it == "new") {
                true if age > LEFT => fs::remove_file(path)?,
                true => {}
                false => kept.push((date, found.len(), path)),
            }
        }
        kept.sort();
        let mut weight: u64 = kept.iter().map(|(_, weight, _)| weight).sum();
        for (_, size, path) in kept {
            if weight <= self.most {
                break;
            }
            fs::remove_file(path)?;
            weight -= size;
        }
        Ok(())
    }
}

/// Letters of a seal.
const PRINT: usize = 32;

/// Of a key and of what is kept under it: neither a damaged file nor one under
/// another's name is ever taken for it.
fn seal(key: Fingerprint, bytes: &[u8]) -> String {
    Fingerprint::of(&(key, Fingerprint::of_bytes(bytes))).whole()
}

impl Cellar for DiskCellar {
    fn get(&self, key: Fingerprint) -> Option<Vec<u8>> {
        self.read(key).ok().flatten()
    }

    fn put(&self, key: Fingerprint, bytes: &[u8]) {
        if bytes.len() as u64 <= HEAVIEST {
            _ = self.write(key, bytes);
        }
    }
}
