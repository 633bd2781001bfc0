//! A site becomes routes: what each file will be, before any is made.
pub mod analytics;
pub mod check;
pub mod claims;
pub mod classes;
pub mod collections;
pub mod datasets;
pub mod duties;
pub mod facts;
pub mod feeds;
pub mod foreign;
pub mod letters;
pub mod listings;
pub mod memory;
pub mod pages;
pub mod pictures;
pub mod policy;
pub mod redirects;
pub mod search;
pub mod styles;
pub mod terms;
pub mod translations;
pub mod typing;

use std::sync::Arc;

use crate::base::diagnostic::Checked;
use crate::base::path::Route;
use crate::model::plan::Job;
use crate::model::plan::Plan;
use crate::model::plan::Work;
use crate::model::site::Site;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::translations::Translations;

pub fn plan(site: &Site) -> Checked<Plan> {
    let mut claims = Claims::default();
    let taxonomies = terms::gather(site);
    let loads = policy::loads(site, &mut claims.diagnostics);
    let facts = facts::site(site, &loads);
    for (route, asset) in &site.assets {
        let job = Job::new(Work::published(asset), [asset.path.clone()].into());
        claims.put(route.clone(), job, Holder::file(&asset.path));
    }
    pages::plan(site, &mut claims);
    letters::plan(site, &mut claims);
    let issues = letters::issues::all(site, &mut claims.diagnostics);
    listings::plan(site, &taxonomies, &mut claims);
    terms::plan(site, &taxonomies, &mut claims);
    datasets::plan(site, &mut claims);
    collections::shapes(site, &mut claims);
    feeds::plan(site, &mut claims);
    pages::theme_pages(site, &mut claims);
    Translations::of(site, &mut claims.diagnostics).tell(&mut claims);
    search::plan(site, &mut claims);
    let supplies = Arc::new(styles::supplies(site));
    styles::publish(site, &supplies, &mut claims);
    let redirects = redirects::plan(site, &mut claims);
    facts::well_known(site, &mut claims);
    let headers = policy::headers(site, &loads, &claims);
    policy::plan(site, &headers, &mut claims);
    claims.folders();
    duties::check(site, &mut claims.diagnostics);
    letters::check(site, &mut claims.diagnostics);
    check::templates(site, &mut claims);
    check::links(site, &mut claims);
    let lost = memory::check(site, &claims);
    claims.diagnostics.extend(lost);
    let (jobs, diagnostics) = claims.finish();
    let (memory, copies) = (site.memory.clone(), pictures::copies(site));
    Checked::new(
        Plan { jobs, site: facts, headers, redirects, memory, assets: supplies, copies, issues },
        diagnostics,
    )
}

/// A file at a fixed address, such as `/robots.txt`.
pub fn fixed(address: &str) -> Route {
    Route::new(address).expect("a fixed address keeps the rules of addresses")
}
