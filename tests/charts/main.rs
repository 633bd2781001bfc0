//! Charts: whatever the figure, whole, inside their frame, and saying nothing that is not known.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    clippy::too_many_lines,
    reason = "a test may panic and may read the disk"
)]
mod any;
mod forms;
mod sample;
mod svg;

use std::sync::Arc;

use kiosque::chart;
use kiosque::model::figure::Baseline;
use kiosque::model::figure::Figure;
use kiosque::model::figure::Form;

use crate::sample::FORMS;
use crate::sample::dressed;
use crate::sample::event;
use crate::sample::figure;
use crate::sample::months;
use crate::sample::timed;
use crate::sample::wave;
use crate::svg::tags;
use crate::svg::whole;

#[test]
fn hard_figures_stay_inside_their_frame() {
    let long: Vec<String> =
        (0..12).map(|n| format!("Direction générale des affaires réglées n° {n}")).collect();
    let word: Vec<String> = (0..3).map(|n| format!("{n}{}", "W".repeat(300))).collect();
    let scaled =
        |factor: f64| -> Vec<Option<f64>> { wave(12, 0).iter().map(|p| p.map(|v| v * factor)).collect() };
    let four = ["Communes", "Départements et assimilés", "Régions", "État"];
    let four: Vec<(&str, Vec<Option<f64>>)> =
        four.iter().enumerate().map(|(n, name)| (*name, wave(12, n))).collect();
    let days: Vec<String> =
        (0..1095).map(|n| if n % 30 == 0 { months(40)[n / 30].clone() } else { String::new() }).collect();
    for (labels, series) in [
        (months(12), vec![("Visites", wave(12, 0)), ("Utilisateurs", wave(12, 1))]),
        (months(1), vec![("Visites", vec![Some(3.0)])]),
        (months(3), vec![("Visites", vec![None; 3])]),
        (Vec::new(), vec![("Visites", Vec::new())]),
        (Vec::new(), Vec::new()),
        (months(12), vec![("Immense", scaled(1e306)), ("Autre", scaled(-1e306))]),
        (months(12), vec![("Minuscule", scaled(1e-310))]),
        (months(12), vec![("Négatif", scaled(-1.0))]),
        (months(12), vec![("Zéro", vec![Some(0.0); 12])]),
        (long, vec![("Cartes", wave(12, 0))]),
        (word, vec![("Cartes", wave(3, 0)), ("X", wave(3, 1))]),
        (months(12), four),
        (days, vec![("Visites", wave(1095, 0))]),
        (
            months(12),
            vec![
                ("Un nom de série beaucoup trop long pour tenir au bout de sa ligne", wave(12, 0)),
                ("B", wave(12, 1)),
            ],
        ),
    ] {
        for form in FORMS {
            for baseline in [Baseline::Zero, Baseline::Free] {
                let figure = Figure { baseline, ..dressed(figure(form, &labels, &series)) };
                whole(&figure);
                assert_eq!(chart::inline(&figure), chart::inline(&figure));
            }
        }
        let table = figure(Form::Table, &labels, &series);
        assert_eq!((chart::inline(&table), chart::standalone(&table)), (String::new(), String::new()));
    }
}

#[test]
fn a_chart_is_one_image_named_by_its_page_and_light() {
    let two_years = timed(Form::Lines, "2022-09", &[("Visites", wave(24, 0))]);
    let inline = chart::inline(&two_years);
    assert!(inline.len() < 5_000, "{} octets", inline.len());
    assert!(inline.contains(
        "role=\"img\" aria-labelledby=\"graphique-1-titre\" aria-describedby=\"graphique-1-desc\" \
         aria-details=\"graphique-1-donnees\""
    ));
    assert_eq!(inline.matches("<circle").count(), 24);
    assert_eq!(inline.matches("<title>").count(), 24, "only the wide layout has titles");
    let file = chart::standalone(&two_years);
    assert!(file.contains("<title id=\"titre\">Visites &amp; utilisateurs</title>"));
    assert!(file.contains("Source\u{a0}: Matomo"));
}

#[test]
fn six_ordinary_charts_weigh_less_than_40_kb() {
    let two = |count: usize| [("Visites", wave(count, 0)), ("Utilisateurs", wave(count, 1))];
    let ordinary = [
        (Form::Lines, 24),
        (Form::Columns, 12),
        (Form::Bars, 8),
        (Form::Stacked, 6),
        (Form::Podium, 3),
        (Form::Dots, 8),
    ];
    let charts = ordinary.map(|(form, count)| chart::inline(&timed(form, "2023-09", &two(count))).len());
    assert!(charts.iter().sum::<usize>() < 40_000, "{charts:?}");
    for (form, count) in [(FORMS[8], 101), (FORMS[9], 18), (Form::Calendar, 731)] {
        let size = chart::inline(&dressed(figure(form, &months(count), &two_of(count)))).len();
        assert!(size < 40_000, "{form:?}: {size} octets");
    }
}

fn two_of(count: usize) -> Vec<(&'static str, Vec<Option<f64>>)> {
    vec![("Visites", wave(count, 0))]
}

#[test]
fn three_years_of_noise_weigh_little() {
    let mut seed = 1_u64;
    let mut noise = |_| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Some((seed >> 33) as f64 / 1e6)
    };
    let days =
        figure(Form::Lines, &vec![String::new(); 1095], &[("Visites", (0..1095).map(&mut noise).collect())]);
    let size = chart::inline(&days).len();
    assert!(size < 10_000, "{size} octets");
}

#[test]
fn thinning_keeps_both_ends_and_both_extremes() {
    let spots: Vec<(i32, i32)> = (0..2000).map(|n| (n * 3, (n * 7919) % 2260)).collect();
    let thin = chart::thin::thinned(spots.clone(), 0.3);
    let whole = |n: i32| (f64::from(n) / 10.0).round() as i32 * 10;
    assert!(thin.len() < spots.len() && thin.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    assert_eq!((thin[0], thin[thin.len() - 1]), ((0, 0), (whole(spots[1999].0), whole(spots[1999].1))));
    let height = |spots: &[(i32, i32)]| {
        (spots.iter().map(|s| whole(s.1)).min(), spots.iter().map(|s| whole(s.1)).max())
    };
    assert_eq!(height(&thin), height(&spots));
}

#[test]
fn hostile_words_are_inert() {
    let bad = "</svg><script>alert(1)</script>\"onload=\"x\u{0}\u{1b}\u{202e}&é";
    let labels = vec![bad.to_owned(), "=HYPERLINK(\"x\")".to_owned(), "-12,5".to_owned()];
    for form in FORMS {
        let mut figure = dressed(figure(form, &labels, &[(bad, vec![Some(1.0), Some(-2.5), None])]));
        (figure.title, figure.words.sentence, figure.words.source) =
            (bad.into(), bad.into(), Some(bad.into()));
        (figure.events, figure.words.notes) = (vec![event(500, bad)], vec![bad.into()]);
        whole(&figure);
        for svg in [chart::inline(&figure), chart::standalone(&figure)] {
            let names: Vec<String> =
                tags(&svg).into_iter().map(|(tag, _)| tag.split(' ').next().unwrap().to_owned()).collect();
            assert!(!names.iter().any(|name| name.contains("script")), "{svg}");
            assert!(!svg.contains('\u{202e}'));
        }
    }
}

#[test]
fn a_file_runs_nothing_in_a_spreadsheet() {
    let labels = vec!["=HYPERLINK(\"x\")".to_owned(), "-12,5".to_owned(), "\u{0}@a".to_owned()];
    let mut figure = figure(Form::Bars, &labels, &[("+Valeur", vec![Some(1.0), Some(-2.5), None])]);
    figure.axis = "Nom".into();
    let csv = chart::table_csv(&figure);
    let expected = ["Nom,'+Valeur", "\"'=HYPERLINK(\"\"x\"\")\",1", "\"'-12,5\",-2.5", "'@a,"];
    assert_eq!(csv.lines().collect::<Vec<_>>(), expected);
    let csv = chart::spreadsheet_csv(&figure);
    let expected = ["\u{feff}Nom;'+Valeur", "\"'=HYPERLINK(\"\"x\"\")\";1", "\"'-12,5\";-2,5", "'@a;"];
    assert_eq!(csv.split("\r\n").collect::<Vec<_>>()[..4], expected);
}

#[test]
fn numbers_of_the_files_are_exact() {
    let values = [("a", vec![Some(0.1), None]), ("b", vec![Some(1e21), Some(1_368_454.25)])];
    let mut figure = timed(Form::Lines, "2024-01", &values);
    figure.positions[1].extent = kiosque::model::figure::Extent::Partial;
    figure.series[0].points[1] = kiosque::model::figure::Point::Secret;
    assert_eq!(
        chart::table_csv(&figure),
        "Mois,a,b\n2024-01,0.1,1000000000000000000000\n2024-02,,1368454.25\n"
    );
    assert_eq!(
        chart::spreadsheet_csv(&figure),
        "\u{feff}Mois;a;b\r\njanvier 2024;0,1;1000000000000000000000\r\n\
         février 2024 (incomplet);secret;1368454,25\r\n"
    );
    figure.panels = ["Nord", "Sud"].map(Arc::from).to_vec();
    figure.series[1].panel = 1;
    assert!(chart::table_csv(&figure).starts_with("Mois,Nord,Sud\n"));
}
