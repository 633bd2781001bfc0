//! Files become a site: fields meet their schema, holes meet what fills them.
//! Cheap on purpose, and therefore redone in full at every round.
pub mod address;
pub mod compute;
pub mod datasets;
pub mod entries;
pub mod figures;
pub mod files;
pub mod fitting;
pub mod images;
pub mod links;
pub mod references;
pub mod schema;
pub mod search;
pub mod theme;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::assemble::datasets::Shelf;
use crate::assemble::entries::Draft;
use crate::assemble::files::Files;
use crate::assemble::links::Known;
use crate::assemble::references::Index;
use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::config::Options;
use crate::model::config::Styles;
use crate::model::kind::Kind;
use crate::model::kind::KindName;
use crate::model::parsed::Asset;
use crate::model::parsed::Parsed;
use crate::model::site::Entry;
use crate::model::site::Site;

/// `None` when the site has no usable configuration: nothing can be said of
/// the rest without one.
pub fn assemble(files: &[&Parsed], options: &Options) -> Checked<Option<Site>> {
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
    let assets = published(&files);
    let sources: Vec<_> =
        files.documents.iter().map(|document| (document, files.kind_of(&document.path))).collect();
    let base_url = options.base_url.clone().unwrap_or_else(|| config.base_url.clone());
    fitting::check(&theme.theme.settings, &config, &base_url, &mut diagnostics);
    let context = entries::Context { options, assets: &assets, base_url: &base_url };
    let drafts: Vec<Checked<Option<Draft>>> =
        sources.par_iter().map(|(document, kind)| entries::draft(document, kind, &context)).collect();
    let mut drafts: Vec<Draft> = drafts.into_iter().filter_map(|draft| diagnostics.take(draft)).collect();
    let index = Index::of(&drafts, &files);
    references::resolve(&mut drafts, &index, &mut diagnostics);
    let known = Known::new(&drafts, &files, &assets, &base_url);
    let (pages, loaders) = (files.data_pages(), config.loaders.as_slice());
    let shelf = Shelf { data: &files.data, today: options.today, pages, loaders };
    let finished: Vec<_> = drafts.par_iter().map(|draft| entries::finish(draft, &known, &shelf)).collect();
    let mut pending = Vec::new();
    let (mut entries, mut introductions) = (BTreeMap::<KindName, Vec<Entry>>::new(), BTreeMap::new());
    for (draft, finished) in drafts.iter().zip(finished) {
        let (entry, mut links) = diagnostics.take(finished);
        pending.append(&mut links);
        if draft.introduces {
            introductions.insert(SitePath::new(draft.document.path.folder()), Arc::new(entry));
        } else {
            entries.entry(entry.kind.clone()).or_default().push(entry);
        }
    }
    let kinds: BTreeMap<KindName, Arc<Kind>> =
        files.kinds.values().map(|kind| (kind.name.clone(), kind.clone())).collect();
    for (name, entries) in &mut entries {
        entries::order(entries, kinds.get(name));
    }
    let shown = shown(entries.values().flatten().chain(introductions.values().map(Arc::as_ref)));
    shelf.check(&shown, &mut diagnostics);
    let open_data = shelf.given(&shown);
    let searched = theme.theme.settings.search.is_some() && config.wants_search();
    let all = entries.values().flatten().chain(introductions.values().map(Arc::as_ref));
    let readings = if searched { search::readings(all, &config.lang) } else { BTreeMap::new() };
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
        readings,
        pending,
    };
    Checked::new(Some(site), diagnostics)
}

/// Every other file of `content/`, at the same address without that folder.
fn published(files: &Files<'_>) -> BTreeMap<Route, Asset> {
    let address = |asset: &&Asset| Route::new(asset.path.as_str().strip_prefix("content/")?);
    files.assets.iter().filter_map(|asset| Some((address(asset)?, (*asset).clone()))).collect()
}

/// The data files that figures were made from.
fn shown<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeSet<SitePath> {
    let borrowed = entries.flat_map(|entry| &entry.borrowed);
    borrowed.filter(|path| path.top() == "data").cloned().collect()
}
