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
    insets(&canvas, &map, sheet);
    for (class, name) in tints(figure) {
        canvas.group(name, "");
        for ((shape, at), point) in map.shapes.iter().zip(&found).zip(&known) {
            if classes::of(figure, *point) == class {
                canvas.area(&rings(shape), &title(figure, shape, *at));
            }
        }
        canvas.end();
    }
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
    by(&|n| &*figure.positions[n].key == shape.code).or_else(|| by(&|n| &*figure.positions[n].label == shape.name))
}

fn title(figure: &Figure, shape: &Shape, at: Option<usize>) -> String {
    match at {
        Some(position) => trace::title(figure, 0, position),
        None => format!("{}\u{a0}: sans donnée", shape.name),
    }
}

/// Without the last corner, which is the first one again.
fn rings(shape: &Shape) -> Vec<Vec<Spot>> {
    let ring = |corners: &Vec<atlas::Corner>| {
        let open = &corners[..corners.len().saturating_sub(1)];
        open.iter().map(|(x, y)| (tenths(*x), tenths(*y))).collect()
    };
    shape.rings.iter().map(ring).collect()
}

fn insets(canvas: &Canvas, map: &Map, sheet: &Sheet) {
    canvas.group("cadre", "");
    for inset in &map.insets {
        let (x, y, width, height) = inset.frame;
        let corners = [(x, y), (x + width, y + height)].map(|(x, y)| (tenths(x), tenths(y)));
        canvas.bar("", corners, "");
    }
    canvas.end();
    canvas.group("axe", "middle");
    for inset in &map.insets {
        let (x, y, width, _) = inset.frame;
        let lines = sheet.letters.wrap(inset.name, (width, 2), Weight::Regular);
        let wide = sheet.letters.widest(lines.iter().map(String::as_str), Weight::Regular);
        let middle = (x + width / 2.0).max(wide / 2.0).min(sheet.width - wide / 2.0);
        let fits = lines.len() as f64 * 14.0 <= inset.band + 4.0;
        if fits {
            canvas.text("petit", (middle, y + LINE - 5.0), &lines);
        }
    }
    canvas.end();
}
