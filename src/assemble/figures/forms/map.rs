//! `carte`: départements or régions, by shades.
use std::collections::BTreeMap;

use crate::assemble::figures::forms;
use crate::assemble::figures::forms::Shape;
use crate::assemble::figures::forms::classes;
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::positions::MOST_TOLD;
use crate::assemble::figures::settings::Settings;
use crate::assemble::figures::settings::Sort;
use crate::assemble::figures::wanted::Wanted;
use crate::base::diagnostic;
use crate::base::territory;
use crate::model::figure::Division;
use crate::model::figure::Form;
use crate::model::table;

pub fn shape(
    inquiry: &mut Inquiry,
    (settings, wanted): (&Settings, &Wanted),
    mut grid: Grid,
) -> Option<Shape> {
    forms::alone(inquiry, wanted, "une carte")?;
    let division = settings.division.unwrap_or_else(|| guessed(&grid));
    let mut seen = BTreeMap::<&str, String>::new();
    let mut faults = 0;
    for place in &mut grid.places {
        let fault = match found(division, &place.key) {
            Some((code, name)) => match seen.insert(code, place.key.clone()) {
                None => {
                    (place.key, place.label, place.short) = (code.into(), name.into(), name.into());
                    continue;
                }
                Some(first) => (
                    format!(
                        "« {} » et « {} » sont le même territoire",
                        table::excerpt(&first),
                        table::excerpt(&place.key)
                    ),
                    String::new(),
                ),
            },
            None => unknown(division, &place.key),
        };
        faults += 1;
        if faults <= MOST_TOLD {
            told(inquiry, wanted, &place.key, fault);
        }
    }
    if faults > 0 {
        return None;
    }
    if settings.sort == Sort::File {
        let mut order: Vec<usize> = (0..grid.places.len()).collect();
        order.sort_by_key(|n| grid.places[*n].key.clone());
        grid = grid.picked(&order);
    }
    let readings = grid.traces.first().map(|trace| trace.readings.clone()).unwrap_or_default();
    let chosen = settings.classes.clone();
    let classes = if chosen.is_empty() { classes::of(&readings) } else { chosen };
    Some(Shape { classes, ..Shape::plain(Form::Map(division), grid) })
}

/// The division that knows more of the places; départements when both do, since
/// their codes are of two digits too.
fn guessed(grid: &Grid) -> Division {
    let known = |division| grid.places.iter().filter(|place| found(division, &place.key).is_some()).count();
    if known(Division::Regions) > known(Division::Departments) {
        Division::Regions
    } else {
        Division::Departments
    }
}

/// Code and name, from either.
fn found(division: Division, text: &str) -> Option<(&'static str, &'static str)> {
    let (by_code, by_name): (Lookup, Lookup) = match division {
        Division::Departments => (territory::department, territory::department_named),
        Division::Regions => (territory::region, territory::region_named),
    };
    let coded = |text: &str| {
        let name = by_code(text)?;
        Some((by_name(name)?, name))
    };
    let named = || {
        let code = by_name(text)?;
        Some((code, by_code(code)?))
    };
    coded(&text.to_uppercase()).or_else(named)
}

type Lookup = fn(&str) -> Option<&'static str>;

fn unknown(division: Division, text: &str) -> (String, String) {
    let (names, what): (Vec<&str>, &str) = match division {
        Division::Departments => {
            (territory::DEPARTMENTS.iter().map(|(_, name, _)| *name).collect(), "département")
        }
        Division::Regions => (territory::REGIONS.iter().map(|(_, name)| *name).collect(), "région"),
    };
    let padded = format!("0{text}");
    let near = diagnostic::nearest(text, names).or_else(|| found(division, &padded).map(|_| padded.as_str()));
    let help = match (near, text) {
        (_, "20") if division == Division::Departments => "écrivez « 2A » ou « 2B »".to_owned(),
        (Some(near), _) => format!("vouliez-vous « {near} » ?"),
        (None, _) => {
            format!("écrivez le code INSEE ou le nom d'un{} {what}", if what == "région" { "e" } else { "" })
        }
    };
    let article = if what == "région" { "une région" } else { "un département" };
    (format!("« {} » n'est pas {article}", table::excerpt(text)), help)
}

fn told(inquiry: &mut Inquiry, wanted: &Wanted, key: &str, (message, help): (String, String)) {
    let table = &wanted.set.table;
    let row = wanted.rows.iter().find(|row| table.cell(**row, wanted.x).trim() == key);
    let line = row.map_or(table.header_line, |row| table.line(*row));
    let message = format!("colonne « {} » : {message}", table.header[wanted.x]);
    inquiry.cell_with_help((wanted.set, line, wanted.x), (message, help));
}
