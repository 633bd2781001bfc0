//! What a finished letter is told of, and what it is not.
use crate::site::Site;
use crate::with;

const BASE: &str = "themes/telling/email/base.html";

/// Codes of what is said of the letter that says `body`.
fn codes(site: &Site) -> Vec<String> {
    site.build().codes().into_iter().map(str::to_owned).collect()
}

#[test]
fn a_letter_is_told_when_it_is_heavy_and_refused_when_it_would_be_cut() {
    let row = format!("|{}\n", "1|".repeat(20));
    let table = |rows: usize| format!("|{}\n|{}\n{}", "a|".repeat(20), "-|".repeat(20), row.repeat(rows));
    let letter =
        |rows: usize| with(&format!("## Les chiffres\n\n{}\n\n## La suite\n\nUn mot.", table(rows))).build();
    assert_eq!(letter(100).lines(), Vec::<String>::new());
    let heavy = letter(180);
    assert!(heavy.page("/lettres/une/email.html").len() > 80_000);
    assert_eq!(heavy.lines().len(), 1);
    assert!(
        heavy.said().starts_with("warning[courriel-lourd] content/lettres/une.md:1:1"),
        "{}",
        heavy.said()
    );
    assert!(
        heavy.said().contains("Les chiffres\u{a0}» (") && !heavy.said().contains("La suite"),
        "{}",
        heavy.said()
    );
    assert!(letter(240).said().starts_with("error[courriel-lourd]"));
}

#[test]
fn the_way_to_leave_stands_once_in_each_body() {
    let link = "<a href=\"{{ letter.unsubscribe }}\">Se désabonner</a>";
    for (path, old, new, expected) in [
        (BASE, link, "", "n'est pas dans le courriel"),
        (BASE, link, &format!("{link} {link}"), "est plusieurs fois dans le courriel"),
        (
            "themes/telling/email/text.txt",
            "Se désabonner : {{ letter.unsubscribe }}",
            "",
            "n'est pas dans le texte",
        ),
    ] {
        let mut site = with("Bonjour.");
        site.replace(path, old, new);
        let built = site.build();
        assert!(built.said().contains(expected), "{expected}: {}", built.said());
        assert_eq!(built.reports[0].path.as_deref(), Some(path));
    }
}

#[test]
fn words_that_a_theme_joins_or_drops_are_named() {
    let body = ":::card[Un titre]{lien=https://exemple.fr/ detail=\"Et un détail\"}\nPuis du texte.\n:::\n";
    let plain = "themes/telling/email/blocks/plain.html";
    let site = with(&format!("{body}\n*Atelier*\n**Grist**\n[bilan](https://exemple.fr/).")).with(
        "themes/telling/components/card.html",
        "{#- label: required\nbody: optional\nlien: link\ndetail: text\n-#}\n<div>{{ label | safe }}{{ body | safe }}</div>\n",
    );
    assert_eq!(codes(&site), Vec::<String>::new(), "{}", site.build().said());
    let joins =
        site.clone().with(plain, "<p>{{ label | safe }}<strong>{{ body | striptags }}</strong></p>\n");
    let drops = site.clone().with(plain, "{{ body | safe }}\n");
    let mut forgets = site;
    forgets.replace(BASE, "{{ content | safe }}", "");
    for (site, word) in [(joins, "« Puis »"), (drops, "« Un »"), (forgets, "« Atelier »")] {
        let said = site.build().said();
        assert!(said.contains("error[courriel-mots]") && said.contains(word), "{word}: {said}");
    }
}

#[test]
fn colours_that_dark_displays_leave_alone_are_judged_as_they_are() {
    let dark = |rule: &str| {
        let mut site = with("Un [bilan](https://exemple.fr/).");
        let sheet = format!(
            "<style data-css-inline=\"keep\">@media (prefers-color-scheme: dark) {{ .content {{ background-color: #161616 \
             !important; color: #ffffff !important; }} {rule} }}</style></head>"
        );
        site.replace(BASE, "</head>", &sheet);
        site.build().said()
    };
    assert!(dark("").contains("« .content a »"), "{}", dark(""));
    // What is not said to be important loses against what stands in the element.
    assert!(dark(".content a { color: #9898f8; }").contains("courriel-contraste"));
    assert_eq!(dark(".content a { color: #9898f8 !important; }"), "");
    assert!(
        dark("p a { color: #9898f8 !important; } .content a { color: #222222 !important; }").contains("1,")
    );
}

#[test]
fn raw_images_that_nobody_sees_are_refused() {
    for tag in [
        "<img src=\"https://exemple.fr/o.gif\" width=\"1\" height=\"1\">",
        "<img src=\"https://exemple.fr/o.gif\" style=\"display: none\">",
        "<img src=\"https://exemple.fr/o.gif\" hidden>",
        "<IMG HEIGHT=0px src=\"https://exemple.fr/o.gif\">",
    ] {
        let said = with(tag).build().said();
        assert!(said.contains("error[courriel-pistage]"), "{tag}: {said}");
    }
    let sound = with("<img src=\"https://exemple.fr/o.png\" width=\"100\" alt=\"Un plan\">").build();
    assert!(!sound.said().contains("courriel-pistage"), "{}", sound.said());
}
