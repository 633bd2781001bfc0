//! Values worked out from fields.
use crate::base::date::Date;
use crate::model::kind::Compute;
use crate::model::map::Map;
use crate::model::value::Value;

/// Null when there is nothing to work it out from.
pub fn compute(rule: &Compute, fields: &Map, today: Date) -> Value {
    match rule {
        Compute::Latest { of, by } => {
            let mut best: Option<(Date, &Value)> = None;
            for item in fields.get(of.as_str()).map(Value::as_list).unwrap_or_default() {
                let Some(date) = item.get(by).and_then(Value::as_date) else { continue };
                if date <= today && best.is_none_or(|(known, _)| date >= known) {
                    best = Some((date, item));
                }
            }
            best.map_or(Value::Null, |(_, item)| item.clone())
        }
    }
}
