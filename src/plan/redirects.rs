//! Old addresses lead to the new ones.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::plan::Job;
use crate::model::plan::REDIRECT;
use crate::model::plan::View;
use crate::model::plan::Work;
use crate::model::redirects::Redirects;
use crate::model::site::Shared;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::fixed;
use crate::plan::pages;
use crate::plan::pages::Robots;

struct Old {
    from: String,
    /// Address, title.
    to: (String, String),
    at: Place,
    source: SitePath,
}

/// Each has a page that leads on, for hosts that only give files, and its line
/// in `/_redirects`, for those that read it.
pub fn plan(site: &Site, claims: &mut Claims) -> Redirects {
    let mut redirects = Redirects::default();
    let mut taken: BTreeMap<Route, String> = BTreeMap::new();
    for old in gather(site) {
        let Some(route) = Route::former(&old.from) else {
            let message = format!("l'ancienne adresse « {} » est impossible", old.from);
            claims.diagnostics.push(Diagnostic::warning(Code::RouteInvalid, old.at, message));
            continue;
        };
        if route.href() == old.to.0 {
            continue;
        }
        let held = claims.has(&route).then(|| claims.holder(&route)).flatten();
        let other = held.map(|holder| holder.name().to_owned()).or_else(|| taken.get(&route).cloned());
        if let Some(other) = other {
            let message = format!("l'ancienne adresse « {} » est déjà prise par « {other} »", old.from);
            let warning = Diagnostic::warning(Code::RedirectTaken, old.at, message);
            claims.diagnostics.push(warning.with_help("gardez-la dans une seule fiche"));
            continue;
        }
        taken.insert(route.clone(), old.source.to_string());
        let holder = Holder::line(&old.source, old.at.clone());
        claims.put(route.clone(), job(site, &route, &old), holder);
        redirects.moved.insert(route, old.to.0);
    }
    let gone = site.config.gone.iter().map(|(route, _)| route.clone());
    redirects.gone = gone.filter(|route| !claims.has(route)).collect();
    publish(site, &redirects, claims);
    redirects
}

/// A file of that name among the site's own takes its place.
fn publish(site: &Site, redirects: &Redirects, claims: &mut Claims) {
    let route = fixed("/_redirects");
    if redirects.moved.is_empty() || claims.has(&route) {
        return;
    }
    let path = &site.config.path;
    let job = Job::new(Work::Redirects(redirects.clone()), [path.clone(), SitePath::new("content")].into());
    claims.put(route, job, Holder::setting("/_redirects", path));
}

fn gather(site: &Site) -> Vec<Old> {
    let mut found = Vec::new();
    for entry in site.all() {
        let Some(route) = entry.route.as_ref().filter(|_| !entry.redirect_from.is_empty()) else { continue };
        let title = entry.summary.value.get("title").and_then(Value::as_text).unwrap_or_default();
        for (from, path, (start, end)) in &entry.redirect_from {
            let at = Place::Bytes(Span { path: path.clone(), start: *start, end: *end });
            found.push(Old {
                from: from.clone(),
                to: (route.href(), title.into()),
                at,
                source: path.clone(),
            });
        }
    }
    for kind in site.kinds.values() {
        let Some(feed) = kind.listing.as_ref().and_then(|listing| listing.feed.as_ref()) else { continue };
        for from in &feed.redirect_from {
            let at = Place::Bytes(Span::top(&kind.path));
            let to = (feed.route.clone(), "Flux".to_owned());
            found.push(Old { from: from.clone(), to, at, source: kind.path.clone() });
        }
    }
    for (from, to) in &site.config.redirects {
        let at = Place::Bytes(Span::top(&site.config.path));
        let to = (to.clone(), to.clone());
        found.push(Old { from: from.clone(), to, at, source: site.config.path.clone() });
    }
    found
}

fn job(site: &Site, route: &Route, old: &Old) -> Arc<Job> {
    let (target, title) = &old.to;
    let absolute =
        if target.starts_with('/') { format!("{}{target}", site.base_url) } else { target.clone() };
    let view = View {
        route: route.clone(),
        page: Shared::new(pages::bare(site, title, route, Robots::Hidden)),
        own: Vec::new(),
        prose: None,
        extra: vec![("target", target.as_str().into()), ("target_permalink", absolute.into())],
    };
    let work = Work::Page { template: TemplateName(REDIRECT.into()), view };
    Job::new(work, [old.source.clone()].into())
}
