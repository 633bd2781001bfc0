//! One fault, told to a person, a script, GitHub and GitLab.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic"
)]
use std::cell::Cell;
use std::collections::BTreeMap;

use kiosque::base::diagnostic::Code;
use kiosque::base::diagnostic::Diagnostic;
use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::diagnostic::Place;
use kiosque::base::path::SitePath;
use kiosque::base::span::Span;
use kiosque::edge::report::Report;
use kiosque::edge::report::SHOWN;
use kiosque::edge::report::first;
use kiosque::edge::report::github;
use kiosque::edge::report::gitlab;
use kiosque::edge::report::human;
use kiosque::edge::report::json;
use kiosque::edge::report::reports;
use kiosque::edge::report::totals;
use serde_json::Value;

const POST: &str = "---\ntitle: Été\ndaet: 2025\n---\n[là](perdu.md)\n";

fn span(range: std::ops::Range<usize>) -> Span {
    Span::new(&SitePath::new("content/a.md"), range)
}

fn find(text: &str) -> Span {
    let start = POST.find(text).unwrap();
    span(start..start + text.len())
}

fn read(path: &SitePath) -> Option<Vec<u8>> {
    match path.as_str() {
        "content/a.md" => Some(POST.as_bytes().to_vec()),
        "data/x.csv" => Some(b"mois;visites\n2025-01;douze\n".to_vec()),
        _ => None,
    }
}

fn all() -> Vec<Report> {
    reports(&told(), &read)
}

fn told() -> Diagnostics {
    let mut told = Diagnostics::default();
    let cell = Place::Cell { path: SitePath::new("data/x.csv"), line: 2, column: 2 };
    told.push(Diagnostic::warning(Code::DataCell, cell, "« douze » n'est pas un nombre"));
    told.push(Diagnostic::error(Code::LinkBroken, find("perdu.md"), "100 % perdu"));
    told.push(
        Diagnostic::note(Code::FieldUnknown, find("daet"), "champ inconnu")
            .with_help("vouliez-vous dire « date » ?"),
    );
    told.push(Diagnostic::error(Code::ConfigMissing, Place::Nowhere, "pas de kiosque.yaml"));
    told.push(Diagnostic::error(
        Code::FileUnreadable,
        Span::top(&SitePath::new("content/b,c:d.md")),
        "illisible",
    ));
    told.push(Diagnostic::error(Code::LinkBroken, find("perdu.md"), "100 % perdu"));
    told.sorted()
}

fn plain(reports: &[Report]) -> String {
    anstream::adapter::strip_str(&human(reports, &BTreeMap::new())).to_string()
}

#[test]
fn people_read_place_message_line_and_cure() {
    let expected = "\
erreur[configuration-absente]
  pas de kiosque.yaml

remarque[champ-inconnu] content/a.md:3:1
  champ inconnu
      3 | daet: 2025
        | ^^^^
  aide : vouliez-vous dire « date » ?

erreur[lien-casse] content/a.md:5:6
  100 % perdu
      5 | [là](perdu.md)
        |      ^^^^^^^^

erreur[fichier-illisible] content/b,c:d.md:1:1
  illisible

avertissement[cellule-invalide] data/x.csv:2:2
  « douze » n'est pas un nombre
      2 | 2025-01;douze

";
    assert_eq!(plain(&all()), expected);
    assert_eq!(totals(&told()).as_deref(), Some("3 erreurs, 1 avertissement, 1 remarque"));
    assert_eq!(totals(&Diagnostics::default()), None);
    assert!(human(&all(), &BTreeMap::new()).contains("\u{1b}["), "colours are there to be stripped");
}

#[test]
fn github_gets_one_escaped_command_a_line() {
    let expected = "\
::error title=configuration-absente::pas de kiosque.yaml
::notice file=content/a.md,line=3,col=1,endColumn=5,title=champ-inconnu::champ inconnu%0Aaide : vouliez-vous dire « date » ?
::error file=content/a.md,line=5,col=6,endColumn=14,title=lien-casse::100 %25 perdu
::error file=content/b%2Cc%3Ad.md,line=1,col=1,endColumn=1,title=fichier-illisible::illisible
::warning file=data/x.csv,line=2,title=cellule-invalide::« douze » n'est pas un nombre
";
    assert_eq!(github(&all()), expected);
}

#[test]
fn scripts_get_every_field() {
    let found: Value = serde_json::from_str(&json(&all())).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 5);
    let expected = serde_json::json!({
        "severity": "note", "code": "champ-inconnu", "path": "content/a.md", "line": 3, "column": 1,
        "end_column": 5, "message": "champ inconnu", "help": "vouliez-vous dire « date » ?", "excerpt": "daet: 2025",
    });
    assert_eq!(found[1], expected);
    assert_eq!(found[0]["path"], Value::Null);
    assert_eq!(json(&[]), "[]\n");
}

#[test]
fn gitlab_gets_a_place_and_an_own_steady_fingerprint_for_each() {
    let twice = |start: usize| {
        let mut told = Diagnostics::default();
        for at in [start, start + 1] {
            told.push(Diagnostic::error(Code::LinkBroken, span(at..at + 1), "lien perdu"));
        }
        let found: Value = serde_json::from_str(&gitlab(&reports(&told, &read))).unwrap();
        [0, 1].map(|n| found[n]["fingerprint"].as_str().unwrap().to_owned())
    };
    let [first, second] = twice(5);
    assert_ne!(first, second);
    assert_eq!([first, second], twice(12), "moving is no new fault");
    let found: Value = serde_json::from_str(&gitlab(&all())).unwrap();
    assert_eq!(found[0]["location"], serde_json::json!({"path": "kiosque.yaml", "lines": {"begin": 1}}));
    assert_eq!((&found[1]["severity"], &found[2]["check_name"]), (&"info".into(), &"lien-casse".into()));
}

#[test]
fn what_an_author_wrote_commands_no_terminal() {
    let mut told = Diagnostics::default();
    let path = SitePath::new("content/\u{1b}[2J\n.md");
    told.push(Diagnostic::error(
        Code::ValueUnknown,
        Span::new(&path, 2..3),
        "valeur \u{1b}]0;pirate\u{7} \u{202e}inconnue",
    ));
    let text = plain(&reports(&told, &|_| Some("a\tb\u{1b}[31m\r\u{9b}".into())));
    let expected = "\
erreur[valeur-inconnue] content/␛[2J␊.md:1:3
  valeur ␛]0;pirate␇ \u{fffd}inconnue
      1 | a b␛[31m␍\u{fffd}
        |   ^

";
    assert_eq!(text, expected);
}

#[test]
fn a_long_line_is_cut_around_its_fault() {
    let long = format!("{}FAUTE{}", "é".repeat(500), "à".repeat(500));
    let mut told = Diagnostics::default();
    told.push(Diagnostic::error(Code::ValueUnknown, span(1000..1005), "x"));
    told.push(Diagnostic::error(Code::ValueUnknown, span(0..2005), "y"));
    let text = plain(&reports(&told, &|_| Some(long.clone().into_bytes())));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[7], format!("      1 | …{}FAUTE{}…", "é".repeat(50), "à".repeat(45)));
    assert_eq!(lines[8], format!("        | {}^^^^^", " ".repeat(51)));
    assert_eq!(lines[2], format!("      1 | {}…", "é".repeat(100)));
    assert_eq!(lines[3], format!("        | {}", "^".repeat(100)));
}

#[test]
fn a_flood_of_one_code_is_counted_and_each_file_read_once() {
    let asked = Cell::new(0);
    let mut told = Diagnostics::default();
    for n in 0..120 {
        told.push(Diagnostic::error(Code::LinkBroken, span(n..n + 1), format!("lien {n}")));
    }
    told.push(Diagnostic::error(Code::LinkEmpty, span(3..4), "lien vide"));
    let (shown, more) = first(&told, SHOWN);
    let reports = reports(&shown, &|path| {
        asked.set(asked.get() + 1);
        read(path)
    });
    let text = anstream::adapter::strip_str(&human(&reports, &more)).to_string();
    assert_eq!(asked.get(), 1);
    assert_eq!(text.matches("erreur[lien-casse]").count(), 50);
    assert!(text.contains("erreur[lien-vide]"));
    assert!(text.ends_with("… et 70 autres messages « lien-casse »\n\n"));
    assert_eq!(totals(&told).as_deref(), Some("121 erreurs"));
}
