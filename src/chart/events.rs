//! What happened along a time axis: thin upright rules, their words above the chart, or numbers and a list below it.
use crate::chart::Sheet;
use crate::chart::canvas::Canvas;
use crate::chart::scale::Frame;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::model::figure::Figure;

/// Rows of words above a chart, at most; rows of numbers.
const ROWS: usize = 3;
const ROWS_OF_NUMBERS: usize = 5;
/// Lines of words beside a rule, at most.
const LINES: usize = 3;
/// From a rule to its words, in units.
const GAP: f64 = 6.0;
/// Half of the room of a number in its circle, and its whole height, in units.
const HALF: f64 = 12.0;
const TALL: f64 = 24.0;
/// More events than this are told in the list alone.
const MOST: usize = 24;
/// More than these have numbers instead of words.
const MOST_WORDED: usize = 6;

/// One event, before its words are placed.
pub struct Happened {
    /// In units.
    pub x: f64,
    pub text: String,
    pub class: &'static str,
}

/// Words beside the upper end of a rule, or a number on it.
#[derive(Clone)]
struct Flag {
    x: f64,
    class: &'static str,
    /// In the list, from 1; nothing where words are beside the rule.
    number: usize,
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
        // Wide words first: they take fewer lines.
        for width in sheet.either([240.0, 180.0, 130.0], [150.0, 120.0, 95.0]) {
            let words = |one: &Happened| sheet.letters.wrap(&one.text, (width, LINES + 1), Weight::Regular);
            let lines: Vec<Vec<String>> = happened.iter().map(words).collect();
            let tallest = lines.iter().map(Vec::len).max().unwrap_or(0);
            let flags = if tallest > LINES { None } else { worded(&happened, &lines, (left, right), sheet) };
            if let Some(flags) = flags {
                return Self::laid(flags, tallest as f64 * LINE + 4.0, Vec::new());
            }
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
        let foot = |flag: &Flag| frame.top - 6.0 - flag.row as f64 * self.row;
        for flag in &self.flags {
            let top = foot(flag) - self.row + if self.numbered { TALL - 3.0 } else { 4.0 };
            canvas.group(flag.class, "");
            canvas.rule("", (flag.x, top), (flag.x, frame.bottom));
            canvas.end();
        }
        for flag in &self.flags {
            let leans = flag.covers.1 <= flag.x;
            let anchor = match (self.numbered, leans) {
                (true, _) => "middle",
                (false, true) => "end",
                (false, false) => "",
            };
            canvas.group("repere", anchor);
            if self.numbered {
                canvas.badge((flag.x, foot(flag) - TALL / 2.0), flag.number);
            } else {
                let first = foot(flag) - (flag.lines.len() as f64 - 1.0) * LINE - 5.0;
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

/// Each with its words beside its rule, in as few rows as possible, none of
/// which crosses another.
fn worded(
    happened: &[Happened],
    lines: &[Vec<String>],
    (left, right): (f64, f64),
    sheet: &Sheet,
) -> Option<Vec<Flag>> {
    if happened.len() > MOST_WORDED {
        return None;
    }
    let choices = |(one, lines): (&Happened, &Vec<String>)| {
        let long = sheet.letters.widest(lines.iter().map(String::as_str), Weight::Regular) + GAP + 2.0;
        let sides = [(one.x, one.x + long), (one.x - long, one.x)];
        let inside: Vec<(f64, f64)> =
            sides.into_iter().filter(|(from, to)| *from >= left && *to <= right).collect();
        let rows = 0..sheet.either(ROWS, ROWS - 1);
        let flag =
            |(row, covers)| Flag { x: one.x, class: one.class, number: 0, row, covers, lines: lines.clone() };
        rows.flat_map(|row| inside.iter().map(move |covers| (row, *covers))).map(flag).collect()
    };
    let choices: Vec<Vec<Flag>> = happened.iter().zip(lines).map(choices).collect();
    (1..=ROWS).find_map(|rows| {
        let mut placed = Vec::new();
        settle(&choices, rows, &mut placed).then_some(placed)
    })
}

/// Places one event after the other, and comes back on the choices before when
/// there is no room.
fn settle(choices: &[Vec<Flag>], rows: usize, placed: &mut Vec<Flag>) -> bool {
    let Some(next) = choices.get(placed.len()) else { return true };
    for flag in next.iter().filter(|flag| flag.row < rows) {
        if placed.iter().all(|other| clear(flag, other)) {
            placed.push(flag.clone());
            if settle(choices, rows, placed) {
                return true;
            }
            placed.pop();
        }
    }
    false
}

/// Numbers in circles, which hide the rules behind them; an event that finds no
/// room is in the list only.
fn numbered(happened: &[Happened], (left, right): (f64, f64)) -> Vec<Flag> {
    let mut placed: Vec<Flag> = Vec::new();
    for (n, one) in happened.iter().enumerate().take(MOST) {
        let x = one.x.max(left + HALF).min(right - HALF);
        let covers = (x - HALF, x + HALF);
        let taken = |row: usize| {
            let beside = |other: &Flag| other.covers.1 > covers.0 && covers.1 > other.covers.0;
            placed.iter().any(|other| other.row == row && beside(other))
        };
        let Some(row) = (0..ROWS_OF_NUMBERS).find(|row| !taken(*row)) else { continue };
        placed.push(Flag { x, class: one.class, number: n + 1, row, covers, lines: Vec::new() });
    }
    placed
}

/// Neither words on words nor a rule through words.
fn clear(a: &Flag, b: &Flag) -> bool {
    if a.row == b.row {
        return a.covers.1 + GAP <= b.covers.0 || b.covers.1 + GAP <= a.covers.0;
    }
    let crosses = |rule: &Flag, words: &Flag| {
        rule.row > words.row && rule.x > words.covers.0 - 3.0 && rule.x < words.covers.1 + 3.0
    };
    !crosses(a, b) && !crosses(b, a)
}
