//! Two kinds of name that must never be confused: a source and an address.
use std::fmt;
use std::sync::Arc;

/// Where a source lives, from the site's root: `content/blog/bonjour.md`.
/// Always with `/`, never with `.` or `..` segments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    pub fn new(text: &str) -> Self {
        Self(Arc::from(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder below the root that decides what a source is.
    pub fn top(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// Everything before the last slash, without it: `content/blog`.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last segment: `bonjour.md`.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The name without its last extension; dots, case and accents kept.
    pub fn stem(&self) -> &str {
        self.name().rsplit_once('.').map_or(self.name(), |(stem, _)| stem)
    }

    /// What follows the last dot of the name, or nothing.
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The path of `relative` as seen from this source's folder, or nothing
    /// when it would leave the site.
    pub fn join(&self, relative: &str) -> Option<Self> {
        let mut segments: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => _ = segments.pop()?,
                name => segments.push(name),
            }
        }
        Some(Self::new(&segments.join("/")))
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Endings of an old address that was a file of its own.
const FILES: [&str; 7] = [".html", ".htm", ".xml", ".json", ".txt", ".pdf", ".php"];

/// Where a visitor finds a page: `/blog/bonjour/`.
///
/// Invariants: starts with one slash; has no empty, `.` or `..` segment and no
/// control character, backslash, `?` or `#`, so that its file always stays
/// inside the output folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

impl Route {
    /// `None` when no file could stand at that address (see the invariants).
    pub fn new(text: &str) -> Option<Self> {
        let path = text.trim_start_matches('/');
        let inner = path.strip_suffix('/').unwrap_or(path);
        let bad = |part: &str| part.is_empty() || part == "." || part == ".." || part.len() > 250;
        if !inner.is_empty() && inner.split('/').any(bad) {
            return None;
        }
        if path.chars().any(|c| c.is_control() || matches!(c, '\\' | '?' | '#')) {
            return None;
        }
        Some(Self(Arc::from(format!("/{path}").as_str())))
    }

    /// An old address as people write it, for the file that would answer it on
    /// every static host: `/startups/locatio` was a page, and is answered by
    /// `/startups/locatio/index.html`.
    pub fn former(text: &str) -> Option<Self> {
        let path = decode(text.split(['?', '#']).next().unwrap_or_default());
        let file = path.ends_with('/') || FILES.iter().any(|ending| path.ends_with(ending));
        Self::new(&if file { path } else { format!("{path}/") })
    }

    pub fn home() -> Self {
        Self(Arc::from("/"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that holds it, from the output folder: `blog/bonjour/index.html`.
    pub fn file(&self) -> String {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
    }

    /// The same address as it is written in a link: non-ASCII and unsafe
    /// characters percent-encoded (RFC 3986, section 2.1).
    pub fn href(&self) -> String {
        encode(&self.0)
    }
}

/// Percent-encodes what may not stand in the path of a link (RFC 3986, 3.3):
/// `decode` undoes it, whatever the name.
pub fn encode(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            text.push(byte as char);
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// As [`encode`], of a text that has no parts: only the unreserved characters
/// of RFC 3986 stay.
pub fn encode_all(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Undoes percent-encoding; what is not valid UTF-8 afterwards stays as it was.
pub fn decode(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let (bytes, mut out, mut at) = (path.as_bytes(), Vec::with_capacity(path.len()), 0);
    while at < bytes.len() {
        let pair = path.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], pair) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_owned())
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::base::path::{Route, SitePath, decode, encode};

    #[test]
    fn names_keep_their_dots_case_and_accents() {
        let path = SitePath::new("content/produits/api.gouv.fr.md");
        assert_eq!((path.stem(), path.extension(), path.folder()), ("api.gouv.fr", "md", "content/produits"));
        assert_eq!(
            Route::new("/startups/Préfecture.md.html").map(|r| r.file()).as_deref(),
            Some("startups/Préfecture.md.html")
        );
    }

    #[test]
    fn an_address_never_leaves_the_output_folder() {
        for bad in ["/../x", "/a/../b", "/a//b", "/a/./b", "/a\0b", "/a\\..\\b", "/a?b", "/a#b"] {
            assert!(Route::new(bad).is_none(), "{bad:?}");
        }
        assert_eq!(Route::new("").map(|r| r.file()).as_deref(), Some("index.html"));
    }

    #[test]
    fn a_relative_path_stays_in_the_site() {
        let path = SitePath::new("content/blog/un.md");
        assert_eq!(path.join("../img/a.png"), Some(SitePath::new("content/img/a.png")));
        assert_eq!(path.join("../../../etc/passwd"), None);
    }

    #[test]
    fn encoding_is_undone_by_decoding() {
        assert_eq!(encode("/é a/"), "/%C3%A9%20a/");
        assert_eq!(encode("/100%41/"), "/100%2541/");
        assert_eq!(decode("/%C3%A9%20a/"), "/é a/");
        assert_eq!(decode("/100%"), "/100%");
    }
}
