//! From numbers to places: round values along an axis, and a plane between four edges.
use plotters::coord::CoordTranslate;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;

use crate::base::french;
use crate::base::french::NBSP;
use crate::chart::backend::Spot;
use crate::chart::backend::tenths;
use crate::model::figure;
use crate::model::value::Number;

/// Intervals between grid lines, at most.
const INTERVALS: f64 = 4.0;
/// The magnitudes between which round steps can be computed exactly enough.
const ORDINARY: std::ops::RangeInclusive<f64> = 1e-12..=1e300;

/// Round values of an axis that holds zero and all that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// Growing; at least two, the first and the last being the axis's ends.
    pub values: Vec<f64>,
    pub labels: Vec<String>,
}

impl Ticks {
    pub fn ends(&self) -> (f64, f64) {
        (self.values[0], *self.values.last().expect("an axis has two ends"))
    }
}

/// Ticks for values between `low` and `high`; `decimals` is 0 when only whole
/// numbers make sense.
pub fn ticks((low, high): (f64, f64), decimals: usize, unit: &str) -> Ticks {
    let (low, high) = (low.min(0.0), high.max(0.0));
    let size = high.max(-low);
    if size == 0.0 {
        return labelled(vec![0.0, 1.0], 1.0, unit);
    }
    if !ORDINARY.contains(&size) {
        let mut values = vec![low, 0.0, high];
        values.dedup();
        return labelled(values, size, unit);
    }
    regular((low, high), size, (decimals, unit))
}

/// The same near the values, wherever zero is; a range that is too thin for
/// round steps keeps zero.
pub fn ticks_near((low, high): (f64, f64), decimals: usize, unit: &str) -> Ticks {
    let (size, range) = (high.abs().max(low.abs()), high - low);
    if !(ORDINARY.contains(&size) && range / size > 1e-4 && range < 1e300) {
        return ticks((low, high), decimals, unit);
    }
    regular((low, high), range, (decimals, unit))
}

fn regular((low, high): (f64, f64), size: f64, (decimals, unit): (usize, &str)) -> Ticks {
    let step = step((low, high), size, decimals);
    let first = (low / step - 1e-9).floor() as i32;
    let last = (high / step + 1e-9).ceil() as i32;
    let last = if f64::from(last - 1) * step >= high { last - 1 } else { last };
    let first = if f64::from(first + 1) * step <= low { first + 1 } else { first };
    labelled((first..=last).map(|n| f64::from(n) * step).collect(), step, unit)
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that cuts the range in
/// few enough intervals.
fn step((low, high): (f64, f64), size: f64, decimals: usize) -> f64 {
    let power = size.log10().floor() as i32;
    let powers = (power - 1)..=(power + 1);
    let steps = powers.flat_map(|power| [1.0, 2.0, 2.5, 5.0].map(|k| k * 10f64.powi(power)));
    let whole = |step: &f64| decimals > 0 || (*step >= 1.0 && step.fract() == 0.0);
    let few = |step: &f64| (high / step - 1e-9).ceil() - (low / step + 1e-9).floor() <= INTERVALS;
    steps.filter(whole).find(few).unwrap_or(size.max(1.0).ceil())
}

fn labelled(values: Vec<f64>, step: f64, unit: &str) -> Ticks {
    let size = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let (divisor, suffix) = match size {
        1e6..1e9 => (1e6, "M"),
        1e9..1e12 => (1e9, "Md"),
        _ => (1.0, ""),
    };
    let decimals = (0..12).find(|n| is_whole(step / divisor * 10f64.powi(*n))).unwrap_or(12);
    let label = |value: &f64| {
        let Some(number) = Number::new(value / divisor) else { return String::new() };
        if size >= 1e12 || (size < 1e-6 && *value != 0.0) {
            return scientific(*value, unit);
        }
        let text = figure::written(number, decimals as usize, if suffix.is_empty() { unit } else { "" });
        match (*value == 0.0 || suffix.is_empty(), figure::is_symbol(unit)) {
            (true, _) => text,
            (false, true) => format!("{text}{NBSP}{suffix}{unit}"),
            (false, false) => format!("{text}{NBSP}{suffix}"),
        }
    };
    let labels = values.iter().map(label).collect();
    Ticks { values, labels }
}

fn scientific(value: f64, unit: &str) -> String {
    if value == 0.0 {
        return french::number(0.0, 0);
    }
    let text = format!("{value:.1e}").replace('.', ",").replace('-', "\u{2212}");
    if figure::is_symbol(unit) { format!("{text}{NBSP}{unit}") } else { text }
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6
}

/// Four edges, in units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

/// Where values lie between the edges of a frame.
pub struct Plane {
    plane: Cartesian2d<RangedCoordf64, RangedCoordf64>,
    /// What values are divided by first, so that no difference overflows.
    size: (f64, f64),
}

impl Plane {
    /// Horizontal ends, then vertical ones, the lower end first; vertical
    /// values grow upwards.
    pub fn new(frame: &Frame, x: (f64, f64), y: (f64, f64)) -> Self {
        let size = (magnitude(x), magnitude(y));
        let across = tenths(frame.left)..tenths(frame.right);
        let upwards = tenths(frame.bottom)..tenths(frame.top);
        let logic = (x.0 / size.0..x.1 / size.0, y.0 / size.1..y.1 / size.1);
        Self { plane: Cartesian2d::new(logic.0, logic.1, (across, upwards)), size }
    }

    pub fn place(&self, x: f64, y: f64) -> Spot {
        self.plane.translate(&(x / self.size.0, y / self.size.1))
    }
}

fn magnitude((low, high): (f64, f64)) -> f64 {
    let size = low.abs().max(high.abs());
    if size > 0.0 { size } else { 1.0 }
}
