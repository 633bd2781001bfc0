//! Numbers with what they count, as people read them.
use crate::base::french;
use crate::base::french::NBSP;
use crate::model::value::Number;

/// With the unit in its right number: `5 240 visites`, `1 visite`, `64,4 %`.
pub fn amount(number: Number, decimals: usize, unit: &str) -> String {
    let cell = written(number, decimals, unit);
    if unit.is_empty() || is_symbol(unit) {
        return cell;
    }
    // What is read decides: 1,96 shown as 2 is plural.
    let read = format!("{:.decimals$}", number.get()).parse().unwrap_or(number.get());
    format!("{cell}{NBSP}{}", agreed(unit, read))
}

/// A number for reading, with `%` or `€` when that is its unit. From 10¹⁵ on,
/// where digits are no longer exact, it is written with a power of ten.
pub fn written(number: Number, decimals: usize, unit: &str) -> String {
    let value = number.get();
    let text = if value.abs() < 1e15 {
        french::number(value, decimals)
    } else {
        format!("{value:.1e}").replace('.', ",").replace('-', "\u{2212}")
    };
    if is_symbol(unit) { format!("{text}{NBSP}{unit}") } else { text }
}

/// Signs that stay with their number wherever it goes.
pub fn is_symbol(unit: &str) -> bool {
    matches!(unit, "%" | "€")
}

/// `1 carte`, `2 cartes`, `2 pages vues`, `2 visites par jour`; symbols (`km`, `min`) never change.
pub fn agreed(unit: &str, value: f64) -> String {
    if value.abs() < 2.0 {
        return single(unit);
    }
    // What follows a preposition has a number of its own.
    let mut stopped = false;
    let words = unit.split(' ').enumerate().map(|(n, word)| {
        let shortest = if n == 0 { 4 } else { 3 };
        let plain = word.chars().all(|c| c.is_alphabetic() && c.is_lowercase());
        stopped |= !plain || word.chars().count() < shortest || PREPOSITIONS.contains(&word);
        if stopped || word.ends_with(['s', 'x', 'z']) { word.to_owned() } else { format!("{word}s") }
    });
    words.collect::<Vec<String>>().join(" ")
}

/// Those of three letters and more.
const PREPOSITIONS: [&str; 9] = ["par", "sur", "des", "aux", "avec", "chez", "dans", "pour", "sans"];

/// Nouns that end like a plural.
const INVARIABLE: [&str; 22] = [
    "accès", "avis", "bus", "cas", "colis", "concours", "corps", "cours", "devis", "fois", "mois",
    "parcours", "pas", "pays", "permis", "procès", "recours", "relais", "repas", "secours", "sens", "temps",
];

/// `visite`, where an author wrote `visites`.
fn single(unit: &str) -> String {
    let mut stopped = false;
    let words = unit.split(' ').map(|word| {
        let plain = word.chars().all(|c| c.is_alphabetic() && c.is_lowercase());
        stopped |= !plain || word.chars().count() < 4 || PREPOSITIONS.contains(&word);
        let one = word.strip_suffix('s').filter(|_| !stopped && !INVARIABLE.contains(&word));
        one.unwrap_or(word).to_owned()
    });
    words.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::model::amount::amount;
    use crate::model::value::Number;

    #[test]
    fn units_agree_with_the_number_that_is_read() {
        let told = |value: f64, decimals, unit: &str| {
            Number::new(value)
                .map(|number| amount(number, decimals, unit).replace(['\u{a0}', '\u{202f}'], " "))
        };
        for (value, decimals, unit, expected) in [
            (1.0, 0, "visite", "1 visite"),
            (1.0, 0, "visites", "1 visite"),
            (0.0, 0, "pages vues", "0 page vue"),
            (1.5, 1, "carte", "1,5 carte"),
            (1.96, 0, "carte", "2 cartes"),
            (-3.0, 0, "agent public", "−3 agents publics"),
            (1.0, 0, "mois", "1 mois"),
            (1.0, 0, "visites par jour", "1 visite par jour"),
            (5240.0, 0, "km", "5 240 km"),
            (64.4, 1, "%", "64,4 %"),
        ] {
            assert_eq!(told(value, decimals, unit).as_deref(), Some(expected), "{unit}");
        }
    }
}
