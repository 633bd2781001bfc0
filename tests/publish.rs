//! Publication is all or nothing, and leaves alone what did not change.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use kiosque::base::fingerprint::Fingerprint;
use kiosque::base::path::Route;
use kiosque::base::path::SitePath;
use kiosque::edge::publish::Published;
use kiosque::edge::publish::Stage;
use kiosque::model::output::Artifact;
use kiosque::model::output::Sink;
use tempfile::TempDir;

struct Site {
    home: TempDir,
}

impl Site {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("site/content")).unwrap();
        Self { home }
    }

    fn root(&self) -> PathBuf {
        self.home.path().join("site")
    }

    fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    fn open(&self) -> std::io::Result<Stage> {
        Stage::open(&self.root(), &self.public())
    }

    fn publish(&self, pages: &[(&str, &str)]) -> std::io::Result<Published> {
        let stage = self.open()?;
        pages.iter().for_each(|(route, text)| put(&stage, route, text));
        stage.commit()
    }

    fn read(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.public().join(file)).ok()
    }

    /// Everything beside the site's own folders: what a stage may have left.
    fn litter(&self) -> Vec<String> {
        let names = fs::read_dir(self.root()).unwrap().map(|entry| entry.unwrap().file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        names.filter(|name| name.starts_with("public.")).collect()
    }
}

fn put(stage: &Stage, route: &str, text: &str) {
    stage.put(
        &Route::new(route).unwrap(),
        Fingerprint::default(),
        Artifact::Bytes(Arc::from(text.as_bytes())),
    );
}

fn put_copy(stage: &Stage, route: &str, path: &str) {
    let artifact = Artifact::Copy { path: SitePath::new(path), size: 0 };
    stage.put(&Route::new(route).unwrap(), Fingerprint::default(), artifact);
}

fn identity(path: &Path) -> (u64, i64, i64) {
    let found = fs::metadata(path).unwrap();
    (found.ino(), found.mtime(), found.mtime_nsec())
}

#[test]
fn a_second_build_writes_the_difference_only() {
    let site = Site::new();
    let first =
        site.publish(&[("/", "accueil"), ("/a/", "un"), ("/b/", "deux"), ("/c.xml", "<x/>")]).unwrap();
    assert_eq!(first, Published { written: 4, unchanged: 0, removed: 0 });
    let kept = ["index.html", "a/index.html"].map(|file| identity(&site.public().join(file)));

    let second =
        site.publish(&[("/", "accueil"), ("/a/", "un"), ("/b/", "DEUX"), ("/d/e/", "neuf")]).unwrap();
    assert_eq!(second, Published { written: 2, unchanged: 2, removed: 1 });
    assert_eq!(kept, ["index.html", "a/index.html"].map(|file| identity(&site.public().join(file))));
    assert_eq!(site.read("b/index.html").as_deref(), Some("DEUX"));
    assert_eq!(site.read("d/e/index.html").as_deref(), Some("neuf"));
    assert!(!site.public().join("c.xml").exists());
    assert_eq!(site.litter(), Vec::<String>::new());
}

#[test]
fn a_page_that_moved_from_file_to_folder_is_replaced() {
    let site = Site::new();
    site.publish(&[("/", "x"), ("/a", "fichier")]).unwrap();
    assert_eq!(
        site.publish(&[("/", "x"), ("/a/", "dossier")]).unwrap(),
        Published { written: 1, unchanged: 1, removed: 1 }
    );
    assert_eq!(
        site.publish(&[("/", "x"), ("/a", "fichier")]).unwrap(),
        Published { written: 1, unchanged: 1, removed: 1 }
    );
    assert_eq!(site.read("a").as_deref(), Some("fichier"));
}

#[test]
fn a_failure_in_the_middle_leaves_the_old_site_whole() {
    let site = Site::new();
    site.publish(&[("/", "ancien"), ("/a/", "ancien")]).unwrap();
    let stage = site.open().unwrap();
    put(&stage, "/", "nouveau");
    put_copy(&stage, "/photo.png", "content/photo-absente.png");
    put(&stage, "/a/", "nouveau");
    let error = stage.commit().unwrap_err();
    assert_eq!(
        error.to_string(),
        "impossible d'écrire public/photo.png : impossible de lire content/photo-absente.png : fichier ou dossier absent"
    );
    assert_eq!(site.read("index.html").as_deref(), Some("ancien"));
    assert_eq!(site.read("a/index.html").as_deref(), Some("ancien"));
    assert_eq!(site.litter(), Vec::<String>::new());
}

#[test]
fn a_stage_that_is_dropped_never_was() {
    let site = Site::new();
    put(&site.open().unwrap(), "/", "rien");
    assert!(!site.public().exists());
    site.publish(&[("/", "ancien")]).unwrap();
    put(&site.open().unwrap(), "/", "rien");
    assert_eq!(site.read("index.html").as_deref(), Some("ancien"));
    assert_eq!(site.litter(), Vec::<String>::new());
}

#[test]
fn what_a_killed_run_left_is_mended_at_the_next_start() {
    let site = Site::new();
    site.publish(&[("/", "ancien")]).unwrap();
    for name in ["public.next-999999", "public.next-1/blog", "public.last-7"] {
        fs::create_dir_all(site.root().join(name)).unwrap();
        fs::write(site.root().join(name).join("index.html"), "moitié").unwrap();
    }
    fs::write(site.root().join("public.next.lock"), "999999").unwrap();
    fs::write(site.root().join("public.next-2"), "un fichier n'est pas de nous").unwrap();
    site.publish(&[("/", "ancien")]).unwrap();
    assert_eq!(site.read("index.html").as_deref(), Some("ancien"));
    assert_eq!(site.litter(), ["public.next-2"]);

    fs::rename(site.public(), site.root().join("public.last-7")).unwrap();
    drop(site.open().unwrap());
    assert_eq!(site.read("index.html").as_deref(), Some("ancien"));
}

#[test]
fn a_process_killed_while_laying_leaves_the_old_site_and_a_free_lock() {
    if std::env::var("KIOSQUE_TEST_SITE").is_ok() {
        return;
    }
    let site = Site::new();
    site.publish(&[("/", "ancien")]).unwrap();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "lays_for_ever_when_asked"])
        .env("KIOSQUE_TEST_SITE", site.root())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let begun = || {
        fs::read_dir(site.root()).unwrap().any(|entry| entry.unwrap().path().join("p9/index.html").exists())
    };
    while !begun() {
        assert_eq!(child.try_wait().unwrap(), None);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let busy = site.open().unwrap_err();
    assert!(busy.to_string().contains(&format!("(processus {})", child.id())), "{busy}");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(site.read("index.html").as_deref(), Some("ancien"));
    assert_eq!(site.litter().len(), 2);
    site.publish(&[("/", "nouveau")]).unwrap();
    assert_eq!(site.read("index.html").as_deref(), Some("nouveau"));
    assert_eq!(site.litter(), Vec::<String>::new());
}

/// Not a test by itself: the process that the one above kills.
#[test]
fn lays_for_ever_when_asked() {
    let Ok(root) = std::env::var("KIOSQUE_TEST_SITE") else { return };
    let root = PathBuf::from(root);
    let stage = Stage::open(&root, &root.join("public")).unwrap();
    for number in 0..1_000_000 {
        put(&stage, &format!("/p{number}/"), "texte");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

#[test]
fn two_builds_at_once_give_one_clear_message() {
    let site = Site::new();
    let first = site.open().unwrap();
    let error = site.open().unwrap_err();
    let expected = format!(
        "une autre construction de public est en cours (processus {}) ; attendez qu'elle finisse",
        std::process::id()
    );
    assert_eq!((error.kind(), error.to_string()), (ErrorKind::ResourceBusy, expected));
    put(&first, "/", "premier");
    first.commit().unwrap();
    site.publish(&[("/", "second")]).unwrap();
    assert_eq!(site.read("index.html").as_deref(), Some("second"));
}

#[test]
fn a_link_to_the_folder_stays_a_link() {
    let site = Site::new();
    let real = site.home.path().join("www");
    fs::create_dir(&real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o750)).unwrap();
    symlink(&real, site.public()).unwrap();
    site.publish(&[("/", "un")]).unwrap();
    site.publish(&[("/", "deux")]).unwrap();
    assert!(fs::symlink_metadata(site.public()).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(real.join("index.html")).unwrap(), "deux");
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o750, "an administrator's rights stay");

    fs::remove_file(site.public()).unwrap();
    symlink("/nulle/part", site.public()).unwrap();
    let error = site.open().unwrap_err().to_string();
    assert!(
        error.starts_with("impossible de publier dans public") && error.ends_with("ne mène nulle part"),
        "{error}"
    );
}

#[test]
fn an_address_cannot_be_a_file_and_a_folder() {
    for routes in [["/a", "/a/b"], ["/a/b", "/a"], ["/a", "/a/"], ["/a/", "/a"]] {
        let site = Site::new();
        let stage = site.open().unwrap();
        routes.iter().for_each(|route| put(&stage, route, "x"));
        let error = stage.commit().unwrap_err().to_string();
        assert!(
            error.ends_with(" : une adresse ne peut être à la fois un fichier et un dossier"),
            "{routes:?}: {error}"
        );
        assert!(!site.public().exists());
    }
    let site = Site::new();
    let stage = site.open().unwrap();
    ["/a/", "/a/index.html"].iter().for_each(|route| put(&stage, route, "x"));
    assert!(
        stage.commit().unwrap_err().to_string().ends_with("a/index.html : deux contenus veulent ce fichier")
    );
}

#[test]
fn files_are_readable_by_the_web_server_and_run_by_nobody() {
    let site = Site::new();
    let source = site.root().join("content/photo.png");
    fs::write(&source, vec![7; 100_000]).unwrap();
    fs::set_permissions(&source, fs::Permissions::from_mode(0o700)).unwrap();
    for expected in [
        Published { written: 2, unchanged: 0, removed: 0 },
        Published { written: 0, unchanged: 2, removed: 0 },
    ] {
        let stage = site.open().unwrap();
        put(&stage, "/", "x");
        put_copy(&stage, "/img/photo.png", "content/photo.png");
        assert_eq!(stage.commit().unwrap(), expected);
    }
    let copy = site.public().join("img/photo.png");
    assert_eq!(fs::read(&copy).unwrap(), vec![7; 100_000]);
    for (path, mode) in [(copy.as_path(), 0o644), (copy.parent().unwrap(), 0o755)] {
        assert_eq!(fs::metadata(path).unwrap().mode() & 0o777, mode, "{path:?}");
    }

    fs::write(&source, vec![8; 100_000]).unwrap();
    let stage = site.open().unwrap();
    put(&stage, "/", "x");
    put_copy(&stage, "/img/photo.png", "content/photo.png");
    assert_eq!(stage.commit().unwrap(), Published { written: 1, unchanged: 1, removed: 0 });
    assert_eq!(fs::read(&copy).unwrap(), vec![8; 100_000]);
}

#[test]
fn a_copy_cannot_bring_a_file_from_outside() {
    let site = Site::new();
    fs::write(site.home.path().join("secret"), "secret").unwrap();
    symlink(site.home.path().join("secret"), site.root().join("content/lien")).unwrap();
    for path in ["content/lien", "../secret", "/etc/passwd", "content/../../secret", "content"] {
        let stage = site.open().unwrap();
        put_copy(&stage, "/x", path);
        assert!(stage.commit().is_err(), "{path}");
        assert!(!site.public().exists());
    }
}

#[test]
fn addresses_cannot_leave_the_folder() {
    let hostile = ["/../x", "/..", "//../../etc/x", "/a/../../x", "/a\0", "/a\\..\\..\\x", "/./x"];
    assert!(hostile.iter().all(|text| Route::new(text).is_none()));
    let site = Site::new();
    fs::create_dir_all(site.root().join("public")).unwrap();
    fs::write(site.public().join("index.html"), "x").unwrap();
    let outside = site.home.path().join("ailleurs");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("garde"), "intact").unwrap();
    symlink(&outside, site.public().join("blog")).unwrap();
    let odd = ["/%2e%2e/x", "/…/x", "/ /", "/a&b/c;d/", "/blog/garde", "/~root/x"];
    site.publish(&odd.map(|route| (route, "page"))).unwrap();
    assert_eq!(fs::read_to_string(outside.join("garde")).unwrap(), "intact");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    assert!(!fs::symlink_metadata(site.public().join("blog")).unwrap().is_symlink());
    assert_eq!(site.read("%2e%2e/x").as_deref(), Some("page"));
}

#[test]
fn folders_that_hold_something_else_are_refused() {
    let site = Site::new();
    let root = site.root();
    for folder in ["src", "photos", "depot/.git", "vide", "ancien", "tronc", "public"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    for file in [
        "photos/a.jpg",
        "depot/index.html",
        "fichier",
        "ancien/index.html",
        "tronc/kiosque-manifest.json",
        "public/a",
    ] {
        fs::write(root.join(file), "x").unwrap();
    }
    let refused = [
        (".", "le site lui-même"),
        ("..", "le site lui-même"),
        ("content", "« content »"),
        ("content/nouveau/public", "« content »"),
        ("data", "« data »"),
        ("themes/x", "« themes »"),
        ("src", "« src »"),
        ("photos", "qui ne sont pas un site"),
        ("depot", "dépôt git"),
        ("fichier", "n'est pas un dossier"),
        ("absent/../public", "dossier absent"),
    ];
    for (target, expected) in refused {
        let error = Stage::open(&root, &root.join(target)).unwrap_err();
        assert!(error.to_string().contains(expected), "{target}: {error}");
        assert!(error.to_string().starts_with("impossible de publier dans "), "{error}");
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{target}");
    }
    assert!(Stage::open(&root, Path::new("/")).is_err());
    assert!(!root.join("content/nouveau").exists());
    for target in ["vide", "ancien", "tronc", "public", "sorties/du/jour", "contenu"] {
        Stage::open(&root, &root.join(target)).unwrap();
    }
}

#[test]
fn a_parent_that_cannot_be_written_is_named() {
    let site = Site::new();
    let parent = site.home.path().join("fermé");
    fs::create_dir(&parent).unwrap();
    fs::set_permissions(&parent, fs::Permissions::from_mode(0o555)).unwrap();
    // Nothing is closed to root but what the kernel itself shows.
    let is_root = fs::write(parent.join("essai"), "").is_ok();
    let parent = if is_root { PathBuf::from("/sys/kernel") } else { parent };
    let error = Stage::open(&site.root(), &parent.join("public")).unwrap_err().to_string();
    let expected = format!("impossible de publier dans {}/public : ", parent.display());
    assert!(error.starts_with(&expected), "{error}");
    assert!(error.ends_with("permission refusée") || error.ends_with("disque en lecture seule"), "{error}");
}

#[test]
fn a_reader_never_meets_a_missing_file() {
    let site = Site::new();
    site.publish(&[("/", "0"), ("/stable/", "toujours")]).unwrap();
    let done = AtomicBool::new(false);
    let missed = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut missed = 0;
            while !done.load(Ordering::Relaxed) {
                missed += usize::from(site.read("index.html").is_none_or(|text| text.is_empty()));
                missed += usize::from(site.read("stable/index.html").as_deref() != Some("toujours"));
            }
            missed
        });
        for number in 1..=50 {
            site.publish(&[("/", &number.to_string()), ("/stable/", "toujours")]).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    assert_eq!(missed, 0);
}

#[test]
fn many_threads_lay_one_site() {
    let site = Site::new();
    for _ in 0..2 {
        let stage = site.open().unwrap();
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let stage = &stage;
                scope.spawn(move || {
                    (0..100).for_each(|n| put(stage, &format!("/dossier/{n}/{thread}/"), "x"))
                });
            }
        });
        let published = stage.commit().unwrap();
        assert_eq!(published.written + published.unchanged, 800);
    }
    assert_eq!(site.read("dossier/99/7/index.html").as_deref(), Some("x"));
}
