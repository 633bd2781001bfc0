//! Horizontal bars from zero, each with its value; long labels are wrapped.
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::Fill;
use crate::chart::canvas::Shape;
use crate::chart::key;
use crate::chart::key::Name;
use crate::chart::rows;
use crate::chart::rows::Row;
use crate::chart::scale::Frame;
use crate::chart::scale::Plane;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::chart::trace;
use crate::model::figure::Extent;
use crate::model::figure::Figure;
use crate::model::value::Number;

/// What a bar keeps at least, in units.
const LEAST: f64 = 60.0;
/// Between a bar and its value, in units.
const GAP: f64 = 6.0;

struct Layout {
    height: f64,
    names: Vec<Name>,
    plane: Plane,
    zero: f64,
    bar: f64,
    rows: Vec<Row>,
}

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    let layout = layout(figure, sheet);
    let canvas = Canvas::new(sheet, layout.height);
    rows::labels(&canvas, &layout.rows);
    for n in 0..figure.series.len() {
        series(&canvas, figure, n, &layout);
    }
    if range(figure).0 < 0.0 {
        let (top, bottom) = (layout.rows.first(), layout.rows.last());
        let ends = top.zip(bottom).map(|(top, bottom)| (top.middle - LINE, bottom.middle + LINE));
        let (top, bottom) = ends.unwrap_or_default();
        canvas.group("grille", "");
        canvas.rule("zero", (layout.zero, top), (layout.zero, bottom));
        canvas.end();
    }
    key::draw(&canvas, &layout.names);
    rows::left_out(&canvas, figure, layout.height);
    Picture { height: layout.height, marks: canvas.finish() }
}

fn layout(figure: &Figure, sheet: &Sheet) -> Layout {
    let (names, top) = match figure.series.len() {
        0 | 1 => (Vec::new(), 0.0),
        _ => key::rows(&figure.series, sheet.width, sheet.letters),
    };
    let (low, high) = range(figure);
    let before = if low < 0.0 { value_width(figure, sheet, |n| n < 0.0) + GAP + keyed(figure) } else { 0.0 };
    let after = value_width(figure, sheet, |n| n >= 0.0) + GAP + 4.0 + keyed(figure);
    let room = (sheet.width * 0.42).min(sheet.width - before - after - LEAST - 10.0).max(40.0);
    let bar = if figure.series.len() > 1 { 18.0 } else { 22.0 };
    let least = figure.series.len() as f64 * (bar + 2.0) - 2.0;
    let (rows, margin, bottom) = rows::of(figure, sheet, (top, room), least);
    let height = bottom + rows::room_below(figure);
    let left = margin + 10.0 + before;
    let frame = Frame { left, right: (sheet.width - after).max(left + 1.0), top: 0.0, bottom: height };
    let plane = Plane::new(&frame, (low, if low == high { 1.0 } else { high }), (0.0, 1.0));
    let zero = f64::from(plane.place(0.0, 0.0).0) / 10.0;
    Layout { height, names, plane, zero, bar, rows }
}

/// From the lowest to the highest value, zero included.
fn range(figure: &Figure) -> (f64, f64) {
    figure
        .series
        .iter()
        .flat_map(|series| series.numbers().take(rows::MOST).flatten())
        .fold((0.0, 0.0), |(low, high): (f64, f64), number| (low.min(number.get()), high.max(number.get())))
}

fn value_width(figure: &Figure, sheet: &Sheet, kept: impl Fn(f64) -> bool) -> f64 {
    let points = figure.series.iter().flat_map(|series| series.points.iter().take(rows::MOST));
    let shown = points.filter(|point| point.number().is_none_or(|number| kept(number.get())));
    shown.map(|point| sheet.letters.width(&figure.cell(*point), Weight::Bold)).fold(0.0, f64::max)
}

fn series(canvas: &Canvas, figure: &Figure, n: usize, layout: &Layout) {
    let points = &figure.series[n].points;
    let middle = |row: &Row| {
        let offset = n as f64 - (figure.series.len() as f64 - 1.0) / 2.0;
        row.middle + offset * (layout.bar + 2.0)
    };
    canvas.group(&key::class(n, figure.series[n].emphasis), "");
    for (position, (row, point)) in layout.rows.iter().zip(points).enumerate() {
        let Some(number) = point.number() else { continue };
        let from = tenths(layout.zero);
        let to = visible(from, layout.plane.place(number.get(), 0.0).0, number.get());
        let (top, bottom) = (tenths(middle(row) - layout.bar / 2.0), tenths(middle(row) + layout.bar / 2.0));
        if number.get() != 0.0 {
            let class = class(figure, position);
            canvas.bar(class, [(from, top), (to, bottom)], &trace::title(figure, n, position));
        }
    }
    canvas.end();
    let shift = keyed(figure);
    if shift > 0.0 {
        canvas.group(&key::class(n, figure.series[n].emphasis), "");
        for (row, number) in layout.rows.iter().zip(figure.series[n].numbers()) {
            let Some(number) = number else { continue };
            let side = if number.get() < 0.0 { -1.0 } else { 1.0 };
            let x = end(layout, Some(number)) + side * (GAP + 4.0);
            canvas.mark((Shape::of(n), Fill::Full), (tenths(x), tenths(middle(row))), "");
        }
        canvas.end();
    }
    for side in ["start", "end"] {
        canvas.group("valeurs", side);
        for (row, point) in layout.rows.iter().zip(points) {
            let negative = point.number().is_some_and(|number: Number| number.get() < 0.0);
            if negative == (side == "end") {
                let shift = if point.number().is_some() { shift } else { 0.0 };
                let away = if negative { -GAP - shift } else { GAP + shift };
                let x = end(layout, point.number()) + away;
                canvas.text("valeur", (x, middle(row) + DROP), &[figure.cell(*point)]);
            }
        }
        canvas.end();
    }
}

/// What the shape of a series takes between a bar and its value, in units, where
/// there are several series: colour is not alone to tell them apart.
fn keyed(figure: &Figure) -> f64 {
    if figure.series.len() > 1 { 12.0 } else { 0.0 }
}

/// Where a bar ends, in units; at zero when nothing is known.
fn end(layout: &Layout, number: Option<Number>) -> f64 {
    number.map_or(layout.zero, |number| f64::from(layout.plane.place(number.get(), 0.0).0) / 10.0)
}

/// What is not zero is at least one unit long.
pub fn visible(from: i32, to: i32, value: f64) -> i32 {
    if value < 0.0 { to.min(from - 10) } else { to.max(from + 10) }
}

/// Of a bar: its outline alone when its period is not over.
pub fn class(figure: &Figure, position: usize) -> &'static str {
    match figure.positions[position].extent {
        Extent::Whole => "barre",
        Extent::Partial => "barre partiel",
    }
}
