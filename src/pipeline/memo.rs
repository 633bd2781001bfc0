//! Remembers one round: the whole of our incremental computation.
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::IntoParallelIterator;
use rayon::prelude::ParallelIterator;

use crate::base::fingerprint::Fingerprint;

/// Values by the fingerprint of what they were computed from.
pub struct Memo<V> {
    last: BTreeMap<Fingerprint, Arc<V>>,
    next: BTreeMap<Fingerprint, Arc<V>>,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { last: BTreeMap::new(), next: BTreeMap::new() }
    }
}

impl<V: Send + Sync> Memo<V> {
    /// One value per item, in order, and how many had to be computed; those run
    /// in parallel. A known value counts only if `still` says so.
    pub fn of<T: Sync>(
        &mut self,
        items: &[(Fingerprint, T)],
        still: impl Fn(&Fingerprint, &T) -> bool + Sync,
        compute: impl Fn(&Fingerprint, &T) -> V + Sync,
    ) -> (Vec<Arc<V>>, usize) {
        let known = |key: &Fingerprint, item: &T| {
            let value = self.last.get(key).or_else(|| self.next.get(key))?;
            still(key, item).then(|| value.clone())
        };
        let values: Vec<(Arc<V>, bool)> = items
            .into_par_iter()
            .map(|(key, item)| {
                known(key, item).map_or_else(|| (Arc::new(compute(key, item)), true), |it| (it, false))
            })
            .collect();
        self.next.extend(items.iter().zip(&values).map(|((key, _), (value, _))| (*key, value.clone())));
        let computed = values.iter().filter(|(_, fresh)| *fresh).count();
        (values.into_iter().map(|(value, _)| value).collect(), computed)
    }

    /// Ends a round. What was not asked for in it is forgotten, so nothing has
    /// to be invalidated.
    pub fn turn(&mut self) {
        self.last = std::mem::take(&mut self.next);
    }
}
