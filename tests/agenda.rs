//! What will change with nobody's help is told ahead, and is what the days bring.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod command;
mod site;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use command::Home;
use kiosque::base::date::Date;
use serde_json::Value;

const BLOG: &str = "name: article\nlabel: un article\nroute: /blog/{stem}/\ntemplate: page.html\nembargo: date\n\
    fields: {title: {type: text, required: true}, date: {type: date}}\n\
    list: {route: /blog/, template: page.html, feed: {route: /blog/feed.xml}}\n";
const PRODUCTS: &str = "name: product\nlabel: une fiche\nroute: /produits/{stem}/\ntemplate: product.html\n\
    fields:\n  title: {type: text, required: true}\n  phases: {type: list, of: {type: map, keys: {name: {type: text}, start: {type: date}}}}\n\
    compute: {current_phase: {latest: phases, by: start}}\n";
const CONFIG: &str = "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\n\
    security: {contact: \"mailto:a@exemple.fr\", expires: 2025-07-25}\n";

fn home() -> Home {
    Home::of(&[
        ("kiosque.yaml", CONFIG),
        ("content/blog/_kind.yaml", BLOG),
        ("content/blog/un.md", "---\ntitle: Un\ndate: 2025-06-01\n---\nTexte.\n"),
        ("content/blog/bientot.md", "---\ntitle: \"Bient\\e[31môt\"\ndate: 2025-06-20\n---\nTexte.\n"),
        ("content/blog/brouillon.md", "---\ntitle: Brouillon\ndate: 2025-06-20\ndraft: true\n---\nTexte.\n"),
        ("content/produits/_kind.yaml", PRODUCTS),
        (
            "content/produits/carte.md",
            "---\ntitle: Carte\nphases: [{name: construction, start: 2025-01-01}, {name: acceleration, start: 2025-07-01}]\n---\nTexte.\n",
        ),
        ("themes/telling/templates/product.html", "{{ page.title }} {{ page.current_phase.name }}"),
        ("content/contact.md", "---\ntitle: Contact\n---\nTexte.\n"),
    ])
}

fn told(home: &Home, more: &[&str]) -> String {
    let told = home.run(&[&["agenda", "--today", site::TODAY], more].concat());
    assert_eq!(told.code, 0, "{}", told.err);
    told.out
}

fn json(home: &Home, more: &[&str]) -> Value {
    serde_json::from_str(&told(home, &[more, &["--format", "json"]].concat())).unwrap()
}

#[test]
fn what_comes_is_told_by_day_with_its_source_and_its_reason() {
    let text = told(&home(), &[]);
    assert!(
        text.starts_with("du 15 juin 2025 au 15 juillet 2025, sans que personne ne touche à rien\n"),
        "{text}"
    );
    for line in [
        "\n20 juin 2025\n  paraît : /blog/bientot/  « Bient [31môt »  ← content/blog/bientot.md\n",
        "\n25 juin 2025\n  à dire : kiosque.yaml:4  le fichier security.txt expire le 25 juillet 2025, dans 30 jours [information-perimee]\n",
        "\n1er juillet 2025\n  change : /produits/carte/  « Carte »  ← content/produits/carte.md  (current_phase",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
    assert_eq!(
        text.matches("information-perimee").count(),
        1,
        "a sentence that counts days is told once: {text}"
    );
    assert!(!text.contains("rouillon") && text.ends_with("\nrien d'autre ne change\n"), "{text}");
    assert!(told(&home(), &["--days", "4"]).ends_with("\n\nrien ne change\n"));
}

/// The agenda is held against sites really built on each of the days.
#[test]
fn it_names_every_address_whose_bytes_differ_and_no_other() {
    let home = home();
    let agenda = json(&home, &["--days", "20"]);
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for day in agenda["days"].as_array().unwrap() {
        let found = known.entry(day["date"].as_str().unwrap().to_owned()).or_default();
        for sort in ["appeared", "vanished", "changed"] {
            found.extend(
                day[sort].as_array().unwrap().iter().map(|page| page["address"].as_str().unwrap().to_owned()),
            );
        }
        found.extend(
            day["followed"].as_array().unwrap().iter().map(|address| address.as_str().unwrap().to_owned()),
        );
    }
    known.retain(|_, found| !found.is_empty());
    let first = site::day(site::TODAY).days();
    let (mut before, mut built) = (BTreeMap::new(), BTreeMap::new());
    for more in 0..=20 {
        let day = Date::of_days(first + more).unwrap().to_string();
        assert_eq!(home.run(&["build", "--today", &day]).code, 0);
        let now = addresses(&home.public());
        let all: BTreeSet<&String> =
            if more == 0 { BTreeSet::new() } else { now.keys().chain(before.keys()).collect() };
        let differs: BTreeSet<String> =
            all.into_iter().filter(|it| now.get(*it) != before.get(*it)).cloned().collect();
        if !differs.is_empty() {
            built.insert(day, differs);
        }
        before = now;
    }
    assert_eq!(known, built);
    assert!(built.len() >= 2 && built.values().any(|found| found.contains("/blog/feed.xml")), "{built:?}");
}

/// Bytes by address, without what is told of the site itself.
fn addresses(public: &Path) -> BTreeMap<String, Vec<u8>> {
    let manifest: Value =
        serde_json::from_slice(&fs::read(public.join("kiosque-manifest.json")).unwrap()).unwrap();
    let routes = manifest["addresses"].as_object().unwrap().keys();
    let bytes = |route: &String| {
        fs::read(public.join(kiosque::base::path::Route::new(route).unwrap().file())).unwrap()
    };
    routes.filter(|route| !route.starts_with("/assets/")).map(|route| (route.clone(), bytes(route))).collect()
}

#[test]
fn what_changes_every_day_is_told_once() {
    let home = home();
    let template = "themes/telling/templates/page.html";
    let dated = home
        .read(template)
        .replace("{{ content", "{% if page.title == \"Contact\" %}{{ site.today.iso }}{% endif %}{{ content");
    home.put(template, &dated);
    let text = told(&home, &["--days", "10"]);
    let end = "\nchaque jour ou presque\n  change : /contact/  « Contact »  ← content/contact.md  (ce que le gabarit dit du jour)\n\nrien d'autre ne change\n";
    assert!(text.ends_with(end) && text.matches("/contact/").count() == 1, "{text}");
    let agenda = json(&home, &["--days", "10"]);
    assert_eq!(agenda["daily"][0]["parts"][0]["part"], "day");
}

#[test]
fn the_day_on_which_nothing_can_be_published_any_more_is_the_last_one() {
    let home = home();
    home.put("content/blog/double.md", "---\ntitle: Double\ndate: 2025-06-18\nslug: un\n---\nTexte.\n");
    home.put("content/blog/_kind.yaml", &BLOG.replace("{stem}", "{slug}"));
    home.put("content/blog/un.md", "---\ntitle: Un\nslug: un\ndate: 2025-06-01\n---\nTexte.\n");
    let text = told(&home, &[]);
    assert!(text.starts_with("du 15 juin 2025 au 18 juin 2025, "), "{text}");
    assert!(text.contains("[adresse-prise]\n  à partir de ce jour, rien n'est plus publié\n"), "{text}");
}

#[test]
fn a_site_that_cannot_be_built_today_has_no_agenda() {
    let home = home();
    home.put("content/faux.md", "---\ntitle: \"Faux\n---\n");
    let told = home.run(&["agenda"]);
    assert_eq!((told.code, told.out.as_str()), (1, ""));
    assert!(told.err.contains("erreur[yaml-illisible]"), "{}", told.err);
    assert_eq!(home.run(&["agenda", "--days", "0"]).code, 2);
}
