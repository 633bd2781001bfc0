//! Former sites that were kept beside the one that is shown, to come back to.
//!
//! `public.previous/0007-1a2b3c4d5e/` is the seventh that was kept; what follows
//! the number is taken from its manifest. A name therefore tells the truth
//! about what it holds or can be mended, whenever a run was killed: there is no
//! list beside that could disagree.
use std::fs;
use std::fs::DirBuilder;
use std::io;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::base::fingerprint::Fingerprint;
use crate::edge::manifest::FILE;
use crate::edge::publish::durable;
use crate::edge::publish::swap;
use crate::edge::publish::target::Target;

/// A site without a manifest: one that an older program made.
const UNKNOWN: &str = "0000000000";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The higher, the later it was put aside.
    pub number: u32,
    /// See [`mark`].
    pub mark: String,
    pub path: PathBuf,
}

impl Kept {
    pub fn name(&self) -> String {
        name(self.number, &self.mark)
    }

    /// When its pages were published first.
    pub fn since(&self) -> Option<SystemTime> {
        fs::metadata(self.path.join(FILE)).and_then(|found| found.modified()).ok()
    }
}

fn name(number: u32, mark: &str) -> String {
    format!("{number:04}-{mark}")
}

/// Ten digits that two sites share only when every address and file of one is
/// the other's.
pub fn mark(site: &Path) -> String {
    fs::read(site.join(FILE))
        .map_or_else(|_| UNKNOWN.to_owned(), |bytes| Fingerprint::of_bytes(&bytes).short())
}

/// Whether both are known to be the same.
pub fn same(a: &str, b: &str) -> bool {
    a == b && a != UNKNOWN
}

fn folder(target: &Target) -> PathBuf {
    target.beside(".previous")
}

/// The latest first.
pub fn all(target: &Target) -> io::Result<Vec<Kept>> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(folder(target)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if let Some(kept) = named(entry.path()).filter(|_| entry.file_type().is_ok_and(|it| it.is_dir())) {
            found.push(kept);
        }
    }
    found.sort_by(|a, b| (b.number, &b.mark).cmp(&(a.number, &a.mark)));
    Ok(found)
}

fn named(path: PathBuf) -> Option<Kept> {
    let name = path.file_name()?.to_str()?;
    let (number, mark) = name.split_once('-')?;
    let plain = number.len() >= 4 && mark.len() == 10 && mark.bytes().all(|digit| digit.is_ascii_hexdigit());
    let (number, mark) = (number.parse().ok().filter(|_| plain)?, mark.to_owned());
    Some(Kept { number, mark, path })
}

/// Gives the folder `site` a place among those that are kept.
pub fn put(target: &Target, site: &Path) -> io::Result<Kept> {
    let folder = folder(target);
    DirBuilder::new().recursive(true).mode(0o755).create(&folder)?;
    let number = all(target)?.first().map_or(1, |last| last.number.saturating_add(1));
    let mark = mark(site);
    let path = folder.join(name(number, &mark));
    fs::rename(site, &path)?;
    durable::names(&folder);
    Ok(Kept { number, mark, path })
}

/// Names that a killed run left untrue are made true.
pub fn mend(target: &Target) -> io::Result<()> {
    for kept in all(target)? {
        let mark = mark(&kept.path);
        if mark != kept.mark {
            fs::rename(&kept.path, kept.path.with_file_name(name(kept.number, &mark)))?;
        }
    }
    Ok(())
}

/// The oldest beyond `most` go. Each loses its name first: half a site must
/// never be one to come back to.
pub fn prune(target: &Target, most: usize) -> io::Result<()> {
    for kept in all(target)?.into_iter().skip(most) {
        let gone = target.free(".last-");
        fs::rename(&kept.path, &gone)?;
        swap::remove(&gone)?;
    }
    Ok(())
}

/// Those that `wanted` may mean: a number, a name or the beginning of a mark.
pub fn meant<'a>(all: &'a [Kept], wanted: &str) -> Vec<&'a Kept> {
    let number = wanted.parse::<u32>().ok().filter(|_| wanted.len() <= 5);
    let exact = |kept: &&Kept| kept.name() == wanted || number == Some(kept.number);
    let found: Vec<&Kept> = all.iter().filter(exact).collect();
    if !found.is_empty() || wanted.len() < 4 {
        return found;
    }
    all.iter().filter(|kept| kept.mark.starts_with(wanted)).collect()
}
