//! Who may ask, and for what: a page of another site must not read this one.
use std::net::IpAddr;
use std::net::SocketAddr;

use hyper::HeaderMap;
use hyper::header;

use crate::base::path::decode;

/// Answers only to the names of this machine (DNS rebinding: another site's
/// name may be made to lead here, but the browser still sends that name).
pub struct Guard {
    host: String,
    port: u16,
}

impl Guard {
    pub fn new(host: &str, address: SocketAddr) -> Self {
        Self { host: host.to_ascii_lowercase(), port: address.port() }
    }

    /// `Host` must name this machine; `Origin`, when there is one, the same
    /// (RFC 6454); and a browser must not say that another site is asking.
    pub fn lets(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("\0"));
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok());
        let named = hosts.next().is_none() && host.is_some_and(|host| self.is_ours(host));
        let origin = text(header::ORIGIN);
        let same = origin.is_none_or(|it| it.strip_prefix("http://").is_some_and(|it| self.is_ours(it)));
        let asked = headers.get("sec-fetch-site").and_then(|it| it.to_str().ok());
        let goes = headers.get("sec-fetch-mode").and_then(|it| it.to_str().ok()) == Some("navigate");
        named && same && (goes || !matches!(asked, Some("cross-site" | "same-site")))
    }

    /// A name with or without a port.
    fn is_ours(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port.parse().ok()),
            _ => (host.as_str(), Some(80)),
        };
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        let known = name == "localhost"
            || name.ends_with(".localhost")
            || name == self.host
            || bare.parse::<IpAddr>().is_ok();
        known && port == Some(self.port)
    }
}

/// The path of a request as an address of the site; none when it could only be
/// an attempt to leave it.
pub fn address(path: &str) -> Option<String> {
    if path.len() > 4096 || !path.starts_with('/') {
        return None;
    }
    let decoded = decode(path);
    let bad = |c: char| c == '\\' || c.is_control() || c == '\u{fffd}';
    // Decoding once must be enough: twice would be somebody's trick.
    let dots = decoded.split('/').any(|part| part == "." || part == "..");
    let twice = decode(&decoded).split(['/', '\\']).any(|part| part == "..");
    (!dots && !twice && !decoded.contains(bad) && !decoded.contains("//")).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use hyper::HeaderMap;
    use hyper::header;

    use crate::edge::serve::guard::Guard;
    use crate::edge::serve::guard::address;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let guard = Guard::new("127.0.0.1", ([127, 0, 0, 1], 1111).into());
        let ours = ["localhost:1111", "127.0.0.1:1111", "[::1]:1111", "LOCALHOST:1111", "a.localhost:1111"];
        let theirs = ["", "evil.example:1111", "localhost:80", "localhost", "127.0.0.1.evil.example:1111"];
        for (hosts, expected) in [(ours.as_slice(), true), (theirs.as_slice(), false)] {
            for host in hosts {
                let mut headers = HeaderMap::new();
                headers.insert(header::HOST, host.parse().unwrap());
                assert_eq!(guard.lets(&headers), expected, "{host}");
                headers.insert(header::ORIGIN, "http://evil.example".parse().unwrap());
                assert!(!guard.lets(&headers), "{host}");
            }
        }
        assert!(!guard.lets(&HeaderMap::new()));
    }

    #[test]
    fn no_encoding_leaves_the_site() {
        let bad = [
            "/../etc/passwd",
            "/%2e%2e/x",
            "/..%2fx",
            "/%252e%252e/x",
            "/..%5cx",
            "/a\\..\\b",
            "/%00",
            "//x",
            "/./x",
            "/a/%2e",
            "x",
            "",
        ];
        for path in bad {
            assert_eq!(address(path), None, "{path}");
        }
        assert_eq!(address("/blog/%C3%A9t%C3%A9/").as_deref(), Some("/blog/été/"));
        assert_eq!(address(&format!("/{}", "a".repeat(5000))), None);
    }
}
