//! Blocks as people write them, the data they name, and what both give.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod forms;
mod measures;
mod messages;
mod random;
mod samples;
mod sentences;
mod support;

use kiosque::base::diagnostic::Severity;
use kiosque::model::figure::Drawing;
use kiosque::model::figure::Form;
use kiosque::model::figure::Tile;

use support::*;

#[test]
fn a_line_shows_the_months_that_the_file_leaves_out() {
    let figure = figure("{type: lignes, titre: Usages, donnees: umap, x: mois, y: [cartes, utilisateurs]}");
    let labels: Vec<&str> = figure.positions.iter().map(|position| &*position.label).collect();
    assert_eq!(labels, ["janvier 2024", "février 2024", "mars 2024", "avril 2024"]);
    assert_eq!(&*figure.positions[1].short, "févr.\n2024");
    assert_eq!(&*figure.positions[2].key, "2024-03");
    assert_eq!(
        (cells(&figure, 0), cells(&figure, 1)),
        (
            vec!["120".into(), "133".into(), "–".into(), "150".into()],
            vec!["310".into(), "–".into(), "–".into(), "420".into()],
        )
    );
    assert_eq!(figure.words.as_of.as_deref(), Some("30 avril 2024"));
    assert_eq!(
        figure.words.sentence,
        "De janvier 2024 à avril 2024. Cartes\u{a0}: hausse continue, de 120 à 150, des valeurs manquent. \
         Utilisateurs\u{a0}: de 310 à 420, des valeurs manquent."
    );
}

#[test]
fn bars_are_filtered_sorted_and_told() {
    let figure = figure(
        "{type: barres, titre: Outils, donnees: enquete, filtre: {question: Outils}, x: reponse, y: part, tri: valeur, base: 336 collectivités}",
    );
    let labels: Vec<&str> = figure.positions.iter().map(|position| &*position.label).collect();
    assert_eq!(labels, ["Messagerie", "Agenda", "Clé USB"]);
    assert_eq!(cells(&figure, 0), ["99\u{a0}%", "46\u{a0}%", "15\u{a0}%"]);
    assert_eq!((figure.form, figure.unit.as_str()), (Form::Bars, "%"));
    assert_eq!(figure.words.scope.as_deref(), Some("base\u{a0}: 336 collectivités"));
    assert_eq!(
        figure.words.sentence,
        "Part\u{a0}: Messagerie (99\u{a0}%), Agenda (46\u{a0}%), Clé USB (15\u{a0}%)."
    );
}

#[test]
fn decimals_are_those_of_the_most_precise_cell() {
    let figure = figure(
        "{type: lignes, titre: Taux, donnees: umap, x: mois, y: taux, depuis: 2024-02, jusque: 2024, base: visites}",
    );
    assert_eq!(cells(&figure, 0), ["39,00\u{a0}%", "–", "41,25\u{a0}%"]);
}

#[test]
fn a_cell_that_is_no_exact_number_is_told_where_it_is_written() {
    let block = "{type: lignes, titre: T, donnees: d, x: j, y: v}";
    for (csv, expected) in [
        (
            "j,v\n2024-01,1\n2024-02,\"1,4 M\"\n",
            "3:2 cellule-invalide colonne « v » : « 1,4 M » n'est pas un nombre exact",
        ),
        (
            "j,v\n2024-01,1\n2024-02,inf\n",
            "3:2 cellule-invalide colonne « v » : « inf » n'est pas un nombre exact",
        ),
        (
            "j,v\n2024-01,1\n2024-02,#REF!\n",
            "3:2 cellule-invalide colonne « v » : « #REF! » est une erreur de tableur",
        ),
        (
            "j,v\n2024-01,1\n2024-02,2 €\n2024-03,3 %\n",
            "4:2 cellule-invalide colonne « v » : « 3 % » n'a pas la même unité que les autres",
        ),
        (
            "j,v\n2024-01,1\n2024-01,2\n",
            "3:1 periode-en-double « 2024-01 » figure deux fois (lignes 2 et 3) avec « 1 » puis « 2 »",
        ),
        (
            "j,v\n2024-01,1\n2024-02,2\nBilan,3\n",
            "4:1 cellule-invalide colonne « j » : « Bilan » n'est pas une date comme les autres lignes",
        ),
        (
            "j,v\n2024-01,1\n2024-02-01,2\n2024-03,3\n",
            "3:1 cellule-invalide colonne « j » : « 2024-02-01 » n'est pas écrit comme les autres dates",
        ),
    ] {
        let (drawing, diagnostics) = resolve("graphique", block, &[("d", csv)]);
        assert_eq!((drawing, told(&diagnostics)), (Drawing::Missing, vec![expected.to_owned()]));
        let help = diagnostics.iter().next().unwrap().help.clone().unwrap();
        assert!(help.contains("utilisé par content/stats/index.md"), "{help}");
    }
}

#[test]
fn a_repeated_row_is_kept_once_with_a_word() {
    let csv = "j,v\n2024-01,1\n2024-01,1\n2024-02,s\n";
    let (drawing, diagnostics) =
        resolve("graphique", "{type: lignes, titre: T, donnees: d, x: j, y: v}", &[("d", csv)]);
    let Drawing::Figure(figure) = drawing else { panic!("{:?}", told(&diagnostics)) };
    assert_eq!(cells(&figure, 0), ["1", "secret"]);
    let severities: Vec<Severity> = diagnostics.sorted().iter().map(|d| d.severity).collect();
    assert_eq!(severities, [Severity::Note, Severity::Warning]);
}

#[test]
fn a_table_keeps_its_last_rows() {
    let yaml = "{titre: Détail, donnees: umap, colonnes: [mois, cartes], dernier: 2}";
    let (drawing, diagnostics) = resolve("tableau", yaml, &[("umap", UMAP)]);
    let Drawing::Figure(figure) = drawing else { panic!("{:?}", told(&diagnostics)) };
    assert_eq!((figure.form, cells(&figure, 0)), (Form::Table, vec!["133".into(), "150".into()]));
}

#[test]
fn tiles_show_the_latest_row_or_what_is_written() {
    let yaml = "[{titre: Cartes, donnees: umap, valeur: cartes}, {titre: Taux, donnees: umap, valeur: taux, base: cartes, filtre: {mois: 2024-01}}, {titre: Comptes, nombre: 1368454, unite: comptes, note: au 12 août 2024}, {titre: Actifs, donnees: umap, valeur: utilisateurs, filtre: {mois: 2024-02}}]";
    let (drawing, diagnostics) = resolve("chiffres", yaml, &[("umap", UMAP)]);
    assert!(diagnostics.is_empty(), "{:?}", told(&diagnostics));
    let tile = |title: &str, value: &str, unit: &str, note: &str| Tile {
        title: title.into(),
        value: value.into(),
        unit: unit.into(),
        note: Some(note.into()),
        ..Tile::default()
    };
    assert_eq!(
        drawing,
        Drawing::Tiles(vec![
            tile("Cartes", "150", "", "avril 2024"),
            Tile { base: Some("cartes".into()), ..tile("Taux", "40,5", "%", "janvier 2024") },
            tile("Comptes", "1\u{202f}368\u{202f}454", "comptes", "au 12 août 2024"),
            tile("Actifs", "–", "", "février 2024\u{a0}: valeur manquante"),
        ])
    );
    let (drawing, diagnostics) =
        resolve("chiffres", "[{titre: T, donnees: umap, valeur: cartes, calcul: somme}]", &[("umap", UMAP)]);
    assert_eq!((drawing, told(&diagnostics).len()), (Drawing::Missing, 1));
}

#[test]
fn a_value_stands_inside_a_sentence() {
    let data = sets(&[("umap", UMAP), ("a.b", "x,c.d\n1,2\n")]);
    for (expression, expected) in [
        ("umap.cartes", Ok("150")),
        ("umap.taux; x=2024-01", Ok("40,5\u{a0}%")),
        ("umap.utilisateurs; x = 2024-02", Ok("–")),
        ("a.b.c.d", Ok("2")),
        ("umap", Err("« umap » ne dit pas quelle valeur montrer")),
        ("umpa.cartes", Err("jeu « umpa » introuvable dans data/")),
        ("umap.carte", Err("data/umap.csv n'a pas de colonne « carte »")),
        ("umap.cartes; x=2020", Err("aucune ligne de data/umap.csv ne commence par « 2020 »")),
    ] {
        let (drawing, diagnostics) = drawn("valeur", &format!("{expression:?}"), (&data, "2026-01-01"));
        let got = match &drawing {
            Drawing::Value(text) => Ok(&**text),
            _ => Err(diagnostics.iter().next().unwrap().message.as_str()),
        };
        assert_eq!(got, expected, "{expression}");
    }
}

#[test]
fn no_number_of_the_sentence_is_missing_from_the_table() {
    let mut checked = 0;
    for yaml in [
        "{type: lignes, titre: T, donnees: umap, x: mois, y: [cartes, utilisateurs]}",
        "{type: lignes, titre: T, donnees: umap, x: mois, y: taux, base: visites}",
        "{type: barres, titre: T, donnees: enquete, filtre: {question: Outils}, x: reponse, y: part, base: b}",
    ] {
        let figure = figure(yaml);
        let mut table: Vec<String> =
            figure.positions.iter().map(|position| position.label.to_string()).collect();
        table.extend((0..figure.series.len()).flat_map(|n| cells(&figure, n)));
        let table = table.join("|");
        let is_digit = |c: char| c.is_ascii_digit() || matches!(c, ',' | '\u{202f}');
        for word in figure.words.sentence.split(|c| !is_digit(c)).map(|word| word.trim_matches(',')) {
            assert!(table.contains(word), "{word} : {} / {table}", figure.words.sentence);
            checked += usize::from(!word.is_empty());
        }
    }
    assert!(checked > 10);
}
