//! What the template engine says, for whoever wrote the template.
use tera::Error;
use tera::ErrorKind;
use tera::ReportError;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::model::theme::Template;
use crate::model::theme::TemplateName;
use crate::model::theme::Theme;
use crate::render::squash;

/// The template to blame, and what to tell of it.
pub struct Fault {
    pub template: Option<TemplateName>,
    pub diagnostic: Diagnostic,
}

pub fn fault(error: &Error, theme: &Theme, asked: Option<&TemplateName>) -> Fault {
    let report = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report.as_ref()),
        _ => None,
    };
    let name = report.map(|report| TemplateName(report.filename().to_owned())).or_else(|| blamed(error));
    let name = name.filter(|name| theme.templates.contains_key(name)).or_else(|| asked.cloned());
    let template = name.as_ref().and_then(|name| theme.templates.get(name));
    let at = template.map_or(Place::Nowhere, |template| place(template, report));
    let detail = report.map_or_else(|| plain(error), |report| french(report.message()));
    let shown = name.as_ref().map_or("inconnu", |name| &name.0);
    let message = format!("le gabarit « {shown} » est fautif : {detail}");
    Fault { template: name, diagnostic: Diagnostic::error(Code::TemplateFault, at, message) }
}

fn place(template: &Template, report: Option<&ReportError>) -> Place {
    let (line, column) = report.map_or((1, 1), |report| {
        let span = report.span();
        let taken = squash::taken(&template.source, span.start_line);
        (span.start_line as u32, (span.start_col + taken) as u32 + 1)
    });
    Place::Cell { path: template.path.clone(), line, column }
}

fn blamed(error: &Error) -> Option<TemplateName> {
    match error.kind() {
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            Some(TemplateName(tpl.clone()))
        }
        ErrorKind::MissingParent { current, .. } => Some(TemplateName(current.clone())),
        _ => None,
    }
}

fn plain(error: &Error) -> String {
    match error.kind() {
        ErrorKind::CircularExtend { .. } => "les gabarits s'étendent en rond".into(),
        ErrorKind::CircularInclude { .. } => "les gabarits s'incluent en rond".into(),
        ErrorKind::MissingParent { parent, .. } => format!("il étend « {parent} », qui n'existe pas"),
        ErrorKind::TemplateNotFound(name) => format!("« {name} » n'existe pas"),
        _ => french(&error.to_string()),
    }
}

/// The engine's commonest sentences, in French; the rest as it is.
fn french(message: &str) -> String {
    const SAID: [(&str, &str); 12] = [
        ("Variable `", "la variable inconnue `"),
        ("Field `", "le champ inconnu `"),
        ("` is not defined.", "` n'est pas définie ;"),
        ("` is not defined", "` n'est pas définie"),
        (" Available variables: ", " variables connues : "),
        (" Available fields: ", " champs connus : "),
        ("Unknown filter `", "le filtre inconnu `"),
        ("Unknown function `", "la fonction inconnue `"),
        ("Unknown template `", "le gabarit inconnu `"),
        ("Unexpected end of input", "il finit trop tôt : un bloc n'est pas fermé"),
        (" but expected ", " au lieu de "),
        ("Found ", "on lit "),
    ];
    SAID.iter().fold(message.to_owned(), |text, (said, french)| text.replace(said, french))
}
