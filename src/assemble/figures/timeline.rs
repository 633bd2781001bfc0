//! Series over time: one place for each period, none left out.
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::grid::Place;
use crate::assemble::figures::grid::Trace;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures;
use crate::assemble::figures::measures::Gaps;
use crate::assemble::figures::measures::Request;
use crate::assemble::figures::measures::Sum;
use crate::assemble::figures::measures::breaks;
use crate::assemble::figures::measures::course::Course;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::measures::secrecy;
use crate::assemble::figures::settings::Settings;
use crate::assemble::figures::settings::kind::Kind;
use crate::assemble::figures::wanted::Parts;
use crate::assemble::figures::wanted::Wanted;
use crate::assemble::figures::wanted::Wish;
use crate::base::diagnostic::Code;
use crate::base::period;
use crate::base::period::Period;
use crate::base::period::Step;
use crate::model::declaration::Break;
use crate::model::figure::Extent;

pub fn read(inquiry: &mut Inquiry, wanted: &Wanted, settings: &Settings) -> Option<Grid> {
    let mut courses = courses(inquiry, wanted, settings)?;
    one_step(inquiry, &courses)?;
    let given: BTreeSet<Period> =
        courses.iter().flat_map(|course| course.moments.iter().map(|moment| moment.period)).collect();
    let given: Vec<Period> = given.into_iter().collect();
    let even = if settings.kind == Kind::Table { given } else { period::without_gaps(&given) };
    let shown: Vec<Period> = even.into_iter().filter(|period| within(settings, *period)).collect();
    let mut notes = notes(settings, &courses, &shown);
    let breaks = ruptures(wanted, settings);
    let starts = breaks::starts(&breaks, &shown);
    let places = shown.iter().zip(starts).map(|(period, after_break)| {
        let mut known = courses.iter().filter_map(|course| course.at(*period));
        let partial =
            known.any(|moment| moment.extent == Extent::Partial && moment.reading != Reading::Missing);
        let extent = if partial { Extent::Partial } else { Extent::Whole };
        Place { extent, after_break, ..Place::timed(*period) }
    });
    let places: Vec<Place> = places.collect();
    let breaks = fallen(breaks, &shown);
    let masked = complement(wanted, settings, &mut courses);
    if masked > 0 {
        secrecy::told(inquiry, wanted.set, &settings.time.at, masked);
    }
    notes.extend(secrecy::note(
        wanted.set,
        courses.iter().flat_map(|course| &course.moments).map(|it| it.reading),
    ));
    let trace = |(wish, course): (&Wish, Course)| Trace {
        name: wish.name.clone(),
        column: wish.column,
        readings: shown.iter().map(|it| course.at(*it).map_or(Reading::Missing, |it| it.reading)).collect(),
        unit: course.unit,
        decimals: course.decimals,
        panel: wish.panel,
    };
    let traces = wanted.series.iter().zip(courses).map(trace).collect();
    Some(Grid { places, traces, notes, breaks })
}

/// One for each series; those of the same rows are read together, so that what
/// is wrong with a row is told once.
fn courses(inquiry: &mut Inquiry, wanted: &Wanted, settings: &Settings) -> Option<Vec<Course>> {
    let mut courses = Vec::with_capacity(wanted.series.len());
    let mut sound = true;
    for group in wanted.series.chunk_by(|a, b| Arc::ptr_eq(&a.rows, &b.rows)) {
        let columns: Vec<usize> = group.iter().map(|wish| wish.column).collect();
        let request = Request {
            set: wanted.set,
            x: wanted.x,
            columns: &columns,
            rows: &group[0].rows,
            step: settings.time.step,
            sum: settings.time.sum,
            gaps: settings.time.gaps,
            at: &settings.time.at,
        };
        match measures::courses(inquiry, &request) {
            Some(read) => courses.extend(read),
            None => sound = false,
        }
    }
    sound.then_some(courses)
}

/// Months and years do not share an axis.
fn one_step(inquiry: &mut Inquiry, courses: &[Course]) -> Option<()> {
    let steps: BTreeSet<Step> =
        courses.iter().filter_map(|course| course.moments.first()).map(|it| it.period.step).collect();
    if steps.len() < 2 {
        return Some(());
    }
    let message = "les séries ne comptent pas sur les mêmes périodes".to_owned();
    let help = "regroupez-les avec « pas », ou faites un graphique pour chacune".to_owned();
    inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help));
    None
}

/// `depuis` and `jusque`, whatever the length of the periods that they name.
fn within(settings: &Settings, period: Period) -> bool {
    let since = settings.time.since.as_ref().is_none_or(|(limit, _)| period.end() >= limit.start);
    let until = settings.time.until.as_ref().is_none_or(|(limit, _)| period.start <= limit.end());
    since && until
}

/// Those of the data and those of the block.
fn ruptures(wanted: &Wanted, settings: &Settings) -> Vec<Break> {
    let columns: Vec<usize> = wanted.series.iter().map(|wish| wish.column).collect();
    let mut breaks = settings.time.breaks.clone();
    breaks.extend(breaks::of(wanted.set, &columns));
    breaks.sort_by_key(|it| it.date);
    breaks.dedup_by_key(|it| it.date);
    breaks
}

/// Those that fall between two of the periods shown.
fn fallen(breaks: Vec<Break>, shown: &[Period]) -> Vec<Break> {
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return Vec::new() };
    breaks.into_iter().filter(|it| it.date > first.end() && it.date <= last.end()).collect()
}

fn notes(settings: &Settings, courses: &[Course], shown: &[Period]) -> Vec<String> {
    let mut notes = Vec::new();
    if settings.time.gaps == Gaps::Zero {
        notes.push("Les valeurs absentes sont comptées comme des zéros".to_owned());
    }
    let silent = |course: &Course| {
        shown.iter().any(|period| course.at(*period).is_none_or(|it| it.reading == Reading::Missing))
    };
    if settings.time.sum != Sum::None && courses.iter().any(silent) {
        notes.push("Les valeurs absentes ne sont pas comptées dans le cumul".to_owned());
    }
    notes
}

/// Parts of one count at one moment: a single masked one would be what is left.
fn complement(wanted: &Wanted, settings: &Settings, courses: &mut [Course]) -> usize {
    if wanted.parts == Parts::Columns && settings.kind != Kind::Stacked {
        return 0;
    }
    let periods: BTreeSet<Period> =
        courses.iter().flat_map(|course| course.moments.iter().map(|moment| moment.period)).collect();
    let mut masked = 0;
    for period in periods {
        let mut parts = Vec::new();
        for course in courses.iter_mut() {
            let found = course.moments.binary_search_by_key(&period, |moment| moment.period);
            if let Ok(n) = found {
                parts.push(&mut course.moments[n].reading);
            }
        }
        masked += secrecy::complement(wanted.set, &mut parts);
    }
    masked
}
