//! WebP: chunks of RIFF, each padded to an even length (RFC 9649).
use std::ops::Range;

use crate::model::raster::Ground;
use crate::model::raster::Turn;
use crate::parse::pictures::exif;
use crate::parse::pictures::walk::Cut;
use crate::parse::pictures::walk::Walk;
use crate::parse::pictures::walk::number;
use crate::parse::pictures::walk::stretch;

/// Flags of the extended header.
const ALPHA: u8 = 0x10;
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;

pub fn walk(bytes: &[u8]) -> Result<Walk, Cut> {
    let mut walk = Walk::default();
    let whole = stretch(bytes, 8, u32::from_le_bytes(number(bytes, 4)?) as usize)?;
    let turn = turn(&bytes[whole.clone()])?;
    let mut at = 12;
    let mut length = 4;
    while at + 8 <= whole.end {
        let name: [u8; 4] = number(bytes, at)?;
        let size = u32::from_le_bytes(number(bytes, at + 4)?) as usize;
        let body = stretch(bytes, at + 8, size)?;
        // The last one may lack its padding.
        let chunk = at..(body.end + size % 2).min(bytes.len());
        at = body.end + size % 2;
        let body = &bytes[body];
        match &name {
            b"ANMF" => walk.frames += 1,
            b"VP8X" if body.first().is_some_and(|flags| flags & ALPHA != 0) => walk.ground = Ground::Clear,
            b"VP8L" if body.get(4).is_some_and(|byte| byte & ALPHA != 0) => walk.ground = Ground::Clear,
            _ => {}
        }
        let before = length;
        length += chunk.len();
        match &name {
            b"VP8X" => extended(&mut walk, bytes, chunk, turn),
            b"EXIF" if !turn.is_upright() => {
                let block = exif::block(turn);
                walk.put([&b"EXIF"[..], &(block.len() as u32).to_le_bytes(), &block].concat());
                length = before + 8 + block.len();
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => walk.keep(chunk),
            _ => {
                walk.leave();
                length = before;
            }
        }
    }
    if whole.end < bytes.len() {
        walk.leave();
    }
    walk.turn = turn;
    walk.frames = walk.frames.max(1);
    walk.begin([&b"RIFF"[..], &(length as u32).to_le_bytes(), b"WEBP"].concat());
    Ok(walk)
}

/// The way up, which stands after the image.
fn turn(riff: &[u8]) -> Result<Turn, Cut> {
    let mut at = 4;
    while at + 8 <= riff.len() {
        let size = u32::from_le_bytes(number(riff, at + 4)?) as usize;
        let body = stretch(riff, at + 8, size)?;
        let next = body.end + size % 2;
        if riff[at..].starts_with(b"EXIF") {
            let block = &riff[body];
            return Ok(exif::turn(block.strip_prefix(b"Exif\0\0").unwrap_or(block)));
        }
        at = next;
    }
    Ok(Turn::default())
}

/// The header that announces what follows: words no longer do.
fn extended(walk: &mut Walk, bytes: &[u8], chunk: Range<usize>, turn: Turn) {
    let mut header = bytes[chunk.clone()].to_vec();
    let stays = if turn.is_upright() { !(EXIF | XMP) } else { !XMP };
    match header.get_mut(8) {
        Some(flags) if *flags & !stays != 0 => {
            *flags &= stays;
            walk.put(header);
        }
        _ => walk.keep(chunk),
    }
}
