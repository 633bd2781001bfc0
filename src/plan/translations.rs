//! The same page in other languages: who is whose translation, said by one page and known to all.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::plan::Job;
use crate::model::plan::Work;
use crate::model::site::Entry;
use crate::model::site::Site;
use crate::model::value::Field;
use crate::model::value::Fields;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::gleaned::Gleanings;

/// Names that the front matter may give them.
const NAMES: [&str; 2] = ["translations", "traductions"];

/// The languages of each page that has several.
pub struct Translations(BTreeMap<Route, Group>);

#[derive(Clone, Default)]
struct Group {
    /// Code → absolute address.
    languages: BTreeMap<String, String>,
    /// The texts that say so.
    sources: BTreeSet<SitePath>,
}

impl Translations {
    pub fn of(site: &Site, gleanings: &Gleanings, diagnostics: &mut Diagnostics) -> Self {
        let told = gleanings.all().iter().filter(|gleaned| gleaned.languages == Languages::Several);
        let texts = told.filter_map(|it| Some((&it.entry, own(&it.entry)?, it.entry.route.as_ref()?)));
        let given: Vec<(&Arc<Entry>, &Fields, &Route)> = texts.collect();
        if given.is_empty() {
            return Self(BTreeMap::new());
        }
        let routes: BTreeMap<&SitePath, &Route> =
            site.all().filter_map(|entry| Some((&entry.source, entry.route.as_ref()?))).collect();
        let mut pages: BTreeMap<Route, Group> = BTreeMap::new();
        for (entry, given, own) in given {
            let mut group = BTreeMap::from([(language(site, entry), absolute(site, own))]);
            let mut inner = vec![own.clone()];
            for field in &given.0 {
                match target(entry, field, &routes) {
                    Ok(Target::Page(route)) => {
                        group.insert(field.name.clone(), absolute(site, &route));
                        inner.push(route);
                    }
                    Ok(Target::Elsewhere(address)) => _ = group.insert(field.name.clone(), address),
                    Err(fault) => diagnostics.push(fault),
                }
            }
            for route in inner.into_iter().filter(|_| group.len() > 1) {
                let page = pages.entry(route).or_default();
                page.languages.extend(group.clone());
                page.sources.insert(entry.source.clone());
            }
        }
        Self(pages)
    }

    /// Each page is told its languages, under `page.languages`: `[{lang, url}]`.
    pub fn tell(&self, claims: &mut Claims) {
        for (route, group) in &self.0 {
            let Some(job) = claims.job(route) else { continue };
            if let Work::Page { template, view } = &job.work {
                let mut view = view.clone();
                view.own.push(("languages", group.value()));
                let reads = job.reads.iter().chain(&group.sources).cloned().collect();
                *job = Job::new(Work::Page { template: template.clone(), view }, reads);
            }
        }
    }
}

impl Group {
    fn value(&self) -> Value {
        let one = |(lang, url): (&String, &String)| {
            Value::map([("lang", Value::from(lang.as_str())), ("url", Value::from(url.as_str()))])
        };
        Value::list(self.languages.iter().map(one))
    }
}

/// Whether a text says that it exists in others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Languages {
    One,
    Several,
}

pub fn languages(entry: &Entry) -> Languages {
    own(entry).map_or(Languages::One, |_| Languages::Several)
}

/// What a text says of its translations.
fn own(entry: &Entry) -> Option<&Fields> {
    NAMES.iter().find_map(|name| entry.prose.document.fields.get(name)?.map())
}

enum Target {
    Page(Route),
    Elsewhere(String),
}

/// The page's own, else the site's.
fn language(site: &Site, entry: &Entry) -> String {
    entry.prose.document.fields.text("lang").unwrap_or(&site.config.lang).to_owned()
}

fn absolute(site: &Site, route: &Route) -> String {
    format!("{}{}", site.base_url, route.href())
}

/// A text of `content/`, an address of the site, or one elsewhere.
fn target(entry: &Entry, field: &Field, routes: &BTreeMap<&SitePath, &Route>) -> Result<Target, Diagnostic> {
    let source = &entry.source;
    let code = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if !field.name.split('-').all(code) || !field.name.starts_with(|c: char| c.is_ascii_lowercase()) {
        let message = format!("« {} » n'est pas un code de langue", field.name);
        let fault = Diagnostic::error(Code::ValueUnknown, field.span(source), message);
        return Err(fault.with_help("écrivez par exemple : en, de, pt-BR"));
    }
    let written = field.node.text().unwrap_or_default();
    if written.starts_with("https://") || written.starts_with("http://") {
        return Ok(Target::Elsewhere(written.to_owned()));
    }
    let by_address = || routes.values().find(|route| route.as_str() == written || route.href() == written);
    let by_source = || routes.get(&source.join(written)?);
    let found = if written.starts_with('/') { by_address() } else { by_source() };
    found.map(|route| Target::Page((*route).clone())).ok_or_else(|| {
        let message = format!("la traduction « {written} » n'existe pas");
        let fault = Diagnostic::error(Code::ReferenceUnknown, field.node.span(source), message);
        fault.with_help("donnez le chemin du texte traduit, ou l'adresse de sa page")
    })
}
