//! `kiosque new` gives a text that reads back, and never writes over one.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;

const KIND: &str = "name: article\nlabel: un article\nroute: /blog/{slug}/\nslug: django\nfields:\n  title: {type: text, required: true}\n  date: {type: date, required: true}\n";

fn run(root: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
    command.arg("--root").arg(root).args(words).env("SOURCE_DATE_EPOCH", "1735686000");
    command.output().unwrap()
}

fn site() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("content/blog")).unwrap();
    fs::write(root.path().join("kiosque.yaml"), "title: T\nbase_url: https://exemple.gouv.fr\n").unwrap();
    fs::write(root.path().join("content/blog/_kind.yaml"), KIND).unwrap();
    root
}

#[test]
fn the_front_matter_is_filled_in_and_quoted_where_yaml_asks_for_it() {
    let root = site();
    let title = "uMap : « la carte » #1";
    assert_eq!(run(root.path(), &["new", "blog", title]).status.code(), Some(0));
    let text = fs::read_to_string(root.path().join("content/blog/2025-01-01-umap-la-carte-1.md")).unwrap();
    let matter = text.split("---\n").nth(1).unwrap();
    let fields: serde_yaml::Value = serde_yaml::from_str(matter).unwrap();
    assert_eq!(fields["title"].as_str(), Some(title));
    assert_eq!(fields["date"].as_str(), Some("2025-01-01"), "midnight in Paris is the first of January");
    assert_eq!(fields["draft"].as_bool(), Some(true));
}

#[test]
fn nothing_is_written_over_and_a_slip_is_told() {
    let root = site();
    let path = root.path().join("content/blog/2025-01-01-un-titre.md");
    fs::write(&path, "à moi").unwrap();
    assert_eq!(run(root.path(), &["new", "blog", "Un titre"]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(&path).unwrap(), "à moi");
    let slip = run(root.path(), &["new", "blgo", "Un titre"]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(String::from_utf8(slip.stderr).unwrap().contains("vouliez-vous « blog » ?"));
}

#[test]
fn a_title_cannot_lead_out_of_its_folder() {
    let root = site();
    assert_eq!(run(root.path(), &["new", "blog", "../../etc/passwd"]).status.code(), Some(0));
    let names: Vec<_> =
        fs::read_dir(root.path().join("content/blog")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(names.iter().any(|name| name == "2025-01-01-etc-passwd.md"), "{names:?}");
}

fn written(root: &Path, words: &[&str]) -> String {
    let output = run(root, words);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().trim_end_matches(" est créé").to_owned()
}

fn refused(root: &Path, words: &[&str]) -> String {
    let output = run(root, words);
    assert_eq!(output.status.code(), Some(2), "{words:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_title_is_one_word_for_the_shell_and_not_an_empty_one() {
    let root = site();
    let said = refused(root.path(), &["new", "blog", "Deux", "mots"]);
    assert!(said.contains("kiosque new blog \"Deux mots\""), "{said}");
    for empty in ["", "  "] {
        let said = refused(root.path(), &["new", "blog", empty]);
        assert!(said.contains("le titre est vide"), "{said}");
    }
    assert_eq!(fs::read_dir(root.path().join("content/blog")).unwrap().count(), 1, "nothing is written");
}

#[test]
fn a_page_is_laid_where_pages_are_and_a_letter_is_known_by_its_day() {
    let root = site();
    let content = root.path().join("content");
    fs::write(content.join("_kind.yaml"), "name: page\nlabel: une page\nroute: /{stem}/\n").unwrap();
    assert_eq!(written(root.path(), &["new", "page", "Ici"]), "content/ici.md");
    refused(root.path(), &["new", "pages", "Où"]);
    fs::create_dir(content.join("pages")).unwrap();
    fs::write(content.join("pages/a-propos.md"), "---\ntitle: À propos\n---\n").unwrap();
    assert_eq!(written(root.path(), &["new", "page", "Là"]), "content/pages/la.md");
    assert_eq!(written(root.path(), &["new", "pages", "Là aussi"]), "content/pages/la-aussi.md");
    let kind = KIND.replace("article", "lettre").replace("slug: django", "formats: [web, email]");
    let kind = format!("{kind}  preheader: {{type: text}}\n");
    fs::create_dir(content.join("lettres")).unwrap();
    fs::write(content.join("lettres/_kind.yaml"), kind).unwrap();
    let path = written(root.path(), &["new", "lettres", "La lettre"]);
    assert_eq!(path, "content/lettres/2025-01-01-la-lettre.md");
    let text = fs::read_to_string(root.path().join(path)).unwrap();
    assert!(text.contains("\npreheader: à compléter\n"), "{text}");
}
