//! `podium`: the first three, fewer when there are fewer.
use crate::assemble::figures::forms;
use crate::assemble::figures::forms::Shape;
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::settings::Order;
use crate::assemble::figures::wanted::Wanted;
use crate::base::french;
use crate::model::figure::Form;

const STEPS: usize = 3;

pub fn shape(inquiry: &mut Inquiry, wanted: &Wanted, grid: Grid) -> Option<Shape> {
    forms::alone(inquiry, wanted, "un podium")?;
    let value = |n: &usize| grid.traces.first().and_then(|trace| trace.readings[*n].exact());
    let mut order = grid.ranked(Order::Falling);
    order.retain(|n| value(n).is_some());
    let last = order.get(STEPS - 1).and_then(value);
    let tied = |n: &&usize| value(n).zip(last).is_some_and(|(value, last)| value == last);
    let beyond: Vec<&str> =
        order.iter().skip(STEPS).filter(tied).take(3).map(|n| grid.places[*n].label.as_str()).collect();
    let mut notes = grid.notes.clone();
    if !beyond.is_empty() {
        notes.push(format!("À égalité avec la troisième place, non montré : {}", french::list(&beyond)));
    }
    order.truncate(STEPS);
    let grid = Grid { notes, ..grid.picked(&order) };
    Some(Shape::plain(Form::Podium, grid))
}
