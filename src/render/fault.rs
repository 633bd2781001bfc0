//! What the template engine says, for whoever wrote the template.
use tera::Error;
use tera::ErrorKind;
use tera::ReportError;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::model::theme::TemplateName;
use crate::model::theme::Theme;
use crate::render::squash;
use crate::render::wording;
use crate::render::wording::Said;

/// The template to blame, and what to tell of it.
pub struct Fault {
    pub template: Option<TemplateName>,
    pub diagnostic: Diagnostic,
}

/// A sentence of the engine, and where it points.
struct Sentence<'a> {
    template: &'a str,
    /// From 1.
    line: usize,
    /// From 1, in characters of the squashed template.
    column: usize,
    text: &'a str,
}

/// `asked` is the template that was to be filled, for sentences that name none.
pub fn faults(error: &Error, theme: &Theme, asked: Option<&TemplateName>) -> Vec<Fault> {
    let sentences = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => vec![sentence(report)],
        ErrorKind::Msg(text) => printed(text),
        _ => Vec::new(),
    };
    if sentences.is_empty() {
        return vec![whole(error, theme, asked)];
    }
    let known = |it: &&Sentence| theme.templates.contains_key(&TemplateName(it.template.to_owned()));
    let blamed = sentences.iter().filter(known).map(|it| pointed(it, theme));
    let blamed: Vec<Fault> = blamed.collect();
    if blamed.is_empty() { vec![whole(error, theme, asked)] } else { blamed }
}

fn sentence(report: &ReportError) -> Sentence<'_> {
    let (span, template) = (report.span(), report.filename());
    Sentence { template, line: span.start_line, column: span.start_col + 1, text: report.message() }
}

/// Names that do not exist come as printed reports, several at once:
/// `error: …`, then ` --> page.html:3:12` and the line.
fn printed(text: &str) -> Vec<Sentence<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let pair = |pair: &[&'_ str]| -> Option<(usize, usize)> {
        pair[0].strip_prefix("error: ")?;
        let mut parts = pair[1].trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let column = parts.next()?.parse().ok()?;
        Some((parts.next()?.parse().ok()?, column))
    };
    let read = lines.windows(2).filter_map(|two| {
        let (line, column) = pair(two)?;
        let place = two[1].trim_start().strip_prefix("--> ")?;
        let template = place.rsplitn(3, ':').nth(2)?;
        Some(Sentence { template, line, column, text: two[0].strip_prefix("error: ")? })
    });
    read.collect()
}

fn pointed(sentence: &Sentence, theme: &Theme) -> Fault {
    let name = TemplateName(sentence.template.to_owned());
    let template = &theme.templates[&name];
    let taken = squash::taken(&template.source, sentence.line);
    let (line, column) = (sentence.line as u32, (sentence.column + taken) as u32);
    let at = Place::Cell { path: template.path.clone(), line, column };
    told(Some(name), at, wording::french(sentence.text))
}

/// A fault of a template as a whole.
fn whole(error: &Error, theme: &Theme, asked: Option<&TemplateName>) -> Fault {
    let own = match error.kind() {
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl),
        ErrorKind::MissingParent { current, .. } => Some(current),
        _ => None,
    };
    let name = own.map(|name| TemplateName(name.clone()));
    let name = name.filter(|name| theme.templates.contains_key(name)).or_else(|| asked.cloned());
    let template = name.as_ref().and_then(|name| theme.templates.get(name));
    let at = template.map_or(Place::Nowhere, |template| Place::Cell {
        path: template.path.clone(),
        line: 1,
        column: 1,
    });
    let say = |message: String, help: &str| Said { message, help: help.into() };
    let said = match error.kind() {
        ErrorKind::CircularExtend { .. } | ErrorKind::CircularInclude { .. } => {
            say("il s'appelle lui-même, en rond".into(), "ôtez l'un des « extends » ou « include » du rond")
        }
        ErrorKind::MissingParent { parent, .. } => {
            say(format!("il étend « {parent} », qui n'existe pas"), "corrigez le nom, ou créez ce gabarit")
        }
        ErrorKind::TemplateNotFound(name) => {
            say(format!("« {name} » n'existe pas"), "corrigez le nom, ou créez ce gabarit")
        }
        _ => wording::french(&error.to_string()),
    };
    told(name, at, said)
}

fn told(template: Option<TemplateName>, at: Place, said: Said) -> Fault {
    let shown = template.as_ref().map_or("inconnu", |name| &name.0);
    let message = format!("le gabarit « {shown} » est fautif : {}", said.message);
    let diagnostic = Diagnostic::error(Code::TemplateFault, at, message).with_help(said.help);
    Fault { template, diagnostic }
}
