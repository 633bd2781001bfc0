//! Values that several keys of a declaration share: days, durations, numbers.
use crate::base::date::Date;
use crate::model::table::Cell;
use crate::model::value::Node;
use crate::model::value::Number;
use crate::parse::data::numbers::Custom;
use crate::parse::settings::reader::Reader;

/// Whole days of `8j`, `26h`, `2 semaines`, `3 mois`, `1 an`; hours round up.
pub fn age(text: &str) -> Option<u32> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let count: u32 = text[..end].parse().ok().filter(|count| (1..=9_999).contains(count))?;
    match text[end..].trim() {
        "h" | "heure" | "heures" => Some(count.div_ceil(24)),
        "j" | "jour" | "jours" => Some(count),
        "sem" | "semaine" | "semaines" => Some(count * 7),
        "mois" => Some(count * 31),
        "an" | "ans" | "année" | "années" => Some(count * 366),
        _ => None,
    }
}

/// One day, or several; what is no day is told and left out.
pub fn days(reader: &mut Reader, node: &Node, name: &str) -> Vec<Date> {
    let nodes = node.list().unwrap_or(std::slice::from_ref(node));
    let mut days = Vec::new();
    for node in nodes {
        match node.text().and_then(|text| text.parse().ok()) {
            Some(day) => days.push(day),
            None => {
                let message = format!("« {name} » doit être une date");
                reader.invalid(node, &message, "écrivez l'année, le mois et le jour : 2025-01-30");
            }
        }
    }
    days
}

/// A number as data files write them, French or English.
pub fn number(reader: &mut Reader, node: &Node, name: &str) -> Option<Number> {
    match Custom::default().read(node.text().unwrap_or_default()).0 {
        Cell::Number(figures) => Some(figures.value),
        _ => reader.unfit(node, name, "un nombre"),
    }
}
