//! The bytes of an artifact, compared with files and written to them without
//! being held in memory.
use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;

use crate::base::fingerprint::Fingerprint;
use crate::edge::fault::told;
use crate::edge::inside::Inside;
use crate::model::output::Artifact;

/// Where the bytes of an artifact come from while they are laid.
pub enum Source<'a> {
    Bytes(&'a [u8]),
    File { file: File, size: u64 },
}

impl<'a> Source<'a> {
    pub fn of(artifact: &'a Artifact, inside: &Inside) -> io::Result<Self> {
        match artifact {
            Artifact::Bytes(bytes) => Ok(Self::Bytes(bytes)),
            Artifact::Copy { path, .. } => {
                let failed = |error: io::Error| told(&format!("impossible de lire {path}"), &error);
                let file = inside.open(path).map_err(failed)?;
                let size = file.metadata().map_err(failed)?.len();
                Ok(Self::File { file, size })
            }
        }
    }

    /// Whether a regular file, described by `found`, holds these very bytes.
    pub fn equals(&mut self, former: &Path, found: &Metadata) -> io::Result<bool> {
        match self {
            Self::Bytes(bytes) if found.len() == bytes.len() as u64 => same(&mut &**bytes, former),
            Self::File { file, size } if found.len() == *size => same(file, former),
            _ => Ok(false),
        }
    }

    /// Of the very bytes.
    pub fn print(&mut self) -> io::Result<Fingerprint> {
        match self {
            Self::Bytes(bytes) => Ok(Fingerprint::of_bytes(bytes)),
            Self::File { file, .. } => file.rewind().and_then(|()| Fingerprint::of_stream(file)),
        }
    }

    pub fn write(&mut self, copy: &mut File) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => copy.write_all(bytes),
            // Between two files this is done by the kernel, sharing blocks where the disk can.
            Self::File { file, .. } => file.rewind().and_then(|()| io::copy(file, copy)).map(drop),
        }
    }
}

/// Both are known to have the same length; neither is held in memory.
pub(in crate::edge) fn same(new: &mut impl Read, former: &Path) -> io::Result<bool> {
    let mut former = File::open(former)?;
    let (mut a, mut b) = ([0; 16 << 10], [0; 16 << 10]);
    loop {
        let read = former.read(&mut a)?;
        if read == 0 {
            return Ok(new.read(&mut b)? == 0);
        }
        match new.read_exact(&mut b[..read]) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            other => other?,
        }
        if a[..read] != b[..read] {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::edge::bytes::same;

    #[test]
    fn files_are_compared_to_the_last_byte() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a");
        let long: Vec<u8> = (0..70_000u32).map(|n| n as u8).collect();
        std::fs::write(&path, &long).unwrap();
        let mut other = long.clone();
        other[69_999] ^= 1;
        let cases = [(&long[..], true), (&other[..], false), (&long[..69_999], false)];
        for (bytes, expected) in cases {
            assert_eq!(same(&mut &bytes[..], &path).unwrap(), expected);
        }
    }
}
