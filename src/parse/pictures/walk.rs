//! What a walk through an image file gathers on its way.
use std::ops::Range;

use crate::model::raster::Ground;
use crate::model::raster::Part;
use crate::model::raster::Turn;

/// Why a walk ended before the end of the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The file ends first.
    Short,
    /// What stands there means nothing.
    Broken,
    /// It says what nobody can take out of it.
    Tells,
}

#[derive(Debug, Default)]
pub struct Walk {
    pub turn: Turn,
    pub frames: u32,
    pub ground: Ground,
    parts: Vec<Part>,
    /// Something of the source is left out.
    told: Option<()>,
}

impl Walk {
    /// Of an image that does not move.
    pub fn still() -> Self {
        Self { frames: 1, ..Self::default() }
    }

    pub fn keep(&mut self, range: Range<usize>) {
        match self.parts.last_mut() {
            Some(Part::Kept(last)) if last.end == range.start => last.end = range.end,
            _ => self.parts.push(Part::Kept(range)),
        }
    }

    /// In the place of something that is left out.
    pub fn put(&mut self, bytes: impl Into<Box<[u8]>>) {
        self.parts.push(Part::Put(bytes.into()));
        self.told = Some(());
    }

    /// Something stands there that is not kept.
    pub fn leave(&mut self) {
        self.told = Some(());
    }

    /// The first parts, kept so far, give way to these bytes.
    pub fn begin(&mut self, bytes: impl Into<Box<[u8]>>) {
        self.parts.insert(0, Part::Put(bytes.into()));
    }

    /// The parts of the file without what it says, if it says anything.
    pub fn cleaned(self) -> Option<Vec<Part>> {
        self.told.map(|()| self.parts)
    }
}

/// Big-endian, or the file ends first.
pub fn number<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], Cut> {
    let found = at.checked_add(N).and_then(|end| bytes.get(at..end)).ok_or(Cut::Short)?;
    found.try_into().map_err(|_| Cut::Short)
}

/// From `at`, so many bytes, all of which are there.
pub fn stretch(bytes: &[u8], at: usize, length: usize) -> Result<Range<usize>, Cut> {
    let end = at.checked_add(length).filter(|end| *end <= bytes.len()).ok_or(Cut::Short)?;
    Ok(at..end)
}
