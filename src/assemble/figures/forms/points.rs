//! `points`: marks on a common scale, or where two measures meet.
use crate::assemble::figures::columns::MOST_DECIMALS;
use crate::assemble::figures::forms::Shape;
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::positions;
use crate::assemble::figures::wanted::Wanted;
use crate::base::diagnostic::Code;
use crate::model::figure;
use crate::model::figure::Across;
use crate::model::figure::Form;
use crate::model::table::Cells;
use crate::model::table::DataSet;

/// Names that a scale has room for, and marks that can be told apart.
const MOST: (usize, usize) = (60, 1_000);

pub fn shape(inquiry: &mut Inquiry, wanted: &Wanted, grid: Grid) -> Option<Shape> {
    let scattered = grid.places.iter().any(|place| place.across.is_some());
    let most = if scattered { MOST.1 } else { MOST.0 };
    if grid.places.len() > most {
        let message = format!("{} points, {most} au plus", grid.places.len());
        let help = "choisissez des lignes avec « filtre » ou « garder »".to_owned();
        inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help));
        return None;
    }
    if !scattered {
        return Some(Shape::plain(Form::Dots, grid));
    }
    Some(scatter(wanted, grid))
}

/// By growing x; a point whose x is unknown has no place.
fn scatter(wanted: &Wanted, mut grid: Grid) -> Shape {
    let column = &wanted.set.columns[wanted.x];
    let decimals = grid.places.iter().filter_map(|place| place.across).map(|it| it.decimals()).max();
    let decimals = decimals.unwrap_or(0).min(MOST_DECIMALS);
    let mut order: Vec<usize> = (0..grid.places.len()).filter(|n| grid.places[*n].across.is_some()).collect();
    order.sort_by_key(|n| grid.places[*n].across);
    let left = grid.places.len() - order.len();
    for place in grid.places.iter_mut().filter(|place| place.label.is_empty()) {
        let Some(across) = place.across else { continue };
        place.label = figure::amount(across.number(), decimals, column.unit());
        place.short.clone_from(&place.label);
    }
    grid = grid.picked(&order);
    match left {
        0 => {}
        1 => grid.notes.push("Une ligne sans abscisse n’est pas montrée".to_owned()),
        _ => grid.notes.push(format!("{left} lignes sans abscisse ne sont pas montrées")),
    }
    let name = positions::one_line(&column.label());
    let across = Across { name, unit: column.unit().to_owned(), decimals };
    Shape { across: Some(across), ..Shape::plain(Form::Scatter, grid) }
}

/// The column that names the points of a scatter chart: the first of texts.
pub fn names(set: &DataSet) -> Option<usize> {
    set.columns.iter().position(|column| matches!(column.cells, Cells::Texts))
}

/// What a row of a scatter chart is about; nothing when there is no column of texts.
pub fn name(set: &DataSet, row: usize) -> String {
    names(set).map_or_else(String::new, |column| set.table.cell(row, column).trim().to_owned())
}
