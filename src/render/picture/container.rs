//! WebP files around coded images (RFC 9649): colours, and images in a row.
use crate::render::picture::Unfit;

/// Flags of the extended header.
const PROFILE: u8 = 0x20;
const ALPHA: u8 = 0x10;
const MOVES: u8 = 0x02;

/// What is said of a whole file.
pub struct Head<'a> {
    pub size: (u32, u32),
    pub profile: Option<&'a [u8]>,
    pub clear: Clear,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clear {
    Somewhere,
    Nowhere,
}

/// One image of a row: where it stands and how long.
pub struct Frame {
    pub at: (u32, u32),
    pub size: (u32, u32),
    pub milliseconds: u32,
    /// Its coded chunks.
    pub coded: Vec<u8>,
}

/// The coded chunks of a file that holds one image.
pub fn coded(file: &[u8]) -> Result<Vec<u8>, Unfit> {
    let (mut out, mut at) = (Vec::with_capacity(file.len()), 12);
    while let Some(head) = file.get(at..at + 8) {
        let length = u32::from_le_bytes(head[4..].try_into().map_err(|_| Unfit)?) as usize;
        let end = at + 8 + length + length % 2;
        let chunk = file.get(at..end).ok_or(Unfit)?;
        if matches!(&head[..4], b"VP8 " | b"VP8L" | b"ALPH") {
            out.extend_from_slice(chunk);
        }
        at = end;
    }
    Ok(out)
}

/// A file with one image.
pub fn one(head: &Head<'_>, coded: &[u8]) -> Vec<u8> {
    let mut body = extended(head, 0);
    body.extend_from_slice(coded);
    riff(&body)
}

/// A file whose images follow one another without end.
pub fn row(head: &Head<'_>, frames: &[Frame]) -> Vec<u8> {
    let mut body = extended(head, MOVES);
    body.extend(chunk(b"ANIM", &[0; 6]));
    for frame in frames {
        let [x, y] = [frame.at.0 / 2, frame.at.1 / 2].map(three);
        let [width, height] = [frame.size.0 - 1, frame.size.1 - 1].map(three);
        // It takes the place of what was there.
        let place = [&x[..], &y, &width, &height, &three(frame.milliseconds.min(0xFF_FFFF)), &[2]].concat();
        body.extend(chunk(b"ANMF", &[&place[..], &frame.coded].concat()));
    }
    riff(&body)
}

fn extended(head: &Head<'_>, flags: u8) -> Vec<u8> {
    let alpha = if head.clear == Clear::Somewhere { ALPHA } else { 0 };
    let flags = flags | alpha | if head.profile.is_some() { PROFILE } else { 0 };
    let [width, height] = [head.size.0 - 1, head.size.1 - 1].map(three);
    let mut body = chunk(b"VP8X", &[&[flags, 0, 0, 0][..], &width, &height].concat());
    if let Some(profile) = head.profile {
        body.extend(chunk(b"ICCP", profile));
    }
    body
}

fn riff(body: &[u8]) -> Vec<u8> {
    chunk(b"RIFF", &[b"WEBP", body].concat())
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let padding: &[u8] = if body.len() % 2 == 1 { &[0] } else { &[] };
    [&name[..], &(body.len() as u32).to_le_bytes(), body, padding].concat()
}

fn three(number: u32) -> [u8; 3] {
    let [a, b, c, _] = number.to_le_bytes();
    [a, b, c]
}
