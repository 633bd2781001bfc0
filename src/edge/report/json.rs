//! Messages as one JSON array, for scripts.
use crate::edge::report::Report;

/// Keys in the order of [`Report`]'s fields; what is unknown is null.
pub fn json(reports: &[Report]) -> String {
    let mut text = serde_json::to_string_pretty(reports).expect("texts and numbers always have a JSON form");
    text.push('\n');
    text
}
