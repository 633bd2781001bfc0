//! What goes with every answer: as severe as in production, so that a blocked
//! resource is seen while writing.
use std::net::SocketAddr;

use hyper::HeaderMap;
use hyper::header;
use hyper::header::HeaderName;
use hyper::header::HeaderValue;

/// Own origin only; frames and images of other hosts by https, as authors may
/// embed them.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; \
     font-src 'self'; media-src 'self' https:; frame-src 'self' https:; manifest-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

const FIXED: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// `policy` is the site's own, when it has one.
pub fn complete(headers: &mut HeaderMap, policy: Option<&str>, address: SocketAddr) {
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let policy = reloading(policy.unwrap_or(POLICY), address);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
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
