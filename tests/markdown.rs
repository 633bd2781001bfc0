//! What comes on top of CommonMark: tables, notes, anchors, links to sources,
//! directives, French spacing, images, feeds.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod memory;

use memory::Built;
use memory::Site;

/// A directive printed with all that its template is given.
const BLOCK: &str = "<x-{{ name }} level={{ level }}{% for key, value in attributes %} {{ key }}=\"{{ value }}\"{% endfor %}>\
    {% if label %}<b>{{ label | safe }}</b>{% endif %}{{ body | safe }}</x-{{ name }}>";
/// A PNG of 3 by 2 pixels.
const IMAGE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0\x12\x16\xf1M\0\0\0\x10IDATx\xda\x63Pph\x80 \x068\x0b\x002T\x05A(\xd5\xaew\0\0\0\0IEND\xaeB`\x82";

fn site() -> Site {
    Site::new()
        .with("themes/nu/theme.yaml", "aliases: {info: alert, citation: alert}\n")
        .with("themes/nu/components/alert.html", BLOCK)
        .with("themes/nu/components/badge.html", "<i title=\"{{ text_label }}\"{% for key, value in attributes %} {{ key }}=\"{{ value }}\"{% endfor %}>{{ label | safe }}</i>")
}

fn built(text: &str) -> Built {
    site().with("content/essai.md", format!("---\ntitle: Essai\n---\n{text}")).build()
}

/// The page of a text, blanks between tags left out.
fn page(text: &str) -> String {
    bare(&built(text).page("/essai/"))
}

fn bare(html: &str) -> String {
    html.replace(">\n<", "><").trim().to_owned()
}

/// Faults of a text, its first line being line 4 of the file.
fn faults(text: &str) -> Vec<String> {
    built(text).faults()
}

/// Each text gives the page beside it; all differences are told at once.
fn give(cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let found = page(text);
        if found != *expected {
            wrong.push(format!("{text:?}\n  found  {found}\n  wanted {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tables_have_scopes_and_no_style() {
    give(&[
        (
            "| a | b |\n|:--|--:|\n| 1 | *2* |\n",
            "<table><thead><tr><th scope=\"col\">a</th><th scope=\"col\" data-align=\"right\">b</th></tr></thead><tbody><tr><td>1</td><td data-align=\"right\"><em>2</em></td></tr></tbody></table>",
        ),
        (
            "| | b |\n|:-:|---|\n| 1 | |\n",
            "<table><thead><tr><td></td><th scope=\"col\">b</th></tr></thead><tbody><tr><td data-align=\"center\">1</td><td></td></tr></tbody></table>",
        ),
    ]);
}

#[test]
fn footnotes_are_numbered_by_their_first_call_and_lead_back() {
    let html = page("Un[^b] deux[^a] encore[^b].\n\n[^a]: Note *a*.\n[^b]: Note b.\n[^c]: Jamais appelée.\n");
    assert_eq!(
        html,
        "<p>Un<sup><a href=\"#note-b\" id=\"appel-b\" role=\"doc-noteref\" aria-label=\"Note 1\">1</a></sup> \
         deux<sup><a href=\"#note-a\" id=\"appel-a\" role=\"doc-noteref\" aria-label=\"Note 2\">2</a></sup> \
         encore<sup><a href=\"#note-b\" id=\"appel-b-2\" role=\"doc-noteref\" aria-label=\"Note 1\">1</a></sup>.</p>\
         <section role=\"doc-endnotes\" aria-label=\"Notes\"><hr /><ol>\
         <li id=\"note-b\"><p>Note b.</p>\n \
         <a href=\"#appel-b\" role=\"doc-backlink\" aria-label=\"Retour à l’appel de la note 1, 1\">↩1</a> \
         <a href=\"#appel-b-2\" role=\"doc-backlink\" aria-label=\"Retour à l’appel de la note 1, 2\">↩2</a></li>\
         <li id=\"note-a\"><p>Note <em>a</em>.</p>\n \
         <a href=\"#appel-a\" role=\"doc-backlink\" aria-label=\"Retour à l’appel de la note 2\">↩</a></li>\
         </ol></section>"
    );
    assert_eq!(faults("Un[^b].\n\n[^b]: Note.\n"), Vec::<String>::new());
}

#[test]
fn footnotes_cross_directives_and_cases() {
    let html = page(":::info\nDedans[^A].\n:::\n\nDehors[^a].\n\n[^a]: La note.\n");
    assert_eq!(html.matches("href=\"#note-a\"").count(), 2, "{html}");
    assert_eq!(html.matches("La note.").count(), 1, "{html}");
    let html = page("Dehors[^x].\n\n:::info\n[^x]: Définie dedans.\n:::\n");
    assert!(html.contains("<li id=\"note-x\"><p>Définie dedans.</p>"), "{html}");
    // What is defined nowhere is text.
    assert_eq!(page("Rien[^z].\n"), "<p>Rien[^z].</p>");
}

#[test]
fn anchors_of_notes_and_headings_never_clash() {
    let html = page("## Note 1\n\n## Appel 1\n\nUn[^1].\n\n[^1]: x\n");
    for id in ["id=\"note-1\"", "id=\"appel-1\""] {
        assert_eq!(html.matches(id).count(), 1, "{id} {html}");
    }
    assert_eq!(page("<a id=\"ici\"></a>\n\n## Ici\n"), "<p><a id=\"ici\"></a></p><h2 id=\"ici-2\">Ici</h2>");
}

#[test]
fn small_extensions_give_their_elements() {
    give(&[
        ("~~faux~~ ~un~\n", "<p><del>faux</del> <del>un</del></p>"),
        (
            "- [x] fait\n- [ ] à faire\n- [x](/y)\n",
            "<ul><li><input type=\"checkbox\" disabled checked aria-label=\"fait\"> fait</li><li><input type=\"checkbox\" disabled aria-label=\"à faire\"> à faire</li><li><a href=\"/y\">x</a></li></ul>",
        ),
        (
            "Terme\n: Définition *une*\n: Deux\n",
            "<dl><dt>Terme</dt><dd>Définition <em>une</em></dd><dd>Deux</dd></dl>",
        ),
        ("Une phrase\n:\n", "<p>Une phrase\n:</p>"),
    ]);
}

#[test]
fn headings_have_anchors_of_their_own() {
    give(&[
        ("## L’été, à Étampes !\n", "<h2 id=\"l-été-à-étampes\">L’été, à Étampes !</h2>"),
        ("## a\n## a\n## a\n", "<h2 id=\"a\">a</h2><h2 id=\"a-2\">a</h2><h2 id=\"a-3\">a</h2>"),
        ("## a\n## a\n## a-2\n", "<h2 id=\"a\">a</h2><h2 id=\"a-2\">a</h2><h2 id=\"a-2-2\">a-2</h2>"),
        ("## a-2\n## a\n## a\n", "<h2 id=\"a-2\">a-2</h2><h2 id=\"a\">a</h2><h2 id=\"a-3\">a</h2>"),
        ("## Titre {#voulu}\n## Voulu\n", "<h2 id=\"voulu\">Titre</h2><h2 id=\"voulu-2\">Voulu</h2>"),
        ("## Titre {.grand #ici .rouge}\n", "<h2 id=\"ici\" class=\"grand rouge\">Titre</h2>"),
        (
            "## ***Gras*** et `code`\n",
            "<h2 id=\"gras-et-code\"><em><strong>Gras</strong></em> et <code>code</code></h2>",
        ),
        ("## 🚀\n##\n", "<h2 id=\"section\">🚀</h2><h2 id=\"section-2\"></h2>"),
    ]);
}

#[test]
fn the_title_is_said_once() {
    give(&[
        // The same words as the front matter: said once.
        ("# Essai\n\nTexte.\n", "<p>Texte.</p>"),
        // Other words: all headings go down one level.
        (
            "# Autre\n\n## Sous\n\n# Encore\n",
            "<h2 id=\"autre\">Autre</h2><h3 id=\"sous\">Sous</h3><h2 id=\"encore\">Encore</h2>",
        ),
        ("Avant.\n\n# Essai\n", "<p>Avant.</p><h2 id=\"essai\">Essai</h2>"),
        ("# a\n###### b\n", "<h2 id=\"a\">a</h2><h6 id=\"b\">b</h6>"),
    ]);
}

#[test]
fn a_text_without_front_matter_takes_its_title_from_its_first_heading() {
    let theme = "<title>{{ page.title }}</title>{{ content | safe }}";
    for (text, expected) in [
        ("# Dossier\n\nTexte.\n", "<title>Dossier</title><p>Texte.</p>"),
        ("\u{feff}# Dossier\n\nTexte.\n", "<title>Dossier</title><p>Texte.</p>"),
        (
            "\n\nCOUVERTURE  \nen lettres\n\n# Dossier de *presse*\n\n## Sommaire\n",
            "<title>Dossier de presse</title><p>COUVERTURE<br />\nen lettres</p><h2 id=\"sommaire\">Sommaire</h2>",
        ),
        ("Dossier\n===\n\n# Deux\n", "<title>Dossier</title><h2 id=\"deux\">Deux</h2>"),
        ("> # Cité\n", "<title>presse</title><blockquote><h2 id=\"cité\">Cité</h2></blockquote>"),
    ] {
        let built =
            site().with("themes/nu/templates/page.html", theme).with("content/presse.md", text).build();
        assert_eq!(bare(&built.page("/presse/")), expected, "{text:?}");
    }
}

fn linked(text: &str) -> Built {
    site()
        .with("content/blog/essai.md", format!("---\ntitle: Essai\n---\n{text}"))
        .with("content/blog/été à Étampes.md", "---\ntitle: Été\n---\n## Où aller\n")
        .with("content/blog/_index.md", "---\ntitle: Blog\n---\n")
        .with("content/blog/brouillon.md", "---\ntitle: B\ndraft: true\n---\n")
        .with("content/pages/deux.md", "---\ntitle: Deux\n---\n## Là {#la}\n")
        .with("content/blog/img/é.png", IMAGE)
        .with("content/static/a.png", IMAGE)
        .with("content/static/doc.pdf", "%PDF")
        .build()
}

#[test]
fn links_to_sources_lead_to_pages() {
    for (text, expected) in [
        ("[x](../pages/deux.md)", "<a href=\"/deux/\">"),
        ("[x](../pages/deux.md#la)", "<a href=\"/deux/#la\">"),
        ("[x](../pages/deux.md?a=1&b=2#la)", "<a href=\"/deux/?a=1&amp;b=2#la\">"),
        ("[x](/pages/deux.md)", "<a href=\"/deux/\">"),
        (
            "[x](<été à Étampes.md#où-aller>)",
            "<a href=\"/%C3%A9t%C3%A9%20%C3%A0%20%C3%89tampes/#o%C3%B9-aller\">",
        ),
        (
            "[x](%C3%A9t%C3%A9%20%C3%A0%20%C3%89tampes.md#o%C3%B9-aller)",
            "<a href=\"/%C3%A9t%C3%A9%20%C3%A0%20%C3%89tampes/#o%C3%B9-aller\">",
        ),
        ("[x](_index.md)", "<a href=\"/blog/\">"),
        ("[x](./_index.md)", "<a href=\"/blog/\">"),
        ("[x](../static/doc.pdf#page=3)", "<a href=\"/static/doc.pdf#page=3\">"),
        ("[x](/static/doc.pdf?v=1)", "<a href=\"/static/doc.pdf?v=1\">"),
        ("[x](https://exemple.gouv.fr/deux/)", "<a href=\"https://exemple.gouv.fr/deux/\">"),
        ("[x](//autre.fr/y)", "<a href=\"//autre.fr/y\">"),
        ("<a href=\"../pages/deux.md\">", "<a href=\"/deux/\">"),
        ("<a href='../pages/deux.md#la'>", "<a href='/deux/#la'>"),
        ("<A HREF=../pages/deux.md>", "<A HREF=/deux/>"),
        ("<a class=\"b\"\n  href = \"../pages/deux.md\">", "<a class=\"b\"\n  href = \"/deux/\">"),
        ("<a href=\"/deux/?a=1&amp;b=2&c\">", "<a href=\"/deux/?a=1&amp;b=2&c\">"),
        (
            "<img src=\"/static/a.png?x=&quot;\">",
            "<img width=\"3\" height=\"2\" decoding=\"async\" src=\"/static/a.png?x=&quot;\">",
        ),
        (
            "<img src='img/é.png' srcset='img/é.png 1x, ../static/a.png 2x'>",
            "<img src='/blog/img/%C3%A9.png' srcset='/blog/img/%C3%A9.png 1x, /static/a.png 2x'>",
        ),
        (
            "<video poster=\"img/é.png\" src=../static/a.png></video>",
            "<video poster=\"/blog/img/%C3%A9.png\" src=/static/a.png></video>",
        ),
        ("<script>'<a href=\"rien.md\">'</script>", "<script>'<a href=\"rien.md\">'</script>"),
        ("<!-- <a href=\"rien.md\"> -->", "<!-- <a href=\"rien.md\"> -->"),
    ] {
        let built = linked(text);
        let html = built.page("/essai/");
        assert!(html.contains(expected), "{text:?} gives {html:?}");
        assert_eq!(of_addresses(&built), Vec::<String>::new(), "{text:?}");
    }
}

/// Without what is said of words: these images have none, on purpose.
fn of_addresses(built: &Built) -> Vec<String> {
    built
        .faults()
        .into_iter()
        .filter(|fault| !fault.contains(" image-sans-mots ") && !fault.contains(" cadre-sans-titre "))
        .collect()
}

#[test]
fn a_link_that_leads_nowhere_is_told_where_it_is() {
    for (text, expected) in [
        (
            "Un\n\nDeux [x](deus.md) trois",
            "essai.md:6:6 lien-casse aucune page ni fichier ne correspond à « deus.md »",
        ),
        (
            "é [x](../pages/deus.md)",
            "essai.md:4:3 lien-casse aucune page ni fichier ne correspond à « ../pages/deus.md » (vouliez-vous « ../pages/deux.md » ?)",
        ),
        (
            "![x](img/e.png)",
            "essai.md:4:1 fichier-absent l'image « img/e.png » n'existe pas (vouliez-vous « img/é.png » ?)",
        ),
        (
            "> - a ![x](/img/rien.png)",
            "essai.md:4:7 fichier-absent aucune image n'est publiée à « /img/rien.png »",
        ),
        (
            "## Un titre\n\n[x](#un-titr)",
            "essai.md:6:1 ancre-cassee l'ancre « #un-titr » n'existe pas dans « content/blog/essai.md » (vouliez-vous « #un-titre » ?)",
        ),
        (
            "[x](../pages/deux.md#las)",
            "essai.md:4:1 ancre-cassee l'ancre « #las » n'existe pas dans « content/pages/deux.md » (vouliez-vous « #la » ?)",
        ),
        ("[x](brouillon.md)", "essai.md:4:1 lien-casse « content/blog/brouillon.md » n'est pas publié"),
        (
            "[x](contact@exemple.fr)",
            "essai.md:4:1 lien-casse « contact@exemple.fr » est une adresse de courriel, pas une page (écrivez « mailto:contact@exemple.fr »)",
        ),
        (
            "[x](https://exemple.gouv.fr/rien/)",
            "essai.md:4:1 lien-casse aucune page n'est publiée à « /rien/ »",
        ),
        ("[x]()", "essai.md:4:1 lien-vide"),
        (
            "<p>a</p>\n<a\n  href='rien.md'>x</a>",
            "essai.md:6:9 lien-casse aucune page ni fichier ne correspond à « rien.md »",
        ),
        ("- a\n\n  <p>\n  <a href=rien.md>x</a>", "essai.md:7:11 lien-casse"),
        ("<img srcset=\"a.png 1x\">", "essai.md:4:14 fichier-absent l'image « a.png » n'existe pas"),
        (":::info[Un [texte](rien.md)]\n:::", "essai.md:4:12 lien-casse"),
        (":::info\nUn [texte](rien.md)\n:::", "essai.md:5:4 lien-casse"),
        ("[r]\n\n[r]: rien.md", "essai.md:4:1 lien-casse"),
        ("## Titre [x](rien.md)", "essai.md:4:10 lien-casse"),
        ("| a |\n|---|\n| [x](rien.md) |", "essai.md:6:3 lien-casse"),
        ("Note[^1].\n\n[^1]: Voir [x](rien.md)", "essai.md:6:12 lien-casse"),
    ] {
        let faults = of_addresses(&linked(text));
        assert!(faults.len() == 1 && faults[0].starts_with(expected), "{text:?} gives {faults:#?}");
    }
}

#[test]
fn directives_become_what_the_theme_makes_of_them() {
    give(&[
        (":::alert\nTexte *vif*.\n:::\n", "<x-alert level=2><p>Texte <em>vif</em>.</p></x-alert>"),
        (
            ":::alert[Un *titre*]\nTexte.\n:::\n",
            "<x-alert level=2><b>Un <em>titre</em></b><p>Texte.</p></x-alert>",
        ),
        (":::info Titre\nTexte.\n:::\n", "<x-info level=2><b>Titre</b><p>Texte.</p></x-info>"),
        (
            "::: info Titre **gras**\nTexte.\n:::\n",
            "<x-info level=2><b>Titre <strong>gras</strong></b><p>Texte.</p></x-info>",
        ),
        (":::info[1. Étape]\n:::\n", "<x-info level=2><b>1. Étape</b></x-info>"),
        (":::info[# Étape]\n:::\n", "<x-info level=2><b># Étape</b></x-info>"),
        (":::info[_Étape_ - <b>b</b>]\n:::\n", "<x-info level=2><b><em>Étape</em> - <b>b</b></b></x-info>"),
        (":::info[- x]\n:::\n", "<x-info level=2><b>- x</b></x-info>"),
        (
            ":::info[voir [le guide][g]]\n:::\n\n[g]: /x\n",
            "<x-info level=2><b>voir <a href=\"/x\">le guide</a></b></x-info>",
        ),
        (
            ":::alert{#ici .a .b cle=\"une valeur\" seul}\n:::\n",
            "<x-alert level=2 id=\"ici\" class=\"a b\" cle=\"une valeur\" seul=\"\"></x-alert>",
        ),
        (":::alert[T]{cle=v}\n:::\n", "<x-alert level=2 cle=\"v\"><b>T</b></x-alert>"),
        ("::alert[T]{cle='v w'}\n", "<x-alert level=2 cle=\"v w\"><b>T</b></x-alert>"),
        ("::alert\n", "<x-alert level=2></x-alert>"),
        (
            "Avant\n:::alert\nDedans\n:::\nAprès\n",
            "<p>Avant</p><x-alert level=2><p>Dedans</p></x-alert><p>Après</p>",
        ),
        (
            "## A\n\n### B\n\n:::alert[T]\n#### C\n:::\n",
            "<h2 id=\"a\">A</h2><h3 id=\"b\">B</h3><x-alert level=4><b>T</b><h4 id=\"c\">C</h4></x-alert>",
        ),
        ("un :badge[mot]{couleur=bleu} ici\n", "<p>un <i title=\"mot\" couleur=\"bleu\">mot</i> ici</p>"),
        (
            "un :badge[*vif* et `code`]{a=b}, :badge[x] :badge{y=z}\n",
            "<p>un <i title=\"vif et code\" a=\"b\"><em>vif</em> et <code>code</code></i>, <i title=\"x\">x</i> <i title=\"\" y=\"z\"></i></p>",
        ),
        (
            "**:badge[a & b]** ou :badge[c [d] e]\n",
            "<p><strong><i title=\"a &amp; b\">a &amp; b</i></strong> ou <i title=\"c [d] e\">c [d] e</i></p>",
        ),
        ("- :badge[a]\n- b\n", "<ul><li><i title=\"a\">a</i></li><li>b</li></ul>"),
    ]);
}

#[test]
fn directives_stand_inside_one_another() {
    give(&[
        (
            ":::alert\na\n:::info\nb\n:::\nc\n:::\n",
            "<x-alert level=2><p>a</p><x-info level=2><p>b</p></x-info><p>c</p></x-alert>",
        ),
        (
            "::::alert\na\n\n:::info\nb\n:::\n\nc\n::::\n",
            "<x-alert level=2><p>a</p><x-info level=2><p>b</p></x-info><p>c</p></x-alert>",
        ),
        (
            ":::alert\n::alert[feuille]\n:::\n",
            "<x-alert level=2><x-alert level=2><b>feuille</b></x-alert></x-alert>",
        ),
        (
            ":::alert\n- a\n\n  b\n\n```\n:::\n```\n:::\n",
            "<x-alert level=2><ul><li><p>a</p><p>b</p></li></ul><pre><code>:::\n</code></pre></x-alert>",
        ),
        (
            ":::alert[T]\n:::info[U]\n:::\n:::\n",
            "<x-alert level=2><b>T</b><x-info level=3><b>U</b></x-info></x-alert>",
        ),
        (":::alert\r\nTexte\r\n:::\r\n", "<x-alert level=2><p>Texte</p></x-alert>"),
        (
            ":::alert\n[a] et [b]\n:::\n[b]: /b\n\n[a]: /a\n",
            "<x-alert level=2><p><a href=\"/a\">a</a> et <a href=\"/b\">b</a></p></x-alert>",
        ),
        ("[a]\n\n:::alert\n[a]: /a\n:::\n", "<p><a href=\"/a\">a</a></p><x-alert level=2></x-alert>"),
    ]);
}

#[test]
fn colons_that_are_only_colons_stay() {
    give(&[
        ("Le 12:30, note: x, a::b et std::fs.\n", "<p>Le 12:30, note: x, a::b et std::fs.</p>"),
        ("`:badge[x]` et `::alert`\n", "<p><code>:badge[x]</code> et <code>::alert</code></p>"),
        ("http://exemple.fr:badge[x] et a:badge[x]\n", "<p>http://exemple.fr:badge[x] et a:badge[x]</p>"),
        ("\\:badge[x] puis :badge[y]\n", "<p>:badge[x] puis <i title=\"y\">y</i></p>"),
        (":badge[ouvert, :badge[x]\n", "<p>:badge[ouvert, <i title=\"x\">x</i></p>"),
        (":badge [x] :) : [x] :1[x]\n", "<p>:badge [x] :) : [x] :1[x]</p>"),
        ("::seul dans une phrase\n", "<p>::seul dans une phrase</p>"),
        ("~~~\n:::alert\n~~~\n", "<pre><code>:::alert\n</code></pre>"),
        (
            "- ```\n  :::alert\n  ```\n\n:::alert\n:::\n",
            "<ul><li><pre><code>:::alert\n</code></pre></li></ul><x-alert level=2></x-alert>",
        ),
        ("<!--\n:::alert\n-->\n", "<!--\n:::alert\n-->"),
        (
            "<pre>\n\n::alert\n\n:::\n</pre>\n\n::alert\n",
            "<pre>\n\n::alert\n\n:::\n</pre><x-alert level=2></x-alert>",
        ),
        ("    :::alert\n", "<pre><code>:::alert\n</code></pre>"),
    ]);
}

#[test]
fn a_directive_that_goes_wrong_is_told_where_it_is() {
    for (text, expected) in [
        (
            ":::alrt\n:::",
            "essai.md:4:1 bloc-inconnu le bloc « alrt » n'existe pas dans le thème (vouliez-vous « alert » ?)",
        ),
        (
            "a :bagde[x]",
            "essai.md:4:3 bloc-inconnu le bloc « bagde » n'existe pas dans le thème (vouliez-vous « badge » ?)",
        ),
        (
            "a\n\n:::alert\nb",
            "essai.md:6:1 bloc-ouvert le bloc « alert » n'est pas fermé (ajoutez une ligne « ::: » après son texte)",
        ),
        ("::::alert\n:::info\nb\n::::", "essai.md:5:1 bloc-ouvert le bloc « info » n'est pas fermé"),
        (":::alert\n:::\n\n:::", "essai.md:7:1 bloc-ouvert cette ligne « ::: » ne ferme aucun bloc"),
        (":::alert[Titre\n:::", "essai.md:4:9 bloc-attributs le crochet « [ » n'est pas refermé"),
        (":::alert{a=\"b}\n:::", "essai.md:4:12 bloc-attributs"),
        (":::alert[é]{a=b a=c}\n:::", "essai.md:4:17 bloc-attributs l'attribut « a » est donné deux fois"),
        (
            ":::alert[T] suite\n:::",
            "essai.md:4:12 bloc-attributs « suite » n'est ni un titre entre crochets ni des attributs entre accolades",
        ),
        (":::alert\n[x](#rien)\n:::", "essai.md:5:1 ancre-cassee"),
    ] {
        let faults = faults(text);
        assert!(faults.len() == 1 && faults[0].starts_with(expected), "{text:?} gives {faults:#?}");
    }
}

/// `_` is a no-break space and `~` a narrow one.
fn spaced(matter: &str, site_key: &str, text: &str) -> String {
    let config =
        format!("title: Essai\nbase_url: https://exemple.gouv.fr\ntheme: nu\ntypography: {site_key}\n");
    let text = format!("---\ntitle: Essai\n{matter}---\n{text}");
    let built = site().with("kiosque.yaml", config).with("content/essai.md", text).build();
    bare(&built.page("/essai/")).replace('\u{a0}', "_").replace('\u{202f}', "~")
}

#[test]
fn french_spacing_touches_text_only() {
    for (text, expected) in [
        ("Quoi ? « Oui » !", "<p>Quoi~? «_Oui_»~!</p>"),
        ("**Attention** : *vraiment* ?", "<p><strong>Attention</strong>_: <em>vraiment</em>~?</p>"),
        (
            "`a ? b` et <kbd>c ! d</kbd> <CODE>e ? f</CODE> fin ?",
            "<p><code>a ? b</code> et <kbd>c ! d</kbd> <CODE>e ? f</CODE> fin~?</p>",
        ),
        ("```\na ? b\n```", "<pre><code>a ? b\n</code></pre>"),
        (
            "[x ?](</a ? b> \"c ? d\") <https://a.fr/b;c?d>",
            "<p><a href=\"/a%20?%20b\" title=\"c ? d\">x~?</a> <a href=\"https://a.fr/b;c?d\">https://a.fr/b;c?d</a></p>",
        ),
        ("<p title=\"a ? b\">c ? d</p>", "<p title=\"a ? b\">c ? d</p>"),
        ("<div>\n\na ? <b title='c ? d'>e ?</b>\n\n</div>", "<div><p>a~? <b title='c ? d'>e~?</b></p></div>"),
        (
            "## Où ?\n\n- ceci : cela\n\n| a ? |\n|---|\n| b ! |",
            "<h2 id=\"où\">Où~?</h2><ul><li>ceci_: cela</li></ul><table><thead><tr><th scope=\"col\">a~?</th></tr></thead><tbody><tr><td>b~!</td></tr></tbody></table>",
        ),
        (
            "![a ? b](/x.png \"c ? d\") e",
            "<p><img src=\"/x.png\" alt=\"a ? b\" title=\"c ? d\" decoding=\"async\"> e</p>",
        ),
        (
            ":::alert[Quoi ?]{cle=\"a ? b\" class=\"c ? d\"}\nOui !\n:::",
            // What a block is told is prose too: a title, a legend.
            "<x-alert level=2 cle=\"a~? b\" class=\"c ? d\"><b>Quoi~?</b><p>Oui~!</p></x-alert>",
        ),
        (":badge[Quoi ?] !", "<p><i title=\"Quoi~?\">Quoi~?</i>~!</p>"),
    ] {
        assert_eq!(spaced("", "true", text), expected, "{text:?}");
        // Applied twice, it changes nothing more.
        let again = text.replace(" ?", "\u{202f}?").replace(" !", "\u{202f}!");
        if !text.contains(['`', '"', '<']) {
            assert_eq!(spaced("", "true", &again), expected, "{again:?}");
        }
    }
}

#[test]
fn french_spacing_can_be_switched_off() {
    let text = "Quoi ? « Oui » !";
    assert_eq!(spaced("", "false", text), "<p>Quoi ? « Oui » !</p>");
    assert_eq!(spaced("typography: false\n", "true", text), "<p>Quoi ? « Oui » !</p>");
    assert_eq!(spaced("typography: true\n", "false", text), "<p>Quoi~? «_Oui_»~!</p>");
}

#[test]
fn images_have_the_size_of_their_file() {
    for (text, expected) in [
        (
            "![é](img/é.png)",
            "<p><img src=\"/blog/img/%C3%A9.png\" alt=\"é\" width=\"3\" height=\"2\" decoding=\"async\"></p>",
        ),
        (
            "![](/static/a.png \"Titre\") suite",
            "<p><img src=\"/static/a.png\" alt=\"\" title=\"Titre\" width=\"3\" height=\"2\" decoding=\"async\"> suite</p>",
        ),
        (
            "![a \"b\"](https://autre.fr/é.png)",
            "<p><img src=\"https://autre.fr/%C3%A9.png\" alt=\"a &quot;b&quot;\" decoding=\"async\"></p>",
        ),
    ] {
        assert_eq!(bare(&linked(text).page("/essai/")), expected);
    }
}

#[test]
fn an_image_alone_with_a_title_is_a_figure() {
    let figure = "<figure>{{ attributes.src }} {{ attributes.alt }} {{ attributes.width }}x{{ attributes.height }} {{ attributes.caption }}</figure>";
    let site = site().with("themes/nu/components/image.html", figure).with("content/a.png", IMAGE);
    let text = "---\ntitle: E\n---\n![Une carte](a.png \"La *légende* ?\")\n\n- ![x](a.png \"y\")\n\n  ![z](a.png \"t\")\n";
    let html = bare(&site.with("content/essai.md", text).build().page("/essai/"));
    assert_eq!(
        html,
        "<figure>/a.png Une carte 3x2 La *légende* ?</figure><ul><li><figure>/a.png x 3x2 y</figure><figure>/a.png z 3x2 t</figure></li></ul>"
    );
}

#[test]
fn every_address_of_a_feed_is_absolute() {
    let kind = "name: article\nroute: /blog/{stem}/\ntemplate: page.html\nfields: {title: {type: text}, date: {type: date}}\nlist: {route: /blog/, template: page.html, feed: {route: /flux.xml, title: F}}\n";
    let text = "---\ntitle: Essai\ndate: 2025-01-01\n---\n\
        ## Ici\n\n[a](#ici) [b](//autre.fr/x) [c](/static/doc.pdf) [d](deux.md) [e](mailto:x@y.fr) [f](?q=1) note[^1]\n\n\
        ![i](img/a.png)\n\n\
        <a href=\"#ici\">g</a> <a href='/x'>h</a> <A HREF=//autre.fr/y>i</A> <img src=\"img/a.png\" srcset=\"img/a.png 1x, /static/b.png 2x\" alt=\"a > b\">\n\n\
        <video poster='img/a.png' src=/static/v.mp4></video> <iframe src=\"//umap.exemple.fr/m\"></iframe> <blockquote cite=\"/x\"></blockquote>\n\n\
        <script>a = '<a href=\"/y\">'</script>\n\n\
        :::lien{href=\"deux.md\"}\n:::\n\n[^1]: La note.\n";
    let built = site()
        .with("content/blog/_kind.yaml", kind)
        .with("content/blog/essai.md", text)
        .with("content/blog/deux.md", "---\ntitle: Deux\ndate: 2024-01-01\n---\n")
        .with("content/blog/img/a.png", IMAGE)
        .with("content/static/doc.pdf", "%PDF")
        .with("content/static/b.png", IMAGE)
        .with("content/static/v.mp4", "v")
        .with(
            "themes/nu/components/lien.html",
            "<a href=\"{{ attributes.href }}\">x</a><a href=\"/ecrit-par-le-theme/\">y</a>",
        )
        .build();
    let feed = built.page("/flux.xml");
    let html = feed.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    for expected in [
        "<a href=\"https://exemple.gouv.fr/blog/essai/#ici\">a</a>",
        "<a href=\"https://autre.fr/x\">b</a>",
        "<a href=\"https://exemple.gouv.fr/static/doc.pdf\">c</a>",
        "<a href=\"https://exemple.gouv.fr/blog/deux/\">d</a>",
        "<a href=\"mailto:x@y.fr\">e</a>",
        "<a href=\"https://exemple.gouv.fr/blog/essai/#note-1\"",
        "<a href=\"https://exemple.gouv.fr/blog/essai/#appel-1\"",
        "<img src=\"https://exemple.gouv.fr/blog/img/a.png\" alt=\"i\"",
        "<a href=\"https://exemple.gouv.fr/blog/essai/#ici\">g</a>",
        "<a href='https://exemple.gouv.fr/x'>h</a>",
        "<A HREF=https://autre.fr/y>i</A>",
        "<img src=\"https://exemple.gouv.fr/blog/img/a.png\" srcset=\"https://exemple.gouv.fr/blog/img/a.png 1x, https://exemple.gouv.fr/static/b.png 2x\" alt=\"a > b\">",
        "<video poster='https://exemple.gouv.fr/blog/img/a.png' src=https://exemple.gouv.fr/static/v.mp4>",
        "<a href=\"https://umap.exemple.fr/m\">",
        "<blockquote cite=\"https://exemple.gouv.fr/x\">",
        "<script>a = '<a href=\"/y\">'</script>",
        "<a href=\"https://exemple.gouv.fr/blog/deux/\">x</a><a href=\"https://exemple.gouv.fr/ecrit-par-le-theme/\">y</a>",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
}
