//! Data files as they come out of spreadsheets and exporters, with what is said of them.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use std::collections::BTreeMap;

use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::diagnostic::Place;
use kiosque::base::path::SitePath;
use kiosque::base::period::Step;
use kiosque::model::table::Cells;
use kiosque::model::table::DataSet;
use kiosque::parse::data;
use kiosque::parse::declaration;
use kiosque::pipeline;
use kiosque::pipeline::data::Wish;
use proptest::prelude::ProptestConfig;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;

/// A file and what its declaration says, read together.
fn read(bytes: impl AsRef<[u8]>, declared: &str) -> (Option<DataSet>, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let path = SitePath::new("data/essai.yaml");
    let declaration = (!declared.is_empty())
        .then(|| declaration::read(&path, declared, &mut diagnostics).map(std::sync::Arc::new))
        .flatten();
    let file = SitePath::new("data/essai.csv");
    let set = data::read_declared((&file, bytes.as_ref()), declaration.as_ref(), &mut diagnostics);
    let place = |place: &Place| match place {
        Place::Cell { line, column, .. } => format!("{line}:{column} "),
        _ => String::new(),
    };
    let told = diagnostics.sorted();
    let told = told.iter().map(|d| format!("{}{} {}", place(&d.at), d.code.name(), d.message)).collect();
    (set, told)
}

/// The periods of a column, as data files write them.
fn periods(set: &DataSet, column: usize) -> Vec<String> {
    match &set.columns[column].cells {
        Cells::Periods(periods) => {
            periods.iter().map(|period| period.map_or("?".to_owned(), |period| period.key())).collect()
        }
        other => panic!("no periods: {other:?}"),
    }
}

#[test]
fn dates_are_read_in_all_the_ways_in_which_people_write_them() {
    for (cells, expected) in [
        ("2024;2025", "2024 2025"),
        ("2024-Q1;2024-Q4", "2024-Q1 2024-Q4"),
        ("T1 2024;Q4 2024;1er trimestre 2025", "2024-Q1 2024-Q4 2025-Q1"),
        ("2024-01;2024-12", "2024-01 2024-12"),
        ("01/2024;12/2024", "2024-01 2024-12"),
        ("janv. 2024;février 2024;août 2024;Déc. 2024", "2024-01 2024-02 2024-08 2024-12"),
        ("January, 2024;May, 2024", "2024-01 2024-05"),
        ("2024-W05;2024-W06", "2024-W05 2024-W06"),
        ("2024-01-29,2024-02-04;2024-02-05,2024-02-11", "2024-W05 2024-W06"),
        ("31/01/2024;01/02/2024", "2024-01-31 2024-02-01"),
        ("1er mars 2024;12 mars 2024", "2024-03-01 2024-03-12"),
        ("2024-03-30T23:30:00Z;2024-12-31T23:30:00Z", "2024-03-31 2025-01-01"),
        ("31/12/2024 23:59;2025-01-01 00:00:00.000", "2024-12-31 2025-01-01"),
    ] {
        let rows: String = cells.split(';').map(|cell| format!("\"{cell}\",1\n")).collect();
        let (set, told) = read(format!("date,v\n{rows}"), "");
        assert_eq!(periods(&set.unwrap(), 0).join(" "), expected, "{cells}");
        assert!(told.is_empty(), "{told:?}");
    }
}

#[test]
fn a_column_of_dates_is_written_in_one_way() {
    let (set, _) = read("date,v\n2024-01-01,1\n02/01/2024,2\n2024-01-03,3\n", "");
    assert_eq!(periods(&set.unwrap(), 0), ["2024-01-01", "?", "2024-01-03"]);
    let (_, told) = read("date,v\n01/02/24,1\n02/02/24,2\n", "");
    assert_eq!(told, ["2:1 date-invalide colonne « date » : l'année de « 01/02/24 » n'a que deux chiffres"]);
    let (_, told) = read("date,v\n45292,1\n45293,2\n", "");
    assert_eq!(
        told,
        ["2:1 date-invalide colonne « date » : « 45292 » est un numéro de jour du tableur, pas une date"]
    );
}

#[test]
fn a_day_that_does_not_exist_is_told_among_dates_and_nowhere_else() {
    let bad = "jour,v\n31/01/2024,1\n31/02/2024,2\n30/02/2024,3\n";
    let (set, told) = read(bad, "");
    assert_eq!(periods(&set.unwrap(), 0), ["2024-01-31", "?", "?"]);
    let absent = "2024 a 29 jours";
    assert_eq!(
        told,
        [
            format!("3:1 date-invalide colonne « jour » : « 31/02/2024 » n'existe pas, février {absent}"),
            format!("4:1 date-invalide colonne « jour » : « 30/02/2024 » n'existe pas, février {absent}"),
        ]
    );
    let (_, told) = read("jour,v\n2024-01-31T12:00,1\n2024-02-30T12:00,2\n", "");
    assert_eq!(told.len(), 1, "{told:?}");
    let (_, told) = read("quand,v\n2023-02-29,2\n", "colonnes: {quand: {type: jour}}\n");
    assert_eq!(told.len(), 1, "{told:?}");
    // References, phone numbers, and one odd word among many.
    for fine in ["ref,v\n31/02/2024,1\nA-12,2\n", "ref,v\nA,1\nB,2\nC,1\n31/02/2024,3\n2024-01-02,1\n"] {
        assert_eq!(read(fine, "").1, Vec::<String>::new(), "{fine}");
    }
}

#[test]
fn days_stand_for_months_when_the_column_says_so() {
    let csv = "Mois,v\n2024-01-01,1\n2024-02-01,2\n";
    assert_eq!(periods(&read(csv, "").0.unwrap(), 0), ["2024-01", "2024-02"]);
    let csv = csv.replace("Mois", "quand");
    assert_eq!(periods(&read(&csv, "").0.unwrap(), 0), ["2024-01-01", "2024-02-01"]);
    let declared = "colonnes: {quand: {type: mois}}";
    assert_eq!(periods(&read(&csv, declared).0.unwrap(), 0), ["2024-01", "2024-02"]);
    let csv = csv.replace("02-01", "02-03");
    assert_eq!(periods(&read(&csv, declared).0.unwrap(), 0), ["2024-01", "?"]);
}

#[test]
fn visits_that_look_like_years_are_visits() {
    let (set, _) = read("mois,visites\n2024-01,1968\n2024-02,2011\n", "");
    assert!(matches!(set.unwrap().columns[1].cells, Cells::Numbers(_)));
}

#[test]
fn a_declaration_cures_what_would_be_refused() {
    let titled = "Rapport: Visites\r\nPériode: janvier 2024\r\n\r\nDate;Visites\r\n01/01/2024;10\r\n02/01/2024;12\r\nTotal;22\r\n\r\nSource : Matomo\r\n";
    let (set, told) = read(titled, "");
    assert!(set.is_none());
    assert_eq!(
        told,
        [
            "1:1 entete-csv le tableau ne commence qu'à la ligne 4 : les lignes au-dessus ne sont pas des données"
        ]
    );
    let (set, told) = read(titled, "sauter: 3\njusqu_a: ligne vide\nignorer: total\n");
    assert_eq!((set.unwrap().table.rows(), told), (2, vec![]));
    let (_, told) = read("mois,v\n2024-01,1\nTotal,1\n", "");
    assert_eq!(
        told,
        ["3:1 cellule-invalide la ligne « Total » compterait une seconde fois ce que disent les autres"]
    );
    let short = "date,visites,cartes\n2024-01-01,10,1\n2024-01-02,12\n";
    let (set, told) = read(short, "lignes_courtes: vide\n");
    assert_eq!((set.unwrap().table.cell(1, 2), told.len()), ("", 0));
}

#[test]
fn a_column_that_is_declared_and_not_there_is_told() {
    let (_, told) = read("mois,cartes\n2024-01,1\n", "colonnes: {mois: {}, cartse: {nature: flux}}\n");
    assert_eq!(told, ["colonne-inconnue data/essai.csv n'a pas de colonne « cartse »"]);
}

#[test]
fn a_heavy_file_is_told_and_a_heavier_one_refused() {
    let row = "2024-01-01,une note assez longue pour peser,12\n";
    let heavy = format!("date,note,v\n{}", row.repeat(5_100_000 / row.len()));
    let (set, told) = read(&heavy, "");
    assert!(set.is_some() && told.len() == 1 && told[0].contains("donnees-lourdes"), "{told:?}");
    assert_eq!("donnees-lourdes", kiosque::base::diagnostic::Code::DataHeavy.name());
    let (set, told) = read(vec![b'a'; 33 << 20], "");
    assert!(set.is_none() && told[0].contains("fichier-trop-lourd"), "{told:?}");
}

#[test]
fn what_is_no_table_is_recognised() {
    for (bytes, expected) in [
        (&b"PK\x03\x04rest"[..], "ceci est une archive ZIP, pas un fichier CSV"),
        (b"\x1f\x8b\x08\0rest", "ceci est une archive gzip, pas un fichier CSV"),
        (b"PAR1\x15\x04", "ceci est un fichier Parquet, pas un fichier CSV"),
        (b"[{\"a\": 1}]", "ceci est du JSON, pas un fichier CSV"),
        (b"<html><body>", "ceci est une page HTML, pas un fichier CSV"),
        (b"a,b\n1,\0\n", "ceci n'est pas du texte : il contient des octets nuls"),
    ] {
        let (set, told) = read(bytes, "");
        assert!(set.is_none());
        assert_eq!(told, [format!("1:1 pas-un-tableau {expected}")]);
    }
    let several = "Rapport\n\nVisites\n\ndate,v\n2024-01,1\n2024-02,1\n\nPages\n\npage,vues\n/a,1\n/b,2\n";
    let (_, told) = read(several, "");
    assert_eq!(told, ["1:1 pas-un-tableau ce fichier contient plusieurs tableaux, aux lignes 5 et 11"]);
}

/// Rows grouped as the command does it.
fn grouped(bytes: &[u8], wish: &Wish) -> (Option<Vec<Vec<String>>>, Vec<String>) {
    let path = SitePath::new("essai.csv");
    let declaration = pipeline::data::wished(&path, None, wish).unwrap();
    let mut source = std::io::Cursor::new(bytes.to_vec());
    let checked = pipeline::data::group(&path, &mut source, &declaration);
    let told = checked.diagnostics.sorted();
    let place = |place: &Place| match place {
        Place::Cell { line, column, .. } => format!("{line}:{column} "),
        _ => String::new(),
    };
    let told = told.iter().map(|d| format!("{}{} {}", place(&d.at), d.code.name(), d.message)).collect();
    let row = |table: &kiosque::model::table::Table, row: usize| {
        (0..table.header.len()).map(|column| table.cell(row, column).to_owned()).collect()
    };
    (checked.value.map(|table| (0..table.rows()).map(|n| row(&table, n)).collect()), told)
}

fn by_month() -> Wish {
    Wish { column: Some("date".into()), step: Some(Step::Month), sums: vec!["v".into()], ..Wish::default() }
}

#[test]
fn rows_are_grouped_exactly_whatever_their_dialect() {
    let rows = [("2024-02-01", "0.1"), ("2024-01-31", "1234.5"), ("2024-02-29", "0.2"), ("2024-01-01", "2")];
    let csv: String = rows.iter().map(|(date, v)| format!("{date},{v}\n")).collect();
    let english = format!("date,v\n{csv}");
    let french: String = rows
        .iter()
        .map(|(date, v)| {
            let parts: Vec<&str> = date.split('-').collect();
            let v = v.replace("1234.5", "1\u{a0}234,5").replace('.', ",");
            format!("{}/{}/{};{v}\r\n", parts[2], parts[1], parts[0])
        })
        .collect();
    let french = format!("date;v\r\n{french}");
    let (windows, ..) = encoding_rs::WINDOWS_1252.encode(&french);
    let utf16: Vec<u8> =
        "\u{feff}".chars().chain(french.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect();
    let quoted = english.replace("2024-02-01", "\"2024-02-01\"");
    let old = english.replace('\n', "\r");
    let expected = vec![vec!["2024-01".to_owned(), "1236.5".into()], vec!["2024-02".into(), "0.3".into()]];
    for bytes in [english.as_bytes(), french.as_bytes(), &windows, &utf16, quoted.as_bytes(), old.as_bytes()]
    {
        let (rows, told) = grouped(bytes, &by_month());
        assert_eq!(rows.as_ref(), Some(&expected), "{told:?}");
        assert!(told.is_empty(), "{told:?}");
    }
}

#[test]
fn commas_are_settled_at_the_end() {
    let csv = "date;v\n2024-01-01;1,234\n2024-01-02;2,345\n2024-02-01;1,5\n";
    assert_eq!(grouped(csv.as_bytes(), &by_month()).0.unwrap()[0][1], "3.579");
    let csv = csv.replace("1,5", "1,234,567");
    assert_eq!(grouped(csv.as_bytes(), &by_month()).0.unwrap()[0][1], "3579");
    let (_, told) = grouped("date;v\n2024-01-01;1,234\n".as_bytes(), &by_month());
    assert_eq!(told, ["2:2 nombre-douteux colonne « v » : « 1,234 » est lu avec une virgule décimale"]);
}

#[test]
fn faults_are_told_with_their_line_in_a_long_file() {
    let mut csv = String::from("sep=;\ndate;v\n");
    for n in 0..90_000 {
        csv.push_str(&format!("2024-01-{:02};1\n", n % 28 + 1));
    }
    csv.push_str("2024-01-01;1,4 M\nhier;1\nTotal;3\n2024-01-01;1;2\n");
    let (rows, told) = grouped(csv.as_bytes(), &by_month());
    assert!(rows.is_none());
    assert_eq!(
        told,
        [
            "90003:2 cellule-invalide colonne « v » : « 1,4 M » n'est pas un nombre exact",
            "90004:1 date-invalide colonne « date » : « hier » n'est pas une date",
            "90005:1 cellule-invalide la ligne « Total » compterait une seconde fois ce que disent les autres",
            "90006:3 ligne-irreguliere ligne de 3 cellules pour 2 colonnes",
        ]
    );
}

#[test]
fn a_missing_value_is_left_out_and_a_secret_hides_its_sum() {
    let csv = "date,v\n2024-01-01,1\n2024-01-02,\n2024-02-01,s\n2024-02-02,4\n2024-03-01,n/a\n";
    let rows = grouped(csv.as_bytes(), &by_month()).0.unwrap();
    let values: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(values, ["1", "s", ""]);
}

#[test]
fn what_does_not_add_up_is_refused_with_the_cure() {
    let csv = "date,actifs,comptes\n2024-01-01,1,10\n2024-01-31,2,12\n2024-01-15,3,11\n";
    let declared = "regrouper: {colonne: date, pas: mois}\ncolonnes:\n  actifs: {nature: uniques}\n  comptes: {nature: stock}\n";
    let site = site::small(&[("content/a.md", "---\ntitle: A\n---\n")]).with("data/u.csv", csv);
    let built = site.clone().with("data/u.yaml", declared).build();
    let said: Vec<&str> = built.reports.iter().map(|report| report.message.as_str()).collect();
    assert_eq!(
        said,
        ["« actifs » compte des personnes distinctes : on ne peut pas additionner ses périodes"]
    );
    let page = "---\ntitle: A\n---\n\n:valeur[u.comptes]\n";
    let site = site
        .with("data/u.yaml", declared.replace("  actifs: {nature: uniques}\n", ""))
        .with("content/a.md", page);
    let built = site.build();
    assert!(built.reports.is_empty(), "{:?}", built.reports);
    assert!(built.page("/a/").contains("12"), "{}", built.page("/a/"));
}

/// What grouping means, without blocks, threads or exact decimals.
/// `by` holds the column that rows are also grouped by, or nothing.
fn naive(rows: &[(u8, u8, i32)], by: &[String]) -> BTreeMap<(String, String), i64> {
    let mut sums = BTreeMap::new();
    for (month, text, value) in rows {
        let text = if by.is_empty() { String::new() } else { format!("t\"{}\n;", text % 7) };
        *sums.entry((format!("2024-{:02}", month % 12 + 1), text)).or_default() += i64::from(*value);
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn grouping_is_the_sum_of_each_group(
        rows in proptest::collection::vec((0u8..12, 0u8..200, -9_999i32..9_999), 1..400),
        hundredths in 0usize..3,
        by in proptest::bool::ANY,
    ) {
        let mut csv = String::from("date;texte;v\r\n");
        for (month, text, value) in &rows {
            let scale = 10i32.pow(hundredths as u32);
            let (whole, rest) = (value.abs() / scale, value.abs() % scale);
            let sign = if *value < 0 { "-" } else { "" };
            let decimals = if hundredths > 0 { format!(",{rest:0hundredths$}") } else { String::new() };
            csv.push_str(&format!("2024-{:02}-{:02};\"t\"\"{}\n;\";{sign}{whole}{decimals}\r\n", month % 12 + 1, text % 28 + 1, text % 7));
        }
        let wish = Wish { by: if by { vec!["texte".into()] } else { vec![] }, ..by_month() };
        let (found, told) = grouped(csv.as_bytes(), &wish);
        prop_assert!(told.is_empty(), "{:?}", told);
        let found: BTreeMap<(String, String), f64> = found.unwrap().into_iter().map(|row| {
            let text = if by { row[1].clone() } else { String::new() };
            ((row[0].clone(), text), row.last().unwrap().parse().unwrap())
        }).collect();
        let expected: BTreeMap<(String, String), f64> =
            naive(&rows, &wish.by).into_iter().map(|(key, sum)| (key, sum as f64 / 10f64.powi(hundredths as i32))).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(
        bytes in proptest::collection::vec(proptest::sample::select(b"\x00\xff\xfe\xef\xbb\xbf,;|\t\"\r\n 0123456789-/:TZdates%.\xa0\xe9".to_vec()), 0..400),
    ) {
        read(&bytes, "");
        read(&bytes, "sauter: 1\njusqu_a: ligne vide\nlignes_courtes: vide\nignorer: [a, total]\n");
        grouped(&bytes, &by_month());
        let dated = [b"date,v\n".as_slice(), &bytes].concat();
        grouped(&dated, &by_month());
        read(&dated, "colonnes: {date: {type: semaine}, v: {type: duree}}\n");
    }
}
