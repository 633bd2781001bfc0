//! Whoever types a command is answered in French: help as well as mistakes.
use std::process::Command;

fn kiosque() -> Command {
    Command::new(env!("CARGO_BIN_EXE_kiosque"))
}

/// What the library would say by itself.
const FOREIGN: [&str; 8] =
    ["Usage", "Commands", "Arguments:", "Options:", "Print ", "default:", "possible values", "error:"];

#[test]
fn every_help_is_in_french() {
    let commands: [&[&str]; 15] = [
        &[],
        &["build"],
        &["check"],
        &["serve"],
        &["new"],
        &["init"],
        &["data"],
        &["data", "inspect"],
        &["diff"],
        &["rollback"],
        &["headers"],
        &["redirects"],
        &["sources"],
        &["newsletter"],
        &["newsletter", "send"],
    ];
    for words in commands {
        let output = kiosque().args(words).arg("--help").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            said.contains("Emploi : kiosque") && said.contains("Affiche cette aide"),
            "{words:?}: {said}"
        );
        for foreign in FOREIGN {
            assert!(!said.contains(foreign), "{words:?} says {foreign}: {said}");
        }
    }
}

#[test]
fn what_is_missing_or_does_not_fit_is_named() {
    for (words, expected) in [
        (&["bild"][..], "commande inconnue : « bild » ; vouliez-vous « build » ?"),
        (&["build", "--outpt", "x"], "option inconnue : « --outpt » ; vouliez-vous « --output » ?"),
        (&["build", "--format", "x"], "valeurs possibles : human, json, github, gitlab"),
        (&["new", "blog"], "il manque « <TITRE> »"),
        (&["build", "--today", "hier"], "« hier » ne convient pas à l'option « --today <DATE> »"),
    ] {
        let output = kiosque().args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(expected), "{words:?}: {said}");
        assert!(FOREIGN.iter().all(|foreign| !said.contains(foreign)), "{words:?}: {said}");
    }
}
