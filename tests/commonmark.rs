//! CommonMark first: what an author writes gives the page that CommonMark says,
//! the parser's own printer being the oracle.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod memory;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use html5gum::Token;
use html5gum::Tokenizer;
use memory::Site;
use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

/// One part of a page, as a browser would see it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Open(String, BTreeMap<String, String>),
    Close(String),
    Text(String),
    Comment(String),
}

/// The oracle's HTML. A page has one title, so a text with headings of level 1
/// has all of them one level lower.
fn oracle(text: &str) -> String {
    let events: Vec<Event<'_>> = Parser::new_ext(text, Options::empty()).collect();
    let title =
        |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
    let shift = usize::from(events.iter().any(title));
    let lower = |level: HeadingLevel| HeadingLevel::try_from((level as usize + shift).min(6)).unwrap();
    let events = events.into_iter().map(|event| match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        event => event,
    });
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    html
}

/// The parts of a page: attributes sorted, entities decoded, blanks around
/// blocks left out, and what we add to headings and images.
fn parts(html: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for token in Tokenizer::new(html).flatten() {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                let ours: &[&str] = match name.as_str() {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &["id"],
                    "img" => &["loading", "decoding", "width", "height"],
                    _ => &[],
                };
                let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
                let attributes = attributes.filter(|(name, _)| !ours.contains(&name.as_str())).collect();
                parts.push(Part::Open(name, attributes));
            }
            Token::EndTag(tag) => parts.push(Part::Close(text(&tag.name))),
            Token::Comment(comment) => parts.push(Part::Comment(text(&comment.value))),
            Token::String(letters) => match parts.last_mut() {
                Some(Part::Text(before)) => before.push_str(&text(&letters.value)),
                _ => parts.push(Part::Text(text(&letters.value))),
            },
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    trimmed(parts)
}

fn trimmed(parts: Vec<Part>) -> Vec<Part> {
    const BLOCKS: [&str; 18] = [
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "hr",
        "br",
        "table",
        "section",
        "details",
    ];
    let edge = |part: Option<&Part>| match part {
        None | Some(Part::Comment(_)) => true,
        Some(Part::Open(name, _) | Part::Close(name)) => BLOCKS.contains(&name.as_str()),
        Some(Part::Text(_)) => false,
    };
    let (mut kept, mut pre) = (Vec::new(), 0_u32);
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Open(name, _) if name == "pre" => pre += 1,
            Part::Close(name) if name == "pre" => pre = pre.saturating_sub(1),
            Part::Text(text) if pre == 0 => {
                let mut text = text.split(['\n', ' ', '\t', '\r']).filter(|word| !word.is_empty()).fold(
                    String::new(),
                    |line, word| {
                        if line.is_empty() { word.to_owned() } else { format!("{line} {word}") }
                    },
                );
                let Part::Text(written) = part else { continue };
                if written.starts_with(char::is_whitespace) && !edge(at.checked_sub(1).map(|n| &parts[n])) {
                    text.insert(0, ' ');
                }
                if written.len() > 1 && written.ends_with(char::is_whitespace) && !edge(parts.get(at + 1)) {
                    text.push(' ');
                }
                if !text.is_empty() {
                    kept.push(Part::Text(text));
                }
                continue;
            }
            _ => {}
        }
        kept.push(part.clone());
    }
    kept
}

/// Each text becomes a page of one site; pages by the name of their text.
fn pages(texts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let site = texts.iter().fold(Site::new(), |site, (name, text)| {
        site.with(&format!("content/{name}.md"), format!("---\ntitle: Essai {name}\n---\n{text}"))
    });
    let built = site.build();
    texts.keys().map(|name| (name.clone(), built.page(&format!("/{name}/")))).collect()
}

/// Says every difference at once.
fn agree(texts: &BTreeMap<String, String>) {
    let mut differences = Vec::new();
    for (name, page) in pages(texts) {
        let expected = oracle(&texts[&name]);
        let (found, wanted) = (parts(&page), parts(&expected));
        if found == wanted {
            continue;
        }
        let at = found.iter().zip(&wanted).position(|(a, b)| a != b);
        let at = at.unwrap_or(found.len().min(wanted.len()));
        differences.push(format!(
            "{name} {:?}\n  found  {:?}\n  wanted {:?}",
            texts[&name].chars().take(200).collect::<String>(),
            found.get(at),
            wanted.get(at)
        ));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// A line that is seen even when the test passes.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Real texts, when they are at hand.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("KIOSQUE_SHARED").map_or(beside, PathBuf::from);
    if folder.join("corpus").is_dir() {
        return Some(folder);
    }
    say(&format!("ignoré : pas de textes réels dans « {} »", folder.display()));
    None
}

/// The text after the front matter.
fn body(text: &str) -> &str {
    let rest = text.strip_prefix("---\n").unwrap_or(text);
    rest.split_once("\n---\n").map_or(text, |(_, body)| body)
}

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().replace('.', "-");
        (name, body(&fs::read_to_string(path).unwrap()).to_owned())
    };
    files.iter().map(read).collect()
}

#[test]
fn real_posts_and_newsletters_give_what_commonmark_says() {
    let Some(shared) = shared() else { return };
    for folder in ["blog", "infolettres"] {
        let texts = texts(&shared.join("corpus/umap").join(folder));
        assert!(texts.len() >= 8, "{folder}");
        agree(&texts);
    }
}

#[test]
fn real_product_sheets_give_what_commonmark_says() {
    let Some(shared) = shared() else { return };
    let mut texts = texts(&shared.join("corpus/beta/startups"));
    // Tables come on top, and a neighbour is found where it is published.
    texts.retain(|_, text| !text.contains("| ---") && !neighbourly(text));
    assert!(texts.len() >= 195, "{}", texts.len());
    agree(&texts);
}

/// True when a link is relative to the text's own file.
fn neighbourly(text: &str) -> bool {
    Parser::new_ext(text, Options::empty()).any(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => {
            !dest_url.is_empty() && !dest_url.contains(['/', '#', ':', '@'])
        }
        _ => false,
    })
}

#[test]
fn raw_html_of_real_posts_keeps_its_letters() {
    let Some(shared) = shared() else { return };
    let texts = texts(&shared.join("corpus/umap/blog"));
    let pages = pages(&texts);
    let mut seen = 0;
    for (name, text) in &texts {
        for raw in raw(text) {
            assert!(pages[name].contains(&raw), "{name}: {raw:?}");
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}

/// Each run of raw HTML, as the source has it.
fn raw(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut joined = false;
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Html(html) if joined => runs.last_mut().unwrap().push_str(&html),
            Event::Html(html) => {
                runs.push(html.to_string());
                joined = true;
            }
            Event::InlineHtml(html) => runs.push(html.to_string()),
            _ => joined = false,
        }
    }
    runs
}

/// Small texts of our own, one construct each.
const CASES: &[&str] = &[
    // Paragraphs and breaks.
    "Un paragraphe\nsur deux lignes.\n\nUn autre.\n",
    "   Trois espaces devant,\n      davantage ensuite.\n",
    "Une fin dure  \npuis\\\nune autre.\n",
    "Fin de texte\\",
    "Fin de ligne `code  \nsuite` et <b\nclass=\"x\">gras</b>.\n",
    "a&nbsp;b &amp; c &copy; &#233; &#xE9; &inconnue; &#0;\n",
    "\\*pas d'emphase\\* \\# \\[x\\] \\<br\\> \\\\ \\é\n",
    "Tabulation\tau milieu, insécable\u{a0}aussi, \u{2028} et \u{200b}.\n",
    // Emphasis.
    "*a* **b** ***c*** _d_ __e__ ___f___\n",
    "**gras *et italique* ensemble** puis *italique **et gras***\n",
    "mot*inter*mot mot_inter_mot __x__y 2*3*4 * pas * **pas **\n",
    "*un **deux* trois**\n",
    "**Attention :** texte, **«cité»**, *l'été*, **« espacé » **\n",
    "*foo [bar*](/x) et `*code*` et **a<b>*c*</b>**\n",
    // Code.
    "`a` ``b ` c`` ` `` ` `<b> & \\n`\n",
    "` espaces ` `  deux  ` `\nligne\n`\n",
    "```\n<b> & \"x\"\n  retrait\n\nvide\n```\n",
    "~~~~rust extra\nfn main() {}\n~~~\nencore\n~~~~\n",
    "   ```\n   aligné\n     deux de plus\n   ```\n",
    "```\nsans fin\n",
    "    code en retrait\n\n      suite\n\nfin\n",
    "Texte\n    pas du code\n",
    "\tcode par tabulation\n",
    "`` ` ``python`` ``\n",
    // Links.
    "[a](/x) [b](/x \"Titre\") [c](/x 'Titre') [d](/x (Titre)) [e]() [f](<>)\n",
    "[a](</un chemin/é>) [b](/x?a=1&b=2#c) [c](/a\\)b) [d](/(x)y) [e](/%20%C3%A9)\n",
    "[*a* `b` ![c](/i.png)](/x)\n",
    "[a][r] [r][] [r] [R] [ r ] [b][aucune]\n\n[r]: /cible \"Le titre\"\n",
    "[é][É]\n\n[é]: <https://exemple.gouv.fr/à b>\n  'sur\n  deux lignes'\n",
    "[r]: /un\n[r]: /deux\n\n[r]\n",
    "<https://exemple.gouv.fr/?q=a&b=é> <contact@exemple.gouv.fr> <pas un lien> <a+b:c>\n",
    "https://exemple.gouv.fr/nu et www.exemple.fr restent du texte\n",
    "[a](/x \"un \\\"deux\\\" &quot;trois&quot; <quatre> l'été\")\n",
    "[non]( /x y ) [a](/x\n\"titre\") [a] (/x) [](/vide)\n",
    "[a](mailto:x@y.fr) [b](tel:+33123456789) [c](data:text/plain,x) [d](//hote/x)\n",
    "[un [deux](/x) trois](/y) ![un [deux](/x) trois](/y.png)\n",
    "[a](/l'apostrophe) [b](/a\"b) [c](/a[b]) [d](/a|b) [e](/`a`) [f](/a\\b)\n",
    // Images.
    "![alt](/i.png) ![*a* **b** `c`](/i.png \"Titre\") ![](/i.png)\n",
    "![a \"b\" <c> & d](/i.png 'l\"été')\n",
    "![seule](/i.png \"Légende\")\n",
    "![r]\n\n[r]: /i.png\n",
    // Lists.
    "- a\n- b\n- c\n",
    "- a\n\n- b\n\n- c\n",
    "- a\n  - b\n    - c\n      1. d\n      2. e\n- f\n",
    "1. a\n2. b\n\n7) c\n8) d\n",
    "0. zéro\n1. un\n\n003. trois\n",
    "- a\n\n  deuxième paragraphe\n\n      code\n\n  > citation\n- b\n",
    "* a\n+ b\n- c\n",
    "- a\n-\n- c\n",
    "- # Titre\n- ## Sous-titre\n",
    "Texte\n- liste aussitôt\n\nTexte\n2. pas une liste\n",
    "- ```\n  code\n  ```\n- > cité\n- ---\n",
    "1.  a\n\n    b\n2.  c\nparesseux\n",
    // Quotes.
    "> a\nparesseux\n>\n> b\n\n> c\n",
    "> > imbriquée\n> retour\n>\n> - liste\n>   suite\n",
    ">     code\n> ```\n> clos\n> ```\n",
    "> <div>\n> brut\n> </div>\n",
    // Headings and rules.
    "## Deux\n### Trois ###\n###### Six #\n####### sept\n#pas\n#\n",
    "Un titre\n===\n\nAutre *titre*\nsur deux lignes\n---\n\ntexte\n",
    "# Un\n\n# Deux\n\n## Trois\n",
    "***\n---\n___\n- - -\n * * *\n_____   \n",
    "Texte\n***\nTexte\n\n---\n",
    "## Titre avec `code`, [lien](/x) et ![image](/i.png)\n",
    "## \n\n##\n\n### \\# dièse \\#\n",
    // Raw HTML.
    "<div class=\"a\">\n*brut*\n</div>\n\n*texte*\n",
    "<div>\n\n*markdown* dedans\n\n</div>\n",
    "<DIV CLASS='A' data-x=y hidden>\n\n- liste\n\n</DIV>\n",
    "<p>brut</p>\n\nTexte <b>gras</b> <a href='/x'>lien</a> <a href=/y>nu</a> <A HREF=\"/Z\">haut</A> <br/> <br>\n",
    "<a\n  href=\"/x?a=1&b=2\"\n  title='l&#39;été \"x\"'\n>sur plusieurs lignes</a>\n",
    "<a href=\"/x?a=1&amp;b=2&copy=3\" title=\"&quot;\">entités</a> <a href=\"/&quot;x\">guillemet</a>\n",
    "<!-- commentaire\n\n*vide* -->\n\ntexte <!-- en ligne --> suite\n",
    "<script>\nlet a = \"<b>\" && '*x*';\n\nb();\n</script>\n",
    "<style>\n\na > b { c: d }\n\n</style>\n<pre>\n\n  *x*\n\n</pre>\n",
    "<?php echo '<b>'; ?>\n\n<!DOCTYPE html>\n\n<![CDATA[ <x> ]]>\n",
    "Un < deux > trois <pas-fermé <x y= z> <a \"b\"> <3 coeurs\n",
    "<iframe width=\"100%\" height=\"300px\" frameBorder=\"0\" allowfullscreen src=\"//umap.exemple.fr/m/1?scaleControl=false&miniMap=false\"></iframe><p><a href=\"//umap.exemple.fr/m/1?a\">Voir en plein écran</a></p>\n",
    "<img src=\"/a.png\" srcset=\"/a.png 1x, /b.png 2x\" alt=\"\"> <video poster='/p.png' src=/v.mp4></video>\n",
    "<details>\n<summary>Résumé</summary>\n\nTexte **gras**\n\n</details>\n",
    "texte\n<div>interrompt</div>\ntexte\n\n<span>\nn'interrompt pas\n</span>\n",
    "<table><tr><td>\n\n**gras**\n\n</td></tr></table>\n",
    "<a href>vide</a> <a href=>rien</a> <a href=\"\">rien</a> <img src=x alt=a=b> <i class = \"espacé\">x</i>\n",
    // Colons that are only colons.
    "12:30, note: x, a::b, :: seul, : liste, std::fs, http://x:80/[a] et :-)\n",
    "```\n:::info\n::feuille\n```\n\n`:::info` et `:a[b]`\n\n    :::code\n",
    "<!--\n:::info\n-->\n\n<pre>\n:::info\n\n::x\n</pre>\n",
];

#[test]
fn each_construct_gives_what_commonmark_says() {
    let named = |(at, text): (usize, &&str)| (format!("cas-{at:03}"), (*text).to_owned());
    agree(&CASES.iter().enumerate().map(named).collect());
}

#[test]
fn windows_line_ends_change_nothing() {
    let named = |(at, text): (usize, &&str)| (format!("cas-{at:03}"), text.replace('\n', "\r\n"));
    agree(&CASES.iter().enumerate().map(named).collect());
}

#[test]
fn raw_html_passes_byte_for_byte() {
    let named = |(at, text): (usize, &&str)| (format!("cas-{at:03}"), (*text).to_owned());
    let texts: BTreeMap<String, String> = CASES.iter().enumerate().map(named).collect();
    let pages = pages(&texts);
    for (name, text) in texts.iter().filter(|(_, text)| !text.starts_with("![")) {
        for raw in raw(text) {
            assert!(pages[name].contains(raw.as_str()), "{raw:?}\n{}", pages[name]);
        }
    }
}

#[test]
fn a_hostile_text_takes_its_time_and_no_more() {
    let deep = 2_000;
    let texts = [
        "> ".repeat(deep),
        "[".repeat(20_000),
        "*a ".repeat(20_000),
        ":a[*b* ".repeat(5_000),
        ":a[*b*] ".repeat(5_000),
        "![".repeat(5_000),
        "[^1]".repeat(5_000) + "\n\n[^1]: note\n",
        ":::a\n".repeat(200),
        "<a href=\"".repeat(5_000),
        "## a\n".repeat(5_000),
        "- ".repeat(500),
    ];
    let named = texts.into_iter().enumerate().map(|(at, text)| (format!("t{at}"), text)).collect();
    let started = std::time::Instant::now();
    assert_eq!(pages(&named).len(), 11);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
