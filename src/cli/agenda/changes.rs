//! Two days become what changes between them.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::base::date::Date;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Severity;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::cli::agenda::ledger::Prints;
use crate::cli::agenda::parts::Part;
use crate::cli::agenda::parts::parts;
use crate::cli::pages;
use crate::cli::round::Round;
use crate::edge::report;
use crate::edge::report::Report;
use crate::pipeline::publication;

/// Where names change with what they hold.
const VERSIONED: &str = "/assets/";
/// Fewer days tell nothing of what changes every day.
const FEW: usize = 4;

pub struct Day {
    pub date: Date,
    pub round: Round,
    pub prints: Prints,
}

#[derive(Debug, Default, Serialize)]
pub struct Agenda {
    pub from: String,
    pub to: String,
    /// Days on which something changes.
    pub days: Vec<Changes>,
    /// What changes on more than half of the days, and is not told for each.
    pub daily: Vec<Page>,
    #[serde(skip)]
    walked: Vec<Date>,
}

#[derive(Debug, Default, Serialize)]
pub struct Changes {
    pub date: String,
    #[serde(skip)]
    pub day: Option<Date>,
    pub appeared: Vec<Page>,
    pub vanished: Vec<Page>,
    pub changed: Vec<Page>,
    /// Lists, feeds and files that show what the others have become.
    pub followed: Vec<String>,
    /// What will be said of the content that is not said the day before.
    pub told: Vec<Report>,
    /// Errors: from that day on nothing is published any more.
    pub refused: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Page {
    pub address: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

impl Agenda {
    pub fn note(&mut self, before: Option<&Day>, now: &Day) {
        self.walked.push(now.date);
        let Some(before) = before else { return };
        let mut changes = Changes { date: now.date.to_string(), day: Some(now.date), ..Changes::default() };
        changes.told = told(before, now);
        changes.refused = now.round.refused;
        if !changes.refused {
            changes.compare(before, now);
        }
        if !changes.is_empty() {
            self.days.push(changes);
        }
    }

    /// Once all days are noted: what changes every day is told once.
    pub fn gather(&mut self) {
        let day = |date: Option<&Date>| date.map(Date::to_string).unwrap_or_default();
        (self.from, self.to) = (day(self.walked.first()), day(self.walked.last()));
        let nights = self.walked.len().saturating_sub(1);
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for changes in &self.days {
            let pages = changes.changed.iter().map(|page| &page.address);
            pages
                .chain(&changes.followed)
                .for_each(|address| *times.entry(address.clone()).or_default() += 1);
        }
        times.retain(|_, count| nights >= FEW && *count * 2 > nights);
        let mut daily: BTreeMap<String, Page> = BTreeMap::new();
        for changes in &mut self.days {
            let often = |page: &&Page| times.contains_key(&page.address);
            daily.extend(
                changes.changed.iter().filter(often).map(|page| (page.address.clone(), page.clone())),
            );
            changes.changed.retain(|page| !times.contains_key(&page.address));
            changes.followed.retain(|address| !times.contains_key(address));
        }
        self.days.retain(|changes| !changes.is_empty());
        self.daily = daily.into_values().collect();
    }
}

impl Changes {
    fn is_empty(&self) -> bool {
        let pages = [&self.appeared, &self.vanished, &self.changed];
        pages.iter().all(|pages| pages.is_empty()) && self.followed.is_empty() && self.told.is_empty()
    }

    fn compare(&mut self, before: &Day, now: &Day) {
        let routes: BTreeSet<&Route> = before.prints.keys().chain(now.prints.keys()).collect();
        for route in routes {
            let (old, new) = (before.prints.get(route), now.prints.get(route));
            if old == new || route.as_str().starts_with(VERSIONED) {
                continue;
            }
            let address = || route.href();
            match (old.and_then(|_| page(before, route)), new.and_then(|_| page(now, route))) {
                (None, Some(page)) => self.appeared.push(page),
                (Some(page), None) => self.vanished.push(page),
                (Some(_), Some(page)) => {
                    let of = |day: &Day| day.round.build.plan.jobs.get(route).cloned();
                    let found = of(before).zip(of(now)).map(|(old, new)| parts(&old, &new));
                    let found = found.unwrap_or_default();
                    match found.iter().all(|part| *part == Part::Others) {
                        true => self.followed.push(address()),
                        false => self.changed.push(Page { parts: found, ..page }),
                    }
                }
                (None, None) => self.followed.push(address()),
            }
        }
    }
}

/// `None` for what is no page, and for a page that leads on.
fn page(day: &Day, route: &Route) -> Option<Page> {
    let job = day.round.build.plan.jobs.get(route).filter(|job| pages::target(job).is_none())?;
    let source = publication::text(job).map(|path| path.as_str().to_owned());
    Some(Page { address: route.href(), title: pages::title(job)?, source, parts: Vec::new() })
}

/// A sentence may count days: what is told is known by its code and its place.
fn told(before: &Day, now: &Day) -> Vec<Report> {
    let counts = |it: &&Diagnostic| it.severity != Severity::Note;
    let known: BTreeSet<_> = before
        .round
        .build
        .diagnostics
        .iter()
        .filter(counts)
        .map(|it| (it.severity, it.code, it.at.clone()))
        .collect();
    let mut new = Diagnostics::default();
    let all = now.round.build.diagnostics.iter().filter(counts);
    all.filter(|it| !known.contains(&(it.severity, it.code, it.at.clone())))
        .for_each(|it| new.push(it.clone()));
    let read = |path: &SitePath| now.round.snapshot.read(path).ok();
    report::reports(&new, &read)
}
