//! What a figure says, in a French sentence whose numbers are those of its table.
use crate::assemble::figures::positions::Position;
use crate::base::french::NBSP;
use crate::base::period;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Point;
use crate::model::figure::Series;
use crate::model::value::Number;

/// Told in full; the others are in the table.
const MOST: usize = 4;

pub fn of(figure: &Figure, positions: &[Position]) -> String {
    let known = figure.series.iter().any(|series| series.points.iter().any(|point| point.number().is_some()));
    if !known {
        return "Aucune donnée pour le moment.".to_owned();
    }
    let told = figure.series.iter().take(MOST).map(|series| match figure.form {
        Form::Lines => course(figure, series, positions),
        _ => extremes(figure, series, positions),
    });
    let told: Vec<String> = told.collect();
    format!("{}{}.", opening(figure, positions), told.join(". "))
}

/// `De septembre 2023 à août 2024. `
fn opening(figure: &Figure, positions: &[Position]) -> String {
    let ends = positions.first().zip(positions.last());
    let periods =
        ends.and_then(|(first, last)| first.period.zip(last.period)).filter(|(first, last)| first != last);
    let Some((first, last)) = periods.filter(|_| figure.form != Form::Table || positions.len() > 1) else {
        return String::new();
    };
    let span = period::span(first, last);
    let mut letters = span.chars();
    let capital = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{capital}{}. ", letters.as_str())
}

/// Known points with their positions.
fn known<'a>(series: &Series, positions: &'a [Position]) -> Vec<(Number, &'a Position)> {
    let pairs = series.points.iter().zip(positions);
    pairs.filter_map(|(point, position)| point.number().map(|number| (number, position))).collect()
}

/// `en juin 2024`, or the label between brackets.
fn when(position: &Position) -> String {
    match position.period {
        Some(period) => format!(" {}", period.when()),
        None => format!(" ({})", position.label()),
    }
}

/// `Visites : de 2 100 à 1 240, maximum 5 240 en juin 2024`.
fn course(figure: &Figure, series: &Series, positions: &[Position]) -> String {
    let known = known(series, positions);
    let name = format!("{}{NBSP}: ", series.name);
    let (Some((first, from)), Some((last, to))) = (known.first(), known.last()) else {
        return format!("{name}aucune donnée");
    };
    if known.len() == 1 {
        return format!("{name}{}{}", figure.amount(*first), when(from));
    }
    let greatest = extreme(&known, |a, b| a > b);
    if known.iter().all(|(number, _)| number == first) {
        return format!("{name}{} du début à la fin", figure.amount(*first));
    }
    let whole = series.points.first().is_some_and(|point| point.number().is_some())
        && series.points.last().is_some_and(|point| point.number().is_some());
    let (start, end) =
        if whole && from.period.is_some() { (String::new(), String::new()) } else { (when(from), when(to)) };
    let (first, last) = (figure.cell(Point::Known(*first)), figure.amount(*last));
    let gaps = if known.len() < series.points.len() { ", des valeurs manquent" } else { "" };
    let (most, at) = greatest;
    format!(
        "{name}de {first}{start} à {last}{end}, maximum {}{}{gaps}",
        figure.cell(Point::Known(most)),
        when(at)
    )
}

/// The first of the greatest, or of the smallest.
fn extreme<'a>(known: &[(Number, &'a Position)], beats: impl Fn(f64, f64) -> bool) -> (Number, &'a Position) {
    let mut best = known[0];
    for pair in known {
        if beats(pair.0.get(), best.0.get()) {
            best = *pair;
        }
    }
    best
}

/// `Part : le plus élevé, Messagerie, 99 % ; le plus faible, Clé USB, 15 %`.
fn extremes(figure: &Figure, series: &Series, positions: &[Position]) -> String {
    let known = known(series, positions);
    let name = format!("{}{NBSP}: ", series.name);
    if known.is_empty() {
        return format!("{name}aucune donnée");
    }
    let (most, at) = extreme(&known, |a, b| a > b);
    let (least, below) = extreme(&known, |a, b| a < b);
    if most == least {
        let only = if known.len() == 1 { format!(" ({})", at.label()) } else { " partout".to_owned() };
        return format!("{name}{}{only}", figure.amount(most));
    }
    let (most, least) = (figure.amount(most), figure.amount(least));
    format!("{name}au plus haut {most} ({}), au plus bas {least} ({})", at.label(), below.label())
}
