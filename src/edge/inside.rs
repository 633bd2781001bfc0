//! The site's folder, as a place that reading cannot leave.
use std::fs;
use std::fs::File;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use crate::base::path::SitePath;
use crate::edge::fault::refused;
use crate::edge::fault::told;
use crate::model::source::Store;

/// No source may weigh more, in bytes: 64 MiB.
pub const HEAVIEST: u64 = 64 << 20;

/// Links are followed as long as they lead to something inside.
#[derive(Debug)]
pub struct Inside {
    /// Without any link in it.
    root: PathBuf,
    #[cfg(target_os = "linux")]
    handle: File,
}

impl Inside {
    pub fn of(root: &Path) -> io::Result<Self> {
        let failed =
            |error: io::Error| told(&format!("impossible de lire le dossier {}", root.display()), &error);
        let real = root.canonicalize().map_err(failed)?;
        if !real.is_dir() {
            return Err(failed(ErrorKind::NotADirectory.into()));
        }
        #[cfg(target_os = "linux")]
        let handle = File::open(&real).map_err(failed)?;
        Ok(Self {
            root: real,
            #[cfg(target_os = "linux")]
            handle,
        })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A regular file below the root, opened for reading.
    pub fn open(&self, path: &SitePath) -> io::Result<File> {
        let file = self.open_beneath(path).map_or_else(|| self.open_resolved(path), Ok)?;
        if !file.metadata()?.is_file() {
            return Err(refused(ErrorKind::InvalidInput, format!("{path} n'est pas un fichier ordinaire")));
        }
        Ok(file)
    }

    /// The kernel's own guarantee, in one call. Nothing is concluded from its
    /// refusal: it also refuses absolute links that stay inside, and some
    /// containers forbid the call itself.
    #[cfg(target_os = "linux")]
    fn open_beneath(&self, path: &SitePath) -> Option<File> {
        use rustix::fs::Mode;
        use rustix::fs::OFlags;
        use rustix::fs::ResolveFlags;
        // NONBLOCK: opening a named pipe must not wait for its writer.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        rustix::fs::openat2(&self.handle, path.as_str(), flags, Mode::empty(), ResolveFlags::BENEATH)
            .ok()
            .map(File::from)
    }

    #[cfg(not(target_os = "linux"))]
    fn open_beneath(&self, _path: &SitePath) -> Option<File> {
        None
    }

    fn open_resolved(&self, path: &SitePath) -> io::Result<File> {
        let real = self.root.join(path.as_str()).canonicalize()?;
        if !real.starts_with(&self.root) {
            return Err(refused(ErrorKind::PermissionDenied, format!("{path} mène hors du site")));
        }
        if !fs::metadata(&real)?.is_file() {
            return Err(refused(ErrorKind::InvalidInput, format!("{path} n'est pas un fichier ordinaire")));
        }
        File::open(&real)
    }
}

impl Store for Inside {
    /// `ErrorKind::FileTooLarge` above [`HEAVIEST`].
    fn read(&self, path: &SitePath) -> io::Result<Vec<u8>> {
        let file = self.open(path)?;
        let size = file.metadata()?.len();
        let mut bytes = Vec::with_capacity(size.min(HEAVIEST) as usize + 1);
        // The file may be growing under our eyes: what is read is counted too.
        if size <= HEAVIEST {
            file.take(HEAVIEST + 1).read_to_end(&mut bytes)?;
        }
        if size > HEAVIEST || bytes.len() as u64 > HEAVIEST {
            let message = format!("{path} pèse plus de {} Mio, la limite pour une source", HEAVIEST >> 20);
            return Err(refused(ErrorKind::FileTooLarge, message));
        }
        Ok(bytes)
    }

    fn open(&self, path: &SitePath) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Self::open(self, path)?))
    }
}
