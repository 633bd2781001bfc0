//! The real texts, unchanged, through the real command and the real kinds.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use html5gum::Token;
use html5gum::Tokenizer;
use tempfile::TempDir;

/// Addresses of the posts as they are today: each title, and its address.
const POSTS: [(&str, &str); 9] = [
    ("2024-06-10-risque-inondation", "partager-linformation-mieux-prevenir-le-risque-inondation-avec-umap"),
    ("2024-07-10-chambres-agriculture", "umap-au-cur-de-la-communication-des-chambres-dagriculture"),
    ("2024-09-06-terres-confluences", "la-carte-des-services-au-public-a-avoir-sur-son-site"),
    ("2024-09-18-carte-subventions-europeennes", "la-carte-interactive-des-subventions-europeennes"),
    ("2024-09-19-presenter-ressources-pedagogiques", "presenter-ses-ressources-pedagogiques-sur-umap"),
    ("2025-01-21-zones-inondables", "carte-des-zones-inondables-bassin-versant-de-la-neste"),
    ("2025-01-22-umap-formation-recherche", "umap-au-cur-de-la-formation-et-de-la-recherche"),
    ("2025-01-30-umap-agents-publics-chiffres", "umap-agents-publics-en-quelques-chiffres"),
    ("2025-03-29-maths-umap-et-plus", "maths-umap-et"),
];
/// Anchors of the newsletters as they are today.
const LETTERS: [&str; 8] = [
    "infolettre-du-18-juin",
    "infolettre-du-18-juillet",
    "infolettre-du-24-septembre",
    "infolettre-du-29-novembre",
    "infolettre-du-19-decembre",
    "infolettre-du-28-fevrier",
    "infolettre-du-31-mars",
    "infolettre-du-26-juin",
];
/// Folders of content, and where the real texts for them are.
const CORPUS: [(&str, &str); 6] = [
    ("blog", "corpus/umap/blog"),
    ("infolettres", "corpus/umap/infolettres"),
    ("static", "corpus/umap/static"),
    ("produits", "corpus/beta/startups"),
    ("organisations", "corpus/beta/organisations"),
    ("incubateurs", "corpus/beta/incubators"),
];

/// What an entry shows when the full theme is not installed.
const PLAIN: &str = "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1>\
    {% if page?.phase?.name %}<p>Phase : {{ page.phase.name }}</p>{% endif %}\
    {% for it in page?.sponsors or [] %}<p>{{ it?.name or it.title }}</p>{% endfor %}\
    <p>{{ page?.mission or \"\" }}</p>{% if page.noindex %}<p>noindex</p>{% endif %}{% for it in page?.events or [] %}<p>{{ it?.comment or \"\" }}</p>{% endfor %}{{ content | safe }}\
    {% for entry in entries or [] %}<p{% if entry.kind == 'newsletter' %} id=\"{{ entry.slug }}\"{% endif %}>{{ entry.title }}</p>{% endfor %}{% endblock main %}";

/// A line that is seen even when the test passes.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Real texts, when they are at hand.
fn shared() -> Option<PathBuf> {
    let beside = own().join("../shared");
    let folder = std::env::var_os("KIOSQUE_SHARED").map_or(beside, PathBuf::from);
    if folder.join("corpus").is_dir() && folder.join("seeds").is_dir() {
        return Some(folder);
    }
    say(&format!("ignoré : pas de textes réels dans « {} »", folder.display()));
    None
}

fn own() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A copy; the packages of a theme, which are many and which nobody writes to,
/// by links where the disk allows it.
fn lay(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            lay(&entry.path(), &to.join(entry.file_name()));
        }
    } else if !from.components().any(|it| it.as_os_str() == "node_modules")
        || fs::hard_link(from, to).is_err()
    {
        fs::copy(from, to).unwrap();
    }
}

struct Site {
    home: TempDir,
}

/// One build: the pages by address, and the faults counted by code.
struct Built {
    public: PathBuf,
    faults: BTreeMap<(String, String), usize>,
    said: Vec<String>,
}

impl Site {
    /// The repository's own settings and kinds, its theme, and no content.
    fn new() -> Self {
        let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let site = Self { home };
        let mut config = fs::read_to_string(own().join("kiosque.yaml")).unwrap();
        let kinds = ["", "blog", "infolettres", "produits", "organisations", "incubateurs", "presse"];
        for folder in kinds {
            let to = site.content(folder);
            fs::create_dir_all(&to).unwrap();
            for entry in fs::read_dir(own().join("content").join(folder)).unwrap().map(Result::unwrap) {
                let name = entry.file_name().into_string().unwrap();
                if name.starts_with('_') && !name.ends_with(".md") {
                    fs::copy(entry.path(), to.join(name)).unwrap();
                }
            }
        }
        if own().join("themes/dsfr/node_modules").is_dir() {
            lay(&own().join("themes/dsfr"), &site.root().join("themes/dsfr"));
        } else {
            say("le thème n'est pas installé : thème nu");
            let theme = site.root().join("themes/plain");
            lay(&own().join("tests/themes/plain"), &theme);
            let lists = ["newsletter-list", "product-list", "press-list"];
            for name in ["home", "newsletter", "product", "press"].iter().chain(&lists) {
                fs::write(theme.join(format!("templates/{name}.html")), PLAIN).unwrap();
            }
            config = config.replace("theme: dsfr", "theme: plain");
        }
        fs::write(site.root().join("kiosque.yaml"), config).unwrap();
        fs::write(site.content("_index.md"), "---\ntitle: Accueil\n---\n\nBonjour.\n").unwrap();
        site
    }

    fn root(&self) -> PathBuf {
        self.home.path().join("site")
    }

    fn content(&self, path: &str) -> PathBuf {
        self.root().join("content").join(path)
    }

    fn with_corpus(self, shared: &Path) -> Self {
        for (folder, from) in CORPUS {
            lay(&shared.join(from), &self.content(folder));
        }
        self
    }

    fn with_seed(self, shared: &Path, number: &str, to: &str) -> Self {
        let seeds = fs::read_dir(shared.join("seeds")).unwrap().map(|entry| entry.unwrap().path());
        let mut named = seeds.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(number));
        fs::copy(named.next().unwrap(), self.content(to)).unwrap();
        self
    }

    fn build(&self, today: &str) -> Built {
        let public = self.root().join(format!("public-{today}"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
        command.arg("--root").arg(self.root()).args(["build", "--format", "json", "--today", today]);
        let done = command.arg("--output").arg(&public).output().unwrap();
        let said = String::from_utf8(done.stdout).unwrap();
        let reports: Vec<serde_json::Value> = serde_json::from_str(&said).unwrap_or_default();
        let text =
            |report: &serde_json::Value, key: &str| report[key].as_str().unwrap_or_default().to_owned();
        let mut faults = BTreeMap::new();
        for report in &reports {
            *faults.entry((text(report, "severity"), text(report, "code"))).or_insert(0) += 1;
        }
        let line = |report: &serde_json::Value| {
            format!("{}:{} {}", text(report, "path"), report["line"], text(report, "message"))
        };
        let said: Vec<String> = reports.iter().map(line).collect();
        let error = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(0), "{error}\n{}", said.join("\n"));
        Built { public, faults, said }
    }
}

impl Built {
    fn html(&self, address: &str) -> String {
        let file = self.public.join(address.trim_start_matches('/'));
        let file = if address.ends_with('/') { file.join("index.html") } else { file };
        fs::read_to_string(&file).unwrap_or_else(|_| panic!("no page at {address}"))
    }

    /// What is read on a page: letters outside of tags, blanks as one.
    fn text(&self, address: &str) -> String {
        let mut out = String::new();
        for token in Tokenizer::new(self.html(address).as_str()).flatten() {
            match token {
                Token::String(text) => out.push_str(&String::from_utf8_lossy(&text.value)),
                Token::StartTag(tag) if INLINE.contains(&tag.name.as_slice()) => {}
                Token::EndTag(tag) if INLINE.contains(&tag.name.as_slice()) => {}
                _ => out.push(' '),
            }
        }
        out.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Every page, by address.
    fn pages(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        walk(&self.public, &mut |file| {
            if file.extension().is_some_and(|it| it == "html") {
                let path = file.strip_prefix(&self.public).unwrap().to_str().unwrap();
                found.insert(format!("/{}", path.strip_suffix("index.html").unwrap_or(path)));
            }
        });
        found
    }
}

/// Elements inside a word.
const INLINE: [&[u8]; 7] = [b"a", b"b", b"em", b"strong", b"span", b"sup", b"code"];

fn walk(folder: &Path, each: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() { walk(&entry, each) } else { each(&entry) }
    }
}

/// Stems of the texts of a folder.
fn stems(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(folder, &mut |file| {
        if let Some(stem) = file.file_name().unwrap().to_str().unwrap().strip_suffix(".md") {
            found.insert(stem.to_owned());
        }
    });
    found
}

#[test]
fn the_real_corpora_build_unchanged() {
    let Some(shared) = shared() else { return };
    let site = Site::new()
        .with_corpus(&shared)
        .with_seed(&shared, "001", "produits/Produit.Un.md")
        .with_seed(&shared, "002", "produits/produit_deux.md")
        .with_seed(&shared, "004", "produits/produit-quatre.md")
        .with_seed(&shared, "003", "presse/dossier.md");
    let before = site.build("2025-06-01");
    let after = site.build("2026-01-01");
    let (pages, products) = (after.pages(), stems(&site.content("produits")));
    say(&format!("{} pages, dont {} produits", pages.len(), products.len()));
    for ((severity, code), count) in &after.faults {
        say(&format!("{severity} {code} : {count}"));
    }
    let remarks: usize =
        after.faults.iter().filter(|((severity, _), _)| severity == "note").map(|(_, count)| *count).sum();
    assert!(after.said.len() - remarks < 60, "{}", after.said.join("\n"));
    // Real texts have such faults; a rule that saw one in every text would be worth nothing.
    assert!(remarks < 120, "{}", after.said.join("\n"));
    addresses(&after, &pages, &products);
    redirections(&shared, &after);
    phases(&before, &after);
    for address in &pages {
        whole(&after, address);
    }
    awkward(&after);
}

fn addresses(built: &Built, pages: &BTreeSet<String>, products: &BTreeSet<String>) {
    for (_, slug) in POSTS {
        assert!(pages.contains(&format!("/blog/{slug}/")), "{slug}");
    }
    for stem in products {
        assert!(pages.contains(&format!("/produits/{stem}/")), "{stem}");
    }
    let list = built.html("/infolettres/");
    for anchor in LETTERS {
        assert_eq!(list.matches(&format!("id=\"{anchor}\"")).count(), 1, "{anchor}");
    }
    let letters = pages.iter().filter(|page| page.starts_with("/infolettres/")).count();
    assert!(letters <= 2, "letters that were sent elsewhere have no page");
    let articles = pages.iter().filter(|page| page.starts_with("/blog/") && !page.contains("/tags/")).count();
    assert!((POSTS.len() + 1..=POSTS.len() + 3).contains(&articles), "{articles} articles");
}

/// Every old address of the corpus has a page that leads to its product.
fn redirections(shared: &Path, built: &Built) {
    let mut seen = 0;
    walk(&shared.join("corpus/beta/startups"), &mut |file| {
        let text = fs::read_to_string(file).unwrap();
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let listed = text.split_once("\nredirect_from:\n").map_or("", |(_, rest)| rest);
        for old in listed.lines().map_while(|line| line.strip_prefix("  - ")) {
            let page = if old.ends_with(".html") { old.to_owned() } else { format!("{old}/") };
            let html = built.html(&page);
            assert!(html.contains(&format!("/produits/{stem}/")), "{old} → {stem}");
            seen += 1;
        }
    });
    assert!(seen >= 10, "{seen}");
}

fn phases(before: &Built, after: &Built) {
    let now = |built: &Built, address: &str| {
        let text = built.text(address).to_lowercase();
        let at = text.find("phase\u{a0}: ").unwrap_or_else(|| panic!("no phase at {address}"));
        text[at + "phase\u{a0}: ".len()..].chars().take(12).collect::<String>()
    };
    assert!(now(before, "/produits/umap/").starts_with("construction"));
    assert!(now(after, "/produits/umap/").starts_with("abandon"));
    // Announced for later: the one before it is under way.
    assert!(now(after, "/produits/reva/").starts_with("consolidatio"));
}

/// Nothing of the machinery shows, and a page says its title once.
fn whole(built: &Built, address: &str) {
    let html = built.html(address);
    let text = built.text(address);
    for word in ["undefined", "None", "{{", "{%", "[object"] {
        assert!(!text.contains(word), "{word} at {address}");
        assert!(!html.contains(&format!("\"{word}")), "{word} at {address}");
    }
    let mut ids = BTreeSet::new();
    let mut titles = 0;
    for token in Tokenizer::new(html.as_str()).flatten() {
        let Token::StartTag(tag) = token else { continue };
        titles += usize::from(tag.name.as_slice() == b"h1");
        if let Some(id) = tag.attributes.get(b"id".as_slice()) {
            let id = String::from_utf8_lossy(id).into_owned();
            assert!(ids.insert(id.clone()), "{id} twice at {address}");
        }
    }
    assert!(titles == 1 || html.contains("http-equiv=\"refresh\""), "{titles} titles at {address}");
}

/// What real files hold that tools stumble over.
fn awkward(built: &Built) {
    let sheet = |stem: &str| format!("/produits/{stem}/");
    let shows = |stem: &str, words: &str| {
        let text = built.text(&sheet(stem));
        assert!(text.contains(words), "{words:?} at {stem}");
    };
    // An organisation by its address; blanks around a title.
    shows("umap", "Agence Nationale de la Cohésion des Territoires");
    assert!(built.html(&sheet("cas.par.4")).contains("<h1>Cas par 4</h1>"));
    assert!(built.html(&sheet("metiers-numeriques")).contains("<h1>Métiers du Numérique</h1>"));
    // Combining accents, line separators, zero widths: the letters stay.
    shows("kamehameha", "e\u{301}le\u{300}ves");
    shows("auto-partage", "problèmes\u{200b},");
    assert!(built.html(&sheet("agrement-phytopharmaceutique")).contains('\u{2028}'));
    // A tab after the mark of a list.
    assert!(built.html(&sheet("andi")).contains("<li>Un organisme de placement"));
    // A no-break space escaped in YAML; entities; raw HTML.
    shows("envergo", "200\u{a0}000\u{a0}€");
    assert!(built.html(&sheet("workinfrance")).contains("<sup>1</sup>"));
    // Headings of level 1 in a body go down; an empty one does no harm.
    assert!(built.html(&sheet("carnet.de.bord")).contains("<h2 id="));
    // A neighbour by the name of its file; kept out of robots’ sight.
    assert!(built.html(&sheet("notifications-v2")).contains("href=\"/produits/notifications-v1/\""));
    let map = built.html("/sitemap.xml");
    for hidden in ["candilib", "psp"] {
        assert!(built.html(&sheet(hidden)).contains("noindex"), "{hidden}");
        assert!(!map.contains(&sheet(hidden)), "{hidden}");
    }
    assert!(map.contains("/produits/1000.premiers.jours.blues/"));
}

#[test]
fn the_five_seeds_build_each_as_its_kind() {
    let Some(shared) = shared() else { return };
    let site = Site::new().with_corpus(&shared);
    fs::remove_dir_all(site.content("blog")).unwrap();
    fs::create_dir_all(site.content("blog")).unwrap();
    fs::copy(own().join("content/blog/_kind.yaml"), site.content("blog/_kind.yaml")).unwrap();
    let site = site
        .with_seed(&shared, "000", "blog/chiffres.md")
        .with_seed(&shared, "001", "produits/un.md")
        .with_seed(&shared, "002", "produits/deux.md")
        .with_seed(&shared, "004", "produits/quatre.md")
        .with_seed(&shared, "003", "presse/dossier.md");
    let built = site.build("2025-06-01");
    let article = built.html("/blog/umap-agents-publics-en-quelques-chiffres/");
    for expected in [
        "<h1>uMap agents publics en quelques chiffres</h1>",
        "<h3 id=\"nos-actions\">Nos actions</h3>",
        "<h4 class=\"fr-alert__title\">❓ Chiffres</h4>",
        "<strong>1\u{a0}368\u{a0}454 cartes</strong>",
    ] {
        let found = article.contains(expected) || article.contains(&expected.replace('\u{a0}', "\u{202f}"));
        assert!(found, "{expected}");
    }
    assert!(built.html("/produits/deux/").contains("<h1>Cartographie nationale</h1>"));
    assert!(built.text("/produits/quatre/").contains("Carto Services Publics"));
    assert!(built.text("/produits/un/").to_lowercase().contains("phase\u{a0}: construction"));
    let press = built.html("/presse/dossier/");
    assert!(press.contains("<h1>Dossier de presse</h1>"));
    assert_eq!(press.matches("Dossier de presse</h").count(), 1);
    assert!(press.contains("<h2 id=\"annexes\">ANNEXES</h2>"));
    let entry = built.html("/blog/feed.xml");
    let relative = ["=&quot;/", "=&quot;#", "=&quot;//", "='/", "='#"];
    for beginning in relative {
        assert!(!entry.contains(beginning), "{beginning} in the feed");
    }
}
