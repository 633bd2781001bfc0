//! `calendrier`: days in weeks, by shades.
use crate::assemble::figures::forms::Shape;
use crate::assemble::figures::forms::classes;
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::settings::Settings;
use crate::base::diagnostic::Code;
use crate::base::period::Step;
use crate::model::figure::Form;

/// Days of three years.
const MOST: usize = 1_096;

pub fn shape(inquiry: &mut Inquiry, settings: &Settings, grid: Grid) -> Option<Shape> {
    let days = grid.places.iter().all(|place| place.period.is_some_and(|period| period.step == Step::Day));
    let (message, help) = if !days {
        (
            "un calendrier demande une valeur par jour".to_owned(),
            "choisissez « type: barres » ou « type: lignes »",
        )
    } else if grid.traces.len() > 1 {
        let message = format!("un calendrier ne montre qu'une série, or il y en a {}", grid.traces.len());
        (message, "gardez une seule colonne en « y »")
    } else if grid.places.len() > MOST {
        let message = format!("{} jours, trois ans au plus", grid.places.len());
        (message, "choisissez une période avec « depuis » ou « jusque »")
    } else {
        let readings: Vec<Reading> =
            grid.traces.first().map(|trace| trace.readings.clone()).unwrap_or_default();
        let chosen = settings.classes.clone();
        let classes = if chosen.is_empty() { classes::of(&readings) } else { chosen };
        return Some(Shape { classes, ..Shape::plain(Form::Calendar, grid) });
    };
    inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help.to_owned()));
    None
}
