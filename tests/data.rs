//! Data files as they come out of spreadsheets and exporters, with what is said of them.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::diagnostic::Place;
use kiosque::base::path::SitePath;
use kiosque::model::table::Cells;
use kiosque::model::table::DataSet;
use kiosque::parse::data;
use kiosque::parse::declaration;

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
