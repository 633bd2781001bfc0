//! What pages may load, and from where: a policy as narrow as the site itself,
//! and the other headers that a host should send.
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
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::model::value::Value;
use crate::plan::analytics;
use crate::plan::analytics::Analytics;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::fixed;
use crate::plan::foreign;

/// Hosts other than the site's own that its texts ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loads {
    pub frames: BTreeSet<String>,
    pub images: BTreeSet<String>,
    pub media: BTreeSet<String>,
    /// Some author wrote `style="…"`.
    pub styled: bool,
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

pub fn loads(site: &Site, diagnostics: &mut Diagnostics) -> Loads {
    let analytics = analytics::wanted(site, diagnostics);
    let mut loads = Loads { analytics, ..Loads::default() };
    foreign::settings(&site.config.fields, &mut loads);
    foreign::templates(site, &mut loads, diagnostics);
    for entry in site.all() {
        let body = &entry.prose.document.body;
        loads.styled |= body.styled;
        let mut shown = BTreeSet::new();
        components(&body.pieces, body, &mut |component, number, written| {
            shown.extend(number);
            match embeds(site, component) {
                Embeds::Frame => loads.frames.extend(host(written)),
                Embeds::Media => loads.media.extend(host(written)),
                Embeds::Image => loads.images.extend(host(written)),
            }
        });
        for (number, link) in body.links.iter().enumerate() {
            match link.role {
                Role::Image if shown.contains(&(number as u32)) => {}
                Role::Image | Role::RawImage => loads.images.extend(host(&link.written)),
                Role::RawFrame => loads.frames.extend(host(&link.written)),
                Role::RawMedia => loads.media.extend(host(&link.written)),
                Role::Page | Role::Raw => {}
            }
        }
        // Pictures of lists and leads, which templates print.
        let picture = entry.summary.value.get("image").and_then(Value::as_text);
        loads.images.extend(picture.and_then(host));
    }
    loads
}

/// What a component does with the address that it is given.
enum Embeds {
    Frame,
    Media,
    Image,
}

/// Its template tells.
fn embeds(site: &Site, component: &Component) -> Embeds {
    let name = site.theme.settings.aliases.get(&*component.name).map_or(&*component.name, String::as_str);
    let template = site.theme.templates.get(&TemplateName(format!("components/{name}.html")));
    let holds = |mark: &str| template.is_some_and(|template| template.source.contains(mark));
    match (holds("<iframe"), holds("<video") || holds("<audio")) {
        (true, _) => Embeds::Frame,
        (false, true) => Embeds::Media,
        (false, false) => Embeds::Image,
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
    let images: BTreeSet<&String> = loads.images.iter().chain(counter).collect();
    let frames = match loads.frames.is_empty() {
        true => "'none'".to_owned(),
        false => loads.frames.iter().map(String::as_str).collect::<Vec<_>>().join(" "),
    };
    let mut policy = vec![
        "default-src 'none'".to_owned(),
        format!("script-src {}", with("'self'", &script.iter().collect::<Vec<_>>())),
        "style-src 'self'".to_owned(),
        format!("img-src {}", with("'self' data:", &images.into_iter().collect::<Vec<_>>())),
        format!("media-src {}", with("'self'", &loads.media.iter().collect::<Vec<_>>())),
        "font-src 'self'".to_owned(),
        format!("connect-src {}", with("'self'", &counter.into_iter().collect::<Vec<_>>())),
        "manifest-src 'self'".to_owned(),
        format!("frame-src {frames}"),
        "base-uri 'self'".to_owned(),
        "form-action 'self'".to_owned(),
    ];
    if loads.styled {
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
    Headers { all, lasting: vec!["/assets/"], open: open(claims) }
}

/// The folders of open data; its own address for a file that stands among the
/// pages of the site's root.
fn open(claims: &Claims) -> Vec<Route> {
    let data = claims.jobs().filter(|(_, job)| {
        matches!(job.work, Work::OpenData(..) | Work::Collection(..) | Work::Package(_) | Work::Shape(_))
    });
    let folder = |route: &Route| {
        let (folder, _) = route.as_str().rsplit_once('/')?;
        Route::new(&format!("{folder}/")).filter(|folder| *folder != Route::home())
    };
    let mut found: BTreeSet<Route> = BTreeSet::new();
    for (route, _) in data {
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
