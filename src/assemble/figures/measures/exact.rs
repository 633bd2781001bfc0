//! Decimal numbers as they were written: they add up without the errors of binary fractions.
use std::cmp::Ordering;

use crate::model::figure::Point;
use crate::model::table::Figures;
use crate::model::value::Number;

/// Decimals kept, at most.
const MOST: usize = 15;
/// Beyond it, a number is not exact any more.
const LARGEST: i128 = 10_i128.pow(31);
/// Decimals of a quotient.
const QUOTIENT: [u32; 4] = [12, 8, 4, 0];

/// `units` divided by ten, `decimals` times.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    units: i128,
    decimals: u8,
}

impl Exact {
    pub const ZERO: Self = Self { units: 0, decimals: 0 };

    /// Nothing when it is too great to be exact.
    pub fn of(figures: Figures) -> Option<Self> {
        Self::rounded(figures.value, usize::from(figures.decimals).min(MOST))
    }

    /// With the decimals that it takes to write it.
    pub fn of_number(number: Number) -> Option<Self> {
        let text = number.get().to_string();
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        Self::rounded(number, decimals.min(MOST))
    }

    fn rounded(number: Number, decimals: usize) -> Option<Self> {
        let text = format!("{:.decimals$}", number.get()).replace('.', "");
        let units: i128 = text.parse().ok().filter(|units: &i128| units.abs() < LARGEST)?;
        Some(Self { units, decimals: decimals as u8 })
    }

    /// Both in the finer of two units.
    fn aligned(self, other: Self) -> (i128, i128, u8) {
        let decimals = self.decimals.max(other.decimals);
        let scaled = |it: Self| it.units.saturating_mul(10_i128.pow(u32::from(decimals - it.decimals)));
        (scaled(self), scaled(other), decimals)
    }

    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let (a, b, decimals) = self.aligned(other);
        Self { units: a.saturating_add(b), decimals }
    }

    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        let (a, b, decimals) = self.aligned(other);
        Self { units: a.saturating_sub(b), decimals }
    }

    /// `self` for each `scale` of `whole`, rounded half away from zero; nothing
    /// when the whole is zero.
    pub fn share(self, whole: Self, scale: i128) -> Option<Self> {
        let (a, b, _) = self.aligned(whole);
        if b == 0 {
            return None;
        }
        QUOTIENT.iter().find_map(|decimals| {
            let above = a.checked_mul(scale)?.checked_mul(10_i128.pow(*decimals))?;
            let (quotient, rest) = (above / b, above % b);
            let away = if (a < 0) == (b < 0) { 1 } else { -1 };
            let up = rest.checked_abs()?.checked_mul(2)? >= b.checked_abs()?;
            Some(Self { units: if up { quotient + away } else { quotient }, decimals: *decimals as u8 })
        })
    }

    /// Rounded half away from zero to some decimals, counted in units of the last one.
    pub fn at_decimals(self, decimals: usize) -> i128 {
        let wanted = decimals.min(MOST) as u8;
        if wanted >= self.decimals {
            return self.units.saturating_mul(10_i128.pow(u32::from(wanted - self.decimals)));
        }
        let unit = 10_i128.pow(u32::from(self.decimals - wanted));
        (self.units + self.units.signum() * (unit / 2)) / unit
    }

    /// So many units of the last of some decimals.
    pub fn of_units(units: i128, decimals: usize) -> Self {
        Self { units, decimals: decimals.min(MOST) as u8 }
    }

    /// Decimals that it takes to write it.
    pub fn decimals(self) -> usize {
        usize::from(self.decimals)
    }

    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// The nearest binary number.
    pub fn number(self) -> Number {
        let digits = format!("{:0width$}", self.units.unsigned_abs(), width = usize::from(self.decimals) + 1);
        let (whole, rest) = digits.split_at(digits.len() - usize::from(self.decimals));
        let sign = if self.units < 0 { "-" } else { "" };
        let read = format!("{sign}{whole}.{rest}0").parse().ok();
        read.and_then(Number::new).expect("digits with one point are a finite number")
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b, _) = self.aligned(*other);
        a.cmp(&b)
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

/// What is known of one place: neither of the two silences is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    Known(Exact),
    #[default]
    Missing,
    Secret,
}

impl Reading {
    pub fn exact(self) -> Option<Exact> {
        match self {
            Self::Known(exact) => Some(exact),
            Self::Missing | Self::Secret => None,
        }
    }

    /// As figures show it.
    pub fn point(self) -> Point {
        match self {
            Self::Known(exact) => Point::Known(exact.number()),
            Self::Missing => Point::Missing,
            Self::Secret => Point::Secret,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::assemble::figures::measures::exact::Exact;
    use crate::model::value::Number;

    fn exact(value: f64) -> Exact {
        Number::new(value).and_then(Exact::of_number).expect("a small number")
    }

    #[test]
    fn sums_are_those_of_school() {
        let sum = (0..10).fold(Exact::ZERO, |sum, _| sum.plus(exact(0.1)));
        assert_eq!((sum.number().get(), sum.decimals()), (1.0, 1));
        assert_eq!(exact(0.3).minus(exact(0.1)).number().get(), 0.2);
        assert_eq!(exact(-12.5).at_decimals(0), -13);
        assert_eq!(exact(1.0).share(exact(3.0), 100).map(|it| it.number().get()), Some(33.333_333_333_333));
        assert_eq!(exact(-1.0).share(exact(8.0), 1).map(|it| it.number().get()), Some(-0.125));
        assert_eq!(exact(1.0).share(Exact::ZERO, 100), None);
        assert!(exact(2.0) > exact(1.95));
    }
}
