//! Taxonomies: a page for each value of a field, and one that lists them all.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::memo::Memo;
use crate::base::memo::all_same;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::slug;
use crate::model::config::Typography;
use crate::model::kind::Kind;
use crate::model::kind::Taxonomy;
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
use crate::plan::gleaned::Gleanings;
use crate::plan::pages;
use crate::plan::pages::Robots;

/// The terms of one address pattern, from every kind that shares it.
pub struct Gathered {
    pub field: String,
    typography: Typography,
    taxonomy: Taxonomy,
    /// The first kind that asked for it.
    kind: SitePath,
    /// Of every kind that asked for it.
    folders: BTreeSet<String>,
    /// By slug: the name as first written, and the entries in listing order.
    terms: BTreeMap<Arc<str>, Held>,
}

/// The name of a term, and the entries that have it.
type Held = (Arc<str>, Vec<Arc<Entry>>);

/// A value of a field that is a term: its slug, and as it was written.
pub type Term = (Arc<str>, Arc<str>);

impl Gathered {
    /// `{name, slug, url, count}` of each term, by slug.
    pub fn terms(&self) -> Value {
        Value::list(self.terms.iter().map(|(slug, (name, entries))| self.term(slug, name, entries.len())))
    }

    fn term(&self, slug: &str, name: &str, count: usize) -> Value {
        let url = self.route(slug).map_or(Value::Null, |route| route.href().into());
        Value::map([
            ("name", Value::words(name, self.typography)),
            ("slug", slug.into()),
            ("url", url),
            ("count", Value::count(count)),
        ])
    }

    fn add(&mut self, (slug, name): &Term, entry: &Arc<Entry>) {
        match self.terms.get_mut(slug) {
            Some((_, entries)) => entries.push(entry.clone()),
            None => _ = self.terms.insert(slug.clone(), (name.clone(), vec![entry.clone()])),
        }
    }

    fn route(&self, slug: &str) -> Option<Route> {
        Route::new(&self.taxonomy.route.replace("{term}", slug))
    }
}

/// Those of one entry, for each taxonomy of its kind.
pub fn of(entry: &Entry, kind: &Kind) -> Vec<Vec<Term>> {
    kind.taxonomies.iter().map(|taxonomy| of_field(entry, &taxonomy.field)).collect()
}

fn of_field(entry: &Entry, field: &str) -> Vec<Term> {
    let (mut terms, mut seen) = (Vec::new(), BTreeSet::new());
    for name in entry.summary.value.get(field).map(Value::as_list).unwrap_or_default() {
        let Some(name) = name.as_text() else { continue };
        let slug = term_slug(name);
        if !slug.is_empty() && seen.insert(slug.clone()) {
            terms.push((Arc::from(slug), Arc::from(name)));
        }
    }
    terms.shrink_to_fit();
    terms
}

pub fn gather(site: &Site, gleanings: &Gleanings) -> Vec<Gathered> {
    let mut gathered: Vec<Gathered> = Vec::new();
    for (name, kind) in &site.kinds {
        let entries = site.entries.get(name).map(Vec::as_slice).unwrap_or_default();
        for (n, taxonomy) in kind.taxonomies.iter().enumerate() {
            let at =
                gathered.iter().position(|it| it.taxonomy.route == taxonomy.route).unwrap_or_else(|| {
                    gathered.push(Gathered {
                        field: taxonomy.field.clone(),
                        typography: site.config.typography,
                        taxonomy: taxonomy.clone(),
                        kind: kind.path.clone(),
                        folders: BTreeSet::new(),
                        terms: BTreeMap::new(),
                    });
                    gathered.len() - 1
                });
            gathered[at].folders.insert(kind.path.folder().to_owned());
            for (entry, gleaned) in entries.iter().zip(gleanings.of_kind(name)) {
                gleaned.terms[n].iter().for_each(|term| gathered[at].add(term, entry));
            }
        }
    }
    gathered
}

/// The same as the filter `slug` of templates.
pub fn term_slug(name: &str) -> String {
    slug::django(name)
}

/// The page of a term, and what it was made from.
pub struct TermPage {
    kind: SitePath,
    taxonomy: Taxonomy,
    name: Arc<str>,
    entries: Vec<Arc<Entry>>,
    job: Arc<Job>,
}

pub fn plan(site: &Site, taxonomies: &[Gathered], past: &mut Memo<Route, TermPage>, claims: &mut Claims) {
    let wanted: Vec<Wanted> = taxonomies.iter().flat_map(wanted).collect();
    let items: Vec<_> = wanted.iter().map(|wanted| (&wanted.route, wanted)).collect();
    let make = |wanted: &&Wanted| wanted.page(site);
    let (pages, _) = past.renew(&items, |known, wanted| known.is(wanted), make);
    let mut pages = wanted.iter().zip(pages).peekable();
    for gathered in taxonomies {
        let ours = |(wanted, _): &(&Wanted, _)| std::ptr::eq(wanted.gathered, gathered);
        while let Some((wanted, page)) = pages.next_if(ours) {
            let holder = Holder::setting(format!("la page de « {} »", wanted.name), &gathered.kind);
            claims.put(wanted.route.clone(), page.job.clone(), holder);
        }
        index(site, gathered, claims);
    }
}

/// The page of a term that is to be made.
struct Wanted<'a> {
    gathered: &'a Gathered,
    route: Route,
    slug: &'a str,
    name: &'a Arc<str>,
    entries: &'a [Arc<Entry>],
}

fn wanted(gathered: &Gathered) -> impl Iterator<Item = Wanted<'_>> {
    gathered.terms.iter().filter_map(move |(slug, (name, entries))| {
        Some(Wanted { gathered, route: gathered.route(slug)?, slug, name, entries })
    })
}

impl Wanted<'_> {
    fn page(&self, site: &Site) -> TermPage {
        let Self { gathered, route, name, entries, .. } = self;
        let extra = vec![
            ("term", gathered.term(self.slug, name, entries.len())),
            ("entries", Value::list(entries.iter().map(|entry| entry.summary.value.clone()))),
        ];
        let reads = entries.iter().map(|entry| entry.source.clone()).chain([gathered.kind.clone()]).collect();
        let page = term_page(site, gathered, name, route);
        TermPage {
            kind: gathered.kind.clone(),
            taxonomy: gathered.taxonomy.clone(),
            name: Arc::clone(name),
            entries: entries.to_vec(),
            job: job(route, page, &gathered.taxonomy.template, extra, reads),
        }
    }
}

impl TermPage {
    fn is(&self, wanted: &Wanted<'_>) -> bool {
        self.kind == wanted.gathered.kind
            && self.taxonomy == wanted.gathered.taxonomy
            && self.name == *wanted.name
            && all_same(&self.entries, wanted.entries)
    }
}

fn index(site: &Site, gathered: &Gathered, claims: &mut Claims) {
    let Some((address, template)) = &gathered.taxonomy.index else { return };
    let Some(route) = Route::new(address) else { return };
    let page = pages::bare(site, "Thèmes", &route, Robots::Welcome);
    let extra = vec![("terms", gathered.terms())];
    let folders = gathered.folders.iter().map(|folder| SitePath::new(folder));
    let job = job(&route, page, template, extra, folders.chain([gathered.kind.clone()]).collect());
    claims.put(route, job, Holder::setting("la liste des thèmes", &gathered.kind));
}

fn term_page(site: &Site, gathered: &Gathered, name: &str, route: &Route) -> Value {
    let Value::Map(map) = pages::bare(site, name, route, Robots::Welcome) else { return Value::Null };
    let mut map: Map = (*map).clone();
    if let Some((address, _)) = &gathered.taxonomy.index {
        let home = Value::map([("title", Value::from("Accueil")), ("url", Value::from("/"))]);
        let index = Value::map([("title", Value::from("Thèmes")), ("url", address.as_str().into())]);
        map.insert("breadcrumb".into(), Value::list([home, index]));
    }
    Value::Map(map.into())
}

fn job(
    route: &Route,
    page: Value,
    template: &str,
    extra: Vec<(&'static str, Value)>,
    reads: BTreeSet<SitePath>,
) -> Arc<Job> {
    let view = View { route: route.clone(), page: Shared::new(page), own: Vec::new(), prose: None, extra };
    Job::new(Work::Page { template: TemplateName(template.to_owned()), view }, reads)
}
