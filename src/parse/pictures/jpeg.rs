//! JPEG: segments, each with its length, then coded data up to the next marker
//! (ITU T.81, annex B).
use crate::model::raster::Turn;
use crate::parse::pictures::exif;
use crate::parse::pictures::walk::Cut;
use crate::parse::pictures::walk::Walk;
use crate::parse::pictures::walk::number;
use crate::parse::pictures::walk::stretch;

const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const EXIF: &[u8] = b"Exif\0\0";
const PROFILE: &[u8] = b"ICC_PROFILE\0";

/// What follows the end of the image is left out too: phones put there further
/// pictures that say where they were taken.
pub fn walk(bytes: &[u8]) -> Result<Walk, Cut> {
    let mut walk = Walk::still();
    let mut kept: Vec<std::ops::Range<usize>> = Vec::new();
    // Where the way up is told: after the first segment, which many readers want first.
    let mut head = None;
    let mut told = None;
    let mut at = 2;
    loop {
        if number::<1>(bytes, at)? != [0xFF] {
            return Err(Cut::Broken);
        }
        let start = at;
        while number::<1>(bytes, at)? == [0xFF] {
            at += 1;
        }
        let marker = bytes[at];
        at += 1;
        if marker == END {
            kept.push(start..at);
            break;
        }
        if matches!(marker, 0x01 | 0xD0..=0xD7) {
            kept.push(start..at);
            continue;
        }
        let length = usize::from(u16::from_be_bytes(number(bytes, at)?));
        let segment = stretch(bytes, at, length.max(2))?;
        let body = &bytes[segment.start + 2..segment.end];
        at = segment.end;
        if marker == 0xE1 && body.starts_with(EXIF) && told.is_none() {
            told = Some(exif::turn(&body[EXIF.len()..]));
        }
        if !stays(marker, body) {
            walk.leave();
            continue;
        }
        if marker == SCAN {
            at = coded(bytes, at)?;
        }
        kept.push(start..at);
        head = head.or_else(|| (marker == 0xE0).then_some(at));
    }
    if at < bytes.len() {
        walk.leave();
    }
    walk.turn = told.unwrap_or_default();
    lay(&mut walk, head.unwrap_or(2), kept);
    Ok(walk)
}

/// The segments in their order, and the way up where it is looked for.
fn lay(walk: &mut Walk, head: usize, kept: Vec<std::ops::Range<usize>>) {
    walk.keep(0..2);
    let turn = walk.turn;
    if head == 2 {
        tell(walk, turn);
    }
    for range in kept {
        let end = range.end;
        walk.keep(range);
        if end == head {
            tell(walk, turn);
        }
    }
}

fn tell(walk: &mut Walk, turn: Turn) {
    if turn.is_upright() {
        return;
    }
    let block = exif::block(turn);
    let length = (2 + EXIF.len() + block.len()) as u16;
    walk.put([&[0xFF, 0xE1][..], &length.to_be_bytes(), EXIF, &block].concat());
}

/// What is needed to show the image in its colours.
fn stays(marker: u8, body: &[u8]) -> bool {
    match marker {
        0xE0 => body.starts_with(b"JFIF\0"),
        0xE2 => body.starts_with(PROFILE),
        0xEE => body.starts_with(b"Adobe"),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
}

/// The end of coded data: the next marker that is not a part of them.
fn coded(bytes: &[u8], from: usize) -> Result<usize, Cut> {
    let mut at = from;
    loop {
        at += memchr::memchr(0xFF, bytes.get(at..).ok_or(Cut::Short)?).ok_or(Cut::Short)?;
        match number::<2>(bytes, at)?[1] {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Ok(at),
        }
    }
}
