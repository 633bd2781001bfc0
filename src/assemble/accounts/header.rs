//! The columns of a file of accounts, found by their names.
use crate::assemble::accounts::Book;
use crate::base::diagnostic;
use crate::base::diagnostic::Code;
use crate::model::accounts::COLUMNS;
use crate::model::table;

/// Where each stands, from 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct Columns {
    pub year: usize,
    pub item: usize,
    /// At least one of the two is there.
    pub planned: Option<usize>,
    pub actual: Option<usize>,
}

/// Nothing when the file is empty, or has other columns: the latter is told.
pub fn read(book: &mut Book<'_>) -> Option<Columns> {
    let (set, top) = (book.set, book.set.table.header_line);
    if set.table.header.is_empty() {
        return None;
    }
    let mut found = [None; COLUMNS.len()];
    let mut sound = true;
    for n in 0..set.table.header.len() {
        match named(book, n).filter(|at| found[*at].is_none()) {
            Some(at) => found[at] = Some(n),
            None => sound = false,
        }
    }
    for (name, at) in COLUMNS.iter().zip(found).skip(2) {
        let unit = at.map_or("", |at| set.columns[at].unit());
        if let (Some(at), false) = (at, matches!(unit, "" | "€" | "euro" | "euros")) {
            sound = false;
            let message = format!("la colonne « {name} » est en « {unit} », et un budget se donne en euros");
            let help = "corrigez l'unité de ses cellules, ou celle de sa déclaration".to_owned();
            book.fault(Code::DataCell, (top, at), (message, help));
        }
    }
    let [year, item, planned, actual] = found;
    let amounts = planned.or(actual).map_or("prevu", |_| "");
    let asked = [(year, "annee"), (item, "poste"), (planned.or(actual), amounts)];
    if let (Some((_, name)), true) = (asked.iter().find(|(at, _)| at.is_none()), sound) {
        sound = false;
        let help = format!("la première ligne d'un budget : {}", COLUMNS.join(","));
        book.fault(Code::ColumnUnknown, (top, 0), (format!("la colonne « {name} » manque"), help));
    }
    Some(Columns { year: year?, item: item?, planned, actual }).filter(|_| sound)
}

/// Which of ours a column is; what is none, or is there already, is told.
fn named(book: &mut Book<'_>, n: usize) -> Option<usize> {
    let set = book.set;
    let ours = |n: usize| {
        let declared = set.columns[n].declared.as_ref().map(|declared| declared.name.as_str());
        let names = [Some(&*set.table.header[n]), declared].into_iter().flatten();
        names.map(key).find_map(|name| COLUMNS.iter().position(|known| *known == name))
    };
    let at = ours(n);
    let (message, help) = match at {
        Some(at) if (0..n).any(|before| ours(before) == Some(at)) => {
            (format!("deux colonnes « {} »", COLUMNS[at]), "gardez-en une".to_owned())
        }
        Some(at) => return Some(at),
        None => {
            let header = &set.table.header[n];
            let help = match diagnostic::nearest(&key(header), COLUMNS) {
                Some(near) => format!("vouliez-vous « {near} » ?"),
                None => format!("gardez : {}", COLUMNS.join(", ")),
            };
            (format!("« {} » n'est pas une colonne d'un budget", table::excerpt(header)), help)
        }
    };
    book.fault(Code::ColumnUnknown, (set.table.header_line, n), (message, help));
    None
}

/// As names are compared: small, without accents, one space between words.
pub fn key(text: &str) -> String {
    let small = text.chars().flat_map(char::to_lowercase).map(|c| match c {
        'é' | 'è' | 'ê' => 'e',
        c => c,
    });
    small.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
