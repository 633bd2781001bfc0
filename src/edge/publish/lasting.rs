//! Files that outlive the build that made them: a mail shows its pictures for years, wherever the letter has gone since.
use std::fs;
use std::io;
use std::io::ErrorKind;
use std::path::Path;

use crate::edge::publish::make_parents;
use crate::model::mailing::LASTING;

/// Takes them over from the former site where the new one has none of that
/// name; says how many. Names follow what is in the files, so none is stale.
pub fn carry(former: &Path, next: &Path) -> io::Result<usize> {
    let entries = match fs::read_dir(former.join(LASTING)) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(0),
        entries => entries?,
    };
    let mut carried = 0;
    for entry in entries {
        let entry = entry?;
        let new = next.join(LASTING).join(entry.file_name());
        if !entry.file_type()?.is_file() || fs::symlink_metadata(&new).is_ok() {
            continue;
        }
        make_parents(&new)?;
        if fs::hard_link(entry.path(), &new).is_err() {
            fs::copy(entry.path(), &new)?;
        }
        carried += 1;
    }
    Ok(carried)
}
