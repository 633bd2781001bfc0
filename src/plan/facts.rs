//! What every template knows of the site, and the files that robots read.
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::config::EXPECTED;
use crate::model::kind::Content;
use crate::model::kind::Kind;
use crate::model::kind::Selection;
use crate::model::map::Map;
use crate::model::plan::Job;
use crate::model::plan::Visibility;
use crate::model::plan::Work;
use crate::model::site::Entry;
use crate::model::site::Shared;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::plan::analytics::Analytics;
use crate::plan::changes::Led;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::duties;
use crate::plan::fixed;
use crate::plan::policy;
use crate::plan::policy::Loads;

pub fn site(site: &Site, loads: &Loads) -> Shared<Value> {
    let config = &site.config;
    let mut map: Map = EXPECTED.iter().map(|name| ((*name).into(), Value::Null)).collect();
    for field in &config.fields.0 {
        map.insert(field.name.clone().into(), field.node.value().set(config.typography));
    }
    for (name, value) in duties::groups(site) {
        map.insert(name.into(), value.set(config.typography));
    }
    map.insert("title".into(), Value::words(&config.title, config.typography));
    map.insert("lang".into(), config.lang.as_str().into());
    map.insert("base_url".into(), site.base_url.as_str().into());
    map.insert("today".into(), site.today.into());
    map.insert("select".into(), selections(site, &config.select));
    map.insert("policy".into(), policy::within(loads).into());
    map.insert("analytics".into(), loads.analytics.as_ref().map_or(Value::Null, Analytics::value));
    let search = site.theme.settings.search.as_ref().filter(|_| config.wants_search());
    map.insert("search".into(), search.map_or(Value::Null, |page| page.route.as_str().into()));
    let kinds = site.kinds.iter().map(|(name, kind)| (name.0.clone(), about(site, kind)));
    map.insert("kinds".into(), Value::map(kinds));
    let feeds = site.kinds.values().filter_map(|kind| {
        let url = kind.listing.as_ref()?.feed.as_ref()?.route.clone();
        Some(Value::map([("title", list_name(site, kind)), ("url", Value::from(url))]))
    });
    map.insert("feeds".into(), Value::list(feeds));
    Shared::new(Value::Map(Arc::new(map)))
}

fn about(site: &Site, kind: &Kind) -> Value {
    let listing = kind.listing.as_ref();
    let route = listing.and_then(|listing| Route::new(&listing.route));
    let feed = listing.and_then(|listing| listing.feed.as_ref()).map(|feed| feed.route.as_str());
    Value::map([
        ("label", kind.label.as_str().into()),
        ("title", list_name(site, kind)),
        ("url", route.map_or(Value::Null, |route| route.href().into())),
        ("feed_url", feed.map_or(Value::Null, Value::text)),
    ])
}

/// The title of the list of a kind: its introduction's, else its folder's name.
pub fn list_name(site: &Site, kind: &Kind) -> Value {
    let folder = SitePath::new(kind.path.folder());
    let introduction = site.introductions.get(&folder).and_then(|entry| entry.summary.value.get("title"));
    if let Some(title) = introduction.filter(|title| title.as_text().is_some()) {
        return title.clone();
    }
    let mut letters = folder.name().chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    Value::from(first.chain(letters).collect::<String>())
}

/// The same as it was written.
pub fn list_title(site: &Site, kind: &Kind) -> String {
    list_name(site, kind).as_text().unwrap_or_default().to_owned()
}

/// Each selection's entries, by its name.
pub fn selections(site: &Site, wanted: &std::collections::BTreeMap<String, Selection>) -> Value {
    let one = |selection: &Selection| {
        let entries = site.entries.get(&selection.from).map(Vec::as_slice).unwrap_or_default();
        let limit = if selection.limit == 0 { usize::MAX } else { selection.limit };
        Value::list(entries.iter().take(limit).map(|entry| shown(entry, selection.content)))
    };
    Value::map(wanted.iter().map(|(name, selection)| (name.clone(), one(selection))))
}

/// The sources of those entries, and of what their texts take from elsewhere.
pub fn selected<'a>(
    site: &'a Site,
    wanted: &'a std::collections::BTreeMap<String, Selection>,
) -> impl Iterator<Item = SitePath> + 'a {
    let one = |selection: &'a Selection| {
        let entries = site.entries.get(&selection.from).map(Vec::as_slice).unwrap_or_default();
        let limit = if selection.limit == 0 { usize::MAX } else { selection.limit };
        entries.iter().take(limit).flat_map(|entry| entry.sources())
    };
    wanted.values().flat_map(one)
}

/// An entry as lists show it.
pub fn shown(entry: &Entry, content: Content) -> Value {
    match (content, &entry.summary.value) {
        (Content::Whole, Value::Map(map)) => {
            let mut map = (**map).clone();
            map.insert("content".into(), Value::Prose(entry.prose.clone()));
            Value::Map(Arc::new(map))
        }
        (_, summary) => summary.clone(),
    }
}

/// `sitemap.xml`, `robots.txt` and `security.txt` (RFC 9116).
pub fn well_known(site: &Site, past: &mut Option<Arc<Job>>, led: Led, claims: &mut Claims) {
    let path = &site.config.path;
    let mut put = |address: &str, work: Work| {
        let job = Job::new(work, [path.clone()].into());
        if !claims.has(&fixed(address)) {
            claims.put(fixed(address), job, Holder::setting(address, path));
        }
    };
    let robots = format!("User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n", site.base_url);
    put("/robots.txt", Work::Text(Arc::from(robots)));
    if let Some(text) = security(site) {
        put("/.well-known/security.txt", Work::Text(Arc::from(text)));
    }
    let job = match past.take() {
        Some(known) if led == Led::AsBefore => known,
        _ => {
            let work = Work::Sitemap(site.base_url.clone(), sitemap(claims));
            Job::new(work, [path.clone(), SitePath::new("content")].into())
        }
    };
    *past = Some(job.clone());
    claims.put(fixed("/sitemap.xml"), job, Holder::setting("/sitemap.xml", path));
}

fn security(site: &Site) -> Option<String> {
    let facts = site.config.fields.get("security")?.map()?;
    let contact = facts.text("contact")?;
    let contact = if contact.contains(':') { contact.to_owned() } else { format!("mailto:{contact}") };
    let mut text = format!("Contact: {contact}\n");
    if let Some(expires) = facts.text("expires") {
        text.push_str(&format!("Expires: {}T00:00:00.000Z\n", expires.get(..10).unwrap_or(expires)));
    }
    text.push_str(&format!("Preferred-Languages: {}\n", site.config.lang));
    text.push_str(&format!("Canonical: {}/.well-known/security.txt\n", site.base_url));
    if let Some(policy) = facts.text("policy") {
        text.push_str(&format!("Policy: {policy}\n"));
    }
    Some(text)
}

/// Every page that may be found; those of texts with their date.
fn sitemap(claims: &Claims) -> Vec<(Route, Option<Date>)> {
    let public = claims.jobs().filter_map(|(route, job)| match job.visibility {
        Visibility::Public(day) => Some((route.clone(), day)),
        _ => None,
    });
    public.collect()
}
