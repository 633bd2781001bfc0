//! Shades of maps and calendars: where each class begins.
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::model::value::Number;

/// Shades that eyes can tell apart.
const MOST: usize = 5;

/// Where each class but the first begins, growing: as many values in each as can
/// be, at round numbers, no class empty.
pub fn of(readings: &[Reading]) -> Vec<Number> {
    let mut values: Vec<Exact> = readings.iter().filter_map(|reading| reading.exact()).collect();
    values.sort();
    let mut distinct = values.clone();
    distinct.dedup();
    let count = distinct.len().min(MOST);
    let least = values.partition_point(|value| Some(value) == distinct.first());
    if distinct.len() > MOST && least * count > values.len() {
        return apart(&distinct[1..], count - 1);
    }
    let mut found: Vec<Exact> = Vec::new();
    for n in 1..count {
        // With few distinct values each has a class of its own.
        let exact = if distinct.len() <= MOST { distinct[n] } else { values[values.len() * n / count] };
        let above =
            |least: Exact| found.last().copied().or(values.first().copied()).is_some_and(|it| least > it);
        let filled = |start: Exact| {
            let from = found.last().map_or(0, |last| values.partition_point(|value| value < last));
            values.partition_point(|value| *value < start) > from
                && values.last().is_some_and(|most| *most >= start)
        };
        let round = if distinct.len() <= MOST { exact } else { round(exact) };
        if let Some(start) = [round, exact].into_iter().find(|start| above(*start) && filled(*start)) {
            found.push(start);
        }
    }
    found.into_iter().map(Exact::number).collect()
}

/// Most values are the lowest one, such as days on which nothing happened: it is
/// a class of its own, and the classes above share the values that occur.
fn apart(above: &[Exact], count: usize) -> Vec<Number> {
    let mut starts: Vec<Exact> = (0..count).map(|n| above[n * above.len() / count]).collect();
    starts.dedup();
    starts.into_iter().map(Exact::number).collect()
}

/// Two digits that matter.
fn round(value: Exact) -> Exact {
    let units = value.at_decimals(value.decimals());
    let digits = units.unsigned_abs().to_string().len() as u32;
    let step = 10_i128.pow(digits.saturating_sub(2));
    let rounded = (units + units.signum() * step / 2) / step * step;
    Exact::of_units(rounded, value.decimals())
}
