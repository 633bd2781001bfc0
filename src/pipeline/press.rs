//! Jobs become artifacts: those of last time where nothing that they are made with has changed.
use std::borrow::Cow;
use std::collections::BTreeMap;
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
use crate::base::memo::same;
use crate::base::path::Route;
use crate::base::path::decode;
use crate::model::cellar::Cellar;
use crate::model::output::Artifact;
use crate::model::output::Sink;
use crate::model::plan::Dress;
use crate::model::plan::Job;
use crate::model::plan::Plan;
use crate::model::plan::Work;
use crate::pipeline::Build;
use crate::render;
use crate::render::Read;
use crate::render::templates::Templates;

/// Where a template's addresses of the theme's files begin.
const ASSETS: &[u8] = b"/assets/";

/// All that stays the same while the jobs of one round are rendered.
pub struct Press<'a> {
    pub look: Look,
    pub templates: &'a Templates,
    pub read: Read<'a>,
    pub cellar: &'a dyn Cellar,
    /// Held while a large image is worked on: one at a time.
    pub large: Mutex<()>,
    pub sink: &'a dyn Sink,
}

/// Of what jobs are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Everything that templates see beside a job.
    pub whole: Fingerprint,
    /// Where the theme's files are.
    pub files: Fingerprint,
}

impl Look {
    fn of(self, dress: Dress) -> Option<Fingerprint> {
        match dress {
            Dress::Theme => Some(self.whole),
            Dress::Files => Some(self.files),
            Dress::Nothing => None,
        }
    }
}

/// What is remembered of one rendering: not its bytes, which the sink holds.
pub struct Made {
    job: Arc<Job>,
    key: Fingerprint,
    look: Option<Fingerprint>,
    diagnostics: Diagnostics,
    /// Files of the theme whose addresses it printed.
    asked: Vec<Route>,
}

pub type Rendered = Memo<Route, Made>;

/// Pages first; then what they asked for, and what that asked for in turn.
pub fn render(rendered: &mut Rendered, press: &Press<'_>, plan: &Plan, build: &mut Build) {
    let known: BTreeMap<&Route, &Arc<Job>> =
        plan.assets.values().map(|supply| (&supply.route, &supply.job)).collect();
    let mut wanted: Vec<(Cow<'_, Route>, Arc<Job>)> =
        plan.jobs.iter().map(|(route, job)| (Cow::Borrowed(route), job.clone())).collect();
    let mut done: Vec<(Route, Arc<Made>)> = Vec::new();
    let mut asked: BTreeSet<Route> = BTreeSet::new();
    while !wanted.is_empty() {
        let before = rendered.recall(wanted.iter().map(|(route, _)| &**route));
        let jobs: Vec<_> = wanted.iter().zip(before).collect();
        let made: Vec<(Arc<Made>, bool)> =
            jobs.into_par_iter().map(|((route, job), before)| press.made(route, job, before)).collect();
        build.redone.rendered += made.iter().filter(|(_, fresh)| *fresh).count();
        for (one, _) in made.iter().filter(|(one, _)| !one.diagnostics.is_empty()) {
            build.diagnostics.extend(one.diagnostics.clone());
        }
        let mut next = Vec::new();
        for route in made.iter().flat_map(|(one, _)| &one.asked) {
            if plan.jobs.contains_key(route) || asked.contains(route) {
                continue;
            }
            if let Some((route, job)) = supplied(route, &known, plan) {
                asked.insert(route.clone().into_owned());
                next.push((route, job));
            }
        }
        done.extend(
            wanted
                .iter()
                .map(|(route, _)| route.clone().into_owned())
                .zip(made.into_iter().map(|(one, _)| one)),
        );
        wanted = next;
    }
    rendered.keep(done);
}

/// A file of the theme or a copy of an image by its address; that of some parts of a sheet is known by its sheet.
fn supplied<'p>(
    route: &Route,
    known: &BTreeMap<&'p Route, &'p Arc<Job>>,
    plan: &'p Plan,
) -> Option<(Cow<'p, Route>, Arc<Job>)> {
    if let Some((route, job)) = known.get_key_value(route) {
        return Some((Cow::Borrowed(*route), (*job).clone()));
    }
    if let Some((route, job)) = plan.copies.get_key_value(route) {
        return Some((Cow::Borrowed(route), job.clone()));
    }
    let supply = plan.assets.values().find_map(|supply| supply.asked(route))?;
    Some((Cow::Owned(supply.route), supply.job))
}

impl Press<'_> {
    /// What was made before, when it is still held and would come out the same;
    /// else made now, and then true.
    fn made(&self, route: &Route, job: &Arc<Job>, before: Option<&Arc<Made>>) -> (Arc<Made>, bool) {
        let look = self.look.of(job.work.dress());
        let known = before.filter(|made| made.look == look && made.is_of(job));
        if let Some(made) = known.filter(|made| self.sink.keep(route, made.key)) {
            let made = if same(&made.job, job) { made.clone() } else { Arc::new(made.again(job)) };
            return (made, false);
        }
        let key = Fingerprint::of(&(job.key(), look));
        let rendered = self.rendered(&job.work);
        let mut asked = Vec::new();
        if let Some(artifact) = rendered.value {
            if let Artifact::Bytes(bytes) = &artifact {
                asked = addresses(bytes);
            }
            self.sink.put(route, key, artifact);
        }
        (Arc::new(Made { job: job.clone(), key, look, diagnostics: rendered.diagnostics, asked }), true)
    }
}

impl Press<'_> {
    /// Copies of images are not made twice, in this run or in another.
    fn rendered(&self, work: &Work) -> Checked<Option<Artifact>> {
        let Work::Derived(of) = work else { return render::render(work, self.templates, self.read) };
        let key = of.key();
        if let Some(kept) = self.cellar.get(key) {
            return Checked::new(Some(Artifact::Bytes(Arc::from(kept))), Diagnostics::default());
        }
        let _turn = of.is_large().then(|| self.large.lock().unwrap_or_else(PoisonError::into_inner));
        let made = render::render(work, self.templates, self.read);
        if let Some(Artifact::Bytes(bytes)) = &made.value {
            self.cellar.put(key, bytes);
        }
        made
    }
}

impl Made {
    fn is_of(&self, job: &Arc<Job>) -> bool {
        same(&self.job, job) || self.job.key() == job.key()
    }

    /// Of an equal job: the older one is let go.
    fn again(&self, job: &Arc<Job>) -> Self {
        let (diagnostics, asked) = (self.diagnostics.clone(), self.asked.clone());
        Self { job: job.clone(), diagnostics, asked, ..*self }
    }
}

/// The theme's files that a page or a style sheet names.
fn addresses(bytes: &[u8]) -> Vec<Route> {
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(bytes, ASSETS) {
        let end = bytes[at..]
            .iter()
            .position(|b| matches!(b, b'"' | b'\'' | b')' | b' ' | b'?' | b'#' | b'<' | b'&'));
        let text = std::str::from_utf8(&bytes[at..end.map_or(bytes.len(), |end| at + end)]);
        found.extend(text.ok().and_then(|text| Route::new(&decode(text))));
    }
    found.sort_unstable();
    found.dedup();
    found
}
