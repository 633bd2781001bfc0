//! Bytes become text: what spreadsheets and exporters write is not always UTF-8.
use std::borrow::Cow;

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::WINDOWS_1252;

/// A text, and the name of the encoding that it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub encoding: &'static str,
    /// Some bytes meant nothing in that encoding and were replaced.
    pub damaged: Damage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    None,
    Replaced,
}

/// A byte-order mark decides; without one, strict UTF-8, else Windows-1252,
/// which gives a meaning to every byte.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, replaced) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let name = if encoding == UTF_8 { "UTF-8+BOM" } else { encoding.name() };
        return Decoded {
            text,
            encoding: name,
            damaged: if replaced { Damage::Replaced } else { Damage::None },
        };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: "UTF-8", damaged: Damage::None };
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Decoded { text, encoding: "Windows-1252", damaged: Damage::None }
}
