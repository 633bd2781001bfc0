//! Words of the front matter and of the settings are set as the text is; data and addresses keep what was written.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use std::fs;
use std::path::Path;

use site::Built;
use site::Site;

const CONFIG: &str = "title: Essai\ntagline: À lire ! Vraiment ?\nbase_url: https://essai.exemple.gouv.fr\ntheme: nu\nauthor: \"L'équipe : nous\"\n";
const KIND: &str = "name: note\nlabel: une note\nroute: /notes/{slug}/\nslug: django\ntemplate: page.html
fields:
  title: {type: text}
  date: {type: date}
  image_alt: {type: text}
  tags: {type: list, of: text}
  code: {type: any}
  link: {type: link}
  phases: {type: list, of: {map: {comment: text}}}
list: {route: /notes/, order: title, template: list.html, feed: {route: /notes/feed.xml}}
datasets: {route: /donnees/, template: list.html, title: \"Données : tout\"}
shapes: [{route: /notes.txt, template: _notes.txt}]
taxonomies: [{field: tags, route: \"/tags/{term}/\", template: list.html}]\n";
const NOTE: &str = "---\ntitle: \"Cartes : l'essai !\"\ndate: 2025-01-30\ndescription: \"12 500 comptes... Pourquoi ?\"
tags: [\"a : b\"]\ncode: \"x : y\"\nlink: https://a.fr/?q=a:b\nautre: \"« oui »\"\nphases: [{comment: \"Ici : là\"}]\n---\n\nTexte : suite.\n\n::bouton[Lire : tout]{titre=\"Ici : là\"}\n";

fn noted(typography: &str) -> Built {
    let mut site = Site::empty();
    site.put("kiosque.yaml", format!("{CONFIG}{typography}"));
    site.put("content/notes/_kind.yaml", KIND);
    site.put("content/notes/_index.md", "---\ntitle: \"Notes : toutes\"\n---\n");
    site.put(
        "content/notes/_notes.txt",
        "{% for e in entries %}{{ e.title }}|{{ e.description }}{% endfor %}",
    );
    site.put("content/notes/une.md", NOTE);
    let page = "{{ page.title }}|{{ page?.description or '' }}|{% if page?.phases %}{{ page.phases[0].comment }}|{{ page.code }}|{{ page.link }}|{{ page.autre }}|{{ page.tags[0] }}{% endif %}|{{ site.tagline }}|{{ content }}";
    site.put("themes/nu/theme.yaml", "");
    site.put("themes/nu/templates/page.html", page);
    let list = "{{ page.title }}{% if entries is defined %}{% for e in entries %}|{{ e.title }}{% endfor %}{% endif %}{% if term is defined %}|{{ term.name }}{% endif %}";
    site.put("themes/nu/templates/list.html", list);
    site.put("themes/nu/components/bouton.html", "<b title=\"{{ attributes.titre }}\">{{ label }}</b>");
    site.build()
}

/// `_` and `~` are the spaces that do not break, so that they can be seen.
fn seen(text: &str) -> String {
    text.replace('\u{a0}', "_").replace('\u{202f}', "~")
}

#[test]
fn a_page_and_a_list_show_fields_as_the_text_is_set() {
    let built = noted("");
    let page = seen(&built.page("/notes/cartes-lessai/"));
    let fields = "Cartes_: l’essai~!|12~500 comptes… Pourquoi~?|Ici_: là|x : y|https://a.fr/?q=a:b|«_oui_»|a_: b|À lire~! Vraiment~?|";
    assert!(page.starts_with(fields), "{page}");
    assert!(page.ends_with("<p>Texte_: suite.</p>\n<b title=\"Ici_: là\">Lire_: tout</b>\n"), "{page}");
    assert_eq!(seen(&built.page("/notes/")), "Notes_: toutes|Cartes_: l’essai~!");
    assert_eq!(seen(&built.page("/tags/a-b/")), "a_: b|Cartes_: l’essai~!|a_: b");
}

#[test]
fn data_and_addresses_keep_what_was_written() {
    let built = noted("");
    assert_eq!(built.page("/notes.txt"), "Cartes : l'essai !|12 500 comptes... Pourquoi ?");
    let json = built.page("/donnees/notes.json");
    for written in ["\"Cartes : l'essai !\"", "\"12 500 comptes... Pourquoi ?\"", "\"Ici : là\"", "\"a : b\""]
    {
        assert!(json.contains(written), "{written} in {json}");
    }
    assert!(!json.contains(['\u{a0}', '\u{202f}']), "{json}");
    let feed = built.page("/notes/feed.xml");
    assert!(feed.contains("<id>https://essai.exemple.gouv.fr/notes/cartes-lessai/</id>"), "{feed}");
    assert!(seen(&feed).contains("<title>Cartes_: l’essai~!</title>"), "{feed}");
}

#[test]
fn who_does_not_want_it_has_it_nowhere() {
    let built = noted("typography: false\n");
    for address in ["/notes/cartes-lessai/", "/notes/", "/tags/a-b/", "/notes/feed.xml"] {
        let page = built.page(address);
        assert!(!page.contains(['\u{a0}', '\u{202f}', '’', '…']), "{address}: {page}");
    }
}

#[test]
fn a_text_in_another_language_keeps_its_own_spaces() {
    let mut site = site::small(&[
        (
            "content/en.md",
            "---\ntitle: \"Why? Because: it's so!\"\nlang: en\n---\n\nWhy? Because: it's so!\n",
        ),
        ("content/fr.md", "---\ntitle: \"Pourquoi ?\"\nlang: fr-CA\n---\n\nPourquoi ?\n"),
    ]);
    site.replace("kiosque.yaml", "theme: telling", "theme: nu");
    site.put("themes/nu/theme.yaml", "");
    site.put("themes/nu/templates/page.html", "{{ page.title | safe }}|{{ content }}");
    let built = site.build();
    assert_eq!(built.page("/en/"), "Why? Because: it's so!|<p>Why? Because: it's so!</p>\n");
    assert_eq!(seen(&built.page("/fr/")), "Pourquoi~?|<p>Pourquoi~?</p>\n");
}

/// A theme's own words, comments and what it declares to authors left aside.
fn templates(theme: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes").join(theme);
    let mut waiting = vec![root.join("templates"), root.join("components")];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let told = text.split("{#").map(|part| part.split_once("#}").map_or(part, |(_, rest)| rest));
            found.push((path.display().to_string(), told.collect()));
        }
    }
    found
}

#[test]
fn no_word_of_a_theme_lets_a_mark_begin_a_line() {
    // The law gives this mention to the letter, and programs look for it.
    const MENTION: &str = "Accessibilité : ";
    for theme in ["dsfr", "sobre"] {
        let templates = templates(theme);
        assert!(templates.len() > 60, "{theme}");
        for (path, text) in templates {
            let text = text.replace(MENTION, "");
            for (at, _) in text.match_indices([':', ';', '!', '?', '»']) {
                let after = text[at..].chars().nth(1);
                let ends = after.is_none_or(|c| c.is_whitespace() || matches!(c, '<' | '"'));
                let word = text[..at].strip_suffix(' ').and_then(|before| before.chars().next_back());
                let follows = word.is_some_and(|c| c.is_alphanumeric() || matches!(c, '}' | '>' | '»'));
                assert!(
                    !(ends && follows),
                    "{path}: « {} »",
                    text[..at].lines().next_back().unwrap_or_default()
                );
            }
            assert!(!text.contains("« "), "{path}");
        }
    }
}
