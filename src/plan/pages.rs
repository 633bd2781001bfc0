//! The page of each entry, and the pages that are nobody's content.
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::figure::Drawing;
use crate::model::figure::Form;
use crate::model::kind::Kind;
use crate::model::map::Map;
use crate::model::plan::DataForm;
use crate::model::plan::Job;
use crate::model::plan::View;
use crate::model::plan::Work;
use crate::model::site::Entry;
use crate::model::site::Own;
use crate::model::site::Shared;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::duties;
use crate::plan::facts;

pub fn plan(site: &Site, claims: &mut Claims) {
    for (name, entries) in &site.entries {
        let kind = site.kinds.get(name);
        let trail = trail(site, kind);
        let select = selections(site, kind);
        for (n, entry) in entries.iter().enumerate() {
            let Some(route) = &entry.route else { continue };
            let ((previous, next), beside) = neighbours(entries, n, kind);
            let links = [("previous", previous), ("next", next), ("breadcrumb", trail.clone())];
            let (work, mut reads) = page(site, entry, route, (kind, &select), links);
            reads.extend(beside);
            claims.put(route.clone(), Job::new(work, reads), Holder::file(&entry.source));
            figures(entry, route, claims);
        }
    }
    introductions(site, claims);
}

/// `_index.md` files that stand above no list: the home page, a lone page.
fn introductions(site: &Site, claims: &mut Claims) {
    for (folder, entry) in &site.introductions {
        let kind = site.kinds.get(&entry.kind);
        let listed = kind.is_some_and(|kind| kind.listing.is_some() && kind.path.folder() == folder.as_str());
        let Some(route) = entry.route.as_ref().filter(|_| !listed) else { continue };
        let home = folder.as_str() == "content";
        let trail = if home { Value::list([]) } else { Value::list([root()]) };
        let links = [("previous", Value::Null), ("next", Value::Null), ("breadcrumb", trail)];
        let (mut work, reads) = page(site, entry, route, (kind, &selections(site, kind)), links);
        let own = entry.prose.document.fields.text("template").is_some();
        if let (true, false, Work::Page { template, .. }) = (home, own, &mut work) {
            *template = TemplateName("home.html".into());
        }
        claims.put(route.clone(), Job::new(work, reads), Holder::file(&entry.source));
        figures(entry, route, claims);
    }
}

/// The numbers and the drawing of each figure, as files beside the page.
pub fn figures(entry: &Entry, route: &Route, claims: &mut Claims) {
    let folder = route.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    for drawing in &entry.prose.drawings {
        let Drawing::Figure(figure) = drawing else { continue };
        let figure = Arc::new((**figure).clone());
        let files =
            [(".csv", DataForm::Csv), ("-tableur.csv", DataForm::SpreadsheetCsv), (".svg", DataForm::Svg)];
        for (ending, form) in files {
            if figure.form == Form::Table && form == DataForm::Svg {
                continue;
            }
            let Some(address) = Route::new(&format!("{folder}/{}{ending}", figure.id)) else { continue };
            let reads = entry.borrowed.iter().cloned().chain([entry.source.clone()]).collect();
            let job = Job::new(Work::Data(figure.clone(), form), reads);
            claims.put(address, job, Holder::file(&entry.source));
        }
    }
}

/// A kind, and the selections that its pages see.
type Ruled<'a> = (Option<&'a Arc<Kind>>, &'a Value);

fn selections(site: &Site, kind: Option<&Arc<Kind>>) -> Value {
    kind.map_or_else(|| Value::map::<String>([]), |kind| facts::selections(site, &kind.select))
}

fn page(
    site: &Site,
    entry: &Entry,
    route: &Route,
    (kind, select): Ruled<'_>,
    links: [(&'static str, Value); 3],
) -> (Work, BTreeSet<SitePath>) {
    let own: Own = entry.own.iter().cloned().chain(links).collect();
    let template = own.iter().find(|(name, _)| *name == "template").and_then(|(_, value)| value.as_text());
    let template = TemplateName(template.unwrap_or("page.html").to_owned());
    let view = View {
        route: route.clone(),
        page: entry.summary.clone(),
        own,
        prose: Some(entry.prose.clone()),
        extra: vec![("select", select.clone())],
    };
    let mut reads: BTreeSet<SitePath> = entry.borrowed.iter().cloned().collect();
    reads.insert(entry.source.clone());
    reads.extend(kind.map(|kind| kind.path.clone()));
    reads.extend(kind.into_iter().flat_map(|kind| facts::selected(site, &kind.select)));
    (Work::Page { template, view }, reads)
}

/// All that an entry's page knows, as one map.
pub fn fields(entry: &Entry) -> Map {
    let mut map = match &entry.summary.value {
        Value::Map(map) => (**map).clone(),
        _ => Map::new(),
    };
    map.extend(entry.own.iter().map(|(name, value)| ((*name).into(), value.clone())));
    map
}

/// The entry before and the one after, in the order of time where there is
/// one; and their sources.
fn neighbours(
    entries: &[Arc<Entry>],
    n: usize,
    kind: Option<&Arc<Kind>>,
) -> ((Value, Value), impl Iterator<Item = SitePath>) {
    let listing = kind.and_then(|kind| kind.listing.as_ref());
    let before = listing.and_then(|_| entries[..n].iter().rev().find(|entry| entry.route.is_some()));
    let after = listing.and_then(|_| entries[n + 1..].iter().find(|entry| entry.route.is_some()));
    let link = |entry: Option<&Arc<Entry>>| {
        let summary = entry.map(|entry| &entry.summary.value);
        let part = |name: &'static str| summary.and_then(|it| it.get(name)).cloned().unwrap_or_default();
        entry.map_or(Value::Null, |_| Value::map([("title", part("title")), ("url", part("url"))]))
    };
    let backwards = listing.is_some_and(|listing| listing.order.starts_with('-'));
    let links = if backwards { (link(after), link(before)) } else { (link(before), link(after)) };
    (links, before.into_iter().chain(after).map(|entry| entry.source.clone()))
}

fn root() -> Value {
    Value::map([("title", Value::from("Accueil")), ("url", Value::from("/"))])
}

/// From the home page to the list that holds the page.
fn trail(site: &Site, kind: Option<&Arc<Kind>>) -> Value {
    let list = kind.and_then(|kind| {
        let route = Route::new(&kind.listing.as_ref()?.route)?;
        Some(Value::map([("title", facts::list_name(site, kind)), ("url", route.href().into())]))
    });
    Value::list([root()].into_iter().chain(list))
}

/// Pages that only the theme asks for: not found, site map.
pub fn theme_pages(site: &Site, claims: &mut Claims) {
    let Some(path) = &site.theme.settings.path else { return };
    if site.theme.settings.pages.is_empty() {
        return;
    }
    let pages = Value::list(all_pages(site, claims));
    let words = |text: &String| Value::words(text, site.config.typography);
    for page in &site.theme.settings.pages {
        let Some(route) = Route::new(&page.route) else { continue };
        // A page of the site's own at that address takes the theme's place.
        if claims.has(&route) {
            continue;
        }
        if page.when.as_ref().is_some_and(|when| duties::at(site, when).is_none()) {
            continue;
        }
        duties::missing(site, page, &mut claims.diagnostics);
        let is_page = page.route.ends_with('/') || page.route.ends_with(".html");
        let hidden = page.route.ends_with("404.html") || !is_page;
        let robots = if hidden { Robots::Hidden } else { Robots::Welcome };
        let view = View {
            page: Shared::new(bare(site, &page.title, &route, robots)),
            own: page.description.iter().map(|text| ("description", words(text))).collect(),
            route: route.clone(),
            prose: None,
            extra: vec![("pages", pages.clone())],
        };
        let work = Work::Page { template: TemplateName(page.template.clone()), view };
        let job = Job::new(work, [path.clone(), SitePath::new("content")].into());
        claims.put(route, job, Holder::setting(format!("la page « {} » du thème", page.title), path));
    }
}

/// Whether a page is for search engines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Robots {
    Welcome,
    Hidden,
}

/// The context of a page that has no source.
pub fn bare(site: &Site, title: &str, route: &Route, robots: Robots) -> Value {
    let permalink = format!("{}{}", site.base_url, route.href());
    let mut map: Map = ["description", "previous", "next", "date", "image", "updated", "link_url", "data"]
        .iter()
        .map(|name| ((*name).into(), Value::Null))
        .collect();
    map.insert("title".into(), Value::words(title, site.config.typography));
    map.insert("url".into(), route.href().into());
    map.insert("permalink".into(), permalink.into());
    map.insert("kind".into(), "".into());
    map.insert("noindex".into(), Value::Bool(robots == Robots::Hidden));
    map.insert("summary".into(), false.into());
    map.insert("headings".into(), Value::list([]));
    map.insert("tags".into(), Value::list([]));
    map.insert("breadcrumb".into(), Value::list([root()]));
    Value::Map(Arc::new(map))
}

/// Title, address and kind of each public page, in address order.
fn all_pages(site: &Site, claims: &Claims) -> Vec<Value> {
    let public = claims.jobs().filter_map(|(_, job)| match &job.work {
        Work::Page { view, .. } if view.page.value.get("noindex") != Some(&Value::Bool(true)) => {
            let page = &view.page.value;
            let part = |name: &str| page.get(name).cloned().unwrap_or_default();
            let name = page.get("kind").and_then(Value::as_text).unwrap_or_default().to_owned();
            let kind = site.kinds.get(&crate::model::kind::KindName(name));
            let label = kind.map_or(Value::Null, |kind| facts::list_name(site, kind));
            Some(Value::map([
                ("title", part("title")),
                ("url", part("url")),
                ("kind", part("kind")),
                ("kind_label", label),
                ("date", part("date")),
            ]))
        }
        _ => None,
    });
    public.collect()
}
