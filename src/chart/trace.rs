//! One line: straight between two known neighbours, dashed up to a period that is not over, nothing across a gap
//! or a break.
use crate::chart::backend::Spot;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::Fill;
use crate::chart::canvas::Shape;
use crate::chart::scale::Plane;
use crate::chart::thin;
use crate::model::figure::Extent;
use crate::model::figure::Figure;
use crate::model::figure::Series;

/// Positions nearer than this have no mark of their own, in units.
const ROOM_FOR_MARKS: f64 = 20.0;
/// How many marks show the shape of a series whose points have none.
const SAMPLES: usize = 6;

/// A position and its value.
type Place = (usize, f64);

/// Which of the lines of a drawing.
#[derive(Clone, Copy, Debug)]
pub struct Which {
    /// Among the figure's series.
    pub series: usize,
    /// Among those of its panel, of which there are so many: shapes follow it.
    pub rank: usize,
    pub among: usize,
}

/// `step` is the distance between positions, in units.
pub fn line(canvas: &Canvas, figure: &Figure, which: Which, (plane, step): (&Plane, f64)) {
    let runs = runs(figure, &figure.series[which.series]);
    let spot = |(n, value): &Place| plane.place(*n as f64, *value);
    let partial = |n: usize| figure.positions[n].extent == Extent::Partial;
    for run in &runs {
        let segments: Vec<&[Place]> = run.windows(2).collect();
        let dashed = |pair: &[Place]| partial(pair[0].0) || partial(pair[1].0);
        for stretch in segments.chunk_by(|a, b| dashed(a) == dashed(b)) {
            let mut spots: Vec<Spot> = vec![spot(&stretch[0][0])];
            spots.extend(stretch.iter().map(|pair| spot(&pair[1])));
            let class = if dashed(stretch[0]) { "partiel" } else { "" };
            canvas.path(class, thin::thinned(spots, step));
        }
    }
    let all: Vec<Place> = runs.iter().flatten().copied().collect();
    let mut marked = if step >= ROOM_FOR_MARKS { all.clone() } else { sampled(&runs, which) };
    let missing = |n: usize, marked: &[Place]| !marked.iter().any(|(known, _)| *known == n);
    let last = all.last().filter(|(n, _)| partial(*n) && missing(*n, &marked));
    marked.extend(last);
    for place in marked {
        let fill = if partial(place.0) { Fill::Hollow } else { Fill::Full };
        canvas.mark((Shape::of(which.rank), fill), spot(&place), &title(figure, which.series, place.0));
    }
}

/// Runs of known neighbours that can be compared.
fn runs(figure: &Figure, series: &Series) -> Vec<Vec<Place>> {
    let mut runs: Vec<Vec<Place>> = vec![Vec::new()];
    for (n, point) in series.numbers().enumerate() {
        let broken = figure.positions.get(n).is_some_and(|position| position.after_break);
        if broken || point.is_none() {
            runs.push(Vec::new());
        }
        if let Some(number) = point {
            runs.last_mut().expect("there is always a run").push((n, number.get()));
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// Lone points, which no line shows, and where there are several series a few
/// more that show the shape of each.
fn sampled(runs: &[Vec<Place>], which: Which) -> Vec<Place> {
    let known = runs.iter().map(Vec::len).sum::<usize>();
    let every = (known / SAMPLES).max(1);
    let first = every * (which.rank + 1) / (which.among + 1);
    let mut order = 0;
    let mut kept = Vec::new();
    for run in runs {
        for point in run {
            let sample = which.among > 1 && order % every == first;
            if run.len() == 1 || sample {
                kept.push(*point);
            }
            order += 1;
        }
    }
    kept
}

/// `mars 2024, Visites : 4 630 visites`.
pub fn title(figure: &Figure, series: usize, position: usize) -> String {
    let (place, series) = (&figure.positions[position], &figure.series[series]);
    let amount =
        series.points[position].number().map_or_else(|| "–".to_owned(), |number| figure.amount(number));
    let label = match place.extent {
        Extent::Whole => place.label.to_string(),
        Extent::Partial => format!("{} (incomplet)", place.label),
    };
    if figure.series.len() == 1 {
        return format!("{label}\u{a0}: {amount}");
    }
    format!("{label}, {}\u{a0}: {amount}", series.name)
}
