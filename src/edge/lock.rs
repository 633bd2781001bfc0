//! One builder at a time: a lock that dies with whoever holds it.
use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

use crate::base::french;
use crate::edge::fault::refused;

/// What a lock's file may hold, in bytes: more is not ours.
const LONGEST: u64 = 500;

/// Held until dropped. The file vanishes with it; the file of a killed run
/// stays, unlocked, and hinders nobody.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: File,
    /// What a killed run had noted.
    before: String,
}

impl Lock {
    /// `ErrorKind::ResourceBusy` when somebody else holds it; the message then
    /// says who, or nothing. On disks that know no locks everybody gets one.
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
            let mut lock = Self { path: path.to_owned(), file, before: String::new() };
            if lock.is_current() {
                let text = text(&mut lock.file);
                lock.before = text.lines().nth(2).unwrap_or_default().to_owned();
                lock.note("")?;
                return Ok(lock);
            }
            // Its former holder removed the file between our two calls: what
            // we hold has no name any more, and must not take the new one away.
            lock.path = PathBuf::new();
        }
    }

    /// The last note of a run that was killed; empty after one that ended.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// One line that the next holder finds if we are killed from now on.
    pub fn note(&mut self, line: &str) -> io::Result<()> {
        let text = format!("{}\n{}\n{line}\n", std::process::id(), machine());
        self.file.rewind()?;
        self.file.write_all(text.as_bytes())?;
        self.file.set_len(text.len() as u64)
    }

    fn is_current(&self) -> bool {
        let identity = |found: fs::Metadata| (found.dev(), found.ino());
        let named = fs::metadata(&self.path).map(identity);
        named.is_ok_and(|named| self.file.metadata().map(identity).is_ok_and(|held| held == named))
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

fn text(file: &mut File) -> String {
    let mut bytes = Vec::new();
    _ = file.take(LONGEST).read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn machine() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// `processus 4321, sur « robot-2 », depuis 3 minutes`; the machine only when
/// it is another.
fn holder(mut file: File) -> String {
    let text = text(&mut file);
    let mut lines = text.lines();
    let number: String = lines.next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    if number.is_empty() {
        return number;
    }
    let plain = |name: &&str| !name.is_empty() && name.len() < 80 && !name.contains(char::is_control);
    let elsewhere = lines.next().filter(plain).filter(|name| *name != machine());
    let place = elsewhere.map(|name| format!(", sur « {name} »")).unwrap_or_default();
    let signed = file.metadata().and_then(|found| found.modified()).ok();
    let age = signed.and_then(|since| SystemTime::now().duration_since(since).ok()).map(since);
    format!("processus {number}{place}{}", age.unwrap_or_default())
}

/// Nothing under a minute.
fn since(age: Duration) -> String {
    let minutes = age.as_secs() / 60;
    let (count, unit) = match minutes {
        0 => return String::new(),
        1..120 => (minutes, "minute"),
        _ => (minutes / 60, "heure"),
    };
    format!(", depuis {count} {unit}{}", french::plural(count as usize))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::edge::lock::Lock;
    use crate::edge::lock::since;

    #[test]
    fn the_note_of_a_killed_run_is_found_and_that_of_a_run_that_ended_is_not() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("verrou");
        let mut lock = Lock::take(&path).unwrap();
        lock.note("une note bien plus longue").unwrap();
        lock.note("en cours").unwrap();
        let left = std::fs::read(&path).unwrap();
        drop(lock);
        assert_eq!(Lock::take(&path).unwrap().before(), "");
        std::fs::write(&path, left).unwrap();
        assert_eq!(Lock::take(&path).unwrap().before(), "en cours");
    }

    #[test]
    fn an_age_is_told_in_minutes_then_in_hours() {
        let told = [59, 60, 119 * 60, 120 * 60].map(|seconds| since(Duration::from_secs(seconds)));
        assert_eq!(told, ["", ", depuis 1 minute", ", depuis 119 minutes", ", depuis 2 heures"]);
    }
}
