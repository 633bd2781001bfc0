//! What we tell authors. A stage never stops at the first fault: it returns
//! what it could make, together with everything it has to say.
use std::sync::Arc;

use crate::base::path::SitePath;
use crate::base::span::Span;

pub use crate::base::code::Code;

/// Errors stop publication; warnings do so under `--strict` only; notes never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

/// Where a fault is. Tables are counted in physical lines and cells, and may
/// be in another encoding than UTF-8, so bytes do not serve for them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Nowhere,
    Bytes(Span),
    Cell { path: SitePath, line: u32, column: u32 },
}

impl Place {
    pub fn path(&self) -> Option<&SitePath> {
        match self {
            Self::Nowhere => None,
            Self::Bytes(span) => Some(&span.path),
            Self::Cell { path, .. } => Some(path),
        }
    }

    /// Orders faults within one file.
    fn rank(&self) -> (u32, u32) {
        match self {
            Self::Nowhere => (0, 0),
            Self::Bytes(span) => (span.start, span.end),
            Self::Cell { line, column, .. } => (*line, *column),
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Bytes(span)
    }
}

impl From<&Span> for Place {
    fn from(span: &Span) -> Self {
        Self::Bytes(span.clone())
    }
}

/// One thing to tell an author: French, lower case, no final stop; the message
/// says what is wrong and the help how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub at: Place,
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn error(code: Code, at: impl Into<Place>, message: impl Into<String>) -> Self {
        Self { at: at.into(), code, severity: Severity::Error, message: cut(message.into()), help: None }
    }

    pub fn warning(code: Code, at: impl Into<Place>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, at, message) }
    }

    pub fn note(code: Code, at: impl Into<Place>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, at, message) }
    }

    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(cut(help.into()));
        self
    }

    fn order(&self) -> (Option<&SitePath>, (u32, u32), Code, &str, Severity) {
        (self.at.path(), self.at.rank(), self.code, &self.message, self.severity)
    }
}

/// 600 letters at most: what an author wrote may be of any length.
fn cut(text: String) -> String {
    match text.char_indices().nth(600) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Everything said so far. Clones share: what was said of ten thousand texts is
/// said again at each round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Arc<Diagnostic>>);

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(Arc::new(diagnostic));
    }

    /// Unwraps a checked value, keeping what was said about it.
    pub fn take<T>(&mut self, checked: Checked<T>) -> T {
        self.0.extend(checked.diagnostics.0);
        checked.value
    }

    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Those of one severity.
    #[must_use]
    pub fn only(&self, severity: Severity) -> Self {
        Self(self.0.iter().filter(|diagnostic| diagnostic.severity == severity).cloned().collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// In reading order, each said once; a warning is silent beside an error of the same words.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| a.order().cmp(&b.order()));
        let same =
            |a: &Diagnostic, b: &Diagnostic| a.at == b.at && a.code == b.code && a.message == b.message;
        self.0.dedup_by(|a, b| a == b || (same(a, b) && a.severity > b.severity));
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().map(AsRef::as_ref)
    }
}

/// A value and what there is to say about it. Never a `Result`: bad content is
/// ordinary input, and the value is the best that could be made of it.
#[must_use]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked<T> {
    pub value: T,
    pub diagnostics: Diagnostics,
}

impl<T> Checked<T> {
    pub fn new(value: T, diagnostics: Diagnostics) -> Self {
        Self { value, diagnostics }
    }
}

/// The known word nearest to what was written, when it is near enough to be a
/// slip: at most a third of its letters differ (Damerau-Levenshtein).
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = written.chars().flat_map(char::to_lowercase).collect();
    let limit = (letters.len() / 3).max(1);
    if letters.len() > 64 {
        return None;
    }
    let close = |word: &&str| word.len().abs_diff(written.len()) <= 2 * limit;
    let scored = known.into_iter().filter(close).map(|word| (distance(&letters, word, limit), word));
    scored.filter(|(far, _)| *far <= limit).min().map(|(_, word)| word)
}

/// Gives up, with a great number, as soon as `limit` is passed.
fn distance(a: &[char], word: &str, limit: usize) -> usize {
    let b: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    if a.len().abs_diff(b.len()) > limit {
        return usize::MAX;
    }
    let (mut before, mut last) = (Vec::new(), (0..=b.len()).collect::<Vec<usize>>());
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().min().is_some_and(|least| *least > limit) {
            return usize::MAX;
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
