//! Equal fingerprints mean equal content: the only question a cache asks.
use std::hash::{Hash, Hasher};
use std::io;

/// 128 bits of BLAKE3 over what `Hash` feeds it: the same on every machine of
/// one byte order and word size, which is why it may name files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

/// `Hash` feeds a few bytes at a time: they are gathered before they are hashed.
struct Feed {
    hasher: blake3::Hasher,
    waiting: [u8; 512],
    count: usize,
}

impl Feed {
    fn whole(&mut self) -> blake3::Hash {
        self.hasher.update(&self.waiting[..self.count]);
        self.count = 0;
        self.hasher.finalize()
    }
}

impl Hasher for Feed {
    fn write(&mut self, bytes: &[u8]) {
        if self.count + bytes.len() > self.waiting.len() {
            self.hasher.update(&self.waiting[..self.count]);
            self.count = 0;
        }
        if bytes.len() > self.waiting.len() {
            self.hasher.update(bytes);
        } else {
            self.waiting[self.count..self.count + bytes.len()].copy_from_slice(bytes);
            self.count += bytes.len();
        }
    }

    /// Half of what `Fingerprint` keeps.
    fn finish(&self) -> u64 {
        let mut hasher = self.hasher.clone();
        hasher.update(&self.waiting[..self.count]);
        u64::from_le_bytes(hasher.finalize().as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
    }
}

impl Fingerprint {
    pub fn of(value: &(impl Hash + ?Sized)) -> Self {
        let mut feed = Feed { hasher: blake3::Hasher::new(), waiting: [0; 512], count: 0 };
        value.hash(&mut feed);
        Self::cut(&feed.whole())
    }

    /// Of bytes alone, without the length prefix that `Hash` would add: equal
    /// to the first half of `b3sum`.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::cut(&blake3::hash(bytes))
    }

    /// The same of a stream, of which only a few bytes are held at a time.
    pub fn of_stream(stream: &mut impl io::Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        io::copy(stream, &mut hasher)?;
        Ok(Self::cut(&hasher.finalize()))
    }

    fn cut(hash: &blake3::Hash) -> Self {
        Self(hash.as_bytes()[..16].try_into().expect("a hash has 32 bytes"))
    }

    /// Thirty-two hexadecimal digits.
    pub fn whole(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Ten hexadecimal digits: enough to tell the versions of one file apart.
    pub fn short(&self) -> String {
        self.0[..5].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
