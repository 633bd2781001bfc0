//! What was made last time, by name: the whole of our incremental computation.
//!
//! A memory holds values beside what they were made from; whoever asks judges
//! whether that still holds. It spans one round: what is not kept again is
//! forgotten, so nothing has to be invalidated and memory does not grow.
use std::collections::BTreeMap;
use std::sync::Arc;

/// Values by key, in the order in which they were kept.
#[derive(Debug)]
pub struct Memo<K, V>(Vec<(K, V)>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Memo<K, V> {
    /// What was kept under each key. Quick when keys come in about the order in
    /// which they were kept: nothing is looked for then.
    pub fn recall<'m>(&'m self, keys: impl IntoIterator<Item = &'m K>) -> Vec<Option<&'m V>> {
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
    pub fn keep(&mut self, values: impl IntoIterator<Item = (K, V)>) {
        self.0 = values.into_iter().collect();
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
    use crate::base::memo::Memo;

    #[test]
    fn each_key_finds_its_own_value_in_any_order() {
        let mut memo = Memo::default();
        memo.keep([("a", 1), ("c", 3), ("d", 4)]);
        for keys in [&["a", "c", "d"][..], &["d", "b", "a", "a", "c"], &["b", "c", "d"], &[]] {
            let expected: Vec<_> = keys
                .iter()
                .map(|key| match *key {
                    "a" => Some(&1),
                    "c" => Some(&3),
                    "d" => Some(&4),
                    _ => None,
                })
                .collect();
            assert_eq!(memo.recall(keys), expected, "{keys:?}");
        }
        memo.keep([("c", 5)]);
        assert_eq!(memo.recall(&["a", "c"]), [None, Some(&5)]);
    }
}
