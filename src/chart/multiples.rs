//! Small panels that share both axes, the last value of each beside the end of its line.
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::axes;
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::key;
use crate::chart::lines;
use crate::chart::scale::Frame;
use crate::chart::scale::Plane;
use crate::chart::scale::Ticks;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::chart::trace;
use crate::chart::trace::Which;
use crate::model::figure::Figure;

/// More panels than this are a table; what is left out is said.
const MOST: usize = 24;
/// Height between the lowest and the highest grid line, in units.
const TALL: f64 = 84.0;
/// Between two panels, in units.
const GAP: f64 = 14.0;
const PAD: f64 = 6.0;

struct Grid {
    ticks: Ticks,
    /// Widths, in units: of the values of the axis, of a panel, of what stands
    /// on the right of its lines.
    left: f64,
    panel: f64,
    right: f64,
    columns: usize,
}

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    let count = figure.panels.len().min(MOST);
    let grid = grid(figure, sheet, count);
    let titles: Vec<Vec<String>> = figure.panels[..count]
        .iter()
        .map(|title| sheet.letters.wrap(title, (grid.panel - 4.0, 3), Weight::Bold))
        .collect();
    let mut frames = Vec::new();
    let mut y = 0.0;
    for row in titles.chunks(grid.columns) {
        let head = row.iter().map(Vec::len).max().unwrap_or(1) as f64 * LINE + 8.0;
        for column in 0..row.len() {
            let left = grid.left + column as f64 * (grid.panel + GAP);
            let right = left + grid.panel - grid.right;
            frames.push(Frame { left, right, top: y + head, bottom: y + head + TALL });
        }
        y += head + TALL + 2.0 * LINE + 14.0;
    }
    let left_out = figure.panels.len() - count;
    let height = y + if left_out > 0 { LINE } else { 0.0 };
    let canvas = Canvas::new(sheet, height);
    for (n, (frame, title)) in frames.iter().zip(&titles).enumerate() {
        let first = frame.top - 10.0 - (title.len() as f64 - 1.0) * LINE;
        canvas.text("nom", (frame.left, first), title);
        panel(&canvas, figure, n, (&grid, frame, sheet));
    }
    if left_out > 0 {
        let note = format!("… et {left_out} autres, dans le tableau");
        canvas.text("etiquette", (0.0, height - 6.0), &[note]);
    }
    Picture { height, marks: canvas.finish() }
}

fn grid(figure: &Figure, sheet: &Sheet, count: usize) -> Grid {
    let ticks = lines::ticks(figure);
    let values = sheet.letters.widest(ticks.labels.iter().map(String::as_str), Weight::Regular) + 10.0;
    let left = values.min(sheet.width * 0.3);
    let ends = (0..count).filter_map(|panel| end(figure, panel)).map(|(_, _, text)| text);
    let right = ends.map(|text| sheet.letters.width(&text, Weight::Bold) + 12.0).fold(10.0, f64::max);
    let least = sheet.either(170.0, 125.0);
    let fit = ((sheet.width - left + GAP) / (right.min(90.0) + least)).floor().max(1.0) as usize;
    // Four in two rows of two rather than three and one.
    let most = fit.min(sheet.either(4, 2));
    let columns = if count == 4 && most == 3 { 2 } else { most.min(count.max(1)) };
    let panel = (sheet.width - left - GAP * (columns as f64 - 1.0)) / columns as f64;
    let right = if right > panel * 0.45 { 10.0 } else { right };
    Grid { ticks, left, panel, right, columns }
}

fn series(figure: &Figure, panel: usize) -> Vec<usize> {
    (0..figure.series.len()).filter(|n| figure.series[*n].panel == panel).collect()
}

/// Position, value and wording of the last value of a panel that has one series.
fn end(figure: &Figure, panel: usize) -> Option<(usize, f64, String)> {
    let [one] = series(figure, panel)[..] else { return None };
    let mut known = figure.series[one].numbers().enumerate().rev();
    let (n, value) = known.find_map(|(n, point)| point.map(|number| (n, number.get())))?;
    Some((n, value, figure.cell(figure.series[one].points[n])))
}

fn panel(canvas: &Canvas, figure: &Figure, n: usize, (grid, frame, sheet): (&Grid, &Frame, &Sheet)) {
    let last = figure.positions.len().saturating_sub(1) as f64;
    let across = if last > 0.0 { (0.0, last) } else { (-1.0, 1.0) };
    let inner = Frame { left: frame.left + PAD, right: frame.right - PAD, ..*frame };
    let plane = Plane::new(&inner, across, grid.ticks.ends());
    if n.is_multiple_of(grid.columns) {
        axes::values(canvas, frame, &plane, &grid.ticks);
    } else {
        rules(canvas, frame, &plane, &grid.ticks);
    }
    under(canvas, figure, (frame, &inner), sheet);
    let step = (inner.right - inner.left) / last.max(1.0);
    let inside = series(figure, n);
    for (rank, series) in inside.iter().enumerate() {
        canvas.group(&key::class(rank, figure.series[*series].emphasis), "");
        let which = Which { series: *series, rank, among: inside.len() };
        trace::line(canvas, figure, which, (&plane, step));
        canvas.end();
    }
    if let Some((position, value, text)) = end(figure, n) {
        let (x, y) = plane.place(position as f64, value);
        let (x, y) = (f64::from(x) / 10.0 + 8.0, f64::from(y) / 10.0);
        if x + sheet.letters.width(&text, Weight::Bold) <= frame.right + grid.right {
            canvas.text("valeur", (x, y + DROP), &[text]);
        }
    }
}

fn rules(canvas: &Canvas, frame: &Frame, plane: &Plane, ticks: &Ticks) {
    canvas.group("grille", "");
    for value in &ticks.values {
        let y = plane.place(0.0, *value).1;
        let class = if *value == 0.0 { "zero" } else { "" };
        canvas.path(class, vec![(tenths(frame.left), y), (tenths(frame.right), y)]);
    }
    canvas.end();
}

/// The first and the last position, where both fit.
fn under(canvas: &Canvas, figure: &Figure, (frame, inner): (&Frame, &Frame), sheet: &Sheet) {
    let shown = |short: &str| !short.trim().is_empty();
    let mut named = figure.positions.iter().map(|position| &*position.short).filter(|short| shown(short));
    let lines = |short: &str| short.split('\n').map(str::to_owned).collect::<Vec<String>>();
    let wide = |lines: &[String]| sheet.letters.widest(lines.iter().map(String::as_str), Weight::Regular);
    let room = inner.right - inner.left + 2.0 * PAD;
    let first = named.next().map(lines).filter(|lines| wide(lines) <= room);
    let last = named.next_back().map(lines).filter(|lines| wide(lines) <= room);
    let both = |a: &[String], b: &[String]| wide(a) + wide(b) + 10.0 <= room;
    let last = last.filter(|last| first.as_ref().is_none_or(|first| both(first, last)));
    for (anchor, x, label) in [("start", frame.left, first), ("end", frame.right, last)] {
        if let Some(lines) = label {
            canvas.group("axe", anchor);
            canvas.text("", (x, frame.bottom + LINE), &lines[..lines.len().min(2)]);
            canvas.end();
        }
    }
}
