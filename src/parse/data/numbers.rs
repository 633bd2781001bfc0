//! What the cells of one column say: French or English numbers, nothing, or words.
use crate::model::table::Cell;
use crate::model::table::Certainty;
use crate::model::table::Figures;
use crate::model::value::Number;

/// More digits than these are not kept exactly.
const EXACT: usize = 15;

/// What a column's other cells teach about its commas and points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Custom {
    comma: Marks,
    point: Marks,
}

/// What one sign was surely used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Marks {
    #[default]
    Unknown,
    Decimals,
    Groups,
    Both,
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

/// Digits, and where the signs between them are.
struct Shape {
    /// Without sign, groups or separator.
    whole: String,
    decimals: String,
    custom: Custom,
    /// The one sign that may either group or start decimals.
    doubtful: Option<char>,
}

impl Custom {
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut custom = Self::default();
        for shape in cells.filter_map(|cell| shape(unsigned(bare(cell).0).1)) {
            custom.comma = custom.comma.and(shape.custom.comma);
            custom.point = custom.point.and(shape.custom.point);
        }
        custom
    }

    /// What a cell says, and the unit written with it: `%`, `€` or nothing.
    pub fn read(self, cell: &str) -> (Cell, &'static str) {
        if let Some(silent) = silent(cell) {
            return (silent, "");
        }
        let (body, unit) = bare(cell);
        let (sign, body) = unsigned(body);
        let Some(shape) = shape(body) else { return (Cell::Words, "") };
        let (whole, decimals, certainty) = match (shape.doubtful, self.meaning(shape.doubtful)) {
            (None, _) => (shape.whole, shape.decimals, Certainty::Sure),
            (Some(_), Marks::Groups) => {
                (format!("{}{}", shape.whole, shape.decimals), String::new(), Certainty::Sure)
            }
            (Some(_), Marks::Decimals) => (shape.whole, shape.decimals, Certainty::Sure),
            (Some(_), Marks::Unknown) => (shape.whole, shape.decimals, Certainty::Guessed),
            (Some(_), Marks::Both) => return (Cell::Words, ""),
        };
        let significant = format!("{whole}{decimals}").trim_start_matches('0').len();
        if (whole.len() > 1 && whole.starts_with('0')) || significant > EXACT {
            return (Cell::Words, "");
        }
        let number = format!("{sign}{whole}.{decimals}0").parse().ok().and_then(Number::new);
        let written = |value| Figures { value, decimals: decimals.len() as u8, certainty };
        number.map_or((Cell::Words, ""), |value| (Cell::Number(written(value)), unit))
    }

    /// A point alone starts decimals, as in every data file, unless the column
    /// groups with points; a comma alone says nothing by itself.
    fn meaning(self, sign: Option<char>) -> Marks {
        let (own, other) =
            if sign == Some(',') { (self.comma, self.point) } else { (self.point, self.comma) };
        match (own, other) {
            (Marks::Unknown, Marks::Decimals) if sign == Some(',') => Marks::Groups,
            (Marks::Unknown, Marks::Decimals) => Marks::Both,
            (Marks::Unknown, _) if sign == Some('.') => Marks::Decimals,
            (Marks::Decimals, Marks::Decimals) => Marks::Both,
            _ => own,
        }
    }
}

/// The three ways of giving no number: nothing is known, it may not be said,
/// a formula failed.
fn silent(cell: &str) -> Option<Cell> {
    let word = cell.trim().to_lowercase();
    match word.as_str() {
        "" | "-" | "–" | "—" | "nan" | "n/a" | "na" | "#n/a" | "null" | "none" | "nd" | "n.d." | "\\n" => {
            Some(Cell::Missing)
        }
        "s" | "s." | "ns" | "c" | "secret" => Some(Cell::Secret),
        word if word.starts_with('#') && word.ends_with(['!', '?']) => Some(Cell::Fault),
        _ => None,
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Without blanks around, and without its unit.
fn bare(cell: &str) -> (&str, &'static str) {
    let cell = cell.trim_matches(is_space);
    for unit in ["%", "€"] {
        if let Some(body) = cell.strip_suffix(unit) {
            return (body.trim_end_matches(is_space), unit);
        }
    }
    (cell, "")
}

fn unsigned(body: &str) -> (&'static str, &str) {
    match body.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest.trim_start_matches(is_space)),
        None => ("", body),
    }
}

fn shape(body: &str) -> Option<Shape> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if body.len() > 64 {
        return None;
    }
    let sign = body.rfind([',', '.']).map(|at| char::from(body.as_bytes()[at]));
    let (head, tail) = body.rsplit_once([',', '.']).unwrap_or((body, ""));
    let Some(sign) = sign else {
        let whole = if digits(head) { head.to_owned() } else { grouped(head, is_space)? };
        return Some(Shape { whole, decimals: String::new(), custom: Custom::default(), doubtful: None });
    };
    if !digits(tail) {
        return None;
    }
    let other = if sign == ',' { '.' } else { ',' };
    let as_decimals = |groups: Marks| custom(sign, Marks::Decimals, groups);
    let sure =
        |whole: String, custom: Custom| Shape { whole, decimals: tail.to_owned(), custom, doubtful: None };
    if digits(head) {
        let doubtful = tail.len() == 3 && head.len() <= 3 && !head.starts_with('0');
        let custom = if doubtful { Custom::default() } else { as_decimals(Marks::Unknown) };
        return Some(Shape { doubtful: doubtful.then_some(sign), ..sure(head.to_owned(), custom) });
    }
    if let Some(whole) = grouped(head, is_space) {
        return Some(sure(whole, as_decimals(Marks::Unknown)));
    }
    if let Some(whole) = grouped(head, |c| c == other) {
        return Some(sure(whole, as_decimals(Marks::Groups)));
    }
    let whole = grouped(body, |c| c == sign)?;
    let custom = custom(sign, Marks::Groups, Marks::Unknown);
    Some(Shape { whole, decimals: String::new(), custom, doubtful: None })
}

/// What `sign` and the other of the two signs were used for.
fn custom(sign: char, own: Marks, other: Marks) -> Custom {
    if sign == ',' { Custom { comma: own, point: other } } else { Custom { comma: other, point: own } }
}

/// Digits in groups of three, two groups at least, the first one shorter at will.
fn grouped(text: &str, between: impl Fn(char) -> bool) -> Option<String> {
    let groups: Vec<&str> = text.split(between).collect();
    let digits = groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    let first = matches!(groups[0].len(), 1..=3);
    let rest = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3);
    (digits && first && rest).then(|| groups.concat())
}
