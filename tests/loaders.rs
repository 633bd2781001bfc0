//! Commands that fetch data: whatever they do, the last good figures stay, with their true date.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;

/// The night of 12 August 2024, 3 o'clock in Paris.
const NIGHT: &str = "1723424400";
const GOOD: &str = "mois,visites,pays\n2024-05,4480,France\n2024-06,5240,France\n2024-07,3120,Italie\n";
const TEMPLATE: &str = "{{ page.data.updated_text }}|{% for it in page.data.stale %}{{ it.text }}{% endfor %}|{{ content | safe }}";
const PAGE: &str = "---\ntitle: Statistiques\n---\n\n```tableau\ntitre: Visites\ndonnees: visites\ncolonnes: [mois, visites]\n```\n";
const DECLARED: &str = "titre: Visites\nage_max: 60j\ncolonnes:\n  mois: {type: mois}\n  visites: {nature: flux, unite: visite}\n";
const JETON: &str = "k7-jeton-de-la-nuit";

struct Home(tempfile::TempDir);

impl Home {
    /// A site whose only source is `declared`, below `sources:`, and whose last good file was fetched on 11 August.
    fn of(declared: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let config = format!(
            "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\nsources:\n  visites:\n{declared}"
        );
        let mut site = site::small(&[("content/stats.md", PAGE), ("data/visites.yaml", DECLARED)]);
        site.put("themes/telling/templates/page.html", TEMPLATE);
        site.put("kiosque.yaml", "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\nsources: {visites: {commande: [cat, bon.csv]}}\n");
        site.write(home.path());
        let this = Self(home);
        this.put("bon.csv", GOOD);
        let first = this.command(&["sources"]).env("SOURCE_DATE_EPOCH", "1723338000").output().unwrap();
        assert_eq!(first.status.code(), Some(0), "{}", text(&first));
        this.put("kiosque.yaml", &config);
        this
    }

    fn shell(script: &str, more: &str) -> Self {
        let home = Self::of(&format!("    commande: [sh, donne.sh]\n{more}"));
        home.put("donne.sh", script);
        home
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_default()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
        command.arg("--root").arg(self.path()).args(words);
        command.env("SOURCE_DATE_EPOCH", NIGHT).env("JETON", JETON).env_remove("ABSENTE");
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    fn state(&self) -> Value {
        serde_json::from_str(&self.read("data/etat/visites.json")).unwrap()
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Whether a program with this word on its command line is alive.
fn alive(word: &str) -> bool {
    fs::read_dir("/proc").unwrap().flatten().any(|entry| {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).split('\0').any(|part| part == word)
    })
}

/// What goes wrong, how, and what is said of it.
const FAILURES: &[(&str, &str, &str, &str)] = &[
    ("exit 1", "echo 'base injoignable' >&2; exit 1", "", "s'est terminée avec le code 1"),
    (
        "full output, then exit 1",
        "cat bon.csv; echo 2024-08,9,x; exit 1",
        "",
        "s'est terminée avec le code 1",
    ),
    ("hang, with children", "sleep 4242 & cat bon.csv; sleep 4243", "    delai: 1s\n", "n'a pas fini en 1 s"),
    ("empty", "true", "", "n'a rien donné"),
    ("blank lines only", "echo; echo", "", "ne conviennent pas (donnees-vides)"),
    ("header only", "head -n 1 bon.csv", "", "aucune ligne au lieu de 1 au moins"),
    ("half a file, whole rows", "head -n 3 bon.csv", "", "2 lignes au lieu de 3"),
    (
        "half a file, cut in a row",
        "printf 'mois,visites,pays\\n2024-05,4480,France\\n2024-06,52'",
        "",
        "(ligne-irreguliere)",
    ),
    ("cut in the last cell", "head -c 72 bon.csv; echo x >&2", "", "la dernière ligne n'est pas finie"),
    ("HTML login page", "echo '<!doctype html><title>Connexion</title>'", "", "(pas-un-tableau)"),
    ("error text with status 200", "echo \"Error: token_auth invalide\"", "", "(pas-un-tableau)"),
    ("JSON error", "echo '{\"result\":\"error\",\"message\":\"no\"}'", "", "(pas-un-tableau)"),
    ("10 GB stream", "head -c 10000000000 /dev/zero", "    taille_max: 20 Mo\n", "a donné plus de 20,0"),
    ("wrong columns", "sed s/visites/visits/ bon.csv", "", "(colonne-inconnue)"),
    ("a column less", "cut -d, -f1,2 bon.csv", "", "plus de colonne « pays »"),
    ("words for numbers", "sed 's/,[0-9]*,/,beaucoup,/' bon.csv", "", "(cellule-invalide)"),
    ("a word among numbers", "sed s/5240/beaucoup/ bon.csv", "", "(cellule-invalide)"),
    ("fewer rows", "sed 2d bon.csv", "", "2 lignes au lieu de 3"),
    (
        "an older last month",
        "sed s/2024-07/2024-04/ bon.csv",
        "",
        "des chiffres jusqu'au 30 juin 2024 au lieu du 31 juillet 2024",
    ),
    ("killed by a signal", "cat bon.csv; kill -9 $$", "", "a été arrêtée par le signal 9"),
    (
        "a secret on stderr",
        "echo \"refus de $JETON\" >&2; exit 22",
        "    env: [JETON]\n",
        "s'est terminée avec le code 22",
    ),
    (
        "a secret in the data",
        "sed \"s/Italie/$JETON/\" bon.csv",
        "    env: [JETON]\n",
        "a donné la valeur de la variable « JETON »",
    ),
    (
        "a daemon that writes",
        "cat bon.csv; setsid sleep 4244 & exit 0",
        "",
        "un programme qu'elle a lancé écrivait encore",
    ),
    (
        "no such variable",
        "cat bon.csv",
        "    env: [ABSENTE]\n",
        "la variable d'environnement « ABSENTE » n'a pas de valeur",
    ),
    (
        "exactly 100 rows",
        "echo mois,visites,pays; for i in $(seq 100); do echo 2024-0$((5 + i % 3)),$i,p$i; done",
        "",
        "exactement 100 lignes",
    ),
];

#[test]
fn whatever_a_command_does_the_last_good_figures_stay_with_their_true_date() {
    let mut table = String::from("\n");
    for (what, script, more, expected) in FAILURES {
        let home = Home::shell(script, more);
        let before = (home.read("data/visites.csv"), inode(&home));
        let started = Instant::now();
        let ran = home.run(&["sources"]);
        let said = text(&ran);
        let first = said.lines().next().unwrap_or_default().to_owned();
        table += &format!(
            "{what:28} exit {} {:4} ms  {first}\n",
            ran.status.code().unwrap(),
            started.elapsed().as_millis()
        );
        assert_eq!(ran.status.code(), Some(3), "{what}: {said}");
        assert!(first.contains(expected), "{what}: {said}");
        assert!(first.contains("reste tel qu'il était, 3 lignes jusqu'au 31 juillet 2024"), "{what}: {said}");
        assert!(!said.contains(JETON), "{what}: {said}");
        assert_eq!((home.read("data/visites.csv"), inode(&home)), before, "{what}");
        let state = home.state();
        assert_eq!(state["reussite"]["jour"], "2024-08-11", "{what}");
        assert_eq!(state["echec"]["jour"], "2024-08-12", "{what}");
        assert!(!state.to_string().contains(JETON) && !state.to_string().contains("injoignable"), "{what}");
        let build = home.run(&["build"]);
        assert_eq!(build.status.code(), Some(0), "{what}: {}", text(&build));
        assert!(text(&build).contains("avertissement[source-en-echec]"), "{what}: {}", text(&build));
        let page = home.read("public/stats/index.html");
        assert!(
            page.contains("Données arrêtées au 31 juillet 2024|Données du 31 juillet 2024\u{a0}: leur mise à jour du 12 août 2024 a échoué|"),
            "{what}: {page}"
        );
        assert!(page.contains("3\u{202f}120"), "{what}: {page}");
        let strict = home.run(&["build", "--strict"]);
        assert_eq!(strict.status.code(), Some(1), "{what}: {}", text(&strict));
        assert_eq!(
            files(&home.path().join("data")),
            ["etat/visites.json", "visites.csv", "visites.yaml"],
            "{what}"
        );
    }
    for word in ["4242", "4243", "4244"] {
        assert!(!alive(word), "sleep {word} outlives its command");
    }
    // Not captured: the table is what this test shows.
    _ = std::io::stderr().write_all(table.as_bytes());
}

fn inode(home: &Home) -> (u64, i64) {
    let found = fs::metadata(home.path().join("data/visites.csv")).unwrap();
    (found.ino(), found.mtime_nsec())
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            found.extend(files(&entry.path()).into_iter().map(|inner| format!("{name}/{inner}")));
        } else {
            found.push(name);
        }
    }
    found.sort();
    found
}

#[test]
fn good_figures_take_their_place_and_clear_what_went_wrong() {
    let home = Home::shell("exit 1", "");
    assert_eq!(home.run(&["sources"]).status.code(), Some(3));
    assert!(home.state()["echec"].is_object());
    home.put("donne.sh", "cat bon.csv; echo 2024-08,77,Malte");
    let ran = home.run(&["sources"]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran));
    let said = text(&ran);
    assert!(
        said.starts_with("visites : data/visites.csv, 4 lignes jusqu'au 31 août 2024, 1 de plus ("),
        "{said}"
    );
    assert_eq!(home.read("data/visites.csv"), format!("{GOOD}2024-08,77,Malte\n"));
    let state = home.state();
    assert!(state["echec"].is_null());
    assert_eq!(state["reussite"]["lignes"], 4);
    assert_eq!(state["reussite"]["quand"], "2024-08-12T01:00:00Z");
    assert_eq!(state["reussite"]["dernier_jour"], "2024-08-31");
    let strict = home.run(&["build", "--strict"]);
    assert_eq!(strict.status.code(), Some(0), "{}", text(&strict));
}

#[test]
fn the_same_bytes_leave_the_file_alone() {
    let home = Home::shell("cat bon.csv", "");
    let before = inode(&home);
    let ran = home.run(&["sources"]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran));
    assert!(text(&ran).contains("inchangé"), "{}", text(&ran));
    assert_eq!(inode(&home), before);
    assert_eq!(home.state()["reussite"]["jour"], "2024-08-12", "it was fetched again");
}

#[test]
fn a_fall_that_is_meant_is_accepted_by_hand_or_declared() {
    let home = Home::shell("sed 2d bon.csv", "");
    assert_eq!(home.run(&["sources"]).status.code(), Some(3));
    assert_eq!(home.run(&["sources", "--accept"]).status.code(), Some(0));
    assert_eq!(home.read("data/visites.csv").lines().count(), 3);
    assert_eq!(home.run(&["sources"]).status.code(), Some(0), "the new figures are the measure now");
    let declared = Home::shell("sed 2d bon.csv", "    baisse_max: 40 %\n");
    assert_eq!(declared.run(&["sources"]).status.code(), Some(0));
    let less = Home::shell("sed 2d bon.csv", "    baisse_max: 30 %\n");
    assert_eq!(less.run(&["sources"]).status.code(), Some(3));
}

#[test]
fn a_trial_keeps_nothing() {
    let home = Home::shell("cat bon.csv; echo 2024-08,77,Malte", "");
    let before = (home.read("data/visites.csv"), home.read("data/etat/visites.json"), inode(&home));
    let ran = home.run(&["sources", "--dry-run"]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran));
    assert!(
        text(&ran).contains("4 lignes jusqu'au 31 août 2024, 1 de plus, rien n'est gardé"),
        "{}",
        text(&ran)
    );
    assert_eq!((home.read("data/visites.csv"), home.read("data/etat/visites.json"), inode(&home)), before);
}

#[test]
fn programs_are_told_all_of_it() {
    let home = Home::shell("echo non >&2; exit 7", "  autre:\n    commande: [cat, bon.csv]\n");
    let ran = home.run(&["sources", "--format", "json"]);
    assert_eq!(ran.status.code(), Some(3));
    let said: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(said.as_array().unwrap().len(), 2, "{said}");
    assert_eq!(said[0]["source"], "visites");
    assert_eq!((&said[0]["resultat"], &said[0]["code"]), (&"echec".into(), &"code-de-sortie".into()));
    assert_eq!(said[0]["journal"], serde_json::json!(["non"]));
    assert_eq!(said[0]["dernier_jour"], "2024-07-31", "that of the figures that stay");
    assert_eq!((&said[1]["resultat"], &said[1]["lignes"]), (&"renouvele".into(), &3.into()));
}

#[test]
fn only_named_sources_run_and_a_slip_is_told() {
    let home = Home::shell("exit 1", "  autre:\n    commande: [cat, bon.csv]\n");
    let ran = home.run(&["sources", "autre"]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran));
    assert!(home.state()["echec"].is_null());
    let slip = home.run(&["sources", "visite"]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(text(&slip).contains("vouliez-vous « visites » ?"), "{}", text(&slip));
}

#[test]
fn a_command_receives_what_is_declared_and_nothing_else() {
    let script =
        "echo mois,visites,pays; env | sort | while IFS='=' read -r nom _; do echo 2024-08,1,$nom; done";
    let home = Home::shell(script, "    env: [JETON]\n");
    let ran = home
        .command(&["sources", "--accept"])
        .env("INTIME", "oui")
        .env("HOME", "/nulle-part")
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran));
    let data = home.read("data/visites.csv");
    let names: Vec<&str> = data.lines().skip(1).map(|line| line.rsplit(',').next().unwrap()).collect();
    assert!(names.contains(&"JETON") && names.contains(&"PATH") && names.contains(&"TZ"), "{names:?}");
    assert!(!names.contains(&"INTIME") && !names.contains(&"SOURCE_DATE_EPOCH"), "{names:?}");
}

#[test]
fn two_runs_at_once_do_not_meet() {
    let home = Home::shell("sleep 2; cat bon.csv", "");
    let mut first = home.command(&["sources"]).stdout(Stdio::null()).spawn().unwrap();
    wait_for(|| home.path().join("data/etat/.verrou").exists());
    let second = home.run(&["sources"]);
    assert_eq!(second.status.code(), Some(3));
    assert!(text(&second).contains("une autre collecte est en cours (processus "), "{}", text(&second));
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert_eq!(home.run(&["sources"]).status.code(), Some(0));
}

#[test]
fn a_request_to_stop_ends_all_that_was_started() {
    let home = Home::shell("sleep 4245 & setsid sleep 4246 & sleep 4247", "");
    let mut running = home.command(&["sources"]).stderr(Stdio::null()).spawn().unwrap();
    wait_for(|| alive("4245") && alive("4246") && alive("4247"));
    signal(&running, "TERM");
    assert_eq!(running.wait().unwrap().code(), Some(3));
    for word in ["4245", "4246", "4247"] {
        assert!(!alive(word), "sleep {word} outlives its command");
    }
    assert_eq!(home.read("data/visites.csv"), GOOD);
    assert!(home.state()["echec"]["message"].as_str().unwrap().contains("interrompue"));
}

#[test]
fn a_run_that_was_killed_leaves_the_last_good_file_and_hinders_nobody() {
    let home = Home::shell("cat bon.csv; sleep 3", "");
    let mut running = home.command(&["sources"]).spawn().unwrap();
    wait_for(|| home.read("data/.visites.csv.part") == GOOD);
    signal(&running, "KILL");
    running.wait().unwrap();
    assert_eq!(home.read("data/visites.csv"), GOOD);
    home.put("donne.sh", "cat bon.csv; echo 2024-08,77,Malte");
    assert_eq!(home.run(&["sources"]).status.code(), Some(0));
    assert_eq!(files(&home.path().join("data")), ["etat/visites.json", "visites.csv", "visites.yaml"]);
}

fn signal(running: &Child, name: &str) {
    let sent = Command::new("kill").args(["-s", name, &running.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn wait_for(done: impl Fn() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < Duration::from_secs(20), "nothing happened");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn nothing_is_written_outside_of_the_site() {
    let home = Home::shell("cat bon.csv; echo 2024-08,1,x", "    sortie: data/dehors/visites.csv\n");
    let outside = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), home.path().join("data/dehors")).unwrap();
    let ran = home.run(&["sources"]);
    assert_eq!(ran.status.code(), Some(3), "{}", text(&ran));
    assert!(text(&ran).contains("mène hors du site"), "{}", text(&ran));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    // A file that is a link is replaced, never written through.
    let home = Home::shell("cat bon.csv; echo 2024-08,1,x", "");
    let secret = outside.path().join("secret");
    fs::write(&secret, "à moi").unwrap();
    fs::remove_file(home.path().join("data/visites.csv")).unwrap();
    std::os::unix::fs::symlink(&secret, home.path().join("data/visites.csv")).unwrap();
    std::os::unix::fs::symlink(&secret, home.path().join("data/.visites.csv.part")).unwrap();
    let ran = home.run(&["sources"]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran));
    assert_eq!(fs::read_to_string(&secret).unwrap(), "à moi");
    assert_eq!(home.read("data/visites.csv").lines().count(), 5);
}

#[test]
fn what_is_wrong_with_a_source_is_told_before_anything_runs() {
    let cases: BTreeMap<&str, &str> = BTreeMap::from([
        ("    commande: cat bon.csv\n", "une commande est une liste"),
        ("    commande: []\n", "une commande est une liste de textes"),
        ("    delai: 3 s\n", "le réglage « commande » manque"),
        (
            "    commande: [cat]\n    sortie: ../visites.csv\n",
            "doit être un fichier .csv ou .tsv de « data/ »",
        ),
        (
            "    commande: [cat]\n    sortie: data/etat/a.csv\n",
            "doit être un fichier .csv ou .tsv de « data/ »",
        ),
        ("    commande: [cat]\n    sortie: data/a.yaml\n", "doit être un fichier .csv ou .tsv de « data/ »"),
        ("    commande: [cat]\n    delai: 0s\n", "« delai » doit être une durée"),
        ("    commande: [cat]\n    taille_max: 20\n", "« taille_max » doit être un poids"),
        ("    commande: [cat]\n    baisse_max: 10\n", "« baisse_max » doit être une part"),
        ("    commande: [cat]\n    age_max: 99999999999 ans\n", "« age_max » doit être une durée"),
        ("    commande: [cat]\n    env: [\"JETON=a\"]\n", "n'est pas le nom d'une variable"),
        ("    commande: [cat]\n    comande: [cat]\n", "la clé « comande » n'existe pas ici"),
        (
            "    commande: [cat]\n  deux: {commande: [cat], sortie: data/visites.csv}\n",
            "est déjà la sortie de la source « visites »",
        ),
        (
            "    commande: [cat]\n  été: {commande: [cat], sortie: data/a.csv}\n",
            "ne peut pas être le nom d'une source",
        ),
    ]);
    for (declared, expected) in cases {
        let home = Home::of(declared);
        let ran = home.run(&["sources"]);
        assert_eq!(ran.status.code(), Some(1), "{declared}: {}", text(&ran));
        assert!(text(&ran).contains(expected), "{declared}: {}", text(&ran));
        assert!(home.state()["echec"].is_null(), "{declared}");
    }
}

#[test]
fn a_memory_that_cannot_be_read_is_a_warning_and_is_written_anew() {
    let home = Home::shell("cat bon.csv", "");
    home.put("data/etat/visites.json", "<<<<<<< HEAD\n{\n=======\n");
    let build = home.run(&["build"]);
    assert_eq!(build.status.code(), Some(0), "{}", text(&build));
    assert!(
        text(&build).contains("ce qui était retenu de cette source ne peut pas être lu"),
        "{}",
        text(&build)
    );
    assert_eq!(home.run(&["sources"]).status.code(), Some(0));
    assert_eq!(home.state()["reussite"]["lignes"], 3);
}
