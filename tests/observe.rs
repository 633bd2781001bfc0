//! What a build may read: everything that an author wrote, nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::fs::File;
use std::fs::FileTimes;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Duration;
use std::time::SystemTime;

use kiosque::base::fingerprint::Fingerprint;
use kiosque::base::path::SitePath;
use kiosque::edge::observe::observe;
use tempfile::TempDir;

fn site(files: &[&str]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("site")).unwrap();
    files.iter().for_each(|file| write(&home, file, "x"));
    home
}

fn write(home: &TempDir, file: &str, text: &str) {
    let path = home.path().join("site").join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn names(home: &TempDir) -> Vec<String> {
    let (snapshot, _) = observe(&home.path().join("site")).unwrap();
    snapshot.files().map(|file| file.path.as_str().to_owned()).collect()
}

fn told(home: &TempDir) -> Vec<String> {
    let (_, diagnostics) = observe(&home.path().join("site")).unwrap();
    let line = |told: &kiosque::base::diagnostic::Diagnostic| {
        format!("{} {}: {}", told.code.name(), told.at.path().unwrap(), told.message)
    };
    diagnostics.iter().map(line).collect()
}

fn stamp(home: &TempDir, file: &str) -> Fingerprint {
    let (snapshot, _) = observe(&home.path().join("site")).unwrap();
    snapshot.get(&SitePath::new(file)).unwrap().stamp
}

fn age(path: &Path, seconds: u64) {
    let date = SystemTime::now() - Duration::from_secs(seconds);
    File::options().write(true).open(path).unwrap().set_times(FileTimes::new().set_modified(date)).unwrap();
}

#[test]
fn only_what_authors_wrote_is_seen() {
    let seen = [
        "content/.well-known/did.json",
        "content/_index.md",
        "content/blog/4913/note.md",
        "content/blog/Été à Paris #1.md",
        "data/metrics.csv",
        "kiosque.yaml",
        "themes/plain/node_modules/a/dist/a.css",
        "themes/plain/node_modules/a/dist/a.woff2",
        "themes/plain/theme.yaml",
    ];
    let unseen = [
        "README.md",
        "Cargo.toml",
        "public/index.html",
        "src/main.rs",
        "content/.DS_Store",
        "content/.git/HEAD",
        "content/blog/.a.md.swp",
        "content/blog/a.md.swp",
        "content/blog/a.md~",
        "content/blog/#a.md#",
        "content/blog/.#a.md",
        "content/blog/4913",
        "content/Thumbs.db",
        "themes/plain/node_modules/.bin/x.js",
        "themes/plain/node_modules/a/dist/a.css.map",
        "themes/plain/node_modules/a/package.json",
        "themes/plain/node_modules/a/src/a.js",
        "themes/plain/node_modules/a/example/a.css",
        "themes/plain/node_modules/a/dist/legacy/a.js",
    ];
    let unseen =
        unseen.into_iter().filter(|file| !seen.iter().any(|seen| seen.starts_with(&format!("{file}/"))));
    let home = site(&seen.into_iter().chain(unseen).collect::<Vec<_>>());
    write(&home, "content/4913", "x");
    assert_eq!(names(&home), seen);
    assert_eq!(told(&home), Vec::<String>::new());
}

#[test]
fn links_are_followed_inside_and_told_outside() {
    let home = site(&["content/a.md", "content/blog/b.md", "data/d.csv", "LISEZMOI.md"]);
    let root = home.path().join("site");
    fs::write(home.path().join("secret.md"), "secret").unwrap();
    fs::create_dir(home.path().join("dehors")).unwrap();
    fs::write(home.path().join("dehors/x.md"), "x").unwrap();
    let links = [
        ("../LISEZMOI.md", "content/lisezmoi.md"),
        ("../content/blog", "data/blog"),
        ("../../secret.md", "content/secret.md"),
        ("../../dehors", "content/dehors"),
        ("/etc/passwd", "data/passwd"),
        ("..", "content/site"),
        (".", "content/blog/ici"),
        ("nulle-part", "content/perdu.md"),
        ("moi", "content/moi"),
        ("author@host.4242", "content/.#a.md"),
    ];
    links.iter().for_each(|(target, link)| symlink(target, root.join(link)).unwrap());
    symlink(root.join("data/d.csv"), root.join("data/absolu.csv")).unwrap();
    let expected = [
        "content/a.md",
        "content/blog/b.md",
        "content/lisezmoi.md",
        "data/absolu.csv",
        "data/blog/b.md",
        "data/d.csv",
    ];
    assert_eq!(names(&home), expected);
    let told: BTreeSet<String> = told(&home).into_iter().collect();
    let faults = [
        ("content/blog/ici", "ici", "tourne en rond"),
        ("content/dehors", "dehors", "mène hors du site"),
        ("content/moi", "moi", "tourne en rond"),
        ("content/perdu.md", "perdu.md", "ne mène nulle part"),
        ("content/secret.md", "secret.md", "mène hors du site"),
        ("content/site", "site", "tourne en rond"),
        ("data/blog/ici", "ici", "tourne en rond"),
        ("data/passwd", "passwd", "mène hors du site"),
    ];
    let line = |(path, name, fault)| {
        format!("lien-hors-site {path}: le lien symbolique « {name} » {fault} ; il est laissé de côté")
    };
    assert_eq!(told, faults.map(line).into_iter().collect());
    let (snapshot, _) = observe(&root).unwrap();
    assert!(snapshot.read(&SitePath::new("data/absolu.csv")).is_ok());
    for outside in ["content/secret.md", "data/passwd", "../secret.md", "/etc/passwd", "content/dehors/x.md"]
    {
        let error = snapshot.read(&SitePath::new(outside)).unwrap_err();
        assert_eq!(error.to_string(), format!("{outside} mène hors du site"));
    }
}

#[test]
fn folders_that_lead_to_one_another_do_not_hang() {
    let home = site(&["content/a/a.md", "content/b/b.md"]);
    let root = home.path().join("site/content");
    symlink("../b", root.join("a/vers-b")).unwrap();
    symlink("../a", root.join("b/vers-a")).unwrap();
    assert!(names(&home).contains(&"content/a/vers-b/b.md".to_owned()));
    assert_eq!(told(&home).len(), 2);
}

#[test]
fn a_name_that_is_not_text_is_told() {
    let home = site(&["content/a.md"]);
    let root = home.path().join("site/content");
    fs::write(root.join(OsStr::from_bytes(b"caf\xe9.md")), "x").unwrap();
    fs::create_dir(root.join(OsStr::from_bytes(b"\xe9t\xe9"))).unwrap();
    fs::write(root.join(OsStr::from_bytes(b"\xe9t\xe9/a.md")), "x").unwrap();
    assert_eq!(names(&home), ["content/a.md"]);
    assert_eq!(
        told(&home),
        [
            "pas-utf8 content/caf\u{fffd}.md: le nom « caf\u{fffd}.md » n'est pas en UTF-8 ; il est laissé de côté",
            "pas-utf8 content/\u{fffd}t\u{fffd}: le nom « \u{fffd}t\u{fffd} » n'est pas en UTF-8 ; il est laissé de côté",
        ]
    );
}

#[test]
fn a_file_written_twice_within_a_tick_of_the_clock_is_seen() {
    let home = site(&[]);
    let path = home.path().join("site/content/a.md");
    write(&home, "content/a.md", "un");
    let date = fs::metadata(&path).unwrap().modified().unwrap();
    let before = stamp(&home, "content/a.md");
    assert_eq!(before, stamp(&home, "content/a.md"), "a stamp is steady");
    fs::write(&path, "zz").unwrap();
    File::options().write(true).open(&path).unwrap().set_times(FileTimes::new().set_modified(date)).unwrap();
    assert_ne!(before, stamp(&home, "content/a.md"));
    fs::write(&path, "un").unwrap();
    assert_eq!(before, stamp(&home, "content/a.md"), "a young file is known by its content");
}

#[test]
fn an_old_file_replaced_by_one_of_the_same_size_and_date_is_seen() {
    let home = site(&["content/a.md", "content/b.md"]);
    let root = home.path().join("site/content");
    age(&root.join("a.md"), 3600);
    let before = stamp(&home, "content/a.md");
    let date = fs::metadata(root.join("a.md")).unwrap().modified().unwrap();
    fs::write(root.join("b.md"), "y").unwrap();
    File::options()
        .write(true)
        .open(root.join("b.md"))
        .unwrap()
        .set_times(FileTimes::new().set_modified(date))
        .unwrap();
    fs::rename(root.join("b.md"), root.join("a.md")).unwrap();
    assert_ne!(before, stamp(&home, "content/a.md"));
}

#[test]
fn the_same_bytes_at_two_places_have_two_stamps() {
    let home = site(&["content/a.md", "content/b.md"]);
    assert_ne!(stamp(&home, "content/a.md"), stamp(&home, "content/b.md"));
}

#[test]
fn what_is_too_heavy_or_no_file_is_refused_without_being_read() {
    let home = site(&["data/a.csv"]);
    let root = home.path().join("site");
    let heavy = File::create(root.join("data/lourd.csv")).unwrap();
    heavy.set_len((64 << 20) + 1).unwrap();
    let pipe = rustix::fs::mknodat(
        rustix::fs::CWD,
        root.join("data/tuyau.csv"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    );
    assert!(pipe.is_ok());
    let (snapshot, diagnostics) = observe(&root).unwrap();
    assert!(diagnostics.is_empty());
    assert_eq!(
        snapshot.files().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        ["data/a.csv", "data/lourd.csv"]
    );
    let error = snapshot.read(&SitePath::new("data/lourd.csv")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::FileTooLarge);
    assert_eq!(error.to_string(), "data/lourd.csv pèse plus de 64 Mio, la limite pour une source");
    for odd in ["data/tuyau.csv", "data", "", "data/absent.csv"] {
        assert!(snapshot.read(&SitePath::new(odd)).is_err(), "{odd}");
    }
}

#[test]
fn a_root_that_is_not_there_is_named() {
    let home = site(&[]);
    write(&home, "fichier", "x");
    for (name, reason) in
        [("absent", "fichier ou dossier absent"), ("site/fichier", "un fichier est là où il faut un dossier")]
    {
        let path = home.path().join(name);
        let error = observe(&path).unwrap_err().to_string();
        assert_eq!(error, format!("impossible de lire le dossier {} : {reason}", path.display()));
    }
}
