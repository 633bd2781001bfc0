//! The numbers of a figure before it takes its form: places along an axis, and a value there for each series.
use std::sync::Arc;

use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::labels;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::positions;
use crate::assemble::figures::settings::Order;
use crate::assemble::figures::settings::Settings;
use crate::assemble::figures::settings::Sort;
use crate::assemble::figures::settings::kind::Kind;
use crate::assemble::figures::timeline;
use crate::assemble::figures::wanted::Wanted;
use crate::base::diagnostic::Code;
use crate::base::period::Period;
use crate::model::declaration::Break;
use crate::model::figure::Emphasis;
use crate::model::figure::Extent;
use crate::model::figure::Position;
use crate::model::figure::Series;

/// Positions of a line or of a table, at most: fourteen years of days.
const MOST_POINTS: usize = 5_200;
/// Bars that can still be compared.
pub const MOST_BARS: usize = 60;

#[derive(Clone, Debug, Default)]
pub struct Grid {
    pub places: Vec<Place>,
    pub traces: Vec<Trace>,
    /// Sentences that must stand by the figure.
    pub notes: Vec<String>,
    /// Those that fall between two of its places.
    pub breaks: Vec<Break>,
}

/// One place along the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub label: String,
    pub short: String,
    pub key: String,
    pub period: Option<Period>,
    pub extent: Extent,
    pub after_break: bool,
    /// Where it is across, for numbers.
    pub across: Option<Exact>,
}

/// One series, with as many readings as there are places.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    pub name: String,
    pub column: usize,
    pub unit: String,
    pub decimals: usize,
    pub readings: Vec<Reading>,
    pub panel: usize,
}

impl Place {
    /// Of a cell as the file writes it.
    pub fn labelled(text: &str) -> Self {
        let line = positions::one_line(text);
        Self {
            label: line.clone(),
            short: line,
            key: text.to_owned(),
            period: None,
            extent: Extent::Whole,
            after_break: false,
            across: None,
        }
    }

    pub fn timed(period: Period) -> Self {
        let (label, short, key) = (period.full(), period.short(), period.key());
        Self { label, short, period: Some(period), ..Self::labelled(&key) }
    }

    /// As a figure shows it.
    pub fn position(&self) -> Position {
        Position {
            label: Arc::from(self.label.as_str()),
            short: Arc::from(self.short.as_str()),
            key: Arc::from(self.key.as_str()),
            extent: self.extent,
            place: self.across.map(|across| across.number()),
            after_break: self.after_break,
        }
    }
}

impl Trace {
    /// As a figure shows it, without what only some forms have.
    pub fn series(&self) -> Series {
        Series {
            name: Arc::from(self.name.as_str()),
            points: self.readings.iter().map(|reading| reading.point()).collect(),
            panel: self.panel,
            own: None,
            emphasis: Emphasis::Plain,
        }
    }
}

impl Grid {
    /// In another order, or fewer.
    #[must_use]
    pub fn picked(mut self, order: &[usize]) -> Self {
        self.places = order.iter().map(|n| self.places[*n].clone()).collect();
        for trace in &mut self.traces {
            trace.readings = order.iter().map(|n| trace.readings[*n]).collect();
        }
        self
    }

    /// Values of the first series, greatest first; what is not known comes last,
    /// in the order of places: a masked value must not tell its rank.
    pub fn ranked(&self, order: Order) -> Vec<usize> {
        let value = |n: &usize| self.traces.first().and_then(|trace| trace.readings[*n].exact());
        let (mut known, unknown): (Vec<usize>, Vec<usize>) =
            (0..self.places.len()).partition(|n| value(n).is_some());
        match order {
            Order::Growing => known.sort_by_key(value),
            Order::Falling => known.sort_by_key(|n| std::cmp::Reverse(value(n))),
        }
        known.into_iter().chain(unknown).collect()
    }

    pub fn is_timed(&self) -> bool {
        self.places.iter().any(|place| place.period.is_some())
    }
}

/// Read, in the order that the block asks for; nothing when there was a fault.
pub fn read(inquiry: &mut Inquiry, wanted: &Wanted, settings: &Settings) -> Option<Grid> {
    let timed = wanted.rows.is_empty() || positions::timed(wanted.set, wanted.x, &wanted.rows);
    let timed = timed && wanted.beside.is_empty();
    let mut grid = match timed && settings.kind != Kind::Map {
        true => timeline::read(inquiry, wanted, settings)?,
        false => labels::read(inquiry, wanted, settings)?,
    };
    let chronological = timed && matches!(settings.kind, Kind::Lines | Kind::Calendar | Kind::Stacked);
    if !chronological {
        grid = sorted(grid, settings.sort);
    }
    if let Some(last) = settings.time.last {
        let count = grid.places.len();
        let order: Vec<usize> = (count.saturating_sub(last)..count).collect();
        grid = grid.picked(&order);
    }
    let most = match settings.kind {
        Kind::Bars => MOST_BARS,
        _ => MOST_POINTS,
    };
    if grid.places.len() > most {
        let message = format!("{} positions, {most} au plus pour ce type de figure", grid.places.len());
        let help = "choisissez des lignes avec « filtre », « depuis » ou « dernier »".to_owned();
        inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help));
        return None;
    }
    Some(grid)
}

fn sorted(grid: Grid, sort: Sort) -> Grid {
    let order = match sort {
        Sort::File => return grid,
        Sort::Value(order) => grid.ranked(order),
        Sort::Label(order) => {
            let mut places: Vec<usize> = (0..grid.places.len()).collect();
            places.sort_by_cached_key(|n| (grid.places[*n].period, grid.places[*n].key.to_lowercase()));
            if order == Order::Falling {
                places.reverse();
            }
            places
        }
    };
    grid.picked(&order)
}
