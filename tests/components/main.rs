//! The blocks of the theme, as the editors' manual shows them: each example of `composants.md` is drawn alone.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
#[path = "../site/mod.rs"]
mod site;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use site::Built;
use site::Site;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn manual() -> String {
    fs::read_to_string(root().join("content/pages/composants.md")).unwrap()
}

/// What the theme has for blocks, under a page that is nothing but its text.
fn dressed() -> Site {
    let mut site = Site::empty();
    site.put("kiosque.yaml", "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: look\n");
    let theme = root().join("themes/dsfr");
    let settings = fs::read_to_string(theme.join("theme.yaml")).unwrap();
    let aliases = &settings[settings.find("\naliases:\n").unwrap()..];
    site.put("themes/look/theme.yaml", aliases);
    for name in ["components", "templates/partials"] {
        for entry in fs::read_dir(theme.join(name)).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap();
            site.put(&format!("themes/look/{name}/{file}"), fs::read(&path).unwrap());
        }
    }
    site.put("themes/look/templates/page.html", "{{ content | safe }}");
    for path in [
        "pages/contribuer.md",
        "pages/graphiques.md",
        "blog/2024-06-10-memoire-des-crues.md",
        "blog/2024-07-10-chambres-agriculture.md",
    ] {
        site.put(&format!("content/{path}"), "---\ntitle: Une page\n---\nUne phrase.\n");
    }
    for folder in ["img/blog", "medias", "documents"] {
        for entry in fs::read_dir(root().join("content").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap();
            site.put(&format!("content/{folder}/{file}"), fs::read(&path).unwrap());
        }
    }
    site
}

fn drawn(text: &str) -> Built {
    dressed()
        .with("content/pages/essai.md", format!("---\ntitle: Essai\ntypography: false\n---\n\n{text}"))
        .build()
}

/// The page of a text without a fault.
fn html(text: &str) -> String {
    let built = drawn(text);
    let faults: Vec<String> = built
        .reports
        .iter()
        .filter(|it| it.code.starts_with("bloc") || it.code.starts_with("gabarit-fautif"))
        .map(site::line)
        .collect();
    assert!(faults.is_empty(), "{text}\n{}", faults.join("\n"));
    built.page("/pages/essai/")
}

/// What is said of the blocks of a text.
fn said(text: &str) -> Vec<String> {
    let reports = drawn(text).reports;
    let blocks = reports.iter().filter(|it| it.code.starts_with("bloc") || it.code.starts_with("gabarit"));
    blocks
        .map(|it| format!("{}: {} ({})", it.code, it.message, it.help.clone().unwrap_or_default()))
        .collect()
}

/// Title → source of each example, and whether what follows it is the same.
fn examples() -> Vec<(String, String, bool)> {
    let text = manual();
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("````markdown\n") {
        let title = rest[..at].rfind("\n### ").map_or("", |from| rest[from + 5..at].lines().next().unwrap());
        let inner = &rest[at + 13..];
        let (source, after) = inner.split_once("\n````\n\n").unwrap();
        found.push((title.to_owned(), format!("{source}\n"), after.starts_with(&format!("{source}\n"))));
        rest = after;
    }
    found
}

/// Every value of an attribute, in the order of the page.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let mark = format!(" {attribute}=\"");
    html.split(mark.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn levels(html: &str) -> Vec<u32> {
    let starts = html.match_indices("<h").filter_map(|(at, _)| html[at + 2..].chars().next()?.to_digit(10));
    starts.collect()
}

#[test]
fn each_example_of_the_manual_is_followed_by_its_own_result() {
    let examples = examples();
    assert!(examples.len() > 25, "{}", examples.len());
    for (title, source, same) in examples {
        assert!(same, "{title}: what follows is not\n{source}");
    }
}

/// A theme that is copied keeps its aliases: a component that is added to it is the one that is drawn.
#[test]
fn a_component_wins_over_an_alias_of_its_name() {
    let text = "---\ntitle: Essai\n---\n\n:::encart\nUne phrase.\n:::\n";
    let mut site = dressed();
    site.put("content/pages/essai.md", text);
    let page = site.build().page("/pages/essai/");
    assert!(page.contains("fr-callout"), "{page}");
    site.put("themes/look/components/encart.html", "<aside class=\"mien\">{{ body | safe }}</aside>\n");
    let page = site.build().page("/pages/essai/");
    assert!(page.contains("<aside class=\"mien\">") && !page.contains("fr-callout"), "{page}");
}

#[test]
fn each_block_of_the_theme_is_shown_in_the_manual() {
    let settings = fs::read_to_string(root().join("themes/dsfr/theme.yaml")).unwrap();
    let aliases = settings.split_once("\naliases:\n").unwrap().1;
    let aliases: BTreeMap<&str, &str> =
        aliases.lines().filter_map(|line| line.trim().split_once(": ")).collect();
    let sources: String = examples().into_iter().map(|(_, source, _)| source).collect();
    let named = sources.split(':').filter_map(|it| {
        let name: &str = it.split(|c: char| !c.is_alphanumeric() && c != '-').next()?;
        (!name.is_empty()).then(|| *aliases.get(name).unwrap_or(&name))
    });
    let named: BTreeSet<&str> = named.collect();
    let made_from_markdown = ["table", "image", "tiles", "figure-chart", "transcription"];
    for entry in fs::read_dir(root().join("themes/dsfr/components")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = file.strip_suffix(".html").unwrap();
        assert!(named.contains(name) || made_from_markdown.contains(&name), "{name} is not in the manual");
    }
}

/// What a component draws is written down: `UPDATE=1 cargo test --test components` writes it anew, to be read.
#[test]
fn each_example_is_drawn_as_it_was_read_and_found_right() {
    let drawn: String = examples()
        .iter()
        .map(|(title, source, _)| format!("<!-- {title} -->\n{}\n", html(source).trim()))
        .collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/components/expected.html");
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, &drawn).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    for (ours, theirs) in drawn.lines().zip(expected.lines()) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(drawn.len(), expected.len());
}

#[test]
fn ids_are_unique_references_lead_somewhere_and_headings_skip_no_level() {
    let text = manual();
    let html = html(text.split_once("\n---\n").unwrap().1);
    let ids = values(&html, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for attribute in ["aria-controls", "aria-labelledby", "aria-describedby"] {
        for value in values(&html, attribute) {
            assert!(unique.contains(value), "{attribute}={value}");
        }
    }
    let levels = levels(&html);
    assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1), "{levels:?}");
    assert!(!html.contains(" style=\"") && !html.contains(" onclick="), "a strict policy refuses it");
}

#[test]
fn headings_of_blocks_follow_the_section_they_are_in_and_blocks_inside_go_one_below() {
    let inner = ":::::accordeon[Dehors]\n::::info[Dedans]\n#### Titre\n::::\n:::::\n";
    assert_eq!(levels(&html(inner)), [2, 3, 4]);
    assert_eq!(
        levels(&html(&format!("## Un\n\n### Deux\n\n{}", inner.replace("####", "######")))),
        [2, 3, 4, 5, 6]
    );
    let tabs = "## Un\n\n::::onglets[Vues]\n:::onglet[A]\n:::info[Note]\nx\n:::\n:::\n::::\n";
    assert_eq!(levels(&html(tabs)), [2, 3, 4, 5]);
}

#[test]
fn french_english_and_the_names_of_the_state_s_design_system_are_one() {
    let number = |text: &str| html(text);
    let french = number(":::accordeon[Un]\nx\n:::\n");
    assert_eq!(french, number(":::accordion[Un]\nx\n:::\n"));
    assert_eq!(french, number(":::fr-accordion[Un]\nx\n:::\n"));
    assert_eq!(
        number("::bouton[Aller]{lien=/pages/contribuer/ rang=secondary}\n"),
        number("::button[Aller]{href=/pages/contribuer/ type=secondary}\n")
    );
}

#[test]
fn the_first_tab_of_each_group_is_open_and_only_that_one() {
    let group = "::::onglets[Vues]\n:::onglet[A]\nx\n:::\n:::onglet[B]\ny\n:::\n::::\n";
    let html = html(&format!("{group}\n{group}"));
    assert_eq!(values(&html, "aria-selected"), ["true", "false", "true", "false"]);
    assert_eq!(html.matches("fr-tabs__panel--selected").count(), 2);
}

#[test]
fn a_badge_in_a_sentence_is_no_paragraph_and_one_in_a_group_is_an_item() {
    assert!(
        html("Voici :badge[Neuf]{type=nouveau}.\n")
            .contains("<p>Voici <span class=\"fr-badge fr-badge--new ")
    );
    assert!(html("::badge[Neuf]\n").contains("<p class=\"fr-badge "));
    assert!(html("::::badges\n::badge[Neuf]\n::::\n").contains("<li><span class=\"fr-badge "));
}

#[test]
fn a_table_in_its_block_has_the_caption_and_heads_its_rows() {
    let table = ":::tableau[Les **mois**]{entete-lignes legende=dessous}\n|  | Visites |\n|---|--:|\n| Mai | 3 |\n:::\n";
    let html = html(table);
    assert!(
        html.contains("<caption>Les mois</caption>") && html.contains("fr-table--caption-bottom"),
        "{html}"
    );
    assert!(html.contains("<th scope=\"row\">Mai</th><td data-align=\"right\">3</td></tr>"), "{html}");
    assert!(html.contains("<thead>\n<tr><td></td>"), "an empty cell heads nothing\n{html}");
    assert_eq!(html.matches("<td").count(), html.matches("</td>").count());
}

#[test]
fn files_tell_their_format_and_weight() {
    assert!(html("::telecharger[Le modèle]{fichier=/documents/modele-article.txt}\n").contains(">TXT – 461"));
    let video = html(
        ":::video[Une route]{src=/medias/carte-qui-se-remplit.webm poster=/medias/carte-qui-se-remplit.png}\nMots.\n:::\n",
    );
    assert!(
        video.contains("(WEBM – ")
            && video.contains("type=\"video/webm\"")
            && video.contains("preload=\"none\"")
    );
    assert!(!video.contains("autoplay"));
}

#[test]
fn what_a_block_lacks_is_said_with_its_cure() {
    let faults = [
        (":::accordeon\nx\n:::\n", "bloc-incomplet: le bloc « accordeon » n'a pas de titre"),
        (
            ":::video[Une route]{fichier=/medias/trois-notes.wav}\n:::\n",
            "bloc-incomplet: le bloc « video » est vide (écrivez la transcription",
        ),
        (
            "::figure{src=/img/blog/crues.png}\n",
            "bloc-incomplet: « alt » manque au bloc « figure » (ajoutez alt=\"…\" : ce que montre l'image)",
        ),
        ("::carte[Sans adresse]\n", "bloc-incomplet: « url » manque au bloc « carte »"),
        (
            ":::info{tpye=succes}\nx\n:::\n",
            "bloc-attributs: le bloc « info » n'a pas d'attribut « tpye » (vouliez-vous « type » ?)",
        ),
        (
            ":::alerte{type=warnign}\nx\n:::\n",
            "bloc-attributs: « warnign » n'est pas possible pour « type » du bloc « alerte » (vouliez-vous « warning » ?)",
        ),
        (
            ":::onglet[Seul]\nx\n:::\n",
            "bloc-mal-place: le bloc « onglet » n'est pas dans un bloc « onglets »",
        ),
        (
            "::etape[Un]{etape=9 sur=4}\n",
            "bloc-attributs: « 9 » n'est pas possible pour « etape » du bloc « etape » (valeurs possibles : 1, 2, 3, 4, 5, 6, 7, 8)",
        ),
        (
            ":::accordion-groop\nx\n:::\n",
            "bloc-inconnu: le bloc « accordion-groop » n'existe pas dans le thème (vouliez-vous « accordion-group » ?)",
        ),
    ];
    for (text, expected) in faults {
        let said = said(text);
        assert!(said.len() == 1 && said[0].starts_with(expected), "{text}{said:#?}");
    }
}

/// A block that lacks something is told of; it never stops the template.
#[test]
fn no_component_fails_whatever_is_missing() {
    for entry in fs::read_dir(root().join("themes/dsfr/components")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = file.strip_suffix(".html").unwrap();
        if ["tiles", "figure-chart", "image"].contains(&name) {
            continue;
        }
        for text in
            [format!("::{name}\n"), format!(":::{name}[A]\nx\n:::\n"), format!("Une :{name}[a]{{b=c}}.\n")]
        {
            let said = said(&text);
            assert!(!said.iter().any(|it| it.starts_with("gabarit")), "{text}{said:#?}");
        }
    }
}
