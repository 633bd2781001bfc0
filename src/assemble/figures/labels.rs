//! Series over labels: one place for each, in the order of the file.
use std::collections::BTreeMap;

use crate::assemble::figures::columns;
use crate::assemble::figures::forms::points;
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::grid::Place;
use crate::assemble::figures::grid::Trace;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::Gaps;
use crate::assemble::figures::measures::Sum;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::measures::secrecy;
use crate::assemble::figures::positions::MOST_TOLD;
use crate::assemble::figures::settings::Keep;
use crate::assemble::figures::settings::Settings;
use crate::assemble::figures::settings::kind::Kind;
use crate::assemble::figures::wanted;
use crate::assemble::figures::wanted::Parts;
use crate::assemble::figures::wanted::Wanted;
use crate::assemble::figures::wanted::Wish;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place as At;
use crate::base::span::Span;
use crate::model::table;
use crate::model::table::Cells;

pub fn read(inquiry: &mut Inquiry, wanted: &Wanted, settings: &Settings) -> Option<Grid> {
    timeless(inquiry, settings)?;
    let keys = keys(inquiry, wanted, settings)?;
    let mut traces = Vec::with_capacity(wanted.series.len());
    let mut sound = true;
    let mut told = Vec::new();
    for wish in &wanted.series {
        let rows = rows(inquiry, (wanted, wish), (&keys, &mut told));
        let read = rows.and_then(|rows| columns::read(inquiry, wanted.set, wish.column, &rows));
        match read {
            Some(read) => traces.push(Trace {
                name: wish.name.clone(),
                column: wish.column,
                unit: read.unit,
                decimals: read.decimals,
                readings: read.readings,
                panel: wish.panel,
            }),
            None => sound = false,
        }
    }
    if !sound {
        return None;
    }
    let mut grid = Grid { places: keys.places, traces, ..Grid::default() };
    fill(settings, &mut grid);
    mask(inquiry, wanted, settings, &mut grid);
    let readings = grid.traces.iter().flat_map(|trace| trace.readings.iter().copied());
    let note = secrecy::note(wanted.set, readings);
    grid.notes.extend(note);
    Some(grid)
}

/// What speaks of time needs a column of time.
fn timeless(inquiry: &mut Inquiry, settings: &Settings) -> Option<()> {
    let time = &settings.time;
    let asked: [(&str, Option<Span>); 6] = [
        ("depuis", time.since.as_ref().map(|(_, at)| at.clone())),
        ("jusque", time.until.as_ref().map(|(_, at)| at.clone())),
        ("pas", time.step.map(|_| time.at.clone())),
        ("cumul", (time.sum != Sum::None).then(|| time.at.clone())),
        ("evenements", time.events.first().map(|event| event.at.clone())),
        ("ruptures", (!time.breaks.is_empty()).then(|| inquiry.span.clone())),
    ];
    let mut sound = true;
    for (name, at) in asked.into_iter().filter_map(|(name, at)| Some((name, at?))) {
        sound = false;
        let message = format!("« {name} » demande une colonne de dates en « x »");
        let help = "donnez en « x » une colonne de jours, de semaines, de mois, de trimestres ou d'années";
        inquiry.fault(Code::ChartValue, at, (message, help.to_owned()));
    }
    sound.then_some(())
}

/// Places by what the cells of `x` say.
struct Keys {
    places: Vec<Place>,
    by: BTreeMap<String, usize>,
    /// Of a table: each row is a place, whatever its label.
    rows: Option<Vec<usize>>,
}

fn keys(inquiry: &mut Inquiry, wanted: &Wanted, settings: &Settings) -> Option<Keys> {
    let (set, x) = (wanted.set, wanted.x);
    let across = across(inquiry, wanted, settings)?;
    let mut groups: Vec<(String, usize)> = Vec::new();
    let mut faults = 0;
    for row in wanted.rows.iter() {
        let key = key(wanted, *row);
        let fault = key.is_empty() && across.is_none();
        faults += usize::from(fault);
        if fault && faults <= MOST_TOLD {
            let message = format!("colonne « {} » : cellule vide", set.table.header[x]);
            inquiry.cell((set, set.table.line(*row), x), message);
        }
        groups.push((key, *row));
    }
    if faults > 0 {
        return None;
    }
    let each = (settings.kind == Kind::Table && wanted.parts == Parts::Columns) || across.is_some();
    if !each {
        let mut seen = BTreeMap::new();
        groups.retain(|(key, row)| *seen.entry(key.clone()).or_insert(*row) == *row);
    }
    let named = matches!(settings.keep, Keep::Named(_))
        && settings.kind != Kind::Stacked
        && settings.series.is_none()
        && settings.panels.is_none();
    if named {
        groups = wanted::kept(inquiry, (set, x), groups, &settings.keep)?;
    }
    let by = groups.iter().enumerate().map(|(n, (key, _))| (key.clone(), n)).collect();
    let mut places: Vec<Place> = groups.iter().map(|(key, _)| Place::labelled(key)).collect();
    for (place, (_, row)) in places.iter_mut().zip(&groups) {
        let Some(across) = &across else { break };
        let named = Place::labelled(&points::name(set, *row));
        let key = if named.key.is_empty() { place.key.clone() } else { named.key.clone() };
        *place = Place { across: across.get(row).copied().flatten(), key, ..named };
    }
    Some(Keys { places, by, rows: each.then(|| groups.iter().map(|(_, row)| *row).collect()) })
}

/// Where each row is across, for a scatter chart.
fn across(
    inquiry: &mut Inquiry,
    wanted: &Wanted,
    settings: &Settings,
) -> Option<Option<BTreeMap<usize, Option<Exact>>>> {
    let numbers = matches!(wanted.set.columns[wanted.x].cells, Cells::Numbers(_));
    if settings.kind != Kind::Points || !numbers {
        return Some(None);
    }
    let rows: Vec<Option<usize>> = wanted.rows.iter().copied().map(Some).collect();
    let read = columns::read(inquiry, wanted.set, wanted.x, &rows)?;
    let readings = read.readings.into_iter().map(Reading::exact);
    Some(Some(wanted.rows.iter().copied().zip(readings).collect()))
}

/// The label of a row: its own cell, and the texts beside it in a table.
fn key(wanted: &Wanted, row: usize) -> String {
    let cell = |column: &usize| wanted.set.table.cell(row, *column).trim().to_owned();
    let own = cell(&wanted.x);
    let beside = wanted.beside.iter().map(cell).filter(|text| !text.is_empty());
    if own.is_empty() { own } else { std::iter::once(own).chain(beside).collect::<Vec<_>>().join(" – ") }
}

/// The row of each place for one series; rows that repeat a place are told, once
/// for all series.
fn rows(
    inquiry: &mut Inquiry,
    (wanted, wish): (&Wanted, &Wish),
    (keys, told): (&Keys, &mut Vec<usize>),
) -> Option<Vec<Option<usize>>> {
    if let Some(rows) = &keys.rows {
        return Some(rows.iter().copied().map(Some).collect());
    }
    let table = &wanted.set.table;
    let mut found: Vec<Option<usize>> = vec![None; keys.places.len()];
    let mut faults = 0;
    for row in wish.rows.iter() {
        let Some(place) = keys.by.get(&key(wanted, *row)) else { continue };
        let Some(first) = found[*place] else {
            found[*place] = Some(*row);
            continue;
        };
        let differs = table.cell(first, wish.column).trim() != table.cell(*row, wish.column).trim();
        faults += usize::from(differs);
        if faults <= MOST_TOLD && (differs || !told.contains(row)) {
            told.push(*row);
            inquiry.diagnostics.push(twice(inquiry.path.as_str(), (wanted, wish), (first, *row)));
        }
    }
    (faults == 0).then_some(found)
}

fn twice(user: &str, (wanted, wish): (&Wanted, &Wish), (first, row): (usize, usize)) -> Diagnostic {
    let table = &wanted.set.table;
    let at = At::Cell { path: wanted.set.path.clone(), line: table.line(row), column: wanted.x as u32 + 1 };
    let key = table::excerpt(table.cell(row, wanted.x));
    let lines = format!("« {key} » figure deux fois (lignes {} et {})", table.line(first), table.line(row));
    let (a, b) =
        (table::excerpt(table.cell(first, wish.column)), table::excerpt(table.cell(row, wish.column)));
    if a == b {
        let help = format!("la ligne répétée est laissée de côté : effacez-la ; utilisé par {user}");
        let message = format!("{lines} avec les mêmes valeurs");
        return Diagnostic::warning(Code::DataCell, at, message).with_help(help);
    }
    let help = format!("corrigez le fichier, ou choisissez les lignes avec « filtre » ; utilisé par {user}");
    Diagnostic::error(Code::DataCell, at, format!("{lines} avec « {a} » puis « {b} »")).with_help(help)
}

fn fill(settings: &Settings, grid: &mut Grid) {
    if settings.time.gaps == Gaps::Kept {
        return;
    }
    for reading in grid.traces.iter_mut().flat_map(|trace| &mut trace.readings) {
        if *reading == Reading::Missing {
            *reading = Reading::Known(Exact::ZERO);
        }
    }
    grid.notes.push("Les valeurs absentes sont comptées comme des zéros".to_owned());
}

/// Small counts, then the one that would give each away: among the places of a
/// series, and among the parts of a place.
fn mask(inquiry: &mut Inquiry, wanted: &Wanted, settings: &Settings, grid: &mut Grid) {
    let set = wanted.set;
    let mut masked = 0;
    for trace in &mut grid.traces {
        for reading in &mut trace.readings {
            if reading.exact().is_some_and(|value| secrecy::hides(set, trace.column, value)) {
                *reading = Reading::Secret;
                masked += 1;
            }
        }
        if secrecy::counts(set, trace.column) {
            masked += secrecy::complement(set, &mut trace.readings.iter_mut().collect::<Vec<_>>());
        }
    }
    if wanted.parts == Parts::Values || settings.kind == Kind::Stacked {
        for place in 0..grid.places.len() {
            let mut parts: Vec<&mut Reading> =
                grid.traces.iter_mut().map(|trace| &mut trace.readings[place]).collect();
            masked += secrecy::complement(set, &mut parts);
        }
    }
    secrecy::told(inquiry, set, &settings.time.at, masked);
}
