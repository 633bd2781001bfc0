//! A pen for plotters: marks become SVG with classes and titles, never with colours.
use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write;
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
use plotters_backend::BackendColor;
use plotters_backend::BackendCoord;
use plotters_backend::BackendStyle;
use plotters_backend::BackendTextStyle;
use plotters_backend::DrawingBackend;
use plotters_backend::DrawingErrorKind;

use crate::chart::text;
use crate::chart::text::LINE;

/// A place on the canvas, in tenths of a unit: what plotters calls a pixel.
pub type Spot = (i32, i32);

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

/// Nearest tenth of a unit.
pub fn tenths(units: f64) -> i32 {
    (units * 10.0).round() as i32
}

/// Where a chart is drawn: nothing that is drawn through plotters can leave it.
pub struct Canvas {
    area: DrawingArea<Pen, Shift>,
    ink: Rc<RefCell<Ink>>,
}

#[derive(Default)]
struct Ink {
    svg: String,
    /// In tenths of a unit.
    size: (u32, u32),
    class: &'static str,
    title: String,
}

impl Canvas {
    /// In units.
    pub fn new(width: f64, height: f64) -> Self {
        let size = (tenths(width) as u32, tenths(height) as u32);
        let ink = Rc::new(RefCell::new(Ink { size, ..Ink::default() }));
        Self { area: Pen(Rc::clone(&ink)).into_drawing_area(), ink }
    }

    /// Everything drawn until `end` has this class; `anchor` is that of its texts.
    pub fn group(&self, class: &str, anchor: &str) {
        let anchor = if anchor.is_empty() { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
        self.push(&format!("<g class=\"{class}\"{anchor}>"));
    }

    pub fn end(&self) {
        self.push("</g>");
    }

    /// Joined by straight segments; one point alone draws nothing.
    pub fn path(&self, class: &'static str, spots: Vec<Spot>) {
        self.prepare(class, "");
        let drawn = self.area.draw(&PathElement::new(spots, BLACK.filled()));
        drawn.expect("writing to memory does not fail");
    }

    /// A mark of one value; its title shows under the pointer.
    pub fn mark(&self, shape: Shape, (x, y): Spot, title: &str) {
        self.prepare("pt", title);
        let ink = BLACK.filled();
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

    pub fn bar(&self, from: Spot, to: Spot, title: &str) {
        self.prepare("", title);
        let drawn = self.area.draw(&Rectangle::new([from, to], BLACK.filled()));
        drawn.expect("writing to memory does not fail");
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
        std::mem::take(&mut self.ink.borrow_mut().svg)
    }

    fn push(&self, text: &str) {
        self.ink.borrow_mut().svg.push_str(text);
    }

    fn prepare(&self, class: &'static str, title: &str) {
        let mut ink = self.ink.borrow_mut();
        ink.class = class;
        ink.title = text::escape(title);
    }
}

/// Tenths as SVG writes them: `12`, `12.5`, `.5`.
fn number(tenths: i32) -> String {
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match (size / 10, size % 10) {
        (whole, 0) => format!("{}{whole}", if whole == 0 { "" } else { sign }),
        (0, rest) => format!("{sign}.{rest}"),
        (whole, rest) => format!("{sign}{whole}.{rest}"),
    }
}

/// Path data: the first point where it is, the others from the one before.
fn path_data(spots: impl IntoIterator<Item = Spot>) -> (String, usize) {
    let (mut data, mut count, mut last) = (String::new(), 0, (0, 0));
    for spot in spots {
        let (x, y) = (number(spot.0 - last.0), number(spot.1 - last.1));
        let lead = match count {
            0 => "M",
            1 => "l",
            _ if x.starts_with('-') => "",
            _ => " ",
        };
        let between = if y.starts_with('-') { "" } else { " " };
        _ = write!(data, "{lead}{x}{between}{y}");
        (last, count) = (spot, count + 1);
    }
    (data, count)
}

impl Ink {
    fn element(&mut self, tag: &str, attributes: &str) {
        let class = if self.class.is_empty() { String::new() } else { format!(" class=\"{}\"", self.class) };
        let title = std::mem::take(&mut self.title);
        _ = if title.is_empty() {
            write!(self.svg, "<{tag}{class} {attributes}/>")
        } else {
            write!(self.svg, "<{tag}{class} {attributes}><title>{title}</title></{tag}>")
        };
    }
}

struct Pen(Rc<RefCell<Ink>>);

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Pen {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.0.borrow().size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: Spot, to: Spot, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: Spot, to: Spot, _: &S, _: bool) -> Drawn {
        let [x, y, width, height] = [from.0, from.1, to.0 - from.0, to.1 - from.1].map(number);
        let attributes = format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
        self.0.borrow_mut().element("rect", &attributes);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = Spot>>(&mut self, path: I, _: &S) -> Drawn {
        let (data, count) = path_data(path);
        if count > 1 {
            self.0.borrow_mut().element("path", &format!("d=\"{data}\""));
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = Spot>>(&mut self, corners: I, _: &S) -> Drawn {
        let (data, _) = path_data(corners);
        self.0.borrow_mut().element("path", &format!("d=\"{data}z\""));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): Spot, radius: u32, _: &S, _: bool) -> Drawn {
        let [x, y, radius] = [x, y, radius as i32].map(number);
        self.0.borrow_mut().element("circle", &format!("cx=\"{x}\" cy=\"{y}\" r=\"{radius}\""));
        Ok(())
    }

    /// Texts are placed by us (`Canvas::text`), with real widths.
    fn draw_text<T: BackendTextStyle>(&mut self, _: &str, _: &T, _: Spot) -> Drawn {
        Ok(())
    }
}
