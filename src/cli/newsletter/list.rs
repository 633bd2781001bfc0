//! `kiosque newsletter list`: every letter, one line each.
use std::io;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Severity;
use crate::base::french;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::arguments::Form;
use crate::cli::check::Nowhere;
use crate::cli::newsletter::desk::Desk;
use crate::cli::newsletter::options::ListOptions;
use crate::edge::console;
use crate::model::letter::Target;
use crate::model::mailing::Issue;
use crate::model::mailing::Standing;

/// What is shown of one letter.
struct Line<'a> {
    issue: &'a Issue,
    state: String,
    /// Of the HTML; none when there is no mail.
    bytes: Option<usize>,
    faults: Diagnostics,
}

pub fn run(root: &Path, options: &ListOptions) -> io::Result<u8> {
    let desk = Desk::open(root, &options.reading, &Nowhere)?;
    let lines: Vec<Line> = desk.issues().iter().map(|issue| line(&desk, issue)).collect();
    match options.format {
        Form::Json => console::print(&json_of(&lines)),
        Form::Human if lines.is_empty() => console::say("ce site n'a aucune lettre"),
        Form::Human => console::print(&table(&lines)),
    }
    let known = lines.iter().fold(Diagnostics::default(), |mut all, line| {
        all.extend(line.faults.clone());
        all
    });
    if options.format == Form::Human {
        desk.tell_rest(&known);
    }
    Ok(if lines.is_empty() && desk.round.refused { FAULTY } else { DONE })
}

fn line<'a>(desk: &Desk, issue: &'a Issue) -> Line<'a> {
    let checked = desk.letter(issue, Target::Neutral);
    let state = match &issue.standing {
        Standing::Elsewhere(_) => "envoyée ailleurs",
        Standing::Draft(_) => "brouillon",
        Standing::Upcoming(_) => "à paraître",
        Standing::Published(_) => "parue",
    };
    let bytes = checked.value.map(|letter| letter.html.len());
    Line { issue, state: state.to_owned(), bytes, faults: checked.diagnostics }
}

fn count(faults: &Diagnostics, severity: Severity) -> usize {
    faults.iter().filter(|it| it.severity == severity).count()
}

fn table(lines: &[Line]) -> String {
    let cells: Vec<[String; 5]> = lines.iter().map(cells).collect();
    let wide = |n: usize| cells.iter().map(|row| row[n].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..5).map(wide).collect();
    let mut text = String::new();
    for [name, day, state, weight, faults] in &cells {
        let line = format!(
            "{day:<d$}  {state:<s$}  {weight:>w$}  {name:<n$}  {faults}",
            d = widths[1],
            s = widths[2],
            w = widths[3],
            n = widths[0],
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn cells(line: &Line) -> [String; 5] {
    let told = [(Severity::Error, "erreur"), (Severity::Warning, "avertissement")];
    let told = told.into_iter().map(|(severity, name)| (count(&line.faults, severity), name));
    let told = told.filter(|(count, _)| *count > 0);
    let told: Vec<String> = told.map(|(n, name)| format!("{n} {name}{}", french::plural(n))).collect();
    [
        line.issue.slug.clone(),
        line.issue.day.map(|day| day.to_string()).unwrap_or_default(),
        line.state.clone(),
        line.bytes.map(weight).unwrap_or_default(),
        told.join(", "),
    ]
}

pub fn weight(bytes: usize) -> String {
    format!("{} ko", french::number(bytes.div_ceil(1000) as f64, 0))
}

fn json_of(lines: &[Line]) -> String {
    let one = |line: &Line| {
        let link = match &line.issue.standing {
            Standing::Elsewhere(link) => Value::from(link.as_str()),
            _ => Value::Null,
        };
        json!({
            "name": line.issue.slug,
            "title": line.issue.title,
            "date": line.issue.day.map(|day| day.to_string()),
            "state": line.state,
            "source": line.issue.source.as_str(),
            "route": line.issue.route().map(|route| route.href()),
            "link": link,
            "bytes": line.bytes,
            "errors": count(&line.faults, Severity::Error),
            "warnings": count(&line.faults, Severity::Warning),
        })
    };
    format!("{:#}\n", Value::from(lines.iter().map(one).collect::<Vec<_>>()))
}
