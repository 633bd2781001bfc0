//! Whole data sets: how old they are, whether they agree, which are given as open data.
pub mod age;
pub mod facts;
pub mod identifiers;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::model::declaration::Nature;
use crate::model::figure;
use crate::model::kind::DataPages;
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
}

impl Shelf<'_> {
    /// The sets that open data are made of: those that say so, and those that
    /// pages show and that are declared, unless they say otherwise.
    pub fn given(&self, shown: &BTreeSet<SitePath>) -> Vec<Arc<OpenData>> {
        let sets = self.data.sets.values().filter(|_| self.pages.is_some());
        let given = sets.filter(|set| is_given(set, shown));
        let open = given.map(|set| {
            let age = age::of(set, self.today);
            Arc::new(OpenData::new(masked(set), age, age::span(set)))
        });
        open.collect()
    }

    /// What is wrong with whole sets; of old ones, those that visitors see.
    pub fn check(&self, shown: &BTreeSet<SitePath>, diagnostics: &mut Diagnostics) {
        identifiers::compare(self.data, diagnostics);
        for set in self.data.sets.values() {
            if shown.contains(&set.path) || set.declaration.published == Some(true) {
                age::told(set, age::of(set, self.today), diagnostics);
            }
        }
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
