//! A request and its answer, as a plain static host would give it.
use std::io;
use std::sync::Arc;

use http_body_util::BodyExt;
use http_body_util::Full;
use http_body_util::combinators::BoxBody;
use hyper::HeaderMap;
use hyper::Method;
use hyper::Request;
use hyper::Response;
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header;
use hyper::header::HeaderValue;

use crate::base::path::Route;
use crate::base::path::decode;
use crate::base::path::encode;
use crate::edge::media;
use crate::edge::serve::Shared;
use crate::edge::serve::events;
use crate::edge::serve::file;
use crate::edge::serve::guard;
use crate::edge::serve::headers;
use crate::edge::serve::inject::inject;
use crate::edge::serve::overview;
use crate::edge::serve::shown::Shown;
use crate::edge::serve::site::Site;
use crate::model::output::Artifact;

pub type Body = BoxBody<Bytes, io::Error>;

pub fn boxed<B>(body: B) -> Body
where
    B: hyper::body::Body<Data = Bytes> + Send + Sync + 'static,
    B::Error: std::fmt::Display,
{
    body.map_err(|error| io::Error::other(error.to_string())).boxed()
}

pub fn full(bytes: impl Into<Bytes>) -> Body {
    boxed(Full::new(bytes.into()))
}

pub fn empty() -> Body {
    full(Bytes::new())
}

/// What is shown where nothing is.
pub const LOST: &str = "/404.html";

const CLIENT: [(&str, &str, &str); 10] = [
    ("client.js", "text/javascript", include_str!("client/client.js")),
    ("assets.js", "text/javascript", include_str!("client/assets.js")),
    ("faults.js", "text/javascript", include_str!("client/faults.js")),
    ("hints.js", "text/javascript", include_str!("client/hints.js")),
    ("match.js", "text/javascript", include_str!("client/match.js")),
    ("panel.js", "text/javascript", include_str!("client/panel.js")),
    ("patch.js", "text/javascript", include_str!("client/patch.js")),
    ("place.js", "text/javascript", include_str!("client/place.js")),
    ("client.css", "text/css", include_str!("client/client.css")),
    ("overview.css", "text/css", include_str!("client/overview.css")),
];

/// Never fails: what cannot be answered has its own status.
pub fn answer<B>(request: &Request<B>, shared: &Shared, shown: &Arc<Shown>) -> Response<Body> {
    let mut response = route(request, shared, shown);
    let path = guard::address(request.uri().path()).filter(|_| shared.guard.lets(request.headers()));
    let asked = shown.headers.of(path.as_deref().unwrap_or("/"));
    headers::complete(response.headers_mut(), asked, shared.address);
    if request.method() == Method::HEAD {
        *response.body_mut() = empty();
    }
    response
}

fn route<B>(request: &Request<B>, shared: &Shared, shown: &Arc<Shown>) -> Response<Body> {
    if !shared.guard.lets(request.headers()) {
        return plain(StatusCode::FORBIDDEN, "cette adresse ne répond qu'à cette machine\n");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "seules les lectures sont possibles\n");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let Some(path) = guard::address(request.uri().path()) else {
        return plain(StatusCode::BAD_REQUEST, "cette adresse n'est pas celle d'une page\n");
    };
    let query = request.uri().query().unwrap_or_default();
    match path.strip_prefix("/_kiosque/") {
        Some(tool) => own(tool, query, shared, shown),
        None if shown.site.is_empty() && shown.round.faults.is_empty() => {
            plain(StatusCode::SERVICE_UNAVAILABLE, "le site se prépare\n")
        }
        None => page(&path, request.headers(), shared, shown),
    }
}

/// What `serve` adds beside the site.
fn own(tool: &str, query: &str, shared: &Shared, shown: &Arc<Shown>) -> Response<Body> {
    let asked = |name: &str| value(name, query);
    match tool {
        "events" => {
            let since = asked("round").and_then(|round| round.parse().ok()).unwrap_or(0);
            let watching = asked("path").map(|path| shared.watched.open(path));
            let mut response = Response::new(events::stream(shared.shown.clone(), since, watching));
            typed(&mut response, "text/event-stream");
            response
        }
        "page" => {
            let path = asked("path").and_then(|path| guard::address(&encode(&path)));
            let path = path.filter(|path| !path.starts_with("/_kiosque/"));
            path.map_or_else(
                || plain(StatusCode::BAD_REQUEST, "quelle page ?\n"),
                |path| page(&path, &HeaderMap::new(), shared, shown),
            )
        }
        "" => {
            let wanted = asked("q").unwrap_or_default().replace('+', " ");
            html(inject(overview::html(shown, &wanted).as_bytes(), shown.round.number, shared.address))
        }
        name => CLIENT.iter().find(|(known, ..)| *known == name).map_or_else(
            || plain(StatusCode::NOT_FOUND, "rien ici\n"),
            |(_, kind, text)| {
                let mut response = Response::new(full(text.as_bytes()));
                typed(&mut response, &format!("{kind}; charset=utf-8"));
                response
            },
        ),
    }
}

/// A page of the site, or a file, or the way to it.
fn page(path: &str, asked: &HeaderMap, shared: &Shared, shown: &Shown) -> Response<Body> {
    let found = address(path, &shown.site).and_then(|route| shown.site.file(&route));
    if let Some((route, artifact)) = found {
        return give(&route, &artifact, asked, shared, shown);
    }
    // As static hosts do, whatever the address is that leads there.
    let folder = (!path.ends_with('/'))
        .then(|| format!("{path}/"))
        .filter(|folder| Route::new(folder).is_some_and(|route| shown.site.has(&route)));
    if let Some(folder) = folder.as_deref().and_then(|folder| HeaderValue::from_str(&encode(folder)).ok()) {
        let mut response = Response::new(empty());
        *response.status_mut() = StatusCode::MOVED_PERMANENTLY;
        response.headers_mut().insert(header::LOCATION, folder);
        return response;
    }
    let mut response = match Route::new(LOST).and_then(|route| shown.site.file(&route)) {
        Some((route, artifact)) => give(&route, &artifact, &HeaderMap::new(), shared, shown),
        None => html(inject(overview::missing(path, shown).as_bytes(), shown.round.number, shared.address)),
    };
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// What a static host would give for a path, if there is anything.
pub fn address(path: &str, site: &Site) -> Option<Route> {
    let route = Route::new(path).filter(|route| site.has(route));
    route.or_else(|| {
        let folder = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/'))?;
        Route::new(folder).filter(|route| site.has(route))
    })
}

/// What a request will be answered with, if that has to be made first.
pub fn asked<B>(request: &Request<B>, shown: &Shown) -> Option<Route> {
    let path = guard::address(request.uri().path())?;
    let path = match path.strip_prefix("/_kiosque/") {
        Some("page") => value("path", request.uri().query().unwrap_or_default())?,
        Some(_) => return None,
        None => path,
    };
    let route = address(&path, &shown.site).or_else(|| Route::new(LOST))?;
    shown.site.has(&route).then_some(route).filter(|route| shown.site.peek(route).is_none())
}

/// A value of a query.
fn value(name: &str, query: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| decode(value))
}

fn give(
    route: &Route,
    artifact: &Artifact,
    asked: &HeaderMap,
    shared: &Shared,
    shown: &Shown,
) -> Response<Body> {
    let kind = media::content_type(&route.file());
    let mut response = match artifact {
        Artifact::Bytes(bytes) if kind.starts_with("text/html") => {
            Response::new(full(inject(bytes, shown.round.number, shared.address)))
        }
        Artifact::Bytes(bytes) => Response::new(full(Bytes::from_owner(bytes.clone()))),
        Artifact::Copy { path, .. } => match file::answer(&shared.inside, path, asked) {
            Ok(response) => response,
            Err(_) => return plain(StatusCode::NOT_FOUND, "ce fichier vient de disparaître\n"),
        },
    };
    typed(&mut response, &kind);
    response
}

fn typed(response: &mut Response<Body>, kind: &str) {
    if let Ok(kind) = HeaderValue::from_str(kind) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
}

fn html(page: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(full(page));
    typed(&mut response, "text/html; charset=utf-8");
    response
}

pub fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(full(text.as_bytes()));
    *response.status_mut() = status;
    typed(&mut response, "text/plain; charset=utf-8");
    response
}
