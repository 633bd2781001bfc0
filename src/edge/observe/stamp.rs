//! A stamp on a source, which changes whenever its bytes may have changed.
use std::fs;
use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::time::Duration;

use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;
use crate::edge::inside::Inside;
use crate::edge::observe::closed;
use crate::model::source::Observed;
use crate::model::source::Store;

/// Under this age a file may be written again within one tick of the disk's
/// clock, which neither its size nor its dates would show.
const YOUNG: Duration = Duration::from_secs(3);

/// Young files above this size are trusted to their dates: 8 MiB.
const HASHED: u64 = 8 << 20;

/// A source as the disk shows it.
pub struct Stamped {
    pub file: Observed,
    /// Of its dates, size and place on the disk.
    dates: Fingerprint,
    age: Age,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Age {
    /// Its dates prove nothing yet.
    Young,
    Old,
}

/// Nothing when the file went away since it was found. What was known of it
/// before is kept while it still holds.
pub fn stamp(
    inside: &Inside,
    path: SitePath,
    now: Duration,
    known: Option<&Stamped>,
) -> Result<Option<Stamped>, Diagnostic> {
    let found = match fs::metadata(inside.root().join(path.as_str())) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(closed(&path, &error)),
    };
    let size = found.len();
    let dates = (found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec());
    let dates = Fingerprint::of(&(&path, size, dates, found.ino(), found.dev()));
    let age = if is_young(&found, now) { Age::Young } else { Age::Old };
    if let Some(known) = known.filter(|known| known.dates == dates && known.age == Age::Old) {
        return Ok(Some(Stamped { file: known.file.clone(), dates, age: Age::Old }));
    }
    // A file that was seen before is compared by content: a date alone is no change.
    let compared = age == Age::Young || known.is_some();
    if compared
        && size <= HASHED
        && let Ok(bytes) = inside.read(&path)
    {
        let size = bytes.len() as u64;
        let stamp = Fingerprint::of(&(&path, size, Fingerprint::of_bytes(&bytes)));
        return Ok(Some(Stamped { file: Observed { path, stamp, size }, dates, age }));
    }
    Ok(Some(Stamped { file: Observed { path, stamp: dates, size }, dates, age }))
}

/// Dates in the future are no proof of age.
fn is_young(found: &Metadata, now: Duration) -> bool {
    let changed = found.mtime().max(found.ctime());
    changed.saturating_add(YOUNG.as_secs() as i64) >= now.as_secs() as i64
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use crate::base::path::SitePath;
    use crate::edge::inside::Inside;
    use crate::edge::observe::stamp::stamp;

    #[test]
    fn an_old_file_is_known_by_its_dates_without_being_read() {
        let home = tempfile::tempdir().unwrap();
        let inside = Inside::of(home.path()).unwrap();
        let old = Duration::from_secs(1 << 40);
        let look = || {
            let seen = stamp(&inside, SitePath::new("a"), old, None).unwrap();
            seen.map(|seen| (seen.file.stamp, seen.file.size))
        };
        assert_eq!(look(), None);
        fs::write(home.path().join("a"), "un").unwrap();
        let before = look();
        assert_eq!(before, look());
        assert_ne!(
            before,
            stamp(&inside, SitePath::new("a"), Duration::ZERO, None)
                .unwrap()
                .map(|seen| (seen.file.stamp, 2))
        );
        fs::write(home.path().join("b"), "un").unwrap();
        fs::rename(home.path().join("b"), home.path().join("a")).unwrap();
        assert_ne!(before, look());
    }
}
