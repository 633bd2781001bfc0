//! Numbers that stand alone and numbers inside sentences: which period, which change, which unit.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use proptest::prelude::ProptestConfig;
use proptest::proptest;
use site::Built;
use site::day;
use site::small;

const TILES: &str = "{% for t in tiles %}[{{ t.title }}|{{ t.value }}|{{ t.unit }}|{{ t.note }}|{% if t.trend %}{{ t.trend.direction }} {{ t.trend.text }}{% endif %}|{{ t.base }}|{{ t.source }}]{% endfor %}";
const MONTHS: &str = "mois,visites,actifs,taux,stock,peu,total\n2023-07,2400,900,\"60,2 %\",300,9,2400\n2024-05,4480,1000,60 %,400,10,6880\n2024-06,5240,1190,\"62,3 %\",410,12,12120\n2024-07,3120,830,\"64,4 %\",410,15,15240\n2024-08,1240,402,70 %,415,1,16480\n";
const NATURES: &str = "source: Matomo\ncolonnes:\n  mois: {type: mois}\n  visites: {nature: flux, unite: visite}\n  actifs: {nature: uniques, unite: utilisateur}\n  taux: {nature: ratio, unite: \"%\", base: cartes créées}\n  stock: {nature: stock, unite: carte}\n  peu: {nature: flux, unite: demande}\n  total: {nature: cumul}\n";

/// A page on 12 August 2024, with that body.
fn page(body: &str) -> Built {
    with(MONTHS, NATURES, body)
}

fn with(csv: &str, yaml: &str, body: &str) -> Built {
    let text = format!("---\ntitle: Un\n---\n\n{body}\n");
    let mut site = small(&[
        ("content/un.md", &text),
        ("data/mesures.csv", csv),
        ("data/mesures.yaml", yaml),
        ("themes/telling/components/tiles.html", TILES),
    ]);
    site.options.today = day("2024-08-12");
    site.build()
}

/// One tile, with those keys.
fn tile(keys: &str) -> Built {
    page(&format!("```chiffres\n- {{titre: T, donnees: mesures, {keys}}}\n```"))
}

/// What is between the brackets of the only tile.
fn told(built: &Built) -> String {
    let page = built.page("/un/");
    let text = page.split_once("[T|").map(|(_, rest)| rest.split(']').next().unwrap_or_default());
    let text = text.unwrap_or_else(|| panic!("{}\n{page}", built.said()));
    text.replace(['\u{202f}', '\u{a0}'], " ").replace("&#x27;", "'")
}

#[test]
fn a_tile_shows_the_last_period_that_is_over() {
    assert_eq!(told(&tile("valeur: visites")), "3 120|visites|juillet 2024|||Matomo");
    assert_eq!(told(&tile("valeur: stock")), "415|cartes|août 2024|||Matomo");
    assert_eq!(told(&tile("valeur: taux")), "64,4|%|juillet 2024||cartes créées|Matomo");
}

/// The sample of a month that is not over, as its exporter writes it.
#[test]
fn the_sample_of_a_partial_month_gives_july() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/csv-samples/68-partial-current-month.csv");
    let Ok(csv) = std::fs::read_to_string(path) else {
        println!("skipped: {path} is not here");
        return;
    };
    let body = "```chiffres\n- {titre: T, donnees: mesures, valeur: visites, comparer: mois-precedent, courbe: vrai}\n```";
    let yaml = "colonnes:\n  visites: {nature: flux, unite: visite}\n";
    let told = told(&with(&csv, yaml, body));
    assert_eq!(told, "3 120|visites|juillet 2024|down −40 % par rapport à juin 2024 (5 240)||");
}

#[test]
fn a_trend_gives_the_sign_both_periods_and_both_values() {
    let trend = |keys: &str| told(&tile(keys)).split('|').nth(3).unwrap().to_owned();
    assert_eq!(
        trend("valeur: visites, comparer: mois-precedent"),
        "down −40 % par rapport à juin 2024 (5 240)"
    );
    assert_eq!(
        trend("valeur: visites, comparer: annee-precedente"),
        "up +30 % par rapport à juillet 2023 (2 400)"
    );
    assert_eq!(
        trend("valeur: actifs, comparer: periode-precedente"),
        "down −30 % par rapport à juin 2024 (1 190)"
    );
    assert_eq!(
        trend("valeur: taux, comparer: mois-precedent"),
        "up +2,1 points par rapport à juin 2024 (62,3 %)"
    );
    assert_eq!(
        trend("valeur: stock, comparer: mois-precedent"),
        "up +1,2 % par rapport à juillet 2024 (410)"
    );
    assert_eq!(
        trend("valeur: stock, jusque: 2024-07, comparer: mois-precedent"),
        "level stable par rapport à juin 2024 (410)"
    );
    assert_eq!(trend("valeur: visites, comparer: aucune"), "");
}

#[test]
fn a_change_from_few_is_given_as_a_number_and_a_change_from_nothing_too() {
    let built = tile("valeur: peu, comparer: mois-precedent");
    assert!(told(&built).contains("|up +3 par rapport à juin 2024 (12)|"), "{}", told(&built));
    assert!(built.said().contains("note[petit-nombre]"), "{}", built.said());
    let built = with(
        "mois,visites\n2024-06,0\n2024-07,50\n",
        NATURES,
        "```chiffres\n- {titre: T, donnees: mesures, valeur: visites, comparer: mois-precedent}\n```",
    );
    assert!(told(&built).contains("|up +50 par rapport à juin 2024 (0)|"), "{}", told(&built));
}

#[test]
fn what_cannot_be_compared_is_said_in_words() {
    let body = "```chiffres\n- {titre: T, donnees: mesures, valeur: visites, comparer: mois-precedent}\n```";
    let gap = with("mois,visites\n2024-05,40\n2024-07,50\n", NATURES, body);
    assert_eq!(told(&gap).split('|').nth(2), Some("juillet 2024 ; pas de comparaison : juin 2024 manque"));
    let broken = with(MONTHS, &format!("{NATURES}ruptures: [2024-07-01]\n"), body);
    assert!(told(&broken).contains("juin 2024 : le mode de calcul a changé||"), "{}", told(&broken));
}

#[test]
fn a_partial_period_is_never_compared() {
    let built = tile("valeur: visites, jusque: 2024-08, comparer: mois-precedent");
    assert!(built.said().contains("error[comparaison-inegale] content/un.md:6:3"), "{}", built.said());
    assert_eq!(
        told(&tile("valeur: visites, jusque: 2024-08")).split('|').nth(2),
        Some("août 2024 : incomplet")
    );
}

#[test]
fn a_dash_says_why_it_is_there() {
    let body = "```chiffres\n- {titre: T, donnees: mesures, valeur: visites}\n```";
    let missing = with("mois,visites\n2024-06,40\n2024-07,\n", NATURES, body);
    assert!(told(&missing).starts_with("–||juillet 2024 : valeur manquante|"), "{}", told(&missing));
    let secret = with("mois,visites\n2024-06,40\n2024-07,s\n", NATURES, body);
    assert!(told(&secret).starts_with("–||juillet 2024 : secret statistique|"), "{}", told(&secret));
    let open = with("mois,visites\n2024-08,40\n2024-09,50\n", NATURES, body);
    assert!(told(&open).starts_with("–||aucune période complète|"), "{}", told(&open));
}

#[test]
fn sums_and_means_are_those_that_the_nature_of_a_column_allows() {
    assert_eq!(
        told(&tile("valeur: visites, calcul: somme, depuis: 2024")),
        "12 840|visites|de mai 2024 à juillet 2024|||Matomo"
    );
    assert_eq!(told(&tile("valeur: visites, calcul: maximum")), "5 240|visites|maximum, juin 2024|||Matomo");
    assert_eq!(
        told(&tile("valeur: actifs, calcul: moyenne, depuis: 2024")),
        "1 006,7|utilisateurs|de mai 2024 à juillet 2024|||Matomo"
    );
    assert_eq!(
        told(&tile("valeur: visites, calcul: cumul, depart: 118, depuis: 2024-05")).split('|').next(),
        Some("12 958")
    );
    assert!(told(&tile("valeur: visites, calcul: cumul")).contains("de juillet 2023 à juillet 2024"));
    for (keys, code) in [
        ("valeur: actifs, calcul: somme", "somme-trompeuse"),
        ("valeur: stock, calcul: somme", "somme-trompeuse"),
        ("valeur: taux, calcul: somme", "somme-trompeuse"),
        ("valeur: total, calcul: somme", "somme-trompeuse"),
        ("valeur: taux, calcul: moyenne", "moyenne-trompeuse"),
        ("valeur: total, calcul: moyenne", "moyenne-trompeuse"),
        ("valeur: total, calcul: cumul", "cumul-impossible"),
        ("valeur: actifs, calcul: cumul", "cumul-impossible"),
        ("valeur: visites, calcul: mediane", "graphique-valeur"),
        ("valeur: visites, comparer: hier", "graphique-valeur"),
        ("valeur: visites, calcul: somme, comparer: mois-precedent", "graphique-valeur"),
        ("valeur: visites, couleur: bleu", "graphique-cle"),
    ] {
        let built = tile(keys);
        let error = format!("error[{code}] content/un.md:6");
        assert!(built.said().contains(&error), "{keys}: {}", built.said());
        assert_eq!(built.reports.len(), 1, "{keys}: {}", built.said());
    }
}

#[test]
fn a_mean_of_ratios_is_the_ratio_of_their_parts() {
    let yaml = "colonnes:\n  taux: {nature: ratio, unite: \"%\", base: demandes, numerateur: oui, denominateur: tous}\n  oui: {nature: flux}\n  tous: {nature: flux}\n";
    let csv = "mois,taux,oui,tous\n2024-06,50 %,50,100\n2024-07,100 %,10,10\n";
    let built =
        with(csv, yaml, "```chiffres\n- {titre: T, donnees: mesures, valeur: taux, calcul: moyenne}\n```");
    assert!(told(&built).starts_with("54,5|%|de juin 2024 à juillet 2024|"), "{}", told(&built));
}

#[test]
fn written_numbers_are_read_in_french() {
    let body = "```chiffres\n- {titre: T, nombre: 1 368 454, unite: compte, note: au 12 août 2024}\n```";
    assert_eq!(told(&page(body)), "1 368 454|comptes|au 12 août 2024|||");
    assert_eq!(told(&page("```chiffres\n- {titre: T, nombre: \"64,4 %\"}\n```")), "64,4|%||||");
    let wrong = page("```chiffres\n- {titre: T, nombre: \"1,4 M\"}\n```");
    assert!(wrong.said().contains("« 1,4 M » n'est pas un nombre exact"), "{}", wrong.said());
}

#[test]
fn a_percentage_without_a_base_is_told() {
    let yaml = "colonnes:\n  taux: {nature: ratio, unite: \"%\"}\n";
    let tile = |more: &str| {
        with(
            "mois,taux\n2024-07,64 %\n",
            yaml,
            &format!("```chiffres\n- {{titre: T, donnees: mesures, valeur: taux{more}}}\n```"),
        )
    };
    assert!(tile("").said().contains("warning[base-absente]"), "{}", tile("").said());
    assert_eq!(tile(", base: cartes créées").said(), "");
}

#[test]
fn a_value_in_a_sentence_is_worded_like_that_of_a_table() {
    for (expression, expected) in [
        ("mesures.visites", "3\u{202f}120"),
        ("mesures.visites; unite=oui", "3\u{202f}120\u{a0}visites"),
        ("mesures.visites; x=2024-06", "5\u{202f}240"),
        ("mesures.visites; x=2024-08", "1\u{202f}240"),
        ("mesures.visites; calcul=somme; depuis=2024", "12\u{202f}840"),
        ("mesures.visites; calcul=cumul; depart=118; depuis=2024", "12\u{202f}958"),
        ("mesures.visites; calcul=maximum", "5\u{202f}240"),
        ("mesures.taux", "64,4\u{a0}%"),
        ("mesures.taux; unite=non", "64,4"),
        ("mesures.taux; decimales=0", "64\u{a0}%"),
        ("mesures.visites; filtre mois=2023-07", "2\u{202f}400"),
    ] {
        let built = page(&format!("Il y a :valeur[{expression}] ici."));
        assert!(
            built.page("/un/").contains(&format!("Il y a {expected} ici.")),
            "{expression}: {}",
            built.said()
        );
    }
}

#[test]
fn a_slip_in_a_value_says_where_and_how_to_mend_it() {
    for (expression, code, cure) in [
        ("mesures.visites; calcl=somme", "graphique-valeur", "vouliez-vous « calcul » ?"),
        ("mesures.visites; calcul=total", "graphique-valeur", "calculs : dernier"),
        ("mesures.visite", "colonne-inconnue", "vouliez-vous « visites » ?"),
        ("mesure.visites", "jeu-inconnu", "vouliez-vous « mesures » ?"),
        ("mesures.visites; x=2020", "graphique-valeur", "première cellule"),
        ("mesures.visites; unite=peut-être", "graphique-valeur", "oui ou non"),
        ("mesures.visites; filtre mois", "graphique-valeur", "filtre colonne=valeur"),
        ("mesures.visites; filtre service=Santé", "colonne-inconnue", "colonnes : mois"),
        ("mesures.visites; depuis=hier", "graphique-valeur", "2024-01"),
        ("mesures.actifs; calcul=somme", "somme-trompeuse", "uniques du mois"),
        ("mesures.visites; x", "graphique-valeur", "écrivez « x=… »"),
    ] {
        let built = page(&format!("Il y a :valeur[{expression}] ici."));
        let said = built.said();
        assert!(
            said.contains(&format!("error[{code}] content/un.md:5:8")) && said.contains(cure),
            "{expression}: {said}"
        );
        assert_eq!(built.reports.len(), 1, "{said}");
    }
}

#[test]
fn a_stock_is_of_the_last_day_that_the_file_knows_of() {
    let yaml = format!("arrete_au: 2024-08-05\n{NATURES}");
    let built = with(MONTHS, &yaml, "```chiffres\n- {titre: T, donnees: mesures, valeur: stock}\n```");
    assert!(told(&built).starts_with("415|cartes|au 5 août 2024|"), "{}", told(&built));
}

/// Early in August, a stock is as near as can be to that of the end of July.
#[test]
fn an_early_stock_is_compared_as_that_of_the_month_before() {
    let tile = |day: &str, compared: &str| {
        let yaml = format!("arrete_au: {day}\n{NATURES}");
        let body = format!(
            "```chiffres\n- {{titre: T, donnees: mesures, valeur: stock, comparer: {compared}}}\n```"
        );
        told(&with(MONTHS, &yaml, &body)).split('|').nth(3).unwrap().to_owned()
    };
    assert_eq!(tile("2024-08-02", "annee-precedente"), "up +38 % par rapport à juillet 2023 (300)");
    assert_eq!(tile("2024-08-02", "mois-precedent"), "up +1,2 % par rapport à juillet 2024 (410)");
    assert_eq!(tile("2024-08-28", "mois-precedent"), "up +1,2 % par rapport à juillet 2024 (410)");
}

#[test]
fn a_unit_of_several_words_agrees_up_to_its_preposition() {
    for (unit, expected) in [
        ("page vue", "pages vues"),
        ("visite par jour", "visites par jour"),
        ("km", "km"),
        ("mois", "mois"),
        ("commune sans compte", "communes sans compte"),
    ] {
        let body = format!("```chiffres\n- {{titre: T, nombre: 12, unite: {unit}}}\n```");
        assert_eq!(told(&page(&body)), format!("12|{expected}||||"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn no_data_and_no_option_makes_a_tile_panic(
        cells in proptest::collection::vec("[0-9]{0,18}|[-−]?[0-9]{1,3},[0-9]{1,2} ?%?|s|#REF!|1,4 M|", 0..14),
        calc in "dernier|cumul|somme|moyenne|maximum",
        nature in "flux|stock|cumul|ratio|uniques",
        compared in "mois-precedent|annee-precedente|aucune",
        options in "[a-z=; 0-9é]{0,30}",
    ) {
        let rows = cells.iter().enumerate().map(|(n, cell)| {
            format!("{}-{:02};\"{cell}\"\n", 2023 + n / 12, n % 12 + 1)
        });
        let csv = format!("mois;n\n{}", rows.collect::<String>());
        let yaml = format!("seuil_secret: 11\nage_max: 8j\ncolonnes:\n  n: {{nature: {nature}, identifiant: n, base: tous}}\n");
        let tile = format!("{{titre: T, donnees: mesures, valeur: n, calcul: {calc}, comparer: {compared}, courbe: vrai}}");
        let body = format!("```chiffres\n- {tile}\n```\n\n:valeur[mesures.n; {options}]");
        let mut site = small(&[
            ("content/un.md", &format!("---\ntitle: Un\n---\n\n{body}\n")),
            ("content/stats/_kind.yaml", "name: stats\ndatasets: {route: /donnees/, template: page.html}\n"),
            ("data/mesures.csv", &csv),
            ("data/mesures.yaml", &yaml),
        ]);
        site.options.today = day("2024-01-15");
        let built = site.build();
        for silly in ["NaN", "inf", "∞"] {
            assert!(!built.has("/un/") || !built.page("/un/").contains(silly), "{}", built.page("/un/"));
        }
    }
}
