//! Where a text begins, and that real texts are read without a word.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::path::Path;
use std::path::PathBuf;

use gray_matter::Matter;
use gray_matter::Pod;
use gray_matter::engine::Engine;
use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::diagnostic::Place;
use kiosque::base::path::SitePath;
use kiosque::base::span::LineColumn;
use kiosque::parse::front_matter::Split;
use kiosque::parse::front_matter::split;

/// gray_matter's splitter without its YAML.
struct Raw;

impl Engine for Raw {
    fn parse(_: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::Null)
    }
}

fn take(text: &str) -> (Split, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    (split(&SitePath::new("a.md"), text, &mut diagnostics), diagnostics)
}

/// Our split against gray_matter's, which trims and rewrites line ends.
fn agrees_with_gray_matter(text: &str) {
    let (ours, _) = take(text);
    let theirs = Matter::<Raw>::new().parse::<()>(text).unwrap();
    let matter = &text[ours.matter.0 as usize..ours.matter.1 as usize].replace("\r\n", "\n");
    let inner =
        matter.split_once('\n').map_or("", |(_, rest)| rest.rsplit_once('\n').map_or("", |(inner, _)| inner));
    let body = text[ours.body].replace("\r\n", "\n");
    assert_eq!((inner.trim(), body.trim()), (theirs.matter.trim(), theirs.content.trim()), "{text:?}");
}

#[test]
fn the_split_is_that_of_gray_matter_on_well_formed_texts() {
    for text in [
        "---\ntitle: a\n---\n\nBonjour\n",
        "---\ntitle: a\n---",
        "---  \ntitle: a\n---\t\nBonjour\n\n---\n\nSuite\n",
        "---\r\ntitle: a\r\ntags:\r\n  - b\r\n---\r\nBonjour\r\n",
        "---\n---\nBonjour",
        "---\n\n\ntitle: a\n\n---\nBonjour",
        "Bonjour\n---\ntitle: a\n---\n",
        "----\nBonjour\n----\n",
        " ---\ntitle: a\n---\n",
        "| a | b |\n--- | ---\n",
        "",
    ] {
        agrees_with_gray_matter(text);
    }
}

/// Text, keys (none when unusable), body, place and message of what is told.
type Case = (&'static str, Option<&'static [&'static str]>, &'static str, &'static [&'static str]);

#[test]
fn what_surrounds_the_fences() {
    let cases: &[Case] = &[
        ("\u{feff}---\na: b\n---\nc", Some(&["a"]), "c", &[]),
        ("\u{feff}c", Some(&[]), "c", &[]),
        ("---\na: b\n...\nc", Some(&["a"]), "c", &[]),
        ("---\r\na: b\r\n---\r\nc\r\n", Some(&["a"]), "c\r\n", &[]),
        ("---\n# rien\n---\nc", Some(&[]), "c", &[]),
        ("c\n", Some(&[]), "c\n", &[]),
        ("---\na: b\n\nc", None, "", &["1:1 l'en-tête s'ouvre par « --- » et ne se ferme jamais"]),
        ("---", None, "", &["1:1 l'en-tête s'ouvre par « --- » et ne se ferme jamais"]),
        ("---\na: b\n ---\nc", None, "", &["1:1 l'en-tête s'ouvre par « --- » et ne se ferme jamais"]),
        ("---\na: b\n—\nc", None, "", &["3:1 cette ligne est « — », et l'en-tête se borde de « --- »"]),
        (
            "---\na: b\n–-\nc\n---\nd",
            None,
            "d",
            &["3:1 cette ligne est « –- », et l'en-tête se borde de « --- »"],
        ),
        ("—\na: b\n—\nc", None, "c", &["1:1 cette ligne est « — », et l'en-tête se borde de « --- »"]),
        (
            "\n \n---\r\ntitle: b\n---\nc",
            None,
            "c",
            &["3:1 l'en-tête doit commencer à la première ligne du fichier ; une ligne vide le précède"],
        ),
        ("\n---\n\nBonjour : oui\n\n---\nc", Some(&[]), "\n---\n\nBonjour : oui\n\n---\nc", &[]),
        ("—\nBonjour\n—\n", Some(&[]), "—\nBonjour\n—\n", &[]),
        ("\n---\na: sans fin", Some(&[]), "\n---\na: sans fin", &[]),
        ("---\n- a\n---\nc", None, "c", &["2:1 l'en-tête n'est pas une suite de lignes « clé: valeur »"]),
        ("---\nBonjour\n---\nc", None, "c", &["2:1 l'en-tête n'est pas une suite de lignes « clé: valeur »"]),
        ("---\ntitle:Bonjour\n---\nc", None, "c", &["2:7 il manque une espace après « title: »"]),
        (
            "\u{feff}---\r\né: x\r\ntitle: uMap : b\r\n---\r\nc",
            None,
            "c",
            &["3:13 la valeur de « title » contient des deux-points suivis d'une espace"],
        ),
        (
            "---\na: b\na: c\n---\n",
            Some(&["a"]),
            "",
            &["3:1 la clé « a » est écrite deux fois : ligne 2 puis ligne 3"],
        ),
    ];
    for (text, keys, body, told) in cases {
        let (split, diagnostics) = take(text);
        let names = split
            .fields
            .as_ref()
            .map(|fields| fields.0.iter().map(|field| field.name.as_str()).collect::<Vec<_>>());
        assert_eq!((names.as_deref(), &text[split.body.clone()]), (*keys, *body), "{text:?}");
        let lines = diagnostics.iter().map(|said| {
            let Place::Bytes(span) = &said.at else { panic!("no place") };
            let at = LineColumn::of(text, span.start);
            format!("{}:{} {}", at.line, at.column, said.message)
        });
        assert_eq!(lines.collect::<Vec<_>>(), *told, "{text:?}");
    }
}

#[test]
fn places_of_fields_are_those_of_the_file() {
    let text = "\u{feff}---\r\ntitle: Été\r\nphases:\r\n  - name: construction\r\n---\r\nBonjour";
    let (split, _) = take(text);
    let slice = |range: (u32, u32)| &text[range.0 as usize..range.1 as usize];
    let fields = split.fields.unwrap();
    assert_eq!((slice(fields.0[0].range), slice(fields.get("title").unwrap().range)), ("title", "Été"));
    let phase = &fields.get("phases").unwrap().list().unwrap()[0];
    assert_eq!(slice(phase.map().unwrap().get("name").unwrap().range), "construction");
    assert!(slice(split.matter).starts_with("---\r\ntitle") && slice(split.matter).ends_with("\r\n---"));
}

/// Real texts of the State, which are not part of the project.
fn real_texts() -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared =
        if beside.is_dir() { Some(beside) } else { std::env::var("KIOSQUE_SHARED").ok().map(PathBuf::from) };
    let Some(shared) = shared.filter(|folder| folder.is_dir()) else {
        println!("no folder of real texts (set KIOSQUE_SHARED): nothing was read");
        return Vec::new();
    };
    let walk = ["corpus", "seeds"].into_iter().flat_map(|name| walkdir::WalkDir::new(shared.join(name)));
    let files = walk.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    files.filter(|path| path.extension().is_some_and(|e| e == "md" || e == "txt")).collect()
}

#[test]
fn real_texts_are_read_without_a_word_and_split_as_gray_matter_does() {
    let files = real_texts();
    let mut with_fields = 0;
    for path in &files {
        let text = std::fs::read_to_string(path).unwrap();
        let (split, diagnostics) = take(&text);
        assert!(diagnostics.is_empty(), "{}: {diagnostics:#?}", path.display());
        with_fields += usize::from(split.fields.is_some_and(|fields| !fields.0.is_empty()));
        agrees_with_gray_matter(&text);
    }
    println!("{with_fields} front matters in {} real texts", files.len());
}
