//! Upright bars over periods, from zero, side by side where there are several series.
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::axes;
use crate::chart::axes::Label;
use crate::chart::backend::tenths;
use crate::chart::bars;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::Fill;
use crate::chart::canvas::Shape;
use crate::chart::events;
use crate::chart::events::Flags;
use crate::chart::key;
use crate::chart::key::Name;
use crate::chart::lines;
use crate::chart::scale;
use crate::chart::scale::Frame;
use crate::chart::scale::Plane;
use crate::chart::scale::Ticks;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::chart::trace;
use crate::model::figure::Figure;

/// Height between the lowest and the highest grid line, in units.
const TALL: f64 = 226.0;
/// Bars thinner than this are drawn as lines instead, in units.
const THINNEST: f64 = 2.0;
const THICKEST: f64 = 44.0;
/// Share of its slot that a group of bars fills.
const FULL: f64 = 0.74;

struct Layout {
    frame: Frame,
    height: f64,
    ticks: Ticks,
    plane: Plane,
    labels: Vec<Label>,
    names: Vec<Name>,
    flags: Flags,
    slot: f64,
    bar: f64,
    values: Values,
}

/// Where values are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Values {
    /// At the end of each bar.
    Written,
    /// On a scale.
    Scaled,
}

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    let layout = layout(figure, sheet);
    if layout.bar < THINNEST {
        return lines::draw(figure, sheet);
    }
    let canvas = Canvas::new(sheet, layout.height);
    match layout.values {
        Values::Scaled => axes::values(&canvas, &layout.frame, &layout.plane, &layout.ticks),
        Values::Written => baseline(&canvas, &layout),
    }
    axes::words(&canvas, &layout.labels, layout.frame.bottom);
    // Above the values that stand on the bars.
    let above = if layout.values == Values::Written { LINE } else { 0.0 };
    layout.flags.draw(&canvas, &Frame { top: layout.frame.top - above, ..layout.frame });
    for n in 0..figure.series.len() {
        series(&canvas, figure, n, &layout);
    }
    key::draw(&canvas, &layout.names);
    layout.flags.list(&canvas, layout.height - layout.flags.below());
    Picture { height: layout.height, marks: canvas.finish() }
}

fn layout(figure: &Figure, sheet: &Sheet) -> Layout {
    let (names, top) = match figure.series.len() {
        0 | 1 => (Vec::new(), 0.0),
        _ => key::rows(&figure.series, sheet.width, sheet.letters),
    };
    let known = || figure.series.iter().flat_map(|series| series.numbers().flatten());
    let range = known().fold((0.0, 0.0), |(low, high): (f64, f64), n| (low.min(n.get()), high.max(n.get())));
    let ticks = scale::ticks(range, figure.decimals, &figure.unit);
    let count = figure.positions.len().max(1) as f64;
    let cells = figure.series.iter().flat_map(|series| series.points.iter().map(|point| figure.cell(*point)));
    let widest = cells.map(|cell| sheet.letters.width(&cell, Weight::Bold)).fold(0.0, f64::max);
    let written = figure.series.len() == 1 && widest + 4.0 <= (sheet.width - 8.0) / count;
    let values = if written { Values::Written } else { Values::Scaled };
    let left = match values {
        Values::Scaled => {
            sheet.letters.widest(ticks.labels.iter().map(String::as_str), Weight::Regular) + 10.0
        }
        Values::Written => 0.0,
    };
    let right = sheet.width - 4.0;
    let slot = (right - left) / count;
    let bar = (slot * FULL / figure.series.len().max(1) as f64 - 1.0).min(THICKEST);
    let at = |place: f64| left + slot * (place + 0.5);
    let flags = Flags::new(events::of(figure, &at), (0.0, sheet.width), sheet);
    let lead = if values == Values::Written { LINE + 12.0 } else { 14.0 };
    let top = top + flags.above + lead;
    let frame = Frame { left, right, top, bottom: top + TALL };
    let ends = match values {
        Values::Scaled => ticks.ends(),
        Values::Written if range.0 == range.1 => (0.0, 1.0),
        Values::Written => range,
    };
    let tail = if range.0 < 0.0 && written { LINE } else { 0.0 };
    let plane = Plane::new(&Frame { bottom: frame.bottom - tail, ..frame }, (0.0, 1.0), ends);
    let short: Vec<Arc<str>> = figure.positions.iter().map(|position| position.short.clone()).collect();
    let labels = axes::labels(&short, &|n| at(n as f64), sheet.width, sheet.letters);
    let height = frame.bottom + 12.0 + axes::height(&labels) + flags.below();
    Layout { frame, height, ticks, plane, labels, names, flags, slot, bar, values }
}

fn baseline(canvas: &Canvas, layout: &Layout) {
    let y = f64::from(layout.plane.place(0.0, 0.0).1) / 10.0;
    canvas.group("grille", "");
    canvas.rule("zero", (layout.frame.left, y), (layout.frame.right, y));
    canvas.end();
}

/// Bars from zero; at both ends of the axis, the shape of the series: colour is
/// not alone to tell it from others.
fn series(canvas: &Canvas, figure: &Figure, n: usize, layout: &Layout) {
    let series = &figure.series[n];
    let middle = |position: usize| {
        let offset = n as f64 - (figure.series.len() as f64 - 1.0) / 2.0;
        layout.frame.left + layout.slot * (position as f64 + 0.5) + offset * (layout.bar + 1.0)
    };
    let zero = layout.plane.place(0.0, 0.0).1;
    let end = |value: f64| bars::visible(-zero, -layout.plane.place(0.0, value).1, value);
    canvas.group(&key::class(n, series.emphasis), "");
    for (position, number) in series.numbers().enumerate() {
        let Some(value) = number.map(|number| number.get()).filter(|value| *value != 0.0) else { continue };
        let (left, right) = (middle(position) - layout.bar / 2.0, middle(position) + layout.bar / 2.0);
        let corners = [(tenths(left), zero), (tenths(right), -end(value))];
        canvas.bar(bars::class(figure, position), corners, &trace::title(figure, n, position));
    }
    if figure.series.len() > 1 {
        for position in BTreeSet::from([0, series.points.len().saturating_sub(1)]) {
            let Some(number) = series.points.get(position).and_then(|point| point.number()) else { continue };
            let away = if number.get() < 0.0 { 80 } else { -80 };
            let spot = (tenths(middle(position)), -end(number.get()) + away);
            canvas.mark((Shape::of(n), Fill::Full), spot, "");
        }
    }
    canvas.end();
    if layout.values == Values::Scaled {
        return;
    }
    canvas.group("valeurs", "middle");
    for (position, point) in series.points.iter().enumerate() {
        let value = point.number().map_or(0.0, |number| number.get());
        let y = f64::from(-end(value)) / 10.0 + if value < 0.0 { LINE - 3.0 } else { -6.0 };
        canvas.text("valeur", (middle(position), y), &[figure.cell(*point)]);
    }
    canvas.end();
}
