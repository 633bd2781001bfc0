//! Fewer points for the same line: those that bend it least go first (Visvalingam and Whyatt).
use std::collections::BTreeMap;

use crate::chart::atlas::Corner;
use crate::chart::atlas::crossings;
use crate::chart::atlas::layout::Fit;
use crate::chart::atlas::outlines::Arc;
use crate::chart::atlas::outlines::Outlines;
use crate::chart::atlas::outlines::Point;
use crate::chart::atlas::outlines::Sides;

/// A border inside the country is seen as a thin line between two fills and is printed for both: it bears being
/// this much coarser than the coast.
const INNER: f64 = 5.0;
/// Yet it keeps its heaviest point, unless that is this much lighter than what shows on the coast.
const SLIGHT: f64 = 2.0;
/// How often lines that cross are made twice as fine; by then an arc has all its points.
const ATTEMPTS: usize = 12;

/// Arcs on the sheet, by their number.
pub type Lines = BTreeMap<usize, Vec<Corner>>;

/// With as few points as `fit` bears. None crosses another or itself, since outlines do not.
pub fn lines(outlines: &Outlines, arcs: impl Iterator<Item = usize>, fit: &Fit) -> Lines {
    let line =
        |arc: usize, least: f64| kept(&outlines.arcs[arc], least).map(|point| fit.corner(point)).collect();
    let mut least: BTreeMap<usize, f64> = arcs.map(|arc| (arc, fit.least)).collect();
    let mut lines: Lines = least.iter().map(|(arc, least)| (*arc, line(*arc, *least))).collect();
    for _ in 0..ATTEMPTS {
        let crossed = crossings::crossed(&lines);
        if crossed.is_empty() {
            break;
        }
        for arc in crossed {
            let finer = least.get(&arc).map_or(0.0, |least| least / 2.0);
            least.insert(arc, finer);
            lines.insert(arc, line(arc, finer));
        }
    }
    lines
}

/// How much each point matters: the surface of the triangle that it made with its neighbours when it was the
/// least of all that were left, never less than for those gone before it. Ends matter without limit.
pub fn weights(points: &[Point]) -> Vec<f64> {
    let mut weights = vec![f64::INFINITY; points.len()];
    let mut left: Vec<usize> = (0..points.len()).collect();
    let mut floor = 0.0_f64;
    while left.len() > 2 {
        let surface = |n: &usize| triangle(points[left[n - 1]], points[left[*n]], points[left[n + 1]]);
        let least = (1..left.len() - 1).min_by(|a, b| surface(a).total_cmp(&surface(b))).unwrap_or(1);
        floor = floor.max(surface(&least));
        weights[left.remove(least)] = floor;
    }
    weights
}

/// Points of an arc that matter as much as `least`, in square steps, or a multiple of it. An arc that closes upon
/// itself, an island or an enclave, stays a triangle at least.
fn kept(arc: &Arc, least: f64) -> impl Iterator<Item = Point> {
    let closed = arc.points.first() == arc.points.last();
    let heaviest = arc.weights.iter().copied().filter(|weight| weight.is_finite()).fold(0.0, f64::max);
    let least = match arc.sides {
        _ if closed => least.min(heaviest),
        Sides::Outer => least,
        Sides::Inner => (INNER * least).min(heaviest.max(least / SLIGHT)),
    };
    let points = arc.points.iter().zip(&arc.weights);
    points.filter(move |(_, weight)| **weight >= least).map(|(point, _)| *point)
}

fn triangle(a: Point, b: Point, c: Point) -> f64 {
    let across = |p: Point, q: Point| (f64::from(q.0 - p.0), f64::from(q.1 - p.1));
    let ((ux, uy), (vx, vy)) = (across(a, b), across(a, c));
    (ux * vy - uy * vx).abs() / 2.0
}
