//! A difference as the comment of a merge request (GitLab, GitHub): short, the
//! long lists folded. Titles and names come from whoever wrote the request:
//! nothing in them may become a link, a picture or a mention.
use crate::cli::diff::difference::Difference;
use crate::cli::diff::difference::Loss;
use crate::cli::diff::difference::Move;
use crate::cli::diff::difference::Page;
use crate::cli::diff::words;

/// Lines of one list before it is folded.
const OPEN: usize = 10;
/// Lines of one list before the rest is only counted: comments have a limit.
const SHOWN: usize = 100;

pub fn markdown(difference: &Difference) -> String {
    let mut text = format!("**Ce qui change sur le site** : {}.\n", words::summary(difference));
    list(&mut text, "❌ Adresses disparues, qui ne mènent plus à rien", &difference.vanished, lost);
    list(&mut text, "Adresses retirées pour de bon", &difference.gone, lost);
    pages(&mut text, "Pages nouvelles", &difference.appeared);
    pages(&mut text, "Pages changées", &difference.changed);
    list(&mut text, "Pages déplacées", &difference.moved, moved);
    list(&mut text, "Pages de listes en moins", &difference.passing, lost);
    list(&mut text, "Redirections nouvelles", &difference.redirections.appeared, moved);
    list(&mut text, "Redirections changées", &difference.redirections.changed, moved);
    let files = &difference.files;
    list(&mut text, "Fichiers nouveaux", &files.appeared, |address| code(address));
    list(&mut text, "Fichiers changés", &files.changed, |file| {
        format!("{} ← {}", code(&file.address), code(&words::causes(&file.causes)))
    });
    list(&mut text, "Fichiers disparus", &files.vanished, |address| code(address));
    text
}

fn pages(text: &mut String, title: &str, pages: &[Page]) {
    for (causes, pages) in words::groups(pages) {
        list(text, &format!("{title} : {}", code(&words::causes(causes))), &pages, |page| shown(page));
    }
}

fn shown(page: &Page) -> String {
    let before = page.before.as_ref().map(|before| format!(" (avant : {})", quoted(before)));
    format!("{} {}{}", code(&page.address), quoted(&page.title), before.unwrap_or_default())
}

fn moved(step: &Move) -> String {
    format!("{} → {} {}", code(&step.address), code(&step.to), quoted(&step.title))
}

fn lost(loss: &Loss) -> String {
    let cure = loss.perhaps.as_ref().map(|to| {
        let field = format!("redirect_from: [{}]", loss.address);
        format!(" ; déplacée à {} : écrivez-y {}", code(to), code(&field))
    });
    format!("{} {}{}", code(&loss.address), quoted(&loss.title), cure.unwrap_or_default())
}

fn list<T>(text: &mut String, title: &str, items: &[T], line: impl Fn(&T) -> String) {
    if items.is_empty() {
        return;
    }
    let fold = items.len() > OPEN;
    match fold {
        true => {
            text.push_str(&format!("\n<details><summary>{} ({})</summary>\n\n", html(title), items.len()))
        }
        false => text.push_str(&format!("\n{title}\n\n")),
    }
    items.iter().take(SHOWN).for_each(|item| text.push_str(&format!("- {}\n", line(item).trim_end())));
    if let Some(more) = words::more(items.len(), SHOWN) {
        text.push_str(&format!("- {more}\n"));
    }
    if fold {
        text.push_str("\n</details>\n");
    }
}

/// Code spans: nothing inside them is read.
fn code(text: &str) -> String {
    let plain = |letter: char| if letter == '`' || letter.is_control() { '\'' } else { letter };
    format!("`{}`", text.chars().map(plain).collect::<String>())
}

fn quoted(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!("« {} »", code(title)) }
}

/// A heading with code spans, where markdown is not read.
fn html(title: &str) -> String {
    let parts = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "&#64;");
    let parts: Vec<&str> = parts.split('`').collect();
    let one = |(n, part): (usize, &&str)| {
        if n % 2 == 1 { format!("<code>{part}</code>") } else { (*part).to_owned() }
    };
    parts.iter().enumerate().map(one).collect()
}
