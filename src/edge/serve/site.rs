//! The site of one round in memory: each file is made when it is asked for, and
//! then held.
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::edge::serve::supplies::Supplies;
use crate::model::output::Artifact;
use crate::model::output::Made;
use crate::model::output::Maker;
use crate::model::plan::Job;
use crate::model::plan::Plan;

/// Files in the order of their addresses.
type Files = Vec<(Route, Arc<Held>)>;

#[derive(Clone, Default)]
pub struct Site {
    /// The addresses of the plan.
    files: Arc<Files>,
    /// Files that are there if some page names them.
    supplies: Supplies,
    maker: Option<Arc<dyn Maker>>,
}

/// A file, made or not.
pub struct Held {
    job: Arc<Job>,
    look: Fingerprint,
    pub(super) made: Arc<OnceLock<Made>>,
}

impl Site {
    /// What was made in an earlier site of an equal job with an equal look is
    /// not made again.
    pub fn of(plan: &Plan, maker: Arc<dyn Maker>, earlier: &[&Self]) -> Self {
        let mut known: Vec<Known> =
            earlier.iter().map(|site| Known::of(&site.files, site, &*maker)).collect();
        let held = |(route, job): (&Route, &Arc<Job>)| (route.clone(), held(route, job, &*maker, &mut known));
        let files = Arc::new(plan.jobs.iter().map(held).collect());
        let same = |site: &&&Self| {
            let known = site.maker.as_ref().is_some_and(|known| known.ground() == maker.ground());
            known && site.supplies.are_of(&plan.offer)
        };
        let supplies = match earlier.iter().find(same) {
            Some(site) => site.supplies.open(),
            None => Supplies::of(&plan.offer, earlier.iter().map(|site| &site.supplies)),
        };
        Self { files, supplies, maker: Some(maker) }
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub fn has(&self, route: &Route) -> bool {
        self.get(route).is_some()
    }

    fn get(&self, route: &Route) -> Option<(Route, Arc<Held>)> {
        find(&self.files, route).cloned().or_else(|| self.supplies.get(route, self.maker.as_deref()?))
    }

    /// The file at an address, made now if it is not yet.
    pub fn file(&self, route: &Route) -> Option<(Route, Artifact)> {
        let (route, held) = self.get(route)?;
        let artifact = self.made(&held)?.artifact.clone()?;
        Some((route, artifact))
    }

    /// What there is to say of it.
    pub fn told(&self, route: &Route) -> Diagnostics {
        let held = self.get(route);
        let made = held.as_ref().and_then(|(_, held)| self.made(held));
        made.map(|made| made.diagnostics.clone()).unwrap_or_default()
    }

    /// Only if it is made.
    pub fn peek(&self, route: &Route) -> Option<Artifact> {
        self.get(route)?.1.made.get()?.artifact.clone()
    }

    fn made<'a>(&self, held: &'a Held) -> Option<&'a Made> {
        let maker = self.maker.as_ref()?;
        Some(held.made.get_or_init(|| maker.make(&held.job)))
    }

    /// Every file that is published, once all are made.
    pub fn published(&self) -> BTreeMap<Route, Artifact> {
        let all = self.files.iter().cloned().chain(self.supplies.held());
        all.filter_map(|(route, held)| Some((route, held.made.get()?.artifact.clone()?))).collect()
    }

    /// What is not made yet.
    pub fn unmade(&self) -> Vec<Unmade> {
        let unmade = self.files.iter().filter(|(_, held)| held.made.get().is_none());
        unmade.filter_map(|(_, held)| self.later(held)).collect()
    }

    /// The supplies out of those that are not made.
    pub fn wanted(&self, named: &BTreeSet<Route>) -> Vec<Unmade> {
        let found = named.iter().filter_map(|route| self.supplies.get(route, self.maker.as_deref()?));
        let unmade = found.filter(|(_, held)| held.made.get().is_none());
        unmade.filter_map(|(_, held)| self.later(&held)).collect()
    }

    fn later(&self, held: &Arc<Held>) -> Option<Unmade> {
        Some(Unmade { held: held.clone(), maker: self.maker.clone()? })
    }

    /// All supplies that what is made names.
    pub fn named(&self) -> BTreeSet<Route> {
        let mut next: Vec<Arc<Held>> = self.files.iter().map(|(_, held)| held.clone()).collect();
        // Most pages name what others name, in one and the same list.
        let (mut named, mut seen) = (BTreeSet::new(), BTreeSet::new());
        while let Some(made) = next.pop() {
            let Some(made) = made.made.get().filter(|made| seen.insert(made.asked.as_ptr())) else {
                continue;
            };
            for route in made.asked.iter().filter(|route| find(&self.files, route).is_none()) {
                if named.insert(route.clone()) {
                    let held = self.maker.as_deref().and_then(|maker| self.supplies.get(route, maker));
                    next.extend(held.map(|(_, held)| held));
                }
            }
        }
        named
    }

    /// The same, with no other supplies than those.
    #[must_use]
    pub fn with(&self, named: &BTreeSet<Route>) -> Self {
        Self { supplies: self.supplies.only(named), ..self.clone() }
    }

    /// What rendering said of all files.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        for (_, held) in self.files.iter().cloned().chain(self.supplies.held()) {
            if let Some(made) = held.made.get().filter(|made| !made.diagnostics.is_empty()) {
                diagnostics.extend(made.diagnostics.clone());
            }
        }
        diagnostics
    }

    /// How it differs from the site before it, as far as is known: what is not
    /// made yet may turn out to be the same.
    pub fn since(&self, before: &Self) -> Differences {
        let mut differences = Differences::default();
        let mut old = before.files.iter().peekable();
        for (route, held) in self.files.iter() {
            let mut known = None;
            while let Some((passed, held)) = old.peek() {
                match passed.cmp(route) {
                    Ordering::Less => _ = differences.gone.insert(passed.clone()),
                    Ordering::Equal => known = Some(held),
                    Ordering::Greater => break,
                }
                old.next();
            }
            if known.is_none_or(|known| !known.is_like(held)) {
                differences.changed.insert(route.clone());
            }
        }
        differences.gone.extend(old.map(|(route, _)| route.clone()));
        differences
    }
}

/// Addresses that differ from one site to another.
#[derive(Default)]
pub struct Differences {
    pub changed: BTreeSet<Route>,
    pub gone: BTreeSet<Route>,
}

/// A file that nobody has asked for yet.
pub struct Unmade {
    held: Arc<Held>,
    maker: Arc<dyn Maker>,
}

impl Unmade {
    pub fn make(&self) {
        self.held.made.get_or_init(|| self.maker.make(&self.held.job));
    }

    /// What it named.
    pub fn asked(&self) -> &[Route] {
        self.held.made.get().map_or(&[], |made| &made.asked)
    }
}

impl Held {
    /// What is known of an equal job with an equal look; else to be made.
    pub fn of(job: &Arc<Job>, look: Fingerprint, known: Option<&Arc<Self>>) -> Arc<Self> {
        let same = |held: &&Arc<Self>| {
            let equal = Arc::ptr_eq(&held.job, job) || held.job.key() == job.key();
            held.is_sound() && held.look == look && equal
        };
        // Of the newer job: the older one is let go.
        let made = known.filter(same).map(|held| held.made.clone()).unwrap_or_default();
        Arc::new(Self { job: job.clone(), look, made })
    }

    /// What could not be made is tried again.
    fn is_sound(&self) -> bool {
        self.made.get().is_none_or(|made| made.artifact.is_some())
    }

    /// The same bytes, as far as is known.
    fn is_like(&self, other: &Self) -> bool {
        if Arc::ptr_eq(&self.made, &other.made) {
            return true;
        }
        let artifact = |held: &Self| held.made.get().and_then(|made| made.artifact.clone());
        match (artifact(self), artifact(other)) {
            // They have no bytes here: the job tells.
            (Some(Artifact::Copy { .. }), Some(Artifact::Copy { .. })) => self.job.key() == other.job.key(),
            (Some(one), Some(other)) => one == other,
            _ => false,
        }
    }
}

/// The files of an earlier site, walked beside those of a new one.
struct Known<'a> {
    left: &'a [(Route, Arc<Held>)],
    ground: Ground,
}

/// Whether all that files are made with beside their jobs is the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    Same,
    Other,
}

impl<'a> Known<'a> {
    fn of(files: &'a Files, site: &Site, maker: &dyn Maker) -> Self {
        let same = site.maker.as_ref().is_some_and(|known| known.ground() == maker.ground());
        Self { left: files, ground: if same { Ground::Same } else { Ground::Other } }
    }

    fn at(&mut self, route: &Route) -> Option<&'a Arc<Held>> {
        while let Some(((passed, held), left)) = self.left.split_first() {
            match passed.cmp(route) {
                Ordering::Less => self.left = left,
                Ordering::Equal => return Some(held),
                Ordering::Greater => break,
            }
        }
        None
    }
}

fn held(route: &Route, job: &Arc<Job>, maker: &dyn Maker, known: &mut [Known<'_>]) -> Arc<Held> {
    let mut look = None;
    for known in known {
        let Some(held) = known.at(route) else { continue };
        if !held.is_sound() {
            continue;
        }
        let very = Arc::ptr_eq(&held.job, job);
        if very && known.ground == Ground::Same {
            return held.clone();
        }
        let now = *look.get_or_insert_with(|| maker.look(job));
        if held.look == now && (very || held.job.key() == job.key()) {
            // Of the newer job: the older one is let go.
            return Arc::new(Held { job: job.clone(), look: now, made: held.made.clone() });
        }
    }
    let look = look.unwrap_or_else(|| maker.look(job));
    Arc::new(Held { job: job.clone(), look, made: Arc::default() })
}

fn find<'a>(files: &'a Files, route: &Route) -> Option<&'a (Route, Arc<Held>)> {
    let at = files.binary_search_by(|(known, _)| known.cmp(route)).ok()?;
    Some(&files[at])
}
