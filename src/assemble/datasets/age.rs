//! How old the figures of a data set are, by what its rows and its declaration say.
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::period::Period;
use crate::base::period::Step;
use crate::model::declaration::Nature;
use crate::model::opendata::Age;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::DataSet;

/// The column that says when; nothing when rows are not dated.
pub fn dates(set: &DataSet) -> Option<(usize, &[Option<Period>])> {
    set.columns.iter().enumerate().find_map(|(n, column)| match &column.cells {
        Cells::Periods(periods) => Some((n, periods.as_slice())),
        Cells::Texts | Cells::Numbers(_) => None,
    })
}

/// The periods of rows that say something, the first and the last.
pub fn span(set: &DataSet) -> Option<(Period, Period)> {
    let said = said(set);
    let first = said.clone().min_by_key(|period| period.start)?;
    let last = said.max_by_key(|period| period.start)?;
    Some((first, last))
}

/// The periods of rows that say something, in the order of the rows.
pub fn said(set: &DataSet) -> impl Iterator<Item = Period> + Clone + '_ {
    let periods = dates(set).map_or([].as_slice(), |(_, periods)| periods);
    periods.iter().enumerate().filter(|(row, _)| speaks(set, *row)).filter_map(|(_, period)| *period)
}

/// Whether a row holds a value, were it a secret one.
fn speaks(set: &DataSet, row: usize) -> bool {
    let mut numbers = set.columns.iter().filter_map(|column| match &column.cells {
        Cells::Numbers(cells) => Some(cells[row]),
        Cells::Texts | Cells::Periods(_) => None,
    });
    let none = numbers.clone().next().is_none();
    none || numbers.any(|cell| matches!(cell, Cell::Number(_) | Cell::Secret))
}

/// The last day that the figures know of, and whether newer ones are awaited.
/// A period that is not over says nothing of its last day; the value of an
/// instant is known on its very day; rows that say no day are those of the day
/// on which they were fetched.
pub fn of(set: &DataSet, today: Date, fetched: Option<Date>) -> Age {
    let instants = set.columns.iter().filter_map(|column| column.nature());
    let instant = |nature: Nature| matches!(nature, Nature::Stock | Nature::Running);
    let (mut flows, mut any) = (false, false);
    for nature in instants {
        any = true;
        flows |= !instant(nature);
    }
    let of_the_day = any && !flows;
    let over = |period: &Period| {
        period.end() < today || (of_the_day && period.step == Step::Day && period.start == today)
    };
    let rows = || said(set).filter(over).map(Period::end).max();
    let undated = fetched.filter(|_| dates(set).is_none());
    let known = set.declaration.as_of.or_else(rows).or(undated);
    let limit = set.declaration.oldest.as_ref().map(|(days, _)| i64::from(*days));
    let awaited = known.zip(limit).and_then(|(known, days)| Date::of_days(known.days() + days));
    Age { known, awaited: awaited.filter(|day| *day < today) }
}

/// A warning where the greatest age is written.
pub fn told(set: &DataSet, age: Age, diagnostics: &mut Diagnostics) {
    let (Some(known), Some(awaited)) = (age.known, age.awaited) else { return };
    let Some((_, span)) = &set.declaration.oldest else { return };
    let message = format!(
        "les données de {} s'arrêtent au {} : de plus récentes étaient attendues le {}",
        set.path,
        known.french(),
        awaited.french()
    );
    let help = "mettez le fichier à jour, ou allongez « age_max » si les données paraissent moins souvent";
    diagnostics.push(Diagnostic::warning(Code::DataStale, span, message).with_help(help));
}
