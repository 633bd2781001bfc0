//! Marks on a common scale, a row for each label, those of one row joined by a thin rule.
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::Fill;
use crate::chart::canvas::Shape;
use crate::chart::key;
use crate::chart::lines;
use crate::chart::rows;
use crate::chart::rows::Row;
use crate::chart::scale::Frame;
use crate::chart::scale::Plane;
use crate::chart::scale::Ticks;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::chart::trace;
use crate::model::figure::Figure;
use crate::model::figure::Point;

/// From a mark to its value, in units.
const GAP: f64 = 10.0;
/// What the scale keeps at least, in units.
const LEAST: f64 = 60.0;

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    let (names, top) = match figure.series.len() {
        0 | 1 => (Vec::new(), 0.0),
        _ => key::rows(&figure.series, sheet.width, sheet.letters),
    };
    let ticks = lines::ticks(figure);
    let cells = figure.series.iter().flat_map(|series| &series.points).map(|point| figure.cell(*point));
    let value = cells.map(|cell| sheet.letters.width(&cell, Weight::Bold)).fold(0.0, f64::max).min(100.0);
    let side = value + GAP + 4.0;
    let before = if figure.series.len() > 1 { side } else { 10.0 };
    let room = (sheet.width - before - side - LEAST - 10.0).min(sheet.width * 0.36).max(40.0);
    let (rows, edge, bottom) = rows::of(figure, sheet, (top, room), 20.0);
    let left = edge + 10.0 + before;
    let frame = Frame { left, right: (sheet.width - side).max(left + 20.0), top, bottom };
    let plane = Plane::new(&frame, ticks.ends(), (0.0, 1.0));
    let height = bottom + LINE + 8.0 + rows::room_below(figure);
    let canvas = Canvas::new(sheet, height);
    grid(&canvas, &plane, &ticks, (&frame, sheet));
    rows::labels(&canvas, &rows);
    links(&canvas, figure, &plane, &rows);
    for (n, series) in figure.series.iter().enumerate() {
        canvas.group(&key::class(n, series.emphasis), "");
        for (position, (row, number)) in rows.iter().zip(series.numbers()).enumerate() {
            let Some(number) = number else { continue };
            let spot = (plane.place(number.get(), 0.0).0, tenths(row.middle));
            canvas.mark((Shape::of(n), Fill::Full), spot, &trace::title(figure, n, position));
        }
        canvas.end();
    }
    values(&canvas, figure, &plane, (&rows, value));
    key::draw(&canvas, &names);
    rows::left_out(&canvas, figure, height);
    Picture { height, marks: canvas.finish() }
}

/// Upright lines, and below them as many values as stand apart.
fn grid(canvas: &Canvas, plane: &Plane, ticks: &Ticks, (frame, sheet): (&Frame, &Sheet)) {
    canvas.group("grille", "middle");
    let mut free = frame.left - 60.0;
    for (value, label) in ticks.values.iter().zip(&ticks.labels) {
        let x = plane.place(*value, 0.0).0;
        let class = if *value == 0.0 { "zero" } else { "" };
        canvas.path(class, vec![(x, tenths(frame.top)), (x, tenths(frame.bottom))]);
        let (x, half) = (f64::from(x) / 10.0, sheet.letters.width(label, Weight::Regular) / 2.0);
        if x - half >= free && x + half <= sheet.width {
            canvas.text("", (x, frame.bottom + LINE), &[label]);
            free = x + half + 8.0;
        }
    }
    canvas.end();
}

/// The known values of a row, the lowest and the highest one.
fn ends(figure: &Figure, position: usize) -> Option<(Point, Point)> {
    let points = || figure.series.iter().map(|series| series.points[position]);
    let value = |point: &Point| point.number().map_or(0.0, |number| number.get());
    let known = || points().filter(|point| point.number().is_some());
    let low = known().min_by(|a, b| value(a).total_cmp(&value(b)))?;
    let high = known().max_by(|a, b| value(a).total_cmp(&value(b)))?;
    Some((low, high))
}

fn x(plane: &Plane, point: Point) -> f64 {
    f64::from(plane.place(point.number().map_or(0.0, |number| number.get()), 0.0).0) / 10.0
}

fn links(canvas: &Canvas, figure: &Figure, plane: &Plane, rows: &[Row]) {
    canvas.group("lien", "");
    for (position, row) in rows.iter().enumerate() {
        let Some((low, high)) = ends(figure, position).filter(|(low, high)| low != high) else { continue };
        canvas.rule("", (x(plane, low), row.middle), (x(plane, high), row.middle));
    }
    canvas.end();
}

/// On both sides of a row: its lowest and its highest value. What is wider than
/// `room` is left to the table.
fn values(canvas: &Canvas, figure: &Figure, plane: &Plane, (rows, room): (&[Row], f64)) {
    let all: Vec<Option<(Point, Point)>> = (0..rows.len()).map(|n| ends(figure, n)).collect();
    for (anchor, shift) in [("end", -GAP), ("", GAP)] {
        canvas.group("valeurs", anchor);
        for (row, ends) in rows.iter().zip(&all) {
            let Some((low, high)) = *ends else { continue };
            let point = if shift < 0.0 { low } else { high };
            if room >= 100.0 || (shift < 0.0 && (low == high || figure.series.len() < 2)) {
                continue;
            }
            canvas.text("valeur", (x(plane, point) + shift, row.middle + DROP), &[figure.cell(point)]);
        }
        canvas.end();
    }
}
