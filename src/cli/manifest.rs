//! The manifest of what was laid, told from the plan that it was laid from.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::cli::pages;
use crate::cli::round::Round;
use crate::edge::manifest;
use crate::edge::manifest::Address;
use crate::edge::manifest::Manifest;
use crate::edge::publish::packed;
use crate::edge::publish::packed::Packed;
use crate::model::source::Snapshot;
use crate::pipeline;
use crate::pipeline::publication;

/// Sources of one address beyond which their folders are named instead: a list
/// of ten thousand texts is told by their folder.
const MOST: usize = 12;

/// The files that were laid.
#[derive(Default)]
pub struct Laid {
    pub prints: BTreeMap<Route, Fingerprint>,
    /// Compressed forms; `None` when none were asked for.
    pub packed: Option<BTreeMap<Route, Packed>>,
}

/// The text of the manifest.
pub fn manifest(round: &Round, laid: &Laid) -> String {
    let plan = &round.build.plan;
    let mut read: BTreeSet<SitePath> = [SitePath::new("kiosque.yaml")].into();
    for job in laid.prints.keys().filter_map(|route| plan.jobs.get(route)) {
        read.extend(job.reads.iter().cloned());
    }
    let theme = theme(&round.snapshot);
    read.retain(|path| !theme.contains(path));
    let sources = manifest::hashes(&round.snapshot, read);
    let base_url = plan.site.value.get("base_url").and_then(|url| url.as_text()).unwrap_or_default();
    let head = Manifest {
        theme: Fingerprint::of(&manifest::hashes(&round.snapshot, theme)).whole(),
        sources: sources.into_iter().map(|(path, print)| (path, print.whole())).collect(),
        gone: plan.redirects.gone.iter().map(|route| route.as_str().to_owned()).collect(),
        packing: laid.packed.as_ref().map_or("", |_| packed::WAY).to_owned(),
        ..Manifest::new(base_url)
    };
    head.text(laid.prints.iter().map(|(route, print)| (route.as_str(), address(route, *print, round, laid))))
}

fn address(route: &Route, print: Fingerprint, round: &Round, laid: &Laid) -> Address {
    let mut address = Address { hash: print.whole(), ..Address::default() };
    if let Some(job) = round.build.plan.jobs.get(route) {
        address.title = pages::title(job);
        address.to = pages::target(job);
        address.text = publication::text(job).map(|path| path.as_str().to_owned());
        address.passing = address.title.is_some() && !publication::is_promised(route, job);
        address.sources = sources(&job.reads, &round.snapshot);
    }
    let packed = laid.packed.as_ref().and_then(|packed| packed.get(route));
    let named = |(ending, print): (&&str, &Fingerprint)| ((*ending).to_owned(), print.whole());
    address.packed = packed.into_iter().flatten().map(named).collect();
    address
}

fn sources(reads: &BTreeSet<SitePath>, snapshot: &Snapshot) -> Vec<String> {
    let name = |path: &SitePath| match snapshot.get(path) {
        Some(_) if reads.len() > MOST && !path.folder().is_empty() => format!("{}/", path.folder()),
        Some(_) => path.as_str().to_owned(),
        None => format!("{path}/"),
    };
    let named: BTreeSet<String> = reads.iter().map(name).collect();
    named.into_iter().collect()
}

/// What the theme's authors wrote; what their packages hold is told by the lock
/// file that names their versions.
fn theme(snapshot: &Snapshot) -> BTreeSet<SitePath> {
    let folder = format!("themes/{}/", pipeline::settings(snapshot).theme);
    let own =
        |path: &&SitePath| path.as_str().starts_with(&folder) && !path.as_str().contains("/node_modules/");
    snapshot.files().map(|file| &file.path).filter(own).cloned().collect()
}
