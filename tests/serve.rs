//! `kiosque serve` as a program: what it answers, to whom, and that it stays true.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod preview;
mod site;

use std::fs;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use preview::Preview;
use preview::built;
use site::Site;

fn laid(name: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    Site::read(name).write(&home.path().join("site"));
    home
}

/// An address as a browser writes it.
fn escaped(file: &str) -> String {
    let safe = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    file.bytes().map(|b| if safe(b) { (b as char).to_string() } else { format!("%{b:02X}") }).collect()
}

fn assert_served(preview: &Preview, root: &Path, into: &Path, when: &str) {
    let files = built(root, into);
    assert!(files.len() > 10, "{} files", files.len());
    // What a publication says of itself is not the preview's to say.
    for (file, bytes) in files.into_iter().filter(|(file, _)| file != "/kiosque-manifest.json") {
        let answer = preview.get(&escaped(&file));
        assert_eq!(answer.status, 200, "{when}: {file}");
        let same = if file.ends_with(".html") { answer.plain() == bytes } else { answer.body == bytes };
        assert!(same, "{when}: {file} is served otherwise than built");
    }
}

#[test]
fn served_bytes_are_built_bytes() {
    let home = laid("journal");
    let root = home.path().join("site");
    let preview = Preview::of(&root);
    assert_served(&preview, &root, &home.path().join("public"), "at first");
    let page = preview.get("/");
    assert_ne!(page.plain(), page.body, "the page has its script");
}

/// A small generator, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// One thing that happens to a folder on an ordinary day.
fn edit(root: &Path, dice: &mut Dice, n: usize) {
    let blog = root.join("content/blog");
    let file = |dice: &mut Dice| blog.join(format!("essai-{}.md", dice.roll(8)));
    let text = |title: &str| format!("---\ntitle: {title}\ndate: 2025-0{}-11\n---\nMot {n}.\n", n % 9 + 1);
    let (one, other) = (file(dice), file(dice));
    let folder = root.join("content").join(format!("dossier-{}", dice.roll(2)));
    _ = match dice.roll(12) {
        0..=3 => fs::write(&one, text(&format!("Essai {}", one.file_stem().unwrap().to_str().unwrap()))),
        4 => fs::write(&one, "---\ntitle: \"jamais fermé\ndate: [\n---\n"),
        5 => fs::remove_file(&one),
        6 => fs::rename(&one, &other),
        // As editors save: beside, then over.
        7 => {
            let beside = one.with_extension("md~");
            fs::write(&beside, text("À côté")).and_then(|()| fs::rename(&beside, &one))
        }
        8 => fs::create_dir_all(folder.join("bas"))
            .and_then(|()| fs::write(folder.join(format!("bas/note-{n}.md")), "# Bas\n")),
        9 => fs::remove_dir_all(&folder),
        10 => fs::rename(&folder, root.join("content/ailleurs"))
            .or_else(|_| fs::remove_dir_all(root.join("content/ailleurs"))),
        _ => fs::write(root.join("data/mesures-essai.csv"), format!("mois,visites\n2025-01,{n}\n")),
    };
    std::thread::sleep(Duration::from_millis(dice.roll(8) as u64));
}

/// What the dice broke is repaired, so that a site comes out.
fn repair(root: &Path) {
    for n in 0..8 {
        let path = root.join(format!("content/blog/essai-{n}.md"));
        let day = format!("---\ntitle: Essai réparé {n}\ndate: 2025-03-11\n---\nRéparé.\n");
        if path.exists() {
            fs::write(path, day).unwrap();
        }
    }
}

#[test]
fn a_thousand_edits_later_the_preview_is_a_clean_build() {
    let home = laid("journal");
    let root = home.path().join("site");
    fs::create_dir_all(root.join("data")).unwrap();
    let preview = Preview::of(&root);
    let mut dice = Dice(20_250_615);
    for n in 1..=1_000 {
        edit(&root, &mut dice, n);
        if n % 125 == 0 {
            repair(&root);
            fs::write(root.join("content/temoin.md"), format!("# Témoin\n\njeton{n}fin\n")).unwrap();
            let token = format!("jeton{n}fin");
            let seen =
                |preview: &Preview| String::from_utf8_lossy(&preview.get("/temoin/").body).contains(&token);
            preview.until(&token, seen);
            assert_served(&preview, &root, &home.path().join("public"), &format!("after {n} edits"));
        }
    }
}

#[test]
fn only_pages_of_the_site_leave_and_only_to_this_machine() {
    let home = laid("journal");
    let root = home.path().join("site");
    fs::write(home.path().join("secret.txt"), "secret").unwrap();
    let preview = Preview::of(&root);
    let climbs = [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/%252e%252e/secret.txt",
        "/a/../../secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "//secret.txt",
        "/kiosque.yaml",
        "/content/_index.md",
        "/_kiosque/../kiosque.yaml",
        "/_kiosque/page?path=/../secret.txt",
        "/_kiosque/page?path=%2F..%2Fsecret.txt",
        "/_kiosque/page?path=/_kiosque/page",
        "/%00",
        "/.env",
    ];
    for path in climbs {
        let answer = preview.get(path);
        let leaked =
            String::from_utf8_lossy(&answer.body).contains("secret\u{0}") || answer.body == b"secret";
        assert!(matches!(answer.status, 400 | 404) && !leaked, "{path}: {}", answer.status);
    }
    for host in ["evil.example", "localhost:1", "127.0.0.1.evil.example:80", ""] {
        assert_eq!(preview.with("/", &format!("Host: {host}\r\n")).status, 403, "{host}");
    }
    let own = format!("Host: {}\r\n", preview.address);
    for more in ["Origin: https://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"] {
        assert_eq!(preview.with("/", &format!("{own}{more}")).status, 403, "{more}");
    }
    assert_eq!(preview.with("/", "").status, 403, "no host");
    let headers = preview.get("/").head;
    for wanted in ["default-src 'none'", "nosniff", "no-store", "cross-origin-resource-policy: same-origin"] {
        assert!(headers.contains(wanted), "{wanted} in {headers}");
    }
    assert!(!headers.contains("unsafe-") && !headers.contains("access-control-allow"), "{headers}");
}

#[test]
fn open_data_says_that_others_may_read_it_but_a_preview_is_read_by_nobody_else() {
    let home = laid("journal");
    let root = home.path().join("site");
    let kind = "name: bateau\nroute: /bateaux/{stem}/\ntemplate: page.html\nlist: {route: /bateaux/, template: page.html}\n\
        fields: {title: {type: text, required: true}}\nshapes: [{route: /api/v1/bateaux.json, template: _b.json}]\n";
    fs::create_dir(root.join("content/bateaux")).unwrap();
    fs::write(root.join("content/bateaux/_kind.yaml"), kind).unwrap();
    fs::write(root.join("content/bateaux/_b.json"), "[{{ entries | length }}]").unwrap();
    fs::write(root.join("content/bateaux/a.md"), "---\ntitle: A\n---\n").unwrap();
    let preview = Preview::of(&root);
    let open = preview.get("/api/v1/bateaux.json");
    assert_eq!((open.status, open.header("access-control-allow-origin")), (200, Some("*")));
    assert!(open.header("content-security-policy").is_some());
    assert_eq!(preview.get("/bateaux/a/").header("access-control-allow-origin"), None);
    let foreign = format!("Host: {}\r\nOrigin: https://autre.exemple.fr\r\n", preview.address);
    let refused = preview.with("/api/v1/bateaux.json", &foreign);
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (403, None));
}

#[test]
fn answers_are_those_of_a_static_host() {
    let home = laid("journal");
    let root = home.path().join("site");
    let video: Vec<u8> = (0..300_000_u32).map(|n| n as u8).collect();
    fs::write(root.join("content/film.mp4"), &video).unwrap();
    fs::write(root.join("content/page-neuve.md"), "# Page neuve\n").unwrap();
    let preview = Preview::of(&root);
    let own = format!("Host: {}\r\n", preview.address);
    let moved = preview.get("/page-neuve");
    assert_eq!((moved.status, moved.header("location")), (301, Some("/page-neuve/")));
    assert_eq!(preview.get("/page-neuve/index.html").plain(), preview.get("/page-neuve/").plain());
    let lost = preview.get("/nulle-part/");
    assert_eq!((lost.status, lost.header("content-type")), (404, Some("text/html; charset=utf-8")));
    let head = preview.ask(&format!("HEAD / HTTP/1.1\r\n{own}Connection: close\r\n\r\n"));
    assert_eq!((head.status, head.body.len()), (200, 0));
    let post =
        preview.ask(&format!("POST / HTTP/1.1\r\n{own}Connection: close\r\nContent-Length: 0\r\n\r\n"));
    assert_eq!((post.status, post.header("allow")), (405, Some("get, head")));
    let whole = preview.get("/film.mp4");
    assert_eq!(
        (whole.status, whole.header("content-type"), whole.body.len()),
        (200, Some("video/mp4"), 300_000)
    );
    let cases = [
        ("bytes=0-9", 206, 0..10, "bytes 0-9/300000"),
        ("bytes=299990-", 206, 299_990..300_000, "bytes 299990-299999/300000"),
        ("bytes=-5", 206, 299_995..300_000, "bytes 299995-299999/300000"),
        ("bytes=400000-", 416, 0..0, "bytes */300000"),
    ];
    for (range, status, expected, told) in cases {
        let answer = preview.with("/film.mp4", &format!("{own}Range: {range}\r\n"));
        assert_eq!((answer.status, answer.header("content-range")), (status, Some(told)), "{range}");
        assert_eq!(answer.body, video[expected], "{range}");
    }
    for odd in ["bytes=", "bytes=z", "lignes=1-2", "bytes=1-2,5-9"] {
        let answer = preview.with("/film.mp4", &format!("{own}Range: {odd}\r\n"));
        assert_eq!((answer.status, answer.body.len()), (200, 300_000), "{odd}");
    }
}

#[test]
fn nobody_keeps_the_others_waiting() {
    let home = laid("journal");
    let preview = Preview::of(&home.path().join("site"));
    let mut slow = preview.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
    let idle: Vec<_> = (0..1_000).map(|_| preview.connect()).collect();
    let mut listening: Vec<_> = (0..200).map(|_| preview.connect()).collect();
    for stream in &mut listening {
        let request = format!("GET /_kiosque/events?round=1 HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address);
        stream.write_all(request.as_bytes()).unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
    }
    assert_eq!(preview.get("/").status, 200);
    let giant = format!("Host: {}\r\nX-Giant: {}\r\n", preview.address, "a".repeat(1 << 20));
    assert!(matches!(preview.with("/", &giant).status, 0 | 431), "a giant header is refused");
    let many: String = (0..5_000).map(|n| format!("X-{n}: 1\r\n")).collect();
    assert!(matches!(preview.with("/", &format!("Host: {}\r\n{many}", preview.address)).status, 0 | 431));
    for odd in [
        "\r\n\r\n",
        "GET\r\n\r\n",
        "\0\u{1}\u{2}\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\n",
    ] {
        assert!(matches!(preview.ask(odd).status, 0 | 400 | 403 | 505), "{odd:?}");
    }
    assert_eq!(preview.get("/").status, 200);
    drop((slow, idle, listening));
}
