//! `REFERENCE.md` tells every key that is read and everything that templates are given.
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The first text between quotes after each of those words.
fn quoted(code: &str, before: &[&str]) -> BTreeSet<String> {
    let after = |word: &&str| code.match_indices(*word).map(|(at, word)| at + word.len()).collect::<Vec<_>>();
    let starts = before.iter().flat_map(after);
    starts.filter_map(|at| code[at..].split('"').next()).map(str::to_owned).collect()
}

/// Words of the page that stand between backquotes, cut at what is not part of a name.
fn told() -> BTreeSet<String> {
    let page = text("REFERENCE.md").replace("```", "`");
    let marked = page.split('`').skip(1).step_by(2);
    let name = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'));
    marked.flat_map(move |code| code.split(name)).map(str::to_owned).collect()
}

#[test]
fn every_key_that_is_read_is_told() {
    const READ: [&str; 14] = [
        "reader.require(\"",
        "reader.get(\"",
        "reader.text(\"",
        "reader.texts(\"",
        "reader.truth(\"",
        "inner.truth(\"",
        "reader.count(\"",
        "reader.each(\"",
        "reader.named(\"",
        "reader.inside(\"",
        "reader.pairs(\"",
        "reader.choice(\"",
        "paths(reader, \"",
        "declared(reader, \"",
    ];
    let told = told();
    let mut count = 0;
    for file in ["kind", "listing", "field", "component", "theme", "fact"] {
        let keys = quoted(&text(&format!("src/parse/settings/{file}.rs")), &READ);
        count += keys.len();
        let missing: Vec<&String> = keys.iter().filter(|key| !told.contains(*key)).collect();
        assert!(missing.is_empty(), "REFERENCE.md does not tell {missing:?}, which {file}.rs reads");
    }
    assert!(count > 60, "only {count} keys were found in the sources");
}

#[test]
fn everything_that_templates_are_given_is_told() {
    let told = told();
    let given =
        ["src/render/templates.rs", "src/render/prose.rs", "src/render/shape.rs", "src/render/mod.rs"];
    let words = ["register_filter(\"", "register_function(\"", "context.insert_value(\"", "put(\""];
    let names: BTreeSet<String> = given.iter().flat_map(|file| quoted(&text(file), &words)).collect();
    assert!(names.len() > 25, "only {names:?}");
    let missing: Vec<&String> = names.iter().filter(|name| !told.contains(*name)).collect();
    assert!(missing.is_empty(), "REFERENCE.md does not tell {missing:?}");
    let common = text("src/assemble/schema.rs");
    let common = common.split("const COMMON").nth(1).and_then(|after| after.split("];").next()).unwrap();
    for field in common.split('"').skip(1).step_by(2) {
        assert!(told.contains(field), "REFERENCE.md does not tell the field {field}");
    }
}
