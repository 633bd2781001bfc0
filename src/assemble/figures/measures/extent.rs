//! Which periods are over, and which figures stop before their end.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::course::Course;
use crate::base::date::Date;
use crate::base::period::Period;
use crate::model::declaration::Nature;
use crate::model::figure::Extent;
use crate::model::table::DataSet;

/// True for what is counted during a period: a value of an instant is whole as soon as it is known.
pub fn lasts(nature: Option<Nature>) -> bool {
    !matches!(nature, Some(Nature::Stock | Nature::Running))
}

/// Partial when the period is not over today, or ends after the last day that
/// the figures are declared to know of.
pub fn of(period: Period, nature: Option<Nature>, today: Date, as_of: Option<Date>) -> Extent {
    let end = period.end();
    let open = end >= today || as_of.is_some_and(|last| end > last);
    if open && lasts(nature) { Extent::Partial } else { Extent::Whole }
}

/// Marks what is not over; what was already partial stays so.
pub fn mark(inquiry: &Inquiry, set: &DataSet, courses: &mut [Course]) {
    for course in courses {
        for moment in &mut course.moments {
            if of(moment.period, course.nature, inquiry.today, set.declaration.as_of) == Extent::Partial {
                moment.extent = Extent::Partial;
            }
        }
    }
}
