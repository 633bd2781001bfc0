//! Addresses inside the settings of hosts, where quotes, dollars, braces and
//! stars mean something.
//!
//! An address that is compared stands as the host sees it, decoded or not; one
//! that is sent stands encoded, and holds nothing that any of them reads.
use std::fmt::Write;

use crate::base::path::Route;
use crate::base::path::decode;

/// An address to be sent to: what the author encoded stays, the rest of what
/// may not stand in an address, or means something to a host, is encoded.
pub fn target(to: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:?#[]@!&()*+,;=%".contains(&byte);
    encoded(to, plain)
}

/// For hosts that compare addresses as they were asked, and read stars and
/// colons.
pub fn netlify(route: &Route) -> String {
    encoded(route.as_str(), |byte| byte.is_ascii_alphanumeric() || b"-._~/!&()+,;=@".contains(&byte))
}

/// Compared decoded, and taken as it is but for quotes.
pub fn nginx(route: &Route) -> String {
    format!("\"{}\"", route.as_str().replace('"', "\\\""))
}

/// An expression that matches the decoded address and nothing else; its
/// beginning only, when it is to be followed.
pub fn expression(route: &Route) -> String {
    let mut text = String::new();
    for letter in route.as_str().chars() {
        if letter.is_ascii() && !letter.is_ascii_alphanumeric() && !"/-_".contains(letter) {
            let _ = write!(text, "\\x{:02x}", u32::from(letter));
        } else {
            text.push(letter);
        }
    }
    text
}

/// Compared decoded, but for the bytes that are encoded here.
pub fn caddy(route: &Route) -> String {
    format!("\"{}\"", caddy_text(route))
}

/// The same, with all that is below a folder.
pub fn caddy_below(route: &Route) -> String {
    let star = if route.as_str().ends_with('/') { "*" } else { "" };
    format!("\"{}{star}\"", caddy_text(route))
}

fn caddy_text(route: &Route) -> String {
    let mut text = String::new();
    for letter in route.as_str().chars() {
        match letter {
            '*' | '%' | '"' | '{' | '}' | ' ' => {
                let _ = write!(text, "%{:02X}", u32::from(letter));
            }
            '[' | ']' | '?' => text.extend(['\\', letter]),
            letter => text.push(letter),
        }
    }
    text
}

/// Encoded by the host itself, up to what is asked of the page: given decoded.
/// `None` for the rare address that would not come out the same.
pub fn apache_target(to: &str) -> Option<String> {
    let to = target(to);
    let (path, rest) = to.split_at(to.find(['?', '#']).unwrap_or(to.len()));
    let path = decode(path);
    let plain = |letter: char| !letter.is_control() && !"?#%\\\"".contains(letter);
    path.chars().all(plain).then(|| format!("{}{rest}", path.replace('$', "\\$")))
}

/// One word of a shell.
pub fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn encoded(text: &str, plain: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if plain(byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
