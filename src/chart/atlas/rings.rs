//! Arcs joined into closed rings, on the sheet.
use std::collections::BTreeMap;

use crate::chart::atlas::Corner;
use crate::chart::atlas::outlines::Outlines;
use crate::chart::atlas::outlines::Point;
use crate::chart::atlas::outlines::Walk;
use crate::chart::atlas::outlines::Way;
use crate::chart::atlas::simplify::Lines;

/// Below this an islet, a lake or a foreign enclave is not drawn, in square units.
const SMALLEST: f64 = 2.0;

/// What surrounds the places that are themselves surrounded by `walks`, largest ring first. Borders that are
/// walked both ways lie between two of them, and go.
pub fn drawn(outlines: &Outlines, walks: &[Walk], lines: &Lines) -> Vec<Vec<Corner>> {
    let opposite = |walk: &Walk| match walk.way {
        Way::Forth => Walk { way: Way::Back, ..*walk },
        Way::Back => Walk { way: Way::Forth, ..*walk },
    };
    let outer = walks.iter().filter(|walk| !walks.contains(&opposite(walk))).copied().collect();
    let mut rings: Vec<(usize, Vec<Corner>)> = joined(outlines, outer)
        .into_iter()
        .map(|ring| (ring.len(), corners(&ring, lines)))
        .filter(|(_, ring)| ring.len() >= 4)
        .collect();
    rings.sort_by(|(_, a), (_, b)| surface(b).abs().total_cmp(&surface(a).abs()));
    // Alone, an arc is a ring that its two sides leave out together; and nobody loses his largest ring.
    let shows =
        |n: usize, arcs: usize, ring: &[Corner]| n == 0 || arcs > 1 || surface(ring).abs() >= SMALLEST;
    let rings = rings.into_iter().enumerate().filter(|(n, (arcs, ring))| shows(*n, *arcs, ring));
    rings.map(|(_, (_, ring))| ring).collect()
}

/// Each walk goes on with one that begins where it ends, until it is back.
fn joined(outlines: &Outlines, walks: Vec<Walk>) -> Vec<Vec<Walk>> {
    let mut from: BTreeMap<Point, Vec<Walk>> = BTreeMap::new();
    for walk in walks {
        if let Some((start, _)) = outlines.ends(walk) {
            from.entry(start).or_default().push(walk);
        }
    }
    let mut rings = Vec::new();
    while let Some((start, walk)) = next(&mut from, None) {
        let mut ring = vec![walk];
        while let Some((_, end)) =
            ring.last().and_then(|walk| outlines.ends(*walk)).filter(|(_, end)| *end != start)
        {
            let Some((_, walk)) = next(&mut from, Some(end)) else { break };
            ring.push(walk);
        }
        rings.push(ring);
    }
    rings
}

/// Takes a walk that begins at this point, or at the first of all.
fn next(from: &mut BTreeMap<Point, Vec<Walk>>, at: Option<Point>) -> Option<(Point, Walk)> {
    let start = at.or_else(|| from.keys().next().copied())?;
    let here = from.get_mut(&start)?;
    let walk = here.pop()?;
    if here.is_empty() {
        from.remove(&start);
    }
    Some((start, walk))
}

/// The lines of a ring end to end, closed; no corner is there twice running.
fn corners(ring: &[Walk], lines: &Lines) -> Vec<Corner> {
    let mut corners = Vec::new();
    for walk in ring {
        let line = lines.get(&walk.arc).map_or(&[][..], Vec::as_slice);
        match walk.way {
            Way::Forth => corners.extend(line),
            Way::Back => corners.extend(line.iter().rev()),
        }
    }
    corners.dedup();
    if let (Some(first), true) = (corners.first().copied(), corners.first() != corners.last()) {
        corners.push(first);
    }
    corners
}

/// In square units; negative for holes.
pub fn surface(ring: &[Corner]) -> f64 {
    ring.windows(2).map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1).sum::<f64>() / 2.0
}

/// The middle of the largest ring: halfway across it at half its height, then up and down there, then across again.
pub fn centre(rings: &[Vec<Corner>]) -> Corner {
    let largest = rings.iter().max_by(|a, b| surface(a).total_cmp(&surface(b)));
    let Some(ring) = largest else { return (0.0, 0.0) };
    let turned: Vec<Corner> = ring.iter().map(|(x, y)| (*y, *x)).collect();
    let (low, high) =
        ring.iter().fold((f64::MAX, f64::MIN), |(low, high), (_, y)| (low.min(*y), high.max(*y)));
    let mut y = f64::midpoint(low, high);
    let mut x = halfway(ring, y);
    for _ in 0..2 {
        y = halfway(&turned, x);
        x = halfway(ring, y);
    }
    (tenth(x), tenth(y))
}

/// The middle of the longest stretch inside the ring on the level `y`.
fn halfway(ring: &[Corner], y: f64) -> f64 {
    let mut crossings: Vec<f64> = Vec::new();
    for pair in ring.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        if (y0 <= y) != (y1 <= y) {
            crossings.push(x0 + (x1 - x0) * (y - y0) / (y1 - y0));
        }
    }
    crossings.sort_by(f64::total_cmp);
    let stretches = crossings.chunks_exact(2).map(|ends| (ends[0], ends[1]));
    let longest = stretches.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    longest.map_or(0.0, |(left, right)| f64::midpoint(left, right))
}

/// On the grid of the sheet.
pub fn tenth(units: f64) -> f64 {
    (units * 10.0).round() / 10.0
}
