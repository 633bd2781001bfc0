//! How a number moved since an earlier period, as long and as complete: sign, both periods, both values.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::breaks;
use crate::assemble::figures::measures::course::Course;
use crate::assemble::figures::measures::course::Moment;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::measures::extent;
use crate::assemble::figures::single::Single;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::french;
use crate::base::french::NBSP;
use crate::base::period::Period;
use crate::base::span::Span;
use crate::model::declaration::Nature;
use crate::model::figure;
use crate::model::figure::Direction;
use crate::model::figure::Extent;
use crate::model::figure::Trend;
use crate::model::table::DataSet;

/// `comparer`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    Previous,
    YearBefore,
}

impl Compared {
    /// `None` inside for `aucune`.
    pub const ALL: [(&'static str, Option<Self>); 5] = [
        ("periode-precedente", Some(Self::Previous)),
        ("mois-precedent", Some(Self::Previous)),
        ("annee-precedente", Some(Self::YearBefore)),
        ("aucune", None),
        ("aucun", None),
    ];
}

/// Below it, a percentage of change says nothing.
const FEW: i128 = 20;

/// A trend, or why there is none.
pub type Told = Result<Trend, String>;

/// Nothing when an incomplete period would be compared, which is told.
pub fn of(
    inquiry: &mut Inquiry,
    (set, single): (&DataSet, &Single),
    (compared, decimals): (Compared, usize),
    at: &Span,
) -> Option<Told> {
    let (Some(course), Some(moment)) = (&single.course, &single.moment) else {
        return Some(Err("pas de comparaison possible".to_owned()));
    };
    let period = moment.period;
    let lately = just_over(set, course, period);
    let before = match (compared, lately) {
        (Compared::Previous, Some(over)) => Some(over),
        (Compared::Previous, None) => period.previous(),
        (Compared::YearBefore, over) => over.unwrap_or(period).year_before(),
    };
    let Some(before) = before else { return Some(Err("pas de période à comparer".to_owned())) };
    if moment.extent == Extent::Partial {
        let message =
            format!("{} n'est pas fini : il ne se compare pas à {}, qui l'est", period.full(), before.full());
        let help =
            "retirez « jusque » pour comparer les dernières périodes finies, ou écrivez « comparer: aucune »";
        inquiry.fault(Code::SpansUnequal, at.clone(), (message, help.to_owned()));
        return None;
    }
    let Some(Reading::Known(new)) = Some(moment.reading) else {
        return Some(Err(format!("pas de comparaison avec {}", before.full())));
    };
    let whole = |moment: &&Moment| moment.extent == Extent::Whole;
    let old = course.at(before).filter(whole).map_or(Reading::Missing, |moment| moment.reading);
    let told = match old {
        Reading::Missing => Err(format!("pas de comparaison{NBSP}: {} manque", before.full())),
        Reading::Secret => Err(format!("pas de comparaison{NBSP}: {} est secret", before.full())),
        Reading::Known(_) if breaks::between(&breaks::of(set, &[course.column]), before, period) => {
            Err(format!("pas de comparaison avec {}{NBSP}: le mode de calcul a changé", before.full()))
        }
        Reading::Known(old) => Ok(worded(inquiry, (course, decimals), (old, new), at)),
    };
    Some(told.map(|(direction, change, old)| Trend {
        direction,
        text: format!("{change} par rapport à {} ({old})", before.full()),
    }))
}

/// The value of an instant may be known before its period ends: early in August,
/// it is nearer to the end of July, which it is then compared as.
fn just_over(set: &DataSet, course: &Course, period: Period) -> Option<Period> {
    let known = set.declaration.as_of.filter(|_| !extent::lasts(course.nature))?;
    let (start, end, known) = (period.start.days(), period.end().days(), known.days());
    let early = (start..end).contains(&known) && known - start < end - known;
    period.previous().filter(|_| early)
}

/// The direction, the change and the old value.
fn worded(
    inquiry: &mut Inquiry,
    (course, decimals): (&Course, usize),
    (old, new): (Exact, Exact),
    at: &Span,
) -> (Direction, String, String) {
    let written = figure::written(old.number(), decimals, &course.unit);
    let change = new.minus(old);
    let moved = change.at_decimals(decimals);
    let direction = match moved {
        0 => return (Direction::Level, "stable".to_owned(), written),
        up if up > 0 => Direction::Up,
        _ => Direction::Down,
    };
    let signed = |change: Exact, decimals: usize| {
        let number = french::number(change.number().get(), decimals);
        if change.is_negative() { number } else { format!("+{number}") }
    };
    let points = course.unit == "%";
    let text = if points {
        let plural = if change.number().get().abs() >= 2.0 { "s" } else { "" };
        format!("{}{NBSP}point{plural}", signed(change, decimals))
    } else if course.nature == Some(Nature::Ratio) || old < Exact::of_units(FEW, 0) {
        if course.nature != Some(Nature::Ratio) {
            few(inquiry, &written, at);
        }
        signed(change, decimals)
    } else {
        percentage(change, old).unwrap_or_else(|| signed(change, decimals))
    };
    (direction, text, written)
}

/// `−40 %`, `+12,4 %`: a decimal where it tells something; nothing for what
/// would round to zero.
fn percentage(change: Exact, old: Exact) -> Option<String> {
    let share = change.share(old, 100)?;
    let tenths = share.at_decimals(1);
    let decimals = usize::from(tenths.abs() < 200 && tenths % 10 != 0);
    let sign = if share.is_negative() { "" } else { "+" };
    let number =
        french::number(Exact::of_units(share.at_decimals(decimals), decimals).number().get(), decimals);
    (tenths != 0).then(|| format!("{sign}{number}{NBSP}%"))
}

fn few(inquiry: &mut Inquiry, old: &str, at: &Span) {
    let message = format!("partir de {old} est trop peu pour un pourcentage : l'écart est donné en nombre");
    let help = format!("rien à corriger : un pourcentage n'est montré qu'à partir de {FEW}");
    let note = Diagnostic::note(Code::FewCounted, at.clone(), message);
    inquiry.diagnostics.push(note.with_help(help));
}
