//! Figures from the exports that teams really have.
use std::fs;

use crate::support::*;
use kiosque::model::declaration::Answers;
use kiosque::model::declaration::Declaration;
use kiosque::model::declaration::Declared;
use kiosque::model::figure::Drawing;
use kiosque::model::figure::Figure;

/// What a block gives from one sample; nothing, with a line that says so, where
/// the samples are not at hand.
fn sample(file: &str, declaration: Declaration, yaml: &str) -> Option<(Option<Figure>, Vec<String>)> {
    let path = format!("{}/../shared/csv-samples/{file}", env!("CARGO_MANIFEST_DIR"));
    let Ok(csv) = fs::read_to_string(&path) else {
        println!("skipped: {path} is not there");
        return None;
    };
    let set = declare("d", &csv, declaration);
    let yaml = format!("{{titre: T, donnees: d, {yaml}}}");
    let (drawing, diagnostics) = drawn("graphique", &yaml, (&holding(set), "2024-08-12"));
    let figure = match drawing {
        Drawing::Figure(figure) => Some(*figure),
        _ => None,
    };
    Some((figure, told(&diagnostics)))
}

#[test]
fn a_long_table_is_sorted_and_its_gap_is_no_zero() {
    let yaml = "type: lignes, x: date, y: valeur, serie: metrique";
    let Some((figure, _)) = sample("19-long-monthly.csv", Declaration::default(), yaml) else { return };
    let figure = figure.unwrap();
    let series: Vec<(&str, Vec<String>)> =
        figure.series.iter().enumerate().map(|(n, it)| (&*it.name, cells(&figure, n))).collect();
    assert!(series.contains(&("cartes", vec!["120".into(), "133".into(), "150".into()])), "{series:?}");
    assert!(series.contains(&("utilisateurs", vec!["310".into(), "420".into(), "–".into()])), "{series:?}");
}

#[test]
fn a_survey_of_several_answers_is_bars_and_no_stack() {
    let part = |answers| Declared {
        unit: Some("%".into()),
        base: Some("336 collectivités".into()),
        answers,
        ..declared("pourcentage", "ratio")
    };
    let outils = "filtre: {question: Outils}, x: reponse, y: pourcentage, tri: valeur";
    let bars = format!("type: barres, {outils}");
    let Some((figure, said)) = sample("20-survey.csv", columns(vec![part(Answers::Several)]), &bars) else {
        return;
    };
    let figure = figure.unwrap();
    assert_eq!((figure.positions.len(), said.len()), (8, 0));
    assert_eq!(figure.words.scope.as_deref(), Some("base\u{a0}: 336 collectivités"));
    let stack = format!("type: empile, {outils}, garder: 3");
    for answers in [Answers::One, Answers::Several] {
        let (figure, said) = sample("20-survey.csv", columns(vec![part(answers)]), &stack).unwrap();
        assert!(figure.is_none() && said[0].starts_with("reponses-multiples "), "{said:?}");
    }
}

#[test]
fn one_date_in_two_rows_is_told_with_both_lines_and_both_values() {
    let yaml = "type: lignes, x: date, y: visites";
    let Some((figure, said)) = sample("54-duplicate-dates.csv", Declaration::default(), yaml) else { return };
    assert!(figure.is_none());
    assert_eq!(
        said[0],
        "4:1 periode-en-double « 2024-01-02 » figure deux fois (lignes 3 et 4) avec « 12 » puis « 14 »"
    );
    assert!(said[1].ends_with("(lignes 5 et 6) avec les mêmes valeurs"), "{said:?}");
}

#[test]
fn a_running_total_that_falls_is_told_at_its_line() {
    let yaml = "type: lignes, x: date, y: cartes_total";
    let cumul = declared("cartes_total", "cumul");
    let Some((figure, said)) = sample("69-cumul-reset.csv", columns(vec![cumul.clone()]), yaml) else {
        return;
    };
    assert!(figure.is_none() && said[0].starts_with("4:2 cumul-en-baisse "), "{said:?}");
    let reset = Declared { resets: vec![day("2024-01-03")], ..cumul };
    let (figure, said) = sample("69-cumul-reset.csv", columns(vec![reset]), yaml).unwrap();
    assert!(figure.unwrap().positions[2].after_break && said.is_empty(), "{said:?}");
}

#[test]
fn an_empty_table_says_so() {
    let yaml = "type: lignes, x: date, y: visites";
    let Some((figure, _)) = sample("52-header-only.csv", Declaration::default(), yaml) else { return };
    assert_eq!(figure.unwrap().words.sentence, "Aucune donnée pour le moment.");
}
