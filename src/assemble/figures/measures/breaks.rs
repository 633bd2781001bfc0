//! Days from which figures are no longer comparable.
use crate::assemble::figures::measures::course::Course;
use crate::base::period::Period;
use crate::model::declaration::Break;
use crate::model::table::DataSet;

/// Those of the file and of the columns that start again from nothing, in the
/// order of time, each day once.
pub fn of(set: &DataSet, columns: &[usize]) -> Vec<Break> {
    let mut breaks = set.declaration.breaks.clone();
    for declared in columns.iter().filter_map(|column| set.columns[*column].declared.as_ref()) {
        let reset = |date| Break { date, text: Some("remise à zéro".to_owned()) };
        breaks.extend(declared.resets.iter().copied().map(reset));
    }
    breaks.sort_by_key(|it| it.date);
    breaks.dedup_by_key(|it| it.date);
    breaks
}

/// True when a break falls after the first period and not after the second: the
/// two may not be compared.
pub fn between(breaks: &[Break], first: Period, second: Period) -> bool {
    breaks.iter().any(|it| it.date > first.start && it.date <= second.end())
}

/// Which of the moments stand first after a break.
pub fn after(breaks: &[Break], course: &Course) -> Vec<bool> {
    let periods: Vec<Period> = course.moments.iter().map(|moment| moment.period).collect();
    starts(breaks, &periods)
}

/// Which of the periods, in the order of time, stand first after a break: the
/// period that holds the day, since a part of it is counted otherwise.
pub fn starts(breaks: &[Break], periods: &[Period]) -> Vec<bool> {
    let mut starts = vec![false; periods.len()];
    for it in breaks {
        let first = periods.partition_point(|period| period.end() < it.date);
        if first > 0 && first < periods.len() {
            starts[first] = true;
        }
    }
    starts
}
