//! Any table, any settings: no panic, no invented number.
use std::collections::BTreeSet;

use crate::support::*;
use kiosque::model::declaration::Declaration;
use kiosque::model::declaration::Declared;
use kiosque::model::figure::Drawing;
use kiosque::model::figure::Figure;
use kiosque::model::figure::Form;
use kiosque::model::value::Number;
use proptest::prelude::Just;
use proptest::prelude::ProptestConfig;
use proptest::prelude::Strategy;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;
use proptest::sample::select;

const TYPES: [&str; 9] =
    ["lignes", "barres", "empile", "podium", "points", "carte", "calendrier", "tableau", "cumul"];
const KEYS: [&str; 24] = [
    "",
    "tri: valeur",
    "tri: -x",
    "pas: mois",
    "pas: trimestre",
    "pas: annee",
    "cumul: vrai",
    "depart: 3",
    "dernier: 2",
    "depuis: 2024-02",
    "jusque: 2024-06",
    "manquant: zero",
    "serie: s",
    "petits_multiples: s",
    "petits_multiples: series",
    "garder: 2",
    "garder: [a]",
    "axe: libre",
    "decimales: 1",
    "evenements: [{date: 2024-03-05, texte: E}]",
    "ruptures: [2024-03-01]",
    "mettre_en_avant: V",
    "niveau: regions",
    "classes: [1, 2]",
];
const NATURES: [&str; 6] = ["flux", "stock", "cumul", "ratio", "uniques", ""];
const CELLS: [&str; 12] = ["0", "1", "2,5", "1240", "5240", "", "s", "-3", "12 %", "99", "100", "x"];
const PLACES: [&str; 12] = [
    "2024-01",
    "2024-02",
    "2024-03",
    "2024-05",
    "2024-08",
    "2024-01-15",
    "A",
    "Gironde",
    "33",
    "2A",
    "",
    "2024",
];

/// Rows of `x`, `s`, `v` and `w`; rows of one column of places mostly of one kind.
fn table() -> impl Strategy<Value = String> {
    let places = proptest::collection::vec(select(&PLACES[..]), 1..6);
    let dates = proptest::collection::vec(select(&PLACES[..5]), 1..6);
    let days = (1..28_u32).prop_map(|n| (1..=n).map(|d| format!("2024-07-{d:02}")).collect::<Vec<_>>());
    let owned = |list: Vec<&'static str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let x = proptest::prop_oneof![places.prop_map(owned), dates.prop_map(owned), days];
    (x, Just(())).prop_flat_map(|(x, ())| {
        let count = x.len();
        let cells = || proptest::collection::vec(select(&CELLS[..11]), count);
        (Just(x), proptest::collection::vec(select(&["a", "b"][..]), count), cells(), cells()).prop_map(
            |(x, s, v, w)| {
                let row = |n: usize| format!("{};{};{};{}\n", x[n], s[n], v[n], w[n]);
                format!("x;s;v;w\n{}", (0..x.len()).map(row).collect::<String>())
            },
        )
    })
}

fn numbers(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ',' | '\u{202f}' | '\u{2212}');
    let words = text.split(|c| !is_part(c)).map(|word| word.trim_matches([',', '\u{202f}']));
    words.filter(|word| word.contains(|c: char| c.is_ascii_digit())).map(str::to_owned).collect()
}

fn tabulated(figure: &Figure) -> BTreeSet<String> {
    let mut words: Vec<String> = figure.positions.iter().map(|position| position.label.to_string()).collect();
    words.extend(figure.series.iter().map(|series| series.name.to_string()));
    words.extend(figure.panels.iter().map(|panel| panel.to_string()));
    words.extend((0..figure.series.len()).flat_map(|n| cells(figure, n)));
    numbers(&words.join("|"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn whatever_is_asked_of_whatever_table_is_told_or_drawn_truly(
        csv in table(),
        (kind, nature, more) in (select(&TYPES[..]), select(&NATURES[..]), select(&NATURES[..])),
        keys in proptest::collection::vec(select(&KEYS[..]), 0..3),
        (both, today, secrecy) in (select(&["v", "[v, w]"][..]), select(&["2024-03-10", "2025-01-01"][..]), select(&[0, 11][..])),
    ) {
        let extra: BTreeSet<&str> = keys.iter().filter(|key| !key.is_empty()).copied().collect();
        let extra: String = extra.iter().map(|key| format!(", {key}")).collect();
        let yaml = format!("{{type: {kind}, titre: T, donnees: d, x: x, y: {both}, base: b{extra}}}");
        // The same key twice is a fault of the reader of YAML, not ours.
        if serde_yaml::from_str::<serde_yaml::Value>(&yaml).is_err() {
            return Ok(());
        }
        let parts = (nature == "ratio").then(|| ("w".to_owned(), "w".to_owned()));
        let named = vec![Declared { parts, ..declared("v", nature) }, declared("w", more)];
        let secret = (secrecy > 0).then(|| Number::from(secrecy));
        let declaration = Declaration { secrecy: secret, ..columns(named) };
        let (drawing, diagnostics) = drawn("graphique", &yaml, (&holding(declare("d", &csv, declaration)), today));
        let Drawing::Figure(figure) = drawing else {
            prop_assert!(diagnostics.has_errors(), "{yaml}\n{csv}: nothing drawn and nothing told");
            return Ok(());
        };
        prop_assert!(!diagnostics.has_errors(), "{yaml}\n{csv}: {:?}", told(&diagnostics));
        for series in &figure.series {
            prop_assert_eq!(series.points.len(), figure.positions.len());
            prop_assert!(series.panel < figure.panels.len().max(1));
            // Nothing below the threshold is shown, as itself or as what is left.
            let counts = figure.form != Form::Stacked && nature != "ratio" && more != "ratio" && !csv.contains('%');
            if secrecy > 0 && counts {
                prop_assert!(series.numbers().flatten().all(|n| !(0.0..11.0).contains(&n.get())), "{yaml}\n{csv}");
            }
        }
        prop_assert!(figure.classes.windows(2).all(|pair| pair[0].get() < pair[1].get()));
        let (said, known) = (numbers(&figure.words.sentence), tabulated(&figure));
        prop_assert!(said.is_subset(&known), "{said:?} / {known:?}\n{yaml}\n{csv}\n{}", figure.words.sentence);
        if figure.form == Form::Stacked && !csv.contains('%') && figure.unit == "%" {
            for n in 0..figure.positions.len() {
                let parts: Option<Vec<f64>> =
                    figure.series.iter().map(|series| series.points[n].number().map(Number::get)).collect();
                if let Some(parts) = parts {
                    prop_assert!((parts.iter().sum::<f64>() - 100.0).abs() < 1e-9, "{parts:?}");
                }
            }
        }
    }

    #[test]
    fn a_missing_value_never_yields_a_number(kind in select(&TYPES[..]), hole in 0..6_usize, nature in select(&NATURES[..])) {
        let csv: String = (0..6).map(|n| format!("2024-0{},{}\n", n + 1, if n == hole { "" } else { "7" })).collect();
        let set = declare("d", &format!("x,v\n{csv}"), columns(vec![declared("v", nature)]));
        let yaml = format!("{{type: {kind}, titre: T, donnees: d, x: x, y: v}}");
        let (drawing, _) = drawn("graphique", &yaml, (&holding(set), "2025-01-01"));
        if let Drawing::Figure(figure) = drawing {
            let key = format!("2024-0{}", hole + 1);
            let place = figure.positions.iter().position(|position| *position.key == *key);
            if let Some(place) = place {
                prop_assert_eq!(figure.series[0].points[place].number(), None);
            }
        }
    }

    #[test]
    fn no_text_makes_a_figure_panic(text in "[a-c0-9,;\"%€\\-.\u{a0}\u{202f} \n\r]{0,200}") {
        let (Some(set), _) = read(text.as_bytes()) else { return Ok(()) };
        let header = set.table.header.first().map(|name| name.to_string()).unwrap_or_default();
        let width = set.table.header.len();
        prop_assert_eq!(set.columns.len(), width);
        let name = serde_json::to_string(&header).unwrap();
        for form in TYPES {
            let yaml = format!("{{type: {form}, titre: T, donnees: d, x: {name}, y: {name}, tri: valeur}}");
            resolve("graphique", &yaml, &[("d", &text)]);
        }
    }
}
