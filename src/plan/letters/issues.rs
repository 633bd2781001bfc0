//! Every letter of the site as commands list it, also those that another tool sent.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::model::kind::Kind;
use crate::model::kind::Mailing;
use crate::model::mailing::Issue;
use crate::model::mailing::Standing;
use crate::model::site::Entry;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::plan::letters;

/// The newest first; those of one day in the order of their names.
pub fn all(site: &Site, diagnostics: &mut Diagnostics) -> Vec<Issue> {
    let mut issues = Vec::new();
    for (name, entries) in &site.entries {
        let Some(kind) = site.kinds.get(name).filter(|kind| kind.mailing == Mailing::Mailed) else {
            continue;
        };
        for entry in entries {
            twice(kind, entry, diagnostics);
            issues.extend(issue(site, entry));
        }
    }
    issues.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.source.cmp(&b.source)));
    issues
}

fn issue(site: &Site, entry: &Entry) -> Option<Issue> {
    let page = &entry.summary.value;
    let day = page.get("date").and_then(Value::as_date);
    let standing = match &entry.route {
        None => Standing::Elsewhere(page.get("link_url")?.as_text()?.to_owned()),
        Some(route) if page.get("draft") == Some(&Value::Bool(true)) => Standing::Draft(route.clone()),
        Some(route) if day > Some(site.today) => Standing::Upcoming(route.clone()),
        Some(route) => Standing::Published(route.clone()),
    };
    let slug = entry.route.as_ref().map(letters::slug);
    Some(Issue {
        source: entry.source.clone(),
        slug: slug.unwrap_or_else(|| entry.source.stem()).to_owned(),
        title: page.get("title").and_then(Value::as_text).unwrap_or_default().to_owned(),
        day,
        standing,
    })
}

/// The subject of a mail that will never be made.
fn twice(kind: &Kind, entry: &Entry, diagnostics: &mut Diagnostics) {
    let (Some(name), None) = (&kind.external, &entry.route) else { return };
    let document = &entry.prose.document;
    let Some(subject) = document.fields.get("subject").filter(|node| !node.is_empty()) else { return };
    let message =
        format!("« {name} » dit que cette lettre a été envoyée ailleurs, « subject » qu'elle part d'ici");
    let help = format!(
        "retirez « subject » pour l'annoncer seulement, ou « {name} » pour en faire une page et un courriel"
    );
    diagnostics
        .push(Diagnostic::error(Code::LetterTwice, subject.span(&document.path), message).with_help(help));
}
