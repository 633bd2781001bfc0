//! The map of France, as shapes: by département or by région, the overseas ones in insets.
//!
//! Geometry and names only; colours, frames and words are drawn by others. A border that two neighbours share is
//! simplified once for both, so that they fit at every size.
pub mod crossings;
pub mod layout;
pub mod outlines;
pub mod rings;
pub mod simplify;

use crate::base::territory;
use crate::chart::atlas::layout::Fit;
use crate::chart::atlas::layout::Layout;
use crate::chart::atlas::outlines::FRANCE;
use crate::chart::atlas::outlines::Walk;

pub use crate::chart::atlas::layout::Frame;
pub use crate::chart::atlas::layout::Inset;

/// To be printed under every map.
pub const ATTRIBUTION: &str = "Contours : Natural Earth (domaine public)";

/// In units; other widths are brought between these two.
const NARROWEST: f64 = 200.0;
const WIDEST: f64 = 2000.0;

/// Of a ring: in units, `y` downwards, on a tenth of a unit.
pub type Corner = (f64, f64);

/// Which division of the territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Division {
    /// The 101 départements.
    Departments,
    /// The 18 régions.
    Regions,
}

/// One département or one région.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// As INSEE writes it: `2A`, `971`; régions have codes of their own, `94`, `01`.
    pub code: &'static str,
    pub name: &'static str,
    /// Closed: the last corner is the first one again, so that a path may leave it out and end with `z`. Borders go
    /// clockwise and holes the other way; départements of the close-up are there twice, small and large.
    pub rings: Vec<Vec<Corner>>,
    /// Inside the largest ring, in the middle of it.
    pub centre: Corner,
}

/// What fits in `width` by `height` units.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    pub width: f64,
    pub height: f64,
    /// In the order of codes.
    pub shapes: Vec<Shape>,
    /// Guadeloupe, Martinique, Guyane, La Réunion, Mayotte, then the close-up of Paris (départements only).
    pub insets: Vec<Inset>,
    /// Where nothing is drawn, for a legend: the right-hand quarter of a wide map, from top to bottom; at 800 units
    /// the rectangle from (599, 0), 201 wide and 472 high. A narrow map has none: a legend goes above or below it.
    pub free: Option<Frame>,
}

/// Shapes for a drawing of this width. 560 units and more are laid out like 800: insets on the left, France in
/// the middle, a free right-hand side; less like 360: France over the whole width, insets below.
pub fn map(division: Division, width: f64) -> Map {
    let width = width.clamp(NARROWEST, WIDEST);
    let layout = Layout::new(division, width);
    let mut shapes = shapes(division);
    for place in &layout.places {
        let walks = |code: &str| FRANCE.borders.get(code).map_or(&[][..], Vec::as_slice);
        let all = || place.codes.iter().flat_map(|code| walks(code));
        let fit = Fit::new(FRANCE.bounds(all()), place);
        let lines = simplify::lines(&FRANCE, all().map(|walk| walk.arc), &fit);
        for (shape, members) in &mut shapes {
            let here = members.iter().filter(|code| place.codes.contains(code));
            let around: Vec<Walk> = here.flat_map(|code| walks(code)).copied().collect();
            shape.rings.extend(rings::drawn(&FRANCE, &around, &lines));
        }
    }
    let shapes = shapes.into_iter().map(|(shape, _)| Shape { centre: rings::centre(&shape.rings), ..shape });
    Map { width, height: layout.height, shapes: shapes.collect(), insets: layout.insets, free: layout.free }
}

/// Shapes without rings yet, and the départements that make each.
fn shapes(division: Division) -> Vec<(Shape, Vec<&'static str>)> {
    let shape = |code, name| Shape { code, name, rings: Vec::new(), centre: (0.0, 0.0) };
    match division {
        Division::Departments => {
            territory::DEPARTMENTS.iter().map(|(code, name, _)| (shape(*code, *name), vec![*code])).collect()
        }
        Division::Regions => {
            let members = |region: &str| {
                let inside = territory::DEPARTMENTS.iter().filter(|(_, _, code)| *code == region);
                inside.map(|(code, _, _)| *code).collect()
            };
            territory::REGIONS.iter().map(|(code, name)| (shape(*code, *name), members(code))).collect()
        }
    }
}
