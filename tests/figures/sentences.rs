//! Sentences as a visitor reads them.
use crate::support::*;
use kiosque::model::declaration::Declaration;
use kiosque::model::declaration::Declared;

/// One sentence, its no-break spaces made plain.
fn sentence(yaml: &str, csv: &str, unit: &str) -> String {
    let flow = Declared { unit: Some(unit.into()), ..declared("v", "flux") };
    let set = declare("d", csv, Declaration { ..columns(vec![flow]) });
    let (figure, _) = seen(&format!("{{titre: T, donnees: d, y: v, {yaml}}}"), set, "2024-08-12");
    figure.words.sentence.replace(['\u{a0}', '\u{202f}'], " ")
}

const LINES: &str = "type: lignes, x: mois";
const BARS: &str = "type: barres, x: l";

/// Settings, table and unit, and what a visitor reads.
const TOLD: &[(&str, &str, &str, &str)] = &[
    (
        LINES,
        "mois,v\n2024-04,0\n2024-05,1\n2024-06,1500\n2024-07,1\n",
        "visite",
        "D’avril 2024 à juillet 2024. V : de 0 à 1 visite, maximum 1 500 en juin 2024.",
    ),
    (
        LINES,
        "mois,v\n2024-04,3\n2024-05,1\n2024-06,3\n",
        "visite",
        "D’avril 2024 à juin 2024. V : 3 visites au début comme à la fin, minimum 1 en mai 2024.",
    ),
    (
        LINES,
        "mois,v\n2024-04,3\n2024-05,3\n2024-06,3\n",
        "visite",
        "D’avril 2024 à juin 2024. V : 3 visites tout au long de la période.",
    ),
    (
        LINES,
        "mois,v\n2024-03,9\n2024-04,7\n2024-05,2\n",
        "visite",
        "De mars 2024 à mai 2024. V : baisse continue, de 9 à 2 visites.",
    ),
    (LINES, "mois,v\n2024-05,9\n", "visite", "V : 9 visites en mai 2024."),
    (
        LINES,
        "mois,v\n2024-08,9\n",
        "visite",
        "V : aucune période complète. Août 2024, incomplet : 9 visites.",
    ),
    (LINES, "mois,v\n2024-05,\n", "visite", "Aucune donnée pour le moment."),
    (LINES, "mois,v\n", "visite", "Aucune donnée pour le moment."),
    (LINES, "mois,v\n2024-01,s\n", "visite", "Aucune donnée ne peut être montrée."),
    (
        LINES,
        "mois,v\n2023-01,4\n2023-02,8\n2023-03,1\n2023-04,8\n2023-05,\n",
        "visite",
        "De janvier 2023 à avril 2023. V : de 4 à 8 visites, minimum 1 en mars 2023, des valeurs manquent.",
    ),
    (
        LINES,
        "mois,v\n2023-01,4\n2023-02,8\n2023-03,8\n2023-04,5\n",
        "visite",
        "De janvier 2023 à avril 2023. V : de 4 à 5 visites, maximum 8 atteint d’abord en février 2023.",
    ),
    (
        "type: barres, x: mois",
        "mois,v\n2024-W29,5\n2024-W30,7\n2024-W33,1\n",
        "visite",
        "De la semaine du 15 juillet 2024 à la semaine du 22 juillet 2024. V : de 5 à 7 visites, des valeurs manquent. \
          Semaine du 12 août 2024, incomplète : 1 visite.",
    ),
    (BARS, "l,v\nA,1\n", "visite", "V : A (1 visite)."),
    (BARS, "l,v\nA,2\nB,2\n", "visite", "V : 2 visites partout."),
    (BARS, "l,v\nA,2\nB,5\nC,5\n", "visite", "V : B et C à égalité (5 visites), A (2 visites)."),
    (
        BARS,
        "l,v\n\"A, a\",5\nB,5\nC,1\n",
        "visite",
        "V : « A, a » et « B » à égalité (5 visites), C (1 visite).",
    ),
    (
        BARS,
        "l,v\nA,9\nB,7\nC,5\nD,4\nE,1\n",
        "€",
        "V : en tête A (9 €), puis B (7 €) et C (5 €) ; en dernier E (1 €).",
    ),
    (
        BARS,
        "l,v\nA,9\nB,0\nC,0\nD,0\nE,0\nF,\n",
        "visite",
        "V : en tête A (9 visites) ; au plus bas, plusieurs à 0 visite, des valeurs manquent.",
    ),
    (
        "type: calendrier, x: j",
        "j,v\n2024-01-01,0\n2024-01-02,9\n2024-01-03,0\n",
        "visite",
        "Du 1er janvier 2024 au 3 janvier 2024. V : maximum 9 visites le 2 janvier 2024 ; minimum 0 visite, plusieurs fois.",
    ),
];

#[test]
fn sentences_are_french() {
    for (yaml, csv, unit, expected) in TOLD {
        assert_eq!(sentence(yaml, csv, unit), *expected, "{csv}");
    }
}

#[test]
fn a_description_replaces_the_sentence() {
    assert_eq!(
        sentence("type: barres, x: l, description: Deux lettres.", "l,v\nA,2\nB,2\n", "visite"),
        "Deux lettres."
    );
}
