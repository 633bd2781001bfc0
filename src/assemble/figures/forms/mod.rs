//! What each type of figure makes of its numbers.
pub mod calendar;
pub mod classes;
pub mod map;
pub mod podium;
pub mod points;
pub mod shares;
pub mod stacked;

use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::settings::Keep;
use crate::assemble::figures::settings::Order;
use crate::assemble::figures::settings::Settings;
use crate::assemble::figures::settings::Sort;
use crate::assemble::figures::settings::kind::Kind;
use crate::assemble::figures::wanted::Wanted;
use crate::base::diagnostic::Code;
use crate::base::french;
use crate::base::span::Span;
use crate::model::figure::Across;
use crate::model::figure::Form;
use crate::model::value::Number;

/// Numbers in the form that they will be drawn in.
pub struct Shape {
    pub form: Form,
    pub grid: Grid,
    pub panels: Vec<String>,
    pub classes: Vec<Number>,
    pub across: Option<Across>,
}

impl Shape {
    fn plain(form: Form, grid: Grid) -> Self {
        Self { form, grid, panels: Vec::new(), classes: Vec::new(), across: None }
    }
}

/// Nothing when the numbers may not take that form: it was told.
pub fn shape(inquiry: &mut Inquiry, (settings, wanted): (&Settings, &Wanted), grid: Grid) -> Option<Shape> {
    let grid = match settings.kind {
        Kind::Stacked | Kind::Podium => grid,
        _ => first(inquiry, settings, grid)?,
    };
    match settings.kind {
        Kind::Lines if wanted.panels.is_empty() => Some(Shape::plain(Form::Lines, grid)),
        Kind::Lines => Some(Shape { panels: wanted.panels.clone(), ..Shape::plain(Form::Multiples, grid) }),
        Kind::Bars => {
            let upright = grid.is_timed()
                && matches!(settings.sort, Sort::File | Sort::Label(Order::Growing))
                && matches!(settings.keep, Keep::All | Keep::Named(_));
            Some(Shape::plain(if upright { Form::Columns } else { Form::Bars }, grid))
        }
        Kind::Table => Some(Shape::plain(Form::Table, grid)),
        Kind::Stacked => stacked::shape(inquiry, (settings, wanted), grid),
        Kind::Podium => podium::shape(inquiry, wanted, grid),
        Kind::Points => points::shape(inquiry, wanted, grid),
        Kind::Map => map::shape(inquiry, (settings, wanted), grid),
        Kind::Calendar => calendar::shape(inquiry, settings, grid),
    }
}

/// `garder: 5` on labels: the five greatest; the figure says that there are others.
fn first(inquiry: &mut Inquiry, settings: &Settings, grid: Grid) -> Option<Grid> {
    let Keep::First(count, at) = &settings.keep else { return Some(grid) };
    if grid.is_timed() && settings.kind != Kind::Bars {
        let help = "écrivez « dernier: 12 » pour garder les dernières périodes".to_owned();
        let message = "« garder » attend ici des noms".to_owned();
        inquiry.fault(Code::ChartValue, at.clone(), (message, help));
        return None;
    }
    let mut order = grid.ranked(Order::Falling);
    let others = order.len().saturating_sub(*count);
    order.truncate(*count);
    if settings.sort != Sort::File {
        order.sort_unstable();
    }
    let mut grid = grid.picked(&order);
    match others {
        0 => {}
        1 => grid.notes.push("Une autre valeur, plus petite, n’est pas montrée".to_owned()),
        _ => grid.notes.push(format!(
            "Les {} autres valeurs, plus petites, ne sont pas montrées",
            french::number(others as f64, 0)
        )),
    }
    Some(grid)
}

/// Forms that show one series.
fn alone(inquiry: &mut Inquiry, wanted: &Wanted, what: &str) -> Option<()> {
    if wanted.series.len() == 1 {
        return Some(());
    }
    let message = format!("{what} ne montre qu'une série, or il y en a {}", wanted.series.len());
    let help = "gardez une seule colonne en « y »".to_owned();
    fault(inquiry, inquiry.span.clone(), (message, help))
}

fn fault(inquiry: &mut Inquiry, at: Span, told: (String, String)) -> Option<()> {
    inquiry.fault(Code::ChartValue, at, told);
    None
}
