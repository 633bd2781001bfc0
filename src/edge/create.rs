//! Creates files that must not exist yet: nothing of an author's is ever
//! written over.
use std::fs;
use std::io;
use std::io::ErrorKind;
use std::io::Write;
use std::path::Path;

use crate::edge::fault::refused;
use crate::edge::fault::told;

/// What a folder may hold and still be free: a repository without a file.
const REPOSITORY: &str = ".git";

/// False when the file is there already.
pub fn file(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let what = format!("impossible de créer « {} »", path.display());
    match fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(bytes).map(|()| true).map_err(|error| told(&what, &error)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(told(&what, &error)),
    }
}

/// A file in a folder that may have to be made, as those above it.
pub fn below(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = root.join(name);
    if let Some(folder) = path.parent() {
        let what = format!("impossible de créer le dossier « {} »", folder.display());
        fs::create_dir_all(folder).map_err(|error| told(&what, &error))?;
    }
    match file(&path, bytes)? {
        true => Ok(()),
        false => Err(refused(ErrorKind::AlreadyExists, format!("« {} » existe déjà", path.display()))),
    }
}

/// A folder that is not there, or that holds nothing.
pub fn is_free(folder: &Path) -> io::Result<bool> {
    let what = format!("impossible de lire le dossier « {} »", folder.display());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(told(&what, &error)),
    };
    for entry in entries {
        if entry.map_err(|error| told(&what, &error))?.file_name() != REPOSITORY {
            return Ok(false);
        }
    }
    Ok(true)
}
