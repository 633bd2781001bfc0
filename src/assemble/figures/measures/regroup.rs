//! Periods become longer ones, each by what the nature of its column allows.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::Gaps;
use crate::assemble::figures::measures::Request;
use crate::assemble::figures::measures::course;
use crate::assemble::figures::measures::course::Course;
use crate::assemble::figures::measures::course::Moment;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::measures::legal;
use crate::base::diagnostic::Code;
use crate::base::period::Period;
use crate::base::period::Step;
use crate::model::declaration::Declared;
use crate::model::declaration::Nature;
use crate::model::figure::Extent;
use crate::model::table::DataSet;

pub fn all(
    inquiry: &mut Inquiry,
    request: &Request,
    (courses, step): (Vec<Course>, Step),
) -> Option<Vec<Course>> {
    let Some(own) = courses.iter().find_map(|course| course.moments.first()).map(|it| it.period.step) else {
        return Some(courses);
    };
    if own == step {
        return Some(courses);
    }
    fits(inquiry, request, (own, step))?;
    let longer: Vec<Option<Course>> =
        courses.into_iter().map(|course| one(inquiry, request, (course, own, step))).collect();
    longer.into_iter().collect()
}

/// Periods that hold a whole number of the file's.
fn fits(inquiry: &mut Inquiry, request: &Request, (own, step): (Step, Step)) -> Option<()> {
    let (from, to) = (legal::plural(own), legal::plural(step));
    let message = format!("des {from} ne se regroupent pas en {to}");
    let help = match own {
        _ if step > own => format!("le fichier compte par {from} : il n'en dit pas plus"),
        Step::Week => {
            "une semaine peut être à cheval sur deux mois : partez d'un fichier par jour".to_owned()
        }
        _ => return Some(()),
    };
    inquiry.fault(Code::ChartValue, request.at.clone(), (message, help));
    None
}

fn one(
    inquiry: &mut Inquiry,
    request: &Request,
    (course, own, step): (Course, Step, Step),
) -> Option<Course> {
    match course.nature {
        Some(Nature::Stock | Nature::Running) => Some(grouped(course, step, last)),
        Some(Nature::Ratio) => quotient(inquiry, request, (course, own, step)),
        Some(Nature::Flow | Nature::Distinct) | None => {
            let column = (request.set, course.column);
            legal::adds_up(inquiry, column, (own, request.at)).then(|| grouped(course, step, sum))
        }
    }
}

/// What becomes of the periods within one longer period, which is partial when
/// the file lacks one of them.
type Rule = fn(members: &[Moment], extent: Extent) -> (Reading, Extent);

fn grouped(course: Course, step: Step, rule: Rule) -> Course {
    let course = course.evenly();
    let leaps = course.moments.windows(2).map(|pair| pair[1].period.ordinal() - pair[0].period.ordinal());
    let leap = leaps.min().unwrap_or(1);
    let touch = |pair: &[Moment]| pair[1].period.ordinal() - pair[0].period.ordinal() == leap;
    let holding = |moment: &Moment| Period::holding(moment.period.start, step);
    let longer = |members: &[Moment]| {
        let period = holding(&members[0]);
        let neighbour = |moment: &Moment, leap: i64| {
            Period::at(moment.period.ordinal() + leap, moment.period.step)
                .is_some_and(|it| Period::holding(it.start, step) == period)
        };
        let last = &members[members.len() - 1];
        let known = members.iter().all(|moment| moment.reading != Reading::Missing);
        let whole = known && members.windows(2).all(touch) && !neighbour(&members[0], -leap);
        let whole = whole && !neighbour(last, leap);
        let (reading, extent) = rule(members, if whole { Extent::Whole } else { Extent::Partial });
        let row = members.iter().rev().find_map(|moment| moment.row);
        Moment { period, reading, extent, row }
    };
    let moments = course.moments.chunk_by(|a, b| holding(a) == holding(b)).map(longer).collect();
    Course { moments, ..course }
}

fn sum(members: &[Moment], extent: Extent) -> (Reading, Extent) {
    let mut total: Option<Exact> = None;
    for moment in members {
        match moment.reading {
            Reading::Secret => return (Reading::Secret, extent),
            Reading::Missing => {}
            Reading::Known(value) => total = Some(total.unwrap_or(Exact::ZERO).plus(value)),
        }
    }
    (total.map_or(Reading::Missing, Reading::Known), extent)
}

fn last(members: &[Moment], _: Extent) -> (Reading, Extent) {
    let known = members.iter().rev().map(|moment| moment.reading).find(|it| *it != Reading::Missing);
    (known.unwrap_or_default(), Extent::Whole)
}

/// The ratio of the sums, never the mean of the ratios.
fn quotient(
    inquiry: &mut Inquiry,
    request: &Request,
    (course, own, step): (Course, Step, Step),
) -> Option<Course> {
    let set = request.set;
    let declared = set.columns[course.column].declared.clone()?;
    let name = &set.table.header[course.column];
    let Some((above, below)) = &declared.parts else {
        let message = format!(
            "« {name} » est un ratio : la moyenne des {} ne serait pas celle de la période",
            legal::plural(own)
        );
        let help = format!(
            "déclarez « numerateur » et « denominateur » pour la colonne « {name} » dans {}",
            declared.span.path
        );
        inquiry.fault(Code::MeanMisleading, request.at.clone(), (message, help));
        return None;
    };
    let above = part(inquiry, set, (&declared, above));
    let below = part(inquiry, set, (&declared, below));
    let columns = [above?, below?];
    let mut parts = course::read(inquiry, &Request { columns: &columns, ..*request })?;
    if request.gaps == Gaps::Zero {
        parts.iter_mut().for_each(Course::fill);
    }
    let scale = if course.unit == "%" { 100 } else { 1 };
    let mut parts = parts.into_iter().map(|part| grouped(part, step, sum).moments);
    let (above, below) = (parts.next()?, parts.next()?);
    let moments = above.into_iter().zip(below).map(|(above, below)| {
        let both = above.extent == Extent::Whole && below.extent == Extent::Whole;
        let reading = match (above.reading, below.reading) {
            (Reading::Known(a), Reading::Known(b)) => {
                a.share(b, scale).map_or(Reading::Missing, Reading::Known)
            }
            (Reading::Secret, _) | (_, Reading::Secret) => Reading::Secret,
            _ => Reading::Missing,
        };
        Moment { reading, extent: if both { Extent::Whole } else { Extent::Partial }, ..above }
    });
    Some(Course { moments: moments.collect(), ..course })
}

/// A column that a ratio names, which must add up itself.
fn part(inquiry: &mut Inquiry, set: &DataSet, (declared, name): (&Declared, &str)) -> Option<usize> {
    let column = inquiry.named(set, name, declared.span.clone())?;
    match set.columns[column].nature() {
        None | Some(Nature::Flow) => Some(column),
        Some(nature) => {
            let message = format!(
                "le ratio « {} » se calcule avec « {name} », qui ne s'additionne pas ({})",
                declared.name,
                nature.name()
            );
            let help = "un numérateur et un dénominateur sont des flux".to_owned();
            inquiry.fault(Code::MeanMisleading, declared.span.clone(), (message, help));
            None
        }
    }
}
