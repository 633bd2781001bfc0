//! Jobs become artifacts, with the look of one round.
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rayon::prelude::IntoParallelIterator;
use rayon::prelude::ParallelIterator;

use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::memo::Memo;
use crate::base::path::Route;
use crate::base::path::decode;
use crate::model::cellar::Cellar;
use crate::model::output::Artifact;
use crate::model::output::Made;
use crate::model::output::Maker;
use crate::model::output::Sink;
use crate::model::plan::Dress;
use crate::model::plan::Job;
use crate::model::plan::Offer;
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
    /// Where the theme's files are.
    files: Fingerprint,
    snapshot: Snapshot,
    offer: Arc<Offer>,
    cellar: Arc<dyn Cellar>,
    /// Held while a large image is worked on: one at a time.
    large: Mutex<()>,
    /// Lists of supplies that were named: mostly the same ones.
    named: Mutex<BTreeSet<Arc<[Route]>>>,
}

impl Press {
    pub fn new(
        templates: Arc<Templates>,
        plan: &Plan,
        (snapshot, cellar): (&Snapshot, &Arc<dyn Cellar>),
    ) -> Self {
        let routes: Vec<(&String, &Route)> =
            plan.assets.iter().map(|(name, supply)| (name, &supply.route)).collect();
        let files = Fingerprint::of(&routes);
        // Any text may hold any block.
        let page = Fingerprint::of(&(&plan.site, files, templates.blocks()));
        let ground = Fingerprint::of(&(page, templates.theme()));
        let (snapshot, offer, cellar) = (snapshot.clone(), plan.offer.clone(), cellar.clone());
        let (large, named) = Default::default();
        Self { ground, page, templates, files, snapshot, offer, cellar, large, named }
    }

    /// Copies of images are not made twice, in this run or in another.
    fn rendered(&self, work: &Work) -> Checked<Option<Artifact>> {
        let render = || render::render(work, &self.templates, &|path| self.snapshot.read(path));
        let Work::Derived(of) = work else { return render() };
        let key = of.key();
        if let Some(kept) = self.cellar.get(key) {
            return Checked::new(Some(Artifact::Bytes(Arc::from(kept))), Diagnostics::default());
        }
        let _turn = of.is_large().then(|| self.large.lock().unwrap_or_else(PoisonError::into_inner));
        let made = render();
        if let Some(Artifact::Bytes(bytes)) = &made.value {
            self.cellar.put(key, bytes);
        }
        made
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
            found.extend(route.and_then(|route| Some(self.offer.find(&route)?.0)));
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
            (Dress::Files, _) => self.files,
            (Dress::Theme, Work::Page { template, .. }) => {
                Fingerprint::of(&(self.page, self.templates.print(template)))
            }
            (Dress::Theme, _) => self.ground,
        }
    }

    fn make(&self, job: &Job) -> Made {
        let rendered = self.rendered(&job.work);
        let asked = match &rendered.value {
            Some(Artifact::Bytes(bytes)) => self.named(bytes),
            _ => Arc::default(),
        };
        Made { artifact: rendered.value, diagnostics: rendered.diagnostics, asked }
    }
}

/// What is remembered of one file: not its bytes, which the sink holds.
pub struct Printed {
    key: Fingerprint,
    told: Diagnostics,
    asked: Arc<[Route]>,
}

pub type PrintRun = Memo<Route, Printed>;

/// Makes everything that the sink does not hold yet: the plan's own addresses
/// first; then what they named, and what that named in turn.
pub fn all(press: &Press, plan: &Plan, run: &mut PrintRun, sink: &dyn Sink) -> (Diagnostics, usize) {
    let mut wanted: Vec<(Route, Arc<Job>)> =
        plan.jobs.iter().map(|(route, job)| (route.clone(), job.clone())).collect();
    let (mut seen, mut count, mut diagnostics) = (BTreeSet::new(), 0, Diagnostics::default());
    let mut done: Vec<(Route, Arc<Printed>)> = Vec::new();
    while !wanted.is_empty() {
        let before = run.recall(wanted.iter().map(|(route, _)| route));
        let wants: Vec<_> = wanted.iter().zip(before).collect();
        let printed: Vec<(Arc<Printed>, usize)> =
            wants.into_par_iter().map(|(job, before)| press.printed(job, before, sink)).collect();
        let mut named = BTreeSet::new();
        for (one, made) in &printed {
            count += made;
            diagnostics.extend(one.told.clone());
            named.extend(one.asked.iter().cloned());
        }
        done.extend(
            wanted.iter().map(|(route, _)| route.clone()).zip(printed.into_iter().map(|(one, _)| one)),
        );
        named.retain(|route| !plan.jobs.contains_key(route) && seen.insert(route.clone()));
        wanted = named.iter().filter_map(|route| plan.offer.find(route)).collect();
    }
    run.keep(done);
    (diagnostics, count)
}

impl Press {
    fn printed(
        &self,
        (route, job): &(Route, Arc<Job>),
        before: Option<&Arc<Printed>>,
        sink: &dyn Sink,
    ) -> (Arc<Printed>, usize) {
        let key = Fingerprint::of(&(job.key(), self.look(job)));
        if let Some(known) = before.filter(|known| known.key == key && sink.keep(route, key)) {
            return (known.clone(), 0);
        }
        let Made { artifact, diagnostics, asked } = self.make(job);
        artifact.into_iter().for_each(|artifact| sink.put(route, key, artifact));
        (Arc::new(Printed { key, told: diagnostics, asked }), 1)
    }
}
