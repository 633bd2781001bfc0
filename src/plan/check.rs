//! What only the whole plan can tell: templates that are wanted.
use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::base::diagnostic::nearest;
use crate::base::span::Span;
use crate::model::plan::Work;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::plan::claims::Claims;

/// Each template that a page wants and the theme lacks, told once.
pub fn templates(site: &Site, claims: &mut Claims) {
    if site.theme.templates.is_empty() {
        return;
    }
    shapes(site, claims);
    let (mut told, mut last) = (BTreeSet::new(), None);
    for (_, job) in claims.jobs() {
        let wanted = match &job.work {
            Work::Page { template, .. } => Cow::Borrowed(template),
            Work::Letter(_, medium) => Cow::Owned(medium.template()),
            _ => continue,
        };
        // Neighbours mostly want the same one.
        if last.as_ref() == Some(&wanted) {
            continue;
        }
        if !site.theme.templates.contains_key(&*wanted) {
            told.insert((wanted.into_owned(), job.reads.first().cloned()));
            continue;
        }
        last = Some(wanted);
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
