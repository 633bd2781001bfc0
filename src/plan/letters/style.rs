//! The style sheets of a theme's mail, held against what mail programs take.
use std::collections::BTreeSet;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::span::Span;
use crate::model::kind::Mailing;
use crate::model::mailing::CLASSES;
use crate::model::site::Site;
use crate::model::theme::Template;

/// What no rule may hold that goes into elements, and why.
const REFUSED: [(&str, &str, &str); 9] = [
    ("var(", "« var() » n'est compris d'aucun courriel", "écrivez la valeur elle-même"),
    (
        "!important",
        "« !important » fait ignorer la déclaration par Outlook",
        "rendez le sélecteur plus précis",
    ),
    ("rgba(", "« rgba() » n'est pas compris partout", "écrivez une couleur à six chiffres"),
    ("rem;", "l'unité « rem » n'est pas comprise partout", "écrivez des pixels"),
    (":hover", "« :hover » ne peut pas aller dans un élément", "supprimez cette règle"),
    ("::", "un pseudo-élément ne peut pas aller dans un élément", "supprimez cette règle"),
    (":where(", "« :where() » est sauté sans rien dire", "écrivez un sélecteur simple"),
    (":has(", "« :has() » est sauté sans rien dire", "écrivez un sélecteur simple"),
    ("display: flex", "« flex » est retiré par les messageries", "placez les choses dans un tableau"),
];

pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    if !site.kinds.values().any(|kind| kind.mailing == Mailing::Mailed) {
        return;
    }
    let mails = site.theme.templates.iter().filter(|(name, _)| name.0.starts_with("email/"));
    let (sheets, pages): (Vec<_>, Vec<_>) = mails.partition(|(name, _)| name.0.ends_with(".css"));
    let mut classes: BTreeSet<&str> = CLASSES.into_iter().collect();
    for (_, page) in pages {
        let lists = page.source.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
        classes.extend(lists.flat_map(str::split_ascii_whitespace));
    }
    for (_, sheet) in sheets {
        match sheet.source.contains("@media") {
            true => media(sheet, diagnostics),
            false => rules(sheet, diagnostics),
        }
        unmatched(sheet, &classes, diagnostics);
    }
}

fn tell(sheet: &Template, at: usize, (message, help): (String, &str), diagnostics: &mut Diagnostics) {
    let end = sheet.source[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let span = Span::new(&sheet.path, at..end);
    diagnostics.push(Diagnostic::warning(Code::LetterStyle, span, message).with_help(help));
}

/// Rules that go into elements.
fn rules(sheet: &Template, diagnostics: &mut Diagnostics) {
    for (written, message, help) in REFUSED {
        if let Some(at) = sheet.source.find(written) {
            tell(sheet, at, (message.to_owned(), help), diagnostics);
        }
    }
}

/// A sheet that stays a sheet: one media rule and nothing else, since a
/// messaging system drops all that follows the first, or unwraps one without a
/// feature between parentheses.
fn media(sheet: &Template, diagnostics: &mut Diagnostics) {
    let source = &sheet.source;
    let first = source.find("@media").unwrap_or(0);
    let condition = source[first + 6..].split('{').next().unwrap_or_default();
    if !condition.contains('(') {
        let message = "cette condition n'a pas de caractéristique entre parenthèses : Zimbra appliquerait toujours ses règles";
        tell(sheet, first, (message.to_owned(), "écrivez « @media (max-width: 480px) »"), diagnostics);
    }
    let second = source[first + 6..].find("@media").map(|at| first + 6 + at);
    let alone = "une feuille qui a « @media » ne doit rien avoir d'autre : Zimbra perd tout ce qui le suit";
    let cure = "faites une feuille pour chaque « @media »";
    if let Some(at) = second {
        tell(sheet, at, (alone.to_owned(), cure), diagnostics);
    } else if let Some(at) = outside(source, first) {
        tell(sheet, at, (alone.to_owned(), cure), diagnostics);
    }
}

/// Where something stands before the media rule or after its last brace.
fn outside(source: &str, media: usize) -> Option<usize> {
    if let Some(at) = source[..media].find(|c: char| !c.is_whitespace()) {
        return Some(at);
    }
    let mut depth = 0_usize;
    for (at, c) in source[media..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => {
                let rest = media + at + 1;
                return source[rest..].find(|c: char| !c.is_whitespace()).map(|at| rest + at);
            }
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// A class that nothing in a mail can have.
fn unmatched(sheet: &Template, classes: &BTreeSet<&str>, diagnostics: &mut Diagnostics) {
    let source = blanked(&sheet.source);
    let mut told = BTreeSet::new();
    for (start, end) in selectors(&source) {
        for (at, _) in source[start..end].match_indices('.') {
            let rest = &source[start + at + 1..end];
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
            let class = &rest[..length.unwrap_or(rest.len())];
            if !class.is_empty() && !classes.contains(class) && told.insert(class.to_owned()) {
                let message = format!("aucun élément d'un courriel n'a la classe « {class} »");
                let help = "corrigez le nom de la classe, ou supprimez la règle";
                tell(sheet, start + at, (message, help), diagnostics);
            }
        }
    }
}

/// What stands before each brace.
fn selectors(source: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in source.char_indices() {
        match c {
            '{' => {
                if !source[start..at].trim_start().starts_with('@') {
                    found.push((start, at));
                }
                start = at + 1;
            }
            '}' => start = at + 1,
            _ => {}
        }
    }
    found
}

/// Comments as blanks, so that places stay.
fn blanked(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("/*") {
        let next = after.split_once("*/").map_or("", |(_, next)| next);
        out.push_str(before);
        out.push_str(&" ".repeat(rest.len() - before.len() - next.len()));
        rest = next;
    }
    out.push_str(rest);
    out
}
