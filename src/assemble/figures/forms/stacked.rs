//! `empile`: the parts of a whole, as shares of a hundred.
use crate::assemble::figures::forms::Shape;
use crate::assemble::figures::forms::shares;
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::grid::Place;
use crate::assemble::figures::grid::Trace;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::settings::Keep;
use crate::assemble::figures::settings::Order;
use crate::assemble::figures::settings::Settings;
use crate::assemble::figures::wanted;
use crate::assemble::figures::wanted::Wanted;
use crate::base::diagnostic::Code;
use crate::base::french;
use crate::model::declaration::Answers;
use crate::model::declaration::Nature;
use crate::model::figure;
use crate::model::figure::Form;

/// Parts that eyes can tell apart.
const MOST_PARTS: usize = 4;

pub fn shape(inquiry: &mut Inquiry, (settings, wanted): (&Settings, &Wanted), grid: Grid) -> Option<Shape> {
    one_answer(inquiry, (settings, wanted))?;
    if grid.places.is_empty() {
        return Some(Shape::plain(Form::Stacked, grid));
    }
    let grid = match grid.traces.len() {
        1 if grid.is_timed() => {
            let help =
                "donnez plusieurs colonnes en « y », ou une colonne de parts avec « serie »".to_owned();
            let message = "un empilement montre plusieurs parts pour chaque période".to_owned();
            inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help));
            return None;
        }
        1 => one_bar(inquiry, (settings, wanted), grid)?,
        _ => grid,
    };
    let percents = grid.traces.iter().all(|trace| trace.unit == "%");
    let grid = if percents { given(inquiry, settings, grid)? } else { counted(inquiry, settings, grid)? };
    Some(Shape::plain(Form::Stacked, grid))
}

fn one_answer(inquiry: &mut Inquiry, (settings, wanted): (&Settings, &Wanted)) -> Option<()> {
    for wish in &wanted.series {
        let column = &wanted.set.columns[wish.column];
        let declared = column.declared.as_ref().map_or(Answers::One, |declared| declared.answers);
        let several = settings.answers.unwrap_or(declared) == Answers::Several;
        let ratio = column.nature() == Some(Nature::Ratio) && column.unit() != "%";
        let name = &column.name;
        let (code, message) = if several {
            let message = format!(
                "« {name} » vient d'une question à plusieurs réponses : ses parts ne forment pas un tout"
            );
            (Code::AnswersSeveral, message)
        } else if ratio {
            (Code::ChartMisleading, format!("« {name} » est un ratio : ses valeurs ne forment pas un tout"))
        } else {
            continue;
        };
        let help = "choisissez « type: barres » : chaque valeur s'y lit seule".to_owned();
        inquiry.fault(code, inquiry.span.clone(), (message, help));
        return None;
    }
    Some(())
}

/// One column over labels: the labels are the parts of a single bar.
fn one_bar(inquiry: &mut Inquiry, (settings, wanted): (&Settings, &Wanted), grid: Grid) -> Option<Grid> {
    let Some(trace) = grid.traces.first().cloned() else { return Some(grid) };
    let parts: Vec<(String, Reading)> =
        grid.places.iter().map(|place| place.label.clone()).zip(trace.readings).collect();
    let parts = grouped(inquiry, (settings, wanted), parts, &grid)?;
    if parts.len() > MOST_PARTS {
        let message = format!("{} parts, {MOST_PARTS} au plus", parts.len());
        let help = "ajoutez « garder: 3 » : les trois plus grandes sont montrées, les autres regroupées";
        inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help.to_owned()));
        return None;
    }
    let part = |(name, reading): (String, Reading)| Trace {
        name,
        readings: vec![reading],
        column: trace.column,
        unit: trace.unit.clone(),
        decimals: trace.decimals,
        panel: 0,
    };
    let traces = parts.into_iter().map(part).collect();
    Some(Grid { places: vec![Place::labelled(&trace.name)], traces, ..grid })
}

/// Those that `garder` wants, then all the others as one.
fn grouped(
    inquiry: &mut Inquiry,
    (settings, wanted): (&Settings, &Wanted),
    parts: Vec<(String, Reading)>,
    grid: &Grid,
) -> Option<Vec<(String, Reading)>> {
    let other = |name: &str| matches!(name.to_lowercase().as_str(), "autre" | "autres");
    let kept: Vec<(String, Reading)> = match &settings.keep {
        Keep::All => return Some(parts),
        Keep::First(count, _) => {
            let order = grid.ranked(Order::Falling).into_iter();
            order.map(|n| parts[n].clone()).filter(|(name, _)| !other(name)).take(*count).collect()
        }
        Keep::Named(_) => wanted::kept(inquiry, (wanted.set, wanted.x), parts.clone(), &settings.keep)?,
    };
    let rest: Vec<&(String, Reading)> =
        parts.iter().filter(|(name, _)| kept.iter().all(|(known, _)| known != name)).collect();
    let mut all = kept.clone();
    match rest.as_slice() {
        [] => {}
        [only] => all.push((*only).clone()),
        _ => all.push(("Autres".to_owned(), sum(rest.iter().map(|(_, reading)| *reading)))),
    }
    Some(all)
}

/// Known when all parts are.
fn sum(parts: impl Iterator<Item = Reading>) -> Reading {
    let mut total = Exact::ZERO;
    for part in parts {
        match part {
            Reading::Known(value) => total = total.plus(value),
            silence => return silence,
        }
    }
    Reading::Known(total)
}

/// Shares that the file gives: they must make a hundred, but for their roundings.
fn given(inquiry: &mut Inquiry, settings: &Settings, mut grid: Grid) -> Option<Grid> {
    let own = grid.traces.iter().map(|trace| trace.decimals).max().unwrap_or(0);
    for n in 0..grid.places.len() {
        let parts: Option<Vec<Exact>> = grid.traces.iter().map(|trace| trace.readings[n].exact()).collect();
        let Some(parts) = parts else { continue };
        let total = parts.iter().fold(Exact::ZERO, |sum, part| sum.plus(*part));
        let far = total.minus(Exact::of_units(100, 0)).at_decimals(own).abs();
        if 2 * far > parts.len() as i128 || parts.iter().any(|part| part.is_negative()) {
            let shown = figure::written(total.number(), own, "%");
            let message = format!(
                "les parts de « {} » font {shown} : elles ne forment pas un tout",
                grid.places[n].label
            );
            let help =
                "choisissez « type: barres » si plusieurs réponses étaient possibles, ou complétez les parts";
            inquiry.fault(Code::AnswersSeveral, inquiry.span.clone(), (message, help.to_owned()));
            return None;
        }
        let Some(decimals) = settings.decimals.filter(|decimals| *decimals < own) else { continue };
        if let Some(shares) = shares::of(&parts, decimals) {
            put(&mut grid, n, &shares);
        }
    }
    Some(grid)
}

/// Shares worked out from counts.
fn counted(inquiry: &mut Inquiry, settings: &Settings, mut grid: Grid) -> Option<Grid> {
    let decimals = settings.decimals.unwrap_or(0);
    let mut whole = None;
    for n in 0..grid.places.len() {
        let readings = grid.traces.iter().map(|trace| trace.readings[n]);
        if readings.clone().any(|it| it.exact().is_some_and(Exact::is_negative)) {
            let message =
                format!("« {} » a une part négative : un empilement n'en montre pas", grid.places[n].label);
            let help = "choisissez « type: barres »".to_owned();
            inquiry.fault(Code::ChartMisleading, inquiry.span.clone(), (message, help));
            return None;
        }
        let silence = match sum(readings.clone()) {
            Reading::Known(total) => {
                whole = Some(total);
                let parts: Vec<Exact> = readings.filter_map(Reading::exact).collect();
                if let Some(shares) = shares::of(&parts, decimals) {
                    put(&mut grid, n, &shares);
                    continue;
                }
                Reading::Missing
            }
            silence => silence,
        };
        grid.traces.iter_mut().for_each(|trace| trace.readings[n] = silence);
    }
    let unit = grid.traces.first().map(|trace| trace.unit.clone()).unwrap_or_default();
    let note = match whole.filter(|_| grid.places.len() == 1) {
        Some(total) if figure::is_symbol(&unit) || unit.is_empty() => {
            format!(
                "Parts calculées sur un total de {}",
                french::number(total.number().get(), total.decimals())
            )
        }
        Some(total) => {
            format!("Parts calculées sur {}", figure::amount(total.number(), total.decimals(), &unit))
        }
        None => "Parts calculées sur le total de chaque ligne".to_owned(),
    };
    grid.notes.push(note);
    for trace in &mut grid.traces {
        trace.unit = "%".to_owned();
        trace.decimals = decimals;
    }
    Some(grid)
}

fn put(grid: &mut Grid, place: usize, shares: &[Exact]) {
    for (trace, share) in grid.traces.iter_mut().zip(shares) {
        trace.readings[place] = Reading::Known(*share);
    }
}
