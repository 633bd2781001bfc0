//! Files that are made when some page names them.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::path::Route;
use crate::model::plan::{Job, Share, StyleWork, Work};

/// A file that pages may ask for, and where it would be.
#[derive(Clone, Debug)]
pub struct Supply {
    pub route: Route,
    pub job: Arc<Job>,
}

impl Supply {
    /// Of a sheet that has parts: where the file is with what they add to it,
    /// for the pages that carry their classes. One bit for each.
    pub fn also(&self, parts: u64) -> Option<Route> {
        let Work::Style(sheet) = &self.job.work else { return None };
        let known = parts != 0 && parts.checked_shr(sheet.parts.len() as u32).unwrap_or(0) == 0;
        let (start, end) = self.ends().filter(|_| known)?;
        Route::new(&format!("{start}-{parts:x}{end}"))
    }

    /// That file, by the address that a page asked for.
    pub fn asked(&self, route: &Route) -> Option<Self> {
        let Work::Style(sheet) = &self.job.work else { return None };
        let (start, end) = self.ends()?;
        let parts = route.as_str().strip_prefix(start)?.strip_prefix('-')?.strip_suffix(end)?;
        let parts = u64::from_str_radix(parts, 16).ok()?;
        let route = self.also(parts).filter(|found| found == route)?;
        let work = Work::Style(StyleWork { share: Share::Also(parts), ..sheet.clone() });
        Some(Self { route, job: Job::new(work, self.job.reads.clone()) })
    }

    /// What comes before the dot of the address, and from it on.
    fn ends(&self) -> Option<(&str, &str)> {
        let route = self.route.as_str();
        let name = route.rfind('/')?;
        Some(route.split_at(name + route[name..].find('.')?))
    }
}

/// Files that are made when some page names them.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    files: BTreeMap<Route, Arc<Job>>,
    /// Some parts of one have an address of their own.
    sheets: Vec<Supply>,
}

impl Offer {
    pub fn new(theme: &BTreeMap<String, Supply>, copies: &BTreeMap<Route, Arc<Job>>) -> Self {
        let own = theme.values().map(|supply| (supply.route.clone(), supply.job.clone()));
        let copies = copies.iter().map(|(route, job)| (route.clone(), job.clone()));
        let sheets = theme.values().filter(|supply| matches!(supply.job.work, Work::Style(_)));
        Self { files: own.chain(copies).collect(), sheets: sheets.cloned().collect() }
    }

    pub fn find(&self, route: &Route) -> Option<(Route, Arc<Job>)> {
        if let Some((route, job)) = self.files.get_key_value(route) {
            return Some((route.clone(), job.clone()));
        }
        let supply = self.sheets.iter().find_map(|supply| supply.asked(route))?;
        Some((supply.route, supply.job))
    }
}
