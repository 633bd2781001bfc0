//! What other sites and robots read of a page: cards, structured data, feeds, icons, languages.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use serde_json::Value;

use site::Built;
use site::state;

const CONFIG: &str = "\
title: Essai
description: Un site d’essai.
base_url: https://essai.exemple.gouv.fr
image: /img/partage.png
image_alt: Un dessin
contact: contact@exemple.gouv.fr
publisher: {name: Ministère des essais, address: 1 rue, phone: 3939, director: Ada}
host: {name: H, address: A, phone: 3939}
accessibility: {status: non, established: 2025-01-10}
personal_data: {processing: [{purpose: a, data: b, basis: c, retention: d}]}
";
const BASE: &str = "https://essai.exemple.gouv.fr";
const ARTICLES: &str = "\
name: article
label: un article
route: /blog/{stem}/
template: article.html
fields: {title: text, date: date, updated: date, image: image, image_alt: text, tags: {list: text}}
list: {route: /blog/, order: -date, template: article-list.html, feed: {route: /blog/feed.xml}}
";
const PRODUCTS: &str = "\
name: product
label: un produit
route: /produits/{stem}/
template: product.html
fields: {title: text, mission: text, link: link}
list: {route: /produits/, template: product-list.html}
";
const STATISTICS: &str = "\
name: statistics
label: des statistiques
route: /stats/{stem}/
template: statistics.html
list: {route: /stats/, template: statistics.html}
datasets: {route: /stats/donnees/, title: Données, template: datasets.html}
";
const TITLE: &str = "Deux </script><script>alert(\"1\")</script> & <!-- \\ fins";

fn built() -> Built {
    let article = format!(
        "---\ntitle: '{TITLE}'\ndate: 2025-01-30\nupdated: 2025-02-01\nimage: /img/a.png\nimage_alt: \"L’image \\\"a\\\"\"\ntags: [cartes]\ntranslations: {{en: two.md}}\n---\nTexte.\n"
    );
    let png: &[u8] =
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x01\x08\x06\0\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82";
    let mut site = state(
        CONFIG,
        &[
            ("content/_index.md", "---\ntitle: Essai\n---\nBonjour.\n"),
            ("content/blog/_kind.yaml", ARTICLES),
            ("content/blog/deux.md", &article),
            ("content/blog/two.md", "---\ntitle: Two\ndate: 2025-01-30\nlang: en\n---\nText.\n"),
            ("content/produits/_kind.yaml", PRODUCTS),
            (
                "content/produits/un.md",
                "---\ntitle: Un service\nmission: Servir\nlink: https://un.gouv.fr\n---\nTexte.\n",
            ),
            ("content/stats/_kind.yaml", STATISTICS),
            (
                "content/stats/_index.md",
                "---\ntitle: Statistiques\ndescription: L’usage du service, mois par mois, avec sa source et sa date.\n---\n```graphique\ntype: barres\ntitre: Visites\ndonnees: visites\nx: page\ny: visites\nlecture: Un.\n```\n",
            ),
            ("data/visites.csv", "page,visites\na,10\nb,20\n"),
            (
                "data/visites.yaml",
                "titre: Visites\nsource: Serveur\nlicence: Licence Ouverte 2.0\narrete_au: 2025-06-01\ncolonnes:\n  visites: {nature: flux}\n",
            ),
        ],
    );
    site.put("content/img/a.png", png);
    site.put("content/img/partage.png", png);
    site.build()
}

/// The graph of a page, as a robot parses it.
fn graph(built: &Built, address: &str) -> Vec<Value> {
    let page = built.page(address);
    let opening = "<script type=\"application/ld+json\">";
    assert_eq!(page.matches(opening).count(), 1, "{address}");
    let (_, rest) = page.split_once(opening).unwrap();
    let (text, _) = rest.split_once("</script>").unwrap();
    let value: Value =
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{address}: {error}\n{text}"));
    assert_eq!(value["@context"], "https://schema.org");
    value["@graph"].as_array().unwrap().clone()
}

fn of<'a>(graph: &'a [Value], kind: &str) -> &'a Value {
    graph.iter().find(|it| it["@type"] == kind).unwrap_or_else(|| panic!("no {kind} in {graph:#?}"))
}

fn attribute(page: &str, tag: &str, wanted: &str) -> Option<String> {
    let line = page.lines().find(|line| line.contains(tag))?;
    Some(line.split_once(&format!("{wanted}=\""))?.1.split('"').next()?.to_owned())
}

#[test]
fn every_page_has_data_that_parse_whatever_its_title_says() {
    let built = built();
    assert_eq!(built.said(), "");
    let mut pages = 0;
    let hidden = ["/404.html", "/recherche/"];
    for address in built
        .addresses()
        .iter()
        .filter(|it| (it.ends_with('/') || it.ends_with(".html")) && !hidden.contains(it))
    {
        if built.page(address).contains("http-equiv=\"refresh\"") {
            continue;
        }
        let graph = graph(&built, address);
        let organisation = of(&graph, "GovernmentOrganization");
        assert_eq!(organisation["name"], "Ministère des essais");
        assert_eq!(of(&graph, "WebSite")["publisher"]["@id"], organisation["@id"]);
        if *address != "/" {
            let trail = of(&graph, "BreadcrumbList")["itemListElement"].as_array().unwrap().clone();
            for (n, step) in trail.iter().enumerate() {
                assert_eq!(step["position"], n + 1, "{address}");
                assert!(step["item"].as_str().unwrap().starts_with(BASE), "{address}: {step}");
                assert!(!step["name"].as_str().unwrap().is_empty(), "{address}");
            }
            assert_eq!(trail.last().unwrap()["item"], format!("{BASE}{address}"));
        }
        pages += 1;
    }
    assert!(pages > 10, "{pages} pages");
}

#[test]
fn an_article_is_a_blog_posting() {
    let built = built();
    let graph = graph(&built, "/blog/deux/");
    let posting = of(&graph, "BlogPosting");
    assert_eq!(posting["headline"], TITLE);
    assert_eq!(posting["datePublished"], "2025-01-30");
    assert_eq!(posting["dateModified"], "2025-02-01");
    assert_eq!(posting["image"][0], format!("{BASE}/img/a.png"));
    assert_eq!(posting["mainEntityOfPage"], format!("{BASE}/blog/deux/"));
    assert_eq!(posting["author"]["@id"], posting["publisher"]["@id"]);
    assert_eq!(posting["inLanguage"], "fr");
}

#[test]
fn a_product_is_a_government_service() {
    let graph = graph(&built(), "/produits/un/");
    let service = of(&graph, "GovernmentService");
    assert_eq!(service["name"], "Un service");
    assert_eq!(service["description"], "Servir");
    assert_eq!(service["url"], "https://un.gouv.fr");
    assert_eq!(service["provider"]["@id"], of(&graph, "GovernmentOrganization")["@id"]);
}

/// Name and a description of 50 letters at least are what search engines require of a data set.
#[test]
fn statistics_are_data_sets_whose_files_exist() {
    let built = built();
    for address in ["/stats/", "/stats/donnees/"] {
        let graph = graph(&built, address);
        let set = of(&graph, "Dataset");
        assert_eq!(set["name"], "Visites");
        assert!(set["description"].as_str().unwrap().chars().count() >= 50, "{set}");
        assert_eq!(set["license"], "https://www.etalab.gouv.fr/licence-ouverte-open-licence/");
        assert_eq!(set["dateModified"], "2025-06-01");
        let file = set["distribution"][0]["contentUrl"].as_str().unwrap();
        assert!(built.has(file.strip_prefix(BASE).unwrap()), "{file}");
    }
}

#[test]
fn a_card_has_an_absolute_image_with_words() {
    let built = built();
    let page = built.page("/blog/deux/");
    assert_eq!(
        attribute(&page, "\"og:image\"", "content").as_deref(),
        Some("https://essai.exemple.gouv.fr/img/a.png")
    );
    assert_eq!(attribute(&page, "\"og:image:alt\"", "content").as_deref(), Some("L’image &quot;a&quot;"));
    assert_eq!(attribute(&page, "\"twitter:card\"", "content").as_deref(), Some("summary_large_image"));
    assert_eq!(attribute(&page, "\"og:type\"", "content").as_deref(), Some("article"));
    assert_eq!(
        attribute(&page, "\"canonical\"", "href").as_deref(),
        Some("https://essai.exemple.gouv.fr/blog/deux/")
    );
    assert!(page.contains("<link rel=\"alternate\" type=\"application/atom+xml\""));
    assert!(!page.contains("<script>alert"));
    let home = built.page("/");
    assert_eq!(attribute(&home, "\"og:image:alt\"", "content").as_deref(), Some("Un dessin"));
}

#[test]
fn a_page_and_its_translation_name_each_other() {
    let built = built();
    let links = [
        "<link rel=\"alternate\" hreflang=\"en\" href=\"https://essai.exemple.gouv.fr/blog/two/\">",
        "<link rel=\"alternate\" hreflang=\"fr\" href=\"https://essai.exemple.gouv.fr/blog/deux/\">",
        "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://essai.exemple.gouv.fr/blog/deux/\">",
    ];
    for address in ["/blog/deux/", "/blog/two/"] {
        let page = built.page(address);
        assert_eq!(page.matches("<link rel=\"alternate\" hreflang=").count(), 3, "{address}");
        links.iter().for_each(|link| assert!(page.contains(link), "{address}: {link}"));
    }
    assert!(built.page("/blog/two/").contains("<html lang=\"en\""));
    assert_eq!(built.page("/").matches("hreflang=").count(), 0);
}

#[test]
fn a_reader_goes_from_one_language_to_the_other() {
    let built = built();
    for (address, here, other, name) in [
        ("/blog/deux/", "Français", "/blog/two/", ">EN - English</a>"),
        ("/blog/two/", "English", "/blog/deux/", ">FR - Français</a>"),
    ] {
        let page = built.page(address);
        let menu = page.split("<nav class=\"fr-translate").nth(1).unwrap().split("</nav>").next().unwrap();
        assert!(menu.contains(&format!("href=\"{other}\"")) && menu.contains(name), "{menu}");
        let current = menu.split("aria-current=\"true\">").nth(1).unwrap();
        assert!(current.split("</a>").next().unwrap().contains(here), "{menu}");
    }
    assert!(!built.page("/").contains("fr-translate__btn"), "nowhere else");
    // What is around a text in English is still French, and says so; its own title is not.
    let english = built.page("/blog/two/");
    for part in ["<header role=\"banner\"", "<footer ", "<nav class=\"fr-breadcrumb"] {
        let tag = english.split(part).nth(1).unwrap().split('>').next().unwrap();
        assert!(tag.contains("lang=\"fr\""), "{part}{tag}");
    }
    assert!(english.contains("aria-current=\"page\" lang=\"en\""));
    assert!(
        !built
            .page("/blog/deux/")
            .split("<header")
            .nth(1)
            .unwrap()
            .split('>')
            .next()
            .unwrap()
            .contains("lang=")
    );
}

#[test]
fn a_translation_that_does_not_exist_is_told_at_its_place() {
    let text = |translation: &str| format!("---\ntitle: A\n{translation}\n---\nTexte.\n");
    for (translation, expected) in [
        ("translations: {en: nulle-part.md}", "reference-inconnue"),
        ("traductions: {en: /nulle-part/}", "reference-inconnue"),
        ("translations: {anglais_: /}", "valeur-inconnue"),
    ] {
        let built = site::small(&[("content/a.md", &text(translation))]).build();
        assert_eq!(built.codes(), [expected], "{translation}: {}", built.said());
        assert!(built.lines()[0].contains("content/a.md:3:"), "{}", built.said());
    }
    let elsewhere = "translations: {en: 'https://exemple.eu/a'}";
    assert_eq!(site::small(&[("content/a.md", &text(elsewhere))]).build().said(), "");
}

#[test]
fn the_manifest_is_valid_and_its_icons_are_published() {
    let built = built();
    let manifest: Value = serde_json::from_str(&built.page("/manifest.webmanifest")).unwrap();
    assert_eq!((&manifest["name"], &manifest["lang"]), (&"Essai".into(), &"fr".into()));
    let icons = manifest["icons"].as_array().unwrap();
    assert!(icons.iter().any(|icon| icon["sizes"] == "512x512"));
    icons.iter().for_each(|icon| assert!(built.has(icon["src"].as_str().unwrap()), "{icon}"));
    assert!(built.page("/").contains("<link rel=\"manifest\" href=\"/manifest.webmanifest\">"));
    assert!(!built.page("/sitemap.xml").contains("manifest"));
}
