//! Data sets as a whole: how old they are, whether they agree, what is given of them.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use kiosque::base::diagnostic::Severity;
use serde_json::Value;
use site::Built;
use site::Site;
use site::day;
use site::small;

const KIND: &str = "name: stats\nroute: /stats/{stem}/\ntemplate: page.html\nlist: {route: /stats/, template: page.html}\ndatasets: {route: /stats/donnees/, title: Données ouvertes}\n";
const PAGE: &str = "---\ntitle: Statistiques\n---\n\n```graphique\ntype: lignes\ntitre: Visites\ndonnees: visites\nx: mois\ny: visites\n```\n";
const CSV: &str = "mois;visites;taux;service\n2024-05;4 480;40,5 %;Santé\n2024-06;5 240;39 %;=1+1\n2024-07;;s;Culture, sport\n2024-08;1 240;41 %;Santé\n";
const DECLARED: &str = "titre: Visites du service\nsource: Matomo\nlicence: Licence Ouverte 2.0\nage_max: 8j\ncolonnes:\n  mois: {type: mois}\n  visites: {nature: flux, unite: visite, libelle: Visites, comptage: Une visite dure trente minutes., identifiant: visites}\n  taux: {nature: ratio, unite: \"%\", base: visites}\n";

fn site() -> Site {
    let mut site = small(&[
        ("content/stats/_kind.yaml", KIND),
        ("content/stats/_index.md", PAGE),
        ("data/visites.csv", CSV),
        ("data/visites.yaml", DECLARED),
        (
            "themes/telling/templates/datasets.html",
            "{% for set in sets %}{{ set.title }} {{ set.csv.url }} {{ set.csv.weight }} {{ set.rows }} {{ set.span }};{% endfor %}",
        ),
        (
            "themes/telling/templates/page.html",
            "{{ page.data.updated_text }}|{% for it in page.data.stale %}{{ it.text }}{% endfor %}|{% for it in page.data.metrics %}{{ it.label }}: {{ it.nature_text }} {% endfor %}|{{ page.data.url }}|{% for it in page.data.sets %}{{ it.csv_url }}{% endfor %}{{ content | safe }}",
        ),
    ]);
    site.options.today = day("2024-08-12");
    site
}

fn json(built: &Built, address: &str) -> Value {
    serde_json::from_str(&built.page(address)).unwrap()
}

#[test]
fn a_data_set_is_given_as_the_guides_for_open_data_ask() {
    let built = site().build();
    let csv = "mois,visites,taux,service\n2024-05,4480,40.5,Santé\n2024-06,5240,39,'=1+1\n2024-07,,secret,\"Culture, sport\"\n2024-08,1240,41,Santé\n";
    assert_eq!(built.page("/stats/donnees/visites.csv"), csv, "{}", built.said());
    let page = built.page("/stats/donnees/");
    assert!(page.contains("Visites du service /stats/donnees/visites.csv"), "{page}");
    assert!(page.contains(&format!("{}\u{a0}octets 4 de mai 2024 à août 2024", csv.len())), "{page}");
}

#[test]
fn numbers_are_numbers_and_the_two_silences_are_told_apart() {
    let data = json(&site().build(), "/stats/donnees/visites.json");
    assert_eq!(data["titre"], "Visites du service");
    assert_eq!(data["licence"], "Licence Ouverte 2.0");
    assert_eq!(data["arrete_au"], "2024-07-31", "August is not over");
    let rows = data["lignes"].as_array().unwrap();
    assert_eq!(
        rows[0],
        serde_json::json!({"mois": "2024-05", "visites": 4480, "taux": 40.5, "service": "Santé"})
    );
    assert!(rows[2]["visites"].is_null() && rows[2]["taux"].is_null());
    assert_eq!(data["secrets"], serde_json::json!({"taux": [2]}));
    assert_eq!(data["colonnes"][1]["nature"], "flux");
    assert_eq!(data["colonnes"][1]["comptage"], "Une visite dure trente minutes.");
    assert_eq!(data["colonnes"][2]["base"], "visites");
}

/// The rules of Table Schema that a tool would hold the CSV to.
#[test]
fn each_cell_of_the_csv_is_what_its_schema_says() {
    let built = site().build();
    let schema = json(&built, "/stats/donnees/visites.schema.json");
    let csv = built.page("/stats/donnees/visites.csv");
    let fields = schema["fields"].as_array().unwrap();
    let types: Vec<&str> = fields.iter().map(|field| field["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["yearmonth", "integer", "number", "string"]);
    assert_eq!(schema["missingValues"], serde_json::json!(["", "secret"]));
    assert_eq!(schema["primaryKey"], "mois");
    assert_eq!(fields[0]["constraints"]["required"], true);
    assert_eq!(fields[1]["constraints"]["required"], false);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(names, fields.iter().map(|field| field["name"].as_str().unwrap()).collect::<Vec<_>>());
    for record in reader.records() {
        for (cell, holds) in record.unwrap().iter().zip(&types) {
            if matches!(cell, "" | "secret") {
                continue;
            }
            let sound = match *holds {
                "integer" => cell.parse::<i64>().is_ok(),
                "number" => cell.parse::<f64>().is_ok(),
                "yearmonth" => cell.len() == 7 && cell.as_bytes()[4] == b'-',
                _ => true,
            };
            assert!(sound, "{cell} is no {holds}");
        }
    }
}

#[test]
fn all_sets_are_one_package_that_tools_find() {
    let built = site().build();
    let package = json(&built, "/stats/donnees/datapackage.json");
    assert_eq!(package["profile"], "tabular-data-package");
    assert_eq!(package["name"], "essai");
    assert_eq!(package["homepage"], "https://essai.exemple.gouv.fr/stats/donnees/");
    let resource = &package["resources"][0];
    assert_eq!(resource["path"], "visites.csv");
    assert_eq!(resource["schema"], "visites.schema.json");
    assert_eq!(resource["licenses"][0]["name"], "etalab-2.0");
    assert_eq!(resource["bytes"], built.page("/stats/donnees/visites.csv").len());
}

#[test]
fn what_its_author_keeps_back_is_not_given() {
    let kept = site().with("data/visites.yaml", format!("{DECLARED}publier: non\n")).build();
    assert!(!kept.has("/stats/donnees/visites.csv") && !kept.page("/stats/").contains("visites.csv"));
    let mut undeclared = site();
    undeclared.remove("data/visites.yaml");
    assert!(!undeclared.build().has("/stats/donnees/visites.csv"));
    let alone = site().with("data/autre.csv", "a,b\nx,1\n");
    assert!(!alone.build().has("/stats/donnees/autre.csv"), "nobody shows it");
    let asked = alone.with("data/autre.yaml", "publier: oui\n").build();
    assert_eq!(asked.page("/stats/donnees/autre.csv"), "a,b\nx,1\n");
}

#[test]
fn counts_under_the_threshold_of_secrecy_are_in_none_of_the_files() {
    let site = site()
        .with("data/visites.csv", "mois;visites\n2024-05;7\n2024-06;5 240\n")
        .with("data/visites.yaml", format!("{DECLARED}seuil_secret: 11\n"));
    let built = site.build();
    assert_eq!(built.page("/stats/donnees/visites.csv"), "mois,visites\n2024-05,secret\n2024-06,5240\n");
    let data = json(&built, "/stats/donnees/visites.json");
    assert_eq!(data["secrets"], serde_json::json!({"visites": [0]}));
    assert!(data["lignes"][0]["visites"].is_null());
}

#[test]
fn a_page_says_how_old_its_figures_are_and_how_they_are_counted() {
    let built = site().build();
    let page = built.page("/stats/");
    assert!(page.contains("Données arrêtées au 31 juillet 2024|"), "{page}");
    assert!(
        page.contains("Données du 31 juillet 2024\u{a0}: plus récentes attendues depuis le 8 août 2024|"),
        "{page}"
    );
    assert!(page.contains("Visites: Compté au cours de chaque période"), "{page}");
    assert!(page.contains("|/stats/donnees/|/stats/donnees/visites.csv"), "{page}");
    assert!(built.said().contains("warning[donnees-perimees] data/visites.yaml:4:10"), "{}", built.said());
}

#[test]
fn figures_that_are_young_enough_say_nothing() {
    let mut site = site();
    site.options.today = day("2024-08-08");
    let built = site.build();
    assert!(!built.said().contains("donnees-perimees"), "{}", built.said());
    assert!(built.page("/stats/").contains("juillet 2024||"), "{}", built.page("/stats/"));
}

#[test]
fn the_day_that_is_declared_goes_before_the_rows() {
    let built = site().with("data/visites.yaml", format!("{DECLARED}arrete_au: 2024-08-11\n")).build();
    assert!(built.page("/stats/").contains("Données arrêtées au 11 août 2024|"), "{}", built.page("/stats/"));
    assert!(!built.said().contains("donnees-perimees"), "{}", built.said());
}

#[test]
fn one_figure_with_two_values_in_two_files_is_an_error_that_names_both() {
    let other = "colonnes:\n  total: {nature: flux, identifiant: visites}\n";
    let site = site()
        .with("data/visites.csv", "mois;visites\n2024-05;4 480\n2024-06;5 240\n")
        .with("data/zone.csv", "mois,total\n2024-05,4480\n2024-06,5241\n2024-07,9\n")
        .with("data/zone.yaml", other);
    let built = site.build();
    let line = "error[valeurs-contraires] data/zone.csv:3:2 « visites » vaut 5241 ici et 5 240 dans data/visites.csv:3 en juin 2024";
    assert!(built.said().contains(line), "{}", built.said());
    assert_eq!(built.codes().iter().filter(|code| **code == "valeurs-contraires").count(), 1);
}

#[test]
fn two_kinds_cannot_both_give_the_open_data() {
    let site = site().with("content/autre/_kind.yaml", "name: autre\ndatasets: {route: /autre/}\n");
    assert!(
        site.build().said().contains("les données ouvertes ont déjà leur adresse"),
        "{}",
        site.build().said()
    );
}

#[test]
fn weeks_quarters_hours_and_codes_keep_what_they_say() {
    let csv = "semaine,trimestre,heure,code,n\n2024-W01,2024-Q1,2024-01-03T10:00,01,1.5\n2024-W02,2024-Q1,2024-01-03T11:00,2A,2\n";
    let built = site().with("data/autre.csv", csv).with("data/autre.yaml", "publier: oui\n").build();
    assert_eq!(built.page("/stats/donnees/autre.csv"), csv, "{}", built.said());
    let schema = json(&built, "/stats/donnees/autre.schema.json");
    let types: Vec<&str> =
        schema["fields"].as_array().unwrap().iter().map(|field| field["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["string", "string", "string", "string", "number"]);
    assert_eq!(schema["fields"][0]["constraints"]["pattern"], "[0-9]{4}-W[0-9]{2}");
    assert_eq!(schema["primaryKey"], "semaine");
}

const SOURCE: &str = "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\nsources:\n  visites: {commande: [sh, sources/visites.sh], age_max: 26h}\n";

/// What is remembered of a fetching on 11 August 2024, of `rows` rows.
fn remembered(rows: usize, more: &str) -> String {
    format!(
        r#"{{"fichier": "data/visites.csv", "reussite": {{"quand": "2024-08-11T01:00:00Z", "jour": "2024-08-11",
        "empreinte": "", "lignes": {rows}, "periodes": 3, "dernier_jour": "2024-08-31",
        "colonnes": {{"mois": "periode", "visites": "nombre", "taux": "nombre", "service": "texte"}}}}{more}}}"#
    )
}

fn fetched(rows: usize, more: &str) -> Site {
    let kept = DECLARED.replace("age_max: 8j", "age_max: 1an");
    site()
        .with("kiosque.yaml", SOURCE)
        .with("data/visites.yaml", kept)
        .with("data/etat/visites.json", remembered(rows, more))
}

/// The part of the page between the bars: what the banner says.
fn banner(built: &Built) -> String {
    built.page("/stats/").split('|').nth(1).unwrap().to_owned()
}

fn warned(built: &Built) -> Vec<&str> {
    built.reports.iter().filter(|it| it.severity == Severity::Warning).map(|it| it.code).collect()
}

#[test]
fn figures_that_were_fetched_last_night_say_nothing() {
    let built = fetched(4, "").build();
    assert_eq!(banner(&built), "");
    assert!(warned(&built).is_empty(), "{}", built.said());
}

#[test]
fn a_fetching_that_failed_is_told_once_with_the_true_date() {
    let failed =
        r#", "echec": {"quand": "2024-08-12T01:00:00Z", "jour": "2024-08-12", "message": "délai dépassé"}"#;
    let mut site = fetched(4, failed);
    let built = site.build();
    assert_eq!(warned(&built), ["source-en-echec"], "{}", built.said());
    assert!(built.said().contains("data/visites.csv reste du 31 juillet 2024"), "{}", built.said());
    assert_eq!(banner(&built), "Données du 31 juillet 2024\u{a0}: leur mise à jour du 12 août 2024 a échoué");
    // Old figures whose fetching failed: one cause, one message.
    site.put("data/visites.yaml", DECLARED);
    assert_eq!(warned(&site.build()), ["source-en-echec"]);
}

#[test]
fn a_fetching_is_late_on_the_second_day_after() {
    let mut site = fetched(4, "");
    for (today, late) in [("2024-08-11", false), ("2024-08-12", false), ("2024-08-13", true)] {
        site.options.today = day(today);
        let built = site.build();
        assert_eq!(built.codes().contains(&"source-en-retard"), late, "{today}: {}", built.said());
        assert_eq!(banner(&built).contains("dernière mise à jour remonte au 11 août 2024"), late, "{today}");
    }
    site.remove("data/etat/visites.json");
    let built = site.build();
    assert!(built.said().contains("n'a encore jamais réussi"), "{}", built.said());
}

#[test]
fn a_file_that_lost_rows_or_columns_since_is_doubtful() {
    let built = fetched(9, "").build();
    assert_eq!(warned(&built), ["donnees-en-baisse"], "{}", built.said());
    assert!(built.said().contains("4 lignes au lieu de 9"), "{}", built.said());
    assert!(banner(&built).contains("moins nombreuses que le 11 août 2024"), "{}", banner(&built));
    let csv = CSV.replace("taux", "part");
    let built = fetched(4, "").with("data/visites.csv", csv).build();
    assert!(built.codes().contains(&"colonnes-changees"), "{}", built.said());
    let csv = CSV.replace("4 480", "beaucoup").replace("5 240", "trop").replace("1 240", "assez");
    let built = fetched(4, "").with("data/visites.csv", csv).build();
    assert!(built.said().contains("plus de nombres dans la colonne « visites »"), "{}", built.said());
    assert!(banner(&built).contains("leurs colonnes ont changé"), "{}", banner(&built));
}

#[test]
fn rows_without_a_date_are_as_old_as_their_fetching_unless_other_hands_changed_them() {
    let csv = "service;visites\nSanté;12\nCulture;9\n";
    let print = kiosque::base::fingerprint::Fingerprint::of_bytes(csv.as_bytes()).whole();
    let state = remembered(2, "").replace(r#""empreinte": """#, &format!(r#""empreinte": "{print}""#));
    let state = state.replace(r#""mois": "periode", "#, "").replace(r#", "taux": "nombre""#, "");
    let state = state.replace(r#""2024-08-31""#, "null").replace(r#""periodes": 3"#, r#""periodes": 0"#);
    let page = PAGE.replace("type: lignes", "type: barres").replace("x: mois", "x: service");
    let declared = "titre: Visites\ncolonnes:\n  visites: {nature: flux, unite: visite}\n";
    let site = fetched(2, "")
        .with("data/visites.csv", csv)
        .with("data/visites.yaml", declared)
        .with("data/etat/visites.json", state)
        .with("content/stats/_index.md", page);
    let built = site.build();
    assert!(
        built.page("/stats/").starts_with("Données arrêtées au 11 août 2024|"),
        "{}",
        built.page("/stats/")
    );
    let changed = site.with("data/visites.csv", csv.replace('9', "8")).build();
    assert!(changed.page("/stats/").starts_with('|'), "{}", changed.page("/stats/"));
}

#[test]
fn an_export_that_stops_where_exporters_stop_is_doubtful() {
    let rows = |count: usize| (0..count).map(|n| format!("page {n};{n}\n")).collect::<String>();
    let long = |count: usize| (0..count).map(|n| format!("2024-0{};{n}\n", 5 + n % 2)).collect::<String>();
    let days = |count: i64| {
        let day = |n| kiosque::base::date::Date::of_days(19_000 + n).unwrap();
        (0..count).map(|n| format!("{};{n}\n", day(n))).collect::<String>()
    };
    let cases = [
        (rows(99), false),
        (rows(100), true),
        (rows(300), true),
        (rows(1_000), true),
        (rows(2_000), true),
        (rows(10_000), true),
        (rows(10_001), false),
        (long(1_000), true),
        (days(1_000), false),
    ];
    for (n, (rows, cut)) in cases.into_iter().enumerate() {
        let page =
            PAGE.replace("type: lignes", "type: tableau").replace("x: mois\ny: visites\n", "dernier: 3\n");
        let page = page.replace("graphique", "tableau").replace("type: tableau\n", "");
        let built = site()
            .with("data/visites.csv", format!("quoi;visites\n{rows}"))
            .with(
                "data/visites.yaml",
                "titre: Visites\ncolonnes:\n  visites: {nature: flux, unite: visite}\n",
            )
            .with("content/stats/_index.md", page)
            .build();
        assert_eq!(built.codes().contains(&"export-tronque"), cut, "case {n}: {}", built.said());
        assert_eq!(banner(&built).contains("elles s’arrêtent à"), cut, "case {n}: {}", banner(&built));
    }
}
