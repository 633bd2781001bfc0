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
];

/// The fault of each file of `everything/`, in reading order.
const EVERYTHING: [&str; 10] = [
    "yaml-illisible content/blog/a-guillemet.md:2:8",
    "champ-obligatoire content/blog/b-sans-titre.md:3:1",
    "date-invalide content/blog/c-date.md:3:7",
    "lien-casse content/blog/d-lien.md:6:1",
    "fichier-absent content/blog/e-image.md:5:1",
    "cle-inconnue content/blog/_kind.yaml:11:1",
    "adresse-prise content/f-adresse.md:1:1",
    "colonne-inconnue content/g-chiffres.md:9:4",
    "ligne-irreguliere data/reponses.csv:3:3",
    "gabarit-fautif themes/mien/templates/page.html:2:7",
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
