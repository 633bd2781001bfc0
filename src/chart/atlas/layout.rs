//! Where France, its overseas départements and the close-up of Paris stand on the sheet.
use crate::base::territory;
use crate::chart::atlas::Corner;
use crate::chart::atlas::Division;
use crate::chart::atlas::outlines::Point;
use crate::chart::atlas::rings::tenth;

/// `x`, `y`, width, height, in units.
pub type Frame = (f64, f64, f64, f64);

/// From here on a map is laid out as a wide one.
const WIDE: f64 = 560.0;
/// Height of metropolitan France for a width of 1.
const TALL: f64 = 0.9325;
/// Around everything, for the stroke of frames and coasts.
const EDGE: f64 = 1.0;
/// Between the frame of an inset and what is in it.
const AIR: f64 = 4.0;
/// Height of one line of an inset's name.
const LINE: f64 = 14.0;
/// Between insets, and between them and France.
const GAP: f64 = 6.0;
/// Points whose triangle is smaller than this do not show, in square units.
const FINE: f64 = 1.2;
/// The same for a hundred départements on a small map, which a page holds besides the large one.
const COARSE: f64 = 2.7;

const OVERSEAS: [&str; 5] = ["971", "972", "973", "974", "976"];
const CLOSE_UP: [&str; 4] = ["75", "92", "93", "94"];

/// A framed part of the map, with a scale of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Inset {
    pub name: &'static str,
    pub frame: Frame,
    /// Height of the band at the top of the frame that is left free for the name: one line of 14 units, two for
    /// the close-up.
    pub band: f64,
}

/// Départements that share a scale, and the rectangle that they fill.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub codes: Vec<&'static str>,
    pub within: Frame,
    /// Surface of the smallest triangle that shows, in square units.
    pub finest: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub height: f64,
    pub places: Vec<Place>,
    pub insets: Vec<Inset>,
    pub free: Option<Frame>,
}

impl Layout {
    pub fn new(division: Division, width: f64) -> Self {
        let frames = if width >= WIDE { wide(width) } else { narrow(width, division) };
        let name = |code: &'static str| territory::department(code).unwrap_or(code);
        let inset = |(frame, code)| Inset { name: name(code), frame, band: LINE };
        let mut insets: Vec<Inset> = frames.overseas.into_iter().zip(OVERSEAS).map(inset).collect();
        let mut codes: Vec<Vec<&str>> = OVERSEAS.iter().map(|code| vec![*code]).collect();
        if division == Division::Departments {
            let (frame, band) = (bay(frames.france), 2.0 * LINE);
            insets.push(Inset { name: "Paris et petite couronne", frame, band });
            codes.push(CLOSE_UP.to_vec());
        }
        let all = territory::DEPARTMENTS.iter().map(|(code, _, _)| *code);
        let metropolitan = all.filter(|code| !OVERSEAS.contains(code)).collect();
        let mut places = vec![Place { codes: metropolitan, within: frames.france, finest: frames.finest }];
        places.extend(insets.iter().zip(codes).map(|(inset, codes)| Place {
            codes,
            within: inset.inside(),
            finest: FINE,
        }));
        let bottom = |(_, y, _, height): Frame| y + height + EDGE;
        let height = insets.iter().map(|inset| bottom(inset.frame)).fold(bottom(frames.france), f64::max);
        Self { height: tenth(height), places, insets, free: frames.free }
    }
}

impl Inset {
    fn inside(&self) -> Frame {
        let (x, y, width, height) = self.frame;
        (x + AIR, y + self.band + AIR, width - 2.0 * AIR, height - self.band - 2.0 * AIR)
    }
}

struct Frames {
    france: Frame,
    overseas: Vec<Frame>,
    free: Option<Frame>,
    finest: f64,
}

/// Insets in a column on the left, France in the middle, nothing on the right.
fn wide(width: f64) -> Frames {
    let (column, across) = (0.095 * width, 0.63 * width);
    let (left, height) = (EDGE + column + GAP, across * TALL);
    let each = (height - 4.0 * GAP) / 5.0;
    let right = left + across + 2.0 * GAP;
    Frames {
        france: (left, EDGE, across, height),
        overseas: (0..5).map(|n| neat((EDGE, EDGE + f64::from(n) * (each + GAP), column, each))).collect(),
        free: Some(neat((right, 0.0, width - right, height + 2.0 * EDGE))),
        finest: FINE,
    }
}

/// France over the whole width, insets in a row below.
fn narrow(width: f64, division: Division) -> Frames {
    let across = width - 2.0 * EDGE;
    let height = across * TALL;
    let (each, top) = ((across - 4.0 * GAP) / 5.0, EDGE + height + GAP);
    Frames {
        france: (EDGE, EDGE, across, height),
        overseas: (0..5)
            .map(|n| neat((EDGE + f64::from(n) * (each + GAP), top, each, each + LINE)))
            .collect(),
        free: None,
        finest: if division == Division::Departments { COARSE } else { FINE },
    }
}

fn neat((x, y, width, height): Frame) -> Frame {
    (tenth(x), tenth(y), tenth(width), tenth(height))
}

/// The bay of Biscay, which has room for a close-up.
fn bay((x, y, width, height): Frame) -> Frame {
    let (across, tall) = (0.175 * width, 0.19 * width + 2.0 * LINE);
    neat((x, y + height - tall, across, tall))
}

/// From the grid of the outlines to the sheet: as large as fits, in the middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    scale: f64,
    left: f64,
    bottom: f64,
    /// Weight of the least point that shows, in square steps.
    pub least: f64,
}

impl Fit {
    pub fn new((low, high): (Point, Point), place: &Place) -> Self {
        let (x, y, width, height) = place.within;
        let (low, high) = ((f64::from(low.0), f64::from(low.1)), (f64::from(high.0), f64::from(high.1)));
        let (across, tall) = ((high.0 - low.0).max(1.0), (high.1 - low.1).max(1.0));
        let scale = (width / across).min(height / tall);
        Self {
            scale,
            left: x + (width - across * scale) / 2.0 - low.0 * scale,
            bottom: y + (height + tall * scale) / 2.0 + low.1 * scale,
            least: place.finest / (scale * scale),
        }
    }

    pub fn corner(&self, point: Point) -> Corner {
        (
            tenth(self.left + f64::from(point.0) * self.scale),
            tenth(self.bottom - f64::from(point.1) * self.scale),
        )
    }
}
