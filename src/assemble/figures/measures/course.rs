//! One column over time: a value for each of its periods.
use crate::assemble::figures::columns;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::Request;
use crate::assemble::figures::measures::doubles;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::measures::running;
use crate::assemble::figures::positions;
use crate::base::period;
use crate::base::period::Period;
use crate::model::declaration::Nature;
use crate::model::figure::Extent;

/// Periods that zeros are made for, at most: two hundred years of days.
const MOST_FILLED: i64 = 73_200;

#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Of the data set.
    pub column: usize,
    pub nature: Option<Nature>,
    pub unit: String,
    /// As many as the most precise value has.
    pub decimals: usize,
    /// In the order of time, each period once, all of one length.
    pub moments: Vec<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    pub period: Period,
    pub reading: Reading,
    pub extent: Extent,
    /// Of the data set: the last that it was made from; nothing for a period
    /// that the file leaves out.
    pub row: Option<usize>,
}

impl Course {
    pub fn at(&self, period: Period) -> Option<&Moment> {
        let place = self.moments.binary_search_by_key(&period, |moment| moment.period).ok()?;
        Some(&self.moments[place])
    }

    /// The latest period that is over and whose value is known.
    pub fn latest(&self) -> Option<&Moment> {
        self.moments
            .iter()
            .rev()
            .find(|moment| moment.extent == Extent::Whole && moment.reading.exact().is_some())
    }

    /// The period just before, as long and over.
    pub fn previous(&self, period: Period) -> Option<&Moment> {
        period.previous().and_then(|before| self.whole(before))
    }

    /// The same period one year before.
    pub fn year_before(&self, period: Period) -> Option<&Moment> {
        period.year_before().and_then(|before| self.whole(before))
    }

    fn whole(&self, period: Period) -> Option<&Moment> {
        self.at(period).filter(|moment| moment.extent == Extent::Whole)
    }

    /// Periods that the file leaves out, as moments without a value.
    #[must_use]
    pub fn evenly(self) -> Self {
        let periods: Vec<Period> = self.moments.iter().map(|moment| moment.period).collect();
        self.over(&period::without_gaps(&periods))
    }

    fn over(mut self, periods: &[Period]) -> Self {
        let absent = |period| Moment { period, reading: Reading::Missing, extent: Extent::Whole, row: None };
        let moment = |period: &Period| self.at(*period).copied().unwrap_or_else(|| absent(*period));
        self.moments = periods.iter().map(moment).collect();
        self
    }

    /// What is missing becomes zero, absent periods too: its author says so.
    pub fn fill(&mut self) {
        let ordinals: Vec<i64> = self.moments.iter().map(|moment| moment.period.ordinal()).collect();
        let leap = ordinals.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap_or(1);
        let (Some(first), Some(last)) = (ordinals.first(), self.moments.last()) else { return };
        let (count, step) = ((last.period.ordinal() - first) / leap + 1, last.period.step);
        let regular = ordinals.iter().all(|ordinal| (ordinal - first) % leap == 0);
        if regular && count <= MOST_FILLED {
            let all: Vec<Period> = (0..count).filter_map(|n| Period::at(first + n * leap, step)).collect();
            *self = self.clone().over(&all);
        }
        for moment in &mut self.moments {
            if moment.reading == Reading::Missing {
                moment.reading = Reading::Known(Exact::ZERO);
            }
        }
    }
}

/// What the file says, each period once; running totals that fall are told.
pub fn read(inquiry: &mut Inquiry, request: &Request) -> Option<Vec<Course>> {
    let dated = dated(inquiry, request)?;
    let dated = doubles::once(inquiry, request, dated)?;
    let rows: Vec<Option<usize>> = dated.iter().map(|(_, row)| Some(*row)).collect();
    let set = request.set;
    let read: Vec<_> =
        request.columns.iter().map(|column| columns::read(inquiry, set, *column, &rows)).collect();
    let read = read.into_iter().collect::<Option<Vec<_>>>()?;
    let mut courses = Vec::with_capacity(read.len());
    for (column, read) in request.columns.iter().zip(read) {
        let moment = |((period, row), reading): (&(Period, usize), Reading)| Moment {
            period: *period,
            reading,
            extent: Extent::Whole,
            row: Some(*row),
        };
        courses.push(Course {
            column: *column,
            nature: set.columns[*column].nature(),
            unit: read.unit,
            decimals: read.decimals,
            moments: dated.iter().zip(read.readings).map(moment).collect(),
        });
    }
    running::rises(inquiry, set, &courses).then_some(courses)
}

/// The rows with their periods, in the order of time; each cell that is no
/// period of the length of the others is told.
fn dated(inquiry: &mut Inquiry, request: &Request) -> Option<Vec<(Period, usize)>> {
    let set = request.set;
    let periods: Vec<Option<Period>> =
        request.rows.iter().map(|row| positions::period(set, request.x, *row)).collect();
    let step = periods.iter().flatten().next().map(|period| period.step);
    let mut dated = Vec::with_capacity(periods.len());
    let mut faults = 0;
    for (period, row) in periods.into_iter().zip(request.rows) {
        match period.filter(|period| Some(period.step) == step) {
            Some(period) => dated.push((period, *row)),
            None => {
                faults += 1;
                if faults <= positions::MOST_TOLD {
                    let at = (set, set.table.line(*row), request.x);
                    match positions::no_such_day(set, request.x, *row) {
                        Some(message) => inquiry.day(at, message),
                        None => inquiry.cell(at, positions::misplaced(set, request.x, *row)),
                    }
                }
            }
        }
    }
    dated.sort_unstable();
    (faults == 0).then_some(dated)
}
