//! Which lines cross, once they have fewer points.
use std::collections::BTreeSet;

use crate::chart::atlas::Corner;
use crate::chart::atlas::simplify::Lines;

/// In tenths of a unit, so that the reckoning is exact; from left to right.
struct Segment {
    from: (i64, i64),
    to: (i64, i64),
    line: usize,
}

/// Numbers of the lines that pass through another or through themselves. To touch is not to cross.
pub fn crossed(lines: &Lines) -> BTreeSet<usize> {
    let pairs = lines.iter().flat_map(|(line, corners)| corners.windows(2).map(|pair| (*line, pair)));
    let mut segments: Vec<Segment> = pairs.map(|(line, pair)| segment(line, pair[0], pair[1])).collect();
    segments.sort_by_key(|segment| segment.from.0);
    let mut crossed = BTreeSet::new();
    for (n, one) in segments.iter().enumerate() {
        let beside = segments[n + 1..].iter().take_while(|other| other.from.0 <= one.to.0);
        for other in beside.filter(|other| cross(one, other)) {
            crossed.extend([one.line, other.line]);
        }
    }
    crossed
}

fn segment(line: usize, a: Corner, b: Corner) -> Segment {
    let tenths = |units: f64| (units * 10.0).round().clamp(-1e9, 1e9) as i64;
    let (a, b) = ((tenths(a.0), tenths(a.1)), (tenths(b.0), tenths(b.1)));
    Segment { from: a.min(b), to: a.max(b), line }
}

/// True when the ends of each lie on either side of the other.
fn cross(one: &Segment, other: &Segment) -> bool {
    let side = |s: &Segment, p: (i64, i64)| {
        ((s.to.0 - s.from.0) * (p.1 - s.from.1) - (s.to.1 - s.from.1) * (p.0 - s.from.0)).signum()
    };
    side(one, other.from) * side(one, other.to) < 0 && side(other, one.from) * side(other, one.to) < 0
}
