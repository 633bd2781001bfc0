//! Creates one file that must not exist yet: nothing of an author's is ever
//! written over.
use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;

use crate::edge::fault::told;

/// False when the file is there already.
pub fn file(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let what = format!("impossible de créer « {} »", path.display());
    match fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(bytes).map(|()| true).map_err(|error| told(&what, &error)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(told(&what, &error)),
    }
}
