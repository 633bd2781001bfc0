//! Entries of a kind in the order of its listing.
use std::cmp::Ordering;
use std::sync::Arc;

use crate::base::memo::Memo;
use crate::base::memo::same;
use crate::base::path::SitePath;
use crate::base::slug;
use crate::model::kind::Kind;
use crate::model::site::Entry;
use crate::model::value::Value;

/// What is remembered of the order of one kind.
#[derive(Default)]
pub struct Order {
    kind: Option<Arc<Kind>>,
    ranked: Memo<SitePath, Ranked>,
    /// Places in the order of paths, as they were sorted: they mostly still are.
    places: Vec<usize>,
}

struct Ranked {
    entry: Arc<Entry>,
    rank: Rank,
}

/// Numbers and dates by value, texts by their letters without accents or case.
type Rank = (u8, i64, String);

impl Order {
    /// Ties go by path, so that no run differs.
    pub fn of(&mut self, entries: Vec<Arc<Entry>>, kind: Option<&Arc<Kind>>) -> Vec<Arc<Entry>> {
        if self.kind.as_ref() != kind {
            *self = Self { kind: kind.cloned(), ..Self::default() };
        }
        let by = kind.and_then(|kind| kind.listing.as_ref()).map_or("title", |listing| &listing.order);
        let (field, descending) = by.strip_prefix('-').map_or((by, false), |field| (field, true));
        let items: Vec<_> = entries.iter().map(|entry| (&entry.source, entry)).collect();
        let rank = |entry: &&Arc<Entry>| Ranked {
            entry: Arc::clone(entry),
            rank: rank(entry.summary.value.get(field)),
        };
        let (ranked, _) = self.ranked.renew(&items, |known, entry| same(&known.entry, entry), rank);
        if self.places.len() != ranked.len() {
            self.places = (0..ranked.len()).collect();
        }
        let compare = |one: &Ranked, other: &Ranked| {
            let order = one.rank.cmp(&other.rank);
            let order = if descending { order.reverse() } else { order };
            order.then_with(|| one.entry.source.cmp(&other.entry.source))
        };
        let by_place = |one: &usize, other: &usize| -> Ordering { compare(&ranked[*one], &ranked[*other]) };
        self.places.sort_by(by_place);
        self.places.iter().map(|place| entries[*place].clone()).collect()
    }
}

fn rank(value: Option<&Value>) -> Rank {
    match value {
        Some(Value::Date(date)) => (
            1,
            i64::from(date.year()) * 400 + i64::from(date.month()) * 32 + i64::from(date.day()),
            String::new(),
        ),
        Some(Value::Number(number)) => (1, (number.get() * 1000.0) as i64, String::new()),
        Some(Value::Text(text)) => (2, 0, slug::french(text)),
        _ => (0, 0, String::new()),
    }
}
