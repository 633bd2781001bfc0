//! What pages may load, and from where: a policy as narrow as the site itself,
//! and the other headers that a host should send.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::base::diagnostic::Diagnostics;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::document::Attribute;
use crate::model::document::Body;
use crate::model::document::Component;
use crate::model::document::Piece;
use crate::model::document::Role;
use crate::model::headers::Headers;
use crate::model::plan::Job;
use crate::model::plan::Work;
use crate::model::site::Entry;
use crate::model::site::Site;
use crate::model::theme::Template;
use crate::model::theme::TemplateName;
use crate::model::theme::Theme;
use crate::model::value::Value;
use crate::plan::analytics;
use crate::plan::analytics::Analytics;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::fixed;
use crate::plan::foreign;
use crate::plan::gleaned::Gleanings;

/// Hosts other than the site's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts {
    pub frames: BTreeSet<String>,
    pub images: BTreeSet<String>,
    pub media: BTreeSet<String>,
    /// Some author wrote `style="…"`.
    pub styled: bool,
}

/// What the site's pages ask for that is not its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loads {
    pub hosts: Hosts,
    pub analytics: Option<Analytics>,
}

/// Directives and headers that no text changes.
const HEADERS: [(&str, &str); 5] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
];

/// Attributes of directives that hold the address of what is shown.
const SHOWN: [&str; 2] = ["url", "src"];

pub fn loads(site: &Site, gleanings: &Gleanings, diagnostics: &mut Diagnostics) -> Loads {
    let analytics = analytics::wanted(site, diagnostics);
    let mut hosts = Hosts::default();
    foreign::settings(&site.config.fields, &mut hosts);
    foreign::templates(site, &mut hosts, diagnostics);
    hosts.add(&gleanings.hosts);
    Loads { hosts, analytics }
}

impl Hosts {
    /// What one text asks for, and the picture that stands for it.
    pub fn of(entry: &Entry, embeds: &Embeds) -> Self {
        let body = &entry.prose.document.body;
        let mut hosts = Self { styled: body.styled, ..Self::default() };
        let mut shown = BTreeSet::new();
        components(&body.pieces, body, &mut |component, number, written| {
            shown.extend(number);
            match embeds.0.get(&*component.name) {
                Some(Embed::Frame) => hosts.frames.extend(host(written)),
                Some(Embed::Media) => hosts.media.extend(host(written)),
                None => hosts.images.extend(host(written)),
            }
        });
        for (number, link) in body.links.iter().enumerate() {
            match link.role {
                Role::Image if shown.contains(&(number as u32)) => {}
                Role::Image | Role::RawImage => hosts.images.extend(host(&link.written)),
                Role::RawFrame => hosts.frames.extend(host(&link.written)),
                Role::RawMedia => hosts.media.extend(host(&link.written)),
                Role::Page | Role::Raw => {}
            }
        }
        // Pictures of lists and leads, which templates print.
        let picture = entry.summary.value.get("image").and_then(Value::as_text);
        hosts.images.extend(picture.and_then(host));
        hosts
    }

    pub fn add(&mut self, other: &Self) {
        self.styled |= other.styled;
        self.frames.extend(other.frames.iter().cloned());
        self.images.extend(other.images.iter().cloned());
        self.media.extend(other.media.iter().cloned());
    }
}

/// What components do with the address that they are given, by the names that
/// authors use; the others show a picture.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Embeds(BTreeMap<String, Embed>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Embed {
    Frame,
    Media,
}

impl Embeds {
    /// Their templates tell.
    pub fn of(theme: &Theme) -> Self {
        let embed = |(name, template): (&TemplateName, &Template)| {
            let name = name.0.strip_prefix("components/")?.strip_suffix(".html")?;
            let holds = |mark: &str| template.source.contains(mark);
            let embed = match holds("<iframe") {
                true => Embed::Frame,
                false if holds("<video") || holds("<audio") => Embed::Media,
                false => return None,
            };
            Some((name.to_owned(), embed))
        };
        let own: BTreeMap<String, Embed> = theme.templates.iter().filter_map(embed).collect();
        let mut all = own.clone();
        for (alias, name) in &theme.settings.aliases {
            match own.get(name) {
                Some(embed) => _ = all.insert(alias.clone(), *embed),
                None => _ = all.remove(alias),
            }
        }
        Self(all)
    }
}

/// Each address that a component shows, with its number among the links.
fn components(all: &[Piece], body: &Body, each: &mut dyn FnMut(&Component, Option<u32>, &str)) {
    for piece in all {
        let Piece::Component(component) = piece else { continue };
        for (_, attribute) in component.attributes.iter().filter(|(name, _)| SHOWN.contains(&&**name)) {
            match attribute {
                Attribute::Text(text) => each(component, None, text),
                Attribute::Link(number) => {
                    let written = body.links.get(*number as usize).map_or("", |link| &*link.written);
                    each(component, Some(*number), written);
                }
            }
        }
        components(&component.label, body, each);
        components(&component.inner, body, each);
    }
}

/// The whole policy, on one line.
pub fn content(loads: &Loads) -> String {
    format!("{}; frame-ancestors 'none'", within(loads))
}

/// The policy as a page may hold it in its own head: without what only a header can say.
pub fn within(loads: &Loads) -> String {
    let with = |first: &str, more: &[&String]| {
        let all = std::iter::once(first).chain(more.iter().map(|it| it.as_str()));
        all.collect::<Vec<_>>().join(" ")
    };
    let measure = loads.analytics.as_ref();
    let (script, counter) = (measure.map(Analytics::script), measure.map(|it| &it.host));
    let images: BTreeSet<&String> = loads.hosts.images.iter().chain(counter).collect();
    let frames = match loads.hosts.frames.is_empty() {
        true => "'none'".to_owned(),
        false => loads.hosts.frames.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
    };
    let mut policy = vec![
        "default-src 'none'".to_owned(),
        format!("script-src {}", with("'self'", &script.iter().collect::<Vec<_>>())),
        "style-src 'self'".to_owned(),
        format!("img-src {}", with("'self' data:", &images.into_iter().collect::<Vec<_>>())),
        format!("media-src {}", with("'self'", &loads.hosts.media.iter().collect::<Vec<_>>())),
        "font-src 'self'".to_owned(),
        format!("connect-src {}", with("'self'", &counter.into_iter().collect::<Vec<_>>())),
        "manifest-src 'self'".to_owned(),
        format!("frame-src {frames}"),
        "base-uri 'self'".to_owned(),
        "form-action 'self'".to_owned(),
    ];
    if loads.hosts.styled {
        // Attributes alone: no sheet of another can be slipped in.
        policy.push("style-src-attr 'unsafe-inline'".to_owned());
    }
    policy.join("; ")
}

/// Every header, in the order in which a host should send them.
pub fn headers(site: &Site, loads: &Loads, claims: &Claims) -> Headers {
    let mut all = vec![("Content-Security-Policy", content(loads))];
    all.extend(HEADERS.map(|(name, value)| (name, value.to_owned())));
    if site.base_url.starts_with("https://") {
        all.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    let open = open(&claims.given);
    Headers { all, lasting: vec!["/assets/"], open, letters: claims.letters.clone(), letter: letter(loads) }
}

/// Of a letter that somebody opens at its address: what mail programs show, its styles, and nothing else.
fn letter(loads: &Loads) -> String {
    let hosts: String = loads.hosts.images.iter().map(|host| format!(" {host}")).collect();
    format!(
        "default-src 'none'; img-src 'self'{hosts}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// The folders of open data; its own address for a file that stands among the
/// pages of the site's root.
fn open(given: &[Route]) -> Vec<Route> {
    let folder = |route: &Route| {
        let (folder, _) = route.as_str().rsplit_once('/')?;
        Route::new(&format!("{folder}/")).filter(|folder| *folder != Route::home())
    };
    let mut found: BTreeSet<Route> = BTreeSet::new();
    for route in given {
        found.insert(folder(route).unwrap_or_else(|| route.clone()));
    }
    let is_below = |route: &Route, other: &Route| {
        route != other && other.as_str().ends_with('/') && route.as_str().starts_with(other.as_str())
    };
    let outer = |route: &&Route| !found.iter().any(|other| is_below(route, other));
    found.iter().filter(outer).cloned().collect()
}

/// `/_headers`; a file of that name among the site's own takes its place.
pub fn plan(site: &Site, headers: &Headers, claims: &mut Claims) {
    let route = fixed("/_headers");
    if claims.has(&route) {
        return;
    }
    let path = &site.config.path;
    let work = Work::Headers(headers.clone());
    let job = Job::new(work, [path.clone(), SitePath::new("content")].into());
    claims.put(route, job, Holder::setting("/_headers", path));
}

/// Scheme and host of an address elsewhere, as policies write them; nothing
/// that could end a directive.
pub fn host(written: &str) -> Option<String> {
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
