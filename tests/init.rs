//! `kiosque init` gives a site that builds and passes its check at once, in each theme, and writes over nothing.
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
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use folder::below;

/// Noon of 1 January 2025 in Paris.
const NOW: &str = "1735729200";

/// No proxy leads anywhere: whoever asks the network fails.
fn run(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
    command.current_dir(folder).args(words).env("SOURCE_DATE_EPOCH", NOW);
    for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"] {
        command.env(name, "http://127.0.0.1:9");
    }
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn own() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn themes() -> Vec<String> {
    let folders = fs::read_dir(own().join("themes")).unwrap();
    let mut names: Vec<String> = folders.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A new site in a theme; what npm would install is taken from this repository, where it is installed.
fn laid(theme: &str) -> Option<(tempfile::TempDir, PathBuf)> {
    let room = tempfile::tempdir().unwrap();
    let output = run(room.path(), &["init", "mon-site", "--theme", theme]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let site = room.path().join("mon-site");
    let packages = own().join("themes").join(theme).join("node_modules");
    if site.join("themes").join(theme).join("package-lock.json").exists() {
        assert!(said(&output).contains("npm ci"), "{}", said(&output));
        if !packages.join(".package-lock.json").exists() {
            eprintln!("skipped: the packages of {theme} are not installed");
            return None;
        }
        let copied =
            Command::new("cp").arg("-RL").arg(&packages).arg(site.join("themes").join(theme)).status();
        assert!(copied.unwrap().success());
    }
    Some((room, site))
}

#[test]
fn a_new_site_builds_and_passes_its_check_in_each_theme() {
    assert!(themes().len() > 1);
    for theme in themes() {
        let Some((_room, site)) = laid(&theme) else { continue };
        let check = run(&site, &["check", "--strict"]);
        assert_eq!(check.status.code(), Some(0), "{theme}: {}", said(&check));
        let told = said(&check);
        for word in ["erreur[", "avertissement["] {
            assert!(!told.contains(word), "{theme}: {told}");
        }
        // What is left to fill in, and nothing else.
        let remarks: Vec<&str> = told.lines().filter(|line| line.starts_with("remarque[")).collect();
        assert_eq!(remarks.len(), 5, "{theme}: {told}");
        let left = |line: &&str| line.starts_with("remarque[texte-provisoire] kiosque.yaml:");
        assert!(remarks.iter().all(left), "{theme}: {told}");
        assert!(told.contains("il reste « à compléter »") && told.contains("kiosque.yaml:4:20"), "{told}");
        assert!(told.contains("il y en a 4 autres plus loin"), "{theme}: {told}");
        let build = run(&site, &["build", "--strict"]);
        assert_eq!(build.status.code(), Some(0), "{theme}: {}", said(&build));
        for page in [
            "index.html",
            "blog/premier-article/index.html",
            "blog/feed.xml",
            "infolettres/2025-01-01-premiere-lettre/email.html",
            "produits/premier-produit/index.html",
            "stats/index.html",
            "api/v1/exemple-visites.csv",
            "a-propos/index.html",
            "accessibilite/index.html",
            "mentions-legales/index.html",
            "donnees-personnelles/index.html",
        ] {
            assert!(site.join("public").join(page).is_file(), "{theme}: {page}");
        }
        // What a letter may say otherwise is known of the kind.
        let letter = site.join("content/infolettres/2025-01-01-premiere-lettre.md");
        let text = fs::read_to_string(&letter).unwrap();
        let own = "---\nfrom_name: Essai\nfrom_email: essai@exemple.gouv.fr\nreply_to: essai@exemple.gouv.fr\nsend_date: 2025-01-02T08:00:00+01:00\n";
        fs::write(&letter, text.replacen("---\n", own, 1)).unwrap();
        let letters = run(&site, &["newsletter", "check"]);
        assert!(!said(&letters).contains("n'est pas prévu"), "{theme}: {}", said(&letters));
        assert_eq!(letters.status.code(), Some(0), "{theme}: {}", said(&letters));
    }
}

#[test]
fn the_theme_is_the_one_of_this_repository_and_the_day_is_todays() {
    for theme in themes() {
        let Some((_room, site)) = laid(&theme) else { continue };
        let (ours, theirs) =
            (below(&own().join("themes").join(&theme)), below(&site.join("themes").join(&theme)));
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&theirs), names(&ours), "{theme}: « touch build.rs », a file came or went");
        assert!(theirs == ours, "{theme}: its files are those of the repository");
        assert_eq!(fs::read_dir(site.join("themes")).unwrap().count(), 1, "no other theme comes along");
        let settings = fs::read_to_string(site.join("kiosque.yaml")).unwrap();
        assert!(settings.contains(&format!("\ntheme: {theme}\n")));
        assert!(site.join("content/blog/2025-01-01-premier-article.md").is_file());
        for (name, bytes) in below(&site.join("content")) {
            assert!(!String::from_utf8_lossy(&bytes).contains("AAAA"), "{name}");
        }
    }
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("notes.txt"), "à moi").unwrap();
    let output = run(room.path(), &["init"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("« . » n'est pas vide"), "{}", said(&output));
    let there: Vec<String> = below(room.path()).into_keys().collect();
    assert_eq!(there, ["notes.txt"]);
    assert_eq!(fs::read_to_string(room.path().join("notes.txt")).unwrap(), "à moi");
    // A second time is such a folder too.
    assert_eq!(run(room.path(), &["init", "a/b"]).status.code(), Some(0));
    let before = below(&room.path().join("a/b"));
    assert_eq!(run(room.path(), &["init", "a/b"]).status.code(), Some(2));
    assert!(below(&room.path().join("a/b")) == before);
}

#[test]
fn an_empty_repository_is_an_empty_folder() {
    let room = tempfile::tempdir().unwrap();
    fs::create_dir(room.path().join(".git")).unwrap();
    let output = run(room.path(), &["init"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let ignored = fs::read_to_string(room.path().join(".gitignore")).unwrap();
    assert!(ignored.contains("node_modules") && ignored.contains("/public"));
    let other = room.path().join("autre");
    let output = run(room.path(), &["--root", "autre", "init"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(other.join("kiosque.yaml").is_file());
}

#[test]
fn a_slip_or_a_place_that_cannot_be_is_told_in_one_sentence() {
    let room = tempfile::tempdir().unwrap();
    let slip = run(room.path(), &["init", "x", "--theme", "sobr"]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(said(&slip).contains("aucun thème « sobr » ; vouliez-vous « sobre » ?"), "{}", said(&slip));
    assert!(!room.path().join("x").exists());
    let out = run(room.path(), &["init", "x", "--theme", "../starter"]);
    assert_eq!(out.status.code(), Some(2), "{}", said(&out));
    fs::write(room.path().join("fichier"), "").unwrap();
    for place in ["fichier", "fichier/dessous"] {
        let output = run(room.path(), &["init", place]);
        assert_eq!(output.status.code(), Some(3), "{place}: {}", said(&output));
        assert!(said(&output).contains("un fichier est là où il faut un dossier"), "{}", said(&output));
    }
}
