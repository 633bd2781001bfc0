//! Names of whole folders: exchanged in one step, put back after a crash, and
//! what is over thrown away.
use std::fs;
use std::io;
use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use rustix::fs::CWD;
use rustix::fs::RenameFlags;
use rustix::io::Errno;

use crate::edge::publish::kept;
use crate::edge::publish::target::Target;

/// Gives `next` the name of the target, and says where the former folder is
/// now, if there was one. On failure the target is what it was.
pub fn swap(next: &Path, target: &Target) -> io::Result<Option<PathBuf>> {
    let folder = target.folder.as_path();
    match rustix::fs::renameat_with(CWD, next, CWD, folder, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(Some(next.to_owned())),
        Err(Errno::NOENT) => first(next, folder).map(|()| None),
        Err(error) if is_unknown(error) => in_two_steps(next, target),
        Err(error) => Err(error.into()),
    }
}

fn first(next: &Path, folder: &Path) -> io::Result<()> {
    match rustix::fs::renameat_with(CWD, next, CWD, folder, RenameFlags::NOREPLACE) {
        Err(error) if is_unknown(error) => fs::rename(next, folder),
        other => Ok(other?),
    }
}

/// Disks and kernels without the exchange.
fn is_unknown(error: Errno) -> bool {
    error == Errno::INVAL || error == Errno::NOSYS || error == Errno::NOTSUP || error == Errno::OPNOTSUPP
}

/// Between the two the target has no name: [`recover`] puts it back if we are
/// killed there.
fn in_two_steps(next: &Path, target: &Target) -> io::Result<Option<PathBuf>> {
    if !target.exists() {
        return fs::rename(next, &target.folder).map(|()| None);
    }
    let last = target.free(".last-");
    fs::rename(&target.folder, &last)?;
    match fs::rename(next, &target.folder) {
        Ok(()) => Ok(Some(last)),
        Err(error) => {
            fs::rename(&last, &target.folder)?;
            Err(error)
        }
    }
}

/// Mends what a killed run left: only to be called by the holder of the lock,
/// for whom every leftover is a dead one's. `former` is the mark of the site
/// that it was about to put aside, if it was.
pub fn recover(target: &Target, former: &str) -> io::Result<()> {
    let mut leftovers = leftovers(target)?;
    if !target.exists()
        && let Some(at) = leftovers.iter().position(|path| has_suffix(path, target, ".last-"))
    {
        fs::rename(leftovers.remove(at), &target.folder)?;
    }
    kept::mend(target)?;
    if !former.is_empty() && kept::mark(&target.folder) != former {
        let put_aside = leftovers.iter().position(|path| kept::mark(path) == former);
        if let Some(at) = put_aside {
            kept::put(target, &leftovers.remove(at))?;
        }
    }
    for path in &leftovers {
        // What resists will be tried again next time; its name is taken, no more.
        _ = remove(path);
    }
    Ok(())
}

fn leftovers(target: &Target) -> io::Result<Vec<PathBuf>> {
    let parent = target.folder.parent().unwrap_or(&target.folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(parent)? {
        let path = entry?.path();
        let is_ours = has_suffix(&path, target, ".next-") || has_suffix(&path, target, ".last-");
        if is_ours && fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir()) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// `public.next-4321` and nothing that a person would call so.
fn has_suffix(path: &Path, target: &Target, suffix: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let own = target.folder.file_name().and_then(|name| name.to_str());
    let (Some(name), Some(own)) = (name, own) else { return false };
    let rest = name.strip_prefix(own).and_then(|rest| rest.strip_prefix(suffix));
    rest.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Takes a folder away with all it holds, links not followed; says how many
/// files there were.
pub fn remove(folder: &Path) -> io::Result<usize> {
    let mut folders = Vec::new();
    let mut files = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.path());
        } else {
            fs::remove_file(entry.path())?;
            files += 1;
        }
    }
    let below: io::Result<Vec<usize>> = folders.into_par_iter().map(|path| remove(&path)).collect();
    let below: usize = below?.into_iter().sum();
    match fs::remove_dir(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(files + below),
    }
}

/// How many files a folder holds, at any depth.
pub fn files(folder: &Path) -> io::Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        count += if entry.file_type()?.is_dir() { files(&entry.path())? } else { 1 };
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::edge::publish::swap::in_two_steps;
    use crate::edge::publish::swap::recover;
    use crate::edge::publish::target::Target;

    #[test]
    fn without_the_exchange_two_steps_do_and_a_crash_between_them_is_mended() {
        let home = tempfile::tempdir().unwrap();
        let target = Target { folder: home.path().join("public"), shown: "public".to_owned() };
        let next = target.beside(".next-1");
        for (folder, text) in [(&target.folder, "old"), (&next, "new")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("index.html"), text).unwrap();
        }
        let last = in_two_steps(&next, &target).unwrap().unwrap();
        assert_eq!(fs::read_to_string(target.folder.join("index.html")).unwrap(), "new");
        assert_eq!(fs::read_to_string(last.join("index.html")).unwrap(), "old");

        fs::remove_dir_all(&target.folder).unwrap();
        fs::create_dir(target.beside(".next-année")).unwrap();
        recover(&target, "").unwrap();
        assert_eq!(fs::read_to_string(target.folder.join("index.html")).unwrap(), "old");
        assert!(!last.exists() && target.beside(".next-année").exists());
    }
}
