//! A pen for plotters: marks become SVG with classes and titles, never with colours.
use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write;
use std::rc::Rc;

use plotters_backend::BackendColor;
use plotters_backend::BackendCoord;
use plotters_backend::BackendStyle;
use plotters_backend::BackendTextStyle;
use plotters_backend::DrawingBackend;
use plotters_backend::DrawingErrorKind;

/// A place on the canvas, in tenths of a unit: what plotters calls a pixel.
pub type Spot = (i32, i32);

/// How the marks of a group are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// One element each, with its title.
    #[default]
    Titled,
    /// One path for all that look the same, without titles: three times lighter.
    Joined,
}

/// Nearest tenth of a unit.
pub fn tenths(units: f64) -> i32 {
    (units * 10.0).round() as i32
}

/// What was drawn, and what the next element is.
#[derive(Default)]
pub struct Ink {
    pub svg: String,
    /// In tenths of a unit.
    pub size: (u32, u32),
    pub detail: Detail,
    pub class: &'static str,
    /// Escaped.
    pub title: String,
    /// Paths to come, by class.
    joined: Vec<Joined>,
}

struct Joined {
    class: &'static str,
    data: String,
    /// Where the last piece started.
    last: Spot,
}

impl Ink {
    pub fn new(size: (u32, u32), detail: Detail) -> Self {
        Self { size, detail, ..Self::default() }
    }

    /// A closed or pointlike piece of path that starts at `from`.
    fn mark(&mut self, class: &'static str, from: Spot, piece: &str) {
        let joined = match self.joined.iter_mut().position(|joined| joined.class == class) {
            Some(n) => &mut self.joined[n],
            None => {
                self.joined.push(Joined { class, data: String::new(), last: (0, 0) });
                self.joined.last_mut().expect("one was just added")
            }
        };
        let lead = if joined.data.is_empty() { "M" } else { "m" };
        let step = pair((from.0 - joined.last.0, from.1 - joined.last.1));
        _ = write!(joined.data, "{lead}{step}{piece}");
        joined.last = from;
    }

    /// Writes the paths that were kept for the end of their group.
    pub fn flush(&mut self) {
        for Joined { class, data, .. } in std::mem::take(&mut self.joined) {
            self.class = class;
            self.title.clear();
            self.element("path", &format!("d=\"{data}\""));
        }
    }

    pub fn element(&mut self, tag: &str, attributes: &str) {
        let class = if self.class.is_empty() { String::new() } else { format!(" class=\"{}\"", self.class) };
        let title = std::mem::take(&mut self.title);
        _ = if title.is_empty() {
            write!(self.svg, "<{tag}{class} {attributes}/>")
        } else {
            write!(self.svg, "<{tag}{class} {attributes}><title>{title}</title></{tag}>")
        };
    }
}

/// Tenths as SVG writes them: `12`, `12.5`, `.5`.
pub fn number(tenths: i32) -> String {
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match (size / 10, size % 10) {
        (whole, 0) => format!("{}{whole}", if whole == 0 { "" } else { sign }),
        (0, rest) => format!("{sign}.{rest}"),
        (whole, rest) => format!("{sign}{whole}.{rest}"),
    }
}

/// Two numbers, as tightly as path data may hold them.
fn pair((x, y): Spot) -> String {
    let (x, y) = (number(x), number(y));
    let between = if y.starts_with('-') || (y.starts_with('.') && x.contains('.')) { "" } else { " " };
    format!("{x}{between}{y}")
}

/// Path data: the first point where it is, the others from the one before.
pub fn path_data(spots: impl IntoIterator<Item = Spot>) -> (String, usize) {
    let (mut data, mut count, mut last) = (String::new(), 0, (0, 0));
    for spot in spots {
        let step = pair((spot.0 - last.0, spot.1 - last.1));
        let lead = match count {
            0 => "M",
            1 => "l",
            _ if step.starts_with('-') => "",
            _ => " ",
        };
        _ = write!(data, "{lead}{step}");
        (last, count) = (spot, count + 1);
    }
    (data, count)
}

/// What plotters draws with.
pub struct Pen(pub Rc<RefCell<Ink>>);

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
        let mut ink = self.0.borrow_mut();
        let [x, y, width, height] = [from.0, from.1, to.0 - from.0, to.1 - from.1].map(number);
        if ink.detail == Detail::Joined {
            let (class, piece) = (ink.class, format!("h{width}v{height}h-{width}z"));
            ink.mark(class, from, &piece);
        } else {
            ink.element("rect", &format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\""));
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = Spot>>(&mut self, path: I, _: &S) -> Drawn {
        let path: Vec<Spot> = path.into_iter().collect();
        let (data, count) = match path[..] {
            [(x, y), to] if y == to.1 => (format!("M{}h{}", pair((x, y)), number(to.0 - x)), 2),
            [(x, y), to] if x == to.0 => (format!("M{}v{}", pair((x, y)), number(to.1 - y)), 2),
            _ => path_data(path),
        };
        if count > 1 {
            self.0.borrow_mut().element("path", &format!("d=\"{data}\""));
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = Spot>>(&mut self, corners: I, _: &S) -> Drawn {
        let mut ink = self.0.borrow_mut();
        let corners: Vec<Spot> = corners.into_iter().collect();
        let (Some(first), (data, _)) = (corners.first(), path_data(corners.iter().copied())) else {
            return Ok(());
        };
        if ink.detail == Detail::Joined {
            let (class, lead) = (ink.class, data.find('l').unwrap_or(data.len()));
            ink.mark(class, *first, &format!("{}z", &data[lead..]));
        } else {
            ink.element("path", &format!("d=\"{data}z\""));
        }
        Ok(())
    }

    /// Joined discs are points of a path: its round ends and its width make them.
    fn draw_circle<S: BackendStyle>(&mut self, spot: Spot, radius: u32, _: &S, filled: bool) -> Drawn {
        let mut ink = self.0.borrow_mut();
        let (x, y, radius) = (number(spot.0), number(spot.1), radius as i32);
        if ink.detail == Detail::Joined && filled {
            ink.mark("ronds", spot, "h0");
        } else {
            ink.element("circle", &format!("cx=\"{x}\" cy=\"{y}\" r=\"{}\"", number(radius)));
        }
        Ok(())
    }

    /// Texts are placed by us (`Canvas::text`), with real widths.
    fn draw_text<T: BackendTextStyle>(&mut self, _: &str, _: &T, _: Spot) -> Drawn {
        Ok(())
    }
}
