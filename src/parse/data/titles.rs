//! Tables with a title above, notes below, or other tables after them.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::french;
use crate::parse::data::faults::Teller;
use crate::parse::data::records::Cut;
use crate::parse::data::records::Record;
use crate::parse::data::records::Records;

/// How many records are looked at.
const LOOKED_AT: usize = 20_000;

/// Records of one width, one after the other.
struct Stretch {
    line: u32,
    width: usize,
    rows: usize,
    after_blank: bool,
}

/// Cells up to the last one that holds something: spreadsheets pad short lines.
fn width(record: &Record) -> usize {
    let last = (0..record.cells.len()).rev().find(|n| !record.cells[*n].trim().is_empty());
    last.map_or(0, |last| last + 1)
}

fn stretches(text: &str, cut: Cut) -> Vec<Stretch> {
    let (mut records, mut record) = (Records::of(text, cut), Record::default());
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut seen = 0;
    while seen < LOOKED_AT && records.next(&mut record) {
        seen += 1;
        let width = width(&record);
        match stretches.last_mut() {
            Some(last) if last.width == width && !record.after_blank => last.rows += 1,
            _ => {
                let (line, after_blank) = (record.line, record.after_blank);
                stretches.push(Stretch { line, width, rows: 1, after_blank });
            }
        }
    }
    stretches
}

/// What to write in the declaration so that only the table is read.
pub fn told(text: &str, cut: Cut, teller: &mut Teller) {
    let stretches = stretches(text, cut);
    let tables: Vec<&Stretch> = stretches.iter().filter(|it| it.width > 1 && it.rows > 1).collect();
    let at = teller.at(cut.line, 1);
    let Some(first) = tables.first() else {
        let message = "ce fichier ne contient pas de tableau : une seule colonne, ou des lignes de toutes les longueurs";
        let help = "exportez de nouveau les données au format CSV";
        teller.say(Diagnostic::error(Code::DataNotTable, at, message).with_help(help));
        return;
    };
    let (skip, name) = (first.line - 1, teller.declaration());
    let later: Vec<&&Stretch> =
        tables.iter().skip(1).filter(|it| it.after_blank || it.width != first.width).collect();
    if !later.is_empty() && later.iter().any(|it| it.rows > 2) {
        let lines: Vec<String> = std::iter::once(first.line)
            .chain(later.iter().map(|it| it.line))
            .map(|n| n.to_string())
            .collect();
        let lines = french::list(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let message = format!("ce fichier contient plusieurs tableaux, aux lignes {lines}");
        let help = format!(
            "exportez chaque rapport dans un fichier ; pour ne lire que le premier, écrivez « sauter: {skip} » et « jusqu_a: ligne vide » dans {name}"
        );
        teller.say(Diagnostic::error(Code::DataNotTable, at, message).with_help(help));
        return;
    }
    let last = stretches.iter().rfind(|it| it.line > first.line && it.after_blank && it.width < first.width);
    let until = if last.is_some() { " et « jusqu_a: ligne vide »" } else { "" };
    let message = format!(
        "le tableau ne commence qu'à la ligne {} : les lignes au-dessus ne sont pas des données",
        first.line
    );
    let help = format!("écrivez « sauter: {skip} »{until} dans {name}");
    teller.say(Diagnostic::error(Code::DataHeader, at, message).with_help(help));
}
