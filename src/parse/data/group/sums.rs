//! Exact sums of decimals, while nobody knows yet what the commas of a column are.
use crate::parse::data::inspect;
use crate::parse::data::numbers::Custom;
use crate::parse::data::numbers::Marks;
use crate::parse::data::numbers::Sign;
use crate::parse::data::numbers::Written;

/// What was added up in one group and one column. Numbers whose sign is
/// doubtful are kept apart: `1,234` is 1.234 or 1234, and its column knows at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    plain: i128,
    /// Of `plain`.
    scale: u8,
    /// In thousandths, should the sign be decimal.
    comma: i128,
    point: i128,
    pub numbers: u64,
    pub secrets: u32,
    pub lost: u32,
}

/// The number of the last day of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// Day, block and line: the greatest wins.
    pub when: (i64, usize, u32),
    /// Nothing for a secret.
    pub written: Option<Written>,
}

/// A number, exact: `mantissa` divided by a power of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    mantissa: i128,
    scale: u8,
}

fn ten(power: u8) -> Option<i128> {
    10i128.checked_pow(u32::from(power))
}

impl Sum {
    pub fn add_whole(&mut self, value: i64) {
        if self.scale == 0 {
            self.plain += i128::from(value);
            self.numbers += 1;
        } else {
            self.add(Written::whole(value));
        }
    }

    pub fn add(&mut self, written: Written) {
        self.numbers += 1;
        let mantissa = i128::from(written.mantissa);
        match written.doubtful {
            Some(Sign::Comma) => self.comma += mantissa,
            Some(Sign::Point) => self.point += mantissa,
            None => {
                let exact = Exact { mantissa: self.plain, scale: self.scale };
                match exact.plus(Exact { mantissa, scale: written.decimals }) {
                    Some(sum) => (self.plain, self.scale) = (sum.mantissa, sum.scale),
                    None => self.lost += 1,
                }
            }
        }
    }

    pub fn merge(&mut self, other: &Self) {
        let sum = Exact { mantissa: self.plain, scale: self.scale }
            .plus(Exact { mantissa: other.plain, scale: other.scale });
        match sum {
            Some(sum) => (self.plain, self.scale) = (sum.mantissa, sum.scale),
            None => self.lost += 1,
        }
        self.comma += other.comma;
        self.point += other.point;
        self.numbers += other.numbers;
        self.secrets += other.secrets;
        self.lost += other.lost;
    }

    /// The whole sum, now that the column is known; nothing when it contradicts itself.
    pub fn total(&self, custom: Custom) -> Option<Exact> {
        let mut total = Exact { mantissa: self.plain, scale: self.scale };
        for (sign, mantissa) in [(Sign::Comma, self.comma), (Sign::Point, self.point)] {
            let scale = match custom.meaning(sign) {
                _ if mantissa == 0 => continue,
                Marks::Groups => 0,
                Marks::Decimals | Marks::Unknown => 3,
                Marks::Both => return None,
            };
            total = total.plus(Exact { mantissa, scale })?;
        }
        Some(total)
    }
}

impl Exact {
    pub fn of(written: Written, custom: Custom) -> Option<Self> {
        let groups = written.doubtful.map(|sign| custom.meaning(sign));
        let scale = match groups {
            Some(Marks::Groups) => 0,
            Some(Marks::Both) => return None,
            _ => written.decimals,
        };
        Some(Self { mantissa: i128::from(written.mantissa), scale })
    }

    fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let lifted = |it: Self| it.mantissa.checked_mul(ten(scale - it.scale)?);
        Some(Self { mantissa: lifted(self)?.checked_add(lifted(other)?)?, scale })
    }

    /// `2890.5`, without zeros at the end.
    pub fn text(self) -> String {
        inspect::decimal(self.mantissa, self.scale)
    }
}
