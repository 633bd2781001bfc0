//! A file laid beside the one that it is to replace, which keeps its name and its bytes until all is well.
use std::fs;
use std::fs::File;
use std::io;
use std::io::ErrorKind;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::base::path::SitePath;
use crate::edge::bytes;
use crate::edge::fault::refused;
use crate::edge::fault::told;

/// What became of the former file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// There was none.
    Created,
    Replaced,
    /// The bytes are the same: it was not touched.
    Same,
}

/// Taken away when it is dropped, unless it took its place.
pub struct Deposit {
    part: PathBuf,
    target: PathBuf,
    path: SitePath,
}

impl Deposit {
    /// An empty file beside `path`. Only to be called by the holder of the
    /// lock, for whom another such file is a dead one's.
    pub fn open(root: &Path, path: &SitePath) -> io::Result<(Self, File)> {
        let failed = |error: io::Error| told(&format!("impossible d'écrire à côté de {path}"), &error);
        let folder = root.join(path.folder());
        fs::create_dir_all(&folder).map_err(failed)?;
        let folder = folder.canonicalize().map_err(failed)?;
        if !folder.starts_with(root.canonicalize().map_err(failed)?) {
            return Err(refused(ErrorKind::PermissionDenied, format!("{path} mène hors du site")));
        }
        let part = folder.join(format!(".{}.part", path.name()));
        match fs::remove_file(&part) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        let file = File::options().read(true).write(true).create_new(true).open(&part).map_err(failed)?;
        Ok((Self { part, target: folder.join(path.name()), path: path.clone() }, file))
    }

    /// What was laid, from its beginning.
    pub fn read(&self) -> io::Result<File> {
        File::open(&self.part).map_err(|error| told(&format!("impossible de relire {}", self.path), &error))
    }

    /// Gives it the name of the target, in one step.
    pub fn keep(self) -> io::Result<Kept> {
        let failed = |error: io::Error| told(&format!("impossible d'écrire {}", self.path), &error);
        let former = fs::symlink_metadata(&self.target).ok();
        if let Some(former) = former.as_ref().filter(|former| former.is_file()) {
            let mut laid = self.read()?;
            if laid.metadata().map_err(failed)?.len() == former.len()
                && bytes::same(&mut laid, &self.target).map_err(failed)?
            {
                return Ok(Kept::Same);
            }
            _ = fs::set_permissions(&self.part, former.permissions());
        }
        fs::rename(&self.part, &self.target).map_err(failed)?;
        // The name is safe once its folder is on the disk.
        if let Some(folder) = self.target.parent() {
            _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(if former.is_some() { Kept::Replaced } else { Kept::Created })
    }

    /// A small file, written and put in its place.
    pub fn write(root: &Path, path: &SitePath, text: &str) -> io::Result<()> {
        let (deposit, mut file) = Self::open(root, path)?;
        let failed = |error: io::Error| told(&format!("impossible d'écrire {path}"), &error);
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        deposit.keep().map(drop)
    }
}

impl Drop for Deposit {
    fn drop(&mut self) {
        // Gone already when it took its place.
        _ = fs::remove_file(&self.part);
    }
}
