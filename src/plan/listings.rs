//! The pages that list the entries of a kind.
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::kind::Kind;
use crate::model::kind::Listing;
use crate::model::map::Map;
use crate::model::plan::Job;
use crate::model::plan::View;
use crate::model::plan::Work;
use crate::model::site::Entry;
use crate::model::site::Shared;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::facts;
use crate::plan::pages;
use crate::plan::pages::Robots;
use crate::plan::terms::Gathered;

pub fn plan(site: &Site, taxonomies: &[Gathered], claims: &mut Claims) {
    for (name, kind) in &site.kinds {
        let Some(listing) = &kind.listing else { continue };
        let entries = site.entries.get(name).map(Vec::as_slice).unwrap_or_default();
        let per_page = if listing.per_page == 0 { entries.len().max(1) } else { listing.per_page };
        let total = entries.len().div_ceil(per_page).max(1);
        let Some(first) = Route::new(&listing.route) else { continue };
        if let Some(entry) = site.introductions.get(&SitePath::new(kind.path.folder())) {
            pages::figures(entry, &first, claims);
        }
        let shared = Common::new(site, kind, listing, taxonomies, &first);
        for number in 1..=total {
            let shown = &entries[(number - 1) * per_page..(number * per_page).min(entries.len())];
            let Some(route) = page_route(listing, number) else { continue };
            let place = Sheet { number, total, count: entries.len() };
            let job = shared.page(site, &place, shown);
            let holder = Holder::setting(format!("la liste du type « {} »", name.0), &kind.path);
            claims.put(route, job, holder);
        }
    }
}

fn page_route(listing: &Listing, number: usize) -> Option<Route> {
    match number {
        1 => Route::new(&listing.route),
        n => Route::new(&listing.page_route.replace("{n}", &n.to_string())),
    }
}

/// One page among those of a list; numbers count from 1.
struct Sheet {
    number: usize,
    total: usize,
    /// Entries of the whole list.
    count: usize,
}

/// What all pages of one list share.
struct Common<'a> {
    kind: &'a Kind,
    listing: &'a Listing,
    introduction: Option<&'a Arc<Entry>>,
    map: Map,
    title: Value,
    terms: Value,
    select: Value,
}

impl<'a> Common<'a> {
    fn new(
        site: &'a Site,
        kind: &'a Kind,
        listing: &'a Listing,
        taxonomies: &[Gathered],
        first: &Route,
    ) -> Self {
        let introduction = site.introductions.get(&SitePath::new(kind.path.folder()));
        let title = facts::list_name(site, kind);
        let written = title.as_text().unwrap_or_default();
        let mut map = match pages::bare(site, written, first, Robots::Welcome) {
            Value::Map(map) => (*map).clone(),
            _ => Map::new(),
        };
        if let Some(entry) = introduction {
            let kept = ["url", "permalink", "breadcrumb", "kind"];
            let own = pages::fields(entry).into_iter().filter(|(name, _)| !kept.contains(&name.as_ref()));
            map.extend(own);
        }
        map.insert("kind".into(), kind.name.0.as_str().into());
        let first_field = kind.taxonomies.first().map(|taxonomy| taxonomy.field.as_str());
        let terms = taxonomies.iter().find(|it| Some(it.field.as_str()) == first_field).map(Gathered::terms);
        let select = facts::selections(site, &listing.select);
        Self {
            kind,
            listing,
            introduction,
            map,
            title,
            terms: terms.unwrap_or_else(|| Value::list([])),
            select,
        }
    }

    fn page(&self, site: &Site, place: &Sheet, shown: &[Arc<Entry>]) -> Arc<Job> {
        let Sheet { number, .. } = *place;
        let route = page_route(self.listing, number).expect("the caller has just made it");
        let mut map = self.map.clone();
        if number > 1 {
            let title = self.title.as_shown().unwrap_or_default();
            map.insert("title".into(), format!("{title} – page {number}").into());
            map.insert("url".into(), route.href().into());
            map.insert("permalink".into(), format!("{}{}", site.base_url, route.href()).into());
            let link = Value::map([
                ("title", self.title.clone()),
                ("url", Value::from(self.listing.route.as_str())),
            ]);
            let home = Value::map([("title", Value::from("Accueil")), ("url", Value::from("/"))]);
            map.insert("breadcrumb".into(), Value::list([home, link]));
        }
        let entries = Value::list(shown.iter().map(|entry| facts::shown(entry, self.listing.content)));
        let own = self.introduction.and_then(|entry| entry.prose.document.fields.text("template"));
        let template = own.unwrap_or(&self.listing.template).to_owned();
        let mut reads: BTreeSet<SitePath> = shown.iter().flat_map(|entry| entry.sources()).collect();
        // What comes and goes in the folder moves entries from page to page.
        reads.extend([self.kind.path.clone(), SitePath::new(self.kind.path.folder())]);
        reads.extend(self.introduction.into_iter().flat_map(|entry| entry.sources()));
        reads.extend(facts::selected(site, &self.listing.select));
        let view = View {
            route,
            page: Shared::new(Value::Map(Arc::new(map))),
            own: Vec::new(),
            prose: self.introduction.filter(|_| number == 1).map(|entry| entry.prose.clone()),
            extra: vec![
                ("entries", entries),
                ("pager", pager(self.listing, place)),
                ("terms", self.terms.clone()),
                ("select", self.select.clone()),
            ],
        };
        Job::new(Work::Page { template: TemplateName(template), view }, reads)
    }
}

/// `{number, total, count, previous, next, pages}`; in `pages`, null is a gap.
fn pager(listing: &Listing, place: &Sheet) -> Value {
    let Sheet { number, total, count } = *place;
    let url = |n: usize| page_route(listing, n).map_or(Value::Null, |route| route.href().into());
    let near = |n: usize| n == 1 || n == total || n.abs_diff(number) <= 1;
    let mut pages = Vec::new();
    for n in 1..=total {
        if near(n) {
            let current = Value::Bool(n == number);
            pages.push(Value::map([("number", Value::count(n)), ("url", url(n)), ("current", current)]));
        } else if pages.last() != Some(&Value::Null) {
            pages.push(Value::Null);
        }
    }
    Value::map([
        ("number", Value::count(number)),
        ("total", Value::count(total)),
        ("count", Value::count(count)),
        ("previous", if number > 1 { url(number - 1) } else { Value::Null }),
        ("next", if number < total { url(number + 1) } else { Value::Null }),
        ("pages", Value::list(pages)),
    ])
}
