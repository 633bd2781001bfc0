//! What was made last time, by name: the whole of our incremental computation.
//!
//! A memory holds values beside what they were made from; whoever asks judges
//! whether that still holds. It spans one round: what is not kept again is
//! forgotten, so nothing has to be invalidated and memory does not grow.
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::IntoParallelIterator;
use rayon::prelude::ParallelIterator;

/// Values by key, in the order in which they were kept.
#[derive(Debug)]
pub struct Memo<K, V>(Vec<(K, Arc<V>)>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Memo<K, V> {
    /// What was kept under each key. Quick when keys come in about the order in
    /// which they were kept: nothing is looked for then.
    pub fn recall<'m>(&'m self, keys: impl IntoIterator<Item = &'m K>) -> Vec<Option<&'m Arc<V>>> {
        let (mut next, mut index) = (0, None::<BTreeMap<&K, usize>>);
        let mut find = |key: &K| {
            if self.0.get(next).is_none_or(|(known, _)| known != key) {
                let index = index.get_or_insert_with(|| {
                    self.0.iter().enumerate().map(|(at, (known, _))| (known, at)).collect()
                });
                next = *index.get(key)?;
            }
            next += 1;
            Some(&self.0[next - 1].1)
        };
        keys.into_iter().map(&mut find).collect()
    }

    /// Takes the place of all that was known.
    pub fn keep(&mut self, values: impl IntoIterator<Item = (K, Arc<V>)>) {
        self.0 = values.into_iter().collect();
    }
}

impl<K: Ord + Clone + Sync, V: Send + Sync> Memo<K, V> {
    /// One value per item, in order: what is known of it where `holds` says
    /// so, else made in parallel; and how many were made.
    pub fn renew<T: Sync>(
        &mut self,
        items: &[(&K, T)],
        holds: impl Fn(&V, &T) -> bool + Sync,
        make: impl Fn(&T) -> V + Sync,
    ) -> (Vec<Arc<V>>, usize) {
        let known = self.recall(items.iter().map(|(key, _)| *key));
        let one = |((_, item), known): (&(&K, T), Option<&Arc<V>>)| match known {
            Some(known) if holds(known, item) => (known.clone(), 0),
            _ => (Arc::new(make(item)), 1),
        };
        let (values, made): (Vec<Arc<V>>, Vec<usize>) =
            items.iter().zip(known).collect::<Vec<_>>().into_par_iter().map(one).unzip();
        self.keep(items.iter().map(|(key, _)| (*key).clone()).zip(values.iter().cloned()));
        (values, made.into_iter().sum())
    }
}

/// The very same thing, not only an equal one.
pub fn same<T: ?Sized>(one: &Arc<T>, other: &Arc<T>) -> bool {
    Arc::ptr_eq(one, other)
}

/// The very same things, in the same order.
pub fn all_same<T>(some: &[Arc<T>], others: &[Arc<T>]) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| same(one, other))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::base::memo::Memo;

    #[test]
    fn each_key_finds_its_own_value_in_any_order() {
        let mut memo = Memo::default();
        memo.keep([("a", 1), ("c", 3), ("d", 4)].map(|(key, value)| (key, Arc::new(value))));
        let recalled = |memo: &Memo<&str, i32>, keys: &[&'static str]| -> Vec<Option<i32>> {
            memo.recall(keys).into_iter().map(|value| value.map(|value| **value)).collect()
        };
        assert_eq!(recalled(&memo, &["a", "c", "d"]), [Some(1), Some(3), Some(4)]);
        assert_eq!(recalled(&memo, &["d", "b", "a", "a", "c"]), [Some(4), None, Some(1), Some(1), Some(3)]);
        assert_eq!(recalled(&memo, &["b", "c", "d"]), [None, Some(3), Some(4)]);
        memo.keep([("c", Arc::new(5))]);
        assert_eq!(recalled(&memo, &["a", "c"]), [None, Some(5)]);
    }

    #[test]
    fn only_what_no_longer_holds_is_made_and_what_is_not_asked_for_is_forgotten() {
        let mut memo = Memo::<char, (i32, i32)>::default();
        let mut made = |items: &[(&char, i32)]| {
            let (values, made) = memo.renew(items, |(from, _), item| from == item, |item| (*item, item * 10));
            (values.iter().map(|value| value.1).collect::<Vec<_>>(), made)
        };
        assert_eq!(made(&[(&'a', 1), (&'b', 2)]), (vec![10, 20], 2));
        assert_eq!(made(&[(&'a', 1), (&'b', 3), (&'c', 4)]), (vec![10, 30, 40], 2));
        assert_eq!(made(&[(&'c', 4)]), (vec![40], 0));
        assert_eq!(made(&[(&'a', 1), (&'c', 4)]), (vec![10, 40], 1));
    }
}
