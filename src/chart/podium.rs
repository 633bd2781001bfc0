//! The first three as the steps of a podium, as high as their values are from zero.
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::key;
use crate::chart::text::LINE;
use crate::chart::text::Weight;
use crate::chart::trace;
use crate::model::figure::Figure;

/// Height of the first step, in units.
const TALL: f64 = 150.0;
/// Between two steps, in units.
const GAP: f64 = 4.0;
/// Where each rank stands, from left to right.
const PLACES: [usize; 3] = [1, 0, 2];

struct Step {
    position: usize,
    value: f64,
    /// From 1; equals share theirs.
    rank: usize,
    name: Vec<String>,
}

pub fn draw(figure: &Figure, sheet: &Sheet) -> Picture {
    let wide = (sheet.width / 3.0).min(220.0);
    let steps = steps(figure, sheet, wide - GAP - 8.0);
    let most = steps.first().map_or(1.0, |step| step.value).max(f64::MIN_POSITIVE);
    let tall = |step: &Step| (step.value / most * TALL).max(0.0);
    let above = |step: &Step| (step.name.len() as f64 + 2.0) * LINE + 10.0;
    let head = steps.iter().map(|step| tall(step) + above(step)).fold(0.0, f64::max);
    let height = head + 2.0;
    let canvas = Canvas::new(sheet, height);
    let mut middles = Vec::new();
    canvas.group(&key::class(0, figure.series[0].emphasis), "");
    for (n, step) in steps.iter().enumerate() {
        let left = PLACES[n] as f64 * wide;
        let middle = left + wide / 2.0;
        let top = head - tall(step);
        middles.push((middle, top));
        if step.value > 0.0 {
            let corners = [(left + GAP / 2.0, top), (left + wide - GAP / 2.0, head)];
            let corners = corners.map(|(x, y)| (tenths(x), tenths(y)));
            canvas.bar("barre", corners, &trace::title(figure, 0, step.position));
        }
    }
    canvas.end();
    canvas.group("valeurs", "middle");
    for (step, (x, top)) in steps.iter().zip(middles) {
        let first = top - above(step) + LINE;
        let rank = if step.rank == 1 { "1er".to_owned() } else { format!("{}e", step.rank) };
        canvas.text("rang", (x, first), &[rank]);
        canvas.text("etiquette", (x, first + LINE), &step.name);
        let value = figure.cell(figure.series[0].points[step.position]);
        // A number with fifteen digits is left to the table.
        if sheet.letters.width(&value, Weight::Bold) <= wide {
            canvas.text("valeur", (x, top - 7.0), &[value]);
        }
    }
    canvas.end();
    canvas.group("grille", "");
    canvas.rule("zero", (0.0, head), (wide * 3.0, head));
    canvas.end();
    Picture { height, marks: canvas.finish() }
}

/// The three highest values of the first series, the highest one first.
fn steps(figure: &Figure, sheet: &Sheet, room: f64) -> Vec<Step> {
    let known = figure.series[0].numbers().enumerate();
    let mut known: Vec<(usize, f64)> = known.filter_map(|(n, point)| Some((n, point?.get()))).collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let rank = |value: f64| 1 + known.iter().filter(|(_, other)| *other > value).count();
    let step = |(position, value): &(usize, f64)| Step {
        position: *position,
        value: *value,
        rank: rank(*value),
        name: sheet.letters.wrap(&figure.positions[*position].label, (room, 4), Weight::Regular),
    };
    known.iter().take(3).map(step).collect()
}
