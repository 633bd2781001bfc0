//! What accounts say, in a sentence, and what templates are given of them.
use std::cmp::Ordering;

use crate::assemble::accounts::lines::Line;
use crate::assemble::accounts::years::Part;
use crate::assemble::accounts::years::Year;
use crate::assemble::accounts::years::euros;
use crate::assemble::figures::measures::exact::Exact;
use crate::base::date::Date;
use crate::model::config::Typography;
use crate::model::value::Value;

/// What stands around the numbers.
pub struct Frame {
    pub source: Option<String>,
    pub updated: Option<Date>,
    pub typography: Typography,
}

/// See `Accounts::told`.
pub fn told(years: &[Year], frame: &Frame) -> Value {
    let amount = |amount: Option<Exact>| amount.map_or(Value::Null, |amount| euros(amount).into());
    let item = |line: &Line| {
        Value::map([
            ("item", Value::from(line.item.as_str())),
            ("planned", amount(line.planned)),
            ("actual", amount(line.actual)),
        ])
    };
    let year = |year: &Year| {
        Value::map([
            ("year", Value::from(year.number.to_string())),
            ("planned", amount(year.planned)),
            ("actual", amount(year.actual)),
            ("open", Value::Bool(year.open)),
            ("items", Value::list(year.items.iter().map(item))),
        ])
    };
    Value::map([
        ("sentence", Value::from(sentence(years, frame.updated))),
        ("source", frame.source.as_deref().map_or(Value::Null, Value::text)),
        ("updated", frame.updated.map_or(Value::Null, Value::from)),
        ("years", Value::list(years.iter().map(year))),
    ])
    .set(frame.typography)
}

/// The last forecast, and the last year that is over.
fn sentence(years: &[Year], updated: Option<Date>) -> String {
    let mut told = Vec::new();
    if let Some((year, planned)) =
        years.iter().find_map(|year| Some((year, year.planned.filter(|_| year.open)?)))
    {
        told.push(format!("Le budget prévu pour {} est de {}.", year.number, euros(planned)));
    }
    if let Some((year, (spent, day))) = years.iter().find_map(|year| {
        let spent = Part::Actual.sum(year).filter(|_| year.open);
        Some((year, spent.zip(updated)?))
    }) {
        let (amount, day) = (euros(spent), day.french());
        told.push(format!("Au {day}, les dépenses de {} sont de {amount}.", year.number));
    }
    if let Some((year, spent)) =
        years.iter().find_map(|year| Some((year, year.actual.filter(|_| !year.open)?)))
    {
        let against = year.planned.map(|planned| match spent.cmp(&planned) {
            Ordering::Equal => ", comme prévu".to_owned(),
            Ordering::Less => format!(", {} de moins que prévu", euros(planned.minus(spent))),
            Ordering::Greater => format!(", {} de plus que prévu", euros(spent.minus(planned))),
        });
        told.push(format!(
            "Les dépenses de {} ont été de {}{}.",
            year.number,
            euros(spent),
            against.unwrap_or_default()
        ));
    }
    told.join(" ")
}
