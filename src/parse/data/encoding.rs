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

/// An encoding by one of the names that Encoding Standard gives it.
pub fn named(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.as_bytes())
}

/// A byte-order mark decides, then the declaration; without either, strict
/// UTF-8, else Windows-1252, which gives a meaning to every byte.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decoded(&bytes[mark..], encoding, name(encoding, mark));
    }
    if let Some(encoding) = declared.and_then(named) {
        return decoded(bytes, encoding, encoding.name());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), encoding: "UTF-8", damaged: Damage::None },
        Err(_) => decoded(bytes, WINDOWS_1252, name(WINDOWS_1252, 0)),
    }
}

fn decoded<'a>(bytes: &'a [u8], encoding: &'static Encoding, name: &'static str) -> Decoded<'a> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: name, damaged: if replaced { Damage::Replaced } else { Damage::None } }
}

/// As reports name it, with a mark of so many bytes.
pub fn name(encoding: &'static Encoding, mark: usize) -> &'static str {
    match encoding.name() {
        "UTF-8" if encoding == UTF_8 && mark > 0 => "UTF-8+BOM",
        "windows-1252" => "Windows-1252",
        name => name,
    }
}

/// `CRLF`, `CR` or `LF`, by the first end of line.
pub fn eol(text: &str) -> &'static str {
    match memchr::memchr2(b'\n', b'\r', text.as_bytes()) {
        Some(at) if text[at..].starts_with("\r\n") => "CRLF",
        Some(at) if text[at..].starts_with('\r') => "CR",
        _ => "LF",
    }
}
