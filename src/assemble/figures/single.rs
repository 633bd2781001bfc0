//! One number out of a column: of which period, worked out how, and what it must say of itself.
use crate::assemble::datasets::age;
use crate::assemble::figures::columns;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures;
use crate::assemble::figures::measures::Gaps;
use crate::assemble::figures::measures::Request;
use crate::assemble::figures::measures::Sum;
use crate::assemble::figures::measures::course::Course;
use crate::assemble::figures::measures::course::Moment;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::measures::extent;
use crate::assemble::figures::summary;
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::french::NBSP;
use crate::base::period::Period;
use crate::base::span::Span;
use crate::model::figure::Extent;
use crate::model::table::DataSet;

/// `calcul`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Calc {
    /// Of the last period that is over.
    #[default]
    Last,
    /// Added up from the beginning on.
    Running,
    /// Over all periods that are over.
    Sum,
    Mean,
    Greatest,
}

impl Calc {
    pub const ALL: [(&'static str, Self); 5] = [
        ("dernier", Self::Last),
        ("cumul", Self::Running),
        ("somme", Self::Sum),
        ("moyenne", Self::Mean),
        ("maximum", Self::Greatest),
    ];

    /// For messages.
    pub const HELP: &'static str = "calculs : dernier, cumul, somme, moyenne, maximum";

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, calc)| *calc)
    }
}

/// What is asked of a column.
pub struct Wanted<'a> {
    pub set: &'a DataSet,
    pub column: usize,
    pub rows: Vec<usize>,
    pub calc: Calc,
    /// `depart` of a running total.
    pub start: Option<Exact>,
    /// `depuis` and `jusque`.
    pub limits: (Option<Period>, Option<Period>),
    pub at: Span,
}

/// A number, before it is worded.
#[derive(Clone, Debug, Default)]
pub struct Single {
    pub reading: Reading,
    pub decimals: usize,
    pub unit: String,
    /// `juillet 2024`, `de mai 2024 à juillet 2024`.
    pub stamp: Option<String>,
    /// What must be said of it: that it is missing, or incomplete.
    pub remark: Option<String>,
    /// The period that it is the value of, among all those of its column.
    pub moment: Option<Moment>,
    pub course: Option<Course>,
}

/// Nothing when there was a fault, which was told.
pub fn read(inquiry: &mut Inquiry, wanted: &Wanted) -> Option<Single> {
    let dates = age::dates(wanted.set).filter(|(x, _)| *x != wanted.column);
    let Some((x, periods)) = dates else { return undated(inquiry, wanted) };
    let (from, to) = wanted.limits;
    let within = |row: &usize| match periods[*row] {
        Some(period) => {
            from.is_none_or(|limit| period.start >= limit.start)
                && to.is_none_or(|limit| period.end() <= limit.end())
        }
        None => true,
    };
    let rows: Vec<usize> = wanted.rows.iter().copied().filter(within).collect();
    let sum = if wanted.calc == Calc::Running { Sum::Running(wanted.start) } else { Sum::None };
    let request = Request {
        set: wanted.set,
        x,
        columns: &[wanted.column],
        rows: &rows,
        step: None,
        sum,
        gaps: Gaps::Kept,
        at: &wanted.at,
    };
    let course = measures::courses(inquiry, &request)?.into_iter().next()?;
    match wanted.calc {
        Calc::Last => Some(of_a_day(wanted.set, last(course, to))),
        Calc::Running => Some(running(wanted, course)),
        Calc::Sum | Calc::Mean | Calc::Greatest => summary::of(inquiry, (wanted, &request), course),
    }
}

/// The only row that there is.
fn undated(inquiry: &mut Inquiry, wanted: &Wanted) -> Option<Single> {
    let set = wanted.set;
    let dates = if wanted.calc != Calc::Last { Some("« calcul »") } else { None };
    let dates = dates.or((wanted.limits != (None, None)).then_some("« depuis » ou « jusque »"));
    if let Some(what) = dates {
        let help = "ajoutez une colonne de dates au fichier, ou déclarez son « type »".to_owned();
        let message = format!("{what} demande des lignes datées : {} n'en a pas", set.path);
        inquiry.fault(Code::ChartValue, wanted.at.clone(), (message, help));
        return None;
    }
    let row = match wanted.rows[..] {
        [] => return Some(Single { remark: Some("aucune donnée".to_owned()), ..Single::default() }),
        [row] => row,
        ref rows => {
            let message =
                format!("{} lignes de {} conviennent : un chiffre n'en montre qu'une", rows.len(), set.path);
            let help = "choisissez la ligne avec « filtre »".to_owned();
            inquiry.fault(Code::ChartValue, wanted.at.clone(), (message, help));
            return None;
        }
    };
    let read = columns::read(inquiry, set, wanted.column, &[Some(row)])?;
    let reading = read.readings[0];
    Some(Single {
        remark: silence(reading).map(str::to_owned),
        reading,
        decimals: read.decimals,
        unit: read.unit,
        stamp: set.declaration.as_of.map(|day| format!("au {}", day.french())),
        ..Single::default()
    })
}

/// Why a dash stands where a number should be.
pub fn silence(reading: Reading) -> Option<&'static str> {
    match reading {
        Reading::Known(_) => None,
        Reading::Missing => Some("valeur manquante"),
        Reading::Secret => Some("secret statistique"),
    }
}

/// The last period that is over; one that is not, when its author named it.
fn last(course: Course, to: Option<Period>) -> Single {
    let named = |moment: &&Moment| course.moments.len() == 1 || Some(moment.period) == to;
    let whole = course.moments.iter().rev().find(|moment| moment.extent == Extent::Whole);
    let moment = course.moments.last().filter(named).or(whole).copied();
    of_moment(course, moment)
}

/// The value of an instant is of the last day that the file knows of, when that
/// comes before the end of its period.
fn of_a_day(set: &DataSet, single: Single) -> Single {
    let instant = single.course.as_ref().is_some_and(|course| !extent::lasts(course.nature));
    let within = |day: &Date| {
        single.moment.is_some_and(|it| instant && it.period.start <= *day && *day < it.period.end())
    };
    match set.declaration.as_of.filter(within) {
        Some(day) => Single { stamp: Some(format!("au {}", day.french())), ..single },
        None => single,
    }
}

pub fn of_moment(course: Course, moment: Option<Moment>) -> Single {
    let (decimals, unit) = (course.decimals, course.unit.clone());
    let Some(it) = moment else {
        let none = if course.moments.is_empty() { "aucune donnée" } else { "aucune période complète" };
        return Single { decimals, unit, remark: Some(none.to_owned()), ..Single::default() };
    };
    let open = (it.extent == Extent::Partial).then_some("incomplet");
    Single {
        reading: it.reading,
        decimals,
        unit,
        stamp: Some(it.period.stamp()),
        remark: silence(it.reading).or(open).map(str::to_owned),
        moment,
        course: Some(course),
    }
}

/// With the beginning of the count, unless a start stands for what was before.
fn running(wanted: &Wanted, course: Course) -> Single {
    let declared = wanted.set.columns[wanted.column].declared.as_ref().and_then(|declared| declared.start);
    let begun = wanted.start.is_some() || declared.is_some();
    let first = course.moments.first().map(|moment| moment.period);
    let single = last(course, wanted.limits.1);
    let end = single.moment.map(|moment| moment.period);
    let stamp = first.zip(end).map(|(first, end)| match begun || first == end {
        true => format!("jusqu'à {}", end.full()),
        false => crate::base::period::span(first, end),
    });
    Single { stamp, ..single }
}

/// `juillet 2024 : valeur manquante`.
pub fn told(single: &Single) -> Option<String> {
    match (&single.stamp, &single.remark) {
        (Some(stamp), Some(remark)) => Some(format!("{stamp}{NBSP}: {remark}")),
        (stamp, remark) => stamp.clone().or_else(|| remark.clone()),
    }
}
