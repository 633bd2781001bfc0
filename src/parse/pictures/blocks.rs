//! GIF: blocks, some in a chain of short stretches (GIF89a).
use crate::model::raster::Ground;
use crate::parse::pictures::walk::Cut;
use crate::parse::pictures::walk::Walk;
use crate::parse::pictures::walk::number;
use crate::parse::pictures::walk::stretch;

/// The applications whose words browsers heed: how often an animation turns.
const TURNS: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

pub fn walk(bytes: &[u8]) -> Result<Walk, Cut> {
    let mut walk = Walk::default();
    let mut at = 13 + table(number::<1>(bytes, 10)?[0]);
    walk.keep(stretch(bytes, 0, at)?);
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b',' => {
                at += 10 + table(number::<1>(bytes, at + 9)?[0]);
                // One byte says how the pixels are packed.
                at = chain(bytes, at + 1)?;
                walk.frames += 1;
                walk.keep(start..at);
            }
            b'!' => {
                let [label] = number::<1>(bytes, at + 1)?;
                at = chain(bytes, at + 2)?;
                let body = &bytes[start + 2..at];
                if label == 0xF9 && body.get(1).is_some_and(|packed| packed & 1 == 1) {
                    walk.ground = Ground::Clear;
                }
                let stays = match label {
                    0xFE => false,
                    0xFF => TURNS.iter().any(|name| body.get(1..12) == Some(name)),
                    _ => true,
                };
                if stays { walk.keep(start..at) } else { walk.leave() }
            }
            b';' => {
                walk.keep(at..at + 1);
                if at + 1 < bytes.len() {
                    walk.leave();
                }
                return seen(walk);
            }
            // Some programs pad.
            0 => {
                walk.leave();
                at += 1;
            }
            _ => return Err(Cut::Broken),
        }
    }
    // Many files lack the last byte, and no reader minds.
    seen(walk)
}

fn seen(walk: Walk) -> Result<Walk, Cut> {
    if walk.frames == 0 { Err(Cut::Short) } else { Ok(walk) }
}

/// Bytes of the table of colours that follows, if one does.
fn table(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

/// The end of a chain: each stretch begins with its length, the last is empty.
fn chain(bytes: &[u8], from: usize) -> Result<usize, Cut> {
    let mut at = from;
    loop {
        let [length] = number::<1>(bytes, at)?;
        at = stretch(bytes, at + 1, usize::from(length))?.end;
        if length == 0 {
            return Ok(at);
        }
    }
}
