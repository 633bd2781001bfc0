//! What goes with every answer: what the site asks its host to send, so that a
//! blocked resource is seen while writing; and what keeps the preview private.
use std::net::SocketAddr;

use hyper::HeaderMap;
use hyper::header;
use hyper::header::HeaderName;
use hyper::header::HeaderValue;

/// Of the preview's own pages, and of a site that asks for nothing.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; media-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The headers for all addresses in a `_headers` file: the indented lines below `/*`.
pub fn asked(text: &str) -> HeaderMap {
    let all = text.lines().skip_while(|line| line.trim_end() != "/*").skip(1);
    let pairs = all.take_while(|line| line.starts_with(' ')).filter_map(|line| line.split_once(':'));
    let read = |(name, value): (&str, &str)| {
        Some((name.trim().parse::<HeaderName>().ok()?, HeaderValue::from_str(value.trim()).ok()?))
    };
    pairs.filter_map(read).collect()
}

/// Copies of a preview are kept by nobody, and read by no other site.
pub fn complete(headers: &mut HeaderMap, asked: &HeaderMap, address: SocketAddr) {
    headers.extend(asked.clone());
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
