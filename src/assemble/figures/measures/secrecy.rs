//! Counts of too few people are not shown, nor what would let a reader work them out.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::course::Course;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::french;
use crate::base::span::Span;
use crate::model::declaration::Nature;
use crate::model::figure;
use crate::model::table::DataSet;

/// True for a count under the declared threshold; shares and amounts of money
/// count nobody.
pub fn hides(set: &DataSet, column: usize, value: Exact) -> bool {
    let threshold = set.declaration.secrecy.and_then(Exact::of_number);
    let counts = counts(set, column);
    threshold.is_some_and(|threshold| counts && !value.is_negative() && value < threshold)
}

/// True for numbers of people or things.
pub fn counts(set: &DataSet, column: usize) -> bool {
    let column = &set.columns[column];
    column.nature() != Some(Nature::Ratio) && !figure::is_symbol(column.unit())
}

/// Masks each count under the threshold; how many were.
pub fn mask(set: &DataSet, courses: &mut [Course]) -> usize {
    let mut masked = 0;
    for course in courses {
        for moment in &mut course.moments {
            if moment.reading.exact().is_some_and(|value| hides(set, course.column, value)) {
                moment.reading = Reading::Secret;
                masked += 1;
            }
        }
    }
    masked
}

/// One masked part of a total is what the others leave of it: the smallest of
/// them is masked too. How many were: 0 or 1.
pub fn complement(set: &DataSet, parts: &mut [&mut Reading]) -> usize {
    let hidden = parts.iter().filter(|part| ***part == Reading::Secret).count();
    if set.declaration.secrecy.is_none() || hidden != 1 {
        return 0;
    }
    let mut least: Option<(usize, Exact)> = None;
    for (n, part) in parts.iter().enumerate() {
        let Some(value) = part.exact() else { continue };
        if least.is_none_or(|(_, known)| value < known) {
            least = Some((n, value));
        }
    }
    let Some((n, _)) = least else { return 0 };
    *parts[n] = Reading::Secret;
    1
}

/// What readers are told when something is masked by the threshold.
pub fn note(set: &DataSet, mut readings: impl Iterator<Item = Reading>) -> Option<String> {
    let threshold = set.declaration.secrecy?;
    let masked = readings.any(|reading| reading == Reading::Secret);
    let least = french::number(threshold.get(), 0);
    masked.then(|| format!("Secret statistique : les effectifs inférieurs à {least}, et ceux qui permettraient de les retrouver, ne sont pas montrés"))
}

/// A word on what was masked.
pub fn told(inquiry: &mut Inquiry, set: &DataSet, at: &Span, masked: usize) {
    let Some(threshold) = set.declaration.secrecy.filter(|_| masked > 0) else { return };
    let (s, sont) = (french::plural(masked), if masked < 2 { "est masquée" } else { "sont masquées" });
    let message = format!(
        "{masked} valeur{s} de {} {sont} : secret statistique, seuil de {}",
        set.path,
        french::number(threshold.get(), 0)
    );
    let help = "regroupez les lignes pour montrer des effectifs plus grands, ou laissez ces valeurs masquées";
    inquiry.diagnostics.push(Diagnostic::warning(Code::Secrecy, at.clone(), message).with_help(help));
}
