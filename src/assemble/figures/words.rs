//! What is said around a figure: source, scope, last known day, and all that
//! must be said for it not to mislead.
use crate::assemble::figures::forms::Shape;
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::grid::Place;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::settings::Settings;
use crate::assemble::figures::wanted::Wanted;
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::french;
use crate::base::french::NBSP;
use crate::base::period::Period;
use crate::base::period::Step;
use crate::model::config::Typography;
use crate::model::declaration::Break;
use crate::model::figure::Baseline;
use crate::model::figure::Event;
use crate::model::figure::Extent;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Tile;
use crate::model::figure::Words;

/// Open periods that a note names; more are counted.
const NAMED: usize = 3;

/// What the block says by itself.
pub fn own(settings: &Settings) -> Words {
    Words {
        source: settings.source.clone(),
        scope: settings.scope.clone(),
        reading: settings.reading.clone(),
        ..Words::default()
    }
}

/// What is read, as readers see it; names of columns and of values stay those of the data.
pub fn set(figure: &mut Figure, typography: Typography) {
    typography.reset(&mut figure.title);
    let Words { sentence, source, scope, reading, as_of: _, notes } = &mut figure.words;
    let around = [source, scope, reading].into_iter().flatten();
    around.chain([sentence]).chain(notes).for_each(|text| typography.reset(text));
    figure.events.iter_mut().for_each(|event| typography.reset(&mut event.text));
}

pub fn set_tile(tile: &mut Tile, typography: Typography) {
    typography.reset(&mut tile.title);
    let around = [&mut tile.note, &mut tile.base, &mut tile.source].into_iter().flatten();
    around.for_each(|text| typography.reset(text));
}

/// All but the sentence.
pub fn around(inquiry: &mut Inquiry, (settings, wanted): (&Settings, &Wanted), shape: &Shape) -> Words {
    let declaration = &wanted.set.declaration;
    let grid = &shape.grid;
    let mut notes: Vec<String> = open(inquiry, shape).into_iter().collect();
    notes.extend(grid.breaks.iter().map(rupture));
    if settings.baseline == Baseline::Free {
        notes.push("L’axe des valeurs ne commence pas à zéro".to_owned());
    }
    notes.extend(grid.notes.iter().cloned());
    let base = base(inquiry, settings, wanted);
    let scope = settings.scope.clone().or_else(|| declaration.scope.clone());
    Words {
        sentence: String::new(),
        source: settings.source.clone().or_else(|| declaration.source.clone()),
        scope: match (scope, base) {
            (Some(scope), Some(base)) => Some(format!("{scope} (base{NBSP}: {base})")),
            (scope, base) => scope.or(base.map(|base| format!("base{NBSP}: {base}"))),
        },
        reading: settings.reading.clone(),
        as_of: declaration.as_of.map(Date::french).or_else(|| last_day(grid, inquiry.today)),
        notes,
    }
}

/// The end of the last period that has a value, when it is over.
fn last_day(grid: &Grid, today: Date) -> Option<String> {
    let known = |n: usize| grid.traces.iter().any(|trace| trace.readings[n] != Reading::Missing);
    let timed = grid.places.iter().enumerate().filter(|(n, _)| known(*n)).filter_map(|(_, it)| it.period);
    let last = timed.max_by_key(|period| period.start)?;
    if last.end() < today || last.step == Step::Day {
        return Some(last.end().french());
    }
    let full = last.full();
    Some(match last.step {
        Step::Month if full.starts_with(['a', 'o']) => format!("cours du mois d’{full}"),
        Step::Month => format!("cours du mois de {full}"),
        Step::Week => format!("cours de la {full}"),
        Step::Quarter => format!("cours du {full}"),
        Step::Year => format!("cours de l’année {full}"),
        Step::Day => full,
    })
}

/// `Août 2024 est incomplet (trait pointillé)`; told to the editor too.
fn open(inquiry: &mut Inquiry, shape: &Shape) -> Option<String> {
    let partial = |place: &&Place| place.extent == Extent::Partial;
    let periods: Vec<Period> =
        shape.grid.places.iter().filter(partial).filter_map(|place| place.period).collect();
    let what = incomplete(&periods)?;
    let message = what.to_lowercase().replace('’', "'");
    let message = format!("{message} à la date du {}", inquiry.today.french());
    let note = Diagnostic::note(Code::PeriodOpen, inquiry.span.clone(), message);
    let help = "la figure le montre à part : rien à faire, ou « jusque: … » pour s'arrêter avant";
    inquiry.diagnostics.push(note.with_help(help));
    Some(match shape.form {
        Form::Lines | Form::Multiples => format!("{what} (trait pointillé)"),
        Form::Columns | Form::Bars | Form::Stacked => format!("{what} (contour pointillé)"),
        _ => what,
    })
}

fn incomplete(periods: &[Period]) -> Option<String> {
    let step = periods.first()?.step;
    let named: Vec<String> = periods.iter().map(|period| named(*period)).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let text = match (periods.len(), step) {
        (1, Step::Week | Step::Year) => format!("{} est incomplète", named[0]),
        (1, _) => format!("{} est incomplet", named[0]),
        (2..=NAMED, Step::Week | Step::Year) => format!("{} sont incomplètes", french::list(&named)),
        (2..=NAMED, _) => format!("{} sont incomplets", french::list(&named)),
        (count, _) => format!("{count} périodes sont incomplètes"),
    };
    let mut letters = text.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// With its article, where French wants one.
fn named(period: Period) -> String {
    let full = period.full();
    match period.step {
        Step::Year => format!("l’année {full}"),
        Step::Week => format!("la {full}"),
        Step::Quarter | Step::Day => format!("le {full}"),
        Step::Month => full,
    }
}

/// `Rupture de série le 1er mars 2024 : nouveau marqueur`.
fn rupture(it: &Break) -> String {
    let day = it.date.french();
    match &it.text {
        Some(text) => format!("Rupture de série le {day}{NBSP}: {text}"),
        None => format!("Rupture de série le {day}"),
    }
}

/// What percentages are a share of; a word when nobody says it.
fn base(inquiry: &mut Inquiry, settings: &Settings, wanted: &Wanted) -> Option<String> {
    if settings.base.is_some() {
        return settings.base.clone();
    }
    let mut bases: Vec<&str> = Vec::new();
    let mut told = Vec::new();
    for wish in &wanted.series {
        let column = &wanted.set.columns[wish.column];
        match column.declared.as_ref().and_then(|declared| declared.base.as_deref()) {
            Some(base) if bases.contains(&base) => {}
            Some(base) => bases.push(base),
            None if column.unit() == "%" && !told.contains(&wish.column) => told.push(wish.column),
            None => {}
        }
    }
    for column in told {
        let name = &wanted.set.table.header[column];
        let message = format!("« {name} » est un pourcentage, mais rien ne dit de quoi");
        let help = format!(
            "ajoutez « base: … » au bloc, par exemple « base: 336 collectivités », ou à la colonne dans data/{}.yaml",
            wanted.set.name
        );
        let at = settings.y.first().map_or_else(|| inquiry.span.clone(), |node| node.span(inquiry.path));
        inquiry.diagnostics.push(Diagnostic::warning(Code::BaseMissing, at, message).with_help(help));
    }
    (!bases.is_empty()).then(|| bases.join(" ; "))
}

/// Those that fall on the axis, each where its day is; the others are told.
pub fn events(inquiry: &mut Inquiry, settings: &Settings, grid: &Grid) -> Vec<Event> {
    let middles: Vec<f64> = grid
        .places
        .iter()
        .filter_map(|place| place.period)
        .map(|period| (period.start.days() + period.end().days()) as f64 / 2.0)
        .collect();
    let (first, last) = (grid.places.first(), grid.places.last());
    let ends = first.and_then(|place| place.period).zip(last.and_then(|place| place.period));
    let mut events = Vec::new();
    for event in &settings.time.events {
        let within = ends.is_some_and(|(first, last)| event.date >= first.start && event.date <= last.end());
        if within && middles.len() == grid.places.len() {
            let text = format!("{}{NBSP}: {}", event.date.french(), event.text);
            events.push(Event { at: along(&middles, event.date.days() as f64), text });
            continue;
        }
        let message = format!("l'événement du {} est hors de la période montrée", event.date.french());
        let note = Diagnostic::note(Code::ChartValue, event.at.clone(), message);
        inquiry.diagnostics.push(note.with_help("retirez-le, ou changez « depuis » et « jusque »"));
    }
    events
}

/// In thousandths of a position: a period's mark stands for its middle.
fn along(middles: &[f64], day: f64) -> u32 {
    let after = middles.partition_point(|middle| *middle < day);
    if after == 0 || after == middles.len() {
        return (after.min(middles.len() - 1) * 1000) as u32;
    }
    let (a, b) = (middles[after - 1], middles[after]);
    ((after - 1) as f64 * 1000.0 + (day - a) / (b - a) * 1000.0).round() as u32
}
