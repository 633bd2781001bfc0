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
        (
            &["build", "--today", "hier"],
            "« hier » ne convient pas à l'option « --today <DATE> » : écrivez l'année, le mois et le jour (AAAA-MM-JJ)",
        ),
        (
            &["build", "--base-url", "foo"],
            "« foo » ne convient pas à l'option « --base-url <URL> » : l'adresse du site doit commencer par « https:// » ou « http:// » ; écrivez par exemple https://exemple.gouv.fr",
        ),
        (&["check", "--base-url", "https://a b.fr"], "l'adresse du site ne peut pas contenir une espace"),
        (&["newsletter", "check", "--base-url", "https:///x"], "écrivez par exemple https://exemple.gouv.fr"),
        (
            &["serve", "--port", "http"],
            "« http » ne convient pas à l'option « --port <PORT> » : écrivez un nombre de 0 à 65535",
        ),
        (&["serve", "--port", "70000"], "écrivez un nombre de 0 à 65535"),
        (
            &["agenda", "--days", "demain"],
            "« demain » ne convient pas à l'option « --days <NOMBRE> » : écrivez un nombre de 1 à 1000",
        ),
        (&["build", "--keep-previous=0"], "écrivez un nombre de 1 à 999"),
    ] {
        let output = kiosque().args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(expected), "{words:?}: {said}");
        assert!(FOREIGN.iter().all(|foreign| !said.contains(foreign)), "{words:?}: {said}");
    }
}
