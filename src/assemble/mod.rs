//! Files become a site: fields meet their schema, holes meet what fills them.
pub mod accounts;
pub mod address;
pub mod compute;
pub mod datasets;
pub mod days;
pub mod entries;
pub mod figures;
pub mod files;
pub mod fitting;
pub mod images;
pub mod links;
pub mod order;
pub mod past;
pub mod pictures;
pub mod references;
pub mod schema;
pub mod search;
pub mod theme;
pub mod truths;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assemble::datasets::Shelf;
use crate::assemble::entries::Context;
use crate::assemble::entries::Finished;
use crate::assemble::files::Files;
use crate::assemble::links::Known;
use crate::assemble::past::Past;
use crate::assemble::references::Index;
use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::config::Options;
use crate::model::config::Styles;
use crate::model::kind::Kind;
use crate::model::kind::KindName;
use crate::model::memory::Absent;
use crate::model::parsed::Asset;
use crate::model::parsed::Parsed;
use crate::model::site::Entry;
use crate::model::site::Site;

/// `None` when the site has no usable configuration: nothing can be said of
/// the rest without one. What `past` holds of the last round only saves time.
pub fn assemble(files: &[&Parsed], options: &Options, past: &mut Past) -> Checked<Option<Site>> {
    let mut diagnostics = Diagnostics::default();
    let files = Files::sort(files, &mut diagnostics);
    let Some(config) = files.config.clone() else { return Checked::new(None, diagnostics) };
    let mut theme = theme::gather(&files, &config.theme, &mut diagnostics);
    if options.styles == Styles::Whole {
        for sheet in &mut theme.theme.settings.styles {
            sheet.prefixes.clear();
            sheet.parts.clear();
        }
    }
    let assets = past.published(&files.assets, &theme.theme.settings.images);
    let base_url = options.base_url.clone().unwrap_or_else(|| config.base_url.clone());
    fitting::check(&theme.theme.settings, &config, &base_url, &mut diagnostics);
    let (pages, loaders) = (files.data_pages(), config.loaders.as_slice());
    let shelf = Shelf { data: &files.data, today: options.today, pages, loaders };
    let (finished, absent) = finished(&files, (options, &assets, &base_url), &shelf, past, &mut diagnostics);
    let kinds: BTreeMap<KindName, Arc<Kind>> =
        files.kinds.values().map(|kind| (kind.name.clone(), kind.clone())).collect();
    let (entries, introductions) = placed(&finished, &kinds, past);
    let all = || entries.values().flatten().chain(introductions.values());
    let accounts = accounts::gather(&theme.theme.settings.pages, &config, &shelf, &mut diagnostics);
    let mut shown = shown(all());
    shown.extend(accounts.values().map(|accounts| accounts.data.set.path.clone()));
    shelf.check(&shown, &mut diagnostics);
    let open_data = shelf.given(&shown);
    let searched = theme.theme.settings.search.is_some() && config.wants_search();
    let readings = search::readings(&mut past.readings, all().filter(|_| searched), &config.lang);
    let site = Site {
        base_url,
        today: options.today,
        theme: theme.theme,
        theme_files: theme.files,
        config,
        kinds,
        entries,
        introductions,
        assets,
        open_data,
        accounts,
        readings,
        memory: files.memory.clone(),
        absent,
    };
    Checked::new(Some(site), diagnostics)
}

/// Every document that is to be published, as an entry; in the order of paths.
fn finished(
    files: &Files<'_>,
    (options, assets, base_url): (&Options, &Arc<BTreeMap<Route, Asset>>, &str),
    shelf: &Shelf<'_>,
    past: &mut Past,
    diagnostics: &mut Diagnostics,
) -> (Vec<Arc<Finished>>, Absent) {
    let (drafts, hidden) = past.drafts(&files.ruled(), &Context { options, assets }, diagnostics);
    let drafts = references::resolve(&mut past.references, &drafts, &Index::of(&drafts, files), diagnostics);
    let absent = Absent { hidden, broken: files.broken.clone() };
    let known = Known { drafts: &drafts, absent: &absent, assets, base_url };
    let finished = past.finished(&known, shelf);
    finished.iter().for_each(|it| diagnostics.extend(it.told.clone()));
    (finished, absent)
}

type Placed = (BTreeMap<KindName, Vec<Arc<Entry>>>, BTreeMap<SitePath, Arc<Entry>>);

/// The entries of each kind in the order of its list, and the texts above lists.
fn placed(finished: &[Arc<Finished>], kinds: &BTreeMap<KindName, Arc<Kind>>, past: &mut Past) -> Placed {
    let (mut entries, mut introductions) = (BTreeMap::<&KindName, Vec<_>>::new(), BTreeMap::new());
    for Finished { entry, draft, .. } in finished.iter().map(AsRef::as_ref) {
        if draft.introduces {
            introductions.insert(SitePath::new(draft.document.path.folder()), entry.clone());
        } else {
            entries.entry(&entry.kind).or_default().push(entry.clone());
        }
    }
    past.orders.retain(|name, _| entries.contains_key(name));
    let order = |(name, entries): (&KindName, Vec<Arc<Entry>>)| {
        let order = past.orders.entry(name.clone()).or_default();
        (name.clone(), order.of(entries, kinds.get(name)))
    };
    (entries.into_iter().map(order).collect(), introductions)
}

/// The data files that figures were made from.
fn shown<'a>(entries: impl Iterator<Item = &'a Arc<Entry>>) -> BTreeSet<SitePath> {
    let borrowed = entries.flat_map(|entry| &entry.borrowed);
    borrowed.filter(|path| path.top() == "data").cloned().collect()
}
