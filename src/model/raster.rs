//! What an image file says of itself, before anybody looks at its pixels.
use std::ops::Range;
use std::sync::Arc;

/// Larger images are never decoded: a small file may promise any number of them.
pub const MOST_PIXELS: u64 = 64_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    Png,
    Jpeg,
    Gif,
    Webp,
    Avif,
}

impl Format {
    /// How messages call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Gif => "GIF",
            Self::Webp => "WebP",
            Self::Avif => "AVIF",
        }
    }

    /// Endings that readers and hosts expect of its files, the usual one first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
            Self::Avif => &["avif"],
        }
    }
}

/// An image made of pixels.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Raster {
    pub format: Format,
    pub turn: Turn,
    /// More than one when it moves.
    pub frames: u32,
    pub ground: Ground,
    /// The file without what it says of its author, place and device, when it
    /// says any of it.
    pub clean: Option<Arc<[Part]>>,
}

/// Whether something behind the image may show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ground {
    #[default]
    Opaque,
    Clear,
}

/// How the pixels are to be turned to be seen upright: the eight values of the
/// Exif tag 0x0112.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Turn(u8);

impl Turn {
    /// Anything but 2 to 8 is upright already.
    pub fn of(value: u16) -> Self {
        Self(if (2..=8).contains(&value) { value as u8 } else { 0 })
    }

    /// The value of the tag.
    pub fn value(self) -> u8 {
        self.0.max(1)
    }

    pub fn is_upright(self) -> bool {
        self.0 == 0
    }

    /// Width and height as they are seen, of those that are stored.
    pub fn seen(self, (width, height): (u32, u32)) -> (u32, u32) {
        if self.0 >= 5 { (height, width) } else { (width, height) }
    }
}

/// A stretch of a cleaned file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Bytes of the source.
    Kept(Range<usize>),
    /// Bytes that stand there instead.
    Put(Box<[u8]>),
}

/// The bytes of a cleaned file; nothing when the source is no longer the one
/// that was read.
pub fn joined(parts: &[Part], source: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(source.len());
    for part in parts {
        match part {
            Part::Kept(range) => out.extend_from_slice(source.get(range.clone())?),
            Part::Put(bytes) => out.extend_from_slice(bytes),
        }
    }
    Some(out)
}
