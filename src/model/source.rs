//! What was observed: names with a stamp, and a way to their bytes.
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;

/// Where the bytes of a source come from: the disk in life, memory in tests.
pub trait Store: Send + Sync {
    /// The bytes, at the moment of asking.
    fn read(&self, path: &SitePath) -> io::Result<Vec<u8>>;

    /// The same bytes, as a stream: they may be more than memory holds.
    fn open(&self, path: &SitePath) -> io::Result<Box<dyn io::Read + Send>> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }
}

/// One source, not yet read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Observed {
    pub path: SitePath,
    /// Changes whenever the bytes may have changed.
    pub stamp: Fingerprint,
    /// In bytes.
    pub size: u64,
}

/// Everything that a build may read, at one moment.
#[derive(Clone)]
pub struct Snapshot {
    /// In the order of their paths, each once.
    files: Arc<Vec<Observed>>,
    store: Arc<dyn Store>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.files().map(|file| &file.path)).finish()
    }
}

impl Snapshot {
    pub fn new(files: impl IntoIterator<Item = Observed>, store: Arc<dyn Store>) -> Self {
        let mut files: Vec<Observed> = files.into_iter().collect();
        if !files.is_sorted_by(|one, other| one.path < other.path) {
            let by_path: BTreeMap<SitePath, Observed> =
                files.into_iter().map(|file| (file.path.clone(), file)).collect();
            files = by_path.into_values().collect();
        }
        Self { files: Arc::new(files), store }
    }

    /// A site that lives in memory.
    pub fn of_memory(files: &BTreeMap<SitePath, Vec<u8>>) -> Self {
        let observed = |(path, bytes): (&SitePath, &Vec<u8>)| Observed {
            path: path.clone(),
            stamp: Fingerprint::of(&(path, bytes)),
            size: bytes.len() as u64,
        };
        Self::new(files.iter().map(observed), Arc::new(Memory(files.clone())))
    }

    pub fn get(&self, path: &SitePath) -> Option<&Observed> {
        let at = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        Some(&self.files[at])
    }

    /// In the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = &Observed> {
        self.files.iter()
    }

    pub fn read(&self, path: &SitePath) -> io::Result<Vec<u8>> {
        self.store.read(path)
    }

    pub fn open(&self, path: &SitePath) -> io::Result<Box<dyn io::Read + Send>> {
        self.store.open(path)
    }
}

struct Memory(BTreeMap<SitePath, Vec<u8>>);

impl Store for Memory {
    fn read(&self, path: &SitePath) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
