//! Pages found by their words: what the build writes, read back as the script of a theme reads it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may panic, read the disk and say what it skips"
)]
mod site;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use kiosque::base::stem;
use kiosque::edge::serve::Shelf;
use kiosque::pipeline::Pipeline;
use proptest::prelude::ProptestConfig;
use proptest::prelude::any;
use proptest::proptest;
use serde_json::Value;

use crate::site::Built;
use crate::site::Site;
use crate::site::small;

const SETTING: &str = "search: {template: search.html, route: /recherche/, title: Rechercher}\n";

/// A small site whose theme has a search.
fn searched(pages: &[(&str, &str)]) -> Site {
    let mut site = small(pages);
    let settings = site.text("themes/telling/theme.yaml");
    site.put("themes/telling/theme.yaml", format!("{settings}{SETTING}"));
    site.put("themes/telling/templates/search.html", "<p data-index=\"{{ index }}\">{{ site.search }}</p>");
    site
}

/// What a script would read: the reader is written anew here, to judge the writer.
struct Index<'a> {
    built: &'a Built,
    guide: Value,
}

impl<'a> Index<'a> {
    fn of(built: &'a Built) -> Self {
        let page = built.page("/recherche/");
        let address = page.split("data-index=\"").nth(1).unwrap().split('"').next().unwrap();
        Self { built, guide: serde_json::from_str(&built.page(address)).unwrap() }
    }

    fn part(&self, stem: &str) -> String {
        let parts = self.guide["parts"].as_array().unwrap().iter();
        let parts = parts.map(|it| it.as_str().unwrap().split_once(' ').unwrap());
        let own = parts.filter(|(start, _)| stem.starts_with(start)).max_by_key(|(start, _)| start.len());
        own.map_or_else(String::new, |(_, name)| self.built.page(&format!("/assets/search/{name}.txt")))
    }

    /// Pages that say a stem, and how much it tells of each.
    fn postings(&self, stem: &str) -> BTreeMap<usize, u8> {
        let part = self.part(stem);
        let line = part.lines().find_map(|line| line.strip_prefix(stem)?.strip_prefix(' '));
        let (mut found, mut next, mut distance) = (BTreeMap::new(), 0, 0);
        for c in line.unwrap_or_default().chars() {
            match c.to_digit(36).filter(|_| !c.is_ascii_uppercase()) {
                Some(digit) => distance = distance * 36 + digit as usize,
                None => {
                    found.insert(next + distance, c as u8 - b'A' + 1);
                    next += distance + 1;
                    distance = 0;
                }
            }
        }
        found
    }

    fn card(&self, page: usize) -> Value {
        let together = self.guide["together"].as_u64().unwrap() as usize;
        let name = self.guide["cards"].as_str().unwrap().split(' ').nth(page / together).unwrap();
        let cards: Value =
            serde_json::from_str(&self.built.page(&format!("/assets/search/{name}.json"))).unwrap();
        cards[page % together].clone()
    }

    /// Addresses of the pages that say all words of a query, those of which it tells most first.
    fn find(&self, query: &str) -> Vec<String> {
        let mut said: BTreeMap<usize, (usize, u32)> = BTreeMap::new();
        let stems: BTreeSet<String> = stem::language("fr").stems(query).into_iter().collect();
        for stem in &stems {
            for (page, weight) in self.postings(stem) {
                let known = said.entry(page).or_default();
                *known = (known.0 + 1, known.1 + u32::from(weight));
            }
        }
        let mut pages: Vec<_> = said.into_iter().filter(|(_, (words, _))| *words == stems.len()).collect();
        pages.sort_by_key(|(page, (_, weight))| (std::cmp::Reverse(*weight), *page));
        pages.iter().map(|(page, _)| self.card(*page)["url"].as_str().unwrap().to_owned()).collect()
    }

    fn addresses(&self) -> Vec<String> {
        let count = self.guide["pages"].as_u64().unwrap() as usize;
        (0..count).map(|page| self.card(page)["url"].as_str().unwrap().to_owned()).collect()
    }
}

fn searches(built: &Built) -> BTreeSet<&str> {
    built.addresses().into_iter().filter(|address| address.starts_with("/assets/search/")).collect()
}

#[test]
fn a_theme_without_a_search_and_a_site_that_does_without_have_none() {
    let pages = [("content/un.md", "# Un\n\nTexte.\n")];
    assert!(searches(&small(&pages).build()).is_empty());
    let mut site = searched(&pages);
    assert!(!searches(&site.build()).is_empty());
    let config = site.text("kiosque.yaml");
    site.put("kiosque.yaml", format!("{config}search: false\n"));
    let built = site.build();
    assert!(searches(&built).is_empty() && !built.has("/recherche/"), "{}", built.said());
}

#[test]
fn hidden_pages_old_addresses_and_drafts_are_left_out() {
    let site = searched(&[
        ("content/_index.md", "---\ntitle: Le portail\n---\nBonjour.\n"),
        ("content/un.md", "---\ntitle: Un\nredirect_from: /ancien/\n---\nzygote\n"),
        ("content/deux.md", "---\ntitle: Deux\nnoindex: true\n---\nzygote\n"),
        ("content/trois.md", "---\ntitle: Trois\ndraft: true\n---\nzygote\n"),
    ]);
    let built = site.build();
    let index = Index::of(&built);
    assert_eq!(index.find("zygotes"), ["/un/"], "{}", built.said());
    assert_eq!(index.addresses(), ["/", "/plan-du-site/", "/un/"]);
    assert!(built.page("/recherche/").contains(">/recherche/<"), "templates know where the search is");
}

#[test]
fn a_title_tells_more_than_a_heading_and_a_heading_more_than_a_text() {
    let built = searched(&[
        ("content/a.md", "# Abeilles\n\nRien.\n"),
        ("content/b.md", "# B\n\n## Les abeilles\n\nRien.\n"),
        ("content/c.md", "# C\n\nDes abeilles, une abeille, encore des abeilles.\n"),
        ("content/d.md", "---\ntitle: D\ndescription: L’abeille\n---\nRien.\n"),
        ("content/e.md", "# E\n\nUne abeille.\n"),
    ])
    .build();
    assert_eq!(Index::of(&built).find("abeille"), ["/a/", "/b/", "/d/", "/c/", "/e/"]);
}

#[test]
fn a_card_holds_sections_with_their_anchors() {
    let built =
        searched(&[("content/a.md", "# A\n\nDébut & *fin*.\n\n## Été à l’Œuvre\n\nUn\n\n- deux\n- trois\n")])
            .build();
    let index = Index::of(&built);
    let page = *index.postings("oeuvr").keys().next().unwrap();
    let card = index.card(page);
    assert_eq!(card["sections"][0]["text"], "Début & fin.");
    assert_eq!(card["sections"][1]["heading"], "Été à l’Œuvre");
    assert!(
        built.page("/a/").contains(&format!("id=\"{}\"", card["sections"][1]["anchor"].as_str().unwrap()))
    );
    assert_eq!(card["sections"][1]["text"], "Un deux trois");
}

/// What an edit does not touch keeps its name, and no other page is made again.
#[test]
fn an_edit_renews_what_it_touches() {
    let pages: Vec<(String, String)> =
        (0..30).map(|n| (format!("content/p{n}.md"), format!("# Page {n}\n\nMot{n} commun.\n"))).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut site = searched(&pages);
    let (mut pipeline, mut shelf) = (Pipeline::default(), Shelf::default());
    let before = site.rebuild(&mut pipeline, &mut shelf);
    site.replace("content/p7.md", "commun", "commun et zygomorphe");
    let after = site.rebuild(&mut pipeline, &mut shelf);
    let (old, new) = (searches(&before), searches(&after));
    assert_eq!(new.difference(&old).count(), 3, "the guide, one part, one card");
    assert_eq!(after.build.redone.rendered, 5, "those, the page and the search page");
    let cold = site.build();
    assert_eq!(cold.files, after.files);
}

#[test]
fn hostile_texts_are_only_words() {
    let long = format!("# {}\n\n{}\n", "titre ".repeat(5000), "x".repeat(200_000));
    let deep = format!("# Profond\n\n{}\n", "## __proto__ constructor\n\n<b\n\n".repeat(2000));
    let built = searched(&[
        ("content/long.md", &long),
        ("content/deep.md", &deep),
        ("content/odd.md", "# &#0; <img src=x onerror=alert(1)>\n\n\u{202e}\u{feff}\u{1f980} 的 İıſ ﬁ ½ ™\n"),
        ("content/empty.md", ""),
    ])
    .build();
    let index = Index::of(&built);
    assert_eq!(index.find("proto constructor"), ["/deep/"]);
    assert_eq!(index.find("的"), Vec::<String>::new(), "a lone letter says nothing");
    for page in 0..index.addresses().len() {
        assert!(index.card(page).to_string().len() < 20_000, "a card is bounded");
    }
}

#[test]
fn a_language_without_rules_still_forgives_accents() {
    let mut site = searched(&[("content/a.md", "# The Éclair\n\nCafés.\n")]);
    let config = site.text("kiosque.yaml");
    site.put("kiosque.yaml", format!("{config}lang: en\n"));
    let built = site.build();
    let index = Index::of(&built);
    assert_eq!(index.postings("eclair").len(), 1);
    assert_eq!(index.postings("cafes").len(), 1);
    assert_eq!(index.guide["steps"], serde_json::json!([]));
}

/* ------------------------------------------------------------------ French */

/// Forms that must be found by one another.
const FAMILIES: &[&[&str]] = &[
    &["carte", "cartes", "Carte", "CARTES"],
    &["été", "ÉTÉ", "ete", "éte", "étés"],
    &["infolettre", "l’infolettre", "l'infolettre", "infolettres", "d’infolettres"],
    &["agent", "agents", "l’agent", "d'agents", "qu’agent"],
    &["public", "publics", "publique", "publiques"],
    &["journal", "journaux"],
    &["travail", "travaux"],
    &["tableau", "tableaux"],
    &["réseau", "réseaux"],
    &["jeu", "jeux"],
    &["national", "nationale", "nationaux", "nationales"],
    &["régional", "régionaux", "régionales"],
    &["publier", "publié", "publiée", "publiés", "publie", "publication", "publications"],
    &["utiliser", "utilise", "utilisé", "utilisateur", "utilisateurs", "utilisatrice", "utilisation"],
    &["accompagner", "accompagnement", "accompagné", "accompagnée"],
    &["numérique", "numériques", "numerique"],
    &["donnée", "données", "donnees"],
    &["actif", "active", "actifs", "actives"],
    &["premier", "première", "premières"],
    &["citoyen", "citoyenne", "citoyens"],
    &["chercheur", "chercheuse", "chercheurs"],
    &["nombreux", "nombreuse", "nombreuses"],
    &["accessible", "accessibles", "accessibilité"],
    &["cœur", "coeur", "cœurs"],
    &["œuvre", "oeuvres"],
    &["ex æquo", "ex aequo"],
    &["simplifier", "simplification", "simplifié"],
    &["nouveau", "nouvelle", "nouveaux", "nouvelles"],
    &["développement", "développer", "développé"],
    &["département", "départements"],
    &["infor\u{ad}mation", "information", "informations", "informer"],
    &["2025", "２０２５"],
];

/// Words that must not be confused.
const APART: &[(&str, &str)] = &[
    ("département", "départ"),
    ("maire", "mairie"),
    ("formation", "forme"),
    ("don", "donnée"),
    ("équipe", "équipement"),
    ("carte", "car"),
    ("été", "et"),
    ("public", "publier"),
    ("page", "pays"),
    ("nation", "national"),
    ("document", "documentaire"),
];

fn stems(text: &str) -> Vec<String> {
    stem::language("fr").stems(text)
}

#[test]
fn french_forms_meet_and_other_words_do_not() {
    let mut wrong = Vec::new();
    for family in FAMILIES {
        let first = stems(family[0]);
        wrong.extend(
            family
                .iter()
                .filter(|it| stems(it) != first)
                .map(|it| format!("{it}: {:?} / {first:?}", stems(it))),
        );
    }
    wrong.extend(APART.iter().filter(|(a, b)| stems(a) == stems(b)).map(|(a, b)| format!("{a} = {b}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(stems("le la les d’un à l’"), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// A visitor types what an excerpt shows: folding twice is folding once.
    #[test]
    fn folding_is_stable_and_words_are_bounded(text in any::<String>()) {
        let once = stem::fold(&text);
        assert_eq!(stem::fold(&once), once);
        for word in stem::words(&once) {
            assert!(!word.is_empty() && word.chars().count() <= stem::LONGEST);
        }
        stems(&text);
    }
}

/* ------------------------------------------------------------------ the script says the same */

const SAME: &str = "
import { readFileSync } from 'node:fs';
const script = readFileSync(process.argv[1], 'utf8');
const { language } = await import('data:text/javascript;base64,' + Buffer.from(script).toString('base64'));
const [guide, ...texts] = readFileSync(0, 'utf8').split('\\n').filter((line) => line).map((line) => JSON.parse(line));
const { stems } = language(guide);
// Letters younger than this node are left aside.
for (const text of texts) console.log(JSON.stringify(/\\p{Cn}/u.test(text) ? null : stems(text)));
";

/// Words of real texts, and letters that folding could stumble over.
fn samples() -> Vec<String> {
    let mut texts: Vec<String> =
        FAMILIES.iter().flat_map(|family| family.iter().map(|it| (*it).to_owned())).collect();
    texts.extend(APART.iter().flat_map(|(a, b)| [(*a).to_owned(), (*b).to_owned()]));
    let letters = (0..0x3000).chain(0xf900..0x1_0000).chain(0x1d400..0x1d800).filter_map(char::from_u32);
    texts.extend(letters.map(|c| format!("ab{c}cd {c}{c} A{c} 1")));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![folder.join("content"), folder.join("../shared/corpus")];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|it| it == "md") {
            texts.extend(fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned));
        }
    }
    texts
}

#[test]
fn the_script_and_the_build_cut_words_alike() {
    let built = searched(&[("content/a.md", "# A\n")]).build();
    let index = Index::of(&built);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/dsfr/assets/search.js");
    let node = Command::new("node")
        .args(["--input-type=module", "-e", SAME])
        .arg(&script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut node) = node else {
        println!("SKIPPED: node is not there, the script's stems are not compared");
        return;
    };
    let texts = samples();
    let mut input = index.guide.to_string();
    texts.iter().for_each(|text| input.push_str(&format!("\n{}", serde_json::to_string(text).unwrap())));
    let mut pipe = node.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || pipe.write_all(input.as_bytes()).unwrap());
    let output = node.wait_with_output().unwrap();
    feeder.join().unwrap();
    let said: Vec<Option<Vec<String>>> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(said.len(), texts.len());
    let known: Vec<_> =
        texts.iter().zip(&said).filter_map(|(text, said)| Some((text, said.as_ref()?))).collect();
    assert!(known.len() * 10 > texts.len() * 9, "{} of {}", known.len(), texts.len());
    let wrong = known.iter().filter(|(text, said)| stems(text) != **said);
    let wrong: Vec<String> =
        wrong.map(|(text, said)| format!("{text:?}\n  {:?}\n  {said:?}", stems(text))).collect();
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        texts.len(),
        wrong[..wrong.len().min(5)].join("\n")
    );
    println!("{} texts, {} words", known.len(), known.iter().map(|(_, said)| said.len()).sum::<usize>());
}

/* ------------------------------------------------------------------ the real corpus */

fn lay(folder: &Path, below: &str, site: &mut Site) {
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            lay(&path, &format!("{below}/{name}"), site);
        } else {
            site.put(&format!("{below}/{name}"), fs::read(path).unwrap());
        }
    }
}

/// The posts, newsletters and product sheets of real teams, by the kinds of this repository.
#[test]
fn real_texts_are_found_by_what_people_type() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus");
    if !corpus.is_dir() {
        println!("SKIPPED: the real texts are not beside this repository");
        return;
    }
    let mut site = searched(&[]);
    for kind in ["blog", "infolettres"] {
        site.put(
            &format!("content/{kind}/_kind.yaml"),
            fs::read(root.join(format!("content/{kind}/_kind.yaml"))).unwrap(),
        );
        lay(&corpus.join("umap").join(kind), &format!("content/{kind}"), &mut site);
    }
    let built = site.build();
    let index = Index::of(&built);
    let first = |query: &str| index.find(query).first().cloned().unwrap_or_default();
    for (query, address) in [
        (
            "prévenir l'inondation",
            "/blog/partager-linformation-mieux-prevenir-le-risque-inondation-avec-umap/",
        ),
        ("chambre d’agriculture", "/blog/umap-au-cur-de-la-communication-des-chambres-dagriculture/"),
        ("subvention européenne", "/blog/la-carte-interactive-des-subventions-europeennes/"),
        ("ressource pedagogique", "/blog/presenter-ses-ressources-pedagogiques-sur-umap/"),
        ("zone inondable neste", "/blog/carte-des-zones-inondables-bassin-versant-de-la-neste/"),
        ("l’agent public en chiffre", "/blog/umap-agents-publics-en-quelques-chiffres/"),
    ] {
        assert_eq!(first(query), address, "{query}: {:?}", index.find(query));
    }
    assert_eq!(index.find("zygomorphe"), Vec::<String>::new());
    println!("{} pages found in {} files", index.addresses().len(), searches(&built).len());
}
