//! A difference on a terminal.
use crate::cli::diff::difference::Difference;
use crate::cli::diff::difference::Loss;
use crate::cli::diff::difference::Move;
use crate::cli::diff::difference::Page;
use crate::cli::diff::words;
use crate::edge::console::plain;

/// Lines of one list before the rest is only counted.
const SHOWN: usize = 20;

pub fn human(difference: &Difference) -> String {
    let mut text = format!("{}\n", words::summary(difference));
    pages(&mut text, "pages nouvelles", &difference.appeared);
    pages(&mut text, "pages changées", &difference.changed);
    list(&mut text, "pages déplacées", &difference.moved, moved);
    list(&mut text, "erreur : adresses disparues, qui ne mènent plus à rien", &difference.vanished, lost);
    list(&mut text, "adresses retirées pour de bon (gone:)", &difference.gone, lost);
    list(&mut text, "pages de listes en moins", &difference.passing, lost);
    list(&mut text, "redirections nouvelles", &difference.redirections.appeared, moved);
    list(&mut text, "redirections changées", &difference.redirections.changed, moved);
    let files = &difference.files;
    list(&mut text, "fichiers nouveaux", &files.appeared, String::clone);
    list(&mut text, "fichiers changés", &files.changed, |file| {
        format!("{}  ← {}", file.address, words::causes(&file.causes))
    });
    list(&mut text, "fichiers disparus", &files.vanished, String::clone);
    text
}

fn pages(text: &mut String, title: &str, pages: &[Page]) {
    if pages.is_empty() {
        return;
    }
    text.push_str(&format!("\n{title}\n"));
    for (causes, pages) in words::groups(pages) {
        text.push_str(&format!("  {} :\n", words::causes(causes)));
        lines(text, "    ", &pages, |page| shown(page));
    }
}

fn shown(page: &Page) -> String {
    let before = page.before.as_ref().map(|before| format!(" (avant : « {} »)", plain(before)));
    format!("{}  « {} »{}", page.address, plain(&page.title), before.unwrap_or_default())
}

fn moved(step: &Move) -> String {
    let title = if step.title.is_empty() { String::new() } else { format!("  « {} »", plain(&step.title)) };
    format!("{} → {}{title}", step.address, step.to)
}

fn lost(loss: &Loss) -> String {
    let title = if loss.title.is_empty() { String::new() } else { format!("  « {} »", plain(&loss.title)) };
    let cure = loss
        .perhaps
        .as_ref()
        .map(|to| format!(" ; déplacée à {to} : écrivez-y « redirect_from: [{}] »", loss.address));
    format!("{}{title}{}", loss.address, cure.unwrap_or_default())
}

fn list<T>(text: &mut String, title: &str, items: &[T], line: impl Fn(&T) -> String) {
    if !items.is_empty() {
        text.push_str(&format!("\n{title}\n"));
        lines(text, "  ", items, line);
    }
}

fn lines<T>(text: &mut String, margin: &str, items: &[T], line: impl Fn(&T) -> String) {
    items.iter().take(SHOWN).for_each(|item| text.push_str(&format!("{margin}{}\n", line(item))));
    if let Some(more) = words::more(items.len(), SHOWN) {
        text.push_str(&format!("{margin}{more}\n"));
    }
}
