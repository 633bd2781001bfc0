//! The one thing that Exif says of the image and not of its author: which way
//! is up.
use crate::model::raster::Turn;

/// The tag of the orientation, and the type of its value.
const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;
/// Entries of one directory that are looked at.
const MOST: u16 = 512;

/// Of a block in TIFF's form; upright when it does not say.
pub fn turn(tiff: &[u8]) -> Turn {
    found(tiff).map(Turn::of).unwrap_or_default()
}

fn found(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let high: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let directory = if little { u32::from_le_bytes(high) } else { u32::from_be_bytes(high) };
    let directory = usize::try_from(directory).ok()?;
    let count = short(directory)?.min(MOST);
    let entries = (0..usize::from(count)).map(|n| directory.saturating_add(2 + n * 12));
    for at in entries {
        if short(at)? == ORIENTATION {
            return (short(at + 2)? == SHORT).then(|| short(at + 8)).flatten();
        }
    }
    None
}

/// The shortest block that says it.
pub fn block(turn: Turn) -> [u8; 26] {
    let mut block = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    block[19] = turn.value();
    block
}
