//! Pages as whoever writes them knows them: by title, source and day.
use std::collections::BTreeSet;

use crate::base::date::Date;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::edge::serve::PageFact;
use crate::model::plan::Job;
use crate::model::plan::Plan;
use crate::model::plan::REDIRECT;
use crate::model::plan::Work;
use crate::model::value::Value;

/// In address order.
pub fn all(plan: &Plan, today: Option<Date>) -> Vec<PageFact> {
    plan.jobs.iter().filter_map(|(route, job)| fact(route, job, today)).collect()
}

/// The page that was being written: of the changed ones that a saved source
/// went into, the one made of the fewest.
pub fn saved(plan: &Plan, moved: &BTreeSet<SitePath>, changed: &BTreeSet<Route>) -> Option<PageFact> {
    let texts: BTreeSet<&SitePath> = moved.iter().filter(|path| path.extension() == "md").collect();
    let jobs = changed.iter().filter_map(|route| Some((route, plan.jobs.get(route)?)));
    let made = jobs.filter(|(_, job)| texts.iter().any(|path| job.reads.contains(*path)));
    let pages = made.filter_map(|(route, job)| Some((job.reads.len(), fact(route, job, None)?)));
    pages.min_by_key(|(sources, _)| *sources).map(|(_, page)| page)
}

/// Of pages only.
pub fn title(job: &Job) -> Option<String> {
    let Work::Page { view, .. } = &job.work else { return None };
    view.page.value.get("title").and_then(Value::as_text).map(str::to_owned)
}

/// Where an old address leads.
pub fn target(job: &Job) -> Option<String> {
    let Work::Page { template, view } = &job.work else { return None };
    let target = view.extra.iter().find(|(name, _)| *name == "target" && template.0 == REDIRECT);
    target.and_then(|(_, target)| target.as_text()).map(str::to_owned)
}

fn fact(route: &Route, job: &Job, today: Option<Date>) -> Option<PageFact> {
    let Work::Page { view, .. } = &job.work else { return None };
    let page = &view.page.value;
    let text = |name: &str| page.get(name).and_then(Value::as_text).unwrap_or_default().to_owned();
    let date = page.get("date").and_then(Value::as_date).filter(|date| today.is_some_and(|day| *date > day));
    let is_draft = page.get("draft") == Some(&Value::Bool(true));
    let hidden = match (is_draft, date) {
        (true, _) => Some("brouillon".to_owned()),
        (false, Some(date)) => Some(format!("à paraître le {}", date.french())),
        (false, None) => None,
    };
    let source = view.prose.as_ref().map(|prose| prose.document.path.as_str().to_owned());
    Some(PageFact {
        route: route.href(),
        title: text("title"),
        kind: text("kind"),
        source: source.unwrap_or_default(),
        hidden,
    })
}
