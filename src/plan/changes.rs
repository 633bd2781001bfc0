//! How the jobs of a round differ from those of the last: what judges all of
//! them need only look at these.
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::memo::same;
use crate::base::path::Route;
use crate::model::plan::Job;
use crate::model::plan::Visibility;
use crate::plan::claims::Claims;

/// Jobs by address.
pub type Jobs = BTreeMap<Route, Arc<Job>>;

pub struct Changes {
    /// Came, or took the place of another.
    pub fresh: Vec<Arc<Job>>,
    pub led: Led,
}

/// Where search engines are led.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Led {
    AsBefore,
    Elsewhere,
}

impl Changes {
    pub fn since(last: &Jobs, claims: &Claims<'_>) -> Self {
        let (mut fresh, mut led) = (Vec::new(), Led::AsBefore);
        let is_public = |job: &Job| matches!(job.visibility, Visibility::Public(_));
        let mut last = last.iter().peekable();
        let mut look = |before: Option<&Arc<Job>>, now: Option<&Arc<Job>>| {
            let differs = match (before, now) {
                (Some(before), Some(now)) => before.visibility != now.visibility,
                (Some(one), None) | (None, Some(one)) => is_public(one),
                (None, None) => false,
            };
            if differs {
                led = Led::Elsewhere;
            }
        };
        for (route, job) in claims.jobs() {
            let mut before = None;
            while let Some((known, old)) = last.peek() {
                match (*known).cmp(route) {
                    Ordering::Less => look(Some(old), None),
                    Ordering::Equal => before = Some(*old),
                    Ordering::Greater => break,
                }
                last.next();
            }
            if before.is_none_or(|before| !same(before, job)) {
                look(before, Some(job));
                fresh.push(job.clone());
            }
        }
        last.for_each(|(_, old)| look(Some(old), None));
        Self { fresh, led }
    }
}
