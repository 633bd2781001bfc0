//! Running totals: those that a file gives may not fall, those that a block asks for are added up.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::Request;
use crate::assemble::figures::measures::course::Course;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::measures::legal;
use crate::assemble::figures::measures::secrecy;
use crate::assemble::figures::positions::MOST_TOLD;
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Place;
use crate::base::period::Period;
use crate::model::declaration::Nature;
use crate::model::table;
use crate::model::table::DataSet;

/// False when a declared running total falls: each fall is told at its line.
pub fn rises(inquiry: &mut Inquiry, set: &DataSet, courses: &[Course]) -> bool {
    let mut sound = true;
    for course in courses.iter().filter(|course| course.nature == Some(Nature::Running)) {
        let known: Vec<(Period, usize, Exact)> = course
            .moments
            .iter()
            .filter_map(|moment| Some((moment.period, moment.row?, moment.reading.exact()?)))
            .collect();
        let resets = resets(set, course.column);
        let fall = |pair: &&[(Period, usize, Exact)]| pair[1].2 < pair[0].2 && !reset(&resets, pair);
        for pair in known.windows(2).filter(fall).take(MOST_TOLD) {
            sound = false;
            told(inquiry, (set, course.column), (pair[0].1, pair[1].1), pair[1].0.start);
        }
    }
    sound
}

fn resets(set: &DataSet, column: usize) -> Vec<Date> {
    set.columns[column].declared.as_ref().map_or_else(Vec::new, |declared| declared.resets.clone())
}

fn reset(resets: &[Date], pair: &[(Period, usize, Exact)]) -> bool {
    resets.iter().any(|day| *day > pair[0].0.start && *day <= pair[1].0.end())
}

fn told(inquiry: &mut Inquiry, (set, column): (&DataSet, usize), (before, row): (usize, usize), day: Date) {
    let cell = |row: usize| table::excerpt(set.table.cell(row, column));
    let at = Place::Cell { path: set.path.clone(), line: set.table.line(row), column: column as u32 + 1 };
    let message = format!(
        "colonne « {} » : {} après {} (ligne {}), or un cumul ne baisse pas",
        set.table.header[column],
        cell(row),
        cell(before),
        set.table.line(before)
    );
    let help = format!(
        "corrigez le fichier, ou déclarez « remise_a_zero: {day} » si le compte est reparti de zéro ; utilisé par {}",
        inquiry.path
    );
    inquiry.fault(Code::RunningFalls, at, (message, help));
}

/// Each value is that of its period and of all those before it; only flows add up.
pub fn all(
    inquiry: &mut Inquiry,
    request: &Request,
    (mut courses, start): (Vec<Course>, Option<Exact>),
) -> Option<Vec<Course>> {
    let set = request.set;
    let mut sound = true;
    for course in &mut courses {
        if course.nature != Some(Nature::Flow) {
            sound = false;
            impossible(inquiry, request, course);
            continue;
        }
        let declared = set.columns[course.column].declared.as_ref().and_then(|declared| declared.start);
        let start = start.or_else(|| declared.and_then(Exact::of_number)).unwrap_or(Exact::ZERO);
        course.decimals = course.decimals.max(start.decimals());
        added(set, course, start);
    }
    sound.then_some(courses)
}

/// A step under the threshold of secrecy hides the total that would tell it; a
/// step that the file itself hides makes all later totals unknown.
fn added(set: &DataSet, course: &mut Course, start: Exact) {
    let (mut total, mut unknown) = (start, false);
    for moment in &mut course.moments {
        match moment.reading {
            Reading::Missing => {}
            Reading::Secret => unknown = true,
            Reading::Known(value) => {
                total = total.plus(value);
                let hidden = unknown || secrecy::hides(set, course.column, value);
                moment.reading = if hidden { Reading::Secret } else { Reading::Known(total) };
            }
        }
    }
}

fn impossible(inquiry: &mut Inquiry, request: &Request, course: &Course) {
    let set = request.set;
    let name = &set.table.header[course.column];
    let (what, help) = match course.nature {
        Some(Nature::Flow) => return,
        Some(Nature::Stock) => ("est un stock", "retirez « cumul » : un stock est déjà un total".to_owned()),
        Some(Nature::Running) => ("est déjà un cumul", "retirez « cumul »".to_owned()),
        Some(Nature::Ratio) => {
            ("est un ratio", "retirez « cumul » : des ratios ne s'additionnent pas".to_owned())
        }
        Some(Nature::Distinct) => (
            "compte des personnes ou des choses distinctes",
            "retirez « cumul » : la même serait comptée plusieurs fois".to_owned(),
        ),
        None => ("n'a pas de nature déclarée", legal::to_declare(set, course.column)),
    };
    let message = format!("« cumul » n'additionne que des flux : « {name} » {what}");
    inquiry.fault(Code::RunningImpossible, request.at.clone(), (message, help));
}
