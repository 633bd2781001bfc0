//! Image files made by hand, so that a test knows each of their bytes.

/// What no published file may say.
pub const SECRET: &[u8] = b"SECRET 48.8566N 2.3522E";

/// A block in TIFF's form that says which way is up, and where it was.
pub fn exif(turn: u8) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x02\0".to_vec();
    block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0]);
    block.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    block.extend([0, 0, 0, 0]);
    block.extend(SECRET);
    block
}

pub fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    [&[0xFF, marker], &((body.len() + 2) as u16).to_be_bytes()[..], body].concat()
}

pub fn profile() -> Vec<u8> {
    segment(0xE2, b"ICC_PROFILE\0\x01\x01les couleurs")
}

/// 3 by 2 pixels, as far as its markers go.
pub fn jpeg(words: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
    let head = [&[0xFF, 0xD8][..], &segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0")].concat();
    let frame = segment(0xC0, &[8, 0, 2, 0, 3, 1, 1, 0x11, 0]);
    let scan = [&segment(0xDA, &[1, 1, 0, 0, 63, 0])[..], b"\x12\xFF\x00\x34\xFF\xD0\x56\xFF\xD9"].concat();
    [&head[..], &words.concat(), &frame, &scan, after].concat()
}

pub fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [&name[..], body].concat();
    let mut sum = u32::MAX;
    for byte in &named {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
        }
    }
    [&(body.len() as u32).to_be_bytes()[..], &named, &(!sum).to_be_bytes()].concat()
}

/// 3 by 2 pixels of one colour.
pub fn png(words: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
    let head = chunk(b"IHDR", b"\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0");
    let data = chunk(b"IDAT", b"x\xda\x63Pph\x80 \x068\x0b\x002T\x05A");
    [b"\x89PNG\r\n\x1a\n", &head[..], &words.concat(), &data, &chunk(b"IEND", b""), after].concat()
}

pub fn gif(words: &[u8], after: &[u8]) -> Vec<u8> {
    let head = b"GIF89a\x02\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF";
    let frame = b"!\xF9\x04\0\x0A\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x0A\0";
    [&head[..], b"!\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0", frame, words, frame, b";", after].concat()
}

pub fn riff(chunks: &[(&[u8; 4], &[u8])], after: &[u8]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, bytes) in chunks {
        body.extend(*name);
        body.extend((bytes.len() as u32).to_le_bytes());
        body.extend(*bytes);
        body.extend(&[0][..bytes.len() % 2]);
    }
    [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body, after].concat()
}

/// The header of an extended file of 3 by 2 pixels.
pub fn extended(flags: u8) -> [u8; 10] {
    [flags, 0, 0, 0, 2, 0, 0, 1, 0, 0]
}
