//! What may be done with a column over time, which its nature decides: a sum that
//! would mean nothing cannot be made.
//!
//! `courses` gives one value for each period of each column: rows that repeat a
//! period are told, longer steps and running totals are worked out exactly,
//! periods that are not over are marked and small counts are masked.
pub mod breaks;
pub mod course;
pub mod doubles;
pub mod exact;
pub mod extent;
pub mod legal;
pub mod regroup;
pub mod running;
pub mod secrecy;

use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::course::Course;
use crate::assemble::figures::measures::exact::Exact;
use crate::base::period::Step;
use crate::base::span::Span;
use crate::model::table::DataSet;

/// Which columns are wanted, over which rows and how.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    pub set: &'a DataSet,
    /// The column of periods.
    pub x: usize,
    pub columns: &'a [usize],
    pub rows: &'a [usize],
    /// `pas`: each value stands for a longer period than the file's.
    pub step: Option<Step>,
    pub sum: Sum,
    pub gaps: Gaps,
    /// What asks for it, for faults.
    pub at: &'a Span,
}

/// `cumul`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Each period for itself.
    None,
    /// Added up from that value on; from the declared one when there is none.
    Running(Option<Exact>),
}

/// `manquant`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gaps {
    #[default]
    Kept,
    /// What is missing counts as zero: its author says so.
    Zero,
}

/// One course for each column, with the same periods, in the order of time;
/// nothing when there was a fault, which was told.
pub fn courses(inquiry: &mut Inquiry, request: &Request) -> Option<Vec<Course>> {
    let mut courses = course::read(inquiry, request)?;
    if request.gaps == Gaps::Zero {
        courses.iter_mut().for_each(Course::fill);
    }
    if let Some(step) = request.step {
        courses = regroup::all(inquiry, request, (courses, step))?;
    }
    if let Sum::Running(start) = request.sum {
        courses = running::all(inquiry, request, (courses, start))?;
    }
    extent::mark(inquiry, request.set, &mut courses);
    let masked = secrecy::mask(request.set, &mut courses);
    secrecy::told(inquiry, request.set, request.at, masked);
    Some(courses)
}
