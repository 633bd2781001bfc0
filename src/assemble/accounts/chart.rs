//! Accounts as a figure: their years side by side, or the items of the only one.
use crate::assemble::accounts::lines::Line;
use crate::assemble::accounts::words::Frame;
use crate::assemble::accounts::years::Part;
use crate::assemble::accounts::years::Year;
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::grid::MOST_BARS;
use crate::assemble::figures::grid::Place;
use crate::assemble::figures::grid::Trace;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::sentence;
use crate::assemble::figures::words;
use crate::base::date::Date;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::period::Period;
use crate::base::period::Step;
use crate::base::span::Span;
use crate::model::document::Body;
use crate::model::document::Document;
use crate::model::document::FigureBlock;
use crate::model::document::Piece;
use crate::model::figure::Baseline;
use crate::model::figure::Drawing;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Words;
use crate::model::site::Prose;
use crate::model::site::Targets;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::model::value::Yaml;

/// A body that holds the figure alone, so that it is printed as any other.
pub fn of(years: &[Year], frame: &Frame, (path, home): (&SitePath, Option<Route>)) -> Prose {
    let figure = figure(years, frame);
    let block = FigureBlock {
        name: "graphique".into(),
        settings: Node { yaml: Yaml::Null, range: (0, 0) },
        level: 2,
        number: 1,
        span: Span::top(path),
    };
    let holds = figure.is_some();
    let body = Body {
        pieces: if holds { vec![Piece::Figure(0)] } else { Vec::new() },
        figures: if holds { vec![block] } else { Vec::new() },
        ..Body::default()
    };
    let drawings: Vec<Drawing> = figure.into_iter().map(|figure| Drawing::Figure(Box::new(figure))).collect();
    let print = Fingerprint::of(&(path, &home, &drawings));
    let document = Document {
        path: path.clone(),
        fields: Fields::default(),
        matter: (0, 0),
        body,
        typography: frame.typography,
        print,
    };
    Prose { document: document.into(), home, targets: Targets::default(), drawings, print }
}

/// Nothing when nobody could compare so many bars.
fn figure(years: &[Year], frame: &Frame) -> Option<Figure> {
    let (form, grid, title) = match years {
        [] => return None,
        [only] => (Form::Bars, items(only), format!("Budget {} par poste", only.number)),
        _ => (Form::Columns, totals(years), "Budget prévu et réalisé par année".to_owned()),
    };
    if grid.places.len() > MOST_BARS || grid.traces.is_empty() {
        return None;
    }
    let decimals = grid.traces.iter().map(|trace| trace.decimals).max().unwrap_or(0);
    let mut figure = Figure {
        form,
        id: "graphique-1".to_owned(),
        title,
        level: 2,
        axis: if form == Form::Bars { "Poste" } else { "Année" }.to_owned(),
        positions: grid.places.iter().map(Place::position).collect(),
        series: grid.traces.iter().map(Trace::series).collect(),
        panels: Vec::new(),
        unit: "€".to_owned(),
        decimals,
        baseline: Baseline::Zero,
        events: Vec::new(),
        classes: Vec::new(),
        across: None,
        words: Words {
            source: frame.source.clone(),
            as_of: frame.updated.map(Date::french),
            notes: grid.notes.clone(),
            ..Words::default()
        },
    };
    figure.words.sentence = sentence::of(&figure, &grid);
    words::set(&mut figure, frame.typography);
    Some(figure)
}

fn items(year: &Year) -> Grid {
    let reading = |part: Part| move |line: &Line| part.of(line);
    let known = |part: &Part| year.items.iter().any(|line| part.of(line).is_some());
    let traces = Part::BOTH.into_iter().filter(known);
    Grid {
        places: year.items.iter().map(|line| Place::labelled(&line.item)).collect(),
        traces: traces.map(|part| trace(part, year.items.iter().map(reading(part)))).collect(),
        notes: unfinished(year).into_iter().collect(),
        ..Grid::default()
    }
}

/// The oldest first. What was spent in a year that is not over would look low
/// beside the others: its own table tells it.
fn totals(years: &[Year]) -> Grid {
    let amount =
        |part: Part| move |year: &Year| part.sum(year).filter(|_| part == Part::Planned || !year.open);
    let known = |part: &Part| years.iter().any(|year| amount(*part)(year).is_some());
    let place = |year: &Year| {
        let start = Date::new(year.number, 1, 1)?;
        Some(Place::timed(Period { start, step: Step::Year }))
    };
    let left_out = years.iter().filter(|year| year.open && year.actual.is_some());
    let note =
        |year: &Year| format!("Le réalisé de {}, qui n’est pas terminée, est dans son tableau", year.number);
    Grid {
        places: years.iter().rev().filter_map(place).collect(),
        traces: Part::BOTH
            .into_iter()
            .filter(known)
            .map(|part| trace(part, years.iter().rev().map(amount(part))))
            .collect(),
        notes: left_out.map(note).collect(),
        ..Grid::default()
    }
}

fn unfinished(year: &Year) -> Option<String> {
    let spent = year.open && year.actual.is_some();
    spent.then(|| format!("L’année {} n’est pas terminée : le réalisé est provisoire", year.number))
}

fn trace(part: Part, amounts: impl Iterator<Item = Option<Exact>>) -> Trace {
    let readings: Vec<Reading> =
        amounts.map(|amount| amount.map_or(Reading::Missing, Reading::Known)).collect();
    let cents = |reading: &Reading| reading.exact().is_some_and(|amount| amount.at_decimals(2) % 100 != 0);
    let decimals = if readings.iter().any(cents) { 2 } else { 0 };
    Trace { name: part.name().to_owned(), column: 0, unit: "€".to_owned(), decimals, readings, panel: 0 }
}
