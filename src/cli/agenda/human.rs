//! The agenda on a terminal.
use crate::base::date::Date;
use crate::base::french;
use crate::cli::agenda::changes::Agenda;
use crate::cli::agenda::changes::Changes;
use crate::cli::agenda::changes::Page;
use crate::cli::agenda::parts::Part;
use crate::edge::console::plain;
use crate::edge::report::Report;

/// Lines of one sort on one day, before the rest is only counted.
const SHOWN: usize = 12;

pub fn human(agenda: &Agenda) -> String {
    let french = |date: &str| date.parse().map(Date::french).unwrap_or_default();
    let (from, to) = (french(&agenda.from), french(&agenda.to));
    let mut text = format!("du {from} au {to}, sans que personne ne touche à rien\n");
    agenda.days.iter().for_each(|changes| day(&mut text, changes));
    if !agenda.daily.is_empty() {
        text.push_str("\nchaque jour ou presque\n");
        lines(&mut text, "change", &agenda.daily, changed);
    }
    let rest = if agenda.days.is_empty() && agenda.daily.is_empty() {
        "rien ne change"
    } else {
        "rien d'autre ne change"
    };
    text.push_str(&format!("\n{rest}\n"));
    text
}

fn day(text: &mut String, changes: &Changes) {
    let date = changes.day.map(Date::french).unwrap_or_default();
    text.push_str(&format!("\n{date}\n"));
    lines(text, "paraît", &changes.appeared, page);
    lines(text, "disparaît", &changes.vanished, page);
    lines(text, "change", &changes.changed, changed);
    lines(text, "à dire", &changes.told, told);
    if changes.refused {
        text.push_str("  à partir de ce jour, rien n'est plus publié\n");
    }
    let count = changes.followed.len();
    if count > 0 {
        let counted = french::number(count as f64, 0);
        let words =
            if count == 1 { "liste, flux ou fichier suit" } else { "listes, flux et fichiers suivent" };
        text.push_str(&format!("  {counted} {words}\n"));
    }
}

fn lines<T>(text: &mut String, what: &str, items: &[T], line: impl Fn(&T) -> String) {
    items.iter().take(SHOWN).for_each(|item| text.push_str(&format!("  {what} : {}\n", line(item))));
    let more = items.len().saturating_sub(SHOWN);
    if more > 0 {
        text.push_str(&format!(
            "  {what} : … et {} autre{}\n",
            french::number(more as f64, 0),
            french::plural(more)
        ));
    }
}

fn page(page: &Page) -> String {
    let source = page.source.as_ref().map(|source| format!("  ← {source}")).unwrap_or_default();
    format!("{}  « {} »{source}", page.address, plain(&page.title))
}

fn changed(it: &Page) -> String {
    let parts: Vec<String> = it.parts.iter().filter(|part| **part != Part::Others).map(part).collect();
    format!("{}  ({})", page(it), parts.join(" ; "))
}

fn part(part: &Part) -> String {
    let quoted =
        |value: &Option<String>| value.as_ref().map_or("rien".to_owned(), |it| format!("« {} »", plain(it)));
    match part {
        Part::Field { name, before: None, after: None } => name.clone(),
        Part::Field { name, before, after } => format!("{name} : {} → {}", quoted(before), quoted(after)),
        Part::Figures => "ses chiffres, ou ce qui en est dit".to_owned(),
        Part::Age => "l'âge de ses données".to_owned(),
        Part::Others => "ce qu'elle montre d'autres pages".to_owned(),
        Part::Day => "ce que le gabarit dit du jour".to_owned(),
    }
}

fn told(report: &Report) -> String {
    let place = match (&report.path, report.line) {
        (Some(path), Some(line)) => format!("{path}:{line}  "),
        (Some(path), None) => format!("{path}  "),
        _ => String::new(),
    };
    format!("{place}{} [{}]", plain(&report.message), report.code)
}
