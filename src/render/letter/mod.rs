//! A letter: one text, written as HTML that mail programs keep and as plain text, around the words of whoever sends it.
pub mod figures;
pub mod grid;
pub mod html;
pub mod inline;
pub mod lint;
pub mod source;
pub mod stretches;
pub mod text;
pub mod walk;
pub mod wrap;

use tera::Value as Tera;

use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::model::letter::Letter;
use crate::model::letter::Target;
use crate::model::mailing::LetterView;
use crate::model::mailing::Medium;
use crate::model::value::Value;
use crate::render::convert;
use crate::render::letter::source::Source;
use crate::render::templates::Templates;

/// One body of a letter; `None` when the theme's template failed, which is told.
pub fn body(
    (view, medium): (&LetterView, Medium),
    target: Target,
    templates: &Templates,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let source = Source { view, templates };
    match medium {
        Medium::Html => whole_html(source, target, diagnostics),
        Medium::Text => whole_text(source, target, diagnostics),
    }
}

/// Both, with what a message needs.
pub fn letter(view: &LetterView, target: Target, templates: &Templates) -> Checked<Option<Letter>> {
    let mut diagnostics = Diagnostics::default();
    let html = body((view, Medium::Html), target, templates, &mut diagnostics);
    let text = body((view, Medium::Text), target, templates, &mut diagnostics);
    let letter = html.zip(text).map(|(html, text)| Letter {
        source: view.source.clone(),
        slug: view.slug.clone(),
        route: view.route.clone(),
        subject: view.subject.clone(),
        preheader: view.preheader.clone(),
        from: view.from.clone(),
        reply_to: view.reply_to.clone(),
        date: view.date.clone(),
        lang: view.lang.clone(),
        page: Source { view, templates }.page(),
        list: view.list.clone(),
        html,
        text,
    });
    if let Some(letter) = &letter {
        lint::judge(letter, (view, target), templates, &mut diagnostics);
    }
    Checked::new(letter, diagnostics)
}

fn whole_html(source: Source<'_>, target: Target, diagnostics: &mut Diagnostics) -> Option<String> {
    let content = html::content(source, diagnostics);
    let mut context = context(source, target);
    context.insert_value("content", Tera::safe_string(&content));
    let filled = source.templates.fill(&Medium::Html.template(), &context, diagnostics)?;
    Some(inline::styles(&filled))
}

fn whole_text(source: Source<'_>, target: Target, diagnostics: &mut Diagnostics) -> Option<String> {
    let plain = text::content(source);
    let mut context = context(source, target);
    context.insert_value("content", Tera::safe_string(&plain.content));
    let links = plain.links.iter().enumerate().map(|(n, link)| format!("[{}] {link}", n + 1));
    let links: Vec<Tera> = links.map(|link| Tera::safe_string(&link)).collect();
    context.insert_value("links", Tera::from(links));
    let filled = source.templates.fill(&Medium::Text.template(), &context, diagnostics)?;
    Some(wrap::whole(filled.trim()))
}

/// What both templates see.
fn context(source: Source<'_>, target: Target) -> tera::Context {
    let view = source.view;
    let optional = |text: Option<&str>| text.map_or(Value::Null, Value::text);
    let unsubscribe = target.unsubscribe().or(view.list.unsubscribe.first().map(String::as_str));
    let letter = Value::map([
        ("title", Value::from(view.title.as_str())),
        ("subject", view.subject.as_str().into()),
        ("preheader", optional(view.preheader.as_deref())),
        ("date", view.day.map_or(Value::Null, Value::from)),
        ("lang", view.lang.as_str().into()),
        ("url", source.page().into()),
        ("unsubscribe", optional(unsubscribe)),
        ("from_name", optional(view.from.name.as_deref())),
        ("from_email", optional(view.from.address.as_deref())),
        ("reply_to", optional(view.reply_to.as_deref())),
        ("target", target.name().into()),
    ]);
    let mut context = source.templates.context();
    context.insert_value("page", convert::page(&view.page.value, &Vec::new()));
    context.insert_value("letter", convert::value(&letter));
    context
}
