//! What a figure says, in French sentences whose numbers are those of its table.
pub mod course;
pub mod ranks;

use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::grid::Place;
use crate::base::french::NBSP;
use crate::base::period;
use crate::base::period::Period;
use crate::model::figure::Extent;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Point;
use crate::model::figure::Series;
use crate::model::value::Number;

/// Told in full; the others are in the table.
const MOST: usize = 4;

pub fn of(figure: &Figure, grid: &Grid) -> String {
    if figure.series.iter().all(|series| series.numbers().all(|number| number.is_none())) {
        let hidden = figure.series.iter().any(|series| series.points.contains(&Point::Secret));
        let empty =
            if hidden { "Aucune donnée ne peut être montrée." } else { "Aucune donnée pour le moment." };
        return empty.to_owned();
    }
    let timed = grid.is_timed() && chronological(grid);
    let mut told: Vec<String> = Vec::new();
    if timed {
        told.extend(opening(figure, grid));
    }
    match figure.form {
        Form::Podium => told.push(ranks::podium(figure, grid)),
        Form::Stacked if grid.places.len() <= MOST => told.extend(ranks::parts(figure, grid)),
        _ => {
            for series in figure.series.iter().take(MOST) {
                let clause =
                    if timed { course::of(figure, series, grid) } else { ranks::of(figure, series, grid) };
                told.push(format!("{}{NBSP}: {clause}", name(figure, series)));
            }
        }
    }
    if timed {
        told.extend(unfinished(figure, grid));
    }
    if figure.series.len() > MOST && figure.form != Form::Stacked {
        told.push("Les autres séries sont dans le tableau".to_owned());
    }
    let mut text = String::new();
    for sentence in told {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(sentence.trim_end_matches('.'));
        text.push('.');
    }
    text
}

/// In small multiples, the title of its panel, with its own name if it is not
/// alone there.
fn name(figure: &Figure, series: &Series) -> String {
    let among = figure.series.iter().filter(|other| other.panel == series.panel).count();
    match figure.panels.get(series.panel) {
        Some(panel) if among > 1 => format!("{panel}, {}", series.name),
        Some(panel) => panel.to_string(),
        None => series.name.to_string(),
    }
}

/// True when the places follow time.
fn chronological(grid: &Grid) -> bool {
    grid.places.windows(2).all(|pair| pair[0].period < pair[1].period)
}

/// `De septembre 2023 à juillet 2024`: what is not over is told apart.
fn opening(figure: &Figure, grid: &Grid) -> Option<String> {
    let told = |n: &usize| {
        let known = figure.series.iter().any(|series| series.points[*n].number().is_some());
        known && grid.places[*n].extent == Extent::Whole
    };
    let whole: Vec<Period> =
        (0..grid.places.len()).filter(told).filter_map(|n| grid.places[n].period).collect();
    let (first, last) = whole.first().zip(whole.last()).filter(|(first, last)| first != last)?;
    Some(capital(&period::span(*first, *last)))
}

/// `Août 2024, incomplet : 1 240 visites`.
fn unfinished(figure: &Figure, grid: &Grid) -> Option<String> {
    let partial = |place: &&(usize, &Place)| place.1.extent == Extent::Partial;
    let places: Vec<(usize, &Place)> = grid.places.iter().enumerate().collect();
    let (n, place) = *places.iter().rev().find(partial)?;
    let told = figure.series.iter().take(MOST).filter_map(|series| {
        let amount = figure.amount_of(series, series.points[n].number()?);
        Some(if figure.series.len() > 1 { format!("{amount} ({})", name(figure, series)) } else { amount })
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return None;
    }
    let label = capital(&place.label);
    let open = if label.starts_with("Semaine") { "incomplète" } else { "incomplet" };
    Some(format!("{label}, {open}{NBSP}: {}", told.join(", ")))
}

/// What is known and whole of one series, with its places.
fn known<'a>(series: &Series, grid: &'a Grid) -> Vec<(Number, &'a Place)> {
    let pairs = series.points.iter().zip(&grid.places).filter(|(_, place)| place.extent == Extent::Whole);
    pairs.filter_map(|(point, place)| Some((point.number()?, place))).collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
