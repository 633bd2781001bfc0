//! Lines added up by year; what a year that is over has to say.
use std::collections::BTreeMap;

use crate::assemble::accounts::Book;
use crate::assemble::accounts::lines::Line;
use crate::assemble::accounts::lines::Lines;
use crate::assemble::figures::measures::exact::Exact;
use crate::base::diagnostic::Code;
use crate::model::figure;

/// A year, with its items in the file's order.
#[derive(Clone, Debug)]
pub struct Year {
    pub number: i16,
    pub items: Vec<Line>,
    pub planned: Option<Exact>,
    pub actual: Option<Exact>,
    /// It is not over: what was spent in it is not all known.
    pub open: bool,
}

/// Which of the two amounts of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Planned,
    Actual,
}

impl Part {
    pub const BOTH: [Self; 2] = [Self::Planned, Self::Actual];

    pub fn of(self, line: &Line) -> Option<Exact> {
        match self {
            Self::Planned => line.planned,
            Self::Actual => line.actual,
        }
    }

    /// Of a whole year.
    pub fn sum(self, year: &Year) -> Option<Exact> {
        match self {
            Self::Planned => year.planned,
            Self::Actual => year.actual,
        }
    }

    /// As readers see it, and as editors write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "Prévu",
            Self::Actual => "Réalisé",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Planned => "prevu",
            Self::Actual => "realise",
        }
    }
}

/// The newest first.
pub fn of(book: &mut Book<'_>, lines: Lines) -> Option<Vec<Year>> {
    let Lines { items, totals, columns } = lines;
    let place = |part: Part| match part {
        Part::Planned => columns.planned,
        Part::Actual => columns.actual,
    };
    let mut by: BTreeMap<i16, Vec<Line>> = BTreeMap::new();
    for line in items {
        judge(book, &line, place(Part::Actual));
        by.entry(line.year).or_default().push(line);
    }
    let open = |number: i16| book.updated.is_some_and(|day| number >= day.year());
    let year = |(number, items): (i16, Vec<Line>)| {
        let sum = |part: Part| items.iter().filter_map(|line| part.of(line)).reduce(Exact::plus);
        Year { number, planned: sum(Part::Planned), actual: sum(Part::Actual), open: open(number), items }
    };
    let years: Vec<Year> = by.into_iter().rev().map(year).collect();
    for total in totals {
        let year = years.iter().find(|year| year.number == total.year);
        for part in Part::BOTH {
            let Some((written, column)) = part.of(&total).zip(place(part)) else { continue };
            let sum = year.and_then(|year| part.sum(year)).unwrap_or(Exact::ZERO);
            if written == sum {
                continue;
            }
            let message = format!(
                "le total « {} » de {} dit {}, et ses postes font {}",
                part.column(),
                total.year,
                euros(written),
                euros(sum)
            );
            let help = "corrigez un poste, ou retirez cette ligne : les totaux sont calculés".to_owned();
            book.fault(Code::DataCell, (total.line, column), (message, help));
        }
    }
    Some(years)
}

/// What was spent is known once a year is over, and not before it begins.
fn judge(book: &mut Book<'_>, line: &Line, column: Option<usize>) {
    let Some(day) = book.updated else { return };
    let at = (line.line, column.unwrap_or_default());
    let (item, year) = (&line.item, line.year);
    if year < day.year() && line.actual.is_none() {
        let message = format!("il manque le montant réalisé de « {item} » pour {year}, qui est terminée");
        let help = "écrivez dans « realise » ce qui a été payé ; 0 si rien ne l'a été".to_owned();
        book.fault(Code::DataCell, at, (message, help));
    }
    if year > day.year() && line.actual.is_some() {
        let message = format!(
            "« {item} » a un montant réalisé pour {year}, alors que les chiffres sont du {}",
            day.french()
        );
        let help = "déplacez-le dans « prevu », ou corrigez l'année ou la date des chiffres".to_owned();
        book.fault(Code::DataCell, at, (message, help));
    }
}

/// `1 250,50 €`; cents only where there are some.
pub fn euros(amount: Exact) -> String {
    let cents = if amount.at_decimals(2) % 100 == 0 { 0 } else { 2 };
    figure::written(amount.number(), cents, "€")
}
