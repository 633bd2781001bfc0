//! What a column most likely counts, from its name: a proposal that a person reads over.
use crate::base::slug;
use crate::model::declaration::Nature;

/// Words that exporters put in headers, the first that is found decides. Means and shares
/// come first: « actions par visite » is no count of visits.
const WORDS: [(&str, Nature); 27] = [
    ("taux", Nature::Ratio),
    ("part", Nature::Ratio),
    ("pourcentage", Nature::Ratio),
    ("moy", Nature::Ratio),
    ("moyenne", Nature::Ratio),
    ("moyen", Nature::Ratio),
    ("par", Nature::Ratio),
    ("per", Nature::Ratio),
    ("rate", Nature::Ratio),
    ("avg", Nature::Ratio),
    ("ratio", Nature::Ratio),
    ("indice", Nature::Ratio),
    ("uniques", Nature::Distinct),
    ("unique", Nature::Distinct),
    ("uniq", Nature::Distinct),
    ("visiteurs", Nature::Distinct),
    ("visitors", Nature::Distinct),
    ("actifs", Nature::Distinct),
    ("actives", Nature::Distinct),
    ("cumul", Nature::Running),
    ("cumule", Nature::Running),
    ("total", Nature::Running),
    ("stock", Nature::Stock),
    ("comptes", Nature::Stock),
    ("inscrits", Nature::Stock),
    ("utilisateurs", Nature::Stock),
    ("abonnes", Nature::Stock),
];

/// The nature to propose; a flow when the name says nothing.
pub fn nature(name: &str, unit: &str) -> Nature {
    let words = slug::french(&name.replace('_', " "));
    let has = |wanted: &str| words.split('-').any(|word| word == wanted);
    match unit {
        "%" | "s" => Nature::Ratio,
        _ => WORDS.iter().find(|(word, _)| has(word)).map_or(Nature::Flow, |(_, nature)| *nature),
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::data::guess::nature;

    #[test]
    fn names_of_known_exports_say_what_they_count() {
        for (name, wanted) in [
            ("Visiteurs uniques", "uniques"),
            ("nb_uniq_visitors", "uniques"),
            ("Visites", "flux"),
            ("Actions par visite", "ratio"),
            ("views_per_visit", "ratio"),
            ("Durée moy. des visites (en secondes)", "ratio"),
            ("cartes_total", "cumul"),
            ("Comptes", "stock"),
        ] {
            assert_eq!(nature(name, "").name(), wanted, "{name}");
        }
        assert_eq!(nature("bounce", "%").name(), "ratio");
    }
}
