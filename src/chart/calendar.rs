//! Days in weeks, from Monday on: a column for each week, a tint for each class.
use crate::base::date::Date;
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::backend::Spot;
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::classes;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::model::figure::Figure;
use crate::model::figure::Point;

/// Earlier stretches than the last of these are left to the table, which is said.
const MOST: usize = 10;
/// Between a stretch and the next one, in units.
const GAP: f64 = 16.0;

/// A year, or half of one.
struct Stretch {
    name: String,
    /// First and last day.
    days: (i64, i64),
    /// The Monday of its first week.
    monday: i64,
}

/// Where its squares are, in units.
struct Grid {
    left: f64,
    pitch: f64,
}

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    let days = days(figure);
    let mut stretches = stretches(&days, sheet);
    let left_out = stretches.len().saturating_sub(MOST);
    stretches.drain(..left_out);
    let left = sheet.letters.width("mer.", Weight::Regular) + 8.0;
    let weeks = sheet.either(54.0, 28.0);
    let grid = Grid { left, pitch: ((sheet.width - left) / weeks * 10.0).floor() / 10.0 };
    let tall = 2.0 * LINE + 8.0 + 7.0 * grid.pitch;
    let legend = classes::legend(figure, &figure.series[0].points, (sheet, sheet.width));
    let said = if left_out > 0 { LINE } else { 0.0 };
    let bottom = stretches.len() as f64 * (tall + GAP);
    let height = bottom + classes::height(&legend) + said;
    let canvas = Canvas::new(sheet, height);
    for (n, stretch) in stretches.iter().enumerate() {
        let top = n as f64 * (tall + GAP);
        words(&canvas, stretch, &grid, top);
        squares(&canvas, figure, &days, (stretch, &grid, top + 2.0 * LINE + 4.0));
    }
    classes::draw(&canvas, &legend, (0.0, bottom));
    if left_out > 0 {
        let note = "Les années précédentes sont dans le tableau";
        canvas.text("etiquette", (0.0, height - 5.0), &[note]);
    }
    Picture { height, marks: canvas.finish() }
}

/// Positions that are days, in the order of time.
fn days(figure: &Figure) -> Vec<(i64, Point)> {
    let points = &figure.series[0].points;
    let day = |key: &str| key.parse::<Date>().ok().map(Date::days);
    let mut days: Vec<(i64, Point)> = figure
        .positions
        .iter()
        .zip(points)
        .filter_map(|(position, point)| Some((day(&position.key)?, *point)))
        .collect();
    days.sort_by_key(|(day, _)| *day);
    days.dedup_by_key(|(day, _)| *day);
    days
}

/// Years, or halves of years, that hold a day.
fn stretches(days: &[(i64, Point)], sheet: &Sheet) -> Vec<Stretch> {
    let months = sheet.either(12, 6);
    let mut found: Vec<Stretch> = Vec::new();
    for (day, _) in days {
        if found.last().is_some_and(|stretch| *day <= stretch.days.1) {
            continue;
        }
        let Some(date) = Date::of_days(*day) else { continue };
        let first = (date.month() - 1) / months * months + 1;
        let (from, after) = (Date::new(date.year(), first, 1), month_after(date.year(), first + months - 1));
        let (Some(from), Some(after)) = (from, after) else { continue };
        let name = match (months, first) {
            (6, 1) => format!("{}, 1er semestre", date.year()),
            (6, _) => format!("{}, 2e semestre", date.year()),
            _ => date.year().to_string(),
        };
        let monday = from.days() - i64::from(from.weekday()) + 1;
        found.push(Stretch { name, days: (from.days(), after.days() - 1), monday });
    }
    found
}

fn month_after(year: i16, month: i8) -> Option<Date> {
    if month == 12 { Date::new(year.checked_add(1)?, 1, 1) } else { Date::new(year, month + 1, 1) }
}

/// The name of the stretch, its months above, its week days on the left.
fn words(canvas: &Canvas, stretch: &Stretch, grid: &Grid, top: f64) {
    canvas.text("nom", (0.0, top + LINE - 4.0), &[&stretch.name]);
    canvas.group("axe", "");
    let mut free = 0.0;
    for day in stretch.days.0..=stretch.days.1 {
        let Some(date) = Date::of_days(day).filter(|date| date.day() == 1) else { continue };
        let week = (day - stretch.monday).div_euclid(7);
        let week = if date.weekday() == 1 { week } else { week + 1 };
        let x = grid.left + week as f64 * grid.pitch;
        if x >= free {
            canvas.text("", (x, top + 2.0 * LINE - 3.0), &[date.short_month()]);
            free = x + 3.0 * grid.pitch;
        }
    }
    canvas.end();
    canvas.group("axe", "end");
    for (day, name) in [(0, "lun."), (2, "mer."), (4, "ven.")] {
        let y = top + 2.0 * LINE + 4.0 + (f64::from(day) + 0.5) * grid.pitch;
        canvas.text("", (grid.left - 6.0, y + DROP), &[name]);
    }
    canvas.end();
}

/// A grey band under the known days of each week: what shows of it between the
/// squares is their border.
fn squares(
    canvas: &Canvas,
    figure: &Figure,
    days: &[(i64, Point)],
    (stretch, grid, top): (&Stretch, &Grid, f64),
) {
    let inside = days.iter().filter(|(day, _)| (stretch.days.0..=stretch.days.1).contains(day));
    let known: Vec<(i64, usize)> = inside
        .filter_map(|(day, point)| Some((day - stretch.monday, classes::of(figure, *point)?)))
        .collect();
    let x = |day: i64| grid.left + (day.div_euclid(7) as f64 + 0.5) * grid.pitch;
    let y = |day: i64| top + (day.rem_euclid(7) as f64 + 0.5) * grid.pitch;
    let half = grid.pitch / 2.0 + 0.3;
    let bands: Vec<[Spot; 2]> = known
        .chunk_by(|a, b| a.0 + 1 == b.0 && a.0.div_euclid(7) == b.0.div_euclid(7))
        .map(|run| {
            let (first, last) = (run[0].0, run[run.len() - 1].0);
            [(tenths(x(first)), tenths(y(first) - half)), (tenths(x(first)), tenths(y(last) + half))]
        })
        .collect();
    if bands.is_empty() {
        return;
    }
    canvas.group("jours", "");
    canvas.bands("bord", &bands, grid.pitch + 0.6);
    for class in 0..classes::count(figure) {
        let same = known.iter().filter(|(_, other)| *other == class);
        let spots: Vec<Spot> = same.map(|(day, _)| (tenths(x(*day)), tenths(y(*day)))).collect();
        if !spots.is_empty() {
            canvas.squares(classes::tint(figure, class), &spots, grid.pitch - 0.6);
        }
    }
    canvas.end();
}
