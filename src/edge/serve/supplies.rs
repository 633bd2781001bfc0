//! Files that are there because some page names them: they are known one by one,
//! as they are asked for.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::base::path::Route;
use crate::edge::serve::site::Held;
use crate::model::output::Maker;
use crate::model::plan::Offer;

type All = BTreeMap<Route, Arc<Held>>;

#[derive(Clone, Default)]
pub struct Supplies {
    /// Nothing once all that pages name is known.
    open: Option<Arc<Offer>>,
    of: Arc<Offer>,
    held: Arc<Mutex<All>>,
    /// What earlier sites held.
    before: Arc<Vec<All>>,
}

impl Supplies {
    pub fn of<'a>(offer: &Arc<Offer>, earlier: impl Iterator<Item = &'a Self>) -> Self {
        let before = Arc::new(earlier.map(|known| known.all().clone()).collect());
        Self { open: Some(offer.clone()), of: offer.clone(), held: Arc::default(), before }
    }

    pub fn are_of(&self, offer: &Arc<Offer>) -> bool {
        Arc::ptr_eq(&self.of, offer)
    }

    /// The same, of which more may be asked.
    pub fn open(&self) -> Self {
        let held = Arc::new(Mutex::new(self.all().clone()));
        Self { open: Some(self.of.clone()), held, ..self.clone() }
    }

    /// The same, and no others than those.
    pub fn only(&self, named: &BTreeSet<Route>) -> Self {
        let mut held = self.all().clone();
        held.retain(|route, _| named.contains(route));
        Self { open: None, of: self.of.clone(), held: Arc::new(Mutex::new(held)), before: Arc::default() }
    }

    pub fn get(&self, route: &Route, maker: &dyn Maker) -> Option<(Route, Arc<Held>)> {
        let mut all = self.all();
        if let Some((route, held)) = all.get_key_value(route) {
            return Some((route.clone(), held.clone()));
        }
        let (route, job) = self.open.as_ref()?.find(route)?;
        let known = self.before.iter().find_map(|before| before.get(&route));
        let held = Held::of(&job, maker.look(&job), known);
        all.insert(route.clone(), held.clone());
        Some((route, held))
    }

    pub fn held(&self) -> Vec<(Route, Arc<Held>)> {
        self.all().iter().map(|(route, held)| (route.clone(), held.clone())).collect()
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
