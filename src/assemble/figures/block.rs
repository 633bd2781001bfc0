//! A block `graphique` or `tableau` becomes a figure.
use std::sync::Arc;

use crate::assemble::figures::columns::MOST_DECIMALS;
use crate::assemble::figures::forms;
use crate::assemble::figures::forms::Shape;
use crate::assemble::figures::forms::points;
use crate::assemble::figures::grid;
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::grid::Place;
use crate::assemble::figures::grid::Trace;
use crate::assemble::figures::inquiry;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::positions;
use crate::assemble::figures::sentence;
use crate::assemble::figures::settings;
use crate::assemble::figures::settings::Settings;
use crate::assemble::figures::settings::kind::Kind;
use crate::assemble::figures::wanted;
use crate::assemble::figures::wanted::Wanted;
use crate::assemble::figures::words;
use crate::base::diagnostic;
use crate::base::diagnostic::Code;
use crate::model::document::FigureBlock;
use crate::model::figure::Emphasis;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Measure;
use crate::model::figure::Series;
use crate::model::table;

pub fn read(inquiry: &mut Inquiry, block: &FigureBlock) -> Option<Figure> {
    let Some(fields) = block.settings.map() else {
        let help = "écrivez une clé par ligne : « titre: … », « donnees: … »".to_owned();
        let message = format!("le bloc « {} » est vide ou n'est pas une liste de clés", block.name);
        inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help));
        return None;
    };
    let before = inquiry.errors();
    let settings = settings::read(inquiry, fields, &block.name);
    let set = inquiry.set(fields);
    let (settings, set) = (settings?, set?);
    let bare = set.table.header.is_empty();
    let wanted = if bare { None } else { wanted::read(inquiry, (fields, &settings), &set) };
    if inquiry.errors() > before {
        return None;
    }
    let Some(wanted) = wanted else { return Some(nothing(block, &settings)) };
    let grid = grid::read(inquiry, &wanted, &settings)?;
    let mut shape = forms::shape(inquiry, (&settings, &wanted), grid)?;
    let unit = unit(inquiry, &settings, &mut shape)?;
    let emphasis = emphasis(inquiry, &settings, &shape.grid)?;
    let mut figure = figure(block, (&settings, &wanted), &shape, unit);
    for (series, emphasis) in figure.series.iter_mut().zip(emphasis) {
        series.emphasis = emphasis;
    }
    figure.events = words::events(inquiry, &settings, &shape.grid);
    figure.words = words::around(inquiry, (&settings, &wanted), &shape);
    figure.words.sentence = match &settings.description {
        Some(description) => description.clone(),
        None => sentence::of(&figure, &shape.grid),
    };
    Some(figure)
}

/// A file without a single line.
fn nothing(block: &FigureBlock, settings: &Settings) -> Figure {
    let shape = Shape {
        form: if settings.kind == Kind::Table { Form::Table } else { Form::Lines },
        grid: Grid::default(),
        panels: Vec::new(),
        classes: Vec::new(),
        across: None,
    };
    let mut figure = bare(block, settings, &shape);
    figure.words.sentence = sentence::of(&figure, &shape.grid);
    figure
}

fn bare(block: &FigureBlock, settings: &Settings, shape: &Shape) -> Figure {
    Figure {
        form: shape.form,
        id: format!("{}-{}", if shape.form == Form::Table { "tableau" } else { "graphique" }, block.number),
        title: settings.title.clone(),
        level: block.level,
        axis: String::new(),
        positions: Vec::new(),
        series: Vec::new(),
        panels: Vec::new(),
        unit: String::new(),
        decimals: 0,
        baseline: settings.baseline,
        events: Vec::new(),
        classes: shape.classes.clone(),
        across: shape.across.clone(),
        words: words::own(settings),
    }
}

/// All but its words.
fn figure(
    block: &FigureBlock,
    (settings, wanted): (&Settings, &Wanted),
    shape: &Shape,
    unit: String,
) -> Figure {
    let grid = &shape.grid;
    let own = grid.traces.iter().map(|trace| trace.decimals).max().unwrap_or(0);
    let series = |trace: &Trace| Series { own: measure(settings, shape, trace), ..trace.series() };
    // A scatter chart names its points by their first text.
    let texts = points::names(wanted.set).filter(|_| shape.form == Form::Scatter);
    let columns = std::iter::once(texts.unwrap_or(wanted.x)).chain(wanted.beside.iter().copied());
    let axis: Vec<String> = columns.map(|column| wanted.set.columns[column].label()).collect();
    Figure {
        axis: positions::one_line(&axis.join(" – ")),
        positions: grid.places.iter().map(Place::position).collect(),
        series: grid.traces.iter().map(series).collect(),
        panels: shape.panels.iter().map(|panel| Arc::from(panel.as_str())).collect(),
        unit,
        decimals: settings.decimals.unwrap_or(own).min(MOST_DECIMALS),
        ..bare(block, settings, shape)
    }
}

/// Columns of a table that do not share a unit or a precision.
fn measure(settings: &Settings, shape: &Shape, trace: &Trace) -> Option<Measure> {
    let traces = &shape.grid.traces;
    let same = traces.iter().all(|it| it.unit == trace.unit && it.decimals == trace.decimals);
    if shape.form != Form::Table || same {
        return None;
    }
    let decimals = settings.decimals.unwrap_or(trace.decimals).min(MOST_DECIMALS);
    let unit = settings.unit.clone().unwrap_or_else(|| trace.unit.clone());
    Some(Measure { unit, decimals })
}

/// One for the whole figure; columns of a table may each have their own, which
/// then stands in their names.
fn unit(inquiry: &mut Inquiry, settings: &Settings, shape: &mut Shape) -> Option<String> {
    let known = |trace: &&Trace| trace.readings.iter().any(|reading| *reading != Reading::Missing);
    let mut units: Vec<&str> = shape.grid.traces.iter().filter(known).map(|it| it.unit.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    match units[..] {
        [] => Some(settings.unit.clone().unwrap_or_default()),
        [one] => Some(settings.unit.clone().unwrap_or_else(|| one.to_owned())),
        _ if shape.form == Form::Table => {
            let silent = |trace: &&mut Trace| {
                !trace.unit.is_empty() && !trace.name.to_lowercase().contains(&trace.unit.to_lowercase())
            };
            for trace in shape.grid.traces.iter_mut().filter(silent) {
                trace.name = format!("{} ({})", trace.name, trace.unit);
            }
            Some(String::new())
        }
        _ => {
            let message = "ces colonnes n'ont pas la même unité : elles ne partagent pas un axe".to_owned();
            let help = "faites un graphique pour chaque unité".to_owned();
            inquiry.fault(Code::ChartMisleading, inquiry.span.clone(), (message, help));
            None
        }
    }
}

/// `mettre_en_avant`: series that stand out, the others turn grey.
fn emphasis(inquiry: &mut Inquiry, settings: &Settings, grid: &Grid) -> Option<Vec<Emphasis>> {
    let mut emphasis = vec![Emphasis::Plain; grid.traces.len()];
    if settings.highlighted.is_empty() {
        return Some(emphasis);
    }
    emphasis.fill(Emphasis::Muted);
    let mut sound = true;
    for (name, at) in &settings.highlighted {
        let mut found = grid.traces.iter().enumerate().filter(|(_, trace)| trace.name == *name).peekable();
        if found.peek().is_none() {
            sound = false;
            let known = || grid.traces.iter().map(|trace| trace.name.as_str());
            let help = match diagnostic::nearest(name, known()) {
                Some(near) => format!("vouliez-vous « {near} » ?"),
                None => format!("séries : {}", inquiry::some(known())),
            };
            let message = format!("« {} » n'est pas une série de cette figure", table::excerpt(name));
            inquiry.fault(Code::ChartValue, at.clone(), (message, help));
        }
        found.for_each(|(n, _)| emphasis[n] = Emphasis::Highlighted);
    }
    sound.then_some(emphasis)
}
