//! What a plan says to those who publish it: settings of their hosts, and what
//! is to be remembered.
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::headers::Host;
use crate::model::plan::Job;
use crate::model::plan::Plan;
use crate::model::redirects::Rules;
use crate::plan;
use crate::render;

/// What the site asks of its host, in that host's own words.
pub fn headers(plan: &Plan, host: Host) -> String {
    render::hosts::headers::text(&plan.headers, host)
}

/// Where old addresses lead, in a host's own words.
pub fn redirects(plan: &Plan, rules: Rules) -> String {
    render::hosts::redirects::text(&plan.redirects, rules)
}

/// The text of its own that a page is made of.
pub fn text(job: &Job) -> Option<&SitePath> {
    plan::memory::text(job)
}

/// False for what comes and goes with what it lists, and for what pages load.
pub fn is_promised(route: &Route, job: &Job) -> bool {
    plan::memory::is_kept(route, job)
}

/// What the site remembers of its addresses once it is published.
pub fn addresses(plan: &Plan) -> String {
    plan::memory::lines(plan)
}
