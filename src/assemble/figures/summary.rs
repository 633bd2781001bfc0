//! One number for many periods: a sum, a mean or a maximum, when the nature of the column allows it.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures;
use crate::assemble::figures::measures::Request;
use crate::assemble::figures::measures::course::Course;
use crate::assemble::figures::measures::course::Moment;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::measures::legal;
use crate::assemble::figures::single;
use crate::assemble::figures::single::Calc;
use crate::assemble::figures::single::Single;
use crate::assemble::figures::single::Wanted;
use crate::base::diagnostic::Code;
use crate::base::french;
use crate::base::period;
use crate::model::declaration::Nature;
use crate::model::figure::Extent;

/// Periods that are not over are left out.
pub fn of(inquiry: &mut Inquiry, (wanted, request): (&Wanted, &Request), course: Course) -> Option<Single> {
    let course = course.evenly();
    let whole: Vec<Moment> =
        course.moments.iter().copied().filter(|moment| moment.extent == Extent::Whole).collect();
    let Some((first, last)) = whole.first().zip(whole.last()) else {
        return Some(single::of_moment(course, None));
    };
    let (first, last) = (first.period, last.period);
    if wanted.calc == Calc::Greatest {
        return Some(greatest(course, &whole));
    }
    let (reading, decimals) = match wanted.calc {
        Calc::Sum => {
            let column = (wanted.set, wanted.column);
            if !legal::adds_up(inquiry, column, (first.step, &wanted.at)) {
                return None;
            }
            (sum(&whole), course.decimals)
        }
        _ => mean(inquiry, (wanted, request), (&course, &whole))?,
    };
    let missing = whole.iter().filter(|moment| moment.reading == Reading::Missing).count();
    let holes = (missing > 0).then(|| format!("{missing} période{} sans donnée", french::plural(missing)));
    let stamp = if first == last { first.stamp() } else { period::span(first, last) };
    Some(Single {
        reading,
        decimals,
        unit: course.unit.clone(),
        stamp: Some(stamp),
        remark: single::silence(reading).map(str::to_owned).or(holes),
        ..Single::default()
    })
}

/// A secret in it makes a sum secret; what is missing adds nothing, and is told.
fn sum(moments: &[Moment]) -> Reading {
    let mut total = Reading::Missing;
    for moment in moments {
        total = match (total, moment.reading) {
            (Reading::Secret, _) | (_, Reading::Secret) => Reading::Secret,
            (total, Reading::Missing) => total,
            (Reading::Known(total), Reading::Known(value)) => Reading::Known(total.plus(value)),
            (Reading::Missing, known) => known,
        };
    }
    total
}

/// The first of the greatest; a secret is never it.
fn greatest(course: Course, whole: &[Moment]) -> Single {
    let mut best: Option<Moment> = None;
    for moment in whole.iter().filter(|moment| moment.reading.exact().is_some()) {
        if best.is_none_or(|best| moment.reading.exact() > best.reading.exact()) {
            best = Some(*moment);
        }
    }
    let single = single::of_moment(course, best.or(whole.last().copied()));
    Single { stamp: single.stamp.map(|stamp| format!("maximum, {stamp}")), ..single }
}

/// Of ratios, the ratio of the sums of their two parts, never the mean of the ratios.
fn mean(
    inquiry: &mut Inquiry,
    (wanted, request): (&Wanted, &Request),
    (course, whole): (&Course, &[Moment]),
) -> Option<(Reading, usize)> {
    let name = &wanted.set.table.header[wanted.column];
    let known = whole.iter().filter(|moment| moment.reading != Reading::Missing).count();
    match course.nature {
        Some(Nature::Ratio) => of_parts(inquiry, (wanted, request), course),
        Some(Nature::Running) => {
            let message = format!("« {name} » est un cumul : sa moyenne ne veut rien dire");
            let help = "montrez sa dernière valeur".to_owned();
            inquiry.fault(Code::MeanMisleading, wanted.at.clone(), (message, help));
            None
        }
        None => {
            let message = format!("rien ne dit ce que serait la moyenne de « {name} »");
            let help = format!(
                "déclarez la « nature » de la colonne « {name} » : flux, stock, cumul, ratio ou uniques"
            );
            inquiry.fault(Code::ChartMisleading, wanted.at.clone(), (message, help));
            None
        }
        Some(Nature::Flow | Nature::Stock | Nature::Distinct) => {
            let count = Exact::of_units(known as i128, 0);
            let mean = match sum(whole) {
                Reading::Known(total) => total.share(count, 1).map_or(Reading::Missing, Reading::Known),
                silent => silent,
            };
            Some((mean, course.decimals.max(1)))
        }
    }
}

fn of_parts(
    inquiry: &mut Inquiry,
    (wanted, request): (&Wanted, &Request),
    course: &Course,
) -> Option<(Reading, usize)> {
    let declared = wanted.set.columns[wanted.column].declared.clone()?;
    let Some((above, below)) = &declared.parts else {
        let name = &wanted.set.table.header[wanted.column];
        let message =
            format!("« {name} » est un ratio : la moyenne des périodes ne serait pas celle de l'ensemble");
        let help = format!(
            "déclarez « numerateur » et « denominateur » pour la colonne « {name} » dans {}",
            declared.span.path
        );
        inquiry.fault(Code::MeanMisleading, wanted.at.clone(), (message, help));
        return None;
    };
    let above = inquiry.named(wanted.set, above, declared.span.clone())?;
    let below = inquiry.named(wanted.set, below, declared.span.clone())?;
    let parts = measures::courses(inquiry, &Request { columns: &[above, below], ..*request })?;
    let [above, below] = &parts[..] else { return None };
    let both = |moments: (&Moment, &Moment)| {
        let (a, b) = moments;
        a.extent == Extent::Whole
            && b.extent == Extent::Whole
            && a.reading != Reading::Missing
            && b.reading != Reading::Missing
    };
    let pairs: Vec<(&Moment, &Moment)> =
        above.moments.iter().zip(&below.moments).filter(|pair| both(*pair)).collect();
    let total = |moments: Vec<Moment>| sum(&moments);
    let above = total(pairs.iter().map(|(above, _)| **above).collect());
    let below = total(pairs.iter().map(|(_, below)| **below).collect());
    let scale = if course.unit == "%" { 100 } else { 1 };
    let reading = match (above, below) {
        (Reading::Known(a), Reading::Known(b)) => a.share(b, scale).map_or(Reading::Missing, Reading::Known),
        (Reading::Secret, _) | (_, Reading::Secret) => Reading::Secret,
        _ => Reading::Missing,
    };
    Some((reading, course.decimals.max(1)))
}
