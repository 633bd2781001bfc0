//! Real-world exports, each with what a correct reader gets from it. The
//! samples stand beside the repository; without them there is nothing to test.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::diagnostic::Place;
use kiosque::base::path::SitePath;
use kiosque::model::inspection::Class;
use kiosque::model::inspection::Inspection;
use kiosque::model::table::Cell;
use kiosque::model::table::Cells;
use kiosque::model::table::DataSet;
use kiosque::parse::data::inspect::inspect;
use kiosque::parse::declaration;
use serde_json::Value;
use serde_json::json;

fn samples() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/csv-samples");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no samples beside the repository");
    None
}

/// `declared` is what `data/<name>.yaml` says, or nothing.
fn read(bytes: &[u8], declared: &str) -> (Inspection, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let path = SitePath::new("data/essai.yaml");
    let declaration = (!declared.is_empty())
        .then(|| declaration::read(&path, declared, &mut diagnostics).map(Arc::new))
        .flatten();
    let inspection =
        inspect((&SitePath::new("data/essai.csv"), bytes), declaration.as_ref(), &mut diagnostics);
    let place = |place: &Place| match place {
        Place::Cell { line, column, .. } => format!("{line}:{column}"),
        _ => String::new(),
    };
    let told = diagnostics.sorted();
    let told = told.iter().map(|d| format!("{:?} {} {}", d.severity, place(&d.at), d.code.name())).collect();
    (inspection, told)
}

/// What a column holds, as this test writes it.
fn column(set: &DataSet, n: usize) -> String {
    let column = &set.columns[n];
    let words: Vec<String> = match &column.cells {
        Cells::Texts => return "text".to_owned(),
        Cells::Periods(periods) => {
            periods.iter().map(|it| it.map_or("?".to_owned(), |it| it.key())).collect()
        }
        Cells::Numbers(cells) => cells
            .iter()
            .map(|cell| match cell {
                Cell::Number(figures) => figures.value.get().to_string(),
                Cell::Missing => "∅".to_owned(),
                other => format!("{other:?}"),
            })
            .collect(),
    };
    let unit = if column.unit().is_empty() { String::new() } else { format!(" {}", column.unit()) };
    format!("{}{unit}", words.join(" "))
}

/// File, declaration, what is told, rows and columns of the set.
type Case = (&'static str, &'static str, &'static [&'static str], Option<&'static [&'static str]>);

const CASES: &[Case] = &[
    (
        "01-matomo-ui-utf16le.csv",
        "",
        &[],
        Some(&[
            "2024-01 2024-02 2024-03",
            "1240 1310 1722",
            "1968 2011 2890",
            "4120 4402 6011",
            "41 39 35 %",
            "4.52 6.9 7 %",
            "2.1 2.2 2.1",
            "271 264 242",
            "∅ ∅ ∅",
        ]),
    ),
    (
        "02-matomo-ui-utf16le.tsv",
        "",
        &[],
        Some(&["2024-W05 2024-W06 2024-W07", "1968 2011 640", "40.52 38.9 35 %", "271 58 3720 s"]),
    ),
    (
        "03-matomo-api-utf8-day.csv",
        "",
        &[],
        Some(&[
            "2024-03-29 2024-03-30 2024-03-31 2024-04-01",
            "61 20 18 17",
            "72 21 19 17",
            "140 33 30 25",
            "38 52 47 59 %",
            "201 95 110 80",
        ]),
    ),
    ("05-matomo-error-http200.csv", "", &["Error 1:1 pas-un-tableau"], None),
    ("06-matomo-no-data.csv", "", &["Warning 1:1 donnees-vides"], Some(&[])),
    (
        "07-plausible-visitors.csv",
        "",
        &[],
        Some(&[
            "2024-03-30 2024-03-31 2024-04-01",
            "120 0 98",
            "310 0 240",
            "141 0 110",
            "2.2 0 2.18",
            "48 ∅ 51",
            "133 ∅ 99",
        ]),
    ),
    (
        "08-plausible-admin-imported_visitors_20240330_20240401.csv",
        "",
        &[],
        Some(&["2024-03-30 2024-04-01", "120 98", "310 240", "68 56", "141 110", "18753 10890"]),
    ),
    ("10-metabase-utf8.csv", "", &[], Some(&["2024-01 2024-02 2024-03", "812 901 923", "0.6441 0.65 ∅"])),
    (
        "10-metabase-utf8.csv",
        "colonnes: {Taux: {unite: ratio}}",
        &[],
        Some(&["2024-01 2024-02 2024-03", "812 901 923", "64.41 65 ∅ %"]),
    ),
    (
        "12-excel-fr-windows1252.csv",
        "",
        &["Note 1:1 pas-utf8", "Error 5:1 cellule-invalide"],
        Some(&["2024-01 2024-02 2024-03", "1968 2011 2890.5", "40.5 38.9 35 %", "271 264 3720 s"]),
    ),
    (
        "12-excel-fr-windows1252.csv",
        "ignorer: total\nencodage: windows-1252",
        &[],
        Some(&["2024-01 2024-02 2024-03", "1968 2011 2890.5", "40.5 38.9 35 %", "271 264 3720 s"]),
    ),
    (
        "13-libreoffice-fr-utf8-bom.csv",
        "ignorer: [total]",
        &[],
        Some(&["2024-01 2024-02 2024-03", "1968 2011 2890.5", "40.5 38.9 35 %", "271 264 3720 s"]),
    ),
    ("14-excel-sep-hint.csv", "", &[], Some(&["2024-01 2024-02", "1968 2011"])),
    (
        "15-google-sheets-fr.csv",
        "",
        &[],
        Some(&["2024-01 2024-02 2024-03", "1968 2011 2890", "40.5 38.9 35 %"]),
    ),
    (
        "16-datagouv-schema.csv",
        "",
        &[],
        Some(&["text", "text", "2024-01-31 2024-01-31 2024-01-31 2024-01-31", "57 3 0 4", "text"]),
    ),
    (
        "18-wide-monthly.csv",
        "",
        &[],
        Some(&["2024-01 2024-02 2024-03", "120 133 150", "310 420 470", "2100 2840 3010"]),
    ),
    (
        "19-long-monthly.csv",
        "colonnes: {date: {type: mois}}",
        &[],
        Some(&["2024-03 2024-01 2024-01 2024-02 2024-02", "text", "150 120 310 133 420"]),
    ),
    (
        "20-survey.csv",
        "",
        &[],
        Some(&[
            "text",
            "text",
            "99 75 50 46 44 34 25 15 64 61 56 43 %",
            "336 336 336 336 336 336 336 336 336 336 336 336",
        ]),
    ),
    ("50-empty.csv", "", &["Error 1:1 donnees-vides"], None),
    ("51-bom-only.csv", "", &["Error 1:1 donnees-vides"], None),
    ("52-header-only.csv", "", &["Warning 1:1 donnees-vides"], Some(&["text", "text"])),
    (
        "53-ragged.csv",
        "",
        &["Error 3:2 ligne-irreguliere", "Error 4:4 ligne-irreguliere"],
        Some(&["2024-01-01 2024-01-04", "10 ∅", "1 3"]),
    ),
    (
        "53-ragged.csv",
        "lignes_courtes: vide",
        &["Error 4:4 ligne-irreguliere"],
        Some(&["2024-01-01 2024-01-02 2024-01-04", "10 12 ∅", "1 ∅ 3"]),
    ),
    (
        "54-duplicate-dates.csv",
        "",
        &[],
        Some(&["2024-01-01 2024-01-02 2024-01-02 2024-01-03 2024-01-03", "10 12 14 9 9"]),
    ),
    ("56-quoted-newlines-crlf.csv", "", &[], Some(&["2024-01-01 2024-01-02", "text", "10 12"])),
    ("59-csv-injection.csv", "", &[], Some(&["text", "1 2 3 4 5 6 7 8"])),
    (
        "61-dst.csv",
        "",
        &["Error 4:1 heure-impossible", "Warning 5:1 heure-double"],
        Some(&[
            "2024-03-31 2024-03-31 ? 2024-10-27 2024-10-27 2024-10-27 2024-03-31 2025-01-01",
            "1 2 3 4 5 6 7 8",
        ]),
    ),
    ("62-long-line.csv", "", &[], Some(&["2024-01-01 2024-01-02", "text", "10 12"])),
    (
        "63-dup-and-blank-headers.csv",
        "",
        &["Error 1:4 entete-csv", "Note 1:3 entete-csv"],
        Some(&["2024-01-01", "1", "2", "3", "4"]),
    ),
    ("65-utf16be.csv", "", &[], Some(&["2024-01-01", "10"])),
    ("67-html-login-page.csv", "", &["Error 1:1 pas-un-tableau"], None),
    (
        "68-partial-current-month.csv",
        "",
        &[],
        Some(&["2024-05 2024-06 2024-07 2024-08", "4480 5240 3120 1240"]),
    ),
    ("69-cumul-reset.csv", "", &[], Some(&["2024-01-01 2024-01-02 2024-01-03 2024-01-04", "900 915 12 30"])),
    ("71-preamble-lines.csv", "", &["Note 1:1 pas-utf8", "Error 1:1 entete-csv"], None),
    (
        "71-preamble-lines.csv",
        "sauter: 3\njusqu_a: ligne vide\nencodage: windows-1252",
        &[],
        Some(&["2024-01-01 2024-01-02", "10 12"]),
    ),
];

#[test]
fn each_sample_gives_what_a_correct_reader_gets_from_it() {
    let Some(folder) = samples() else { return };
    let mut wrong = Vec::new();
    for (file, declared, expected, columns) in CASES {
        let (inspection, told) = read(&fs::read(folder.join(file)).unwrap(), declared);
        let found =
            inspection.set.map(|set| (0..set.columns.len()).map(|n| column(&set, n)).collect::<Vec<_>>());
        let columns = columns.map(|columns| columns.iter().map(|text| (*text).to_owned()).collect());
        let mut expected: Vec<String> = expected.iter().map(|text| (*text).to_owned()).collect();
        let mut told = told;
        expected.sort();
        told.sort();
        if told != expected || found != columns {
            wrong.push(format!(
                "{file} ({declared}):\n  {told:?}\n  {found:?}\n  instead of\n  {expected:?}\n  {columns:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let known: BTreeSet<&str> =
        CASES.iter().map(|(file, ..)| *file).chain(["58-missing-values.csv"]).collect();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(!name.starts_with(|c: char| c.is_ascii_digit()) || known.contains(name.as_str()), "{name}");
    }
}

/// The cells as the reference reader writes them.
fn class(class: &Class) -> Value {
    match class {
        Class::Number(digits, unit) => {
            let name = match *unit {
                "%" => "percent",
                "€" => "euro",
                _ => "number",
            };
            json!([name, digits.parse::<f64>().unwrap()])
        }
        Class::Missing => json!(["missing", null]),
        Class::Secret => json!(["secret", null]),
        Class::Fault => json!(["cellerror", null]),
        Class::Code(text) => json!(["text", text]),
        Class::Text(text) => json!(text),
    }
}

/// Numbers as floating point, so that 1 and 1.0 are equal.
fn floating(value: &Value) -> Value {
    match value {
        Value::Array(values) => values.iter().map(floating).collect(),
        Value::Number(number) => json!(number.as_f64().unwrap()),
        other => other.clone(),
    }
}

#[test]
fn a_reference_reader_agrees_on_bytes_and_cells() {
    let Some(folder) = samples() else { return };
    let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    for (file, expected) in expected.as_object().unwrap() {
        let (inspection, told) = read(&fs::read(folder.join(file)).unwrap(), "");
        assert_eq!(inspection.encoding, expected["encoding"], "{file}");
        assert_eq!(inspection.eol, expected["eol"], "{file}");
        let Some(records) = inspection.records else {
            assert!(expected.get("header").is_none(), "{file}");
            assert!(!told.is_empty(), "{file}");
            continue;
        };
        assert_eq!(json!(records.delimiter.to_string()), expected["delimiter"], "{file}");
        assert_eq!(
            json!(records.hint.map(String::from)),
            *expected.get("sep_hint").unwrap_or(&Value::Null),
            "{file}"
        );
        assert_eq!(json!(records.header), expected["header"], "{file}");
        assert_eq!(json!(records.count), expected["rows"], "{file}");
        assert_eq!(json!(records.ragged), expected["ragged"], "{file}");
        let Some(cells) = expected.get("cells") else { continue };
        for (row, cells) in records.rows.iter().zip(cells.as_array().unwrap()) {
            let row: Vec<Value> = row.iter().map(class).collect();
            assert_eq!(floating(&json!(row)), floating(cells), "{file}");
        }
    }
}

#[test]
fn missing_secret_and_failed_are_three_states() {
    let Some(folder) = samples() else { return };
    let (inspection, told) = read(&fs::read(folder.join("58-missing-values.csv")).unwrap(), "");
    let set = inspection.set.unwrap();
    assert!(told.is_empty(), "{told:?}");
    let expected =
        "∅ ∅ ∅ ∅ ∅ ∅ ∅ ∅ ∅ ∅ Secret Secret Secret Words ∅ ∅ ∅ Fault Fault Words 1.5 ∅ ∅ Words Secret";
    assert_eq!(column(&set, 1), expected);
}

#[test]
fn a_record_is_where_it_stands_in_the_file_and_a_cell_holds_plain_line_ends() {
    let Some(folder) = samples() else { return };
    let (inspection, _) = read(&fs::read(folder.join("56-quoted-newlines-crlf.csv")).unwrap(), "");
    let table = inspection.set.unwrap().table;
    assert_eq!((table.line(0), table.line(1)), (2, 4));
    assert_eq!((table.cell(0, 1), table.cell(1, 1)), ("Salon \"des maires\"\njour 1", "a;b,c"));
    let (inspection, _) = read(&fs::read(folder.join("14-excel-sep-hint.csv")).unwrap(), "");
    let table = inspection.set.unwrap().table;
    assert_eq!((table.header_line, table.line(0)), (2, 3));
}
