//! Messages as annotations of a GitHub workflow.
use crate::base::diagnostic::Severity;
use crate::edge::report::Report;

/// One command a line (GitHub, "Workflow commands").
pub fn github(reports: &[Report]) -> String {
    reports.iter().map(|report| format!("{}\n", command(report))).collect()
}

fn command(report: &Report) -> String {
    let level = match report.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    // A cell's number is no column of the line.
    let columns = report.end_column.and(report.column);
    let properties = [
        ("file", report.path.clone()),
        ("line", report.line.map(|line| line.to_string())),
        ("col", columns.map(|column| column.to_string())),
        ("endColumn", report.end_column.map(|column| column.to_string())),
        ("title", Some(report.code.to_owned())),
    ];
    let given =
        properties.into_iter().filter_map(|(key, value)| Some(format!("{key}={}", property(&value?))));
    let given: Vec<String> = given.collect();
    let help = report.help.as_ref().map(|help| format!("\naide : {help}")).unwrap_or_default();
    format!("::{level} {}::{}", given.join(","), data(&format!("{}{help}", report.message)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
