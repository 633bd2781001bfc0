//! What a command writes, on its way to a file: counted, never held in memory.
use std::fs::File;
use std::io::Read;
use std::io::Write;
use std::sync::Arc;
use std::sync::Mutex;

use memchr::memmem::Finder;

use crate::edge::loader::run::Stopped;

/// Bytes of its complaint that are kept: the last ones.
const COMPLAINT: usize = 16 << 10;

/// Copies until the end or the first trouble; gives how many bytes there were.
pub fn copy(
    mut from: impl Read,
    mut to: File,
    heaviest: u64,
    guarded: &[(String, Vec<u8>)],
) -> Result<u64, Stopped> {
    let mut watch = Watch::of(guarded);
    let (mut buffer, mut count) = ([0; 64 << 10], 0);
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Stopped::Unwritten(error)),
        };
        count += read as u64;
        if count > heaviest {
            return Err(Stopped::TooHeavy);
        }
        if let Some(name) = watch.found(&buffer[..read]) {
            return Err(Stopped::Leaky(name.to_owned()));
        }
        to.write_all(&buffer[..read]).map_err(Stopped::Unwritten)?;
    }
    to.sync_all().map_err(Stopped::Unwritten)?;
    Ok(count)
}

/// Looks for values that may not be there, across the ends of what is read at once.
struct Watch<'a> {
    guarded: Vec<(&'a str, Finder<'a>)>,
    /// The end of what came before, shorter by one than the longest value.
    tail: Vec<u8>,
    longest: usize,
}

impl<'a> Watch<'a> {
    fn of(guarded: &'a [(String, Vec<u8>)]) -> Self {
        let longest = guarded.iter().map(|(_, value)| value.len()).max().unwrap_or(0);
        let guarded = guarded.iter().map(|(name, value)| (name.as_str(), Finder::new(value))).collect();
        Self { guarded, tail: Vec::new(), longest }
    }

    fn found(&mut self, chunk: &[u8]) -> Option<&'a str> {
        if self.guarded.is_empty() {
            return None;
        }
        self.tail.extend_from_slice(chunk);
        let found = self.guarded.iter().find(|(_, finder)| finder.find(&self.tail).is_some());
        let found = found.map(|(name, _)| *name);
        let kept = self.tail.len().saturating_sub(self.longest.saturating_sub(1));
        self.tail.drain(..kept);
        found
    }
}

/// What a command complained of, as it comes.
#[derive(Clone, Default)]
pub struct Complaint(Arc<Mutex<Vec<u8>>>);

impl Complaint {
    /// Reads until the end; only the last bytes are kept.
    pub fn hear(&self, mut from: impl Read) {
        let mut buffer = [0; 4 << 10];
        while let Ok(read) = from.read(&mut buffer) {
            if read == 0 {
                return;
            }
            let Ok(mut kept) = self.0.lock() else { return };
            kept.extend_from_slice(&buffer[..read]);
            if kept.len() > 2 * COMPLAINT {
                let over = kept.len() - COMPLAINT;
                kept.drain(..over);
            }
        }
    }

    pub fn text(&self) -> String {
        let kept = self.0.lock().map(|kept| kept.clone()).unwrap_or_default();
        String::from_utf8_lossy(&kept).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::edge::loader::output::Watch;

    #[test]
    fn a_value_cut_in_two_is_found() {
        let guarded = [("JETON".to_owned(), b"abcdefgh".to_vec())];
        let mut watch = Watch::of(&guarded);
        assert_eq!(watch.found(b"x,abcd"), None);
        assert_eq!(watch.found(b"efgh\n"), Some("JETON"));
        assert_eq!(watch.found(b"efgh\n"), None);
    }
}
