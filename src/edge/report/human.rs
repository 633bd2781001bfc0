//! Messages for people, in a terminal: styled here, and stripped of their style
//! by the console when nobody would see it.
use std::collections::BTreeMap;
use std::fmt::Write;

use anstyle::AnsiColor;
use anstyle::Style;

use crate::base::diagnostic::Severity;
use crate::edge::report::Report;
use crate::edge::report::french;

/// After that many of one code, the others are only counted.
pub const SHOWN: usize = 50;

/// Characters of a line that are shown.
const WIDE: usize = 100;

/// One paragraph for each report, an empty line between them. `more` counts
/// those of each code that are left unsaid.
pub fn human(reports: &[Report], more: &BTreeMap<&'static str, usize>) -> String {
    let mut text = String::new();
    for report in reports {
        paragraph(report, &mut text);
        text.push('\n');
    }
    for (code, count) in more {
        match count {
            1 => _ = writeln!(text, "… et un autre message « {code} »\n"),
            rest => _ = writeln!(text, "… et {rest} autres messages « {code} »\n"),
        }
    }
    text
}

fn paragraph(report: &Report, text: &mut String) {
    let style = style(report.severity);
    let place =
        report.path.as_ref().map(|path| safe(&format!(" {}", place(path, report)))).unwrap_or_default();
    _ = writeln!(text, "{style}{}[{}]{style:#}{place}", french(report.severity), report.code);
    for line in report.message.lines() {
        _ = writeln!(text, "  {}", safe(line));
    }
    if let (Some(excerpt), Some(line)) = (&report.excerpt, report.line) {
        quote(report, excerpt, line, text);
    }
    for (index, line) in report.help.iter().flat_map(|help| help.lines()).enumerate() {
        let lead = if index == 0 { "aide : " } else { "" };
        _ = writeln!(text, "  {lead}{}", safe(line));
    }
}

/// `content/a.md:4:1`
fn place(path: &str, report: &Report) -> String {
    let numbers = [report.line, report.column].into_iter().flatten();
    numbers.fold(path.to_owned(), |place, number| format!("{place}:{number}"))
}

/// The line at fault and a mark under the part concerned.
fn quote(report: &Report, excerpt: &str, line: u32, text: &mut String) {
    let from = report.column.unwrap_or(1).saturating_sub(1) as usize;
    let marked = report.end_column.map(|end| (end as usize).saturating_sub(from + 1).max(1));
    // A cell's number says nothing about where in the line it is.
    let first = if marked.is_some() { from.saturating_sub(WIDE / 2) } else { 0 };
    let cut: String = excerpt.chars().skip(first).take(WIDE).collect();
    let is_short = excerpt.chars().nth(first + WIDE).is_none();
    let (lead, tail) = (if first > 0 { "…" } else { "" }, if is_short { "" } else { "…" });
    let dim = Style::new().dimmed();
    _ = writeln!(text, "  {dim}{line:>5} |{dim:#} {lead}{}{tail}", safe(&cut));
    if let Some(width) = marked {
        let style = style(report.severity);
        let indent = " ".repeat(from - first + lead.chars().count());
        let carets = "^".repeat(width.min(WIDE.saturating_sub(from - first)).max(1));
        _ = writeln!(text, "  {dim}      |{dim:#} {indent}{style}{carets}{style:#}");
    }
}

/// What an author wrote must not command the reader's terminal, nor turn its
/// text round: each such character becomes one that can be seen.
fn safe(text: &str) -> String {
    let shown = |c: char| match c {
        '\t' => ' ',
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '␡',
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => '\u{fffd}',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => c,
    };
    text.chars().map(shown).collect()
}

fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}
