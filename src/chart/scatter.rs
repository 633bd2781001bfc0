//! Marks between two numeric axes, named where there is room.
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::axes;
use crate::chart::backend::Spot;
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::Fill;
use crate::chart::canvas::Shape;
use crate::chart::key;
use crate::chart::lines;
use crate::chart::scale;
use crate::chart::scale::Frame;
use crate::chart::scale::Plane;
use crate::chart::scale::Ticks;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::model::figure;
use crate::model::figure::Across;
use crate::model::figure::Extent;
use crate::model::figure::Figure;

/// More marks than this are not named.
const NAMED: usize = 40;
/// From a mark to its name, in units.
const GAP: f64 = 9.0;

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    let nowhere = Across { name: String::new(), unit: String::new(), decimals: 0 };
    let across = figure.across.as_ref().unwrap_or(&nowhere);
    let (names, top) = match figure.series.len() {
        0 | 1 => (Vec::new(), 0.0),
        _ => key::rows(&figure.series, sheet.width, sheet.letters),
    };
    let (upwards, sideways) = (lines::ticks(figure), sideways(figure, across));
    let left = sheet.letters.widest(upwards.labels.iter().map(String::as_str), Weight::Regular) + 10.0;
    let title = upwards_title(figure, sheet);
    let top = top + title.len() as f64 * LINE + 12.0;
    let tall = sheet.either(320.0, 280.0);
    let frame = Frame { left, right: sheet.width - 14.0, top, bottom: top + tall };
    let plane = Plane::new(&frame, sideways.ends(), upwards.ends());
    let foot = sheet.letters.wrap(&named(&across.name, &across.unit), (frame.right - left, 2), Weight::Bold);
    let height = frame.bottom + LINE + 10.0 + foot.len() as f64 * LINE;
    let canvas = Canvas::new(sheet, height);
    axes::values(&canvas, &frame, &plane, &upwards);
    below(&canvas, &plane, &sideways, (&frame, sheet));
    canvas.text("nom", (0.0, top - 12.0 - (title.len() as f64 - 1.0) * LINE), &title);
    canvas.group("axe", "end");
    canvas.text("nom", (frame.right, frame.bottom + 2.0 * LINE + 4.0), &foot);
    canvas.end();
    marks(&canvas, figure, (&plane, across));
    labels(&canvas, figure, &plane, (&frame, sheet));
    key::draw(&canvas, &names);
    Picture { height, marks: canvas.finish() }
}

/// With its unit between brackets.
fn named(name: &str, unit: &str) -> String {
    if unit.is_empty() { name.to_owned() } else { format!("{name} ({unit})") }
}

fn upwards_title(figure: &Figure, sheet: &Sheet) -> Vec<String> {
    let name = match &figure.series[..] {
        [series] => &*series.name,
        _ => "",
    };
    sheet.letters.wrap(&named(name, &figure.unit), (sheet.width - 4.0, 2), Weight::Bold)
}

/// From zero, unless all values are far from it.
fn sideways(figure: &Figure, across: &Across) -> Ticks {
    let places = || figure.positions.iter().filter_map(|position| position.place.map(|place| place.get()));
    let low = places().fold(f64::INFINITY, f64::min);
    let high = places().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return scale::ticks((0.0, 0.0), 0, "");
    }
    if low > 0.0 && low > high * 0.4 {
        return scale::ticks_near((low, high), across.decimals, &across.unit);
    }
    scale::ticks((low, high), across.decimals, &across.unit)
}

fn below(canvas: &Canvas, plane: &Plane, ticks: &Ticks, (frame, sheet): (&Frame, &Sheet)) {
    canvas.group("grille", "middle");
    let mut free = 0.0;
    for (value, label) in ticks.values.iter().zip(&ticks.labels) {
        let x = plane.place(*value, 0.0).0;
        let y = tenths(frame.bottom);
        canvas.path("", vec![(x, y), (x, tenths(frame.top))]);
        let half = sheet.letters.width(label, Weight::Regular) / 2.0;
        let x = (f64::from(x) / 10.0).min(sheet.width - half);
        if x - half >= free {
            canvas.text("", (x, frame.bottom + LINE), &[label]);
            free = x + half + 8.0;
        }
    }
    canvas.end();
}

/// Where a value is, when both of its numbers are known.
fn spot(figure: &Figure, plane: &Plane, series: usize, position: usize) -> Option<Spot> {
    let value = figure.series[series].points.get(position)?.number()?;
    Some(plane.place(figure.positions[position].place?.get(), value.get()))
}

fn marks(canvas: &Canvas, figure: &Figure, (plane, across): (&Plane, &Across)) {
    for (n, series) in figure.series.iter().enumerate() {
        canvas.group(&key::class(n, series.emphasis), "");
        for (position, place) in figure.positions.iter().enumerate() {
            let Some(spot) = spot(figure, plane, n, position) else { continue };
            let at = place.place.map(|at| figure::amount(at, across.decimals, &across.unit));
            let value = figure.cell(series.points[position]);
            let name = if across.name.is_empty() { figure.axis.as_str() } else { &across.name };
            let title =
                format!("{}\u{a0}: {name} {}, {} {value}", place.label, at.unwrap_or_default(), series.name);
            let fill = if place.extent == Extent::Partial { Fill::Hollow } else { Fill::Full };
            canvas.mark((Shape::of(n), fill), spot, &title);
        }
        canvas.end();
    }
}

/// Left, top, right, bottom, in units.
type Area = (f64, f64, f64, f64);

fn apart(a: &Area, b: &Area) -> bool {
    a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1
}

/// Names beside their marks, on the side where they cover nothing; others are
/// in the table.
fn labels(canvas: &Canvas, figure: &Figure, plane: &Plane, (frame, sheet): (&Frame, &Sheet)) {
    if figure.positions.len() > NAMED || figure.series.len() != 1 {
        return;
    }
    let units = |n: usize| spot(figure, plane, 0, n).map(|(x, y)| (f64::from(x) / 10.0, f64::from(y) / 10.0));
    let known: Vec<(usize, (f64, f64))> =
        (0..figure.positions.len()).filter_map(|n| units(n).map(|spot| (n, spot))).collect();
    let mut taken: Vec<Area> = known.iter().map(|(_, (x, y))| (x - 6.0, y - 6.0, x + 6.0, y + 6.0)).collect();
    canvas.group("axe", "");
    for (n, (x, y)) in known {
        let label = &figure.positions[n].label;
        let long = sheet.letters.width(label, Weight::Regular);
        let tries = [
            (x + GAP, y),
            (x - GAP - long, y),
            (x - long / 2.0, y - GAP - 8.0),
            (x - long / 2.0, y + GAP + 8.0),
        ];
        let area = |(x, y): (f64, f64)| (x, y - 9.0, x + long, y + 9.0);
        let inside = |a: &Area| {
            a.0 >= frame.left + 2.0 && a.2 <= sheet.width && a.1 >= frame.top && a.3 <= frame.bottom
        };
        let free = |area: &Area| inside(area) && taken.iter().all(|other| apart(area, other));
        if let Some((x, y)) = tries.into_iter().find(|at| free(&area(*at))) {
            taken.push(area((x, y)));
            canvas.text("etiquette", (x, y + DROP), &[label]);
        }
    }
    canvas.end();
}
