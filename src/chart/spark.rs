//! The last values of a figure that stands alone, drawn small and silent.
use crate::chart::Sheet;
use crate::chart::backend::Detail;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::Fill;
use crate::chart::canvas::Shape;
use crate::chart::scale::Frame;
use crate::chart::scale::Plane;
use crate::chart::text::Type;
use crate::chart::thin;
use crate::model::figure::Extent;
use crate::model::figure::Point;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 32.0;
/// Around the line, for its last mark, in units.
const EDGE: f64 = 6.0;

/// A line from zero, broken where nothing is known; `extent` is that of the last
/// period. Empty when fewer than two values are known.
pub fn spark(points: &[Point], extent: Extent) -> String {
    let known: Vec<(usize, f64)> = points
        .iter()
        .enumerate()
        .filter_map(|(n, point)| point.number().map(|number| (n, number.get())))
        .collect();
    let [.., (last, _)] = known[..] else { return String::new() };
    if known.len() < 2 {
        return String::new();
    }
    let ends = known.iter().fold((0.0, 0.0), |(low, high): (f64, f64), (_, v)| (low.min(*v), high.max(*v)));
    let ends = if ends.0 == ends.1 { (0.0, 1.0) } else { ends };
    let frame = Frame { left: EDGE, right: WIDTH - EDGE, top: EDGE, bottom: HEIGHT - EDGE };
    let plane = Plane::new(&frame, (0.0, points.len() as f64 - 1.0), ends);
    let sheet = Sheet { width: WIDTH, letters: Type { stretch: 1.0 }, detail: Detail::Titled };
    let canvas = Canvas::new(&sheet, HEIGHT);
    let partial = extent == Extent::Partial && last + 1 == points.len();
    let step = (frame.right - frame.left) / (points.len() - 1) as f64;
    for run in known.chunk_by(|a, b| a.0 + 1 == b.0) {
        let mut spots: Vec<_> = run.iter().map(|(n, value)| plane.place(*n as f64, *value)).collect();
        if partial && run.last().is_some_and(|(n, _)| *n == last) && spots.len() > 1 {
            canvas.path("partiel", spots[spots.len() - 2..].to_vec());
            spots.pop();
        }
        canvas.path("", thin::thinned(spots, step));
    }
    let fill = if partial { Fill::Hollow } else { Fill::Full };
    let end = known[known.len() - 1];
    canvas.mark((Shape::Disc, fill), plane.place(end.0 as f64, end.1), "");
    let marks = canvas.finish();
    format!(
        "<svg class=\"k-spark\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\" focusable=\"false\">\
         <g class=\"serie s1\">{marks}</g></svg>"
    )
}
