//! What happened along a time axis: thin upright rules, their words above the chart, or numbers and a list below it.
use crate::chart::Sheet;
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::scale::Frame;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::model::figure::Figure;

/// Rows of words above a chart, at most; rows of numbers.
const ROWS: usize = 3;
const ROWS_OF_NUMBERS: usize = 5;
/// From a rule to its words, in units.
const GAP: f64 = 6.0;
/// Half of the room of a number in its circle, and its whole height, in units.
const HALF: f64 = 12.0;
const TALL: f64 = 24.0;
/// More events than this are told in the list alone.
const MOST: usize = 24;

/// One event, before its words are placed.
pub struct Happened {
    /// In units.
    pub x: f64,
    pub text: String,
    pub class: &'static str,
}

/// Words beside the upper end of a rule, or a number on it.
struct Flag {
    x: f64,
    class: &'static str,
    /// From the chart upwards.
    row: usize,
    /// What it covers of its row, from left to right.
    covers: (f64, f64),
    lines: Vec<String>,
}

/// All that stands for the events of one chart.
pub struct Flags {
    flags: Vec<Flag>,
    numbered: bool,
    row: f64,
    /// Above the chart, in units.
    pub above: f64,
    list: Vec<Vec<String>>,
}

/// The events and breaks of a figure; `at` places thousandths of a position.
pub fn of(figure: &Figure, at: &dyn Fn(f64) -> f64) -> Vec<Happened> {
    let last = figure.positions.len().saturating_sub(1) as f64;
    let events = figure.events.iter().map(|event| {
        let place = (f64::from(event.at) / 1000.0).min(last);
        Happened { x: at(place), text: event.text.clone(), class: "repere" }
    });
    let broken = figure.positions.iter().enumerate().skip(1).filter(|(_, position)| position.after_break);
    let breaks = broken.map(|(n, _)| Happened {
        x: at(n as f64 - 0.5),
        text: "rupture de série".to_owned(),
        class: "repere rupture",
    });
    let mut all: Vec<Happened> = events.chain(breaks).collect();
    all.sort_by(|a, b| a.x.total_cmp(&b.x));
    all
}

impl Flags {
    /// Words where they fit between the two edges, else numbers.
    pub fn new(happened: Vec<Happened>, (left, right): (f64, f64), sheet: &Sheet) -> Self {
        let (width, most) = (sheet.either(240.0, 150.0), sheet.either(2, 3));
        let words = |one: &Happened| sheet.letters.wrap(&one.text, (width, most + 1), Weight::Regular);
        let lines: Vec<Vec<String>> = happened.iter().map(words).collect();
        let short = lines.iter().all(|lines| lines.len() <= most);
        let tallest = lines.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let flags = if short { worded(&happened, &lines, (left, right), sheet) } else { None };
        if let Some(flags) = flags {
            return Self::laid(flags, tallest * LINE + 4.0, Vec::new());
        }
        let list = |(n, one): (usize, &Happened)| {
            let text = format!("{}. {}", n + 1, one.text);
            sheet.letters.wrap(&text, (sheet.width - 4.0, 4), Weight::Regular)
        };
        let list = happened.iter().enumerate().take(MOST).map(list).collect();
        Self::laid(numbered(&happened, (left, right)), TALL, list)
    }

    fn laid(flags: Vec<Flag>, row: f64, list: Vec<Vec<String>>) -> Self {
        let rows = flags.iter().map(|flag| flag.row + 1).max().unwrap_or(0) as f64;
        Self { flags, numbered: !list.is_empty(), row, above: rows * row, list }
    }

    /// Height of the list below the chart, in units.
    pub fn below(&self) -> f64 {
        let lines = self.list.iter().map(Vec::len).sum::<usize>() as f64;
        if lines > 0.0 { lines * LINE + 8.0 } else { 0.0 }
    }

    /// Rules over the chart and words above it.
    pub fn draw(&self, canvas: &Canvas, frame: &Frame) {
        for (n, flag) in self.flags.iter().enumerate() {
            let foot = frame.top - 6.0 - flag.row as f64 * self.row;
            let top = foot - self.row + if self.numbered { TALL - 3.0 } else { 4.0 };
            let leans = flag.covers.1 <= flag.x;
            let anchor = match (self.numbered, leans) {
                (true, _) => "middle",
                (false, true) => "end",
                (false, false) => "",
            };
            canvas.group(flag.class, anchor);
            canvas.path("", vec![(tenths(flag.x), tenths(top)), (tenths(flag.x), tenths(frame.bottom))]);
            if self.numbered {
                canvas.badge((flag.x, foot - TALL / 2.0), n + 1);
            } else {
                let first = foot - (flag.lines.len() as f64 - 1.0) * LINE - 5.0;
                let x = if leans { flag.x - GAP } else { flag.x + GAP };
                canvas.text("", (x, first), &flag.lines);
            }
            canvas.end();
        }
    }

    /// The list of what the numbers stand for, from `top` on.
    pub fn list(&self, canvas: &Canvas, top: f64) {
        let mut y = top + 8.0;
        if self.list.is_empty() {
            return;
        }
        canvas.group("axe", "");
        for lines in &self.list {
            canvas.text("etiquette", (0.0, y + 14.0), lines);
            y += lines.len() as f64 * LINE;
        }
        canvas.end();
    }
}

/// Each with its words on the right of its rule, else on the left, in the lowest
/// row where they cross nothing.
fn worded(
    happened: &[Happened],
    lines: &[Vec<String>],
    (left, right): (f64, f64),
    sheet: &Sheet,
) -> Option<Vec<Flag>> {
    let mut placed: Vec<Flag> = Vec::new();
    for (one, lines) in happened.iter().zip(lines).rev() {
        let long = sheet.letters.widest(lines.iter().map(String::as_str), Weight::Regular) + GAP + 2.0;
        let sides = [(one.x, one.x + long), (one.x - long, one.x)];
        let inside = sides.into_iter().filter(|(from, to)| *from >= left && *to <= right);
        let tries = inside.flat_map(|covers| (0..ROWS).map(move |row| (row, covers)));
        let flag = |(row, covers)| Flag { x: one.x, class: one.class, row, covers, lines: lines.clone() };
        let found = tries.map(flag).filter(|flag| placed.iter().all(|other| clear(flag, other)));
        placed.push(found.min_by_key(|flag| flag.row)?);
    }
    placed.reverse();
    Some(placed)
}

/// Numbers in circles; an event that finds no room keeps its rule, under the
/// number before it.
fn numbered(happened: &[Happened], (left, right): (f64, f64)) -> Vec<Flag> {
    let mut placed: Vec<Flag> = Vec::new();
    for one in happened.iter().take(MOST) {
        let x = one.x.max(left + HALF).min(right - HALF);
        let covers = (x - HALF, x + HALF);
        let flag = |row| Flag { x, class: one.class, row, covers, lines: Vec::new() };
        let Some(flag) =
            (0..ROWS_OF_NUMBERS).map(flag).find(|flag| placed.iter().all(|other| clear(flag, other)))
        else {
            break;
        };
        placed.push(flag);
    }
    placed
}

/// Neither words on words nor a rule through words.
fn clear(a: &Flag, b: &Flag) -> bool {
    let apart = a.covers.1 + GAP <= b.covers.0 || b.covers.1 + GAP <= a.covers.0;
    let crosses = |rule: &Flag, words: &Flag| {
        rule.row >= words.row && rule.x > words.covers.0 - 3.0 && rule.x < words.covers.1 + 3.0
    };
    (apart || a.row != b.row) && !(a.row != b.row && (crosses(a, b) || crosses(b, a)))
}
