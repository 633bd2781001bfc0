//! Lines: one straight segment between two known neighbours, nothing across a gap.
use std::sync::Arc;

use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::axes;
use crate::chart::axes::Label;
use crate::chart::backend::Canvas;
use crate::chart::backend::Shape;
use crate::chart::backend::Spot;
use crate::chart::key;
use crate::chart::key::Key;
use crate::chart::key::Name;
use crate::chart::scale;
use crate::chart::scale::Frame;
use crate::chart::scale::Plane;
use crate::chart::scale::Ticks;
use crate::chart::text::Weight;
use crate::chart::thin;
use crate::model::figure::Figure;
use crate::model::figure::Series;

/// Height between the lowest and the highest grid line, in units.
const TALL: f64 = 226.0;
/// Between the first position and the frame, in units.
const PAD: f64 = 8.0;
/// Positions nearer than this have no mark of their own, in units.
const ROOM_FOR_MARKS: f64 = 14.0;
/// How many marks show the shape of a series whose points have none.
const SAMPLES: usize = 6;

struct Layout {
    frame: Frame,
    height: f64,
    ticks: Ticks,
    plane: Plane,
    labels: Vec<Label>,
    names: Vec<Name>,
}

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    let layout = layout(figure, sheet);
    let canvas = Canvas::new(sheet.width, layout.height);
    axes::values(&canvas, &layout.frame, &layout.plane, &layout.ticks);
    axes::words(&canvas, &layout.labels, layout.frame.bottom);
    for (n, series) in figure.series.iter().enumerate() {
        canvas.group(&key::class(n), "");
        line(&canvas, figure, n, &layout);
        canvas.end();
        debug_assert_eq!(series.points.len(), figure.positions.len(), "a series has a point for each label");
    }
    key::draw(&canvas, &layout.names);
    Picture { height: layout.height, marks: canvas.finish() }
}

fn layout(figure: &Figure, sheet: &Sheet) -> Layout {
    let ticks = scale::ticks(figure_range(figure), figure.decimals, &figure.unit);
    let beside = beside(figure, sheet);
    let (above, top) = match &beside {
        Some(_) => (Vec::new(), 0.0),
        None => key::rows(figure.series.iter().map(|series| &*series.name), sheet.width, sheet.letters),
    };
    let left = sheet.letters.widest(ticks.labels.iter().map(String::as_str), Weight::Regular) + 10.0;
    let right = beside.as_ref().map_or(14.0, |names| widest(names, sheet) + 26.0);
    let (top, right) = (top + 14.0, sheet.width - right);
    let frame = Frame { left, right, top, bottom: top + TALL };
    let last = figure.positions.len().saturating_sub(1) as f64;
    let across = if last > 0.0 { (0.0, last) } else { (-1.0, 1.0) };
    let plane = Plane::new(&Frame { left: left + PAD, right: right - PAD, ..frame }, across, ticks.ends());
    let at = |n: usize| f64::from(plane.place(n as f64, 0.0).0) / 10.0;
    let short: Vec<Arc<str>> = figure.positions.iter().map(|position| position.short.clone()).collect();
    let labels = axes::labels(&short, &at, sheet.width, sheet.letters);
    let height = frame.bottom + 12.0 + axes::height(&labels);
    let end = |name: &Name| ends_at(figure, &plane, name.series);
    let names = beside.map_or(above, |names| key::beside(names, &end, &frame));
    Layout { frame, height, ticks, plane, labels, names }
}

fn figure_range(figure: &Figure) -> (f64, f64) {
    let known = figure.series.iter().flat_map(|series| series.numbers().flatten());
    known.fold((0.0, 0.0), |(low, high): (f64, f64), n| (low.min(n.get()), high.max(n.get())))
}

/// Where the last known value is, in units: the name stands next to it.
fn ends_at(figure: &Figure, plane: &Plane, series: usize) -> (f64, f64) {
    let mut known = figure.series[series].numbers().enumerate().rev();
    let last = known.find_map(|(n, point)| point.map(|number| (n as f64, number.get())));
    let (x, y) = last.map_or((0.0, 0.0), |(n, value)| (n, value));
    let spot = plane.place(x, y);
    (f64::from(spot.0) / 10.0, f64::from(spot.1) / 10.0)
}

fn widest(names: &[Name], sheet: &Sheet) -> f64 {
    sheet.letters.widest(names.iter().flat_map(|name| name.lines.iter().map(String::as_str)), Weight::Bold)
}

/// Names beside the lines when there are several and they are short enough.
fn beside(figure: &Figure, sheet: &Sheet) -> Option<Vec<Name>> {
    let room = sheet.width * 0.27;
    let name = |(series, Series { name, .. }): (usize, &Series)| {
        let lines = sheet.letters.wrap(name, (room, 3), Weight::Bold);
        Name { series, x: 0.0, y: 0.0, lines, key: Key::Mark }
    };
    let names: Vec<Name> = figure.series.iter().enumerate().map(name).collect();
    let short = names.iter().all(|name| name.lines.len() <= 2);
    let whole = figure.series.iter().flat_map(|series| series.name.split(' '));
    let whole = sheet.letters.widest(whole, Weight::Bold) <= room;
    (names.len() > 1 && short && whole && key::fits(&names, TALL)).then_some(names)
}

/// Runs of known neighbours, each with its positions.
fn runs(series: &Series) -> Vec<Vec<(usize, f64)>> {
    let mut runs = vec![Vec::new()];
    for (n, point) in series.numbers().enumerate() {
        match point {
            Some(number) => runs.last_mut().expect("there is always a run").push((n, number.get())),
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn line(canvas: &Canvas, figure: &Figure, n: usize, layout: &Layout) {
    let series = &figure.series[n];
    let spots = |run: &Vec<(usize, f64)>| -> Vec<Spot> {
        run.iter().map(|(n, value)| layout.plane.place(*n as f64, *value)).collect()
    };
    let runs = runs(series);
    let count = figure.positions.len();
    let step = (layout.frame.right - layout.frame.left - 2.0 * PAD) / (count.max(2) - 1) as f64;
    for run in runs.iter().filter(|run| run.len() > 1) {
        canvas.path("", thin::thinned(spots(run), step));
    }
    let marked: Vec<(usize, f64)> = if step >= ROOM_FOR_MARKS {
        runs.into_iter().flatten().collect()
    } else {
        sampled(&runs, n, figure.series.len())
    };
    for (position, value) in marked {
        let spot = layout.plane.place(position as f64, value);
        canvas.mark(Shape::of(n), spot, &title(figure, n, position));
    }
}

/// Lone points, which no line shows, and where there are several series a few
/// more that show the shape of each.
fn sampled(runs: &[Vec<(usize, f64)>], n: usize, series: usize) -> Vec<(usize, f64)> {
    let known = runs.iter().map(Vec::len).sum::<usize>();
    let every = (known / SAMPLES).max(1);
    let first = every * (n + 1) / (series + 1);
    let mut order = 0;
    let mut kept = Vec::new();
    for run in runs {
        for point in run {
            let sample = series > 1 && order % every == first;
            if run.len() == 1 || sample {
                kept.push(*point);
            }
            order += 1;
        }
    }
    kept
}

/// `mars 2024, Visites : 4 630 visites`.
pub fn title(figure: &Figure, series: usize, position: usize) -> String {
    let (label, series) = (&figure.positions[position].label, &figure.series[series]);
    let amount =
        series.points[position].number().map_or_else(|| "–".to_owned(), |number| figure.amount(number));
    if figure.series.len() == 1 {
        return format!("{label}\u{a0}: {amount}");
    }
    format!("{label}, {}\u{a0}: {amount}", series.name)
}
