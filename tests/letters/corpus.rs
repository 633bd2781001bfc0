//! No word is lost or joined on the way to a mail: texts that other tools stumble on, and any text at all.
use proptest::prelude::*;

use crate::html_words;
use crate::said;
use crate::text_words;
use crate::with;

/// Each with something that a renderer may get wrong.
const TEXTS: &[&str] = &[
    "*Atelier*\n**Grist**\n[lien](https://exemple.fr/)",
    "un`deux`trois **quatre**cinq ~~six~~\nsept",
    "- a\n- b\n  - c\n  - d\n\n    e\n- f",
    "1. un\n2. deux\n\n   trois\n10. quatre",
    "> cité\n> encore\n\n> > deux fois",
    "| a | b | c |\n|---|:-:|--:|\n| *x* | `y` | 1 200 |\n| long texte ici | | **z** |",
    "Titre\n=====\n\nPuis\n----\n\n### Encore\n\ntexte",
    "Fin de ligne  \nautre ligne\\\nencore",
    "```\ncode  à\n    garder\n```\n\n    indenté",
    "Un mot\n\n---\n\nun autre",
    "« guillemets » ; deux : trois ! quatre ? 12 000 € et 3 %",
    "<https://exemple.fr/a> et <a@exemple.fr>",
    "![une image qui manque](https://exemple.fr/i.png) puis du texte",
    "mot, en\n12. Puis la suite, qui est assez longue pour que le texte aille à la ligne en\n2025. Et voilà",
    "a [b c](https://exemple.fr/ 'titre')d e",
    "**gras *et italique* ensemble**fin",
    "<a href='https://exemple.fr/'>un mot </a>puis un autre",
    "élan œuf naïf 日本語 смысл 💫 nᵒ 4",
];

#[test]
fn words_of_the_markdown_the_html_and_the_text_are_the_same() {
    for text in TEXTS {
        let built = with(text).build();
        let html = html_words(&built.page("/lettres/une/email.html"));
        let plain = text_words(&built.page("/lettres/une/email.txt"));
        assert_eq!(html, said::of_markdown(text), "{text}\n{}", built.page("/lettres/une/email.html"));
        assert_eq!(html, plain, "{text}\n{}", built.page("/lettres/une/email.txt"));
    }
}

/// Raw HTML that is not closed, or closed wrongly, does not break the mail around it.
#[test]
fn raw_html_is_put_right() {
    let texts = [
        "<div>un <b>deux</div>trois</b>",
        "<ul><li>a<li>b</ul> c",
        "<table><tr><td>a<td>b<tr><td>c</table>d",
        "<td>a</td><li>b",
        "<blockquote>\n\n*a*\n\n</blockquote>\n\nb",
        "</td></tr></table></div></body></html> a",
        "<p>a<p>b<h2>c</h2>d",
        "| a |\n|---|\n| <ul><li>b</li></ul> c <table><tr><td>d |\n\ne",
        "<b>a\n\nb</b> c",
        "x <a href='https://e.fr/'>y <a href='https://e.fr/'>z</a></a> t",
    ];
    for text in texts {
        let built = with(text).build();
        let html = built.page("/lettres/une/email.html");
        assert_eq!(html_words(&html), text_words(&built.page("/lettres/une/email.txt")), "{text}\n{html}");
        let inner = html.split("<div class=\"content\"").nth(1).unwrap();
        for name in ["p", "ul", "li", "table", "tr", "td", "a", "strong", "h2", "div"] {
            let open =
                inner.matches(&format!("<{name}>")).count() + inner.matches(&format!("<{name} ")).count();
            let close = inner.matches(&format!("</{name}>")).count();
            let around = usize::from(name == "div");
            assert_eq!(open + around, close, "{name} in {text}\n{html}");
        }
    }
}

#[test]
fn a_hostile_text_is_bounded() {
    let deep = "> ".repeat(3000) + "mot";
    let lists: String = (0..1000).map(|n| format!("{}- m{n}\n", "  ".repeat(n))).collect();
    let tags = "<div><b><ul><li>".repeat(5000) + "mot";
    let links = "[a](https://exemple.fr/x) ".repeat(3000);
    for text in [deep, lists, tags, links] {
        let started = std::time::Instant::now();
        let built = with(&text).build();
        let html = html_words(&built.page("/lettres/une/email.html"));
        assert!(html == text_words(&built.page("/lettres/une/email.txt")), "{}", &text[..40]);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_says_the_same_in_both_bodies(parts in prop::collection::vec(part(), 1..24)) {
        let text = parts.concat();
        let built = with(&text).build();
        let html = built.page("/lettres/une/email.html");
        let plain = built.page("/lettres/une/email.txt");
        prop_assert_eq!(html_words(&html), text_words(&plain), "{}\n{}\n{}", text, html, plain);
    }
}

/// Pieces of markdown and of HTML, in any order.
fn part() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "mot",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "`",
        "- ",
        "1. ",
        "> ",
        "# ",
        "## ",
        "[",
        "](https://e.fr/)",
        "![",
        "|",
        "\n|---|---|\n",
        "<b>",
        "</b>",
        "<ul>",
        "<li>",
        "</ul>",
        "<td>",
        "<table>",
        "</table>",
        "<div>",
        "</div>",
        "<br>",
        "    ",
        "~~",
        "\n---\n",
        "&amp;",
        "é",
        "12",
        ":",
        ";",
        "<a href='https://e.fr/'>",
        "</a>",
        "[^1]",
        "\n[^1]: note\n",
        "\n```\n",
        "<script>x</script>",
        "<blockquote>",
        "<h2>",
        "<tr>",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "[a-z]{1,6}"]
}
