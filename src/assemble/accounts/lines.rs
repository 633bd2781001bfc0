//! The rows of a file of accounts: a year, an item, what was planned, what was spent.
use std::collections::BTreeMap;

use crate::assemble::accounts::Book;
use crate::assemble::accounts::header;
use crate::assemble::accounts::header::Columns;
use crate::assemble::figures::columns;
use crate::assemble::figures::measures::exact::Exact;
use crate::base::diagnostic::Code;
use crate::base::period;
use crate::base::period::Step;
use crate::model::table;
use crate::model::table::Cell;
use crate::model::table::Certainty;

/// Rows of a file, at most: what has more is an export, not a budget.
const MOST: usize = 2_000;

/// A row that can be added up.
#[derive(Clone, Debug)]
pub struct Line {
    /// Physical line, from 1.
    pub line: u32,
    pub year: i16,
    pub item: String,
    pub planned: Option<Exact>,
    pub actual: Option<Exact>,
}

/// The rows in the file's order, and those that give a total.
#[derive(Default)]
pub struct Lines {
    pub items: Vec<Line>,
    pub totals: Vec<Line>,
    /// Where amounts stand, from 0; nothing when there is no such column.
    pub columns: Columns,
}

/// Nothing when the columns are not those of accounts; faults of cells are told.
pub fn read(book: &mut Book<'_>) -> Option<Lines> {
    let set = book.set;
    let columns = header::read(book)?;
    let rows = set.table.rows();
    // A file without rows was told when it was read.
    if rows == 0 {
        return None;
    }
    if rows > MOST {
        let message = format!("{rows} lignes : un budget en a {MOST} au plus");
        let help = "réunissez les dépenses par poste".to_owned();
        book.fault(Code::DataCell, (set.table.header_line, 0), (message, help));
        return None;
    }
    let mut lines = Lines { columns, ..Lines::default() };
    let mut seen = BTreeMap::new();
    for row in 0..rows {
        let Some(line) = line(book, row, columns) else { continue };
        let name = header::key(&line.item);
        if name == "total" || name == "totaux" || name.starts_with("total ") {
            lines.totals.push(line);
            continue;
        }
        if name.starts_with("sous-total") || name.starts_with("sous total") {
            let message = format!("« {} » compterait deux fois ce que ses postes disent déjà", line.item);
            let help = "retirez cette ligne : les totaux sont calculés".to_owned();
            book.fault(Code::DataCell, (line.line, columns.item), (message, help));
            continue;
        }
        match seen.insert((line.year, name), line.line) {
            Some(first) => {
                let message = format!("« {} » est déjà donné pour {}, ligne {first}", line.item, line.year);
                let help = "réunissez les deux lignes, ou nommez autrement l'un des deux postes".to_owned();
                book.fault(Code::PeriodTwice, (line.line, columns.item), (message, help));
            }
            None => lines.items.push(line),
        }
    }
    Some(lines)
}

fn line(book: &mut Book<'_>, row: usize, columns: Columns) -> Option<Line> {
    let (set, line) = (book.set, book.set.table.line(row));
    let text = |column: usize| set.table.cell(row, column).split_whitespace().collect::<Vec<_>>().join(" ");
    let year = text(columns.year);
    let period = period::read(&year).filter(|period| period.step == Step::Year);
    if period.is_none() {
        let message = format!("« {} » n'est pas une année", table::excerpt(&year));
        book.fault(
            Code::DataCell,
            (line, columns.year),
            (message, "écrivez-la en quatre chiffres : 2026".into()),
        );
    }
    let item = text(columns.item);
    if item.is_empty() {
        let help = "nommez ce que la somme a payé : Hébergement, Développement…".to_owned();
        book.fault(
            Code::DataCell,
            (line, columns.item),
            ("il manque le poste de cette ligne".to_owned(), help),
        );
    }
    let planned = columns.planned.map_or(Ok(None), |column| amount(book, row, column));
    let actual = columns.actual.map_or(Ok(None), |column| amount(book, row, column));
    let (year, planned, actual) = (period?.start.year(), planned.ok()?, actual.ok()?);
    if item.is_empty() {
        return None;
    }
    if planned.or(actual).is_none() {
        let column = columns.planned.or(columns.actual).unwrap_or_default();
        let message = format!("il manque le montant de « {item} » pour {year}");
        let help = "écrivez-le en euros dans « prevu » ou dans « realise » ; 0 si rien n'a été payé";
        book.fault(Code::DataCell, (line, column), (message, help.to_owned()));
        return None;
    }
    Some(Line { line, year, item, planned, actual })
}

/// An amount in euros, or nothing where the cell is blank.
fn amount(book: &mut Book<'_>, row: usize, column: usize) -> Result<Option<Exact>, ()> {
    let (set, line) = (book.set, book.set.table.line(row));
    let written = set.table.cell(row, column).trim();
    let fault = match columns::cell(set, row, column) {
        _ if written.is_empty() => return Ok(None),
        Cell::Number(figures) if figures.certainty == Certainty::Guessed => {
            "se lit de deux façons : la virgule sépare-t-elle les milliers ou les centimes ?".to_owned()
        }
        Cell::Number(figures) => match Exact::of(figures) {
            Some(amount) if !amount.is_negative() && amount.decimals() <= 2 => return Ok(Some(amount)),
            Some(amount) if amount.is_negative() => {
                "est négatif : retranchez-le du poste qu'il diminue".to_owned()
            }
            _ => "n'est pas un montant en euros et centimes".to_owned(),
        },
        Cell::OtherUnit => "n'a pas l'unité des autres : un budget se donne en euros".to_owned(),
        Cell::Missing | Cell::Secret | Cell::Fault | Cell::Words => {
            "n'est pas un montant en euros".to_owned()
        }
    };
    let message = format!("« {} » {fault}", table::excerpt(written));
    let help = "écrivez par exemple « 12500 » ou « 12500.50 », ou laissez la cellule vide".to_owned();
    book.fault(Code::DataCell, (line, column), (message, help));
    Err(())
}
