//! A site becomes routes: what each file will be, before any is made.
pub mod accounts;
pub mod analytics;
pub mod changes;
pub mod check;
pub mod claims;
pub mod classes;
pub mod collections;
pub mod datasets;
pub mod duties;
pub mod facts;
pub mod feeds;
pub mod files;
pub mod foreign;
pub mod gleaned;
pub mod letters;
pub mod linked;
pub mod listings;
pub mod memory;
pub mod pages;
pub mod past;
pub mod pictures;
pub mod policy;
pub mod redirects;
pub mod rooted;
pub mod search;
pub mod styles;
pub mod terms;
pub mod theme_pages;
pub mod translations;
pub mod typing;

use std::sync::Arc;

use crate::base::diagnostic::Checked;
use crate::base::path::Route;
use crate::model::plan::Plan;
use crate::model::site::Site;
use crate::plan::changes::Changes;
use crate::plan::claims::Claims;
use crate::plan::past::Past;
use crate::plan::translations::Translations;

/// What `past` holds of the last round only saves time.
pub fn plan(site: &Site, past: &mut Past) -> Checked<Plan> {
    let mut claims = Claims::default();
    past.begin(site);
    let gleanings = &past.gleanings;
    let taxonomies = terms::gather(site, gleanings);
    let loads = policy::loads(site, gleanings, &mut claims.diagnostics);
    let facts = facts::site(site, &loads);
    past.files.publish(site, &mut claims);
    pages::plan(site, &mut past.pages, &mut claims);
    letters::plan(site, &mut claims);
    let issues = letters::issues::all(site, &mut claims.diagnostics);
    listings::plan(site, &taxonomies, &mut past.lists, &mut claims);
    terms::plan(site, &taxonomies, &mut past.terms, &mut claims);
    datasets::plan(site, &mut claims);
    collections::shapes(site, &mut claims);
    feeds::plan(site, gleanings, &mut claims);
    theme_pages::plan(site, &mut past.theme_pages, &mut claims);
    Translations::of(site, gleanings, &mut claims.diagnostics).tell(&mut claims);
    search::plan(site, &mut claims);
    let supplies = styles::supplies(site, gleanings, &mut past.supplied);
    styles::publish(site, &supplies, &mut claims);
    let redirects = redirects::plan(site, &mut claims);
    let changes = Changes::since(&past.jobs, &claims);
    facts::well_known(site, &mut past.sitemap, changes.led, &mut claims);
    let headers = policy::headers(site, &loads, &claims);
    policy::plan(site, &headers, &mut claims);
    past.addressed(&mut claims);
    duties::check(site, &mut claims.diagnostics);
    letters::check(site, &mut claims.diagnostics);
    check::templates(site, (&mut past.whole, &changes), &mut claims);
    let broken = past.rooted.check(site, &claims);
    claims.diagnostics.extend(broken);
    claims.diagnostics.extend(linked::check(site, &claims));
    let lost = memory::check(site, &claims);
    claims.diagnostics.extend(lost);
    let (jobs, diagnostics) = claims.finish();
    let jobs = Arc::new(jobs);
    past.jobs = jobs.clone();
    let (memory, offer) = (site.memory.clone(), past.files.offer(&supplies));
    Checked::new(
        Plan { jobs, site: facts, headers, redirects, memory, assets: supplies, offer, issues },
        diagnostics,
    )
}

/// A file at a fixed address, such as `/robots.txt`.
pub fn fixed(address: &str) -> Route {
    Route::new(address).expect("a fixed address keeps the rules of addresses")
}
