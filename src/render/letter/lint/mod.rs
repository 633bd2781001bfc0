//! A finished letter, judged: what mail programs would cut, drop or hide, and what would betray its readers.
pub mod cascade;
pub mod colour;
pub mod contrast;
pub mod leave;
pub mod pieces;
pub mod structure;
pub mod tokens;
pub mod weight;
pub mod words;

use crate::base::diagnostic::Diagnostics;
use crate::base::span::Span;
use crate::model::letter::Letter;
use crate::model::letter::Target;
use crate::model::mailing::LetterView;
use crate::model::theme::TemplateName;
use crate::render::letter::source::Source;
use crate::render::templates::Templates;

/// Tells of a letter what does not show before it is whole.
pub fn judge(
    letter: &Letter,
    (view, target): (&LetterView, Target),
    templates: &Templates,
    diagnostics: &mut Diagnostics,
) {
    let pieces = pieces::read(&letter.html);
    weight::judge(letter, diagnostics);
    tokens::judge(letter, target, diagnostics);
    leave::judge(letter, target, templates, diagnostics);
    if target == Target::Neutral {
        words::judge(letter, Source { view, templates }, diagnostics);
        structure::judge(&pieces, templates, diagnostics);
        contrast::judge(&pieces, templates, diagnostics);
    }
}

/// Where a template of the theme begins, for what it alone can mend.
pub fn template(templates: &Templates, name: &str) -> Option<Span> {
    templates.theme().templates.get(&TemplateName(name.to_owned())).map(|template| Span::top(&template.path))
}
