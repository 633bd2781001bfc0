//! Kinds are data: addresses, lists, feeds and dates follow a file that nobody foresaw.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use std::fs;

use kiosque::model::config::Drafts;
use kiosque::model::output::Artifact;

use site::Built;
use site::Site;
use site::day;
use site::small;

const KIND: &str = "content/fiches/_kind.yaml";

/// The fiche `path` under the kind `kind`.
fn fiche(kind: &str, path: &str, matter: &str) -> Built {
    let kind = format!("name: page\nfields: {{date: date, rang: text}}\n{kind}\n");
    let text = format!("---\ntitle: L'été à Nîmes\ndate: 2024-05-06\n{matter}\n---\nTexte.\n");
    small(&[(KIND, &kind), (&format!("content/fiches/{path}"), &text)]).build()
}

#[test]
fn an_address_is_what_the_kind_says_to_the_letter() {
    // (kind, file, front matter, address, file given)
    let cases = [
        ("route: /startups/{stem}.html", "a.md", "", "/startups/a.html", "startups/a.html"),
        (
            "route: /startups/{stem}.html",
            "api.gouv.fr.md",
            "",
            "/startups/api.gouv.fr.html",
            "startups/api.gouv.fr.html",
        ),
        ("route: /startups/{stem}.html", "Pix+Édu.md", "", "/startups/Pix+Édu.html", "startups/Pix+Édu.html"),
        (
            "route: /startups/{stem}.html",
            "a_b-C.MD.md",
            "",
            "/startups/a_b-C.MD.html",
            "startups/a_b-C.MD.html",
        ),
        ("route: /f/{slug}/", "a.md", "", "/f/a/", "f/a/index.html"),
        ("route: /f/{slug}/", "a.md", "slug: Autre-Nom", "/f/Autre-Nom/", "f/Autre-Nom/index.html"),
        ("route: /f/{slug}/\nslug: django", "a.md", "", "/f/lete-a-nimes/", "f/lete-a-nimes/index.html"),
        ("route: /f/{slug}/\nslug: french", "a.md", "", "/f/l-ete-a-nimes/", "f/l-ete-a-nimes/index.html"),
        ("route: /{year}/{month}/{day}/{stem}", "a.md", "", "/2024/05/06/a", "2024/05/06/a"),
        ("route: /{rang}-{stem}.xhtml", "a.md", "rang: trois", "/trois-a.xhtml", "trois-a.xhtml"),
        ("route: /un-seul.html", "a.md", "", "/un-seul.html", "un-seul.html"),
        ("route: /", "a.md", "", "/", "index.html"),
    ];
    for (kind, path, matter, address, file) in cases {
        let built = fiche(kind, path, matter);
        assert_eq!(built.said(), "", "{kind}, {path}");
        let pages: Vec<_> = built.files.keys().filter(|route| route.as_str() == address).collect();
        assert_eq!(pages.len(), 1, "{kind}, {path}: {:?}", built.addresses());
        assert_eq!(pages[0].file(), file);
        assert!(built.page(address).contains("<p>Texte.</p>"));
        let permalink =
            format!("<link rel=\"canonical\" href=\"https://essai.exemple.gouv.fr{}\">", pages[0].href());
        assert!(built.page(address).contains(&permalink), "{address}");
        assert!(built.page("/sitemap.xml").contains(&format!("exemple.gouv.fr{}</loc>", pages[0].href())));
    }
}

#[test]
fn a_kind_without_a_route_has_no_pages_and_a_folder_without_a_kind_has_its_own() {
    let built = fiche("", "a.md", "");
    assert!(!built.addresses().iter().any(|it| it.contains("fiches")), "{:?}", built.addresses());
    let built = small(&[("content/un/deux/Trois.md", "Texte.\n")]).build();
    assert!(built.has("/un/deux/Trois/"), "{:?}", built.addresses());
    let inherited = fiche("route: /f/{stem}/", "dessous/plus/a.md", "");
    assert!(inherited.has("/f/a/"), "{:?}", inherited.addresses());
}

#[test]
fn two_sources_for_one_file_are_an_error_that_names_both() {
    // (first, second): whoever comes second is told of the first.
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("two texts", &[("content/a.md", "slug: x"), ("content/b.md", "slug: x")]),
        ("a text and a file", &[("content/x/index.html", ""), ("content/x.md", "title: X")]),
        ("a text and its folder's", &[("content/x.md", "title: X"), ("content/x/_index.md", "title: X")]),
        ("a file and a folder", &[("content/x", ""), ("content/x/y.md", "title: Y")]),
    ];
    for (what, files) in cases {
        let mut site = small(&[("content/_kind.yaml", "name: page\nroute: \"/{slug}/\"\n")]);
        if *what != "two texts" {
            site.remove("content/_kind.yaml");
        }
        for (path, matter) in *files {
            site.put(path, format!("---\n{matter}\n---\nTexte de {path}.\n"));
        }
        let built = site.build();
        let told: Vec<_> = built.reports.iter().filter(|it| it.code == "adresse-prise").collect();
        assert_eq!(told.len(), 1, "{what}: {}", built.said());
        assert!(built.build.diagnostics.has_errors());
        let words = site::line(told[0]);
        assert!(words.contains(files[0].0) || words.contains("« /x »"), "{what}: {words}");
    }
    let both = small(&[
        ("content/_kind.yaml", "name: page\nroute: \"/{slug}/\"\n"),
        ("content/a.md", "---\nslug: x\n---\n"),
        ("content/b.md", "---\nslug: x\n---\n"),
    ]);
    let said = both.build().said();
    assert!(said.contains("content/a.md") && said.contains("content/b.md"), "{said}");
}

#[test]
fn an_old_address_leads_to_the_new_one_and_never_hides_a_page() {
    let old = "redirect_from: [/vieux/, /vieux.html, vieux-sans-barre, /deux/, /enc%C3%A9/]";
    let built = small(&[
        ("content/un.md", &format!("---\ntitle: Un & « deux »\n{old}\n---\n")),
        ("content/deux.md", "---\ntitle: Deux\n---\nLa page deux.\n"),
    ])
    .build();
    for address in ["/vieux/", "/vieux.html", "/vieux-sans-barre/", "/encé/"] {
        let page = built.page(address);
        assert!(
            page.contains("content=\"0; url=/un/\"") && page.contains("href=\"/un/\""),
            "{address}: {page}"
        );
        assert!(page.contains("https://essai.exemple.gouv.fr/un/"), "{page}");
        assert!(!built.page("/sitemap.xml").contains("vieux"));
    }
    assert!(built.page("/deux/").contains("La page deux."));
    assert_eq!(built.codes(), ["redirection-prise"]);
    assert!(built.said().contains("content/deux.md"), "{}", built.said());
    assert!(!built.build.diagnostics.has_errors());
}

#[test]
fn the_day_and_the_drafts_decide_what_is_published() {
    let site = small(&[
        (
            KIND,
            "name: page\nroute: /f/{stem}/\nfields: {date: date}\nembargo: date\nlist: {route: /f/, template: article-list.html, feed: {route: /f.xml}}\n",
        ),
        ("content/fiches/hier.md", "---\ntitle: Hier\ndate: 2025-06-14\n---\n"),
        ("content/fiches/jour.md", "---\ntitle: Jour\ndate: 2025-06-15\n---\n"),
        ("content/fiches/demain.md", "---\ntitle: Demain\ndate: 2025-06-16\n---\n"),
        ("content/fiches/brouillon.md", "---\ntitle: Brouillon\ndate: 2025-01-01\ndraft: true\n---\n"),
        ("content/fiches/sans.md", "---\ntitle: Sans\n---\n"),
    ]);
    let cases = [
        ("2025-06-15", Drafts::Hide, "hier jour sans"),
        ("2025-06-14", Drafts::Hide, "hier sans"),
        ("2025-06-16", Drafts::Hide, "demain hier jour sans"),
        ("2025-06-14", Drafts::Show, "brouillon demain hier jour sans"),
    ];
    for (today, drafts, expected) in cases {
        let mut site = site.clone();
        (site.options.today, site.options.drafts) = (day(today), drafts);
        let built = site.build();
        let page = |it: &&str| it.starts_with("/f/") && it.len() > 3;
        let found: Vec<&str> =
            built.addresses().into_iter().filter(page).map(|it| &it[3..it.len() - 1]).collect();
        assert_eq!(found.join(" "), expected, "{today}, {drafts:?}");
        for secret in ["brouillon", "demain"].iter().filter(|it| !expected.contains(**it)) {
            let title = secret[..1].to_uppercase() + &secret[1..];
            for (route, artifact) in &built.files {
                let Artifact::Bytes(bytes) = artifact else { continue };
                let text = String::from_utf8_lossy(bytes);
                assert!(!text.contains(&title), "{route} tells of « {secret} » on {today}");
            }
        }
    }
}

#[test]
fn a_long_list_has_pages_that_lead_to_one_another() {
    let kind = "name: page\nroute: /f/{stem}/\nlist: {route: /f/, per_page: 3, order: title, template: article-list.html}\n";
    for (count, pages) in [(0, 1), (1, 1), (3, 1), (4, 2), (9, 3), (31, 11)] {
        let mut site = small(&[(KIND, kind)]);
        for n in 0..count {
            site.put(&format!("content/fiches/f{n:02}.md"), format!("---\ntitle: Fiche {n:02}\n---\n"));
        }
        let built = site.build();
        assert_eq!(built.said(), "");
        let mut seen = Vec::new();
        for n in 1..=pages {
            let address = |n: usize| if n == 1 { "/f/".to_owned() } else { format!("/f/page/{n}/") };
            let page = built.page(&address(n));
            assert!(page.contains(&format!("<p>{n}/{pages}")), "{page}");
            let previous = format!("<a rel=\"prev\" href=\"{}\">", address(n.saturating_sub(1).max(1)));
            let next = format!("<a rel=\"next\" href=\"{}\">", address(n + 1));
            assert_eq!(page.contains(&previous), n > 1, "{page}");
            assert_eq!(page.contains(&next), n < pages, "{page}");
            let shown = page.lines().filter_map(|line| line.strip_prefix("<li><a href=\"/f/f"));
            seen.extend(shown.map(|rest| rest[..2].parse::<usize>().unwrap()));
        }
        assert_eq!(seen, (0..count).collect::<Vec<_>>(), "each once, in order");
        assert!(!built.has(&format!("/f/page/{}/", pages + 1)));
        assert!(!built.has("/f/page/1/"));
    }
    let eleven = {
        let mut site = small(&[(KIND, kind)]);
        (0..31).for_each(|n| {
            site.put(&format!("content/fiches/f{n:02}.md"), format!("---\ntitle: Fiche {n:02}\n---\n"))
        });
        site.build().page("/f/page/6/")
    };
    let line = eleven.lines().find(|line| line.starts_with("<p>6/11")).unwrap();
    let text: String = line.split('<').filter_map(|part| part.split('>').nth(1)).collect();
    assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), "6/11 avant après 1 … 5 [6] 7 … 11");
}

#[test]
fn a_kind_nobody_thought_of_has_all_that_others_have() {
    let built = Site::read("unknown-kind").build();
    assert_eq!(built.said(), "");
    let egg = built.page("/cuisine/Bourgogne/2025/l-oeuf-a-la-coque.html");
    let list = built.page("/cuisine/");
    let feed = built.page("/cuisine/flux.xml");
    let facts: &[(&str, &str, &str)] = &[
        ("a number", &egg, "<dd>4</dd>"),
        ("a truth", &egg, "<dd>oui</dd>"),
        ("a choice", &egg, "<dd>hiver</dd>"),
        ("the latest that has come", &egg, "parfait, 1er mars 2025"),
        ("a reference", &egg, "Zoé Œuvrard, Collège Jean-Jaurès"),
        ("a list of maps", &egg, "Saler : 0.5 min"),
        (
            "an image beside it, with its size",
            &egg,
            "src=\"/recettes/photos/oeuf.png\" alt=\"\" width=\"2\" height=\"1\"",
        ),
        ("a summary", &egg, "<a href=\"#saler\">"),
        ("a selection", &egg, "Autres : Ratatouille"),
        ("an introduction", &list, "Goûtées et approuvées."),
        ("whole texts", &list, "<p>Pétrir, puis voir"),
        ("an order of its own", &list, "<section id=\"ratatouille\">"),
        ("what lives elsewhere", &list, "<a href=\"https://ailleurs.exemple.fr/ratatouille\">"),
        ("its pages", &list, "1/2 - /cuisine/feuille-2/"),
        ("its terms", &list, "sel /garde-manger/sel.html 3"),
        ("a selection of another kind", &list, "Zoé Œuvrard"),
        ("a title of its own", &feed, "<title>Nouvelles recettes</title>"),
        ("the latest", &feed, "<title>Ratatouille</title>"),
    ];
    for (what, text, expected) in facts {
        assert!(text.contains(expected), "{what}: no {expected} in\n{text}");
    }
    let external = built.addresses().into_iter().any(|it| it.contains("ratatouille"));
    assert!(!external, "what lives elsewhere has no page: {:?}", built.addresses());
    assert_eq!(feed.matches("<entry>").count(), 2, "the feed keeps to its limit");
    for old in ["/rss/cuisine/", "/cuisine.xml"] {
        assert!(built.page(old).contains("/cuisine/flux.xml"), "{old}");
    }
    assert!(built.page("/garde-manger/sel.html").contains("Pain"));
    assert!(built.page("/garde-manger/").contains("(3)"));
}

#[test]
fn a_feed_tells_the_latest_whatever_the_order_of_the_list() {
    let kind = "name: page\nroute: /f/{stem}/\nfields: {date: date}\nlist: {route: /f/, order: title, template: article-list.html, feed: {route: /f.xml, limit: 1}}\n";
    let built = small(&[
        (KIND, kind),
        ("content/fiches/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\n"),
        ("content/fiches/b.md", "---\ntitle: B\ndate: 2024-01-01\n---\n"),
        ("content/fiches/c.md", "---\ntitle: C\n---\n"),
    ])
    .build();
    let feed = built.page("/f.xml");
    assert!(feed.contains("<title>B</title>") && !feed.contains("<title>A</title>"), "{feed}");
}

#[test]
fn the_source_knows_no_kind() {
    let folder = site::tests().join("sites/unknown-kind");
    let kind = fs::read_to_string(folder.join("content/recettes/_kind.yaml")).unwrap();
    assert!(kind.starts_with("name: recette\n"));
    let mut folders = vec![site::tests().join("../src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let code = code.split("#[cfg(test)]").next().unwrap();
            // The name of a command that works on whatever kind is mailed.
            let command = path.components().any(|part| part.as_os_str() == "cli");
            let code = if command { code.replace("newsletter", "") } else { code.to_owned() };
            for word in ["recette", "newsletter", "\"article\"", "startup", "incubat", "infolettre"] {
                assert!(!code.contains(word), "{} says {word}", path.display());
            }
        }
    }
}
