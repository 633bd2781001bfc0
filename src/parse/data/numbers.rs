//! What the cells of one column say: French or English numbers, nothing, or words.
use crate::model::table::Cell;
use crate::model::table::Certainty;
use crate::model::table::Figures;
use crate::model::value::Number;
use crate::parse::data::durations;
use crate::parse::data::silence;

/// More digits than these are not kept exactly.
const EXACT: u32 = 15;
/// Powers of ten that are exact as floating-point numbers.
const MOST_DECIMALS: u8 = 22;
/// No number that people write is longer.
const LONGEST: usize = 64;

/// What a column's other cells teach about its commas and points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Custom {
    comma: Marks,
    point: Marks,
}

/// What one sign was surely used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    #[default]
    Unknown,
    Decimals,
    Groups,
    Both,
}

/// A sign that is either decimal or between thousands: `1,234`, `1.234`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Comma,
    Point,
}

impl Marks {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (known, Self::Unknown) | (Self::Unknown, known) => known,
            (a, b) if a == b => a,
            _ => Self::Both,
        }
    }
}

/// A number as its cell shows it, before its column has said what its signs are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// All digits, with the sign of the number; 15 digits at most.
    pub mantissa: i64,
    /// How many of them follow the decimal sign, should a doubtful one be that.
    pub decimals: u8,
    pub doubtful: Option<Sign>,
    /// What this cell teaches about its column.
    pub custom: Custom,
    /// `%`, `€`, `s`, or nothing.
    pub unit: &'static str,
}

impl Written {
    pub fn whole(mantissa: i64) -> Self {
        Self { mantissa, decimals: 0, doubtful: None, custom: Custom::default(), unit: "" }
    }

    /// The number divided by a power of ten; both are exact, so the quotient is the nearest there is.
    pub fn figures(self, certainty: Certainty) -> Option<Figures> {
        let value = Number::new(self.mantissa as f64 / 10f64.powi(i32::from(self.decimals)))?;
        Some(Figures { value, decimals: self.decimals, certainty })
    }
}

impl Custom {
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut custom = Self::default();
        for written in cells.filter_map(written) {
            custom = custom.and(written.custom);
        }
        custom
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { comma: self.comma.and(other.comma), point: self.point.and(other.point) }
    }

    /// What a cell says, and the unit written with it: `%`, `€`, `s` or nothing.
    pub fn read(self, cell: &str) -> (Cell, &'static str) {
        let number = self.number(cell);
        match number.and_then(|(written, certainty)| Some((written.figures(certainty)?, written.unit))) {
            Some((figures, unit)) => (Cell::Number(figures), unit),
            None => (silence::silent(cell).unwrap_or(Cell::Words), ""),
        }
    }

    /// The number of a cell, its signs settled.
    pub fn number(self, cell: &str) -> Option<(Written, Certainty)> {
        let written = written(cell)?;
        let Some(sign) = written.doubtful else { return Some((written, Certainty::Sure)) };
        match self.meaning(sign) {
            Marks::Groups => Some((Written { decimals: 0, ..written }, Certainty::Sure)),
            Marks::Decimals => Some((written, Certainty::Sure)),
            Marks::Unknown => Some((written, Certainty::Guessed)),
            Marks::Both => None,
        }
    }

    /// A point alone starts decimals, as in every data file, unless the column
    /// groups with points; a comma alone says nothing by itself.
    pub fn meaning(self, sign: Sign) -> Marks {
        let (own, other) = match sign {
            Sign::Comma => (self.comma, self.point),
            Sign::Point => (self.point, self.comma),
        };
        match (own, other) {
            (Marks::Unknown, Marks::Decimals) if sign == Sign::Comma => Marks::Groups,
            (Marks::Unknown, Marks::Decimals) => Marks::Both,
            (Marks::Unknown, _) if sign == Sign::Point => Marks::Decimals,
            (Marks::Decimals, Marks::Decimals) => Marks::Both,
            _ => own,
        }
    }
}

pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// The number that a cell shows, if it shows one and nothing else.
pub fn written(cell: &str) -> Option<Written> {
    if !cell.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let cell = cell.trim_matches(is_space);
    let units = ["%", "€"].into_iter().find_map(|unit| Some((cell.strip_suffix(unit)?, unit)));
    let (body, unit) = units.map_or((cell, ""), |(body, unit)| (body.trim_end_matches(is_space), unit));
    let (sign, body) = match body.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1, rest.trim_start_matches(is_space)),
        None => (1, body),
    };
    if body.len() > LONGEST {
        return None;
    }
    match shape(body) {
        Some(shape) => Some(Written { mantissa: sign * shape.mantissa, unit, ..shape }),
        None if unit.is_empty() && sign > 0 => durations::seconds(body),
        None => None,
    }
}

/// Runs of digits and what stands between them, from the left.
struct Runs {
    lengths: [u8; LONGEST + 1],
    /// `_` for all blanks.
    between: [u8; LONGEST + 1],
    /// How many signs there are: one less than the runs.
    count: usize,
    mantissa: i64,
}

fn runs(body: &str) -> Option<Runs> {
    let mut runs = Runs { lengths: [0; LONGEST + 1], between: [0; LONGEST + 1], count: 0, mantissa: 0 };
    let mut significant = 0;
    for c in body.chars() {
        let sign = match c {
            '0'..='9' => {
                significant += u32::from(significant > 0 || c != '0');
                if significant > EXACT {
                    return None;
                }
                runs.mantissa = runs.mantissa * 10 + i64::from(c as u8 - b'0');
                runs.lengths[runs.count] += 1;
                continue;
            }
            ',' => b',',
            '.' => b'.',
            c if is_space(c) => b'_',
            _ => return None,
        };
        runs.between[runs.count] = sign;
        runs.count += 1;
    }
    Some(runs)
}

impl Runs {
    /// The first `runs` of them are groups of three, the first one shorter at will.
    fn grouped(&self, runs: usize, sign: u8) -> bool {
        runs > 1
            && (1..=3).contains(&self.lengths[0])
            && self.lengths[1..runs].iter().all(|length| *length == 3)
            && self.between[..runs - 1].iter().all(|between| *between == sign)
    }
}

fn shape(body: &str) -> Option<Written> {
    let runs = runs(body)?;
    let (last, starts_with_zero) = (runs.count, body.starts_with('0'));
    let plain = Written::whole(runs.mantissa);
    let many = runs.lengths[0] > 1 || last > 0;
    if last == 0 || runs.grouped(last + 1, b'_') {
        return (runs.lengths[0] > 0 && !(starts_with_zero && many)).then_some(plain);
    }
    let (sign, tail) = (runs.between[last - 1], runs.lengths[last]);
    if sign == b'_' || tail == 0 || tail > MOST_DECIMALS || (starts_with_zero && runs.lengths[0] > 1) {
        return None;
    }
    let (own, other) = if sign == b',' { (Sign::Comma, b'.') } else { (Sign::Point, b',') };
    let custom = |decimal: Marks, groups: Marks| match own {
        Sign::Comma => Custom { comma: decimal, point: groups },
        Sign::Point => Custom { comma: groups, point: decimal },
    };
    let decimals = Written { decimals: tail, ..plain };
    if last == 1 && runs.lengths[0] > 0 {
        let doubtful = tail == 3 && runs.lengths[0] <= 3 && !starts_with_zero;
        let teaches = if doubtful { Custom::default() } else { custom(Marks::Decimals, Marks::Unknown) };
        return Some(Written { doubtful: doubtful.then_some(own), custom: teaches, ..decimals });
    }
    if starts_with_zero {
        return None;
    }
    if runs.grouped(last, b'_') {
        return Some(Written { custom: custom(Marks::Decimals, Marks::Unknown), ..decimals });
    }
    if runs.grouped(last, other) {
        return Some(Written { custom: custom(Marks::Decimals, Marks::Groups), ..decimals });
    }
    let groups = runs.grouped(last + 1, sign);
    groups.then(|| Written { custom: custom(Marks::Groups, Marks::Unknown), ..plain })
}
