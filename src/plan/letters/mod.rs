//! The letter of each entry whose kind is mailed: who sends it, when, and the two bodies beside its page.
pub mod fields;
pub mod issues;
pub mod links;
pub mod sender;
pub mod style;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostics;
use crate::base::instant::Zone;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::figure::Drawing;
use crate::model::figure::Form;
use crate::model::kind::Mailing;
use crate::model::letter::ListHeaders;
use crate::model::letter::Sender;
use crate::model::mailing::COLUMN;
use crate::model::mailing::LASTING;
use crate::model::mailing::LetterView;
use crate::model::mailing::Medium;
use crate::model::mailing::Picture;
use crate::model::parsed::Asset;
use crate::model::plan::Job;
use crate::model::plan::Work;
use crate::model::site::Entry;
use crate::model::site::Site;
use crate::model::site::Target;
use crate::model::value::Node;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;

/// Nine o'clock, in seconds of the day.
const MORNING: u32 = 9 * 3600;

pub fn plan(site: &Site, claims: &mut Claims) {
    for (name, entries) in &site.entries {
        let mailed = site.kinds.get(name).is_some_and(|kind| kind.mailing == Mailing::Mailed);
        for entry in entries.iter().filter(|_| mailed) {
            let Some(route) = &entry.route else { continue };
            let stills = Stills::of(site, entry);
            let view = Arc::new(view(site, entry, route, &stills));
            for (medium, name) in [(Medium::Html, "email.html"), (Medium::Text, "email.txt")] {
                let Some(address) = beside(route, name) else { continue };
                if matches!(medium, Medium::Html) {
                    claims.letters.push(address.clone());
                }
                let reads = entry.sources().collect();
                let job = Job::new(Work::Letter(view.clone(), medium), reads);
                claims.put(address, job, Holder::file(&entry.source));
            }
            stills.publish(entry, claims);
        }
    }
}

/// What is wrong with letters before any is written.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    style::check(site, diagnostics);
    sender::check(site, diagnostics);
    for entry in mailed(site) {
        fields::check(entry, diagnostics);
        links::check(entry, diagnostics);
    }
}

/// Texts that have a mail.
pub fn mailed(site: &Site) -> impl Iterator<Item = &Entry> {
    let kinds = site.kinds.iter().filter(|(_, kind)| kind.mailing == Mailing::Mailed);
    let entries = kinds.filter_map(|(name, _)| site.entries.get(name)).flatten();
    entries.map(AsRef::as_ref).filter(|entry: &&Entry| entry.route.is_some())
}

/// `/infolettres/octobre/email.html`; `/octobre.html` has `/octobre.email.html`.
fn beside(route: &Route, name: &str) -> Option<Route> {
    match route.as_str().strip_suffix(".html") {
        Some(bare) => Route::new(&format!("{bare}.{name}")),
        None => Route::new(&format!("{}/{name}", route.as_str().trim_end_matches('/'))),
    }
}

/// The last segment of a page's address, which names its letter.
pub fn slug(route: &Route) -> &str {
    let last = route.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    last.strip_suffix(".html").unwrap_or(last)
}

fn view(site: &Site, entry: &Entry, route: &Route, stills: &Stills) -> LetterView {
    let own = |name: &str| entry.summary.value.get(name).and_then(Value::as_text).map(str::to_owned);
    let setting = |name: &str| {
        let text = site.config.at(&format!("email.{name}")).and_then(Node::text);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let title = own("title").unwrap_or_default();
    let day = entry.summary.value.get("date").and_then(Value::as_date);
    let zone = site.config.fields.text("timezone").unwrap_or("Europe/Paris");
    let morning = || Zone::named(zone)?.stamp(day.unwrap_or(site.today), MORNING);
    let address = own("from_email").or_else(|| setting("from_email"));
    let reply_to = own("reply_to").or_else(|| setting("reply_to"));
    LetterView {
        source: entry.source.clone(),
        slug: slug(route).to_owned(),
        route: route.clone(),
        base_url: site.base_url.clone(),
        lang: own("lang").unwrap_or_else(|| site.config.lang.clone()),
        subject: own("subject").unwrap_or_else(|| title.clone()),
        title,
        preheader: own("preheader"),
        date: own("send_date").or_else(morning).unwrap_or_default(),
        day,
        list: list(site, reply_to.as_deref().or(address.as_deref())),
        from: Sender { name: own("from_name").or_else(|| setting("from_name")), address },
        reply_to,
        campaign: own("utm_campaign"),
        page: entry.summary.clone(),
        prose: entry.prose.clone(),
        pictures: stills.pictures.clone(),
        drawings: stills.drawings.iter().map(|(number, (route, _))| (*number, route.clone())).collect(),
    }
}

/// As the site says; without an address of its own, leaving is writing to whoever sends.
fn list(site: &Site, sender: Option<&str>) -> ListHeaders {
    let given = site.config.at("email.unsubscribe");
    let texts = given.into_iter().flat_map(|node| node.list().unwrap_or(std::slice::from_ref(node)));
    let mut unsubscribe: Vec<String> = texts.filter_map(Node::text).map(str::to_owned).collect();
    if unsubscribe.is_empty() {
        unsubscribe.extend(sender.map(|sender| format!("mailto:{sender}?subject=D%C3%A9sabonnement")));
    }
    let id = site.config.at("email.list_id").and_then(Node::text).map(str::to_owned);
    let one_click = site.config.at("email.one_click").and_then(Node::truth) == Some(true);
    ListHeaders { id, unsubscribe, one_click }
}

/// What a letter shows, under names that change with what is in them.
struct Stills {
    pictures: BTreeMap<Route, Picture>,
    copies: BTreeMap<Route, Asset>,
    drawings: BTreeMap<u32, (Route, Arc<crate::model::figure::Figure>)>,
}

impl Stills {
    fn of(site: &Site, entry: &Entry) -> Self {
        let mut stills =
            Self { pictures: BTreeMap::new(), copies: BTreeMap::new(), drawings: BTreeMap::new() };
        for (link, n) in entry.prose.document.body.links.iter().zip(0..) {
            let target = entry.prose.targets.get(n);
            if let (true, Target::File { route, size: Some(size), .. }) = (link.role.is_image(), target) {
                stills.picture(site, route, *size);
            }
        }
        for (number, drawing) in entry.prose.drawings.iter().enumerate() {
            let Drawing::Figure(figure) = drawing else { continue };
            if figure.form == Form::Table {
                continue;
            }
            let figure = Arc::new((**figure).clone());
            let print = crate::base::fingerprint::Fingerprint::of(&figure).short();
            if let Some(route) = Route::new(&format!("/{LASTING}{}-{print}.png", figure.id)) {
                stills.drawings.insert(number as u32, (route, figure));
            }
        }
        stills
    }

    /// PNG and JPEG alone are shown by all mail programs.
    fn picture(&mut self, site: &Site, route: &Route, (width, height): (u32, u32)) {
        let Some(asset) = site.assets.get(route).filter(|_| width > 0) else { return };
        let ending = asset.path.extension().to_ascii_lowercase();
        if !matches!(ending.as_str(), "png" | "jpg" | "jpeg") {
            return;
        }
        let version = asset.version.unwrap_or(asset.stamp).short();
        let name = format!("/{LASTING}{}-{version}.{ending}", asset.path.stem());
        let Some(copy) = Route::new(&name) else { return };
        let shown = width.min(COLUMN);
        let high = (u64::from(height) * u64::from(shown) / u64::from(width)).max(1) as u32;
        self.pictures.insert(route.clone(), Picture { route: copy.clone(), width: shown, height: high });
        self.copies.insert(copy, asset.clone());
    }

    /// The files themselves; two letters may show the same one.
    fn publish(self, entry: &Entry, claims: &mut Claims) {
        let holder = Holder::file(&entry.source);
        let reads: BTreeSet<SitePath> = entry.sources().collect();
        for (route, asset) in self.copies {
            let reads = reads.iter().cloned().chain([asset.path.clone()]).collect();
            if !claims.has(&route) {
                claims.put(route, Job::new(Work::published(&asset), reads), holder.clone());
            }
        }
        for (route, figure) in self.drawings.into_values() {
            if !claims.has(&route) {
                claims.put(route, Job::new(Work::Still(figure), reads.clone()), holder.clone());
            }
        }
    }
}
