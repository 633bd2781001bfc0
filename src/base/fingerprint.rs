//! Equal fingerprints mean equal content: the only question a cache asks.
use std::hash::{Hash, Hasher};

/// 128 bits of BLAKE3 over what `Hash` feeds it: the same on every machine of
/// one byte order and word size, which is why it may name files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

struct Feed(blake3::Hasher);

impl Hasher for Feed {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let hash = self.0.finalize();
        u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
    }
}

impl Fingerprint {
    pub fn of(value: &(impl Hash + ?Sized)) -> Self {
        let mut feed = Feed(blake3::Hasher::new());
        value.hash(&mut feed);
        Self::cut(&feed.0.finalize())
    }

    /// Of bytes alone, without the length prefix that `Hash` would add: equal
    /// to the first half of `b3sum`.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::cut(&blake3::hash(bytes))
    }

    fn cut(hash: &blake3::Hash) -> Self {
        Self(hash.as_bytes()[..16].try_into().expect("a hash has 32 bytes"))
    }

    /// Ten hexadecimal digits: enough to tell the versions of one file apart.
    pub fn short(&self) -> String {
        self.0[..5].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
