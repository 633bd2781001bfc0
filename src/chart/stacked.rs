//! Shares of a whole: one thick bar with its parts named below, or a bar for each position.
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::Fill;
use crate::chart::canvas::Shape;
use crate::chart::key;
use crate::chart::rows;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::chart::trace;
use crate::model::figure::Figure;

/// Height of the bar that stands alone, and of the others, in units.
const THICK: f64 = 36.0;
const BAR: f64 = 22.0;
/// Between two parts, in units.
const GAP: f64 = 2.0;
/// What a part that is not zero shows at least, in units.
const LEAST: f64 = 1.0;

/// A part with its two edges, in units.
struct Part {
    series: usize,
    left: f64,
    right: f64,
}

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    if figure.positions.len() == 1 { alone(figure, sheet) } else { many(figure, sheet) }
}

/// The parts of a position that are known and above zero, side by side between
/// two edges. The whole is a hundred for percentages, else the sum of the parts.
fn parts(figure: &Figure, position: usize, (left, right): (f64, f64)) -> Vec<Part> {
    let value = |series: usize| {
        figure.series[series].points[position].number().map(|n| n.get()).filter(|value| *value > 0.0)
    };
    let known: Vec<(usize, f64)> =
        (0..figure.series.len()).filter_map(|n| value(n).map(|value| (n, value))).collect();
    let most = known.iter().map(|(_, value)| *value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let sum: f64 = known.iter().map(|(_, value)| value / most).sum();
    let whole = if figure.unit == "%" { sum.max(100.0 / most) } else { sum };
    let scale = (right - left + GAP) / whole;
    let mut before = 0.0;
    let mut parts = Vec::new();
    for (series, value) in known {
        let from = (left + before * scale).min(right - LEAST);
        before += value / most;
        let to = (left + before * scale - GAP).max(from + LEAST).min(right);
        parts.push(Part { series, left: from, right: to });
    }
    parts
}

fn bar(canvas: &Canvas, figure: &Figure, position: usize, (part, top, tall): (&Part, f64, f64)) {
    let corners = [(tenths(part.left), tenths(top)), (tenths(part.right), tenths(top + tall))];
    canvas.bar("barre", corners, &trace::title(figure, part.series, position));
}

/// Values and names below the parts where all fit, else in a list.
fn alone(figure: &Figure, sheet: &Sheet) -> Picture {
    let parts = parts(figure, 0, (0.0, sheet.width));
    let below = below(figure, sheet, &parts);
    let lines = below.iter().flatten().map(Vec::len).max().unwrap_or(0) as f64;
    let height = match &below {
        Some(_) => THICK + 6.0 + (lines + 1.0) * LINE + 4.0,
        None => THICK + 12.0 + list(figure, sheet).iter().map(Entry::height).sum::<f64>(),
    };
    let canvas = Canvas::new(sheet, height);
    for part in &parts {
        canvas.group(&key::class(part.series, figure.series[part.series].emphasis), "");
        bar(&canvas, figure, 0, (part, 0.0, THICK));
        canvas.end();
    }
    match below {
        Some(names) => {
            for (part, lines) in parts.iter().zip(names) {
                let value = figure.cell(figure.series[part.series].points[0]);
                canvas.text("valeur", (part.left, THICK + LINE + 2.0), &[value]);
                canvas.text("", (part.left, THICK + 2.0 * LINE + 2.0), &lines);
            }
        }
        None => entries(&canvas, figure, list(figure, sheet)),
    }
    Picture { height, marks: canvas.finish() }
}

/// Names under the parts, wrapped in the room up to the next one; nothing when
/// one does not fit or a series has no part.
fn below(figure: &Figure, sheet: &Sheet, parts: &[Part]) -> Option<Vec<Vec<String>>> {
    let shown = parts.len() == figure.series.len();
    let edge = |n: usize| parts.get(n + 1).map_or(sheet.width, |next| next.left - 8.0);
    let names = parts.iter().enumerate().map(|(n, part)| {
        let series = &figure.series[part.series];
        let room = edge(n) - part.left;
        let value = sheet.letters.width(&figure.cell(series.points[0]), Weight::Bold);
        let words = series.name.split(' ').map(|word| sheet.letters.width(word, Weight::Regular));
        let lines = sheet.letters.wrap(&series.name, (room.max(1.0), 4), Weight::Regular);
        let fits = words.fold(value, f64::max) <= room && lines.len() <= 3;
        fits.then_some(lines)
    });
    let names: Option<Vec<Vec<String>>> = names.collect();
    names.filter(|_| shown)
}

/// One line of the list: value, then name.
struct Entry {
    series: usize,
    value: String,
    indent: f64,
    lines: Vec<String>,
}

impl Entry {
    fn height(&self) -> f64 {
        self.lines.len().max(1) as f64 * LINE + 4.0
    }
}

fn list(figure: &Figure, sheet: &Sheet) -> Vec<Entry> {
    let values: Vec<String> = figure.series.iter().map(|series| figure.cell(series.points[0])).collect();
    let widest = sheet.letters.widest(values.iter().map(String::as_str), Weight::Bold).min(sheet.width * 0.5);
    let indent = 16.0 + widest + 8.0;
    let entry = |(series, value): (usize, String)| {
        let room = (sheet.width - indent - 2.0).max(40.0);
        let lines = sheet.letters.wrap(&figure.series[series].name, (room, 3), Weight::Regular);
        Entry { series, value, indent, lines }
    };
    values.into_iter().enumerate().map(entry).collect()
}

fn entries(canvas: &Canvas, figure: &Figure, list: Vec<Entry>) {
    let mut y = THICK + 12.0;
    for entry in list {
        canvas.group(&key::class(entry.series, figure.series[entry.series].emphasis), "");
        let middle = y + LINE / 2.0;
        canvas.mark((Shape::of(entry.series), Fill::Full), (60, tenths(middle)), "");
        canvas.text("valeur", (16.0, middle + DROP), &[&entry.value]);
        canvas.text("etiquette", (entry.indent, middle + DROP), &entry.lines);
        canvas.end();
        y += entry.height();
    }
}

/// A bar for each position; below each part its shape, and its value where it fits.
fn many(figure: &Figure, sheet: &Sheet) -> Picture {
    let (names, top) = key::rows(&figure.series, sheet.width, sheet.letters);
    let (rows, edge, bottom) = rows::of(figure, sheet, (top, sheet.width * 0.36), BAR + LINE + 2.0);
    let height = bottom + rows::room_below(figure);
    let canvas = Canvas::new(sheet, height);
    rows::labels(&canvas, &rows);
    let parts: Vec<Vec<Part>> =
        (0..rows.len()).map(|position| parts(figure, position, (edge + 10.0, sheet.width))).collect();
    for (n, series) in figure.series.iter().enumerate() {
        canvas.group(&key::class(n, series.emphasis), "");
        for (position, (row, parts)) in rows.iter().zip(&parts).enumerate() {
            let top = row.middle - (BAR + LINE) / 2.0;
            for part in parts.iter().filter(|part| part.series == n) {
                bar(&canvas, figure, position, (part, top, BAR));
                told(&canvas, (figure, sheet), position, (part, top + BAR + LINE / 2.0 + 2.0));
            }
        }
        canvas.end();
    }
    key::draw(&canvas, &names);
    rows::left_out(&canvas, figure, height);
    Picture { height, marks: canvas.finish() }
}

fn told(canvas: &Canvas, (figure, sheet): (&Figure, &Sheet), position: usize, (part, y): (&Part, f64)) {
    let value = figure.cell(figure.series[part.series].points[position]);
    let room = part.right - part.left;
    if room < 10.0 {
        return;
    }
    canvas.mark((Shape::of(part.series), Fill::Full), (tenths(part.left + 5.0), tenths(y)), "");
    if sheet.letters.width(&value, Weight::Bold) + 14.0 <= room {
        canvas.text("valeur", (part.left + 13.0, y + DROP), &[value]);
    }
}
