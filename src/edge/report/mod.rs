//! What there is to say, with line and column, in the shape each reader wants.
mod github;
mod gitlab;
mod human;
mod json;
mod source;

use std::collections::BTreeMap;

use serde::Serialize;
use serde::Serializer;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::diagnostic::Severity;
use crate::base::path::SitePath;
use crate::edge::report::source::Lines;

pub use crate::edge::report::github::github;
pub use crate::edge::report::gitlab::gitlab;
pub use crate::edge::report::human::SHOWN;
pub use crate::edge::report::human::human;
pub use crate::edge::report::json::json;

/// One thing to say, ready to be printed. Lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    #[serde(serialize_with = "as_name")]
    pub severity: Severity,
    pub code: &'static str,
    pub path: Option<String>,
    pub line: Option<u32>,
    /// In characters; in a table, the number of the cell.
    pub column: Option<u32>,
    /// The column after the last character concerned; none for a cell.
    pub end_column: Option<u32>,
    pub message: String,
    pub help: Option<String>,
    /// The whole line, without its end, when a part of it is concerned.
    pub excerpt: Option<String>,
}

/// In the order of file, line and column. `read` is asked once for each file.
pub fn reports(diagnostics: &Diagnostics, read: &dyn Fn(&SitePath) -> Option<Vec<u8>>) -> Vec<Report> {
    let mut known: BTreeMap<&SitePath, Option<Lines>> = BTreeMap::new();
    let sorted = diagnostics.clone().sorted();
    for path in sorted.iter().filter_map(|diagnostic| diagnostic.at.path()) {
        known.entry(path).or_insert_with(|| read(path).map(Lines::of));
    }
    let lines = |diagnostic: &Diagnostic| diagnostic.at.path().and_then(|path| known.get(path)?.as_ref());
    let mut reports: Vec<Report> =
        sorted.iter().map(|diagnostic| Report::of(diagnostic, lines(diagnostic))).collect();
    reports.sort_by(|a, b| a.order().cmp(&b.order()));
    reports
}

/// What people are shown: the first `most` of each code, so that ten thousand
/// equal faults cost no more than fifty; and how many more of each there are.
pub fn first(diagnostics: &Diagnostics, most: usize) -> (Diagnostics, BTreeMap<&'static str, usize>) {
    let (mut kept, mut seen) = (Diagnostics::default(), BTreeMap::new());
    for diagnostic in diagnostics.iter() {
        let count = seen.entry(diagnostic.code.name()).or_insert(0);
        *count += 1;
        if *count <= most {
            kept.push(diagnostic.clone());
        }
    }
    let more = seen.into_iter().filter(|(_, count)| *count > most).map(|(code, count)| (code, count - most));
    (kept, more.collect())
}

/// `3 erreurs, 1 avertissement`, or nothing.
pub fn totals(diagnostics: &Diagnostics) -> Option<String> {
    let counted = |severity: Severity| {
        let count = diagnostics.iter().filter(|it| it.severity == severity).count();
        let plural = if count > 1 { "s" } else { "" };
        (count > 0).then(|| format!("{count} {}{plural}", french(severity)))
    };
    let parts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(counted).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

impl Report {
    /// A failure of the world: nowhere in the content.
    pub fn of_world(message: &str) -> Self {
        Self {
            severity: Severity::Error,
            code: "monde",
            path: None,
            line: None,
            column: None,
            end_column: None,
            message: message.to_owned(),
            help: None,
            excerpt: None,
        }
    }

    fn of(diagnostic: &Diagnostic, lines: Option<&Lines>) -> Self {
        let mut report = Self {
            severity: diagnostic.severity,
            code: diagnostic.code.name(),
            path: diagnostic.at.path().map(|path| path.as_str().to_owned()),
            line: None,
            column: None,
            end_column: None,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            excerpt: None,
        };
        match &diagnostic.at {
            Place::Nowhere => {}
            Place::Cell { line, column, .. } => {
                report.line = Some(*line);
                report.column = Some(*column);
                report.excerpt = lines.and_then(|lines| lines.text(*line));
            }
            Place::Bytes(span) => {
                let at = lines.map(|lines| lines.find(span.start, span.end)).unwrap_or_default();
                report.line = Some(at.line);
                report.column = Some(at.column);
                report.end_column = Some(at.end_column);
                // The very top stands for the file as a whole: no line is at fault.
                let is_whole = span.end == 0;
                report.excerpt = lines.filter(|_| !is_whole).and_then(|lines| lines.text(at.line));
            }
        }
        report
    }

    fn order(&self) -> (Option<&str>, Option<u32>, Option<u32>, &str) {
        (self.path.as_deref(), self.line, self.column, self.code)
    }
}

/// As machines call it.
fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn as_name<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(name(*severity))
}

fn french(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "erreur",
        Severity::Warning => "avertissement",
        Severity::Note => "remarque",
    }
}
