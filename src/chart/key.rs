//! The names of series: beside the end of their lines, or in rows above the chart.
use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::canvas::Fill;
use crate::chart::canvas::Shape;
use crate::chart::scale::Frame;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Type;
use crate::chart::text::Weight;
use crate::model::figure::Emphasis;
use crate::model::figure::Series;

/// From the middle of a key's mark to its words, in units.
const MARK: f64 = 10.0;

/// What stands before a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Mark,
    /// The line itself ends there.
    Nothing,
}

/// One name: `x` and `y` are the middle of its mark, in units.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub series: usize,
    pub x: f64,
    pub y: f64,
    pub lines: Vec<String>,
    pub key: Key,
    pub emphasis: Emphasis,
}

impl Name {
    fn half(&self) -> f64 {
        self.lines.len() as f64 * LINE / 2.0
    }
}

/// Class of the nth series, from 0.
pub fn class(series: usize, emphasis: Emphasis) -> String {
    match emphasis {
        Emphasis::Muted => "serie muet".to_owned(),
        Emphasis::Plain | Emphasis::Highlighted => format!("serie s{}", series % 4 + 1),
    }
}

/// Rows of names from the top, and the height that they take.
pub fn rows(series: &[Series], width: f64, letters: Type) -> (Vec<Name>, f64) {
    let (mut x, mut y, mut tallest) = (6.0, LINE / 2.0, 0.0_f64);
    let mut placed = Vec::new();
    for (n, Series { name, emphasis, .. }) in series.iter().enumerate() {
        let lines = letters.wrap(name, (width - 30.0, 3), Weight::Bold);
        let room = letters.widest(lines.iter().map(String::as_str), Weight::Bold) + MARK + 8.0;
        if x > 6.0 && x + room > width {
            (x, y, tallest) = (6.0, y + tallest + 4.0, 0.0);
        }
        tallest = tallest.max(lines.len() as f64 * LINE);
        let middle = y + (lines.len() as f64 - 1.0) * LINE / 2.0;
        let name = Name { series: n, x, y: middle, lines, key: Key::Mark, emphasis: *emphasis };
        x += room + 14.0;
        placed.push(name);
    }
    let height = if placed.is_empty() { 0.0 } else { y - LINE / 2.0 + tallest + 10.0 };
    (placed, height)
}

/// Names at the ends of their lines; when one had to move, or its line ends
/// before the others, all have a mark.
pub fn beside(mut names: Vec<Name>, end: &dyn Fn(&Name) -> (f64, f64), frame: &Frame) -> Vec<Name> {
    for name in &mut names {
        (name.x, name.y) = (frame.right + 10.0, end(name).1);
    }
    let names = apart(names, (frame.top - 12.0, frame.bottom + 12.0));
    let far = |name: &Name| {
        let (x, y) = end(name);
        (name.y - y).abs() > 6.0 || frame.right - x > 10.0
    };
    let key = if names.iter().any(far) { Key::Mark } else { Key::Nothing };
    names.into_iter().map(|name| Name { key, ..name }).collect()
}

/// Names moved as little as needed up and down, in the order of where they want
/// to be, so that none covers another, between two limits.
pub fn apart(mut names: Vec<Name>, (top, bottom): (f64, f64)) -> Vec<Name> {
    names.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.series.cmp(&b.series)));
    let mut edge = top;
    for name in &mut names {
        name.y = name.y.max(edge + name.half());
        edge = name.y + name.half() + 2.0;
    }
    let mut edge = bottom;
    for name in names.iter_mut().rev() {
        name.y = name.y.min(edge - name.half());
        edge = name.y - name.half() - 2.0;
    }
    names
}

/// Whether so many names can stand one under the other.
pub fn fits(names: &[Name], height: f64) -> bool {
    names.iter().map(|name| 2.0 * name.half() + 2.0).sum::<f64>() <= height
}

pub fn draw(canvas: &Canvas, names: &[Name]) {
    for name in names {
        canvas.group(&class(name.series, name.emphasis), "");
        let x = match name.key {
            Key::Mark => name.x + MARK,
            Key::Nothing => name.x - 4.0,
        };
        if name.key == Key::Mark {
            canvas.mark((Shape::of(name.series), Fill::Full), (tenths(name.x), tenths(name.y)), "");
        }
        let first = name.y + DROP - (name.lines.len() as f64 - 1.0) * LINE / 2.0;
        canvas.text("nom", (x, first), &name.lines);
        canvas.end();
    }
}
