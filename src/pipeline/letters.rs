//! The letters of a walk, for whoever sends them: other words at the same places, by the same road.
use std::collections::BTreeSet;

use crate::base::diagnostic::Checked;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::letter::Letter;
use crate::model::letter::Target;
use crate::model::mailing::LetterView;
use crate::model::mailing::Medium;
use crate::model::plan::Work;
use crate::model::source::Snapshot;
use crate::model::value::Node;
use crate::pipeline::Build;
use crate::pipeline::config;
use crate::render::letter;

/// Whom commands may send letters to, as the site's settings say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// `email.tests`: addresses, or `@domain` for all of one.
    pub tests: Vec<String>,
    /// `email.lists`: addresses of list managers.
    pub lists: Vec<String>,
}

pub fn allowed(snapshot: &Snapshot) -> Allowed {
    let config = config(snapshot);
    let texts = |name: &str| -> Vec<String> {
        let group = config.as_ref().and_then(|config| config.fields.get("email")?.map());
        let node = group.and_then(|group| group.get(name));
        let nodes = node.into_iter().flat_map(|node| node.list().unwrap_or(std::slice::from_ref(node)));
        nodes.filter_map(Node::text).map(|text| text.to_lowercase()).collect()
    };
    Allowed { tests: texts("tests"), lists: texts("lists") }
}

impl Build {
    /// Every letter of the site, in the order of addresses. What is wrong with
    /// their fields is among the diagnostics of the build.
    pub fn letters(&self) -> Vec<&LetterView> {
        let view = |work| match work {
            &Work::Letter(ref view, Medium::Html) => Some(view.as_ref()),
            _ => None,
        };
        self.plan.jobs.values().filter_map(|job| view(&job.work)).collect()
    }

    /// What the letter of the page at `route` was made from.
    pub fn letter_reads(&self, route: &Route) -> BTreeSet<SitePath> {
        let is = |work: &Work| matches!(work, Work::Letter(view, Medium::Html) if view.route == *route);
        let job = self.plan.jobs.values().find(|job| is(&job.work));
        job.map(|job| job.reads.clone()).unwrap_or_default()
    }

    /// The letter of the page at `route`, worded for whoever sends it, with what
    /// is wrong in its bodies; `None` when no letter is there, or when the theme
    /// could not make it.
    pub fn letter(&self, route: &Route, target: Target) -> Checked<Option<Letter>> {
        let view = self.letters().into_iter().find(|view| view.route == *route);
        match (view, &self.press) {
            (Some(view), Some(press)) => letter::letter(view, target, &press.templates),
            _ => Checked::default(),
        }
    }
}
