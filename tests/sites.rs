//! Whole small sites, compared file by file with what they gave before.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;

use kiosque::model::output::Artifact;

use site::Site;
use site::tests;

/// Every file below `folder`, by its path from there.
fn tree(folder: &Path, below: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            tree(&path, &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
}

fn made(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let built = site.build();
    assert_eq!(built.said(), "");
    let bytes = |artifact: &Artifact| match artifact {
        Artifact::Bytes(bytes) => bytes.to_vec(),
        Artifact::Copy { path, size } => {
            assert_eq!(site.files[path].len() as u64, *size, "{path}");
            site.files[path].clone()
        }
    };
    built.files.iter().map(|(route, artifact)| (route.file(), bytes(artifact))).collect()
}

/// The first line that differs, of two texts.
fn difference(old: &[u8], new: &[u8]) -> String {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let at = old.lines().zip(new.lines()).position(|(old, new)| old != new);
    let at = at.unwrap_or_else(|| old.lines().count().min(new.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_owned();
    format!("line {}:\n- {}\n+ {}", at + 1, line(&old), line(&new))
}

#[test]
fn each_site_gives_the_files_expected_of_it() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(tests().join("sites")).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        if name == "faulty" {
            continue;
        }
        let made = made(&Site::read(&name));
        let expected = folder.join("expected");
        if env::var_os("UPDATE").is_some() {
            fs::remove_dir_all(&expected).ok();
            for (file, bytes) in &made {
                let file = expected.join(file);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, bytes).unwrap();
            }
        }
        let mut before = BTreeMap::new();
        tree(&expected, "", &mut before);
        assert!(!before.is_empty(), "{name} expects nothing");
        for (file, bytes) in &before {
            match made.get(file) {
                None => wrong.push(format!("{name}: {file} is gone")),
                Some(new) if new != bytes => wrong.push(format!("{name}: {file} {}", difference(bytes, new))),
                Some(_) => {}
            }
        }
        let new = made.keys().filter(|file| !before.contains_key(*file));
        wrong.extend(new.map(|file| format!("{name}: {file} is new")));
    }
    assert!(wrong.is_empty(), "{}\n\nUPDATE=1 rewrites them", wrong.join("\n"));
}
