//! Compressed forms beside texts: what they hold, when they are made again, and what they leave alone.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod command;
mod folder;
mod site;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;

use command::Home;
use folder::below;
use kiosque::base::fingerprint::Fingerprint;

const SAMPLE: &str = "La ville de Saint-Étienne compte ses agents ; celle de Brest compte les siens.\n";

fn home() -> Home {
    let text = format!("---\ntitle: Un\n---\n{}", SAMPLE.repeat(40));
    let home = Home::of(&[
        ("content/un.md", &text),
        ("content/deux.md", &text.replace("Un", "Deux")),
        ("content/a.txt", &SAMPLE.repeat(200)),
        ("content/court.txt", "a"),
        ("content/b.csv", &"a;b\n".repeat(99)),
        ("content/b.csv.gz", "l’archive de quelqu’un"),
    ]);
    fs::write(home.root().join("content/film.mp4"), vec![0; 9_000]).unwrap();
    home
}

fn bytes(home: &Home, file: &str) -> Option<Vec<u8>> {
    fs::read(home.public().join(file)).ok()
}

fn unpacked(home: &Home, file: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let mut found = BTreeMap::new();
    if let Some(packed) = bytes(home, &format!("{file}.br")) {
        let mut text = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut text).unwrap();
        found.insert("br", text);
    }
    if let Some(packed) = bytes(home, &format!("{file}.gz")) {
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut text).unwrap();
        found.insert("gz", text);
    }
    found
}

fn identity(home: &Home, file: &str) -> u64 {
    fs::metadata(home.public().join(file)).unwrap().ino()
}

#[test]
fn each_text_has_its_forms_and_nothing_else_has() {
    let home = home();
    home.build(&["--compress"]);
    for file in ["un/index.html", "a.txt", "404.html"] {
        let text = bytes(&home, file).unwrap();
        let found = unpacked(&home, file);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), ["br", "gz"], "{file}");
        assert!(found.values().all(|unpacked| *unpacked == text), "{file}");
        for ending in found.keys() {
            assert!(bytes(&home, &format!("{file}.{ending}")).unwrap().len() < text.len());
        }
    }
    let gzip = bytes(&home, "a.txt.gz").unwrap();
    assert_eq!(
        (&gzip[..4], &gzip[4..8], gzip[9]),
        (&[31, 139, 8, 0][..], &[0; 4][..], 255),
        "no name, date or system"
    );
    for file in ["court.txt", "film.mp4", "kiosque-manifest.json", "_headers"] {
        assert!(bytes(&home, file).is_some(), "{file}");
        for ending in ["br", "gz"] {
            assert_eq!(bytes(&home, &format!("{file}.{ending}")), None, "{file}");
        }
    }
    assert_eq!(bytes(&home, "b.csv.gz").unwrap(), "l’archive de quelqu’un".as_bytes());
    assert!(bytes(&home, "b.csv.br").is_some() && bytes(&home, "b.csv.gz.br").is_none());
}

#[test]
fn what_did_not_change_is_not_made_again() {
    let home = home();
    home.build(&["--compress"]);
    let (one, two) = (identity(&home, "un/index.html.br"), identity(&home, "deux/index.html.gz"));
    let told = home.build(&["--compress"]);
    assert!(told.out.contains("aucun fichier écrit") && told.out.contains("aucun retiré"), "{}", told.out);
    home.put("content/un.md", "---\ntitle: Un\n---\nAutre.\n");
    home.build(&["--compress"]);
    assert_ne!(identity(&home, "un/index.html.br"), one);
    assert_eq!(identity(&home, "deux/index.html.gz"), two);
    let page = bytes(&home, "un/index.html").unwrap();
    assert!(unpacked(&home, "un/index.html").values().all(|text| *text == page));
    home.build(&[]);
    assert!(bytes(&home, "un/index.html.br").is_none() && bytes(&home, "b.csv.gz").is_some());
}

/// The former site is a place to take from, not to trust.
#[test]
fn what_the_former_site_holds_is_taken_only_if_it_is_what_would_be_made() {
    let home = home();
    home.build(&["--compress"]);
    let cold = below(&home.public());
    let set = |file: &str, text: &[u8]| {
        let path = home.public().join(file);
        fs::remove_file(&path).unwrap();
        fs::write(path, text).unwrap();
    };
    set("a.txt.br", b"faux");
    set("deux/index.html.gz", &bytes(&home, "un/index.html.gz").unwrap());
    home.build(&["--compress"]);
    assert_eq!(below(&home.public()), cold);
    let manifest = String::from_utf8(bytes(&home, "kiosque-manifest.json").unwrap()).unwrap();
    let old = manifest.replace("brotli 10/5", "brotli 4");
    let forged = Fingerprint::of_bytes(b"faux").whole();
    let made = Fingerprint::of_bytes(&bytes(&home, "a.txt.br").unwrap()).whole();
    assert!(old != manifest && old.contains(&made));
    set("kiosque-manifest.json", old.replace(&made, &forged).as_bytes());
    set("a.txt.br", b"faux");
    home.build(&["--compress"]);
    assert_eq!(below(&home.public()), cold, "another way of making them is another name");
}

/// When this fails because a library compresses otherwise, change `packed::WAY`, then these hashes.
#[test]
fn the_way_of_compressing_is_the_one_that_its_name_says() {
    let home = home();
    home.put("content/a.txt", include_str!("../LICENSE-APACHE"));
    home.build(&["--compress"]);
    let hash = |file: &str| Fingerprint::of_bytes(&bytes(&home, file).unwrap()).whole();
    let found = (kiosque::edge::publish::packed::WAY, hash("a.txt.br"), hash("a.txt.gz"));
    assert_eq!(
        found,
        (
            "brotli 10/5, gzip 9; 1",
            "b64349bb35b218b703b24eed637801e4".to_owned(),
            "99fca5598609ea4b6d91d4fbcb0b8e68".to_owned()
        )
    );
}
