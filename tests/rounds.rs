//! The laws of the incremental road: what is remembered never shows.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use kiosque::base::path::Route;
use kiosque::base::path::SitePath;
use kiosque::edge::serve;
use kiosque::model::config::Drafts;
use kiosque::model::source::Observed;
use kiosque::model::source::Snapshot;
use kiosque::model::source::Store;
use kiosque::pipeline::Pipeline;
use kiosque::pipeline::Redone;

use site::Built;
use site::Site;
use site::day;

const CONFIG: &str = "kiosque.yaml";
const FIRST: &str = "content/blog/premier.md";
const SECOND: &str = "content/blog/deuxieme.md";
const THIRD: &str = "content/blog/troisieme.md";
const CONTACT: &str = "content/contact.md";
const KIND: &str = "content/blog/_kind.yaml";
const BASE: &str = "themes/telling/templates/base.html";
const NOTE: &str = "themes/telling/components/note.html";
const STYLE: &str = "themes/telling/assets/site.css";
const POINT: &str = "content/img/point.png";
const DATA: &str = "data/mesures.csv";
const FOURTH: &str = "content/blog/quatrieme.md";

type Edit = fn(&mut Site);

/// Told in the past tense of a working day, one on top of the other.
const DAY: &[(&str, Edit)] = &[
    ("nothing changes", |_| {}),
    ("a text", |site| site.replace(THIRD, "Rien à lier", "Beaucoup à lire")),
    ("a title that lists and neighbours show", |site| site.replace(SECOND, "Le deuxième", "Numéro deux")),
    ("a new article", |site| {
        site.put(FOURTH, "---\ntitle: Le quatrième\ndate: 2025-04-10\ntags: [Neuf]\n---\n[Là](premier.md)\n");
    }),
    ("it breaks", |site| site.replace(FOURTH, "title: Le", "title: \"Le")),
    ("another breaks too", |site| site.replace(FIRST, "date: 2025-01-10", "date: 10/01/2025")),
    ("nothing changes while two are broken", |_| {}),
    ("the first is repaired", |site| site.replace(FOURTH, "title: \"Le", "title: Le")),
    ("the second is repaired", |site| site.replace(FIRST, "date: 10/01/2025", "date: 2025-01-10")),
    ("an article that others link to goes", |site| site.remove(SECOND)),
    ("the links to it go", |site| site.replace(FIRST, "[la suite](deuxieme.md#un-titre)", "la suite")),
    ("it comes back", |site| {
        site.put(SECOND, "---\ntitle: Deux\ndate: 2025-02-10\nauthor: lin\n---\n## Autre titre\n");
    }),
    ("a heading is linked to by its old name", |site| {
        site.replace(FIRST, "la suite", "[la suite](deuxieme.md#un-titre)");
    }),
    ("whom an article refers to", |site| site.replace("content/gens/ada.md", "architecte", "directrice")),
    ("a reference loses its entry", |site| site.remove("content/gens/lin.md")),
    ("an image grows", widen),
    ("an image goes", |site| site.remove(POINT)),
    ("a file comes where a page will be", |site| site.put("content/blog/deuxieme/index.html", "<p>")),
    ("it goes", |site| site.remove("content/blog/deuxieme/index.html")),
    ("an address changes", |site| site.replace(SECOND, "title: Deux", "title: Deux\nslug: second")),
    ("a template", |site| site.replace(BASE, "</main>", "</main>\n<footer>{{ site.tagline }}</footer>")),
    ("a component", |site| site.replace(NOTE, "<aside", "<aside role=\"note\"")),
    ("a template breaks", |site| site.replace(BASE, "</h1>", "</h1>{{ page.nothing }}")),
    ("a text while a template is broken", |site| site.replace(CONTACT, "Écrivez-nous", "Écrivez")),
    ("it is repaired", |site| site.replace(BASE, "{{ page.nothing }}", "")),
    ("a component goes", |site| site.remove(NOTE)),
    ("a style", |site| site.replace(STYLE, "margin: 0", "margin: 1rem")),
    ("a script", |site| site.put("themes/telling/assets/one.js", "\"use strict\";\nlet a;\n")),
    ("a setting that pages show", |site| site.replace(CONFIG, "author:", "tagline: Mot à mot\nauthor:")),
    ("the title of a list", |site| site.replace("content/blog/_index.md", "Le blog", "Le carnet")),
    ("the kind: another order", |site| site.replace(KIND, "order: -date", "order: title")),
    ("the kind: another address", |site| {
        site.replace(KIND, "route: /blog/{slug}/", "route: /notes/{slug}.html")
    }),
    ("the kind: one page for all", |site| site.replace(KIND, "per_page: 2", "per_page: 0")),
    ("the kind breaks", |site| site.replace(KIND, "list:", "list")),
    ("the kind is repaired", |site| site.replace(KIND, "list\n", "list:\n")),
    ("the kind goes", |site| site.remove(KIND)),
    ("typography off for the site", |site| site.replace(CONFIG, "title:", "typography: false\ntitle:")),
    ("typography on again", |site| site.replace(CONFIG, "typography: false\n", "")),
    ("the configuration breaks", |site| site.replace(CONFIG, "base_url", "base_ulr")),
    ("a text while nothing can be built", |site| site.replace(CONTACT, "Écrivez", "Parlez")),
    ("the configuration is repaired", |site| site.replace(CONFIG, "base_ulr", "base_url")),
    ("a number", |site| site.replace(DATA, "12", "13")),
    ("a number too many", |site| site.replace(DATA, "13", "13,14")),
    ("the data go", |site| site.remove(DATA)),
    ("another day", |site| site.options.today = day("2025-02-01")),
    ("drafts are shown", |site| site.options.drafts = Drafts::Show),
    ("another host", |site| site.options.base_url = Some("https://ailleurs.exemple.fr".into())),
    ("the theme goes", |site| site.files.retain(|path, _| path.top() != "themes")),
    ("everything goes", |site| site.files.clear()),
];

struct Warm {
    pipeline: Pipeline,
    shelf: serve::Shelf,
}

impl Warm {
    fn new() -> Self {
        Self { pipeline: Pipeline::default(), shelf: serve::Shelf::default() }
    }

    fn build(&mut self, site: &Site) -> Built {
        site.rebuild(&mut self.pipeline, &mut self.shelf)
    }
}

/// Equal to the last byte, and in every word said.
fn same(warm: &Built, cold: &Built, when: &str) {
    assert_eq!(warm.said(), cold.said(), "after {when}");
    assert_eq!(warm.build.diagnostics, cold.build.diagnostics, "after {when}");
    assert_eq!(warm.addresses(), cold.addresses(), "after {when}");
    assert_eq!(warm.build.reads(), cold.build.reads(), "after {when}");
    for (route, artifact) in &warm.files {
        assert!(cold.files[route] == *artifact, "{route} differs after {when}");
    }
}

#[test]
fn warm_equals_cold_after_each_edit_of_a_day() {
    let (mut site, mut warm) = (Site::read("journal"), Warm::new());
    let mut last = warm.build(&site);
    assert_eq!(last.said(), "");
    assert!(last.files.len() > 15, "{:?}", last.addresses());
    let mut moved = 0;
    for (when, edit) in DAY {
        edit(&mut site);
        let (now, cold) = (warm.build(&site), site.build());
        same(&now, &cold, when);
        moved += usize::from(now.files != last.files || now.said() != last.said());
        last = now;
    }
    // Edits that show nothing would prove nothing.
    assert!(moved * 10 > DAY.len() * 8, "{moved} of {} edits showed", DAY.len());
}

/// Each file of the pool is absent or one of these at any moment.
const POOL: &[(&str, &[&str])] = &[
    (
        FIRST,
        &[
            "---\ntitle: Un\ndate: 2025-01-01\ntags: [A, B]\n---\n[b](deuxieme.md)\n",
            "---\ntitle: [\n---\n",
            "---\ntitle: Un\n---\n",
        ],
    ),
    (
        SECOND,
        &[
            "---\ntitle: Deux\ndate: 2025-01-02\ntags: [B]\n---\n# Deux\n\n## Bas\n",
            "---\ntitle: Autre\ndate: 2025-12-02\nredirect_from: /blog/premier/\n---\n",
        ],
    ),
    (
        THIRD,
        &[
            "---\ntitle: Un\ndate: 2024-01-01\nauthor: lin\ndraft: true\n---\n",
            "---\ntitle: Un\ndate: 2024-01-01\nauthor: ada\nslug: premier\n---\n[b](deuxieme.md#bas)\n",
        ],
    ),
    (
        CONTACT,
        &[
            "Un « texte » : rien.\n",
            ":::note\nA\n",
            "```graphique\ntype: barres\ntitre: A\ndonnees: mesures\nx: date\ny: visites\nsource: Nous\n```\n",
        ],
    ),
    (
        "content/plan.md",
        &["---\nredirect_from: [/contact/, /vieux/]\n---\n[x](/contact/#rien) <a href=\"/nulle-part/\">\n"],
    ),
    ("content/gens/ada.md", &["---\ntitle: Ada L.\nrole: x\n---\n", "---\ntitle: Ada\nrole: y\n"]),
    ("content/gens/lin.md", &["---\ntitle: Lin\nrole: z\n---\n"]),
    ("content/blog/_index.md", &["---\ntitle: Nouvelles\n---\nTexte.\n", "# Actualités\n"]),
    (DATA, &["date,visites\n2025-01-01,3\n", "date,visites\n2025-01-01,3,4\n", ""]),
    (POINT, &["not an image"]),
    (NOTE, &["<p>{{ body | safe }}</p>\n", "{{ missing }}\n", "{% if %}"]),
    (
        BASE,
        &[
            "<title>{{ page.title }}</title>{% block main %}{% endblock %}\n",
            "{% block main %}{{ asset(name='none.css') }}{% endblock %}",
        ],
    ),
    (STYLE, &[".kq-note { color: blue }\n.kq-other { a: b }\n"]),
    (
        CONFIG,
        &[
            "title: T\nbase_url: https://t.fr\ntheme: telling\ntypography: false\n",
            "title: T\ntheme: telling\n",
        ],
    ),
    (
        KIND,
        &[
            "name: article\nroute: /blog/{slug}.html\nlist: {route: /blog/, order: title}\nfields: {title: text, date: date, tags: {list: text}, author: {reference: personne}, image: link}\n",
            "name: page\n",
        ],
    ),
];

/// Marsaglia's xorshift: the same walk on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// A few edits out of the pool, or of the caller's options.
fn stir(site: &mut Site, origin: &Site, chance: &mut Chance) {
    for _ in 0..=chance.below(3) {
        let (path, texts) = POOL[chance.below(POOL.len())];
        match chance.below(12) {
            0 => _ = site.files.remove(&SitePath::new(path)),
            1..=3 => site.put(path, texts[chance.below(texts.len())]),
            _ => match origin.files.get(&SitePath::new(path)) {
                Some(bytes) => site.put(path, bytes),
                None => _ = site.files.remove(&SitePath::new(path)),
            },
        }
    }
    match chance.below(12) {
        0 => site.options.today = day(["2024-06-01", "2025-06-15", "2026-01-01"][chance.below(3)]),
        1 => site.options.drafts = if chance.below(2) == 0 { Drafts::Show } else { Drafts::Hide },
        2 => site.options.base_url = (chance.below(2) == 0).then(|| "https://autre.fr".to_owned()),
        _ => {}
    }
}

#[test]
fn warm_equals_cold_after_two_hundred_edits_by_chance() {
    let origin = Site::read("journal");
    let (mut site, mut warm, mut chance) = (origin.clone(), Warm::new(), Chance(0x9E37_79B9_7F4A_7C15));
    let (mut faulty, mut sound) = (0, 0);
    for step in 0..220 {
        stir(&mut site, &origin, &mut chance);
        let (now, cold) = (warm.build(&site), site.build());
        same(&now, &cold, &format!("edit by chance {step}"));
        if now.build.diagnostics.has_errors() { faulty += 1 } else { sound += 1 }
    }
    assert!(faulty > 25 && sound > 25, "{faulty} faulty, {sound} sound");
}

/// The preview shows a round before all of it is made, and leaves it for the
/// next: whoever asks gets what a build would publish.
#[test]
fn a_site_that_is_not_all_made_answers_like_one_that_is() {
    let origin = Site::read("journal");
    let (mut site, mut chance) = (origin.clone(), Chance(0x2545_F491_4F6C_DD1D));
    let (mut pipeline, mut shelf) = (Pipeline::default(), serve::Shelf::default());
    let (mut asked, mut left) = (0, 0);
    for step in 0..160 {
        stir(&mut site, &origin, &mut chance);
        let cold = site.build();
        let build = pipeline.decide(&site.snapshot(), &site.options);
        let Some(press) = build.press.clone() else { continue };
        let laid = shelf.lay(&build.plan, press).clone();
        for (route, artifact) in cold.files.iter().filter(|_| chance.below(3) == 0) {
            let (_, served) = laid.file(route).unwrap_or_else(|| panic!("{route} after {step}"));
            assert!(served == *artifact, "{route} is served otherwise after {step}");
            asked += 1;
        }
        let mut stirs = chance.below(3);
        match serve::complete(&laid, &mut || std::mem::replace(&mut stirs, 0) == 1) {
            Some((whole, _)) => {
                assert!(whole.published() == cold.files, "after {step}");
                let gone = laid.since(&whole).gone;
                assert!(gone.is_empty() && whole.since(&laid).changed.is_empty(), "after {step}");
                shelf.settle(whole);
            }
            None => left += 1,
        }
    }
    assert!(asked > 500 && left > 20, "{asked} answers, {left} rounds left");
}

/// What, the edit, how much is read and made again, the addresses that differ.
type Cost = (&'static str, Edit, (usize, usize), &'static [&'static str]);

/// What an edit redoes: sources read again and files made again, which are
/// those that hold what changed; then the files whose bytes differ, which are
/// those that print it.
const COSTS: &[Cost] = &[
    ("nothing", |_| {}, (0, 0), &[]),
    ("a text", |site| site.replace(CONTACT, "Écrivez-nous", "Parlez-nous"), (1, 1), &["/contact/"]),
    ("a page that no list shows", |site| site.put("content/nu.md", NAKED), (1, 1), &["/nu/"]),
    (
        "a title in the site map, which the page of lost visitors could show too",
        |site| site.replace(CONTACT, "title: Nous", "title: Vous"),
        (1, 3),
        &["/contact/", "/plan-du-site/"],
    ),
    (
        "a title in lists, beside its neighbours and at its old address",
        |site| site.replace(FIRST, "title: Le premier", "title: Le un"),
        (1, 8),
        &[
            "/blog/deuxieme/",
            "/blog/numero-un/",
            "/blog/page/2/",
            "/blog/premier/",
            "/plan-du-site/",
            "/themes/cartes/",
            "/themes/reseau/",
        ],
    ),
    (
        "whom one article refers to, which its lists hold",
        |site| site.replace("content/gens/lin.md", "rédacteur", "relecteur"),
        (1, 6),
        &["/blog/deuxieme/"],
    ),
    (
        "a number",
        |site| site.replace(DATA, "12", "13"),
        (1, 4),
        &[
            "/chiffres/",
            "/chiffres/graphique-2-tableur.csv",
            "/chiffres/graphique-2.csv",
            "/chiffres/graphique-2.svg",
        ],
    ),
    ("the size of an image, which lists hold", widen, (1, 5), &["/blog/premier/"]),
    (
        "a style, whose address every page prints",
        |site| site.replace(STYLE, "margin: 0", "margin: 1rem"),
        (1, 18),
        &[
            "/",
            "/404.html",
            "/assets/",
            "/blog/",
            "/blog/deuxieme/",
            "/blog/page/2/",
            "/blog/premier/",
            "/blog/troisieme/",
            "/chiffres/",
            "/contact/",
            "/plan-du-site/",
            "/themes/",
            "/themes/cartes/",
            "/themes/reseau/",
        ],
    ),
];

const NAKED: &str = "---\ntitle: Nu\nnoindex: true\n---\n";

/// The width in a PNG's header.
fn widen(site: &mut Site) {
    let image = site.files.get_mut(&SitePath::new(POINT)).unwrap();
    image[19] += 7;
}

#[test]
fn an_edit_redoes_what_it_touches_and_no_more() {
    let mut wrong = Vec::new();
    for (what, edit, (parsed, rendered), differ) in COSTS {
        let (mut site, mut warm) = (Site::read("journal"), Warm::new());
        let before = warm.build(&site);
        edit(&mut site);
        let after = warm.build(&site);
        assert_eq!(after.said(), "", "{what}");
        let (redone, found) = (after.build.redone, changed(&before, &after));
        if redone != (Redone { parsed: *parsed, rendered: *rendered }) || found != *differ {
            wrong.push(format!("{what}: ({}, {}), &{found:?}", redone.parsed, redone.rendered));
        }
        assert_eq!(warm.build(&site).build.redone, Redone::default(), "{what}, and nothing more");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Addresses whose files differ, came or went.
fn changed(before: &Built, after: &Built) -> Vec<String> {
    let routes: BTreeSet<&Route> = before.files.keys().chain(after.files.keys()).collect();
    let differs = |route: &&&Route| before.files.get(**route) != after.files.get(**route);
    let mut addresses: Vec<String> = routes.iter().filter(differs).map(ToString::to_string).collect();
    // Addresses of the theme's files hold a version.
    addresses.iter_mut().filter(|it| it.starts_with("/assets/")).for_each(|it| it.truncate("/assets/".len()));
    addresses.dedup();
    addresses
}

/// Sources that two builds do not share.
fn edited(before: &Site, after: &Site) -> BTreeSet<SitePath> {
    let paths = before.files.keys().chain(after.files.keys());
    paths.filter(|path| before.files.get(*path) != after.files.get(*path)).cloned().collect()
}

/// What makes the facts of the site, which every template may print.
fn everybody_reads(path: &SitePath) -> bool {
    path.top() == "themes" || path.top() == CONFIG || matches!(path.name(), "_kind.yaml" | "_index.md")
}

/// Itself, or the folder that it came into or left.
fn is_read(path: &SitePath, read: &BTreeSet<&SitePath>) -> bool {
    let within = |at: usize| read.contains(&SitePath::new(&path.as_str()[..at]));
    read.contains(path) || path.as_str().match_indices('/').any(|(at, _)| within(at))
}

#[test]
fn a_route_changes_only_if_something_it_reads_changed() {
    let (mut site, mut warm) = (Site::read("journal"), Warm::new());
    let (mut before, mut judged) = (warm.build(&site), 0);
    let mut unexplained = Vec::new();
    for (when, edit) in DAY {
        let old = site.clone();
        edit(&mut site);
        let after = warm.build(&site);
        let touched = edited(&old, &site);
        let common = touched.is_empty() || touched.iter().any(everybody_reads);
        for address in changed(&before, &after).iter().filter(|_| !common) {
            let route = Route::new(address).unwrap();
            let read: BTreeSet<&SitePath> = [&before, &after]
                .iter()
                .filter_map(|it| it.build.plan.jobs.get(&route))
                .flat_map(|job| &job.reads)
                .collect();
            judged += 1;
            if !touched.iter().any(|path| is_read(path, &read)) && address != "/assets/" {
                unexplained.push(format!("{when}: {address} changed after {touched:?}, and reads {read:?}"));
            }
        }
        before = after;
    }
    assert!(judged > 50, "{judged} changes judged");
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
}

/// The same store, its names in another order.
struct Shelf(BTreeMap<SitePath, Vec<u8>>);

impl Store for Shelf {
    fn read(&self, path: &SitePath) -> std::io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }
}

#[test]
fn neither_the_order_of_files_nor_the_number_of_threads_shows() {
    for name in ["journal", "faulty"] {
        let mut site = Site::read("journal");
        if name == "faulty" {
            POOL.iter()
                .filter(|(path, _)| *path != CONFIG)
                .for_each(|(path, texts)| site.put(path, texts[0]));
        }
        let expected = site.build();
        for threads in [1, 4] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            same(&pool.install(|| site.build()), &expected, &format!("{threads} threads, {name}"));
        }
        let snapshot = site.snapshot();
        let mut observed: Vec<Observed> = snapshot.files().cloned().collect();
        observed.reverse();
        let middle = observed.len() / 2;
        observed.rotate_left(middle);
        let shuffled = Snapshot::new(observed, Arc::new(Shelf(site.files.clone())));
        let (mut pipeline, mut shelf) = (Pipeline::default(), serve::Shelf::default());
        let built = site::built(&shuffled, &site.options, (&mut pipeline, &mut shelf));
        same(&built, &expected, &format!("shuffled, {name}"));
    }
}

#[test]
fn every_fault_is_told_at_once_in_reading_order_and_only_once() {
    let mut site = Site::read("journal");
    site.put("content/a.md", "---\ntitle: A\ndraft: [\n---\n");
    site.put("content/b.md", "[a](a.md) [rien](rien.md) ![rien](rien.png) [rien](rien.md)\n\n:::note\n");
    site.replace(FIRST, "date: 2025-01-10", "date: 10/01/2025");
    site.replace(FIRST, "author: ada", "author: eve");
    site.put("data/mesures.csv", "date,visites\n2025-01-01,1,2\n");
    site.replace(NOTE, "{{ body | safe }}", "{{ bodi | safe }}");
    site.put("content/c.md", ":::note\nRien d'autre n'est fautif ici.\n:::\n");
    let told = site.build();
    let places: Vec<String> = told
        .reports
        .iter()
        .map(|it| format!("{} {}:{}", it.code, it.path.as_deref().unwrap(), it.line.unwrap()))
        .collect();
    let expected = [
        "yaml-illisible content/a.md:3",
        "lien-casse content/b.md:1",
        "fichier-absent content/b.md:1",
        "lien-casse content/b.md:1",
        "bloc-ouvert content/b.md:3",
        "date-invalide content/blog/premier.md:3",
        "reference-inconnue content/blog/premier.md:5",
        "ligne-irreguliere data/mesures.csv:2",
        "gabarit-fautif themes/telling/components/note.html:2",
    ];
    assert_eq!(places, expected, "{}", told.said());
    let columns: Vec<_> = told.reports.iter().map(|it| (it.path.clone(), it.line, it.column)).collect();
    assert!(columns.is_sorted(), "{columns:?}");
}

#[test]
fn a_broken_file_silences_whoever_points_at_it() {
    let broken: &[(&str, &str)] = &[
        (SECOND, "---\ntitle: [\n---\n"),
        (SECOND, "---\ntitle: Deux\n"),
        ("content/gens/ada.md", "---\n\"\n---\n"),
        (POINT, "no image"),
        (DATA, "<html>"),
    ];
    for (path, text) in broken {
        let site = Site::read("journal").with(path, text);
        let built = site.build();
        let elsewhere: Vec<&str> =
            built.reports.iter().filter_map(|it| it.path.as_deref()).filter(|it| it != path).collect();
        assert!(elsewhere.is_empty(), "{path}: {}", built.said());
        assert!(!built.reports.is_empty(), "{path}");
    }
}
