//! How a series went: where it starts and ends, its extremes, what is missing.
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::grid::Place;
use crate::assemble::figures::sentence::known;
use crate::base::french::NBSP;
use crate::model::figure::Extent;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Point;
use crate::model::figure::Series;
use crate::model::value::Number;

type Known<'a> = [(Number, &'a Place)];

/// `de 2 100 à 3 120 visites, maximum 5 240 en juin 2024`.
pub fn of(figure: &Figure, series: &Series, grid: &Grid) -> String {
    let known = known(series, grid);
    let told = match known.as_slice() {
        [] if series.numbers().flatten().next().is_some() => "aucune période complète".to_owned(),
        [] => return "aucune donnée".to_owned(),
        [(only, place)] => format!("{}{}", figure.amount_of(series, *only), when(place)),
        [(first, _), ..] if known.iter().all(|(number, _)| number == first) => {
            format!("{} tout au long de la période", figure.amount_of(series, *first))
        }
        _ if figure.form == Form::Calendar => extremes((figure, series), &known),
        _ => course((figure, series), &known, grid),
    };
    format!("{told}{}{}", breaks(grid), silences(series, grid))
}

fn course((figure, series): (&Figure, &Series), known: &Known, grid: &Grid) -> String {
    let cell = |number: Number| figure.cell_of(series, Point::Known(number));
    let ((first, from), (last, to)) = (known[0], known[known.len() - 1]);
    let (start, end) =
        if spans(known, grid) { (String::new(), String::new()) } else { (when(from), when(to)) };
    let ends = if cell(first) == cell(last) && start.is_empty() {
        format!("{} au début comme à la fin", figure.amount_of(series, last))
    } else {
        format!("de {}{start} à {}{end}", cell(first), figure.amount_of(series, last))
    };
    let steady = |rises: fn(f64, f64) -> bool| {
        known.len() > 2 && known.windows(2).all(|pair| rises(pair[0].0.get(), pair[1].0.get()))
    };
    if steady(|a, b| a < b) {
        return format!("hausse continue, {ends}");
    }
    if steady(|a, b| a > b) {
        return format!("baisse continue, {ends}");
    }
    let (most, least) = (extreme(known, |a, b| a > b), extreme(known, |a, b| a < b));
    let mut told = vec![ends];
    for (word, (number, place)) in [("maximum", most), ("minimum", least)] {
        let same = |other: Number| cell(other) == cell(number);
        if same(last) || same(first) {
            continue;
        }
        let again = known.iter().filter(|(other, _)| same(*other)).count() > 1;
        let reached = if again { " atteint d’abord" } else { "" };
        told.push(format!("{word} {}{reached}{}", cell(number), when(place)));
    }
    told.join(", ")
}

/// Of a calendar, whose first and last day say little.
fn extremes((figure, series): (&Figure, &Series), known: &Known) -> String {
    let told = |word: &str, (number, place): (Number, &Place)| {
        let amount = figure.amount_of(series, number);
        let again = known.iter().filter(|(other, _)| *other == number).count() > 1;
        if again {
            format!("{word} {amount}, plusieurs fois")
        } else {
            format!("{word} {amount}{}", when(place))
        }
    };
    let most = told("maximum", extreme(known, |a, b| a > b));
    let least = told("minimum", extreme(known, |a, b| a < b));
    format!("{most}{NBSP}; {least}")
}

/// True when the first and last known periods are those that the figure opens with.
fn spans(known: &Known, grid: &Grid) -> bool {
    let told = |n: &usize| {
        let any = grid.traces.iter().any(|trace| trace.readings[*n].exact().is_some());
        any && grid.places[*n].extent == Extent::Whole
    };
    let same = |n: usize, place: &Place| grid.places[n].key == place.key;
    let (first, last) = ((0..grid.places.len()).find(told), (0..grid.places.len()).rev().find(told));
    first.is_some_and(|n| same(n, known[0].1)) && last.is_some_and(|n| same(n, known[known.len() - 1].1))
}

/// `en juin 2024`, or the label between brackets.
fn when(place: &Place) -> String {
    match place.period {
        Some(period) => format!(" {}", period.when()),
        None => format!(" ({})", place.label),
    }
}

/// The first of the greatest, or of the smallest.
fn extreme<'a>(known: &Known<'a>, beats: impl Fn(f64, f64) -> bool) -> (Number, &'a Place) {
    let mut best = known[0];
    for pair in known {
        if beats(pair.0.get(), best.0.get()) {
            best = *pair;
        }
    }
    best
}

fn breaks(grid: &Grid) -> String {
    let broken: Vec<String> = grid.places.iter().filter(|place| place.after_break).map(when).collect();
    match broken.as_slice() {
        [] => String::new(),
        [one] => format!(", rupture de série{one}"),
        _ => ", plusieurs ruptures de série".to_owned(),
    }
}

fn silences(series: &Series, grid: &Grid) -> String {
    let whole = |place: &Place| place.extent == Extent::Whole;
    let any = |silence: Point| {
        series.points.iter().zip(&grid.places).any(|(point, place)| *point == silence && whole(place))
    };
    let missing = if any(Point::Missing) { ", des valeurs manquent" } else { "" };
    let secret = if any(Point::Secret) { ", des valeurs sont masquées" } else { "" };
    format!("{missing}{secret}")
}
