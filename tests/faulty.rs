//! One small site for each thing that can be wrong, and the words said of it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use std::process::Output;

use kiosque::base::diagnostic::Code;
use kiosque::edge::report::Report;

use site::Site;
use site::tests;

/// Codes that only the world can give, and the test that asks the world.
const ELSEWHERE: &[(Code, &str)] = &[
    (Code::FileUnreadable, "hostile.rs"),
    (Code::FileTooLarge, "hostile.rs"),
    (Code::LinkOutside, "hostile.rs"),
    (Code::DataHeavy, "data.rs"),
];

/// The fault of each file of `everything/`, in reading order.
const EVERYTHING: [&str; 10] = [
    "cle-inconnue content/blog/_kind.yaml:11:1",
    "yaml-illisible content/blog/a-guillemet.md:2:8",
    "champ-obligatoire content/blog/b-sans-titre.md:3:1",
    "date-invalide content/blog/c-date.md:3:7",
    "lien-casse content/blog/d-lien.md:6:1",
    "fichier-absent content/blog/e-image.md:5:1",
    "adresse-prise content/f-adresse.md:1:1",
    "colonne-inconnue content/g-chiffres.md:9:4",
    "ligne-irreguliere data/reponses.csv:3:2",
    "gabarit-fautif themes/mien/templates/page.html:2:12",
];

fn names() -> BTreeSet<String> {
    let folders = fs::read_dir(tests().join("sites/faulty")).unwrap();
    folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn told(name: &str) -> Vec<Report> {
    Site::read(&format!("faulty/{name}")).build().reports
}

#[test]
fn each_code_has_a_site_that_shows_it_or_a_test_elsewhere() {
    let mut expected: BTreeSet<String> = Code::ALL.iter().map(|code| code.name().to_owned()).collect();
    for (code, file) in ELSEWHERE {
        expected.remove(code.name());
        let text = fs::read_to_string(tests().join(file)).unwrap();
        assert!(text.contains(&format!("{:?}", code.name())), "{file} says nothing of {}", code.name());
    }
    expected.insert("everything".to_owned());
    assert_eq!(names(), expected);
}

#[test]
fn each_faulty_site_is_told_in_the_words_expected_of_it() {
    let mut wrong = Vec::new();
    for name in names() {
        let reports = told(&name);
        let text: String = reports.iter().map(|report| site::line(report) + "\n").collect();
        let file = tests().join("sites/faulty").join(&name).join("expected.txt");
        if env::var_os("UPDATE").is_some() {
            fs::write(&file, &text).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if text != expected {
            wrong.push(format!("{name} says:\n{text}instead of:\n{expected}"));
        }
        if name != "everything" && !reports.iter().any(|report| report.code == name) {
            wrong.push(format!("{name} does not say its own code"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ten_mistakes_in_ten_files_are_ten_messages_in_one_run() {
    let reports = told("everything");
    let place = |it: &Report| {
        let path = it.path.as_deref().unwrap();
        format!("{} {path}:{}:{}", it.code, it.line.unwrap(), it.column.unwrap())
    };
    assert_eq!(reports.iter().map(place).collect::<Vec<_>>(), EVERYTHING);
}

/// What every message must be, so that whoever reads it knows what to do.
#[test]
fn each_message_is_one_french_sentence_and_the_help_says_what_to_do() {
    let mut wrong = Vec::new();
    for name in names() {
        for report in told(&name) {
            let (message, help) = (&report.message, report.help.clone().unwrap_or_default());
            let first = message.chars().next().unwrap();
            let english = [
                "expected",
                "found",
                "invalid",
                "unknown",
                " the ",
                "error",
                "Unexpected",
                "Option<",
                "&str",
                "::",
            ];
            let told = format!("{message} {help}");
            for (fault, is) in [
                ("starts with a capital", first.is_uppercase()),
                ("ends with a stop", message.ends_with('.') || help.ends_with('.')),
                ("has several lines", told.contains('\n')),
                ("is English", english.iter().any(|word| told.replace(":::", "").contains(word))),
                ("has no cure", help.is_empty()),
                ("has no place", report.path.is_none() && name != "configuration-absente"),
                ("is too long to read", message.chars().count() > 200),
            ] {
                if is {
                    wrong.push(format!("{name}: {fault}: {message} [{help}]"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names, bytes and inodes of all that stands below a folder.
fn state(folder: &Path) -> BTreeMap<String, (u64, i64, Vec<u8>)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let facts = path.symlink_metadata().unwrap();
        let bytes = if path.is_dir() { Vec::new() } else { fs::read(&path).unwrap() };
        if path.is_dir() {
            found.extend(state(&path));
        }
        found.insert(path.display().to_string(), (facts.ino(), facts.mtime_nsec(), bytes));
    }
    found
}

fn kiosque(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
    command.arg("--root").arg(root).args(arguments).args(["--today", site::TODAY]).output().unwrap()
}

#[test]
fn a_faulty_site_is_not_published_and_the_published_one_is_not_touched() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("site");
    let sound = site::small(&[("content/un.md", "---\ntitle: Un\n---\n"), ("content/vieux.md", "Vieux.\n")]);
    sound.write(&root);
    let first = kiosque(&root, &["build"]);
    assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
    let before = state(&root.join("public"));
    assert!(before.len() > 5);
    fs::remove_dir_all(root.join("content")).unwrap();
    fs::remove_dir_all(root.join("themes")).unwrap();
    Site::read("faulty/everything").write(&root);
    for (arguments, code) in [(["build"].as_slice(), 1), (&["check"], 1), (&["build", "--quiet"], 1)] {
        let run = kiosque(&root, arguments);
        let told = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(code), "{told}");
        for fault in EVERYTHING {
            let place = fault.split(' ').next_back().unwrap();
            assert_eq!(
                told.matches(&format!("{place} ")).count() + told.matches(&format!("{place}\n")).count(),
                1,
                "{place}: {told}"
            );
        }
        assert_eq!(state(&root.join("public")), before, "{arguments:?}");
    }
    let left: Vec<_> = fs::read_dir(&root).unwrap().map(|it| it.unwrap().file_name()).collect();
    let known = ["kiosque.yaml", "content", "data", "themes", "public"];
    assert!(left.iter().all(|it| known.contains(&it.to_str().unwrap())), "leftovers: {left:?}");
}

#[test]
fn warnings_publish_unless_they_are_told_not_to() {
    let home = tempfile::tempdir().unwrap();
    site::small(&[("content/un.md", "---\ntitle: Un\n---\n[vide]()\n")]).write(home.path());
    let strict = kiosque(home.path(), &["build", "--strict"]);
    assert_eq!(strict.status.code(), Some(1), "{}", String::from_utf8_lossy(&strict.stderr));
    assert!(!home.path().join("public").exists());
    assert_eq!(kiosque(home.path(), &["build"]).status.code(), Some(0));
    assert!(home.path().join("public/un/index.html").exists());
}

/// What a newcomer's first article may hold: all is told, nothing is stopped.
#[test]
fn faults_of_accessibility_are_remarks_that_stop_nothing() {
    let home = tempfile::tempdir().unwrap();
    let text = "---\ntitle: Un\n---\n# Premier\n\n#### Sauté\n\nVoir [](https://exemple.fr/), [cliquez ici](htp://x), \
        [écrire](mailto:pas-une-adresse).\n\n<img src=\"https://exemple.fr/a.png\">\n";
    site::small(&[("content/un.md", text)]).write(home.path());
    for arguments in [["check"].as_slice(), &["check", "--strict"], &["build", "--strict"]] {
        let run = kiosque(home.path(), arguments);
        let told = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(0), "{told}");
        for fault in [
            "titre-saute]* content/un.md:6:1",
            "lien-sans-mots]* content/un.md:8:6",
            "lien-vague]* content/un.md:8:31",
            "adresse-douteuse]* content/un.md:8:31",
            "adresse-douteuse]* content/un.md:8:55",
            "image-sans-mots]* content/un.md:10:1",
        ] {
            let (code, place) = fault.split_once("]* ").unwrap();
            let said = |line: &str| line.contains(&format!("[{code}]")) && line.ends_with(place);
            assert!(told.lines().any(said), "{fault}: {told}");
        }
    }
}

#[test]
fn a_site_with_a_warning_is_not_said_to_be_in_order() {
    let home = tempfile::tempdir().unwrap();
    site::small(&[("content/un.md", "---\ntitle: Un\n---\n[vide]()\n")]).write(home.path());
    let told = |arguments: &[&str]| {
        let run = kiosque(home.path(), arguments);
        (run.status.code(), String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned())
    };
    let (code, warned) = told(&["check"]);
    assert_eq!(code, Some(0), "{warned}");
    assert!(warned.contains("le site peut être publié") && !warned.contains("en ordre"), "{warned}");
    fs::write(home.path().join("content/un.md"), "---\ntitle: Un\n---\nTexte.\n").unwrap();
    let (_, sound) = told(&["check"]);
    assert!(sound.contains("le site est en ordre"), "{sound}");
}
