//! What pages may load, and from where: a policy as narrow as the site itself,
//! and the other headers that a host should send.
use std::collections::BTreeSet;

use crate::base::path::SitePath;
use crate::model::document::Attribute;
use crate::model::document::Body;
use crate::model::document::Piece;
use crate::model::document::Role;
use crate::model::plan::Job;
use crate::model::plan::Work;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::fixed;

/// Hosts other than the site's own that its texts ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loads {
    pub frames: BTreeSet<String>,
    pub images: BTreeSet<String>,
    pub media: BTreeSet<String>,
    /// Some author wrote `style="…"`.
    pub styled: bool,
}

/// Directives and headers that no text changes.
const HEADERS: [(&str, &str); 5] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
];

/// Attributes of directives whose address is shown in a frame.
const FRAMED: [&str; 2] = ["url", "src"];

pub fn loads(site: &Site) -> Loads {
    let mut loads = Loads::default();
    let entries = site.entries.values().flatten().chain(site.introductions.values().map(AsRef::as_ref));
    for entry in entries {
        let body = &entry.prose.document.body;
        for link in body.links.iter().filter(|link| matches!(link.role, Role::Image | Role::RawImage)) {
            loads.images.extend(host(&link.written));
        }
        pieces(&body.pieces, body, &mut loads);
        // Pictures of lists and leads, which templates print.
        let picture = entry.summary.value.get("image").and_then(Value::as_text);
        loads.images.extend(picture.and_then(host));
    }
    loads
}

/// What raw HTML must hold to be worth a closer look.
const TELLING: [&str; 4] = ["style", "STYLE", "src", "SRC"];

/// The whole policy, on one line.
pub fn content(loads: &Loads) -> String {
    let with = |first: &str, hosts: &BTreeSet<String>| {
        let all = std::iter::once(first.to_owned()).chain(hosts.iter().cloned());
        all.collect::<Vec<_>>().join(" ")
    };
    let frames: Vec<&str> = loads.frames.iter().map(String::as_str).collect();
    let frames = if frames.is_empty() { "'none'".to_owned() } else { frames.join(" ") };
    let mut policy = vec![
        "default-src 'none'".to_owned(),
        "script-src 'self'".to_owned(),
        "style-src 'self'".to_owned(),
        format!("img-src {}", with("'self' data:", &loads.images)),
        format!("media-src {}", with("'self'", &loads.media)),
        "font-src 'self'".to_owned(),
        "connect-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        format!("frame-src {frames}"),
        "base-uri 'self'".to_owned(),
        "form-action 'self'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ];
    if loads.styled {
        // Attributes alone: no sheet of another can be slipped in.
        policy.push("style-src-attr 'unsafe-inline'".to_owned());
    }
    policy.join("; ")
}

/// Every header, in the order in which a host should send them.
pub fn headers(loads: &Loads) -> Vec<(&'static str, String)> {
    let policy = ("Content-Security-Policy", content(loads));
    std::iter::once(policy).chain(HEADERS.map(|(name, value)| (name, value.to_owned()))).collect()
}

/// `/_headers`, as Netlify, Cloudflare Pages and their like read it; a file of
/// that name among the site's own takes its place.
pub fn plan(site: &Site, claims: &mut Claims) {
    let route = fixed("/_headers");
    if claims.has(&route) {
        return;
    }
    let mut text = "/*\n".to_owned();
    for (name, value) in headers(&loads(site)) {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    text.push_str("\n/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n");
    let path = &site.config.path;
    let job = Job { work: Work::Text(text.into()), reads: [path.clone(), SitePath::new("content")].into() };
    claims.put(route, job, Holder::setting("/_headers", path));
}

fn pieces(all: &[Piece], body: &Body, loads: &mut Loads) {
    let mut open = "";
    for piece in all {
        match piece {
            Piece::Html(html) => {
                tags(html, loads);
                open = html;
            }
            // An address that another file decides, in the tag that stands before it.
            Piece::Link(number) => {
                let tag = open.rfind('<').map_or("", |at| &open[at..]);
                if let Some(link) = body.links.get(*number as usize) {
                    place(tag, &link.written, loads);
                }
            }
            Piece::Component(component) => {
                for (name, attribute) in &component.attributes {
                    let written = match attribute {
                        Attribute::Text(text) => text,
                        Attribute::Link(number) => match body.links.get(*number as usize) {
                            Some(link) => &link.written,
                            None => continue,
                        },
                    };
                    if FRAMED.contains(&&**name) {
                        loads.frames.extend(host(written));
                    }
                }
                pieces(&component.label, body, loads);
                pieces(&component.inner, body, loads);
            }
            Piece::Image(_) | Piece::Figure(_) => {}
        }
    }
}

/// The start tags of raw HTML, one after the other.
fn tags(html: &str, loads: &mut Loads) {
    if !TELLING.iter().any(|word| html.contains(word)) {
        return;
    }
    for (at, _) in html.match_indices('<') {
        let tag = &html[at..];
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        loads.styled |= attribute(tag, "style").is_some();
        if let Some(written) = attribute(tag, "src") {
            place(tag, &written.replace("&amp;", "&"), loads);
        }
    }
}

fn place(tag: &str, written: &str, loads: &mut Loads) {
    let name = tag[1.min(tag.len())..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "iframe" => loads.frames.extend(host(written)),
        "video" | "audio" | "source" | "track" => loads.media.extend(host(written)),
        _ => {}
    }
}

/// The value of an attribute, with or without quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let lower = tag.to_ascii_lowercase();
    let found = lower.match_indices(name).find_map(|(at, _)| {
        let before = lower[..at].chars().next_back()?;
        let rest = lower[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        (before.is_ascii_whitespace() || matches!(before, '"' | '\'' | '/')).then_some(tag.len() - rest.len())
    })?;
    let value = &tag[found..];
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split(|c: char| c.is_ascii_whitespace()).next(),
    }
}

/// Scheme and host of an address elsewhere, as policies write them; nothing
/// that could end a directive.
fn host(written: &str) -> Option<String> {
    let written = written.trim();
    let start = |prefix: &str| written.get(..prefix.len()).is_some_and(|it| it.eq_ignore_ascii_case(prefix));
    // Frames and images asked for in clear are asked for under TLS.
    let prefix = ["https://", "http://", "//"].into_iter().find(|prefix| start(prefix))?;
    let end = |c: char| matches!(c, '/' | '?' | '#' | '\\');
    let authority = written[prefix.len()..].split(end).next().unwrap_or_default();
    let name = authority.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
    (!name.is_empty() && name.bytes().all(plain)).then(|| format!("https://{name}"))
}
