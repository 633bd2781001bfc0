//! Long lines keep what a screen can show: in each narrow column, where the line
//! enters, its lowest and highest points, and where it leaves.
use crate::chart::backend::Spot;

/// Width of a column, in tenths of a unit.
const COLUMN: i32 = 25;
/// Below this distance between positions a line is rounded to whole units.
const FINE: f64 = 4.0;

/// The same line to the eye; `step` is the distance between positions, in units.
pub fn thinned(spots: Vec<Spot>, step: f64) -> Vec<Spot> {
    if step >= FINE {
        return spots;
    }
    let whole = |n: i32| (f64::from(n) / 10.0).round() as i32 * 10;
    let mut kept: Vec<Spot> = Vec::new();
    for column in spots.chunk_by(|a, b| a.0 / COLUMN == b.0 / COLUMN) {
        for (x, y) in ends(column) {
            kept.push((whole(x), whole(y)));
        }
    }
    straight(&kept)
}

/// At most four points, in their order.
fn ends(column: &[Spot]) -> Vec<Spot> {
    let low = (0..column.len()).min_by_key(|n| column[*n].1).unwrap_or(0);
    let high = (0..column.len()).max_by_key(|n| column[*n].1).unwrap_or(0);
    let mut kept = vec![0, low, high, column.len() - 1];
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter().map(|n| column[n]).collect()
}

/// Without points that repeat the one before or lie on a level or upright
/// segment; a line keeps two points at least.
fn straight(spots: &[Spot]) -> Vec<Spot> {
    let mut kept: Vec<Spot> = Vec::with_capacity(spots.len());
    for spot in spots {
        if let [.., a, b] = kept[..] {
            let between = |a: i32, b: i32, c: i32| (a <= b && b <= c) || (a >= b && b >= c);
            let level = a.1 == b.1 && b.1 == spot.1 && between(a.0, b.0, spot.0);
            let upright = a.0 == b.0 && b.0 == spot.0 && between(a.1, b.1, spot.1);
            if level || upright {
                kept.pop();
            }
        }
        if kept.len() < 2 || kept.last() != Some(spot) {
            kept.push(*spot);
        }
    }
    kept
}
