//! Whole data sets: how old they are, whether they agree, which are given as open data.
pub mod age;
pub mod facts;
pub mod guard;
pub mod identifiers;
pub mod profile;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assemble::datasets::guard::Doubt;
use crate::base::date::Date;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::model::declaration::Nature;
use crate::model::figure;
use crate::model::kind::DataPages;
use crate::model::loader::Fetched;
use crate::model::loader::Loader;
use crate::model::opendata::Age;
use crate::model::opendata::OpenData;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::DataSet;
use crate::model::table::DataSets;

/// All data sets, and what pages need to tell of them.
pub struct Shelf<'a> {
    pub data: &'a DataSets,
    pub today: Date,
    /// Where open data are given, when they are.
    pub pages: Option<&'a DataPages>,
    /// The commands that fetch some of the files.
    pub loaders: &'a [Arc<Loader>],
}

impl Shelf<'_> {
    /// The sets that open data are made of: those that say so, and those that
    /// pages show and that are declared, unless they say otherwise.
    pub fn given(&self, shown: &BTreeSet<SitePath>) -> Vec<Arc<OpenData>> {
        let sets = self.data.sets.values().filter(|_| self.pages.is_some());
        let given = sets.filter(|set| is_given(set, shown));
        let open = given.map(|set| {
            let age = self.age(set);
            Arc::new(OpenData::new(masked(set), age, age::span(set)))
        });
        open.collect()
    }

    /// What is wrong with whole sets; of old ones, those that visitors see.
    pub fn check(&self, shown: &BTreeSet<SitePath>, diagnostics: &mut Diagnostics) {
        identifiers::compare(self.data, diagnostics);
        for set in self.data.sets.values() {
            let (doubts, age) = (guard::doubts(self, set), self.age(set));
            doubts.iter().for_each(|doubt| guard::told(doubt, (set, age.known), diagnostics));
            let seen = shown.contains(&set.path) || set.declaration.published == Some(true);
            if seen && !doubts.iter().any(Doubt::explains_age) {
                age::told(set, age, diagnostics);
            }
        }
        guard::unfetched(self, diagnostics);
    }

    /// Rows without a date are as old as their file's last fetching.
    pub fn age(&self, set: &DataSet) -> Age {
        let fetched = guard::state(self, set).and_then(|(_, state)| state.good.as_ref());
        let same = |fetched: &&Fetched| set.reading.print.is_some_and(|print| print.whole() == fetched.print);
        age::of(set, self.today, fetched.filter(same).map(|fetched| fetched.day))
    }
}

/// Whether a set is given as open data, when pages show those.
pub fn is_given(set: &DataSet, shown: &BTreeSet<SitePath>) -> bool {
    let declared = set.declaration.path.is_some();
    let sound = !set.table.header.is_empty();
    sound && set.declaration.published.unwrap_or_else(|| declared && shown.contains(&set.path))
}

/// Counts under the threshold of secrecy are not given either.
fn masked(set: &Arc<DataSet>) -> Arc<DataSet> {
    let Some(threshold) = set.declaration.secrecy else { return set.clone() };
    let mut set = (**set).clone();
    for column in &mut set.columns {
        if column.nature() == Some(Nature::Ratio) || figure::is_symbol(column.unit()) {
            continue;
        }
        let Cells::Numbers(cells) = &mut column.cells else { continue };
        for cell in cells {
            if let Cell::Number(figures) = cell
                && figures.value.get() >= 0.0
                && figures.value.get() < threshold.get()
            {
                *cell = Cell::Secret;
            }
        }
    }
    Arc::new(set)
}
