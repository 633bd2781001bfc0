//! The way to leave stands once in each body, where the sending tool looks for it.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::escape;
use crate::base::french::NBSP;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::letter::Letter;
use crate::model::letter::Target;
use crate::render::letter::lint::template;
use crate::render::templates::Templates;

pub fn judge(letter: &Letter, target: Target, templates: &Templates, diagnostics: &mut Diagnostics) {
    let own = letter.list.unsubscribe.first().map(String::as_str);
    let Some(wanted) = target.unsubscribe().or(own) else {
        let message = "les lettres de ce site ne disent pas comment se désabonner";
        let help = "ajoutez « email: {unsubscribe: mailto:… } » à kiosque.yaml";
        let top = Span::top(&SitePath::new("kiosque.yaml"));
        diagnostics.push(Diagnostic::warning(Code::LetterLeave, top, message).with_help(help));
        return;
    };
    let written = escape::text(wanted);
    let html = letter.html.matches(&format!("href=\"{written}\"")).count();
    let text = letter.text.matches(wanted).count();
    for (count, body, name) in [(html, "courriel", "email/base.html"), (text, "texte", "email/text.txt")] {
        let how = match count {
            1 => continue,
            0 => "n'est pas",
            _ => "est plusieurs fois",
        };
        let at = template(templates, name).unwrap_or_else(|| Span::top(&letter.source));
        let message = format!("le lien de désabonnement «{NBSP}{wanted}{NBSP}» {how} dans le {body}");
        let help = format!("écrivez une fois « letter.unsubscribe » dans « {name} », et nulle part ailleurs");
        diagnostics.push(Diagnostic::error(Code::LetterLeave, at, message).with_help(help));
    }
}
