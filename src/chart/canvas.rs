//! Where a chart is drawn: groups with classes, lines, marks, bars, areas and words.
use std::cell::RefCell;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::drawing::IntoDrawingArea;
use plotters::element::Circle;
use plotters::element::PathElement;
use plotters::element::Polygon;
use plotters::element::Rectangle;
use plotters::style::BLACK;
use plotters::style::Color;

use crate::chart::Sheet;
use crate::chart::backend::Detail;
use crate::chart::backend::Ink;
use crate::chart::backend::Pen;
use crate::chart::backend::Spot;
use crate::chart::backend::number;
use crate::chart::backend::path_data;
use crate::chart::backend::tenths;
use crate::chart::text;
use crate::chart::text::LINE;

/// What tells series apart besides colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Disc,
    Square,
    Triangle,
    Diamond,
}

impl Shape {
    /// Of the nth series, from 0.
    pub fn of(series: usize) -> Self {
        [Self::Disc, Self::Square, Self::Triangle, Self::Diamond][series % 4]
    }
}

/// Whether a mark tells a period that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    Full,
    /// Not over: only the outline is drawn.
    Hollow,
}

impl Fill {
    fn class(self) -> &'static str {
        match self {
            Self::Full => "pt",
            Self::Hollow => "pt vide",
        }
    }
}

/// Nothing that is drawn through plotters can leave it.
pub struct Canvas {
    area: DrawingArea<Pen, Shift>,
    ink: Rc<RefCell<Ink>>,
}

impl Canvas {
    /// As wide as the sheet; the height is in units.
    pub fn new(sheet: &Sheet, height: f64) -> Self {
        let size = (tenths(sheet.width) as u32, tenths(height) as u32);
        let ink = Rc::new(RefCell::new(Ink::new(size, sheet.detail)));
        Self { area: Pen(Rc::clone(&ink)).into_drawing_area(), ink }
    }

    /// Everything drawn until `end` has this class; `anchor` is that of its texts.
    pub fn group(&self, class: &str, anchor: &str) {
        let anchor = if anchor.is_empty() { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
        self.push(&format!("<g class=\"{class}\"{anchor}>"));
    }

    pub fn end(&self) {
        self.ink.borrow_mut().flush();
        self.push("</g>");
    }

    /// Joined by straight segments; one point alone draws nothing.
    pub fn path(&self, class: &'static str, spots: Vec<Spot>) {
        self.prepare(class, "");
        let drawn = self.area.draw(&PathElement::new(spots, BLACK.filled()));
        drawn.expect("writing to memory does not fail");
    }

    /// From one place to another, in units.
    pub fn rule(&self, class: &'static str, from: (f64, f64), to: (f64, f64)) {
        self.path(class, vec![(tenths(from.0), tenths(from.1)), (tenths(to.0), tenths(to.1))]);
    }

    /// A mark of one value; its title shows under the pointer.
    pub fn mark(&self, (shape, fill): (Shape, Fill), (x, y): Spot, title: &str) {
        // A full disc that is an element of its own is known by its name.
        let known = (shape, fill) == (Shape::Disc, Fill::Full) && self.detail() == Detail::Titled;
        self.prepare(if known { "" } else { fill.class() }, title);
        let ink = match fill {
            Fill::Full => BLACK.filled(),
            Fill::Hollow => BLACK.stroke_width(2),
        };
        let drawn = match shape {
            Shape::Disc => self.area.draw(&Circle::new((x, y), 40, ink)),
            Shape::Square => self.area.draw(&Rectangle::new([(x - 40, y - 40), (x + 40, y + 40)], ink)),
            Shape::Triangle => {
                self.area.draw(&Polygon::new(vec![(x, y - 50), (x + 50, y + 40), (x - 50, y + 40)], ink))
            }
            Shape::Diamond => {
                self.area.draw(&Polygon::new(vec![(x, y - 55), (x + 55, y), (x, y + 55), (x - 55, y)], ink))
            }
        };
        drawn.expect("writing to memory does not fail");
    }

    /// A number in a circle.
    pub fn badge(&self, (x, y): (f64, f64), number: usize) {
        self.prepare("", "");
        let drawn = self.area.draw(&Circle::new((tenths(x), tenths(y)), 90, BLACK.stroke_width(1)));
        drawn.expect("writing to memory does not fail");
        self.text("", (x, y + text::DROP), &[number.to_string()]);
    }

    /// Where each bar is an element of its own it is known by its name.
    pub fn bar(&self, class: &'static str, [from, to]: [Spot; 2], title: &str) {
        let known = class == "barre" && self.detail() == Detail::Titled;
        self.prepare(if known { "" } else { class }, title);
        let corners = [(from.0.min(to.0), from.1.min(to.1)), (from.0.max(to.0), from.1.max(to.1))];
        let drawn = self.area.draw(&Rectangle::new(corners, BLACK.filled()));
        drawn.expect("writing to memory does not fail");
    }

    /// Rings that are one thing, such as an island and its mainland.
    pub fn area(&self, rings: &[Vec<Spot>], title: &str) {
        self.prepare("", title);
        let mut ink = self.ink.borrow_mut();
        if ink.detail == Detail::Titled {
            let data: String =
                rings.iter().map(|ring| format!("{}z", path_data(ring.iter().copied()).0)).collect();
            return ink.element("path", &format!("d=\"{data}\""));
        }
        drop(ink);
        for ring in rings {
            let drawn = self.area.draw(&Polygon::new(ring.clone(), BLACK.filled()));
            drawn.expect("writing to memory does not fail");
        }
    }

    /// Squares of one size around these places, as the square ends of a path
    /// without length.
    pub fn squares(&self, class: &'static str, spots: &[Spot], size: f64) {
        let mut last = (0, 0);
        let mut data = String::new();
        for spot in spots {
            let step = path_data([(spot.0 - last.0, spot.1 - last.1)]).0;
            let step = if data.is_empty() { step } else { step.replacen('M', "m", 1) };
            data.push_str(&step);
            data.push_str("h0");
            last = *spot;
        }
        self.prepare(class, "");
        let attributes = format!("stroke-width=\"{}\" d=\"{data}\"", number(tenths(size)));
        self.ink.borrow_mut().element("path", &attributes);
    }

    /// Upright bands of one width, from top to bottom.
    pub fn bands(&self, class: &'static str, bands: &[[Spot; 2]], width: f64) {
        let data: String = bands.iter().map(|band| path_data(*band).0).collect();
        self.prepare(class, "");
        let attributes = format!("stroke-width=\"{}\" d=\"{data}\"", number(tenths(width)));
        self.ink.borrow_mut().element("path", &attributes);
    }

    /// Lines of text, the first one with its baseline at `y`, in units.
    pub fn text(&self, class: &str, (x, y): (f64, f64), lines: &[impl AsRef<str>]) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let x = number(tenths(x));
        let mut out = format!("<text{class} x=\"{x}\" y=\"{}\">", number(tenths(y)));
        for (n, line) in lines.iter().enumerate() {
            let line = text::escape(line.as_ref());
            let more = format!("<tspan x=\"{x}\" dy=\"{LINE}\">{line}</tspan>");
            out.push_str(if n == 0 { &line } else { &more });
        }
        self.push(&format!("{out}</text>"));
    }

    /// What was drawn, to stand inside an `svg` element.
    pub fn finish(self) -> String {
        let mut ink = self.ink.borrow_mut();
        ink.flush();
        std::mem::take(&mut ink.svg)
    }

    fn detail(&self) -> Detail {
        self.ink.borrow().detail
    }

    fn push(&self, text: &str) {
        self.ink.borrow_mut().svg.push_str(text);
    }

    fn prepare(&self, class: &'static str, title: &str) {
        let mut ink = self.ink.borrow_mut();
        ink.class = class;
        ink.title = match ink.detail {
            Detail::Titled => text::escape(title),
            Detail::Joined => String::new(),
        };
    }
}
