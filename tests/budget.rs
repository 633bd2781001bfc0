//! What a service costs: a file of amounts becomes a page whose totals nobody writes by hand.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use proptest::prelude::*;
use site::Built;
use site::Site;

const HOME: (&str, &str) = ("content/_index.md", "---\ntitle: Essai\n---\nBonjour.\n");

/// Every other fact that pages need.
const SETTINGS: &str = "\
title: Essai
base_url: https://essai.exemple.gouv.fr
contact: contact@exemple.gouv.fr
publisher:
  name: Ministère des essais
  address: 1 rue des Essais, 75001 Paris
  phone: 01 23 45 67 89
  director: Ada Lovelace, directrice
host: {name: Hébergeur public, address: 2 rue des Serveurs, phone: 3939}
accessibility: {status: non, established: 2025-01-10}
personal_data:
  processing:
    - {purpose: Répondre, data: Courriel, basis: Mission d’intérêt public, retention: 1 an}
budget:
  data: budget
  source: Service des essais
  updated: 2025-06-10
";

/// The day of the build is 15 June 2025.
const AMOUNTS: &str = "\
annee,poste,prevu,realise
2023,Développement,80000,82500
2023,Hébergement,1200,1100.50
2024,Développement,90000,84000
2024,Hébergement,1200,1200
2024,Audit,,6000
2025,Développement,120000,48000
2025,Hébergement,1300,
";

const FILE: &str = "data/budget.csv";

fn state(amounts: &str) -> Site {
    site::state(SETTINGS, &[HOME, (FILE, amounts)])
}

fn main_of(built: &Built, address: &str) -> String {
    let page = built.page(address);
    let (_, rest) = page.split_once("<main").unwrap();
    rest.split_once("</main>").unwrap().0.to_owned()
}

/// Its words, with plain spaces.
fn words(html: &str) -> String {
    let text: String =
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, after)| after)).collect();
    text.replace(['\u{202f}', '\u{a0}'], " ")
}

/// The cells of the table of a year, row after row.
fn table(html: &str, year: &str) -> Vec<String> {
    let (_, rest) = html.split_once(&format!("<caption>Budget {year} par poste</caption>")).unwrap();
    let table = rest.split_once("</table>").unwrap().0;
    table
        .split("<tr>")
        .skip(1)
        .map(|row| words(&row.replace("</t", "|</t")).trim_matches(['|', '\n']).to_owned())
        .collect()
}

#[test]
fn both_themes_show_each_year_with_its_totals() {
    for site in [state(AMOUNTS), site::sober(SETTINGS, &[HOME, (FILE, AMOUNTS)])] {
        let built = site.build();
        assert_eq!(built.said(), "");
        let page = main_of(&built, "/budget/");
        assert_eq!(
            table(&page, "2025"),
            [
                "Poste|Prévu|Réalisé au 10 juin 2025",
                "Développement|120 000 €|48 000 €",
                "Hébergement|1 300 €|–",
                "Total|121 300 €|48 000 €",
            ]
        );
        assert_eq!(
            table(&page, "2024")[3..],
            ["Audit|–|6 000 €".to_owned(), "Total|91 200 €|91 200 €".to_owned()]
        );
        assert_eq!(table(&page, "2023").last().unwrap(), "Total|81 200 €|83 600,50 €");
        let (newest, oldest) =
            (page.find("id=\"budget-2025\"").unwrap(), page.find("id=\"budget-2023\"").unwrap());
        assert!(newest < oldest, "the newest year comes first");
        let said = words(&page);
        for sentence in [
            "Le budget prévu pour 2025 est de 121 300 €. Au 10 juin 2025, les dépenses de 2025 sont de 48 000 €. \
             Les dépenses de 2024 ont été de 91 200 €, comme prévu.",
            "Source : Service des essais.",
            "Chiffres arrêtés au 10 juin 2025.",
        ] {
            assert!(said.contains(sentence), "{sentence} in {said}");
        }
        assert!(built.page("/").contains("href=\"/budget/\""), "each page leads there");
    }
}

#[test]
fn the_chart_sets_years_side_by_side_and_leaves_out_what_is_not_over() {
    let built = state(AMOUNTS).build();
    let page = main_of(&built, "/budget/");
    assert!(page.contains("<svg"), "it is drawn");
    assert!(
        words(&page).contains("Le réalisé de 2025, qui n’est pas terminée, est dans son tableau"),
        "{page}"
    );
    let csv = built.page("/budget/graphique-1.csv");
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows[0].trim_start_matches('\u{feff}'), "Année,Prévu,Réalisé");
    assert_eq!(rows[1..], ["2023,81200,83600.5", "2024,91200,91200", "2025,121300,"]);
    // A single year is shown by its items.
    let only = "annee,poste,prevu,realise\n2025,Développement,120000,\n2025,Hébergement,1300,\n";
    let built = state(only).build();
    assert_eq!(built.said(), "");
    assert!(built.page("/budget/graphique-1.csv").contains("Développement,120000"));
    assert!(!words(&main_of(&built, "/budget/")).contains("dépenses de"));
}

#[test]
fn every_amount_can_be_downloaded_whatever_spreadsheet_wrote_it() {
    let french = "Année;Poste;Prévu;Réalisé\r\n2024;Hébergement;1 200,00 €;1 100,50 €\r\n2025;Hébergement;1 300,00 €;\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(french);
    let built = state("").with(FILE, bytes).build();
    assert_eq!(built.codes(), ["pas-utf8"], "a note, and nothing else: {}", built.said());
    let page = main_of(&built, "/budget/");
    assert_eq!(table(&page, "2024").last().unwrap(), "Total|1 200 €|1 100,50 €");
    assert!(page.contains("href=\"/budget/budget.csv\""), "{page}");
    let csv = built.page("/budget/budget.csv");
    assert!(csv.contains("2024,Hébergement,1200") && csv.contains("1100.5"), "{csv}");
}

#[test]
fn a_page_without_figures_says_that_it_has_none() {
    let built = site::state(&SETTINGS.replace("  data: budget\n", ""), &[HOME]).build();
    assert_eq!(built.codes(), ["information-manquante"]);
    assert!(built.said().contains("le fichier des montants du budget"), "{}", built.said());
    assert!(main_of(&built, "/budget/").contains("n’ont pas encore été publiés"));
    let none = site::state(SETTINGS.split_once("budget:").unwrap().0, &[HOME]).build();
    assert_eq!(none.said(), "");
    assert!(!none.has("/budget/"), "no page where no figure is given");
}

/// What is wrong in the file: one sentence, at its cell.
#[test]
fn each_fault_is_told_once_at_its_cell() {
    let cases = [
        ("2024,Audit,,6000", "2024,Audit,,", "6:3", "il manque le montant de « Audit » pour 2024"),
        ("84000", "", "4:4", "il manque le montant réalisé de « Développement » pour 2024"),
        ("84000", "beaucoup", "4:4", "« beaucoup » n'est pas un montant en euros"),
        ("84000", "-12", "4:4", "« -12 » est négatif"),
        ("84000", "84 %", "1:4", "la colonne « realise » est en « % »"),
        ("2024,Audit,", "24,Audit,", "6:1", "« 24 » n'est pas une année"),
        ("2024,Audit,", "2024,,", "6:2", "il manque le poste de cette ligne"),
        ("2024,Audit,", "2024,hébergement ,", "6:2", "« hébergement » est déjà donné pour 2024, ligne 5"),
        (
            "2024,Audit,,6000",
            "2024,Total,,90000",
            "6:4",
            "le total « realise » de 2024 dit 90 000 €, et ses postes font 85 200 €",
        ),
        ("2024,Audit,,6000", "2024,Sous-total,,6000", "6:2", "compterait deux fois"),
        (
            "2025,Hébergement,1300,",
            "2026,Hébergement,1300,10",
            "8:4",
            "alors que les chiffres sont du 10 juin 2025",
        ),
        ("annee,poste,", "annee,postes,", "1:2", "« postes » n'est pas une colonne d'un budget"),
        ("annee,poste,", "exercice,poste,", "1:1", "« exercice » n'est pas une colonne d'un budget"),
        ("prevu,realise", "prevu,Prévu", "1:4", "deux colonnes « prevu »"),
    ];
    for (old, new, place, message) in cases {
        assert!(AMOUNTS.contains(old), "{old}");
        let built = state(&AMOUNTS.replacen(old, new, 1)).build();
        let said = built.said().replace(['\u{202f}', '\u{a0}'], " ");
        assert_eq!(built.codes().len(), 1, "{new}: {said}");
        assert!(said.contains(&format!("{FILE}:{place}")), "{new}: {said}");
        assert!(said.contains(message), "{new}: {said}");
        assert!(!built.has("/budget/budget.csv"), "{new}: nothing is half said");
    }
}

#[test]
fn a_total_that_agrees_is_let_be_and_never_counted() {
    let built = state(&AMOUNTS.replace("2025,Dév", "2024,TOTAL,91200,91200\n2025,Dév")).build();
    assert_eq!(built.said(), "");
    let page = main_of(&built, "/budget/");
    assert_eq!(table(&page, "2024").len(), 5, "its row is the computed one");
    assert!(table(&page, "2024").contains(&"Total|91 200 €|91 200 €".to_owned()));
}

#[test]
fn a_file_that_is_none_is_told_where_it_is_named() {
    let told = |config: &str, amounts: &str| {
        let built = site::state(config, &[HOME, (FILE, amounts)]).build();
        (built.codes().iter().map(|code| (*code).to_owned()).collect::<Vec<_>>(), built.said())
    };
    let (codes, said) = told(&SETTINGS.replace("data: budget", "data: budjet"), AMOUNTS);
    assert_eq!(codes, ["jeu-inconnu"], "{said}");
    assert!(said.contains("kiosque.yaml:16:9") && said.contains("vouliez-vous « budget » ?"), "{said}");
    let (codes, said) = told(SETTINGS, "annee,poste\n2025,Audit\n");
    assert_eq!(codes, ["colonne-inconnue"], "{said}");
    assert!(said.contains("la colonne « prevu » manque"), "{said}");
    let (codes, said) = told(SETTINGS, "");
    assert_eq!(codes, ["donnees-vides"], "one cause, one message: {said}");
    let (codes, said) = told(SETTINGS, "annee,poste,prevu,realise\n");
    assert_eq!(codes, ["donnees-vides"], "{said}");
    let (codes, said) = told(&SETTINGS.replace("data: budget", "data: [a, b]"), AMOUNTS);
    assert_eq!(codes, ["reglage-invalide"], "{said}");
    let long: String = (0..3_000).map(|n| format!("2025,Poste {n},1,\n")).collect();
    let (codes, said) = told(SETTINGS, &format!("annee,poste,prevu,realise\n{long}"));
    assert_eq!(codes, ["cellule-invalide"], "{said}");
}

#[test]
fn many_faults_are_counted_rather_than_told() {
    let rows: String = (0..500).map(|n| format!("2025,Poste {n},peu,\n")).collect();
    let built = state(&format!("annee,poste,prevu,realise\n2025,Un,1,\n{rows}")).build();
    assert_eq!(built.codes().len(), 11, "{}", built.said());
    assert!(built.said().contains("490 autres cellules fautives"), "{}", built.said());
}

/// In January and in June: a month that is not over asks for nothing yet.
#[test]
fn a_budget_is_awaited_twice_a_year() {
    for (today, updated, awaited) in [
        ("2025-06-30", "2025-01-01", None),
        ("2025-07-01", "2025-05-31", Some("celle de juin 2025 manque")),
        ("2025-07-01", "2025-06-01", None),
        ("2026-01-31", "2025-06-01", None),
        ("2026-02-01", "2025-12-31", Some("celle de janvier 2026 manque")),
        ("2025-02-01", "2025-01-01", None),
        ("2025-01-15", "2024-05-31", Some("celle de juin 2024 manque")),
    ] {
        let amounts = "annee,poste,prevu,realise\n2024,Audit,1,1\n2025,Audit,1,\n";
        let mut site = site::state(&SETTINGS.replace("2025-06-10", updated), &[HOME, (FILE, amounts)]);
        site.options.today = site::day(today);
        let built = site.build();
        let codes: Vec<&str> = awaited.iter().map(|_| "information-perimee").collect();
        assert_eq!(built.codes(), codes, "{today}, {updated}: {}", built.said());
        assert!(built.said().contains(awaited.unwrap_or_default()), "{}", built.said());
    }
}

#[test]
fn an_update_says_what_its_year_will_cost() {
    let built = state("annee,poste,prevu,realise\n2024,Audit,1,1\n").build();
    assert_eq!(built.codes(), ["information-manquante"]);
    assert!(built.said().contains("il manque le budget prévu pour 2025"), "{}", built.said());
    assert!(built.said().contains("kiosque.yaml:18:12"), "{}", built.said());
}

#[test]
fn an_edited_amount_makes_the_page_again() {
    let mut pipeline = kiosque::pipeline::Pipeline::default();
    let mut shelf = kiosque::edge::serve::Shelf::default();
    let mut site = state(AMOUNTS);
    site.rebuild(&mut pipeline, &mut shelf);
    site.replace(FILE, "84000", "84001");
    let warm = site.rebuild(&mut pipeline, &mut shelf);
    assert_eq!(table(&main_of(&warm, "/budget/"), "2024").last().unwrap(), "Total|91 200 €|91 201 €");
    assert_eq!(warm.page("/budget/"), site.build().page("/budget/"), "warm as cold");
}

#[test]
fn no_item_breaks_the_markup() {
    let amounts = "annee,poste,prevu,realise\n2025,<script>alert(1)</script> & « \"x\" »,1,\n";
    let page = main_of(&state(amounts).build(), "/budget/");
    assert!(!page.contains("<script>alert"), "{page}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Cents add up exactly, in any order.
    #[test]
    fn totals_are_exact(cents in proptest::collection::vec(0u64..100_000_000, 1..30)) {
        let rows = cents.iter().enumerate().map(|(n, it)| format!("2025,Poste {n},{}.{:02},\n", it / 100, it % 100));
        let amounts: String = rows.collect();
        let built = state(&format!("annee,poste,prevu,realise\n{amounts}")).build();
        prop_assert_eq!(built.said(), "");
        let sum: u64 = cents.iter().sum();
        let last = table(&main_of(&built, "/budget/"), "2025").pop().unwrap();
        let shown = last.replace("Total|", "").replace([' ', '€'], "");
        let expected = match sum % 100 { 0 => format!("{}", sum / 100), rest => format!("{},{rest:02}", sum / 100) };
        prop_assert_eq!(shown, expected);
    }

    /// Whatever stands in the file is told or shown, in bounded time.
    #[test]
    fn any_text_is_read_or_told(rows in proptest::collection::vec("[0-9a-z,;\"\n é€.-]{0,40}", 0..8)) {
        let built = state(&format!("annee,poste,prevu,realise\n{}\n", rows.join("\n"))).build();
        prop_assert!(built.has("/budget/") || built.said().contains(FILE), "{}", built.said());
    }
}
