//! Messages as a GitLab code quality report.
use std::collections::BTreeMap;

use serde_json::Value;

use crate::base::diagnostic::Severity;
use crate::base::fingerprint::Fingerprint;
use crate::edge::report::Report;

/// A JSON array. Fingerprints leave the line out, so that a fault that only
/// moved is not a new one.
pub fn gitlab(reports: &[Report]) -> String {
    let mut seen = BTreeMap::new();
    let issues = reports.iter().map(|report| issue(report, &mut seen)).collect();
    format!("{:#}\n", Value::Array(issues))
}

fn issue<'a>(report: &'a Report, seen: &mut BTreeMap<(Option<&'a str>, &'a str, &'a str), u32>) -> Value {
    let severity = match report.severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    };
    let same = (report.path.as_deref(), report.code, report.message.as_str());
    let nth = seen.entry(same).and_modify(|count| *count += 1).or_default();
    let help = report.help.as_ref().map(|help| format!(" (aide : {help})")).unwrap_or_default();
    serde_json::json!({
        "description": format!("{}{help}", report.message),
        "check_name": report.code,
        "fingerprint": Fingerprint::of(&(same, *nth)).short(),
        "severity": severity,
        "location": {
            // GitLab wants a place for everything.
            "path": report.path.as_deref().unwrap_or("kiosque.yaml"),
            "lines": { "begin": report.line.unwrap_or(1) },
        },
    })
}
