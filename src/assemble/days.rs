//! Why what an author wrote is no date, and what was meant.
use crate::base::almost;
use crate::base::date::Date;

/// Quotation marks of typographers, which YAML takes for letters.
const CURLY: [char; 7] = ['“', '”', '„', '‘', '’', '«', '»'];

/// Message and cure for `text`, whose first part is `day`, in the field `name`.
pub fn refusal(text: &str, day: &str, name: &str) -> (String, String) {
    if let Some(absent) = almost::read(day) {
        let message = format!("« {text} » n'existe pas : {absent}");
        return (message, format!("corrigez la date du champ « {name} » : année, mois, jour"));
    }
    let message = format!("« {text} » n'est pas une date du champ « {name} »");
    let bare = text.trim_matches(|c: char| CURLY.contains(&c) || c.is_whitespace());
    let help = match (bare.len() < text.len(), bare.parse().ok().or_else(|| suggested(bare))) {
        (true, Some(date)) => format!("ôtez les guillemets, qui font partie du texte : {name}: {date}"),
        (false, Some(date)) => format!("écrivez « {date} » : année, mois, jour"),
        (_, None) => "écrivez l'année, le mois et le jour : « 2025-01-30 »".to_owned(),
    };
    (message, help)
}

/// The date that `30/01/2025`, `30-01-2025` or `2025/1/30` was meant to be.
fn suggested(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let numbers: Vec<i16> = parts.iter().filter_map(|part| part.trim().parse().ok()).collect();
    match numbers[..] {
        [day, month, year] if parts.len() == 3 && year > 1000 => Date::new(year, month as i8, day as i8),
        [year, month, day] if parts.len() == 3 && year > 1000 => Date::new(year, month as i8, day as i8),
        _ => None,
    }
}
