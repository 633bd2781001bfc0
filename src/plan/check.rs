//! What only the whole plan can tell: templates that are wanted, links from the
//! root.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::base::diagnostic::nearest;
use crate::base::path::Route;
use crate::base::path::encode;
use crate::base::span::Span;
use crate::model::document::Document;
use crate::model::plan::Work;
use crate::model::site::Pending;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::plan::claims::Claims;

/// Broken links for which a near address is looked for: it reads them all.
const GUESSES: usize = 20;

/// Each template that a page wants and the theme lacks, told once.
pub fn templates(site: &Site, claims: &mut Claims) {
    if site.theme.templates.is_empty() {
        return;
    }
    shapes(site, claims);
    let mut told = BTreeSet::new();
    for (_, job) in claims.jobs() {
        let wanted = match &job.work {
            Work::Page { template, .. } => template.clone(),
            Work::Letter(_, medium) => medium.template(),
            _ => continue,
        };
        if !site.theme.templates.contains_key(&wanted) {
            told.insert((wanted, job.reads.first().cloned()));
        }
    }
    let names: Vec<&str> = site.theme.templates.keys().map(|name| name.0.as_str()).collect();
    let mut seen = BTreeSet::new();
    for (template, source) in told {
        if !seen.insert(template.clone()) {
            continue;
        }
        let at = source.as_ref().map_or(Place::Nowhere, |path| Place::Bytes(Span::top(path)));
        let message = format!("le thème « {} » n'a pas de gabarit « {} »", site.config.theme, template.0);
        let fault = Diagnostic::error(Code::TemplateMissing, at, message);
        claims.diagnostics.push(match nearest(&template.0, names.iter().copied()) {
            Some(near) => fault.with_help(format!("vouliez-vous « {near} » ?")),
            None => {
                let folder = format!("themes/{}/templates/{}", site.config.theme, template.0);
                fault.with_help(format!("créez « {folder} »"))
            }
        });
    }
}

/// Templates of the kinds' own folders.
fn shapes(site: &Site, claims: &mut Claims) {
    for kind in site.kinds.values() {
        for shape in &kind.shapes {
            if site.theme.templates.contains_key(&TemplateName(shape.template.clone())) {
                continue;
            }
            let message = format!("le gabarit « content/{} » n'existe pas", shape.template);
            let fault = Diagnostic::error(Code::TemplateMissing, Span::top(&kind.path), message);
            claims
                .diagnostics
                .push(fault.with_help("créez ce fichier, ou retirez sa ligne sous « shapes: »"));
        }
    }
}

/// Links from the root, now that every address is known.
pub fn links(site: &Site, claims: &mut Claims) {
    let documents: BTreeMap<&Route, &Document> =
        site.all().filter_map(|entry| Some((entry.route.as_ref()?, entry.prose.document.as_ref()))).collect();
    let mut faults = Vec::new();
    for link in site.all().flat_map(|entry| &entry.pending) {
        match answering(&link.address, claims) {
            Some(route) => faults.extend(anchor(link, documents.get(&route).copied())),
            None => faults.push(broken(link, claims, faults.len())),
        }
    }
    for fault in faults {
        claims.diagnostics.push(fault);
    }
}

/// The route whose file a static host would give for that address.
pub fn answering(address: &str, claims: &Claims) -> Option<Route> {
    let bare = address.trim_end_matches('/');
    let index = address.strip_suffix("index.html").map(str::to_owned);
    let candidates =
        [Some(address.to_owned()), Some(format!("{bare}/")), Some(format!("{bare}.html")), index];
    candidates.into_iter().flatten().filter_map(|text| Route::new(&text)).find(|route| claims.has(route))
}

fn anchor(link: &Pending, document: Option<&Document>) -> Option<Diagnostic> {
    let wanted = link.anchor.as_deref().filter(|anchor| !anchor.is_empty())?;
    let body = &document?.body;
    let headings = body.headings.iter().map(|heading| &*heading.id);
    let known: Vec<&str> = headings.chain(body.ids.iter().map(|id| &**id)).collect();
    if known.contains(&wanted) {
        return None;
    }
    let message = format!("l'ancre « #{wanted} » n'existe pas dans la page « {} »", link.address);
    let warning = Diagnostic::warning(Code::AnchorBroken, link.span.clone(), message);
    Some(match nearest(wanted, known.iter().copied()) {
        Some(near) => warning.with_help(format!("vouliez-vous « #{near} » ?")),
        None => warning.with_help("une ancre est le titre en minuscules, avec des tirets"),
    })
}

fn broken(link: &Pending, claims: &Claims, faults: usize) -> Diagnostic {
    let (code, what) = match link.image {
        true => (Code::FileMissing, "aucune image n'est publiée à"),
        false => (Code::LinkBroken, "aucune page n'est publiée à"),
    };
    let warning = Diagnostic::warning(code, link.span.clone(), format!("{what} « {} »", link.address));
    let routes = claims.jobs().map(|(route, _)| route.as_str());
    let near = (faults < GUESSES).then(|| nearest(&link.address, routes)).flatten();
    match near {
        Some(near) => warning.with_help(format!("vouliez-vous « {} » ?", encode(near))),
        None if link.image => warning.with_help(format!("placez le fichier à « content{} »", link.address)),
        None => warning.with_help("corrigez l'adresse, ou créez la page"),
    }
}
