//! Files of the folder laid aside: new ones, and those of the former site.
//!
//! What is published is read by another user than the one who builds: rights
//! are given whole, whatever that person's umask takes away.
use std::fs;
use std::fs::DirBuilder;
use std::fs::File;
use std::fs::Metadata;
use std::fs::Permissions;
use std::io;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::edge::fault::refused;

const FILE: u32 = 0o644;
const FOLDER: u32 = 0o755;

/// A file that nobody else has made.
pub fn create(next: &Path, file: &str) -> io::Result<File> {
    let path = next.join(file);
    let mut options = File::options();
    options.write(true).create_new(true).mode(FILE);
    let made = match options.open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            parents(&path).and_then(|()| options.open(&path))
        }
        other => other,
    };
    let made = made.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists if path.is_file() => {
            refused(ErrorKind::AlreadyExists, "deux contenus veulent ce fichier".to_owned())
        }
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory => {
            let message = "une adresse ne peut être à la fois un fichier et un dossier".to_owned();
            refused(ErrorKind::NotADirectory, message)
        }
        _ => error,
    })?;
    made.set_permissions(Permissions::from_mode(FILE))?;
    Ok(made)
}

/// A file of that folder that has no name: it goes with whoever holds it.
pub fn unnamed(next: &Path) -> io::Result<File> {
    let path = next.join(".unnamed");
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

/// The very file of the former site, described by `found`. False when it could
/// not be had, or has other rights than a new one, whatever the reason: writing
/// will tell.
pub fn link(next: &Path, former: (&Path, &Metadata), file: &str) -> bool {
    let (former, found) = former;
    if found.permissions().mode() & 0o7777 != FILE {
        return false;
    }
    let new = next.join(file);
    match fs::hard_link(former, &new) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            parents(&new).is_ok() && fs::hard_link(former, &new).is_ok()
        }
        done => done.is_ok(),
    }
}

/// One folder; `AlreadyExists` when there is something of that name.
pub fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(FOLDER).create(path)?;
    fs::set_permissions(path, Permissions::from_mode(FOLDER))
}

pub fn parents(path: &Path) -> io::Result<()> {
    let Some(above) = path.parent() else { return Ok(()) };
    let made = match folder(above) {
        Err(error) if error.kind() == ErrorKind::NotFound => parents(above).and_then(|()| folder(above)),
        made => made,
    };
    match made {
        // Another thread was there first; a file of that name is told when it is written below.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}
