//! One builder at a time: a lock that dies with whoever holds it.
use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::path::PathBuf;

use crate::edge::fault::refused;

/// Held until dropped. The file vanishes with it; the file of a killed run
/// stays, unlocked, and hinders nobody.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// `ErrorKind::ResourceBusy` when somebody else holds it; the message then
    /// holds the number of the other process, or nothing. On disks that know
    /// no locks everybody gets one.
    pub fn take(path: &Path) -> io::Result<Self> {
        loop {
            let file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(refused(ErrorKind::ResourceBusy, holder(file))),
                Err(TryLockError::Error(error)) if error.kind() != ErrorKind::Unsupported => {
                    return Err(error);
                }
                Ok(()) | Err(TryLockError::Error(_)) => {}
            }
            let mut lock = Self { path: path.to_owned(), file };
            if lock.is_current() {
                lock.sign()?;
                return Ok(lock);
            }
            // Its former holder removed the file between our two calls: what
            // we hold has no name any more, and must not take the new one away.
            lock.path = PathBuf::new();
        }
    }

    fn is_current(&self) -> bool {
        let identity = |found: fs::Metadata| (found.dev(), found.ino());
        let named = fs::metadata(&self.path).map(identity);
        named.is_ok_and(|named| self.file.metadata().map(identity).is_ok_and(|held| held == named))
    }

    fn sign(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        write!(self.file, "{}", std::process::id())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            // Still locked here, so nobody else can have taken the name.
            _ = fs::remove_file(&self.path);
        }
    }
}

fn holder(file: File) -> String {
    let mut text = String::new();
    _ = file.take(20).read_to_string(&mut text);
    text.retain(|digit| digit.is_ascii_digit());
    text
}
