//! The site that is shown, the last one that was whole, and the one to come.
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::path::Route;
use crate::edge::serve::site::Differences;
use crate::edge::serve::site::Site;
use crate::model::output::Maker;
use crate::model::plan::Plan;

#[derive(Default)]
pub struct Shelf {
    shown: Site,
    /// Every file of it was made without a fault.
    whole: Site,
    /// What the last round decided.
    next: Site,
}

/// What came to be shown, and how it differs from what was, by address. What is
/// not made yet is said to differ.
pub struct Turned {
    pub site: Site,
    pub changed: BTreeSet<Route>,
    pub gone: BTreeSet<Route>,
}

impl Shelf {
    /// A round decided a site. Nothing of it is shown yet.
    pub fn lay(&mut self, plan: &Plan, maker: Arc<dyn Maker>) -> &Site {
        self.next = Site::of(plan, maker, &[&self.next, &self.whole]);
        &self.next
    }

    pub fn next(&self) -> &Site {
        &self.next
    }

    /// Shows what was laid, made or not.
    pub fn show(&mut self) -> Turned {
        let next = self.next.clone();
        self.turn(next)
    }

    /// What was laid turned out to be whole: it is shown, with only the files
    /// that some page names.
    pub fn settle(&mut self, site: Site) -> Turned {
        self.next = site.clone();
        self.whole = site.clone();
        self.turn(site)
    }

    /// What was laid turned out to be faulty: the last whole site is shown again.
    pub fn revert(&mut self) -> Turned {
        let whole = self.whole.clone();
        self.turn(whole)
    }

    fn turn(&mut self, site: Site) -> Turned {
        let Differences { changed, gone } = site.since(&self.shown);
        self.shown = site.clone();
        Turned { site, changed, gone }
    }
}
