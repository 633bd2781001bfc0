//! The outlines as they are committed in `france.txt`: each border once, with the weight of each of its points.
use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::base::territory;
use crate::chart::atlas::simplify;

/// In steps of the file's grid, `y` northwards.
pub type Point = (i32, i32);

/// What every map is drawn from, read once.
pub static FRANCE: LazyLock<Outlines> = LazyLock::new(|| {
    Outlines::decode(include_str!("france.txt")).expect("tests/atlas.rs reads the committed file")
});

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlines {
    pub arcs: Vec<Arc>,
    /// What goes around a département, by its code.
    pub borders: BTreeMap<&'static str, Vec<Walk>>,
}

/// A piece of border between two places where others begin, or all of it: then it ends where it began.
#[derive(Clone, Debug, PartialEq)]
pub struct Arc {
    /// Two at least.
    pub points: Vec<Point>,
    /// How much each point matters, in square steps.
    pub weights: Vec<f64>,
    pub sides: Sides,
}

/// What an arc parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// A département from the sea or from another country.
    Outer,
    /// Two départements.
    Inner,
}

/// An arc as one of its two sides walks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Walk {
    pub arc: usize,
    pub way: Way,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Forth,
    Back,
}

impl Outlines {
    /// Nothing when the text is not of the form that its first lines tell.
    pub fn decode(text: &str) -> Option<Self> {
        let mut outlines = Self::default();
        for line in text.lines().filter(|line| !line.starts_with("//!")) {
            let (code, arcs) = line.split_once(' ')?;
            let at = territory::DEPARTMENTS.binary_search_by_key(&code, |(code, _, _)| *code).ok()?;
            let walks = arcs.split(',').map(|arc| outlines.walk(arc)).collect::<Option<Vec<Walk>>>()?;
            outlines.borders.insert(territory::DEPARTMENTS[at].0, walks);
        }
        Some(outlines)
    }

    /// An arc that was met before, or a new one.
    fn walk(&mut self, text: &str) -> Option<Walk> {
        if let Some(number) = text.strip_prefix('<') {
            let arc: usize = number.parse().ok()?;
            self.arcs.get_mut(arc)?.sides = Sides::Inner;
            return Some(Walk { arc, way: Way::Back });
        }
        let points = points(text)?;
        self.arcs.push(Arc { weights: simplify::weights(&points), points, sides: Sides::Outer });
        Some(Walk { arc: self.arcs.len() - 1, way: Way::Forth })
    }

    /// The corners of the smallest upright rectangle around these, south-west and north-east.
    pub fn bounds<'a>(&self, walks: impl Iterator<Item = &'a Walk>) -> (Point, Point) {
        let points = walks.flat_map(|walk| &self.arcs[walk.arc].points);
        points.fold(((i32::MAX, i32::MAX), (i32::MIN, i32::MIN)), |(low, high), (x, y)| {
            ((low.0.min(*x), low.1.min(*y)), (high.0.max(*x), high.1.max(*y)))
        })
    }

    /// Where a walk starts and where it ends.
    pub fn ends(&self, walk: Walk) -> Option<(Point, Point)> {
        let points = &self.arcs[walk.arc].points;
        let (first, last) = (*points.first()?, *points.last()?);
        Some(match walk.way {
            Way::Forth => (first, last),
            Way::Back => (last, first),
        })
    }
}

/// `x y dx dy dx dy…`, within a million steps.
fn points(text: &str) -> Option<Vec<Point>> {
    let numbers = text.split(' ').map(|word| word.parse::<i32>().ok()).collect::<Option<Vec<i32>>>()?;
    let (mut x, mut y) = (0_i32, 0_i32);
    let mut points = Vec::with_capacity(numbers.len() / 2);
    for pair in numbers.chunks(2) {
        let [dx, dy] = pair else { return None };
        (x, y) = (x.checked_add(*dx)?, y.checked_add(*dy)?);
        if x.abs().max(y.abs()) > 1_000_000 {
            return None;
        }
        points.push((x, y));
    }
    (points.len() >= 2).then_some(points)
}
