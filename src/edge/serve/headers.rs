//! What goes with every answer: what the site asks its host to send, so that a
//! blocked resource is seen while writing; and what keeps the preview private.
use std::net::SocketAddr;

use hyper::HeaderMap;
use hyper::header;
use hyper::header::HeaderName;
use hyper::header::HeaderValue;

use crate::base::path::decode;

/// Of the preview's own pages, and of a site that asks for nothing.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; media-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What a `_headers` file asks for, rule by rule.
#[derive(Debug, Default)]
pub struct Asked(Vec<(Pattern, HeaderMap)>);

/// An address, or the beginning of several when a star follows.
#[derive(Debug)]
struct Pattern {
    start: String,
    more: bool,
}

impl Pattern {
    fn of(line: &str) -> Self {
        let line = line.trim_end();
        let start = line.strip_suffix('*');
        Self { start: decode(start.unwrap_or(line)), more: start.is_some() }
    }

    fn fits(&self, path: &str) -> bool {
        if self.more { path.starts_with(&self.start) } else { path == self.start }
    }
}

impl Asked {
    pub fn read(text: &str) -> Self {
        let mut rules: Vec<(Pattern, HeaderMap)> = Vec::new();
        for line in text.lines() {
            if line.starts_with('/') {
                rules.push((Pattern::of(line), HeaderMap::new()));
            } else if let (Some((_, headers)), Some((name, value))) = (rules.last_mut(), line.split_once(':'))
                && let Ok(name) = name.trim().parse::<HeaderName>()
                && let Ok(value) = HeaderValue::from_str(value.trim())
            {
                headers.insert(name, value);
            }
        }
        Self(rules)
    }

    /// For one address, decoded.
    pub fn of(&self, path: &str) -> HeaderMap {
        let mut all = HeaderMap::new();
        for (_, headers) in self.0.iter().filter(|(pattern, _)| pattern.fits(path)) {
            all.extend(headers.clone());
        }
        all
    }
}

/// Copies of a preview are kept by nobody, and read by no other site: the guard
/// refuses whoever asks from one, whatever the site allows once it is published.
pub fn complete(headers: &mut HeaderMap, asked: HeaderMap, address: SocketAddr) {
    headers.extend(asked);
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    let policy = HeaderValue::from_str(&reloading(policy.unwrap_or(POLICY), address));
    if let Ok(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// The same policy, with the one folder that the reload script asks, and
/// nothing else, added.
pub fn reloading(policy: &str, address: SocketAddr) -> String {
    let port = address.port();
    let own = format!("http://localhost:{port}/_kiosque/ http://{address}/_kiosque/");
    let mut parts: Vec<String> = policy.split(';').map(|part| part.trim().to_owned()).collect();
    parts.retain(|part| !part.is_empty());
    match parts.iter_mut().find(|part| part.starts_with("connect-src")) {
        Some(part) if part.contains("'none'") => *part = format!("connect-src {own}"),
        Some(part) => part.push_str(&format!(" {own}")),
        None => parts.push(format!("connect-src {own}")),
    }
    parts.join("; ")
}
