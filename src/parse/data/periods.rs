//! A column of dates: one way of writing, one length of period.
use std::collections::BTreeMap;

use crate::base::almost;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::instant::Zone;
use crate::base::period::Period;
use crate::base::period::Step;
use crate::model::table::Cell;
use crate::model::table::Table;
use crate::model::table::excerpt;
use crate::parse::data::dates;
use crate::parse::data::dates::Style;
use crate::parse::data::dates::Told;
use crate::parse::data::faults::MOST_TOLD;
use crate::parse::data::faults::Teller;
use crate::parse::data::silence;

/// What is known of a column before its cells are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Declared as periods, of that length or of any.
    Surely(Option<Step>),
    Maybe,
}

/// First words of the names of columns of dates, and the length that they promise.
const NAMES: [(&str, Option<Step>); 16] = [
    ("mois", Some(Step::Month)),
    ("month", Some(Step::Month)),
    ("semaine", Some(Step::Week)),
    ("week", Some(Step::Week)),
    ("trimestre", Some(Step::Quarter)),
    ("quarter", Some(Step::Quarter)),
    ("annee", Some(Step::Year)),
    ("annees", Some(Step::Year)),
    ("year", Some(Step::Year)),
    ("exercice", Some(Step::Year)),
    ("an", Some(Step::Year)),
    ("date", None),
    ("jour", None),
    ("day", None),
    ("periode", None),
    ("period", None),
];

/// Numbers of days since 1900 that spreadsheets show as dates: 1954 to 2064.
const SERIALS: std::ops::Range<u32> = 20_000..60_000;

/// The period of each row, when the column is one of dates; `None` in place of
/// the cells that are no date, or written otherwise than the others.
pub fn of(
    (table, column): (&Table, usize),
    (words, asked): (&[String], Asked),
    zone: &Zone,
    teller: &mut Teller,
) -> Option<Vec<Option<Period>>> {
    let cells = || (0..table.rows()).map(|row| table.cell(row, column));
    let named = NAMES.iter().find(|(name, _)| words.first().is_some_and(|word| word == name));
    let read: Vec<Option<(Style, Told)>> = cells().map(|cell| dates::read(cell, zone)).collect();
    let told = cells().filter(|cell| silence::silent(cell) != Some(Cell::Missing)).count();
    if asked != Asked::Maybe || named.is_some() {
        serials((table, column), teller);
    }
    let style = style(&read)?;
    let count = read.iter().flatten().filter(|(other, _)| *other == style).count();
    let years = style == Style::Iso(Step::Year);
    let likely = count * 2 > told && (!years || (count == told && (named.is_some() || column == 0)));
    let absent = |found: &(Style, Told)| matches!(found.1, Told::Absent(_));
    // What holds no day that exists is rather a reference, or an order of a day's parts that is not ours.
    let none = read.iter().flatten().filter(|(other, _)| *other == style).all(absent);
    if asked == Asked::Maybe && (!likely || none) {
        return None;
    }
    faults((table, column), (&read, style, asked), teller);
    let wanted = match asked {
        Asked::Surely(step) => step,
        Asked::Maybe => named.and_then(|(_, step)| *step),
    };
    let same =
        |found: &Option<(Style, Told)>| found.filter(|(other, _)| *other == style).map(|(_, told)| told);
    let told: Vec<Option<Told>> = read.iter().map(same).collect();
    Some(lengthened(&told, wanted, asked))
}

/// The way in which most cells are written.
fn style(read: &[Option<(Style, Told)>]) -> Option<Style> {
    let mut counts = BTreeMap::<Style, usize>::new();
    for (style, _) in read.iter().flatten() {
        *counts.entry(*style).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(style, _)| style)
}

/// Days that stand for the month, the week or the year that they begin.
fn lengthened(told: &[Option<Told>], wanted: Option<Step>, asked: Asked) -> Vec<Option<Period>> {
    let plain = |told: &Option<Told>| told.and_then(Told::period);
    let Some(step) = wanted else { return told.iter().map(plain).collect() };
    let longer = |told: &Option<Told>| {
        let period = plain(told)?;
        if period.step == step {
            return Some(period);
        }
        let whole = Period::holding(period.start, step);
        let begins = period.step == Step::Day && whole.start == period.start;
        (begins && !matches!(told, Some(Told::Twice(_)))).then_some(whole)
    };
    let long: Vec<Option<Period>> = told.iter().map(longer).collect();
    let all = told.iter().zip(&long).all(|(told, long)| plain(told).is_none() || long.is_some());
    if all || asked != Asked::Maybe { long } else { told.iter().map(plain).collect() }
}

fn faults(
    (table, column): (&Table, usize),
    (read, style, asked): (&[Option<(Style, Told)>], Style, Asked),
    teller: &mut Teller,
) {
    let name = excerpt(&table.header[column]);
    let mut told = 0;
    for (row, found) in read.iter().enumerate() {
        let Some((of, what)) = found else { continue };
        if *of != style || told == MOST_TOLD {
            continue;
        }
        let at = teller.at(table.line(row), column + 1);
        let cell = excerpt(table.cell(row, column));
        let fault = match what {
            Told::Period(_) | Told::Midnight(_) => continue,
            Told::Never => {
                let message = format!(
                    "colonne « {name} » : « {cell} » n'existe pas, les horloges ont avancé d'une heure"
                );
                Diagnostic::error(Code::TimeImpossible, at, message)
                    .with_help("si la source ne donne pas l'heure de Paris, dites « fuseau: UTC » dans la déclaration du fichier")
            }
            Told::Twice(_) => {
                let message = format!(
                    "colonne « {name} » : « {cell} » a eu lieu deux fois, les horloges ont reculé d'une heure"
                );
                Diagnostic::warning(Code::TimeTwice, at, message).with_help(
                    "demandez à la source des heures avec leur décalage, comme « 2024-10-27T02:30:00+02:00 »",
                )
            }
            Told::Absent(day) => {
                let (fault, message) = (Code::DateInvalid, day.in_column(&name, &cell));
                match asked {
                    Asked::Surely(_) => Diagnostic::error(fault, at, message),
                    Asked::Maybe => Diagnostic::warning(fault, at, message),
                }
                .with_help(almost::CURE)
            }
            Told::TwoDigits => {
                told = MOST_TOLD - 1;
                let message = format!("colonne « {name} » : l'année de « {cell} » n'a que deux chiffres");
                Diagnostic::error(Code::DateInvalid, at, message)
                    .with_help("exportez les dates sous la forme 2024-01-31, ou 31/01/2024")
            }
        };
        told += 1;
        teller.say(fault);
    }
}

/// `45292` in a column of dates is how a spreadsheet counts days.
fn serials((table, column): (&Table, usize), teller: &mut Teller) {
    let serial = |cell: &str| {
        let cell = cell.trim();
        cell.len() == 5 && cell.parse::<u32>().is_ok_and(|number| SERIALS.contains(&number))
    };
    let count = (0..table.rows()).filter(|row| serial(table.cell(*row, column))).count();
    if count * 2 <= table.rows() || count == 0 {
        return;
    }
    let first = (0..table.rows()).find(|row| serial(table.cell(*row, column))).unwrap_or(0);
    let (name, cell) = (excerpt(&table.header[column]), table.cell(first, column).trim());
    let message = format!("colonne « {name} » : « {cell} » est un numéro de jour du tableur, pas une date");
    let help = "dans le tableur, donnez à la colonne le format AAAA-MM-JJ, puis exportez de nouveau";
    let at = teller.at(table.line(first), column + 1);
    teller.say(Diagnostic::error(Code::DateInvalid, at, message).with_help(help));
}
