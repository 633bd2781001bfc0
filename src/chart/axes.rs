//! Grid lines with their values, and the words below the chart.
use std::sync::Arc;

use crate::chart::backend::tenths;
use crate::chart::canvas::Canvas;
use crate::chart::scale::Frame;
use crate::chart::scale::Plane;
use crate::chart::scale::Ticks;
use crate::chart::text::DROP;
use crate::chart::text::LINE;
use crate::chart::text::Type;
use crate::chart::text::Weight;

/// Regular steps from one printed label to the next: those that suit months.
const STEPS: [usize; 6] = [1, 2, 3, 4, 6, 12];
/// Between two labels, in units.
const GAP: f64 = 10.0;

/// Words at one position of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Middle, in units.
    pub x: f64,
    pub lines: Vec<String>,
}

/// Grid lines and their values; zero is the axis itself.
pub fn values(canvas: &Canvas, frame: &Frame, plane: &Plane, ticks: &Ticks) {
    canvas.group("grille", "end");
    for (value, label) in ticks.values.iter().zip(&ticks.labels) {
        let (_, y) = plane.place(0.0, *value);
        let class = if *value == 0.0 { "zero" } else { "" };
        canvas.path(class, vec![(tenths(frame.left), y), (tenths(frame.right), y)]);
        canvas.text("", (frame.left - 8.0, f64::from(y) / 10.0 + DROP), &[label]);
    }
    canvas.end();
}

pub fn words(canvas: &Canvas, labels: &[Label], bottom: f64) {
    canvas.group("axe", "middle");
    for label in labels {
        canvas.text("", (label.x, bottom + 20.0), &label.lines);
    }
    canvas.end();
}

/// The labels to print, as many as stand apart at a regular step; all of them
/// between 0 and `width`. `at` gives the middle of each position, in units.
pub fn labels(short: &[Arc<str>], at: &dyn Fn(usize) -> f64, width: f64, letters: Type) -> Vec<Label> {
    let named: Vec<usize> = (0..short.len()).filter(|n| !short[*n].trim().is_empty()).collect();
    let axis = Axis { short, named, at, width, letters };
    let count = axis.named.len();
    // No label is so narrow that more of them would fit.
    let least = (count as f64 * GAP / width) as usize;
    let steps = STEPS.into_iter().chain((2..).map(|years| years * 12));
    let tried = steps.take_while(|step| *step < count.max(2)).skip_while(|step| *step < least);
    let spread = tried.map(|step| axis.printed(step)).find(|labels| apart(labels, letters));
    spread.unwrap_or_else(|| axis.printed(count.max(1)))
}

struct Axis<'a> {
    short: &'a [Arc<str>],
    /// Positions that have a label.
    named: Vec<usize>,
    at: &'a dyn Fn(usize) -> f64,
    width: f64,
    letters: Type,
}

impl Axis<'_> {
    /// Every `step`th label, kept inside; its tail is printed only where it is
    /// not what was printed before.
    fn printed(&self, step: usize) -> Vec<Label> {
        let room = (self.width / 4.0).max(80.0);
        let wrapped = |text: &str| self.letters.wrap(text, (room, 3), Weight::Regular);
        let mut before = "";
        let mut out = Vec::new();
        for n in self.named.iter().step_by(step) {
            let (head, tail) = self.short[*n].split_once('\n').unwrap_or((&self.short[*n], ""));
            let mut lines = wrapped(head);
            if !tail.is_empty() && tail != before {
                lines.extend(wrapped(tail));
            }
            before = tail;
            let half = wide(&lines, self.letters) / 2.0 + 1.0;
            let x = (self.at)(*n).max(half).min((self.width - half).max(half));
            out.push(Label { x, lines });
        }
        out
    }
}

fn wide(lines: &[String], letters: Type) -> f64 {
    letters.widest(lines.iter().map(String::as_str), Weight::Regular)
}

fn apart(labels: &[Label], letters: Type) -> bool {
    labels.windows(2).all(|pair| {
        let room = (wide(&pair[0].lines, letters) + wide(&pair[1].lines, letters)) / 2.0;
        pair[1].x - pair[0].x >= room + GAP
    })
}

/// Of the tallest label, in units.
pub fn height(labels: &[Label]) -> f64 {
    labels.iter().map(|label| label.lines.len()).max().unwrap_or(0) as f64 * LINE
}
