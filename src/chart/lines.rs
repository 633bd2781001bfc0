//! Lines over time: a grid, names beside the ends, events above.
use std::sync::Arc;

use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::axes;
use crate::chart::axes::Label;
use crate::chart::canvas::Canvas;
use crate::chart::events;
use crate::chart::events::Flags;
use crate::chart::key;
use crate::chart::key::Key;
use crate::chart::key::Name;
use crate::chart::scale;
use crate::chart::scale::Frame;
use crate::chart::scale::Plane;
use crate::chart::scale::Ticks;
use crate::chart::text::DROP;
use crate::chart::text::Weight;
use crate::chart::trace;
use crate::chart::trace::Which;
use crate::model::figure::Baseline;
use crate::model::figure::Extent;
use crate::model::figure::Figure;
use crate::model::figure::Series;

/// Height between the lowest and the highest grid line, in units.
const TALL: f64 = 226.0;
/// Between the first position and the frame, in units.
const PAD: f64 = 8.0;

struct Layout {
    frame: Frame,
    height: f64,
    ticks: Ticks,
    plane: Plane,
    labels: Vec<Label>,
    names: Vec<Name>,
    flags: Flags,
    /// The last value of a series that stands alone, where its line ends.
    end: Option<((f64, f64), String)>,
}

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    let layout = layout(figure, sheet);
    let canvas = Canvas::new(sheet, layout.height);
    axes::values(&canvas, &layout.frame, &layout.plane, &layout.ticks);
    axes::words(&canvas, &layout.labels, layout.frame.bottom);
    layout.flags.draw(&canvas, &layout.frame);
    let count = figure.positions.len();
    let step = (layout.frame.right - layout.frame.left - 2.0 * PAD) / (count.max(2) - 1) as f64;
    for (n, series) in figure.series.iter().enumerate() {
        canvas.group(&key::class(n, series.emphasis), "");
        let which = Which { series: n, rank: n, among: figure.series.len() };
        trace::line(&canvas, figure, which, (&layout.plane, step));
        canvas.end();
        debug_assert_eq!(series.points.len(), figure.positions.len(), "a series has a point for each label");
    }
    key::draw(&canvas, &layout.names);
    if let Some(((x, y), text)) = &layout.end {
        canvas.text("valeur", (x + 8.0, y + DROP), &[text]);
    }
    layout.flags.list(&canvas, layout.height - layout.flags.below());
    Picture { height: layout.height, marks: canvas.finish() }
}

fn layout(figure: &Figure, sheet: &Sheet) -> Layout {
    let ticks = ticks(figure);
    let beside = beside(figure, sheet);
    let (above, top) = match &beside {
        Some(_) => (Vec::new(), 0.0),
        None if figure.series.len() > 1 => key::rows(&figure.series, sheet.width, sheet.letters),
        None => (Vec::new(), 0.0),
    };
    let fits = |text: &String| sheet.letters.width(text, Weight::Bold) <= sheet.width * 0.3;
    let last = last_value(figure).filter(|(_, text)| fits(text));
    let left = sheet.letters.widest(ticks.labels.iter().map(String::as_str), Weight::Regular) + 10.0;
    let margin = match (&beside, &last) {
        (Some(names), _) => widest(names, sheet) + 26.0,
        (None, Some((_, text))) => sheet.letters.width(text, Weight::Bold) + 18.0,
        (None, None) => 14.0,
    };
    let right = sheet.width - margin.min(sheet.width * 0.45);
    let frame = Frame { left, right, top: top + 14.0, bottom: 0.0 };
    let at = |place: f64| f64::from(plane(figure, &frame, &ticks).place(place, 0.0).0) / 10.0;
    let far = if beside.is_some() { right + 4.0 } else { sheet.width };
    let flags = Flags::new(events::of(figure, &at), (0.0, far), sheet);
    let top = frame.top + flags.above;
    let frame = Frame { top, bottom: top + TALL, ..frame };
    let plane = plane(figure, &frame, &ticks);
    let short: Vec<Arc<str>> = figure.positions.iter().map(|position| position.short.clone()).collect();
    let labels = axes::labels(&short, &|n| at(n as f64), sheet.width, sheet.letters);
    let height = frame.bottom + 12.0 + axes::height(&labels) + flags.below();
    let place = |(n, value): (usize, f64)| {
        let spot = plane.place(n as f64, value);
        (f64::from(spot.0) / 10.0, f64::from(spot.1) / 10.0)
    };
    let end = |name: &Name| place(last_known(&figure.series[name.series]).unwrap_or((0, 0.0)));
    let names = beside.map_or(above, |names| key::beside(names, &end, &frame));
    let end = last.map(|(last, text)| (place(last), text));
    Layout { frame, height, ticks, labels, names, flags, end, plane }
}

fn plane(figure: &Figure, frame: &Frame, ticks: &Ticks) -> Plane {
    let last = figure.positions.len().saturating_sub(1) as f64;
    let across = if last > 0.0 { (0.0, last) } else { (-1.0, 1.0) };
    Plane::new(&Frame { left: frame.left + PAD, right: frame.right - PAD, ..*frame }, across, ticks.ends())
}

/// Of the values of all series.
pub fn ticks(figure: &Figure) -> Ticks {
    let known = || figure.series.iter().flat_map(|series| series.numbers().flatten());
    let low = known().map(|number| number.get()).fold(f64::INFINITY, f64::min);
    let high = known().map(|number| number.get()).fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return scale::ticks((0.0, 0.0), figure.decimals, &figure.unit);
    }
    match figure.baseline {
        Baseline::Zero => scale::ticks((low, high), figure.decimals, &figure.unit),
        Baseline::Free => scale::ticks_near((low, high), figure.decimals, &figure.unit),
    }
}

/// Where the last known value is: the name stands next to it.
fn last_known(series: &Series) -> Option<(usize, f64)> {
    series.numbers().enumerate().rev().find_map(|(n, point)| point.map(|number| (n, number.get())))
}

/// Of a series that stands alone, when the last position has one that is whole.
fn last_value(figure: &Figure) -> Option<((usize, f64), String)> {
    let [series] = &figure.series[..] else { return None };
    let last = last_known(series)?;
    let whole = figure.positions[last.0].extent == Extent::Whole && last.0 + 1 == figure.positions.len();
    whole.then(|| (last, figure.cell(series.points[last.0])))
}

fn widest(names: &[Name], sheet: &Sheet) -> f64 {
    sheet.letters.widest(names.iter().flat_map(|name| name.lines.iter().map(String::as_str)), Weight::Bold)
}

/// Names beside the lines when there are several and they are short enough.
fn beside(figure: &Figure, sheet: &Sheet) -> Option<Vec<Name>> {
    let room = sheet.width * 0.27;
    let name = |(n, series): (usize, &Series)| {
        let lines = sheet.letters.wrap(&series.name, (room, 3), Weight::Bold);
        Name { series: n, x: 0.0, y: 0.0, lines, key: Key::Mark, emphasis: series.emphasis }
    };
    let names: Vec<Name> = figure.series.iter().enumerate().map(name).collect();
    let short = names.iter().all(|name| name.lines.len() <= 2);
    let whole = figure.series.iter().flat_map(|series| series.name.split(' '));
    let whole = sheet.letters.widest(whole, Weight::Bold) <= room;
    (names.len() > 1 && short && whole && key::fits(&names, TALL)).then_some(names)
}
