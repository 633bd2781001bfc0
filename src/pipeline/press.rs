//! Jobs become artifacts, with the look of one round.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rayon::prelude::IntoParallelRefIterator;
use rayon::prelude::ParallelIterator;

use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::base::path::decode;
use crate::model::output::Artifact;
use crate::model::output::Made;
use crate::model::output::Maker;
use crate::model::output::Sink;
use crate::model::plan::Dress;
use crate::model::plan::Job;
use crate::model::plan::Plan;
use crate::model::plan::Work;
use crate::model::source::Snapshot;
use crate::render;
use crate::render::templates::Templates;

/// Where a template's addresses of the theme's files begin.
const ASSETS: &[u8] = b"/assets/";

/// All that the jobs of one round are made with.
pub struct Press {
    ground: Fingerprint,
    /// What every page is made with beside its own template.
    page: Fingerprint,
    pub templates: Arc<Templates>,
    snapshot: Snapshot,
    supplies: Arc<BTreeMap<Route, Arc<Job>>>,
    /// Lists of supplies that were named: mostly the same ones.
    named: Mutex<BTreeSet<Arc<[Route]>>>,
}

impl Press {
    pub fn new(templates: Arc<Templates>, plan: &Plan, snapshot: &Snapshot) -> Self {
        let routes: Vec<(&String, &Route)> =
            plan.assets.iter().map(|(name, supply)| (name, &supply.route)).collect();
        // Any text may hold any block.
        let page = Fingerprint::of(&(&plan.site, routes, templates.blocks()));
        let ground = Fingerprint::of(&(page, templates.theme()));
        let (snapshot, supplies) = (snapshot.clone(), plan.supplies.clone());
        Self { ground, page, templates, snapshot, supplies, named: Mutex::default() }
    }

    /// The supplies that a page or a style sheet names.
    fn named(&self, bytes: &[u8]) -> Arc<[Route]> {
        let mut found: Vec<Route> = Vec::new();
        for at in memchr::memmem::find_iter(bytes, ASSETS) {
            let end = bytes[at..]
                .iter()
                .position(|b| matches!(b, b'"' | b'\'' | b')' | b' ' | b'?' | b'#' | b'<' | b'&'));
            let text = std::str::from_utf8(&bytes[at..end.map_or(bytes.len(), |end| at + end)]);
            let route = text.ok().and_then(|text| Route::new(&decode(text)));
            found.extend(route.and_then(|route| Some(self.supplies.get_key_value(&route)?.0.clone())));
        }
        found.sort_unstable();
        found.dedup();
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = named.get(found.as_slice()) {
            return known.clone();
        }
        let list: Arc<[Route]> = Arc::from(found);
        named.insert(list.clone());
        list
    }
}

impl Maker for Press {
    fn ground(&self) -> Fingerprint {
        self.ground
    }

    fn look(&self, job: &Job) -> Fingerprint {
        match (job.work.dress(), &job.work) {
            (Dress::Nothing, _) => Fingerprint::default(),
            (Dress::Theme, Work::Page { template, .. }) => {
                Fingerprint::of(&(self.page, self.templates.print(template)))
            }
            (Dress::Theme, _) => self.ground,
        }
    }

    fn make(&self, job: &Job) -> Made {
        let rendered = render::render(&job.work, &self.templates, &|path| self.snapshot.read(path));
        let asked = match &rendered.value {
            Some(Artifact::Bytes(bytes)) => self.named(bytes),
            _ => Arc::default(),
        };
        Made { artifact: rendered.value, diagnostics: rendered.diagnostics, asked }
    }
}

/// Makes everything: the plan's own addresses first; then what they named, and
/// what that named in turn.
pub fn all(press: &Press, plan: &Plan, sink: &dyn Sink) -> (Diagnostics, usize) {
    let mut wanted: Vec<(&Route, &Arc<Job>)> = plan.jobs.iter().collect();
    let (mut named, mut count, mut diagnostics) = (BTreeSet::new(), 0, Diagnostics::default());
    while !wanted.is_empty() {
        let make = |(route, job): &(&Route, &Arc<Job>)| {
            let Made { artifact, diagnostics, asked } = press.make(job);
            artifact.into_iter().for_each(|artifact| sink.put(route, artifact));
            (diagnostics, asked)
        };
        let made: Vec<(Diagnostics, Arc<[Route]>)> = wanted.par_iter().map(make).collect();
        count += made.len();
        let mut next = Vec::new();
        for (told, asked) in made {
            diagnostics.extend(told);
            for route in asked.iter().filter(|route| !plan.jobs.contains_key(*route)) {
                if let Some((route, job)) = plan.supplies.get_key_value(route)
                    && named.insert(route)
                {
                    next.push((route, job));
                }
            }
        }
        wanted = next;
    }
    (diagnostics, count)
}
