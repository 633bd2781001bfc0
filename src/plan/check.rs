//! What only the whole plan can tell: templates that are wanted.
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::base::diagnostic::nearest;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::plan::Job;
use crate::model::plan::Work;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::plan::changes::Changes;
use crate::plan::claims::Claims;

/// What is remembered of a round in which no template was missing: those that
/// there were.
#[derive(Default)]
pub struct Whole(Option<Vec<TemplateName>>);

/// Each template that a page wants and the theme lacks, told once.
pub fn templates(site: &Site, (past, changes): (&mut Whole, &Changes), claims: &mut Claims) {
    if site.theme.templates.is_empty() {
        *past = Whole(None);
        return;
    }
    let told = claims.diagnostics.len();
    shapes(site, claims);
    let known = past.0.as_ref().is_some_and(|known| known.iter().eq(site.theme.templates.keys()));
    let missing = match known {
        true => missing(site, changes.fresh.iter()),
        false => missing(site, claims.jobs().map(|(_, job)| job)),
    };
    tell(site, missing, claims);
    let whole = claims.diagnostics.len() == told;
    *past = Whole(whole.then(|| site.theme.templates.keys().cloned().collect()));
}

/// Names of templates, each with the first source of what wants it.
type Missing = BTreeSet<(TemplateName, Option<SitePath>)>;

fn missing<'a>(site: &Site, jobs: impl Iterator<Item = &'a Arc<Job>>) -> Missing {
    let (mut missing, mut last) = (BTreeSet::new(), None);
    for job in jobs {
        let wanted = match &job.work {
            Work::Page { template, .. } => Cow::Borrowed(template),
            Work::Letter(_, medium) => Cow::Owned(medium.template()),
            _ => continue,
        };
        // Neighbours mostly want the same one.
        if last.as_ref() == Some(&wanted) {
            continue;
        }
        if site.theme.templates.contains_key(&*wanted) {
            last = Some(wanted);
        } else {
            // A file can be opened, a folder that was read cannot.
            let source = job.reads.iter().find(|path| path.name().contains('.'));
            missing.insert((wanted.into_owned(), source.cloned()));
        }
    }
    missing
}

fn tell(site: &Site, missing: Missing, claims: &mut Claims) {
    let names: Vec<&str> = site.theme.templates.keys().map(|name| name.0.as_str()).collect();
    let mut seen = BTreeSet::new();
    for (template, source) in missing {
        if !seen.insert(template.clone()) {
            continue;
        }
        let at = source.as_ref().map_or(Place::Nowhere, |path| Place::Bytes(Span::top(path)));
        let message = format!("le thème « {} » n'a pas de gabarit « {} »", site.config.theme, template.0);
        let fault = Diagnostic::error(Code::TemplateMissing, at, message);
        // The page of an entry is no list of them.
        let entry = template.0.strip_suffix("-list.html").map(|kind| format!("{kind}.html"));
        let others = names.iter().copied().filter(|name| Some(*name) != entry.as_deref());
        claims.diagnostics.push(match nearest(&template.0, others) {
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
