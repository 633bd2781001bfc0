//! Bad input gets a clear message, loses nothing else, and never holds up the build.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use kiosque::base::diagnostic::Place;
use kiosque::base::path::SitePath;
use kiosque::base::path::decode;
use kiosque::edge::basket::Basket;
use kiosque::model::config::Typography;
use kiosque::model::output::Artifact;
use kiosque::model::source::Snapshot;
use kiosque::model::source::Store;
use kiosque::parse;
use kiosque::pipeline::Pipeline;
use proptest::prelude::prop;
use proptest::prelude::proptest;
use proptest::strategy::Strategy;

use site::Built;
use site::Site;
use site::small;

/// Far more than any of this takes: it ends a test that would hang.
const PATIENCE: Duration = Duration::from_secs(240);

fn in_time<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (tell, hear) = mpsc::channel();
    thread::spawn(move || tell.send(work()));
    hear.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{what}: {error}"))
}

/// One hostile page beside a good one, which must not suffer.
fn page(what: &str, text: impl AsRef<[u8]>) -> Built {
    let site = small(&[("content/sain.md", "Une page saine.\n")]).with("content/a.md", text);
    let built = in_time(what, move || site.build());
    assert!(built.page("/sain/").contains("<p>Une page saine.</p>"), "{what}");
    built
}

fn matter(lines: &str) -> String {
    format!("---\ntitle: A\n{lines}\n---\nLe texte.\n")
}

#[test]
fn text_that_is_not_utf8_is_told_at_its_byte_and_the_rest_is_built() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("content/a.md", b"Une caf\xe9ti\xe8re.\n", "content/a.md:1:8"),
        ("content/a.md", b"---\ntitle: \xff\n---\n", "content/a.md:2:8"),
        ("content/fiches/_kind.yaml", b"name: page\nlabel: \xe9\n", "content/fiches/_kind.yaml:2:8"),
        ("themes/telling/templates/autre.html", b"\n\n\xe9", "themes/telling/templates/autre.html:3:1"),
        ("themes/telling/theme.yaml", b"\xe9: 1\n", "themes/telling/theme.yaml:1:1"),
    ];
    for (path, bytes, place) in cases {
        let built = small(&[("content/sain.md", "Sain.\n")]).with(path, bytes).build();
        assert!(built.said().contains(&format!("error[pas-utf8] {place} ")), "{path}: {}", built.said());
        if !path.starts_with("themes/telling/theme") {
            assert_eq!(built.reports.len(), 1, "{}", built.said());
            assert!(built.page("/sain/").contains("<p>Sain.</p>"));
        }
    }
    let table = small(&[]).with("data/a.csv", b"mois;visites\nf\xe9vrier;3\n").build();
    assert_eq!(table.codes(), ["pas-utf8"], "old encodings of tables are read, with a note");
    assert!(!table.build.diagnostics.has_errors());
}

#[test]
fn marks_and_line_ends_of_other_systems_change_nothing() {
    let text = "---\ntitle: Un titre\ndescription: >\n  deux\n  lignes\n---\n# Un\n\nDeux\nlignes, un [texte](sain.md).\n\n:::note[Mot]\n- a\n- b\n:::\n\n```\ncode\n\nici\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    let expected = page("plain", text);
    assert_eq!(expected.said(), "");
    let forms = [
        ("windows", text.replace('\n', "\r\n")),
        ("mark", format!("\u{feff}{text}")),
        ("both", format!("\u{feff}{}", text.replace('\n', "\r\n"))),
        ("blanks at line ends", text.replace("---\n", "--- \t\n")),
    ];
    for (what, form) in forms {
        let built = page(what, &form);
        assert_eq!(built.said(), "", "{what}");
        assert_eq!(built.page("/a/"), expected.page("/a/"), "{what}");
    }
    let site = Site::read("journal");
    let mut other = site.clone();
    for (path, bytes) in &site.files {
        if matches!(path.extension(), "md" | "yaml" | "csv") {
            let text = String::from_utf8(bytes.clone()).unwrap().replace('\n', "\r\n");
            other.put(path.as_str(), format!("\u{feff}{text}"));
        }
    }
    let (site, other) = (site.build(), other.build());
    assert_eq!(other.said(), "");
    assert!(site.files == other.files, "a whole site written on Windows");
}

#[test]
fn an_empty_file_is_an_empty_page_or_a_clear_message() {
    let cases = [
        ("content/vide.md", ""),
        ("content/vide.txt", ""),
        ("content/fiches/_kind.yaml", "champ-obligatoire"),
        ("content/vide.png", "image-illisible"),
        ("data/vide.csv", "donnees-vides"),
        ("themes/telling/templates/vide.html", ""),
        ("themes/telling/assets/site.css", ""),
    ];
    for (path, code) in cases {
        for blank in ["", "\n", " \t\n\n", "\u{feff}"] {
            let built = small(&[("content/sain.md", "Sain.\n")]).with(path, blank).build();
            let codes = built.codes();
            assert!(
                codes.iter().all(|it| *it == code) && codes.is_empty() == code.is_empty(),
                "{path} {blank:?}: {}",
                built.said()
            );
            assert!(built.has("/sain/"));
        }
    }
    assert!(page("empty", "").page("/a/").contains("<h1>a</h1>"));
    for (path, code) in [("kiosque.yaml", "champ-obligatoire"), ("themes/telling/templates/page.html", "")] {
        let built = small(&[("content/sain.md", "Sain.\n")]).with(path, "").build();
        assert_eq!(built.codes().first().copied().unwrap_or_default(), code, "{}", built.said());
    }
}

#[test]
fn null_bytes_do_no_harm() {
    let told = page("in a text", "Avant\n\nun\0deux.\n").said();
    assert!(told.starts_with("error[pas-utf8] content/a.md:3:3 "), "{told}");
    let wide: Vec<u8> = "# Un titre\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(page("another encoding", wide).codes(), ["pas-utf8"]);
    let told = page("in front matter", "---\ntitle: A\0B\n---\n").said();
    assert!(told.starts_with("error[pas-utf8] content/a.md:2:9 "), "{told}");
    let entity = page("as an entity", "Avant&#0;après\n");
    assert!(!entity.page("/a/").contains('\0'));
    let escaped = page("escaped", "---\ntitle: \"A\\0B\"\n---\n");
    assert!(!escaped.page("/a/").contains('\0'), "{}", escaped.page("/a/"));
    let table = small(&[]).with("data/a.csv", "a,b\n1,\0\n").build();
    assert_eq!(table.codes(), ["pas-un-tableau"]);
}

#[test]
fn what_is_too_heavy_is_refused_and_what_is_heavy_is_built() {
    let line = "Une ligne de texte avec un [texte](sain.md) et de l'emphase *ici*.\n\n";
    let heavy = page("ten megabytes", line.repeat(10 * (1 << 20) / line.len()));
    assert_eq!(heavy.codes(), ["fichier-trop-lourd"]);
    assert!(!heavy.build.diagnostics.has_errors());
    assert!(heavy.page("/a/").len() > 10 << 20);
    let text = matter(&format!("note: {}", "x".repeat(17 << 20)));
    let refused = page("seventeen megabytes", text);
    assert!(refused.said().starts_with("error[fichier-trop-lourd] content/a.md:1:1 "), "{}", refused.said());
    assert!(!refused.has("/a/"));
}

#[test]
fn yaml_that_unfolds_without_end_is_stopped() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let below = format!("*a{}, ", n - 1).repeat(10);
        bomb.push_str(&format!("a{n}: &a{n} [{}]\n", below.trim_end_matches(", ")));
    }
    let cases = [
        ("ten billion laughs", bomb, "yaml-illisible"),
        ("a circle", "a: &a [*a]".into(), "yaml-illisible"),
        ("nothing there", "a: *rien".into(), "yaml-illisible"),
        ("brackets", format!("a: {}{}", "[".repeat(50_000), "]".repeat(50_000)), "trop-profond"),
        ("braces", format!("a: {}{}", "{a: ".repeat(20_000), "}".repeat(20_000)), "trop-profond"),
        ("open brackets", format!("a: {}", "[".repeat(50_000)), "trop-profond"),
        ("dashes", format!("a:\n  {}x", "- ".repeat(20_000)), "trop-profond"),
        ("steps", (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect(), "trop-profond"),
        ("a question", "? ".repeat(20_000), "trop-profond"),
    ];
    for (what, lines, code) in cases {
        let built = page(what, matter(&lines));
        assert!(built.codes().contains(&code), "{what}: {}", built.said());
        assert!(built.reports.iter().all(|it| it.path.as_deref() == Some("content/a.md")), "{what}");
        assert!(built.reports.len() < 60, "{what}: {} messages", built.reports.len());
        let settings = small(&[]).with("content/fiches/_kind.yaml", lines.as_bytes());
        let built = in_time(what, move || settings.build());
        assert!(built.codes().contains(&code), "{what} in a kind: {}", built.said());
    }
}

#[test]
fn markdown_that_nests_without_end_is_built_or_refused() {
    let cases = [
        ("quotes", ">".repeat(50_000) + " fin"),
        ("quotes and blanks", "> ".repeat(50_000) + "fin"),
        ("quotes line by line", (1..3_000).map(|n| ">".repeat(n) + " fin\n").collect()),
        ("lists", "- ".repeat(20_000) + "fin"),
        ("numbered lists", "1. ".repeat(20_000) + "fin"),
        ("lists by steps", (0..1_000).map(|n| format!("{}- fin\n", "  ".repeat(n))).collect()),
        ("mixed", "> - 1. ".repeat(10_000) + "fin"),
        ("emphasis", "*a ".repeat(50_000) + "fin"),
        ("strong", "**a".repeat(20_000) + "fin" + &"**".repeat(20_000)),
        ("underscores", "_".repeat(100_000) + "fin"),
        ("open brackets", "[".repeat(50_000) + "fin"),
        ("links in links", "[".repeat(20_000) + "fin" + &"](b)".repeat(20_000)),
        ("images in images", "![".repeat(20_000) + "fin" + &"](b.png)".repeat(20_000)),
        ("open parentheses", format!("[fin]({}", "(".repeat(50_000))),
        ("backquotes", (1..600).map(|n| "`".repeat(n) + " ").collect::<String>() + "fin"),
        ("angles", "<".repeat(50_000) + "fin"),
        ("comments", "<!-- ".repeat(20_000) + "fin"),
        ("elements", "<div>".repeat(20_000) + "fin"),
        ("notes", (0..5_000).map(|n| format!("[^{n}] ")).collect::<String>() + "fin\n\n[^1]: a\n"),
        ("definitions", (0..20_000).map(|n| format!("[{n}]: /a\n")).collect::<String>() + "\nfin\n"),
        ("a definition used", "[a]: b\n\n".to_owned() + &"[a]".repeat(20_000) + "fin"),
        ("rules", "***\n".repeat(20_000) + "fin"),
        ("headings", "#".repeat(50_000) + " fin"),
        ("entities", "&amp;".repeat(50_000) + "fin"),
        ("slashes", "\\".repeat(100_000) + "fin"),
        ("blanks", " ".repeat(1 << 20) + "fin"),
        ("empty lines", "\n".repeat(1 << 20) + "fin"),
        ("one word", "a".repeat(1 << 20) + "fin"),
        ("colons", ":".repeat(100_000) + "fin"),
        ("inline directives", ":a[b]".repeat(5_000) + " fin"),
        ("open inline directives", ":a[".repeat(50_000) + "fin"),
        ("fences", "```\n".repeat(20_001) + "fin"),
        ("guillemets", "« ".repeat(50_000) + "fin"),
        ("quotation marks", "\"a ".repeat(50_000) + "fin"),
        ("images in images", "![".repeat(50_000) + "x" + &"](a)".repeat(50_000) + " fin"),
        ("words left for later", "TODO <!-- x --> ".repeat(100_000) + "fin"),
        ("vague links", "[ici](a) ".repeat(20_000) + "fin"),
    ];
    for (what, text) in cases {
        let built = page(what, &text);
        assert!(built.reports.len() < 30_000, "{what}: {} messages", built.reports.len());
        if !built.build.diagnostics.has_errors() {
            assert!(built.page("/a/").contains("fin"), "{what}: the last word is lost");
        }
    }
}

#[test]
fn directives_without_end_are_told_once() {
    let open = page("open", ":::note\n".repeat(10_000) + "fin\n");
    assert!(open.codes().contains(&"trop-profond") && open.reports.len() <= 20, "{}", open.reports.len());
    let closed = ":::note\n".repeat(10_000) + "fin\n" + &":::\n".repeat(10_000);
    let closed = page("closed", closed);
    assert_eq!(closed.codes(), ["trop-profond"], "{}", closed.reports.len());
    let fit = page("sixteen", ":::note\n".repeat(16) + "fin\n" + &":::\n".repeat(16));
    assert_eq!(fit.said(), "");
    assert!(fit.page("/a/").contains("<p>fin</p>"));
}

#[test]
fn great_numbers_of_small_things_are_built() {
    let kind = "name: page\nroute: /f/{stem}/\nfields: {tags: {list: text}}\ntaxonomies: [{field: tags, route: \"/t/{term}/\"}]\n";
    let mut site = small(&[("content/f/_kind.yaml", kind)]);
    for n in 0..500 {
        let tags: String = (0..20).map(|of| format!("mot-{}, ", n * 20 + of)).collect();
        site.put(&format!("content/f/a{n}.md"), matter(&format!("tags: [{tags}]")));
    }
    let built = in_time("tags", move || site.build());
    assert_eq!(built.said(), "");
    assert!(built.has("/t/mot-0/") && built.has("/t/mot-9999/"));

    let built = page("headings", "## Pareil\n\n".repeat(10_000));
    let text = built.page("/a/");
    let mut ids: Vec<&str> =
        text.split("<h2 id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.len(), 10_000);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 10_000, "each heading has an address of its own");

    let long = "a".repeat(1 << 20);
    let built = page(
        "a long address",
        format!("[ici](https://exemple.fr/{long}) [là](/{long}/) [ici](#{long}) ![]({long}.png)\n"),
    );
    assert!(built.page("/a/").contains(&format!("href=\"https://exemple.fr/{long}\"")));
    assert!(built.said().len() < 64 << 10, "a message does not recite a megabyte: {}", built.said().len());

    let (head, rule, row) = ("| a ".repeat(1_000), "|---".repeat(1_000), "| 1 ".repeat(1_000));
    let built = page("a wide table", format!("{head}|\n{rule}|\n{}", format!("{row}|\n").repeat(50)));
    assert_eq!(built.page("/a/").matches("<td>").count() + built.page("/a/").matches("<td ").count(), 50_000);

    let notes: String = (0..40_000).map(|n| format!("cle{n}: valeur numéro {n}\n")).collect();
    assert!(notes.len() > 1 << 20);
    let built = page("a long front matter", matter(&notes));
    assert!(!built.build.diagnostics.has_errors(), "{}", built.said());
    assert!(built.page("/a/").contains("Le texte."));
}

#[test]
fn names_of_files_become_addresses_that_lead_back_to_them() {
    let long = format!("{}.md", "long".repeat(60));
    let too_long = format!("{}.md", "long".repeat(70));
    let sound = [
        "a b.md",
        "l'été « ici ».md",
        "api.gouv.fr.md",
        "100%.md",
        "%41.md",
        "a%20b.md",
        "%.md",
        "émoji-🦀.md",
        "a&b=c;d,e+f.md",
        "-rf.md",
        "~a.md",
        "$(id).md",
        "`id`.md",
        "a:b.md",
        "a\"b.md",
        "<b>.md",
        "a|b*c.md",
        "{{ page }}.md",
        "e\u{301}.md",
        "\u{202e}dm.md",
        "CON.md",
        &long,
    ];
    for name in sound {
        let built = small(&[(&format!("content/{name}"), "Texte.\n")]).build();
        assert_eq!(built.said(), "", "{name}");
        let stem = name.strip_suffix(".md").unwrap();
        let route = built.files.keys().find(|route| route.file() == format!("{stem}/index.html"));
        let route = route.unwrap_or_else(|| panic!("{name}: {:?}", built.addresses()));
        let href = route.href();
        assert_eq!(decode(&href), route.as_str(), "{name}");
        assert!(href.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}?#".contains(&b)), "{href}");
        let page = built.page(route.as_str());
        assert!(
            page.contains(&format!("https://essai.exemple.gouv.fr{}\"", escaped(&href))),
            "{name}: {page}"
        );
        assert!(!page.contains("<b>"), "{name}: {page}");
    }
    for name in ["...md", "a?b.md", "a#b.md", "a\\b.md", "a\nb.md", "a\tb.md", "a\u{7f}b.md", &too_long] {
        let built =
            small(&[("content/sain.md", "Sain.\n"), (&format!("content/{name}"), "Texte.\n")]).build();
        assert_eq!(built.codes(), ["adresse-impossible"], "{name:?}: {:?}", built.addresses());
        assert!(built.has("/sain/"));
    }
}

/// As templates print it in an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('\'', "&#39;")
}

#[test]
fn an_address_cannot_leave_the_site() {
    let slugs = [
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        ".",
        "a/../../b",
        "a\\\\..\\\\b",
        "a\\0b",
        "//exemple.fr",
        "a//b",
    ];
    for slug in slugs {
        let site = small(&[
            ("content/f/_kind.yaml", "name: page\nroute: \"/f/{slug}/\"\n"),
            ("content/f/a.md", &format!("---\nslug: \"{slug}\"\nredirect_from: \"/{slug}/\"\n---\n")),
        ]);
        let built = site.build();
        for route in built.files.keys() {
            let file = route.file();
            let parts: Vec<&str> = file.split('/').collect();
            assert!(
                !parts.iter().any(|part| matches!(*part, "" | "." | "..")) && !file.contains(['\\', '\0']),
                "{slug}: {file}"
            );
        }
    }
}

const INJECTED: &str =
    "</title><script>alert(1)</script>\\\" onload='x' ]]> & <!-- {{ site.title }} {% raw %} &amp;";

#[test]
fn what_authors_write_in_fields_is_text_wherever_it_is_printed() {
    let kind = "name: article\nroute: /f/{stem}/\nfields: {title: text, date: date, author: text, image: text, tags: {list: text}}\nlist: {route: /f/, feed: {route: /f.xml}}\ntaxonomies: [{field: tags, route: \"/t/{term}/\", index: {route: /t/}}]\n";
    let lines = ["title", "description"].map(|name| format!("{name}: \"{INJECTED}\"\n")).concat();
    let text = format!(
        "---\n{lines}tags: [\"{INJECTED}\"]\ndate: 2025-01-01\nredirect_from: [\"/<script>alert(1)<\\/script>/\"]\n---\n# {INJECTED}\n\n:::note[<i>x</i>]{{data=\"<script>alert(1)</script>\"}}\n:::\n"
    );
    let text = text.replace(&format!("# {INJECTED}"), "Texte & <em>balise</em>.");
    let mut site = small(&[
        ("content/f/_kind.yaml", kind),
        ("content/f/a.md", &text),
        ("content/f/b.md", &text),
        ("content/f/_index.md", &format!("---\n{lines}---\n")),
    ]);
    site.put("themes/telling/templates/article.html", "{% extends \"base.html\" %}{% block main %}{{ content | safe }}{% if page.previous %}{{ page.previous.title }}{% endif %}{% endblock %}");
    site.put("kiosque.yaml", format!("title: \"{INJECTED}\"\ndescription: \"{INJECTED}\"\nauthor: \"{INJECTED}\"\nlang: \"{INJECTED}\"\nbase_url: https://e.fr\ntheme: telling\nredirects: {{/vieux/: \"https://e.fr/\\\"><script>alert(1)</script>\"}}\n"));
    let built = site.build();
    assert!(!built.build.diagnostics.has_errors(), "{}", built.said());
    let mut judged = 0;
    for (route, artifact) in &built.files {
        let Artifact::Bytes(bytes) = artifact else { continue };
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(!text.contains("<script>alert"), "{route}: {text}");
        assert!(!text.contains("\" onload"), "{route}: {text}");
        if route.as_str().ends_with(".xml") {
            well_formed(&text).unwrap_or_else(|fault| panic!("{route}: {fault}\n{text}"));
        }
        judged += usize::from(text.contains("alert(1)"));
    }
    assert!(judged >= 8, "{judged} files print it");
    assert!(built.page("/f.xml").contains("&lt;script&gt;alert(1)"));
}

#[test]
fn feeds_stay_well_formed_whatever_is_in_a_text() {
    let kind = "name: article\nroute: /f/{stem}/\nfields: {title: text, date: date, author: text, image: text}\nlist: {route: /f/, feed: {route: /f.xml}}\n";
    let texts = [
        "\u{1}\u{8}\u{b}\u{1f}",
        "\u{fffe}\u{ffff}",
        "]]>",
        "<![CDATA[ x ]]>",
        "&nbsp; &bogus; &#0; &#x1;",
        "<p>unclosed <br> <img src=x>",
        "\u{feff}\u{200b}\u{2028}",
        "🦀",
        "<script>if (a < b && c > d) {}</script>",
    ];
    for text in texts {
        let page = format!(
            "---\ntitle: \"t\\x01\\u0008 & < > \\uFFFE\"\ndate: 2025-01-01\n---\n{text}\n\n`{text}`\n"
        );
        let built = small(&[("content/f/_kind.yaml", kind), ("content/f/a.md", &page)]).build();
        for address in ["/f.xml", "/sitemap.xml"] {
            let xml = built.page(address);
            well_formed(&xml).unwrap_or_else(|fault| panic!("{text:?}: {fault}\n{xml}"));
        }
    }
}

/// Enough of XML 1.0 to see that tags match and characters are allowed.
fn well_formed(xml: &str) -> Result<(), String> {
    if let Some(bad) =
        xml.chars().find(|c| (*c < ' ' && !"\t\n\r".contains(*c)) || matches!(c, '\u{fffe}' | '\u{ffff}'))
    {
        return Err(format!("forbidden {bad:?}"));
    }
    let rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").ok_or("no declaration")?;
    let mut open = Vec::new();
    for part in rest.split('<').skip(1) {
        let (tag, text) = part.split_once('>').ok_or("a tag without end")?;
        for entity in text.split('&').skip(1).chain(tag.split('&').skip(1)) {
            let name = entity.split(';').next().unwrap();
            if !["amp", "lt", "gt", "quot", "apos"].contains(&name) {
                return Err(format!("unknown entity {name:?}"));
            }
        }
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) if open.pop() != Some(name) => return Err(format!("</{name}> closes nothing")),
            (false, false) => open.push(name),
            _ => {}
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} left open")) }
}

/// A PNG that claims these sides and holds nothing.
fn png(width: u32, height: u32) -> Vec<u8> {
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let head = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &sides, b"\x08\x06\0\0\0\0\0\0\0"].concat();
    [&head[..], b"\0\0\0\0IDAT\0\0\0\0", b"\0\0\0\0IEND\xaeB`\x82"].concat()
}

#[test]
fn an_image_is_believed_on_its_size_and_never_unpacked() {
    let huge = ["image-trop-grande"];
    for (width, height, said) in
        [(1, 1, &[][..]), (65_535, 65_535, &huge), (u32::MAX, u32::MAX, &huge), (0, 0, &["image-illisible"])]
    {
        let site = small(&[("content/a.md", "![x](x.png)\n")]).with("content/x.png", png(width, height));
        let built = in_time("image", move || site.build());
        let page = built.page("/a/");
        assert!(page.contains("<img src=\"/x.png\" alt=\"x\""), "{page}");
        assert_eq!(built.codes(), said, "{}", built.said());
        let sides = format!("width=\"{width}\" height=\"{height}\"");
        assert_eq!(page.contains(&sides), width > 0, "{page}");
    }
    let mut whole = png(3, 2);
    whole.truncate(20);
    for bytes in [
        whole.as_slice(),
        b"GIF89a",
        b"\xff\xd8\xff\xe0",
        b"RIFF\xff\xff\xff\xffWEBPVP8X",
        b"<svg",
        b"\0\0\0\x20ftypavif",
    ] {
        for name in ["x.png", "x.jpg", "x.webp", "x.gif", "x.avif", "x.svg"] {
            let site = small(&[("content/a.md", &format!("![x]({name})\n"))])
                .with(&format!("content/{name}"), bytes);
            let built = in_time("image", move || site.build());
            assert!(built.codes().iter().all(|it| *it == "image-illisible"), "{name}: {}", built.said());
        }
    }
}

fn kiosque(root: &Path) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
    let run = command.arg("--root").arg(root).args(["build", "--today", site::TODAY]).output().unwrap();
    (run.status.code().unwrap(), String::from_utf8(run.stderr).unwrap())
}

#[test]
fn a_disk_full_of_traps_is_read_as_far_as_it_can_be() {
    let home = tempfile::tempdir().unwrap();
    let (root, outside) = (home.path().join("site"), home.path().join("outside"));
    small(&[("content/sain.md", "Sain.\n")]).write(&root);
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("secret.md"), "Un secret.\n").unwrap();
    let content = root.join("content");
    fs::create_dir(content.join("dossier.md")).unwrap();
    symlink("nulle-part.md", content.join("pendu.md")).unwrap();
    symlink("rond.md", content.join("rond.md")).unwrap();
    symlink(&content, content.join("boucle")).unwrap();
    symlink(outside.join("secret.md"), content.join("secret.md")).unwrap();
    symlink(&outside, content.join("dehors")).unwrap();
    symlink("sain.md", content.join("jumeau.md")).unwrap();
    fs::write(content.join(OsStr::from_bytes(b"caf\xe9.md")), "Illisible.\n").unwrap();
    let pipe = Command::new("mkfifo").arg(content.join("tuyau.md")).status();
    assert!(pipe.unwrap().success());
    let (code, told) = in_time("traps", {
        let root = root.clone();
        move || kiosque(&root)
    });
    assert_eq!(code, 0, "{told}");
    let said = [
        ("lien-hors-site", "secret.md"),
        ("lien-hors-site", "dehors"),
        ("lien-hors-site", "pendu.md"),
        ("lien-hors-site", "rond.md"),
        ("lien-hors-site", "boucle"),
        ("pas-utf8", "caf"),
    ];
    for (fault, name) in said {
        assert!(told.contains(fault) && told.contains(name), "{name}: {told}");
    }
    let public = root.join("public");
    assert!(public.join("sain/index.html").exists() && public.join("jumeau/index.html").exists());
    for secret in ["secret", "dehors", "boucle", "tuyau"] {
        assert!(!public.join(secret).exists(), "{secret}");
    }
}

#[test]
fn a_file_that_may_not_be_read_stops_publication_and_is_named() {
    let home = tempfile::tempdir().unwrap();
    small(&[("content/sain.md", "Sain.\n"), ("content/ferme.md", "Fermé.\n")]).write(home.path());
    let closed = home.path().join("content/ferme.md");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let (code, told) = kiosque(home.path());
    if fs::read(&closed).is_ok() {
        // Root reads all: the same fault by a file that is gone when it is read.
        let site = small(&[("content/sain.md", "Sain.\n")]);
        let mut files: Vec<_> = site.snapshot().files().cloned().collect();
        files.extend(
            small(&[("content/ferme.md", "Fermé.\n")])
                .snapshot()
                .get(&SitePath::new("content/ferme.md"))
                .cloned(),
        );
        let snapshot = Snapshot::new(files, Arc::new(Shelf(site.clone())));
        let basket = Basket::default();
        let build = Pipeline::default().run(&snapshot, &site.options, &basket);
        let lines: Vec<String> = site::told(&build.diagnostics, &snapshot).iter().map(site::line).collect();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with("error[fichier-illisible] content/ferme.md"), "{lines:?}");
        assert!(basket.into_files().keys().any(|route| route.as_str() == "/sain/"));
        return;
    }
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("fichier-illisible") && told.contains("content/ferme.md"), "{told}");
}

struct Shelf(Site);

impl Store for Shelf {
    fn read(&self, path: &SitePath) -> io::Result<Vec<u8>> {
        self.0.files.get(path).cloned().ok_or_else(|| ErrorKind::NotFound.into())
    }
}

type Trap = (&'static str, fn(&Path));

#[test]
fn settings_in_the_place_of_folders_and_the_other_way_round_are_told() {
    let traps: &[Trap] = &[
        ("no site at all", |root| fs::remove_dir_all(root).unwrap()),
        ("an empty folder", |root| {
            fs::remove_dir_all(root).unwrap();
            fs::create_dir(root).unwrap()
        }),
        ("settings that are a folder", |root| {
            fs::remove_file(root.join("kiosque.yaml")).unwrap();
            fs::create_dir(root.join("kiosque.yaml")).unwrap()
        }),
        ("content that is a file", |root| {
            fs::remove_dir_all(root.join("content")).unwrap();
            fs::write(root.join("content"), "x").unwrap()
        }),
        ("no theme", |root| fs::remove_dir_all(root.join("themes")).unwrap()),
        ("a target that is a file", |root| fs::write(root.join("public"), "x").unwrap()),
    ];
    for (what, trap) in traps {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("site");
        small(&[("content/sain.md", "Sain.\n")]).write(&root);
        trap(&root);
        let (code, told) = in_time(what, {
            let root = root.clone();
            move || kiosque(&root)
        });
        if *what == "content that is a file" && code == 0 {
            continue;
        }
        assert!(code == 1 || code == 3, "{what}: {code} {told}");
        assert!(
            !told.trim().is_empty() && !told.contains("panicked") && !told.contains("os error"),
            "{what}: {told}"
        );
        assert!(!what.starts_with("a target") || root.join("public").is_file(), "{what}");
    }
}

#[rustfmt::skip]
const SCRAPS: &[&str] = &[
    "---\n", "\n", "\r\n", " ", "    ", "\t", "# ", "## ", "> ", "- ", "1. ", "* ", "***", "**", "_",
    "`", "```\n", "~~~", "[a]", "[a]: b\n", "[^1]", "[^1]: n\n", "](b)", "![", "](", "<b>", "</b>",
    "<!--", "-->", "<div>\n", "| a |", "|---|\n", ":::note", ":::", "::note", "[Titre]", "{a=\"b\"}",
    "{#id .c}", ":valeur[a.b]", ":a[b]{c}", "« ", " »", "\"", "'", " ?", " :", "https://a.fr", "é",
    "🦀", "\u{feff}", "\0", "\u{a0}", "&amp;", "\\", "title: ", "a: b\n", "date: 2025-01-01\n", "- a\n",
    "[", "{", "```graphique\n", "type: barres\n", "donnees: x\n", "<script>", "</script>", "Mot",
    "- [ ] ", "~~",
];

/// Scraps of markdown, directives and front matter, and any character.
fn scraps() -> impl Strategy<Value = String> {
    let known = prop::sample::select(SCRAPS);
    let piece = proptest::prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => prop::char::any().prop_map(String::from)];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn read(path: &str, text: &str) {
    let site = Site::empty().with(path, text);
    let snapshot = site.snapshot();
    for file in snapshot.files() {
        for typography in [Typography::French, Typography::AsWritten] {
            let checked =
                parse::parse(file, &parse::Beside { typography, ..parse::Beside::default() }, || {
                    snapshot.read(&file.path)
                });
            for fault in checked.diagnostics.iter() {
                assert!(!fault.message.is_empty());
                if let Place::Bytes(span) = &fault.at {
                    let (start, end) = (span.start as usize, span.end as usize);
                    assert!(
                        start <= end && end <= text.len() && text.is_char_boundary(start),
                        "{fault:?} in {text:?}"
                    );
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in scraps()) {
        read("content/a.md", &text);
    }

    #[test]
    fn no_front_matter_makes_the_reader_panic(text in scraps()) {
        read("content/a.md", &format!("---\n{text}\n---\n{text}"));
        for path in ["kiosque.yaml", "content/a/_kind.yaml", "themes/a/theme.yaml", "data/a.yaml", "data/a.csv"] {
            read(path, &text);
        }
    }

    #[test]
    fn no_text_makes_the_road_panic(text in scraps(), lines in scraps()) {
        let site = small(&[("content/a.md", &text), ("content/b.md", &format!("---\ntitle: \"B\"\n{lines}\n---\n{text}")), ("data/x.csv", &lines)]);
        let built = site.build();
        for report in &built.reports {
            proptest::prop_assert!(!report.message.is_empty());
        }
        for (route, artifact) in &built.files {
            if let (Artifact::Bytes(bytes), true) = (artifact, route.as_str().ends_with(".xml")) {
                proptest::prop_assert_eq!(well_formed(std::str::from_utf8(bytes).unwrap()), Ok(()));
            }
        }
    }
}
