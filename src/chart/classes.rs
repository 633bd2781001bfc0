//! Values in classes: the tint of each, and the legend that says its bounds and how many it holds.
use crate::base::french;
use crate::chart::Sheet;
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::model::figure;
use crate::model::figure::Figure;
use crate::model::figure::Point;
use crate::model::value::Number;

/// Tints for so many classes, from the palest one: 1 to 5.
const TINTS: [&[usize]; 5] = [&[4], &[2, 5], &[1, 3, 5], &[1, 3, 4, 5], &[1, 2, 3, 4, 5]];
/// No tint: nothing is known there.
pub const NONE: &str = "q q0";
const NAMES: [&str; 5] = ["q q1", "q q2", "q q3", "q q4", "q q5"];
/// Width and height of a swatch, in units.
const SWATCH: (f64, f64) = (24.0, 14.0);
const ROW: f64 = LINE + 4.0;

/// How many classes a figure has.
pub fn count(figure: &Figure) -> usize {
    (figure.classes.len() + 1).min(5)
}

/// The class of a value, from 0; nothing for what is not known.
pub fn of(figure: &Figure, point: Point) -> Option<usize> {
    let value = point.number()?.get();
    Some(figure.classes.iter().take(4).filter(|bound| bound.get() <= value).count())
}

/// The class attribute that gives a class its tint.
pub fn tint(figure: &Figure, class: usize) -> &'static str {
    let tints = TINTS[count(figure) - 1];
    NAMES[tints[class.min(tints.len() - 1)] - 1]
}

/// `moins de 10`, `10 à moins de 20`, `20 et plus`; of what is counted one by
/// one, `1`, `2 à 3`, `4 à 9`.
fn bounds(figure: &Figure, class: usize) -> String {
    if let Some(whole) = counted(figure, class) {
        return whole;
    }
    let bound = |n: usize| figure::written(figure.classes[n], figure.decimals, &figure.unit);
    match (class, class + 1 == count(figure)) {
        (0, true) => "valeurs connues".to_owned(),
        (0, false) => format!("moins de {}", bound(0)),
        (_, true) => format!("{} et plus", bound(class - 1)),
        (_, false) => {
            let from = french::number(figure.classes[class - 1].get(), figure.decimals);
            format!("{from} à moins de {}", bound(class))
        }
    }
}

/// The whole numbers that a class can hold, when all values are whole.
fn counted(figure: &Figure, class: usize) -> Option<String> {
    let values = || figure.series.iter().flat_map(|series| series.numbers().flatten()).map(Number::get);
    let whole = |value: f64| value.fract() == 0.0 && value.abs() < 1e15;
    let bounds = figure.classes.iter().take(4).map(|bound| bound.get());
    if figure.classes.is_empty() || figure.decimals > 0 || !values().chain(bounds).all(whole) {
        return None;
    }
    let from = match class {
        0 => values().fold(f64::INFINITY, f64::min),
        _ => figure.classes[class - 1].get(),
    };
    let to = match class + 1 == count(figure) {
        true => values().fold(f64::NEG_INFINITY, f64::max),
        false => figure.classes[class].get() - 1.0,
    };
    let last = figure::written(Number::new(to)?, 0, &figure.unit);
    Some(if to > from { format!("{} à {last}", french::number(from, 0)) } else { last })
}

/// One line of the legend.
pub struct Entry {
    tint: &'static str,
    lines: Vec<String>,
}

/// Classes that hold something, the highest one first, then what is not known.
pub fn legend(figure: &Figure, points: &[Point], (sheet, width): (&Sheet, f64)) -> Vec<Entry> {
    let holds = |class: Option<usize>| points.iter().filter(|point| of(figure, **point) == class).count();
    let entry = |tint: &'static str, text: String, count: usize| {
        let text = format!("{text}\u{a0}: {}", french::number(count as f64, 0));
        let room = (width - SWATCH.0 - 10.0).max(40.0);
        Entry { tint, lines: sheet.letters.wrap(&text, (room, 3), Weight::Regular) }
    };
    let known = (0..count(figure)).rev().filter(|class| holds(Some(*class)) > 0);
    let mut entries: Vec<Entry> =
        known.map(|class| entry(tint(figure, class), bounds(figure, class), holds(Some(class)))).collect();
    let secret = points.iter().filter(|point| **point == Point::Secret).count();
    for (text, count) in [("secret", secret), ("sans donnée", holds(None) - secret)] {
        if count > 0 {
            entries.push(entry(NONE, text.to_owned(), count));
        }
    }
    entries
}

/// What a legend takes from top to bottom, in units.
pub fn height(entries: &[Entry]) -> f64 {
    entries.iter().map(|entry| entry.lines.len() as f64 * LINE + ROW - LINE).sum()
}

pub fn draw(canvas: &Canvas, entries: &[Entry], (left, top): (f64, f64)) {
    let mut y = top;
    for entry in entries {
        let middle = y + LINE / 2.0;
        let (from, to) =
            ((left + 1.0, middle - SWATCH.1 / 2.0), (left + 1.0 + SWATCH.0, middle + SWATCH.1 / 2.0));
        canvas.group(entry.tint, "");
        canvas.bar("", [from, to].map(|(x, y)| (tenths(x), tenths(y))), "");
        canvas.end();
        canvas.text("etiquette", (left + SWATCH.0 + 9.0, middle + DROP), &entry.lines);
        y += entry.lines.len() as f64 * LINE + ROW - LINE;
    }
}
