//! The house rules, read off the source itself. `ARCHITECTURE.md` tells why; here they are held.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// Who may import whom, in reading order. A folder that is not named here fails the test.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("lib", &[]),
    ("base", &["base"]),
    ("model", &["base", "model"]),
    ("parse", &["base", "model", "parse"]),
    ("assemble", &["base", "model", "assemble"]),
    ("plan", &["base", "model", "plan"]),
    ("chart", &["base", "model", "chart"]),
    ("render", &["base", "model", "chart", "render"]),
    ("pipeline", &["base", "model", "parse", "assemble", "plan", "render", "pipeline"]),
    ("edge", &["base", "model", "edge"]),
    ("cli", &["base", "model", "pipeline", "edge", "cli"]),
    ("main", &["cli"]),
];

/// Outside crates, and the only rooms that know each.
const HOME: &[(&str, &[&str])] = &[
    ("jiff", &["base"]),
    ("blake3", &["base"]),
    ("unicode_normalization", &["base"]),
    ("pulldown_cmark", &["parse"]),
    ("serde_saphyr", &["parse"]),
    ("serde_yaml", &["cli"]),
    ("gray_matter", &[]),
    ("csv", &["parse"]),
    ("encoding_rs", &["parse"]),
    ("html5gum", &["parse", "render"]),
    ("imagesize", &["parse"]),
    ("roxmltree", &["parse"]),
    ("plotters", &["chart"]),
    ("plotters_backend", &["chart"]),
    ("tera", &["render"]),
    ("minify_html", &["render"]),
    ("css_inline", &["render"]),
    ("image", &["render"]),
    ("fast_image_resize", &["render"]),
    ("gif", &["render"]),
    ("webp", &["render"]),
    ("jpeg_encoder", &["render"]),
    ("resvg", &["render"]),
    ("rayon", &["base", "assemble", "pipeline", "edge"]),
    ("brotli", &["edge"]),
    ("flate2", &["edge"]),
    ("walkdir", &["edge"]),
    ("rustix", &["edge"]),
    ("anstream", &["edge"]),
    ("anstyle", &["edge"]),
    ("serde", &["edge", "cli"]),
    ("serde_json", &["edge", "cli", "render"]),
    ("notify", &["edge"]),
    ("tokio", &["edge"]),
    ("hyper", &["edge"]),
    ("hyper_util", &["edge"]),
    ("http_body_util", &["edge"]),
    ("http_range_header", &["edge"]),
    ("mime_guess", &["edge"]),
    ("open", &["edge"]),
    ("lettre", &["edge"]),
    ("clap", &["cli"]),
];

/// Only these rooms may meet the disk, the clock, the network, the environment and the terminal.
const MEETS_THE_WORLD: &[&str] = &["edge", "cli", "main"];
const WORLD: &[&str] =
    &["std::fs", "std::env", "std::net", "std::process", "SystemTime::now", "println!", "eprintln!"];

const LOOK: &[&str] = &["dsfr", "\"fr-", "marianne"];

/// Lines of one file, its `#[cfg(test)]` module counted apart.
const MOST_CODE: usize = 300;
const MOST_TESTS: usize = 60;

struct Source {
    /// From `src/`: `parse/links.rs`.
    name: String,
    /// Its first folder, or its stem at the top: `parse`, `main`.
    room: String,
    text: String,
    /// The text without comments.
    code: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder, sorted; what is built or fetched is left aside.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let made = [".git", "target", "node_modules", ".venv", "public"].contains(&name.as_str())
            || name.starts_with("public.");
        if made {
            continue;
        }
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn without_comment(line: &str) -> &str {
    let marks = ["// ", "///", "//!"];
    marks.iter().filter_map(|mark| line.find(mark)).min().map_or(line, |start| &line[..start])
}

fn sources() -> Vec<Source> {
    let base = root().join("src");
    let source = |path: PathBuf| {
        let name = path.strip_prefix(&base).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let code = text.lines().map(without_comment).collect::<Vec<_>>().join("\n");
        Source { room: name.split(['/', '.']).next().unwrap().to_owned(), name, text, code }
    };
    files(&base).into_iter().map(source).collect()
}

/// Rooms of ours that a source names: `crate::model::kind` is `model`.
fn imports(source: &Source) -> Vec<String> {
    let ours = if source.room == "main" { "kiosque::" } else { "crate::" };
    let name = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    source.code.split(ours).skip(1).map(name).collect()
}

/// True when the crate `outside` is named, not a word that ends like it.
fn names(code: &str, outside: &str) -> bool {
    let path = format!("{outside}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

fn assert_none(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn nobody_imports_upwards() {
    let mut broken = Vec::new();
    for source in sources() {
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(room, _)| *room == source.room) else {
            broken.push(format!("{}: no rule for this folder", source.name));
            continue;
        };
        for import in imports(&source) {
            if !allowed.contains(&import.as_str()) {
                broken.push(format!("{}: imports « {import} »", source.name));
            }
        }
        if source.code.contains("super::") {
            broken.push(format!("{}: says super::, write the whole path", source.name));
        }
    }
    assert_none(broken);
}

#[test]
fn outside_crates_stay_in_their_rooms() {
    let mut broken = Vec::new();
    for source in sources() {
        for (outside, rooms) in HOME {
            if !rooms.contains(&source.room.as_str()) && names(&source.code, outside) {
                broken.push(format!("{} knows {outside}", source.name));
            }
        }
    }
    assert_none(broken);
}

#[test]
fn only_the_edge_meets_the_world() {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| !MEETS_THE_WORLD.contains(&source.room.as_str())) {
        let said = WORLD.iter().filter(|word| source.code.contains(**word));
        broken.extend(said.map(|word| format!("{} says {word}", source.name)));
    }
    assert_none(broken);
}

/// `build`, `check` and `serve` differ in what they do with a round, never in how it is made.
#[test]
fn the_road_is_walked_from_one_place() {
    let walks = |source: &Source| {
        ["pipeline.run(", "pipeline.once(", "pipeline.decide("].iter().any(|walk| source.code.contains(walk))
    };
    let walkers: Vec<String> = sources().into_iter().filter(walks).map(|source| source.name).collect();
    assert_eq!(walkers, ["cli/round.rs"]);
}

#[test]
fn src_does_not_know_the_look() {
    let mut broken = Vec::new();
    for source in sources() {
        let code = source.code.to_lowercase();
        let said = LOOK.iter().filter(|word| code.contains(**word));
        broken.extend(said.map(|word| format!("{} says {word}", source.name)));
    }
    assert_none(broken);
}

#[test]
fn rooms_stay_small_and_say_what_they_are() {
    let mut broken = Vec::new();
    for Source { name, text, .. } in sources() {
        let (code, tests) = text.split_once("#[cfg(test)]\nmod ").unwrap_or((&text, ""));
        let (code, tests) = (code.lines().count(), tests.lines().count());
        if code > MOST_CODE {
            broken.push(format!("{name}: {code} lines of code, {MOST_CODE} at most"));
        }
        if tests > MOST_TESTS {
            broken.push(format!("{name}: {tests} lines of tests, {MOST_TESTS} at most (else in tests/)"));
        }
        if !text.starts_with("//!") && name.ends_with(".rs") {
            broken.push(format!("{name}: does not begin with //!"));
        }
    }
    assert_none(broken);
}

/// Names under `[dependencies]` or another heading of the manifest that ends like it.
fn dependencies(heading: &str) -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with(heading);
        } else if inside && line.contains('=') && !line.starts_with('#') {
            found.push(line.split(['=', '.']).next().unwrap().trim().to_owned());
        }
    }
    found
}

#[test]
fn every_dependency_is_justified() {
    let story = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let silent = |name: &String| !story.contains(&format!("`{name}`"));
    assert_none(dependencies("dependencies]").into_iter().filter(silent).collect());
}

#[test]
fn every_dependency_is_used() {
    let sources = sources();
    let idle = |name: &String| {
        let outside = name.replace('-', "_");
        !sources.iter().any(|source| names(&source.code, &outside))
    };
    assert_none(dependencies("[dependencies]").into_iter().filter(idle).collect());
}

/// Neither a host of a package registry, nor a path of the author's machine, nor a file that belongs to a package.
#[test]
fn nothing_lands_that_belongs_elsewhere() {
    let hosts = [["registry.", "npmjs"], ["registry.", "yarnpkg"], ["index.", "crates.io"], ["pypi", ".org"]];
    let paths = [["/ro", "ot/"], ["/wo", "rk/"], ["/ho", "me/"]];
    let words: Vec<String> = hosts.iter().chain(&paths).map(|halves| halves.concat()).collect();
    let mut broken = Vec::new();
    for path in files(&root()) {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let bytes = fs::read(&path).unwrap();
        if bytes.len() > 1_000_000 {
            broken.push(format!("{name}: over 1 MB"));
        }
        let file = name.rsplit('/').next().unwrap().to_lowercase();
        let packaged = file.ends_with(".woff2") || file.ends_with(".min.css") || file.ends_with(".min.js");
        if packaged {
            broken.push(format!("{name}: belongs to a package"));
        }
        let text = String::from_utf8_lossy(&bytes);
        let said = words.iter().filter(|word| text.contains(*word));
        broken.extend(said.map(|word| format!("{name}: says {word}")));
    }
    assert_none(broken);
}
