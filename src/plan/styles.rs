//! Files of the theme that pages may ask for, and the style sheets cut to the
//! class names that templates and texts can produce.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::parsed::Asset;
use crate::model::plan::Job;
use crate::model::plan::Share;
use crate::model::plan::StyleWork;
use crate::model::plan::Supply;
use crate::model::plan::Work;
use crate::model::site::Site;
use crate::model::theme::StyleSheet;
use crate::model::theme::Theme;
use crate::model::value::Fields;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::classes;
use crate::plan::classes::Words;
use crate::plan::gleaned::Gleanings;

/// What the theme's files were, and what they were made from.
pub struct Supplied {
    theme: Theme,
    files: BTreeMap<SitePath, Asset>,
    settings: Fields,
    words: Arc<Words>,
    supplies: Arc<BTreeMap<String, Supply>>,
}

/// By the name that templates use; addresses hold a version, so that a browser
/// may keep a file for ever.
pub fn supplies(
    site: &Site,
    gleanings: &Gleanings,
    past: &mut Option<Supplied>,
) -> Arc<BTreeMap<String, Supply>> {
    let words = &gleanings.words;
    let still = |known: &&Supplied| {
        known.words == *words
            && known.theme == site.theme
            && known.settings == site.config.fields
            && known.files == site.theme_files
    };
    if let Some(known) = past.as_ref().filter(still) {
        return known.supplies.clone();
    }
    let supplies = Arc::new(made(site, words));
    let (theme, files) = (site.theme.clone(), site.theme_files.clone());
    let settings = site.config.fields.clone();
    *past = Some(Supplied { theme, files, settings, words: words.clone(), supplies: supplies.clone() });
    supplies
}

fn made(site: &Site, words: &Words) -> BTreeMap<String, Supply> {
    let Some(folder) = site.theme.settings.path.as_ref().map(SitePath::folder) else {
        return BTreeMap::new();
    };
    let mut supplies = BTreeMap::new();
    let mut files = BTreeMap::new();
    for place in site.theme.settings.assets.iter().rev() {
        let start = format!("{folder}/{place}/");
        let first = SitePath::new(&start);
        let within =
            site.theme_files.range(first..).take_while(|(path, _)| path.as_str().starts_with(&start));
        for (path, asset) in within {
            let name = path.as_str()[start.len()..].to_owned();
            files.insert(path.clone(), name.clone());
            if let Some(route) = address(path.stem(), path.extension(), asset.version) {
                supplies.insert(name, supply(route, Work::Copy(asset.clone()), [path.clone()].into()));
            }
        }
    }
    let files = Arc::new(files);
    // A sheet names drawings and fonts by their versions, or holds them.
    let named =
        supplies.values().map(|supply| &supply.route).filter(|route| !route.as_str().ends_with(".js"));
    let named = Fingerprint::of(&named.collect::<Vec<_>>());
    for sheet in &site.theme.settings.styles {
        let work = style(site, words, sheet, &files);
        let version = Fingerprint::of(&(work_version(&work), named));
        let (stem, extension) = sheet.name.rsplit_once('.').unwrap_or((&sheet.name, "css"));
        if let Some(route) = address(stem, extension, Some(version)) {
            supplies.insert(sheet.name.clone(), supply(route, Work::Style(work), BTreeSet::new()));
        }
    }
    for script in &site.theme.settings.scripts {
        let sources: Vec<Asset> = sources(site, folder, &script.sources).collect();
        let version = Fingerprint::of(&sources.iter().map(|source| source.version).collect::<Vec<_>>());
        let (stem, extension) = script.name.rsplit_once('.').unwrap_or((&script.name, "js"));
        if let Some(route) = address(stem, extension, Some(version)) {
            supplies.insert(script.name.clone(), supply(route, Work::Script(sources), BTreeSet::new()));
        }
    }
    supplies
}

fn supply(route: Route, work: Work, reads: BTreeSet<SitePath>) -> Supply {
    Supply { route, job: Job::new(work, reads) }
}

/// What the style sheet is made from, without the stamps of this disk.
fn work_version(work: &StyleWork) -> Fingerprint {
    let StyleWork { sources, used, prefixes, parts, share: _, files: _ } = work;
    let sources: Vec<_> = sources.iter().map(|source| source.version).collect();
    Fingerprint::of(&(sources, used, prefixes, parts))
}

fn address(stem: &str, extension: &str, version: Option<Fingerprint>) -> Option<Route> {
    let version = version.unwrap_or_default().short();
    Route::new(&format!("/assets/{stem}.{version}.{extension}"))
}

fn style(
    site: &Site,
    words: &Words,
    sheet: &StyleSheet,
    files: &Arc<BTreeMap<SitePath, String>>,
) -> StyleWork {
    let used = classes::used(site, words, sheet);
    let folder = site.theme.settings.path.as_ref().map_or("", SitePath::folder);
    StyleWork {
        sources: sources(site, folder, &sheet.sources).collect(),
        used: Arc::new(used),
        prefixes: sheet.prefixes.clone(),
        parts: sheet.parts.clone(),
        share: Share::Base,
        files: files.clone(),
    }
}

/// Those that are there: what is missing is told once, below.
fn sources<'a>(site: &'a Site, folder: &'a str, names: &'a [String]) -> impl Iterator<Item = Asset> + 'a {
    let path = move |source: &String| SitePath::new(&format!("{folder}/{source}"));
    names.iter().filter_map(move |source| site.theme_files.get(&path(source)).cloned())
}

/// Files that the theme publishes whatever templates say.
pub fn publish(site: &Site, supplies: &BTreeMap<String, Supply>, claims: &mut Claims) {
    let Some(path) = &site.theme.settings.path else { return };
    for (from, to) in &site.theme.settings.publish {
        let source = SitePath::new(&format!("{}/{from}", path.folder()));
        let work = match (site.theme_files.get(&source), supplies.get(from)) {
            (Some(asset), _) => Work::Copy(asset.clone()),
            (None, Some(supply)) => supply.job.work.clone(),
            (None, None) => {
                let message = format!("le fichier « {from} » du thème n'existe pas");
                claims.diagnostics.push(Diagnostic::error(Code::FileMissing, Span::top(path), message));
                continue;
            }
        };
        if let Some(route) = Route::new(to) {
            let job = Job::new(work, [source, path.clone()].into());
            claims.put(route, job, Holder::setting(format!("le fichier « {from} » du thème"), path));
        }
    }
    for source in site.theme.settings.styles.iter().flat_map(|sheet| &sheet.sources) {
        missing(site, path, ("la feuille de style", source), claims);
    }
    for source in site.theme.settings.scripts.iter().flat_map(|script| &script.sources) {
        missing(site, path, ("le script", source), claims);
    }
}

fn missing(site: &Site, path: &SitePath, (what, source): (&str, &str), claims: &mut Claims) {
    let file = SitePath::new(&format!("{}/{source}", path.folder()));
    if !site.theme_files.contains_key(&file) {
        let message = format!("{what} « {source} » n'existe pas");
        let fault = Diagnostic::error(Code::FileMissing, Span::top(path), message);
        claims
            .diagnostics
            .push(fault.with_help("si elle vient d'un paquet : « npm ci » dans le dossier du thème"));
    }
}
