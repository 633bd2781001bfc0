//! Horizontal bars from zero, each with its value; long labels are wrapped.
use std::sync::Arc;

use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::backend::Canvas;
use crate::chart::backend::tenths;
use crate::chart::key;
use crate::chart::key::Name;
use crate::chart::lines;
use crate::chart::scale::Frame;
use crate::chart::scale::Plane;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::model::figure::Figure;
use crate::model::value::Number;

/// More bars than this are a table; what is left out is said.
const MOST: usize = 60;
/// What a bar keeps at least, in units.
const LEAST: f64 = 60.0;
/// Between a bar and its value, in units.
const GAP: f64 = 6.0;

struct Layout {
    height: f64,
    names: Vec<Name>,
    /// Right edge of the labels.
    margin: f64,
    plane: Plane,
    zero: f64,
    bar: f64,
    rows: Vec<RowBox>,
}

struct RowBox {
    /// In units, from the top.
    middle: f64,
    lines: Vec<String>,
}

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    let layout = layout(figure, sheet);
    let canvas = Canvas::new(sheet.width, layout.height);
    canvas.group("axe", "end");
    for row in &layout.rows {
        let first = row.middle + DROP - (row.lines.len() as f64 - 1.0) * LINE / 2.0;
        canvas.text("etiquette", (layout.margin, first), &row.lines);
    }
    canvas.end();
    for n in 0..figure.series.len() {
        series(&canvas, figure, n, &layout);
    }
    if range(figure).0 < 0.0 {
        let (top, bottom) = (layout.rows.first(), layout.rows.last());
        let ends = top.zip(bottom).map(|(top, bottom)| (top.middle - LINE, bottom.middle + LINE));
        let (top, bottom) = ends.unwrap_or_default();
        canvas.group("grille", "");
        canvas.path("zero", vec![(tenths(layout.zero), tenths(top)), (tenths(layout.zero), tenths(bottom))]);
        canvas.end();
    }
    key::draw(&canvas, &layout.names);
    let left_out = figure.positions.len().saturating_sub(MOST);
    if left_out > 0 {
        let note = format!("… et {left_out} autres, dans le tableau");
        canvas.text("etiquette", (layout.margin + 10.0, layout.height - 8.0), &[note]);
    }
    Picture { height: layout.height, marks: canvas.finish() }
}

fn layout(figure: &Figure, sheet: &Sheet) -> Layout {
    let (names, top) = match figure.series.len() {
        0 | 1 => (Vec::new(), 0.0),
        _ => key::rows(figure.series.iter().map(|series| &*series.name), sheet.width, sheet.letters),
    };
    let (low, high) = range(figure);
    let before = if low < 0.0 { value_width(figure, sheet, |n| n < 0.0) + GAP } else { 0.0 };
    let after = value_width(figure, sheet, |n| n >= 0.0) + GAP + 4.0;
    let room = (sheet.width * 0.42).min(sheet.width - before - after - LEAST - 10.0).max(40.0);
    let wrapped = wrapped(figure, sheet, room);
    let words = wrapped.iter().flatten().map(String::as_str);
    let margin = sheet.letters.widest(words, Weight::Regular) + 1.0;
    let bar = if figure.series.len() > 1 { 18.0 } else { 22.0 };
    let mut rows = Vec::new();
    let mut y = top;
    for lines in wrapped {
        let tall = (lines.len() as f64 * LINE).max(figure.series.len() as f64 * (bar + 2.0) - 2.0) + 12.0;
        rows.push(RowBox { middle: y + tall / 2.0, lines });
        y += tall;
    }
    let height = y + if figure.positions.len() > MOST { LINE + 8.0 } else { 0.0 };
    let left = margin + 10.0 + before;
    let frame = Frame { left, right: (sheet.width - after).max(left + 1.0), top: 0.0, bottom: height };
    let plane = Plane::new(&frame, (low, if low == high { 1.0 } else { high }), (0.0, 1.0));
    let zero = f64::from(plane.place(0.0, 0.0).0) / 10.0;
    Layout { height, names, margin, plane, zero, bar, rows }
}

/// From the lowest to the highest value, zero included.
fn range(figure: &Figure) -> (f64, f64) {
    figure
        .series
        .iter()
        .flat_map(|series| series.numbers().take(MOST).flatten())
        .fold((0.0, 0.0), |(low, high): (f64, f64), number| (low.min(number.get()), high.max(number.get())))
}

fn value_width(figure: &Figure, sheet: &Sheet, kept: impl Fn(f64) -> bool) -> f64 {
    let points = figure.series.iter().flat_map(|series| series.points.iter().take(MOST));
    let shown = points.filter(|point| point.number().is_none_or(|number| kept(number.get())));
    shown.map(|point| sheet.letters.width(&figure.cell(*point), Weight::Bold)).fold(0.0, f64::max)
}

fn wrapped(figure: &Figure, sheet: &Sheet, room: f64) -> Vec<Vec<String>> {
    let lines = |label: &Arc<str>| sheet.letters.wrap(label, (room, 4), Weight::Regular);
    figure.positions.iter().take(MOST).map(|position| lines(&position.label)).collect()
}

fn series(canvas: &Canvas, figure: &Figure, n: usize, layout: &Layout) {
    let points = &figure.series[n].points;
    let middle = |row: &RowBox| {
        let offset = n as f64 - (figure.series.len() as f64 - 1.0) / 2.0;
        row.middle + offset * (layout.bar + 2.0)
    };
    canvas.group(&key::class(n), "");
    for (position, (row, point)) in layout.rows.iter().zip(points).enumerate() {
        let Some(number) = point.number() else { continue };
        let from = tenths(layout.zero);
        let to = visible(from, layout.plane.place(number.get(), 0.0).0, number.get());
        let (top, bottom) = (tenths(middle(row) - layout.bar / 2.0), tenths(middle(row) + layout.bar / 2.0));
        if number.get() != 0.0 {
            canvas.bar((from, top), (to, bottom), &lines::title(figure, n, position));
        }
    }
    canvas.end();
    for side in ["start", "end"] {
        canvas.group("valeurs", side);
        for (row, point) in layout.rows.iter().zip(points) {
            let negative = point.number().is_some_and(|number: Number| number.get() < 0.0);
            if negative == (side == "end") {
                let end = point
                    .number()
                    .map_or(layout.zero, |number| f64::from(layout.plane.place(number.get(), 0.0).0) / 10.0);
                let x = if negative { end - GAP } else { end + GAP };
                canvas.text("valeur", (x, middle(row) + DROP), &[figure.cell(*point)]);
            }
        }
        canvas.end();
    }
}

/// What is not zero is at least one unit long.
fn visible(from: i32, to: i32, value: f64) -> i32 {
    if value < 0.0 { to.min(from - 10) } else { to.max(from + 10) }
}
