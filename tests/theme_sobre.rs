//! The neutral theme: this repository's site in it, whole and without a mark of the State.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod folder;
mod site;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kiosque::base::diagnostic::Severity;

use folder::below;
use site::Built;
use site::Site;

const CONFIG: &str = "kiosque.yaml";
const TONES: [&str; 6] = ["petrole", "bleu", "vert", "prune", "brique", "ardoise"];

fn own() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// This repository's site, with one line changed.
fn ours() -> Site {
    let mut site = Site::empty();
    site.options.today = site::day("2026-11-25");
    for folder in ["content", "data", "themes/sobre"] {
        for (name, bytes) in below(&own().join(folder)) {
            site.put(&format!("{folder}/{name}"), bytes);
        }
    }
    site.put(CONFIG, fs::read(own().join(CONFIG)).unwrap());
    site.replace(CONFIG, "\ntheme: dsfr\n", "\ntheme: sobre\n");
    site
}

fn warned(built: &Built) -> Vec<String> {
    let serious = built.reports.iter().filter(|report| report.severity != Severity::Note);
    serious.map(site::line).collect()
}

fn pages(built: &Built) -> BTreeMap<String, String> {
    // Letters wear the look of mails, which `tests/letters` judges.
    let page = |address: &str| address.ends_with('/') || address.ends_with(".html");
    let html = |address: &&str| page(address) && !address.ends_with("/email.html");
    let all = built.addresses().into_iter().filter(html).map(|it| (it.to_owned(), built.page(it)));
    all.filter(|(_, page)| !page.contains("http-equiv=\"refresh\"")).collect()
}

fn sheet(built: &Built) -> String {
    let address = built.addresses().into_iter().find(|it| it.starts_with("/assets/site.")).unwrap();
    built.page(address)
}

#[test]
fn one_line_changes_the_look_of_the_whole_site() {
    let built = ours().build();
    assert_eq!(warned(&built), Vec::<String>::new());
    let pages = pages(&built);
    assert!(pages.len() > 30, "{} pages", pages.len());
    for (address, page) in &pages {
        let count = |what: &str| page.matches(what).count();
        assert_eq!(count("<h1"), 1, "{address}: one title");
        assert_eq!(count("<main id=\"content\""), 1, "{address}: one main part");
        assert_eq!(count("<header class=\"s-header\""), 1, "{address}: one header");
        assert_eq!(count("<footer class=\"s-footer\""), 1, "{address}: one footer");
        assert_eq!(count("aria-label=\"Menu principal\""), 1, "{address}: one menu");
        assert!(page.contains("<html lang=\"fr\""), "{address}: its language");
        assert!(page.contains("href=\"#content\""), "{address}: a way past the menu");
    }
}

#[test]
fn no_mark_of_the_state_and_no_script_is_left() {
    let built = ours().build();
    for (address, page) in pages(&built) {
        // Data for search engines is no script: nothing in it runs.
        let page = page.replace("<script type=\"application/ld+json\">", "<data>");
        for mark in ["Marianne", "node_modules", "République<br>", "<script", " style=\"", "onclick="] {
            // What a text says in a sample of code is its own affair.
            let said =
                page.split("<pre").map(|part| part.split_once("</pre>").map_or(part, |(_, after)| after));
            assert!(!said.collect::<String>().contains(mark), "{address} holds {mark}");
        }
        for class in page.split("class=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let foreign = class.split_whitespace().find(|name| name.starts_with("fr-"));
            assert_eq!(foreign, None, "{address}: class=\"{class}\"");
        }
    }
    let sheet = sheet(&built);
    for mark in ["Marianne", "@font-face", "@import", "url(", ".fr-", "blue-france"] {
        assert!(!sheet.contains(mark), "the sheet holds {mark}");
    }
}

#[test]
fn both_themes_offer_the_same_templates_and_blocks() {
    let named = |theme: &str, folder: &str| -> BTreeSet<String> {
        below(&own().join("themes").join(theme).join(folder)).into_keys().collect()
    };
    // Finding pages by their words takes a script, and sobre has none.
    let scripted = ["search.html", "partials/search-form.html"];
    for folder in ["templates", "components"] {
        let missing: Vec<String> = named("dsfr", folder)
            .difference(&named("sobre", folder))
            .filter(|name| !scripted.iter().any(|it| name.ends_with(it)))
            .cloned()
            .collect();
        assert_eq!(missing, Vec::<String>::new(), "{folder} that sobre lacks");
    }
    let aliases = |theme: &str| -> BTreeSet<String> {
        let text = fs::read_to_string(own().join("themes").join(theme).join("theme.yaml")).unwrap();
        text.split_once("\naliases:\n").unwrap().1.lines().map(str::to_owned).collect()
    };
    let missing: Vec<String> = aliases("dsfr").difference(&aliases("sobre")).cloned().collect();
    assert_eq!(missing, Vec::<String>::new(), "names of blocks that sobre lacks");
}

/// What the law asks is written twice, once in each look: only the look may differ.
#[test]
fn both_themes_say_the_same_of_the_law() {
    let read =
        |theme: &str, file: &str| fs::read_to_string(own().join("themes").join(theme).join(file)).unwrap();
    let bare = |text: String| -> String {
        let mut parts = text.split("class=\"");
        let first = parts.next().unwrap().to_owned();
        let rest = parts.map(|part| part.split_once('"').map_or(part, |(_, after)| after));
        rest.fold(first, |all, part| all + part).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let pages = ["accessibility", "budget", "legal", "privacy", "partials/meta"];
    for page in pages.map(|page| format!("templates/{page}.html")) {
        assert_eq!(bare(read("dsfr", &page)), bare(read("sobre", &page)), "{page}");
    }
    let facts = |theme: &str| -> String {
        let text = read(theme, "theme.yaml");
        let asked = text.split_once("\nfacts:\n").unwrap().1;
        asked
            .lines()
            .take_while(|line| line.is_empty() || line.starts_with(' '))
            .map(|it| format!("{it}\n"))
            .collect()
    };
    assert!(facts("dsfr").lines().count() > 50);
    assert_eq!(facts("dsfr").trim(), facts("sobre").trim());
}

#[test]
fn a_tone_is_chosen_by_its_name_and_a_wrong_name_is_said() {
    for tone in TONES {
        let mut site = ours();
        site.replace(CONFIG, "\ntheme: sobre\n", &format!("\ntheme: sobre\ncouleur: {tone}\n"));
        let built = site.build();
        assert_eq!(warned(&built), Vec::<String>::new());
        assert!(built.page("/").contains(&format!("class=\"s-tone-{tone}\"")), "{tone}");
    }
    let mut site = ours();
    site.replace(CONFIG, "\ntheme: sobre\n", "\ntheme: sobre\ncouleur: prunes\n");
    let warned = warned(&site.build());
    assert_eq!(warned.len(), 1, "{warned:#?}");
    assert!(warned[0].contains("vouliez-vous « prune » ?"), "{warned:#?}");
}

/// `--name: #value` of one part of the sheet, the last said winning.
fn colours(part: &str) -> BTreeMap<String, [f64; 3]> {
    let mut found = BTreeMap::new();
    for said in part.split(['{', '}', ';']) {
        let Some((name, value)) = said.trim().split_once(": #") else { continue };
        let six =
            if value.len() == 3 { value.chars().flat_map(|c| [c, c]).collect() } else { value.to_owned() };
        let part = |at: usize| f64::from(u8::from_str_radix(&six[at..at + 2], 16).unwrap());
        found.insert(name.to_owned(), [part(0), part(2), part(4)]);
    }
    found
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour
        .map(|it| it / 255.0)
        .map(|it| if it <= 0.04045 { it / 12.92 } else { ((it + 0.055) / 1.055).powf(2.4) });
    linear[2].mul_add(0.0722, linear[0].mul_add(0.2126, linear[1] * 0.7152))
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn each_tone_can_be_read_by_day_and_by_night() {
    let css = fs::read_to_string(own().join("themes/sobre/assets/theme.css")).unwrap();
    let (day, rest) = css.split_once("@media screen and (prefers-color-scheme: dark)").unwrap();
    let night = rest.split_once("@media print").unwrap().0;
    for (time, part) in [("day", day), ("night", night)] {
        for tone in TONES {
            let (ground, tones) = part.split_once(".s-tone-").unwrap();
            let mut all = colours(ground);
            let rule =
                tones.split(".s-tone-").find_map(|it| Some(it.trim_start().strip_prefix(tone)?.to_owned()));
            all.extend(colours(&rule.unwrap_or_else(|| panic!("no {tone} by {time}"))));
            let get = |name: &str| all[name];
            let tint: [f64; 3] =
                std::array::from_fn(|at| get("--accent")[at].mul_add(0.09, get("--bg")[at] * 0.91));
            let texts = ["--text", "--muted", "--accent", "--info", "--good", "--warn", "--bad"];
            for (name, ground) in texts.iter().flat_map(|name| [(name, get("--bg")), (name, get("--soft"))]) {
                let found = contrast(get(name), ground);
                assert!(found >= 4.5, "{name} of {tone} by {time}: {found:.2}");
            }
            for name in ["--text", "--accent", "--muted"] {
                let found = contrast(get(name), tint);
                assert!(found >= 4.5, "{name} of {tone} on its tint by {time}: {found:.2}");
            }
            for name in ["--accent", "--s2", "--s3", "--s4", "--edge"] {
                let found = contrast(get(name), get("--bg"));
                assert!(found >= 3.0, "{name} of {tone} by {time}: {found:.2}");
            }
        }
    }
}

#[test]
fn a_theme_of_the_state_is_for_the_hosts_of_the_state() {
    let theme = "hosts: [.gouv.fr, exact.fr]\nhosts_help: \"la cure\"\n";
    let told = |base_url: &str| {
        let mut site = site::small(&[]);
        let before = site.text("themes/telling/theme.yaml");
        site.put("themes/telling/theme.yaml", format!("{theme}{}", before.replace("{}", "")));
        site.options.base_url = Some(base_url.to_owned());
        let codes: Vec<String> = site.build().codes().iter().map(ToString::to_string).collect();
        codes.iter().filter(|code| *code == "theme-reserve").count()
    };
    let inside = [
        "https://a.gouv.fr",
        "https://A.B.GOUV.FR/x",
        "http://a.gouv.fr:8080",
        "https://exact.fr",
        "https://a.gouv.fr.",
        "http://localhost:8000",
        "http://127.0.0.1:1",
        "http://[::1]:80",
        "https://site.example",
        "https://a.test/b",
    ];
    for base_url in inside {
        assert_eq!(told(base_url), 0, "{base_url}");
    }
    let outside = [
        "https://ville.fr",
        "https://a.gouv.fr.ville.fr",
        "https://agouv.fr",
        "https://gouv.fr@ville.fr",
        "https://a.exact.fr",
        "https://ville.fr/a.gouv.fr",
    ];
    for base_url in outside {
        assert_eq!(told(base_url), 1, "{base_url}");
    }
}
