//! The pages that list the entries of a kind.
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::memo::Memo;
use crate::base::memo::all_same;
use crate::base::memo::same;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::kind::Kind;
use crate::model::kind::KindName;
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

/// What is remembered of lists.
#[derive(Default)]
pub struct Lists {
    commons: Memo<KindName, Common>,
    pages: Memo<Route, Listed>,
}

/// One page of a list, and what it was made from.
struct Listed {
    common: Arc<Common>,
    sheet: Sheet,
    shown: Vec<Arc<Entry>>,
    job: Arc<Job>,
}

pub fn plan(site: &Site, taxonomies: &[Gathered], past: &mut Lists, claims: &mut Claims) {
    let commons: Vec<(&KindName, Common)> = site
        .kinds
        .iter()
        .filter_map(|(name, kind)| Some((name, Common::new(site, kind, taxonomies)?)))
        .collect();
    let (commons, _) = past.commons.renew(&commons, |known, now| known == now, Common::clone);
    let mut wanted = Vec::new();
    for common in &commons {
        let listing = &common.listing;
        let entries = site.entries.get(&common.kind.name).map(Vec::as_slice).unwrap_or_default();
        let per_page = if listing.per_page == 0 { entries.len().max(1) } else { listing.per_page };
        let total = entries.len().div_ceil(per_page).max(1);
        for number in 1..=total {
            let shown = &entries[(number - 1) * per_page..(number * per_page).min(entries.len())];
            let Some(route) = page_route(listing, number) else { continue };
            wanted.push((route, (common, Sheet { number, total, count: entries.len() }, shown)));
        }
    }
    let items: Vec<_> = wanted.iter().map(|(route, item)| (route, item)).collect();
    let (pages, _) = past.pages.renew(
        &items,
        |known, (common, sheet, shown)| {
            same(&known.common, common) && known.sheet == *sheet && all_same(&known.shown, shown)
        },
        |(common, sheet, shown)| Listed {
            common: Arc::clone(common),
            sheet: *sheet,
            shown: shown.to_vec(),
            job: common.page(sheet, shown),
        },
    );
    for ((route, (common, sheet, _)), page) in wanted.iter().zip(pages) {
        if let (1, Some(Introduction(entry))) = (sheet.number, &common.introduction) {
            for (route, job) in pages::figures(&entry.prose, route, || entry.sources().collect()) {
                claims.put(route, job, Holder::file(&entry.source));
            }
        }
        let name = format!("la liste du type « {} »", common.kind.name.0);
        claims.put(route.clone(), page.job.clone(), Holder::setting(name, &common.kind.path));
    }
}

fn page_route(listing: &Listing, number: usize) -> Option<Route> {
    match number {
        1 => Route::new(&listing.route),
        n => Route::new(&listing.page_route.replace("{n}", &n.to_string())),
    }
}

/// One page among those of a list; numbers count from 1.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sheet {
    number: usize,
    total: usize,
    /// Entries of the whole list.
    count: usize,
}

/// What all pages of one list share.
#[derive(Clone, PartialEq)]
struct Common {
    base_url: String,
    kind: Arc<Kind>,
    listing: Listing,
    introduction: Option<Introduction>,
    map: Map,
    title: Value,
    terms: Value,
    select: Value,
    /// Of what is selected.
    sources: BTreeSet<SitePath>,
}

/// The text above a list: the very same one, or another.
#[derive(Clone)]
struct Introduction(Arc<Entry>);

impl PartialEq for Introduction {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Common {
    /// Nothing for a kind without a list.
    fn new(site: &Site, kind: &Arc<Kind>, taxonomies: &[Gathered]) -> Option<Self> {
        let listing = kind.listing.as_ref()?;
        let first = Route::new(&listing.route)?;
        let introduction = site.introductions.get(&SitePath::new(kind.path.folder()));
        let title = facts::list_name(site, kind);
        let written = title.as_text().unwrap_or_default();
        let mut map = match pages::bare(site, written, &first, Robots::Welcome) {
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
        Some(Self {
            base_url: site.base_url.clone(),
            kind: kind.clone(),
            listing: listing.clone(),
            introduction: introduction.cloned().map(Introduction),
            map,
            title,
            terms: terms.unwrap_or_else(|| Value::list([])),
            select: facts::selections(site, &listing.select),
            sources: facts::selected(site, &listing.select).collect(),
        })
    }

    fn page(&self, place: &Sheet, shown: &[Arc<Entry>]) -> Arc<Job> {
        let Sheet { number, .. } = *place;
        let introduction = self.introduction.as_ref().map(|Introduction(entry)| entry);
        let route = page_route(&self.listing, number).expect("the caller has just made it");
        let mut map = self.map.clone();
        if number > 1 {
            let title = self.title.as_shown().unwrap_or_default();
            map.insert("title".into(), format!("{title} – page {number}").into());
            map.insert("url".into(), route.href().into());
            map.insert("permalink".into(), format!("{}{}", self.base_url, route.href()).into());
            let link = Value::map([
                ("title", self.title.clone()),
                ("url", Value::from(self.listing.route.as_str())),
            ]);
            let home = Value::map([("title", Value::from("Accueil")), ("url", Value::from("/"))]);
            map.insert("breadcrumb".into(), Value::list([home, link]));
        }
        let entries = Value::list(shown.iter().map(|entry| facts::shown(entry, self.listing.content)));
        let own = introduction.and_then(|entry| entry.prose.document.fields.text("template"));
        let template = own.unwrap_or(&self.listing.template).to_owned();
        let mut reads: BTreeSet<SitePath> = shown.iter().flat_map(|entry| entry.sources()).collect();
        // What comes and goes in the folder moves entries from page to page.
        reads.extend([self.kind.path.clone(), SitePath::new(self.kind.path.folder())]);
        reads.extend(introduction.into_iter().flat_map(|entry| entry.sources()));
        reads.extend(self.sources.iter().cloned());
        let view = View {
            route,
            page: Shared::new(Value::Map(Arc::new(map))),
            own: Vec::new(),
            prose: introduction.filter(|_| number == 1).map(|entry| entry.prose.clone()),
            extra: vec![
                ("entries", entries),
                ("pager", pager(&self.listing, place)),
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
