//! What open pages are told of a round.
use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::sync::Arc;

use serde::Serialize;

use crate::base::path::Route;
use crate::edge::report::Report;
use crate::edge::serve::headers::Asked;
use crate::edge::serve::shelf::Turned;
use crate::edge::serve::site::Site;
use crate::model::output::Artifact;

/// Rounds that a page may have missed and still be told apart.
const REMEMBERED: usize = 50;

/// Addresses named in one message; the others are counted.
const NAMED: usize = 100;

/// The state of the site that answers come from.
#[derive(Clone, Default)]
pub struct Shown {
    pub site: Site,
    pub round: Round,
    /// Pages with what an editor wants to know of them, in address order:
    /// worked out when somebody asks.
    pub pages: Late<PageFact>,
    /// What the site asks its host to send with every answer.
    pub headers: Arc<Asked>,
    /// Rounds before this one, the latest last.
    earlier: VecDeque<Arc<Changes>>,
}

/// A list that is made when somebody asks for it.
pub struct Late<T>(Arc<dyn Fn() -> Vec<T> + Send + Sync>);

impl<T> Clone for Late<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: 'static> Default for Late<T> {
    fn default() -> Self {
        Self::of(Vec::new)
    }
}

impl<T: 'static> Late<T> {
    pub fn of(list: impl Fn() -> Vec<T> + Send + Sync + 'static) -> Self {
        Self(Arc::new(list))
    }

    pub fn list(&self) -> Vec<T> {
        (self.0)()
    }
}

/// What came out of one round.
#[derive(Clone, Default)]
pub struct Round {
    /// Counts from 1; 0 before the first.
    pub number: u64,
    pub milliseconds: u64,
    /// Errors: the site is that of an earlier round.
    pub faults: Arc<Vec<Report>>,
    pub warnings: Late<Report>,
    /// How many warnings in all.
    pub warned: usize,
    /// The page of the source that was saved.
    pub page: Option<PageFact>,
}

/// One page, as the overview lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFact {
    pub route: String,
    pub title: String,
    pub kind: String,
    pub source: String,
    /// Why visitors do not see it yet: `brouillon`, `à paraître le …`.
    pub hidden: Option<String>,
}

struct Changes {
    round: u64,
    changed: BTreeSet<Route>,
    gone: BTreeSet<Route>,
}

impl Shown {
    /// The next state. Without `turned` the round was not good, and the site
    /// stays that of before.
    #[must_use]
    pub fn after(&self, round: Round, turned: Option<(Turned, Late<PageFact>)>) -> Self {
        let mut next = self.clone();
        let changes = match turned {
            Some((Turned { site, changed, gone }, pages)) => {
                next.headers = Arc::new(asked(&site));
                next.site = site;
                next.pages = pages;
                Changes { round: round.number, changed, gone }
            }
            None => Changes { round: round.number, changed: BTreeSet::new(), gone: BTreeSet::new() },
        };
        next.earlier.push_back(Arc::new(changes));
        if next.earlier.len() > REMEMBERED {
            next.earlier.pop_front();
        }
        next.round = round;
        next
    }

    /// The same round with every file of its site made.
    #[must_use]
    pub fn settled(&self, site: Site, warnings: Late<Report>) -> Self {
        let mut next = self.clone();
        next.site = site;
        next.round.warnings = warnings;
        next
    }

    /// What a page just opened has to know beside what is printed in it.
    pub fn greeting(&self, since: u64) -> Option<Message<'_>> {
        let silent = since == self.round.number && self.round.faults.is_empty();
        (!silent).then(|| self.message(since))
    }

    /// What a page that was told of round `since` has to know.
    pub fn message(&self, since: u64) -> Message<'_> {
        let missed: Vec<&Arc<Changes>> = self.earlier.iter().filter(|it| it.round > since).collect();
        let whole = self.round.number.checked_sub(since) == Some(missed.len() as u64);
        let changed: BTreeSet<&Route> = missed.iter().flat_map(|it| &it.changed).collect();
        let gone: BTreeSet<&Route> = missed.iter().flat_map(|it| &it.gone).collect();
        let gone: BTreeSet<&Route> = gone.into_iter().filter(|it| !self.site.has(it)).collect();
        let named = |routes: &BTreeSet<&Route>| routes.iter().take(NAMED).map(|it| it.href()).collect();
        Message {
            round: self.round.number,
            ms: self.round.milliseconds,
            changed: named(&changed),
            gone: named(&gone),
            more: changed.len().saturating_sub(NAMED) + gone.len().saturating_sub(NAMED),
            all: !whole,
            faults: self.round.faults.iter().map(Fault::of).collect(),
            warnings: self.round.warned,
            page: self.round.page.as_ref().map(|page| Page { url: &page.route, title: &page.title }),
        }
    }
}

/// What the site's own `/_headers` asks for.
fn asked(site: &Site) -> Asked {
    match Route::new("/_headers").as_ref().and_then(|route| site.file(route)) {
        Some((_, Artifact::Bytes(bytes))) => Asked::read(&String::from_utf8_lossy(&bytes)),
        _ => Asked::default(),
    }
}

/// As the reload script reads it.
#[derive(Serialize)]
pub struct Message<'a> {
    pub round: u64,
    ms: u64,
    changed: Vec<String>,
    gone: Vec<String>,
    more: usize,
    all: bool,
    faults: Vec<Fault<'a>>,
    warnings: usize,
    page: Option<Page<'a>>,
}

#[derive(Serialize)]
struct Page<'a> {
    url: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Fault<'a> {
    severity: &'static str,
    code: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a str,
    help: Option<&'a str>,
    excerpt: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    line: u32,
    text: &'a str,
    /// From and to, in characters counted from 0.
    mark: Option<[u32; 2]>,
}

impl<'a> Fault<'a> {
    fn of(report: &'a Report) -> Self {
        let mark = report.column.zip(report.end_column);
        let mark = mark.map(|(from, to)| [from.saturating_sub(1), to.saturating_sub(1)]);
        let line = report.excerpt.as_deref().zip(report.line).map(|(text, line)| Line { line, text, mark });
        Self {
            severity: "error",
            code: report.code,
            path: report.path.as_deref(),
            line: report.line,
            column: report.column,
            message: &report.message,
            help: report.help.as_deref(),
            excerpt: line.into_iter().collect(),
        }
    }
}
