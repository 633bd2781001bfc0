//! Taxonomies: a page for each value of a field, and one that lists them all.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::slug;
use crate::model::config::Typography;
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
    terms: BTreeMap<String, (String, Vec<(Value, SitePath)>)>,
}

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

    fn route(&self, slug: &str) -> Option<Route> {
        Route::new(&self.taxonomy.route.replace("{term}", slug))
    }
}

pub fn gather(site: &Site) -> Vec<Gathered> {
    let mut gathered: Vec<Gathered> = Vec::new();
    for (name, kind) in &site.kinds {
        let entries = site.entries.get(name).map(Vec::as_slice).unwrap_or_default();
        for taxonomy in &kind.taxonomies {
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
            for entry in entries {
                sort_in(&mut gathered[at], entry, &taxonomy.field);
            }
        }
    }
    gathered
}

fn sort_in(gathered: &mut Gathered, entry: &Entry, field: &str) {
    let mut seen = BTreeSet::new();
    for name in entry.summary.value.get(field).map(Value::as_list).unwrap_or_default() {
        let Some(name) = name.as_text() else { continue };
        let slug = term_slug(name);
        if slug.is_empty() || !seen.insert(slug.clone()) {
            continue;
        }
        let (_, entries) = gathered.terms.entry(slug).or_insert_with(|| (name.to_owned(), Vec::new()));
        entries.push((entry.summary.value.clone(), entry.source.clone()));
    }
}

/// The same as the filter `slug` of templates.
pub fn term_slug(name: &str) -> String {
    slug::django(name)
}

pub fn plan(site: &Site, taxonomies: &[Gathered], claims: &mut Claims) {
    for gathered in taxonomies {
        for (slug, (name, entries)) in &gathered.terms {
            let Some(route) = gathered.route(slug) else { continue };
            let extra = vec![
                ("term", gathered.term(slug, name, entries.len())),
                ("entries", Value::list(entries.iter().map(|(summary, _)| summary.clone()))),
            ];
            let reads = entries.iter().map(|(_, source)| source.clone());
            let reads = reads.chain([gathered.kind.clone()]).collect();
            let page = term_page(site, gathered, name, &route);
            let job = job(&route, page, &gathered.taxonomy.template, extra, reads);
            claims.put(route, job, Holder::setting(format!("la page de « {name} »"), &gathered.kind));
        }
        index(site, gathered, claims);
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
