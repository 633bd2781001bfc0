//! What the law asks of a public site: pages made from facts, and what is said of facts that are missing, old or wrong.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use site::Built;
use site::state;

const HOME: (&str, &str) = ("content/_index.md", "---\ntitle: Essai\n---\nBonjour.\n");

/// Every fact that the pages need, before any audit.
const WHOLE: &str = "\
title: Essai
base_url: https://essai.exemple.gouv.fr
contact: contact@exemple.gouv.fr
repository: https://exemple.gouv.fr/code
statistics: /
publisher:
  name: Ministère des essais
  called: le ministère des essais
  address: 1 rue des Essais, 75001 Paris
  phone: 01 23 45 67 89
  director: Ada Lovelace, directrice
host: {name: Hébergeur public, address: 2 rue des Serveurs, phone: 3939}
accessibility:
  status: non
  established: 2025-01-10
personal_data:
  processing:
    - {purpose: Répondre, data: Courriel, basis: Mission d’intérêt public, retention: 1 an}
";

const AUDITED: &str = "  status: partiellement
  rate: \"78,5 %\"
  audited: 2025-01-06
  auditor: Cabinet d’audit
  environment: [Firefox et NVDA]
  failures: [une vidéo n’a pas de transcription]
  pages: [{title: Accueil, url: /}]
";

/// The model that the arrêté of 20 September 2019 imposes, in its order.
const MODEL: [&str; 13] = [
    "h2 État de conformité",
    "h3 Résultats des tests",
    "h2 Contenus non accessibles",
    "h3 Non-conformités",
    "h3 Dérogations pour charge disproportionnée",
    "h3 Contenus non soumis à l’obligation d’accessibilité",
    "h2 Établissement de cette déclaration d’accessibilité",
    "h3 Technologies utilisées pour la réalisation de Essai",
    "h3 Environnement de test",
    "h3 Outils pour évaluer l’accessibilité",
    "h3 Pages du site ayant fait l’objet de la vérification de conformité",
    "h2 Retour d’information et contact",
    "h2 Voies de recours",
];

fn audited() -> String {
    WHOLE.replace("  status: non\n", AUDITED)
}

fn build(config: &str) -> Built {
    state(config, &[HOME]).build()
}

/// The page's own part, without the header and the footer.
fn main_of(built: &Built, address: &str) -> String {
    let page = built.page(address);
    let (_, rest) = page.split_once("<main").unwrap();
    rest.split_once("</main>").unwrap().0.to_owned()
}

/// `h2 Title` for each heading below the first.
fn headings(html: &str) -> Vec<String> {
    let one = |rest: &str| {
        let level = rest.chars().next().filter(char::is_ascii_digit)?;
        let (_, text) = rest.split_once('>')?;
        Some(format!("h{level} {}", text.split('<').next()?))
    };
    html.split("<h").skip(1).filter_map(one).filter(|it| !it.starts_with("h1")).collect()
}

/// The text of the links of the last part of the footer, with where they lead.
fn footer(page: &str) -> Vec<(String, String)> {
    let (_, bottom) = page.split_once("fr-footer__bottom-list").unwrap();
    let (bottom, _) = bottom.split_once("</ul>").unwrap();
    let link = |rest: &str| {
        let (address, rest) = rest.split_once('"').unwrap();
        (rest.split_once('>').unwrap().1.split('<').next().unwrap().to_owned(), address.to_owned())
    };
    bottom.split("href=\"").skip(1).map(link).collect()
}

#[test]
fn a_site_that_gives_every_fact_is_told_nothing() {
    assert_eq!(build(WHOLE).said(), "");
    assert_eq!(build(&audited()).said(), "");
}

#[test]
fn the_statement_keeps_the_imposed_order_whatever_is_known() {
    for config in [WHOLE, &audited(), "title: Essai\nbase_url: https://essai.exemple.gouv.fr\n"] {
        assert_eq!(headings(&main_of(&build(config), "/accessibilite/")), MODEL);
    }
}

#[test]
fn the_statement_says_what_the_facts_say_and_no_more() {
    let before = main_of(&build(WHOLE), "/accessibilite/");
    for words in [
        "<strong>non conforme</strong>",
        "aucun audit",
        "Le ministère des essais s’engage",
        "75342 Paris CEDEX 07",
    ] {
        assert!(before.contains(words), "{words} in {before}");
    }
    assert!(!before.contains("critères du RGAA version"));
    let after = main_of(&build(&audited()), "/accessibilite/");
    for words in [
        "<strong>partiellement conforme</strong>",
        "78,5\u{a0}% des critères",
        "Cabinet d’audit",
        "6 janvier 2025",
        "transcription",
    ] {
        assert!(after.contains(words), "{words} in {after}");
    }
    assert!(!after.contains("aucun audit"));
}

#[test]
fn every_page_says_the_exact_mention_and_leads_to_what_the_law_asks() {
    for (config, word) in [(WHOLE.to_owned(), "non"), (audited(), "partiellement")] {
        let built = build(&config);
        for address in ["/", "/accessibilite/", "/404.html"] {
            let expected = [
                ("Plan du site", "/plan-du-site/"),
                (&*format!("Accessibilité : {word} conforme"), "/accessibilite/"),
                ("Mentions légales", "/mentions-legales/"),
                ("Données personnelles", "/donnees-personnelles/"),
                ("Statistiques", "/"),
                ("Code source", "https://exemple.gouv.fr/code"),
            ];
            let expected: Vec<(String, String)> =
                expected.iter().map(|(text, to)| ((*text).to_owned(), (*to).to_owned())).collect();
            assert_eq!(footer(&built.page(address)), expected, "{address}");
            for (_, to) in expected.iter().filter(|(_, to)| to.starts_with('/')) {
                assert!(built.has(to), "{to} is not published");
            }
        }
    }
}

/// Words that the State's own robots look for (the checks `declaration-rgpd` of Dashlord).
#[test]
fn the_words_that_robots_look_for_are_there() {
    let built = build(&format!("{WHOLE}analytics: {{matomo: https://stats.exemple.gouv.fr/, site: 3}}\n"));
    let legal = main_of(&built, "/mentions-legales/").to_lowercase();
    for words in ["directeur", "publication", "hébergeur", "éditeur", "édité par"] {
        assert!(legal.contains(words), "{words}");
    }
    let privacy = main_of(&built, "/donnees-personnelles/").to_lowercase();
    for words in ["@", "finalité", "durée de conservation", "sous-traitant", "matomo"] {
        assert!(privacy.contains(words), "{words}");
    }
    assert!(!main_of(&build(WHOLE), "/donnees-personnelles/").to_lowercase().contains("matomo"));
}

#[test]
fn what_is_missing_is_told_once_for_each_page() {
    let built = build("title: Essai\nbase_url: https://essai.exemple.gouv.fr\n");
    assert_eq!(built.codes(), ["information-manquante"; 3]);
    let said = built.said();
    assert!(said.contains("il manque 8 informations à la page « Mentions légales »"), "{said}");
    assert!(said.contains("le téléphone de l’hébergeur"), "{said}");
    assert!(!said.contains("audit"), "no audit is asked of who declares none: {said}");
    let partly = build(&WHOLE.replace("status: non", "status: partiellement"));
    assert!(partly.said().contains("la part des critères respectés"), "{}", partly.said());
    // Still pages, which say that they do not know.
    assert!(main_of(&built, "/mentions-legales/").contains("pas encore été publiée"));
    assert!(!built.has("/budget/"));
}

#[test]
fn a_page_of_the_site_takes_the_place_of_the_themes() {
    let kind = ("content/_kind.yaml", "name: page\nlabel: une page\nroute: /{stem}/\ntemplate: page.html\n");
    let own = ("content/mentions-legales.md", "---\ntitle: Nos mentions\n---\nÀ nous.\n");
    let config = WHOLE.replace("  phone: 01 23 45 67 89\n", "");
    let built = state(&config, &[HOME, kind, own]).build();
    assert_eq!(built.said(), "");
    assert!(main_of(&built, "/mentions-legales/").contains("À nous."));
}

#[test]
fn dates_that_are_over_and_references_that_were_replaced_warn() {
    // Three years to the day are still good on the day of the build, 15 June 2025.
    for (date, expected) in [("2022-06-15", 0), ("2022-06-14", 1), ("2020-02-29", 1)] {
        let built = build(&audited().replace("audited: 2025-01-06", &format!("audited: {date}")));
        assert_eq!(built.codes(), vec!["information-perimee"; expected], "{date}: {}", built.said());
    }
    let built = build(&WHOLE.replace("  status: non\n", "  status: non\n  reference: \"4.0\"\n"));
    assert!(built.said().contains("« 4.0 », n'est plus à jour depuis le 18 août 2022"), "{}", built.said());
    assert!(built.said().contains("« 4.1.2 »"), "{}", built.said());
    for (day, expected) in [("2025-06-14", 1), ("2025-06-15", 1), ("2025-07-15", 1), ("2025-07-16", 0)] {
        let built = build(&format!("{WHOLE}security: {{contact: 'mailto:a@b.fr', expires: {day}}}\n"));
        assert_eq!(built.codes(), vec!["information-perimee"; expected], "{day}: {}", built.said());
    }
}

#[test]
fn a_fact_of_the_wrong_type_is_refused_with_the_cure() {
    let cases = [
        ("status: non", "status: partielement", "vouliez-vous écrire « partiellement » ?"),
        ("established: 2025-01-10", "established: 10/01/2025", "n'est pas une date"),
        ("contact@exemple.gouv.fr", "contact.exemple.gouv.fr", "n'est pas une adresse électronique"),
        ("phone: 01 23 45 67 89", "phone: demander Ada", "n'est pas un numéro de téléphone"),
        ("status: non", "status: non\n  rate: 120", "n'est pas un pourcentage"),
        ("status: non", "status: non\n  scheme: exemple.fr", "n'est pas une adresse"),
        (", retention: 1 an", "", "il manque « retention »"),
        ("address: 1 rue des Essais, 75001 Paris", "address: [a, b]", "doit être un texte"),
    ];
    for (old, new, words) in cases {
        assert!(WHOLE.contains(old), "{old}");
        let built = build(&WHOLE.replace(old, new));
        assert_eq!(built.codes(), ["reglage-invalide"], "{new}: {}", built.said());
        assert!(built.said().contains(words), "{new}: {}", built.said());
    }
}

/// The status is the site's to declare: the generator never raises it, and refuses one that the audit does not bear out.
#[test]
fn a_status_above_what_the_audit_found_is_refused() {
    for (status, rate, cure) in [
        ("totalement", "99,9", Some("écrivez « partiellement »")),
        ("totalement", "100", None),
        ("partiellement", "49", Some("écrivez « non »")),
        ("partiellement", "50", None),
    ] {
        let config = audited().replace("status: partiellement", &format!("status: {status}"));
        let built = build(&config.replace("78,5", rate));
        assert_eq!(built.codes().len(), usize::from(cure.is_some()), "{status} {rate}: {}", built.said());
        assert!(built.said().contains(cure.unwrap_or_default()), "{status} {rate}: {}", built.said());
    }
}

#[test]
fn no_fact_breaks_the_markup_of_a_page() {
    let config = WHOLE.replace("Ministère des essais", "\"A & B <script>alert(1)</script>\"");
    let config = config.replace("Ada Lovelace, directrice", "\"<b>Ada\"");
    let built = build(&config);
    for address in ["/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/"] {
        let page = built.page(address);
        assert!(!page.contains("<script>alert"), "{address}");
        assert!(!page.contains("<b>Ada"), "{address}");
    }
}
