//! A map of France: each territory in the tint of its class, the overseas ones in named frames.
use crate::chart::Picture;
use crate::chart::Room;
use crate::chart::Sheet;
use crate::chart::atlas;
use crate::chart::atlas::Map;
use crate::chart::atlas::Shape;
use crate::chart::backend::Spot;
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::classes;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::chart::trace;
use crate::model::figure::Division;
use crate::model::figure::Figure;
use crate::model::figure::Point;

pub fn draw(figure: &Figure, division: Division, sheet: &Sheet) -> Picture {
    let division = match division {
        Division::Departments => atlas::Division::Departments,
        Division::Regions => atlas::Division::Regions,
    };
    let map = atlas::map(division, sheet.width);
    let found: Vec<Option<usize>> = map.shapes.iter().map(|shape| position(figure, shape)).collect();
    let points = &figure.series[0].points;
    let known: Vec<Point> = found.iter().map(|at| at.map_or(Point::Missing, |n| points[n])).collect();
    let room = match (sheet.room(), map.free) {
        (Room::Wide, Some((left, _, width, _))) => (left, width),
        _ => (0.0, sheet.width),
    };
    let legend = classes::legend(figure, &known, (sheet, room.1));
    let free = map.free.filter(|_| sheet.room() == Room::Wide);
    let below = if free.is_none() { 10.0 + classes::height(&legend) } else { 0.0 };
    let height = (map.height + below).max(classes::height(&legend));
    let canvas = Canvas::new(sheet, height);
    insets(&canvas, &map);
    for (class, name) in tints(figure) {
        canvas.group(name, "");
        for ((shape, at), point) in map.shapes.iter().zip(&found).zip(&known) {
            if classes::of(figure, *point) == class {
                canvas.area(&rings(shape, sheet), &title(figure, shape, *at));
            }
        }
        canvas.end();
    }
    names(&canvas, &map, sheet);
    let top = free.map_or(map.height + 10.0, |(_, top, _, tall)| top + tall - classes::height(&legend));
    classes::draw(&canvas, &legend, (room.0, top.max(0.0)));
    Picture { height, marks: canvas.finish() }
}

/// What is not known first, so that its outlines do not cover those of others.
fn tints(figure: &Figure) -> Vec<(Option<usize>, &'static str)> {
    let classes = (0..classes::count(figure)).map(|class| (Some(class), classes::tint(figure, class)));
    [(None, classes::NONE)].into_iter().chain(classes).collect()
}

/// By code, else by name.
fn position(figure: &Figure, shape: &Shape) -> Option<usize> {
    let by = |same: &dyn Fn(usize) -> bool| (0..figure.positions.len()).find(|n| same(*n));
    by(&|n| &*figure.positions[n].key == shape.code)
        .or_else(|| by(&|n| &*figure.positions[n].label == shape.name))
}

fn title(figure: &Figure, shape: &Shape, at: Option<usize>) -> String {
    match at {
        Some(position) => trace::title(figure, 0, position),
        None => format!("{}\u{a0}: sans donnée", shape.name),
    }
}

/// On whole units of a wide map, on halves of a small one, each corner once: it
/// is not seen, and lighter by a third.
fn rings(shape: &Shape, sheet: &Sheet) -> Vec<Vec<Spot>> {
    let step = sheet.either(10.0, 5.0);
    let near = |units: f64| ((units * 10.0 / step).round() * step) as i32;
    let ring = |corners: &Vec<atlas::Corner>| {
        let mut ring: Vec<Spot> = corners.iter().map(|(x, y)| (near(*x), near(*y))).collect();
        ring.dedup();
        ring.pop();
        ring
    };
    shape.rings.iter().map(ring).filter(|ring| ring.len() > 2).collect()
}

/// Frames below their names.
fn insets(canvas: &Canvas, map: &Map) {
    canvas.group("cadre", "");
    for inset in &map.insets {
        let (x, y, width, height) = inset.frame;
        canvas.bar(
            "",
            [(x, y + inset.band), (x + width, y + height)].map(|(x, y)| (tenths(x), tenths(y))),
            "",
        );
    }
    canvas.end();
}

/// Between two names side by side, in units.
const APART: f64 = 3.0;

/// Names above their frames; those that are wider are set apart.
fn names(canvas: &Canvas, map: &Map, sheet: &Sheet) {
    let mut placed: Vec<(f64, f64, f64, Vec<String>)> = Vec::new();
    for inset in &map.insets {
        let (x, y, width, _) = inset.frame;
        // Five names in a row have no room for an article.
        let name = sheet.either(inset.name, inset.name.trim_start_matches("La "));
        let lines = sheet.letters.wrap(name, (width.max(112.0), 2), Weight::Regular);
        let wide = sheet.letters.widest(lines.iter().map(String::as_str), Weight::Regular);
        let left = (x + (width - wide) / 2.0).max(0.0);
        let free = placed.last().filter(|last| last.1 == y).map_or(0.0, |last| last.0 + last.2 + APART);
        placed.push((left.max(free), y, wide, lines));
    }
    for n in (0..placed.len()).rev() {
        let next = placed.get(n + 1).filter(|next| next.1 == placed[n].1);
        let edge = next.map_or(sheet.width, |next| next.0 - APART);
        placed[n].0 = placed[n].0.min(edge - placed[n].2).max(0.0);
    }
    canvas.group("axe", "");
    for (inset, (left, y, _, lines)) in map.insets.iter().zip(placed) {
        let first = y + inset.band - 4.0 - (lines.len() as f64 - 1.0) * LINE;
        canvas.text("", (left, first.max(LINE - 4.0)), &lines);
    }
    canvas.end();
}
