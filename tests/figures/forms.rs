//! What each type makes of the same kind of numbers.
use crate::support::*;
use kiosque::model::declaration::Break;
use kiosque::model::declaration::Declaration;
use kiosque::model::declaration::Declared;
use kiosque::model::figure::Baseline;
use kiosque::model::figure::Division;
use kiosque::model::figure::Emphasis;
use kiosque::model::figure::Extent;
use kiosque::model::figure::Figure;
use kiosque::model::figure::Form;
use kiosque::model::table::DataSet;
use kiosque::model::value::Number;

fn labels(figure: &Figure) -> Vec<&str> {
    figure.positions.iter().map(|position| &*position.label).collect()
}

fn names(figure: &Figure) -> Vec<&str> {
    figure.series.iter().map(|series| &*series.name).collect()
}

fn flow(unit: &str) -> Declared {
    Declared { unit: Some(unit.into()), ..declared("visites", "flux") }
}

fn visits() -> DataSet {
    let csv = "mois,visites\n2024-05,4480\n2024-06,5240\n2024-07,3120\n2024-08,1240\n";
    declare("d", csv, Declaration { source: Some("Matomo".into()), ..columns(vec![flow("visite")]) })
}

#[test]
fn the_month_that_is_not_over_is_partial_and_told_so() {
    let yaml = "{type: lignes, titre: T, donnees: d, x: mois, y: visites}";
    let (figure, said) = seen(yaml, visits(), "2024-08-12");
    let extents: Vec<Extent> = figure.positions.iter().map(|position| position.extent).collect();
    assert_eq!(extents, [Extent::Whole, Extent::Whole, Extent::Whole, Extent::Partial]);
    assert_eq!(figure.words.notes, ["Août 2024 est incomplet (trait pointillé)"]);
    assert_eq!(said, ["periode-incomplete août 2024 est incomplet à la date du 12 août 2024"]);
    assert_eq!(figure.words.as_of.as_deref(), Some("cours du mois d’août 2024"));
    assert_eq!(figure.words.source.as_deref(), Some("Matomo"));
    assert_eq!(
        figure.words.sentence,
        "De mai 2024 à juillet 2024. Visites\u{a0}: de 4\u{202f}480 à 3\u{202f}120\u{a0}visites, maximum 5\u{202f}240 \
         en juin 2024. Août 2024, incomplet\u{a0}: 1\u{202f}240\u{a0}visites."
    );
    let (figure, said) = seen(yaml, visits(), "2024-09-01");
    assert_eq!(
        (figure.words.as_of.as_deref(), figure.words.notes.len(), said.len()),
        (Some("31 août 2024"), 0, 0)
    );
}

#[test]
fn columns_over_time_and_bars_when_they_are_sorted() {
    let (figure, _) =
        seen("{type: barres, titre: T, donnees: d, x: mois, y: visites}", visits(), "2025-01-01");
    assert_eq!(figure.form, Form::Columns);
    let yaml = "{type: barres, titre: T, donnees: d, x: mois, y: visites, tri: valeur, garder: 2}";
    let (figure, _) = seen(yaml, visits(), "2025-01-01");
    assert_eq!((figure.form, labels(&figure)), (Form::Bars, vec!["juin 2024", "mai 2024"]));
    assert_eq!(figure.words.notes, ["Les 2 autres valeurs, plus petites, ne sont pas montrées"]);
    let yaml = "{type: barres, titre: T, donnees: d, x: mois, y: visites, pas: trimestre}";
    let (figure, _) = seen(yaml, visits(), "2025-01-01");
    assert_eq!(labels(&figure), ["2e trimestre\u{a0}2024", "3e trimestre\u{a0}2024"]);
    // April is not in the file, nor September: neither quarter is whole.
    assert!(figure.positions.iter().all(|position| position.extent == Extent::Partial));
}

#[test]
fn running_totals_events_and_breaks_stand_on_the_time_line() {
    let yaml = "{type: cumul, titre: T, donnees: d, x: mois, y: visites, depart: 118, depuis: 2024-06, \
                evenements: [{date: 2024-07-16, texte: Lancement}, {date: 2020-01-01, texte: Avant}], \
                ruptures: [{date: 2024-07-01, texte: nouveau marqueur}]}";
    let (figure, said) = seen(yaml, visits(), "2025-01-01");
    assert_eq!(figure.form, Form::Lines);
    assert_eq!(cells(&figure, 0), ["9\u{202f}838", "12\u{202f}958", "14\u{202f}198"]);
    assert_eq!((figure.events.len(), figure.events[0].at), (1, 1000));
    assert_eq!(figure.events[0].text, "16 juillet 2024\u{a0}: Lancement");
    assert_eq!(said, ["graphique-valeur l'événement du 1er janvier 2020 est hors de la période montrée"]);
    assert_eq!(figure.words.notes, ["Rupture de série le 1er juillet 2024\u{a0}: nouveau marqueur"]);
    let breaks: Vec<bool> = figure.positions.iter().map(|position| position.after_break).collect();
    assert_eq!(breaks, [false, true, false]);
    let csv = "jour,visites\n2024-01-01,900\n2024-01-02,915\n2024-01-03,12\n2024-01-04,30\n";
    let running = Declared { resets: vec![day("2024-01-03")], ..declared("visites", "cumul") };
    let breaks = vec![Break { date: day("2024-01-02"), text: None }];
    let set = declare("d", csv, Declaration { breaks, ..columns(vec![running]) });
    let (figure, _) = seen("{type: lignes, titre: T, donnees: d, x: jour, y: visites}", set, "2025-01-01");
    assert_eq!(
        figure.words.notes,
        ["Rupture de série le 2 janvier 2024", "Rupture de série le 3 janvier 2024\u{a0}: remise à zéro"]
    );
}

const LONG: &str = "date,metrique,valeur\n2024-03,cartes,150\n2024-01,cartes,120\n2024-01,utilisateurs,310\n2024-02,cartes,133\n2024-02,utilisateurs,420\n2024-03,utilisateurs,\n2024-01,pages,7\n";

#[test]
fn a_long_table_gives_one_series_for_each_value_kept() {
    let set = || declare("d", LONG, columns(vec![declared("valeur", "flux")]));
    let yaml = "{type: lignes, titre: T, donnees: d, x: date, y: valeur, serie: metrique, garder: [utilisateurs, cartes], \
                mettre_en_avant: cartes}";
    let (figure, said) = seen(yaml, set(), "2025-01-01");
    assert_eq!((names(&figure), said.len()), (vec!["utilisateurs", "cartes"], 0));
    assert_eq!(cells(&figure, 0), ["310", "420", "–"]);
    assert_eq!(cells(&figure, 1), ["120", "133", "150"]);
    let emphasis: Vec<Emphasis> = figure.series.iter().map(|series| series.emphasis).collect();
    assert_eq!(emphasis, [Emphasis::Muted, Emphasis::Highlighted]);
    let yaml =
        "{type: lignes, titre: T, donnees: d, x: date, y: valeur, petits_multiples: metrique, colonnes: 3}";
    let (figure, _) = seen(yaml, set(), "2025-01-01");
    let panels: Vec<usize> = figure.series.iter().map(|series| series.panel).collect();
    assert_eq!((figure.form, figure.panels.len(), panels), (Form::Multiples, 3, vec![0, 1, 2]));
    let panels: Vec<&str> = figure.panels.iter().map(|panel| &**panel).collect();
    assert_eq!(panels, ["cartes", "utilisateurs", "pages"]);
    assert!(figure.words.sentence.contains("pages\u{a0}: 7 en janvier 2024"), "{}", figure.words.sentence);
    assert_eq!(cells(&figure, 2), ["7", "–", "–"]);
    let yaml =
        "{type: lignes, titre: T, donnees: d, x: date, y: valeur, serie: metrique, petits_multiples: series}";
    let (figure, _) = seen(yaml, set(), "2025-01-01");
    assert_eq!(names(&figure), ["cartes", "utilisateurs", "pages"]);
    assert_eq!(figure.panels.len(), 3);
}

#[test]
fn counts_become_shares_that_make_a_hundred() {
    let set = declare("d", "reponse,n\nOui,1\nNon,1\nPeut-être,1\n", columns(vec![declared("n", "flux")]));
    let (figure, _) = seen("{type: empile, titre: T, donnees: d, x: reponse, y: n}", set, "2025-01-01");
    assert_eq!((labels(&figure), names(&figure)), (vec!["N"], vec!["Oui", "Non", "Peut-être"]));
    let shares: Vec<String> = (0..3).flat_map(|n| cells(&figure, n)).collect();
    assert_eq!(shares, ["34\u{a0}%", "33\u{a0}%", "33\u{a0}%"]);
    assert_eq!(figure.words.notes, ["Parts calculées sur un total de 3"]);
    assert_eq!(figure.words.sentence, "N\u{a0}: Oui 34\u{a0}%, Non 33\u{a0}%, Peut-être 33\u{a0}%.");
    let set = declare("d", "q,n\nQuestion 3,100\nAutre,100\n", columns(vec![declared("n", "flux")]));
    let (figure, _) = seen("{type: empile, titre: T, donnees: d, x: q, y: n}", set, "2025-01-01");
    assert_eq!(figure.words.sentence, "N\u{a0}: Question 3 (50\u{a0}%), Autre (50\u{a0}%).");
    let csv = "o,part\nA,20 %\nB,30 %\nC,5 %\nAutre,1 %\nD,44 %\n";
    let set = declare("d", csv, columns(vec![declared("part", "ratio")]));
    let yaml = "{type: empile, titre: T, donnees: d, x: o, y: part, base: comptes, garder: 2}";
    let (figure, _) = seen(yaml, set, "2025-01-01");
    let parts: Vec<String> = figure
        .series
        .iter()
        .enumerate()
        .map(|(n, it)| format!("{} {}", it.name, cells(&figure, n)[0]))
        .collect();
    assert_eq!(parts, ["D 44\u{a0}%", "B 30\u{a0}%", "Autres 26\u{a0}%"]);
}

#[test]
fn a_podium_has_three_steps_at_most_and_tells_ties() {
    let podium = |csv: &str| {
        let set = declare("d", csv, columns(vec![declared("v", "flux")]));
        seen("{type: podium, titre: T, donnees: d, x: l, y: v}", set, "2025-01-01").0
    };
    let figure = podium("l,v\nA,1\nB,9\nC,4\nD,4\nE,4\nF,\n");
    assert_eq!((figure.form, labels(&figure)), (Form::Podium, vec!["B", "C", "D"]));
    assert_eq!(figure.words.notes, ["À égalité avec la troisième place, non montré\u{a0}: E"]);
    assert_eq!(
        figure.words.sentence,
        "Premier rang\u{a0}: B (9)\u{a0}; deuxième rang, à égalité\u{a0}: C et D (4)."
    );
    assert_eq!(labels(&podium("l,v\nA,1\n")), ["A"]);
}

#[test]
fn points_over_labels_or_over_numbers() {
    let csv = "commune,habitants,cartes\nBrest,140000,12\nLannion,20000,3\nQuimper,,4\n";
    let habitants = Declared { unit: Some("habitant".into()), ..declared("habitants", "stock") };
    let set = || declare("d", csv, columns(vec![habitants.clone()]));
    let yaml = "{type: points, titre: T, donnees: d, x: commune, y: cartes, axe: libre}";
    let (figure, _) = seen(yaml, set(), "2025-01-01");
    assert_eq!((figure.form, figure.baseline, figure.positions.len()), (Form::Dots, Baseline::Free, 3));
    assert_eq!(figure.words.notes, ["L’axe des valeurs ne commence pas à zéro"]);
    let (figure, _) =
        seen("{type: points, titre: T, donnees: d, x: habitants, y: cartes}", set(), "2025-01-01");
    assert_eq!(figure.form, Form::Scatter);
    assert_eq!(labels(&figure), ["Lannion", "Brest"]);
    assert_eq!(figure.positions[0].place, Some(Number::from(20_000)));
    assert_eq!(figure.across.as_ref().map(|across| across.name.as_str()), Some("Habitants"));
    assert_eq!(figure.words.notes, ["Une ligne sans abscisse n’est pas montrée"]);
}

#[test]
fn a_map_knows_codes_and_names() {
    let map = |csv: &str, keys: &str| {
        let set = declare("d", csv, columns(vec![declared("v", "stock")]));
        seen(&format!("{{type: carte, titre: T, donnees: d, x: lieu, y: v{keys}}}"), set, "2025-01-01").0
    };
    let figure = map("lieu,v\nGironde,4\n2a,1\n01,2\nla réunion,1\n62,4\n", "");
    let places: Vec<String> = figure.positions.iter().map(|it| format!("{} {}", it.key, it.label)).collect();
    assert_eq!(places, ["01 Ain", "2A Corse-du-Sud", "33 Gironde", "62 Pas-de-Calais", "974 La Réunion"]);
    assert_eq!(figure.form, Form::Map(Division::Departments));
    assert_eq!(figure.classes, [Number::from(2), Number::from(4)]);
    let figure = map("lieu,v\nBretagne,4\nGrand Est,1\n", "");
    assert_eq!(figure.form, Form::Map(Division::Regions));
    let figure = map("lieu,v\n53,4\n44,1\n", ", niveau: regions, classes: [3]");
    assert_eq!((labels(&figure), figure.classes.len()), (vec!["Grand Est", "Bretagne"], 1));
}

#[test]
fn a_calendar_has_every_day_and_its_classes() {
    let csv: String = (1..=9).map(|n| format!("2024-01-{n:02},{}\n", n * 107)).collect();
    let set = declare("d", &format!("jour,v\n{csv}2024-01-11,3\n"), columns(vec![declared("v", "flux")]));
    let (figure, _) = seen("{type: calendrier, titre: T, donnees: d, x: jour, y: v}", set, "2025-01-01");
    assert_eq!((figure.form, figure.positions.len()), (Form::Calendar, 11));
    assert_eq!(cells(&figure, 0)[9], "–");
    let classes: Vec<f64> = figure.classes.iter().map(|number| number.get()).collect();
    assert_eq!(classes, [210.0, 430.0, 640.0, 860.0]);
    assert!(classes.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn days_on_which_nothing_happened_are_a_class_of_their_own() {
    let value = |n: usize| [1, 2, 3, 4, 9].get(n).copied().unwrap_or(0);
    let csv: String = (0..28).map(|n| format!("2024-01-{:02},{}\n", n + 1, value(n))).collect();
    let set = declare("d", &format!("jour,v\n{csv}"), columns(vec![declared("v", "flux")]));
    let (figure, _) = seen("{type: calendrier, titre: T, donnees: d, x: jour, y: v}", set, "2025-01-01");
    let classes: Vec<f64> = figure.classes.iter().map(|number| number.get()).collect();
    assert_eq!(classes, [1.0, 2.0, 3.0, 4.0]);
}

#[test]
fn a_table_has_columns_of_several_units_and_texts_beside() {
    let csv = "mois,note,visites,taux\n2024-01,ouverture,4480,12.5 %\n2024-02,,5240,13 %\n";
    let set = || declare("d", csv, columns(vec![flow("visite")]));
    let (figure, _) =
        seen("{titre: T, donnees: d, colonnes: [mois, visites, taux], base: b}", set(), "2025-01-01");
    assert_eq!((names(&figure), figure.unit.as_str()), (vec!["Visites", "Taux (%)"], ""));
    assert_eq!(labels(&figure), ["janvier 2024", "février 2024"]);
    assert_eq!(
        (cells(&figure, 0), cells(&figure, 1)),
        (
            vec!["4\u{202f}480".into(), "5\u{202f}240".into()],
            vec!["12,5\u{a0}%".into(), "13,0\u{a0}%".into()],
        )
    );
    let (figure, _) =
        seen("{titre: T, donnees: d, colonnes: [mois, note, visites], tri: -x}", set(), "2025-01-01");
    assert_eq!(
        (figure.axis.as_str(), labels(&figure)),
        ("Mois – Note", vec!["2024-02", "2024-01 – ouverture"])
    );
}

#[test]
fn small_counts_are_masked_with_one_that_would_tell_them() {
    let csv = "lieu,v\nA,40\nB,3\nC,12\nD,25\n";
    let declaration =
        || Declaration { secrecy: Some(Number::from(11)), ..columns(vec![declared("v", "stock")]) };
    let yaml = "{type: barres, titre: T, donnees: d, x: lieu, y: v, tri: valeur}";
    let (figure, said) = seen(yaml, declare("d", csv, declaration()), "2025-01-01");
    // Masked values keep the order of the file: a rank would be a bound.
    assert_eq!(labels(&figure), ["A", "D", "B", "C"]);
    assert_eq!(cells(&figure, 0), ["40", "25", "secret", "secret"]);
    assert_eq!(
        said,
        ["secret-statistique 2 valeurs de data/d.csv sont masquées : secret statistique, seuil de 11"]
    );
    assert_eq!(
        figure.words.notes,
        [
            "Secret statistique\u{a0}: les effectifs inférieurs à 11, et ceux qui permettraient de les retrouver, ne sont pas montrés"
        ]
    );
    let csv = "mois,s,v\n2024-01,a,3\n2024-01,b,50\n2024-01,c,20\n2024-02,a,13\n2024-02,b,50\n2024-02,c,20\n";
    let yaml = "{type: lignes, titre: T, donnees: d, x: mois, y: v, serie: s}";
    let (figure, _) = seen(yaml, declare("d", csv, declaration()), "2025-01-01");
    let column: Vec<String> = (0..3).map(|n| cells(&figure, n)[0].clone()).collect();
    assert_eq!(column, ["secret", "50", "secret"]);
}

#[test]
fn a_gap_is_zero_only_when_its_author_says_so() {
    let csv = "jour,v\n2024-01-01,3\n2024-01-03,4\n2024-01-04,\n";
    let set = || declare("d", csv, columns(vec![declared("v", "flux")]));
    let (figure, _) = seen("{type: lignes, titre: T, donnees: d, x: jour, y: v}", set(), "2025-01-01");
    assert_eq!(cells(&figure, 0), ["3", "–", "4", "–"]);
    let yaml = "{type: lignes, titre: T, donnees: d, x: jour, y: v, manquant: zero}";
    let (figure, said) = seen(yaml, set(), "2025-01-01");
    assert_eq!(cells(&figure, 0), ["3", "0", "4", "0"]);
    assert!(said[0].starts_with("manquant-zero "), "{said:?}");
    assert_eq!(figure.words.notes, ["Les valeurs absentes sont comptées comme des zéros"]);
}

#[test]
fn bases_of_percentages_stand_in_the_scope() {
    let ratio = Declared { base: Some("visites du mois".into()), ..declared("taux", "ratio") };
    let declaration = Declaration { scope: Some("France entière".into()), ..columns(vec![ratio]) };
    let set = declare("d", "mois,taux\n2024-01,12 %\n2024-02,13 %\n", declaration);
    let (figure, said) = seen("{type: lignes, titre: T, donnees: d, x: mois, y: taux}", set, "2025-01-01");
    assert_eq!(figure.words.scope.as_deref(), Some("France entière (base\u{a0}: visites du mois)"));
    assert!(said.is_empty(), "{said:?}");
}
