//! PNG: chunks, each with its length, its name and a sum of control (W3C PNG,
//! third edition).
use crate::model::raster::Ground;
use crate::parse::pictures::exif;
use crate::parse::pictures::walk::Cut;
use crate::parse::pictures::walk::Walk;
use crate::parse::pictures::walk::number;
use crate::parse::pictures::walk::stretch;

/// Chunks that say how the image is shown; others are words, dates and what
/// programs keep for themselves.
const SHOWN: [&[u8; 4]; 20] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT", b"bKGD", b"cHRM", b"cICP", b"cLLI",
    b"gAMA", b"hIST", b"iCCP", b"mDCV", b"pHYs", b"sBIT", b"sPLT", b"sRGB", b"tRNS",
];

pub fn walk(bytes: &[u8]) -> Result<Walk, Cut> {
    let mut walk = Walk::still();
    walk.keep(0..8);
    let mut at = 8;
    while at < bytes.len() {
        let length = u32::from_be_bytes(number(bytes, at)?) as usize;
        let name: [u8; 4] = number(bytes, at + 4)?;
        let body = stretch(bytes, at + 8, length)?;
        let chunk = at..stretch(bytes, body.end, 4)?.end;
        at = chunk.end;
        let body = &bytes[body];
        match &name {
            b"IHDR" if matches!(body.get(9), Some(4 | 6)) => walk.ground = Ground::Clear,
            b"tRNS" => walk.ground = Ground::Clear,
            b"acTL" => walk.frames = number(body, 0).map(u32::from_be_bytes)?.max(1),
            _ => {}
        }
        match &name {
            b"eXIf" => {
                walk.turn = exif::turn(body);
                match walk.turn.is_upright() {
                    true => walk.leave(),
                    false => walk.put(chunk_of(b"eXIf", &exif::block(walk.turn))),
                }
            }
            name if SHOWN.contains(&name) => walk.keep(chunk),
            _ => walk.leave(),
        }
        if &name == b"IEND" {
            if at < bytes.len() {
                walk.leave();
            }
            return Ok(walk);
        }
    }
    Err(Cut::Short)
}

fn chunk_of(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [&name[..], body].concat();
    [&(body.len() as u32).to_be_bytes()[..], &named, &sum(&named).to_be_bytes()].concat()
}

/// CRC-32 (PNG, annex D), of a few bytes.
fn sum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
        }
    }
    !sum
}
