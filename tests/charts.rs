//! Charts: whatever the figure, whole, inside their frame, and saying nothing that is not known.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::sync::Arc;

use kiosque::chart;
use kiosque::chart::Drawn;
use kiosque::chart::scale;
use kiosque::chart::text::Type;
use kiosque::chart::text::Weight;
use kiosque::model::figure::Baseline;
use kiosque::model::figure::Emphasis;
use kiosque::model::figure::Extent;
use kiosque::model::figure::Figure;
use kiosque::model::figure::Form;
use kiosque::model::figure::Point;
use kiosque::model::figure::Position;
use kiosque::model::figure::Series;
use kiosque::model::figure::Words;
use kiosque::model::value::Number;
use proptest::prelude::ProptestConfig;
use proptest::prelude::Strategy;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;

const MONTHS: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

fn figure(form: Form, labels: &[String], series: &[(&str, Vec<Option<f64>>)]) -> Figure {
    let place = |label: &String| Position {
        label: Arc::from(label.as_str()),
        short: Arc::from(label.as_str()),
        key: Arc::from(label.as_str()),
        extent: Extent::Whole,
        place: None,
        after_break: false,
    };
    let series = series.iter().map(|(name, points)| Series {
        name: Arc::from(*name),
        points: points
            .iter()
            .map(|point| point.and_then(Number::new).map_or(Point::Missing, Point::Known))
            .collect(),
        panel: 0,
        emphasis: Emphasis::Plain,
    });
    Figure {
        form,
        id: "graphique-1".into(),
        title: "Visites & utilisateurs".into(),
        level: 2,
        axis: "Mois".into(),
        positions: labels.iter().map(place).collect(),
        series: series.collect(),
        panels: Vec::new(),
        unit: String::new(),
        decimals: 0,
        baseline: Baseline::Zero,
        events: Vec::new(),
        classes: Vec::new(),
        across: None,
        words: Words {
            sentence: "Visites : de 1 à 2.".into(),
            source: Some("Matomo".into()),
            ..Words::default()
        },
    }
}

fn months(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("{}\n{}", MONTHS[n % 12], 2020 + n / 12)).collect()
}

fn wave(count: usize, series: usize) -> Vec<Option<f64>> {
    let value = |n: usize| 50.0 + 40.0 * ((n * (series + 1)) as f64 / 3.0).sin();
    (0..count).map(|n| Some(value(n).round())).collect()
}

/// Tags with their attributes and the text that follows, after a check that
/// the markup is well formed.
fn tags(svg: &str) -> Vec<(String, String)> {
    let (mut open, mut seen) = (Vec::new(), Vec::new());
    for part in svg.trim().strip_prefix('<').unwrap().split('<') {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>') || tag == "style", "{part}");
        for entity in text.split('&').skip(1) {
            assert!(["amp;", "lt;", "gt;", "quot;"].iter().any(|known| entity.starts_with(known)), "{part}");
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{svg}");
        } else {
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap());
            }
        }
        seen.push((tag.to_owned(), text.to_owned()));
    }
    assert!(open.is_empty(), "{open:?} is left open");
    assert!(!svg.chars().any(|c| c.is_control() && c != '\n'), "{svg:?}");
    seen
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

fn number(tag: &str, name: &str) -> f64 {
    attribute(tag, name).unwrap_or("0").parse().unwrap()
}

fn within(value: f64, low: f64, high: f64, what: &str) {
    assert!(value >= low - 0.11 && value <= high + 0.11, "{value} is not between {low} and {high}: {what}");
}

/// Every mark and every text is inside the view box.
fn inside(svg: &str) {
    let tags = tags(svg);
    let sizes: Vec<f64> =
        attribute(&tags[0].0, "viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    let (width, height) = (sizes[2], sizes[3]);
    let (mut anchor, mut y) = ("start", 0.0);
    for (tag, text) in &tags {
        let name = tag.split([' ', '/']).next().unwrap();
        match name {
            "" if tag == "/g" => anchor = "start",
            "g" => anchor = attribute(tag, "text-anchor").unwrap_or("start"),
            "text" | "tspan" => {
                let x = number(tag, "x");
                y = if name == "text" { number(tag, "y") } else { y + number(tag, "dy") };
                let text = text
                    .replace("&amp;", "&")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"");
                let long = Type { stretch: 1.0 }.width(&text, Weight::Regular);
                let left = match anchor {
                    "end" => x - long,
                    "middle" => x - long / 2.0,
                    _ => x,
                };
                within(left, 0.0, width - long, &format!("{tag} {text}"));
                within(y, 10.0, height - 2.0, &format!("{tag} {text}"));
            }
            "rect" => {
                within(number(tag, "x"), 0.0, width - number(tag, "width"), tag);
                within(number(tag, "y"), 0.0, height - number(tag, "height"), tag);
            }
            "circle" => {
                within(number(tag, "cx"), 0.0, width, tag);
                within(number(tag, "cy"), 0.0, height, tag);
            }
            _ => {}
        }
    }
}

fn whole(drawn: &Drawn) {
    for svg in [&drawn.wide, &drawn.narrow] {
        inside(svg);
        let root = svg.split('>').next().unwrap();
        assert!(!root.contains(" width=") && !root.contains(" height="), "{root}");
        for colour in ["#", "style", "fill=", "stroke=", "rgb", "NaN", "inf"] {
            let marks = tags(svg);
            assert!(marks.iter().all(|(tag, _)| !tag.contains(colour)), "{colour} in {svg}");
        }
    }
    tags(&drawn.standalone);
    assert!(drawn.standalone.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
}

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
        for form in [Form::Lines, Form::Bars] {
            let figure = figure(form, &labels, &series);
            let drawn = chart::draw(&figure);
            whole(&drawn);
            assert_eq!(drawn, chart::draw(&figure));
        }
        assert_eq!(chart::draw(&figure(Form::Table, &labels, &series)), Drawn::default());
    }
}

#[test]
fn a_chart_is_named_by_its_page_and_light() {
    let year = figure(Form::Lines, &months(12), &[("Visites", wave(12, 0)), ("Utilisateurs", wave(12, 1))]);
    let drawn = chart::draw(&year);
    for svg in [&drawn.wide, &drawn.narrow] {
        assert!(svg.contains(
            "role=\"img\" aria-labelledby=\"graphique-1-titre\" aria-describedby=\"graphique-1-desc\""
        ));
        assert!(svg.len() < 6_500, "{} octets", svg.len());
        assert_eq!(svg.matches("class=\"pt\"").count(), 24);
        assert_eq!(svg.matches("<title>").count(), 24);
    }
    assert!(drawn.wide.starts_with("<svg class=\"k-g k-wide\" viewBox=\"0 0 800 "));
    assert!(drawn.narrow.starts_with("<svg class=\"k-g k-narrow\" viewBox=\"0 0 360 "));
    assert!(drawn.standalone.contains("<title id=\"titre\">Visites &amp; utilisateurs</title>"));
    assert!(drawn.standalone.contains("Source\u{a0}: Matomo"));
    let mut seed = 1_u64;
    let mut noise = |_| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Some((seed >> 33) as f64 / 1e6)
    };
    let days =
        figure(Form::Lines, &vec![String::new(); 1095], &[("Visites", (0..1095).map(&mut noise).collect())]);
    let drawn = chart::draw(&days);
    assert!(drawn.wide.len() < 6_500 && drawn.narrow.len() < 6_500, "{} octets", drawn.wide.len());
}

#[test]
fn thinning_keeps_both_ends_and_both_extremes() {
    let spots: Vec<(i32, i32)> = (0..2000).map(|n| (n * 3, (n * 7919) % 2260)).collect();
    let thin = kiosque::chart::thin::thinned(spots.clone(), 0.3);
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
    let mut figure = figure(Form::Bars, &labels, &[(bad, vec![Some(1.0), Some(-2.5), None])]);
    (figure.title, figure.words.sentence, figure.words.source) = (bad.into(), bad.into(), Some(bad.into()));
    for form in [Form::Lines, Form::Bars] {
        figure.form = form;
        let drawn = chart::draw(&figure);
        whole(&drawn);
        for svg in [&drawn.wide, &drawn.narrow, &drawn.standalone] {
            let names: Vec<String> =
                tags(svg).into_iter().map(|(tag, _)| tag.split(' ').next().unwrap().to_owned()).collect();
            assert!(!names.iter().any(|name| name.contains("script")), "{svg}");
            assert!(!svg.contains('\u{202e}'));
        }
    }
    figure.axis = "Nom".into();
    figure.series[0].name = Arc::from("Valeur");
    let csv = chart::table_csv(&figure);
    let lines: Vec<&str> = csv.lines().skip(1).collect();
    assert_eq!(lines[1..], ["\"'=HYPERLINK(\"\"x\"\")\",-2.5", "\"'-12,5\","]);
    assert!(csv.starts_with("Nom,Valeur\n") && !csv.contains('\u{0}'));
}

#[test]
fn numbers_of_the_file_are_exact() {
    let figure = figure(
        Form::Lines,
        &["2024-01".into(), "2024-02".into()],
        &[("a", vec![Some(0.1), None]), ("b", vec![Some(1e21), Some(1_368_454.25)])],
    );
    assert_eq!(
        chart::table_csv(&figure),
        "Mois,a,b\n2024-01,0.1,1000000000000000000000\n2024-02,,1368454.25\n"
    );
}

/// Points with gaps.
fn points() -> impl Strategy<Value = Vec<Option<f64>>> {
    proptest::collection::vec(proptest::option::of(-1e6..1e6_f64), 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn a_line_never_crosses_a_gap(points in points()) {
        let figure = figure(Form::Lines, &months(points.len()), &[("Visites", points.clone())]);
        let svg = chart::draw(&figure).wide;
        let series = svg.split("<g class=\"serie s1\">").nth(1).unwrap_or_default().split("</g>").next().unwrap();
        let runs = points.split(Option::is_none).filter(|run| run.len() > 1).count();
        let known = points.iter().flatten().count();
        prop_assert_eq!(series.matches("<path d=\"M").count(), runs);
        prop_assert_eq!(series.matches("class=\"pt\"").count(), known);
    }

    #[test]
    fn any_figure_is_drawn_whole(
        values in proptest::collection::vec(proptest::option::of(proptest::num::f64::NORMAL | proptest::num::f64::ZERO), 1..40),
        label in "\\PC{0,60}", name in "\\PC{0,60}", decimals in 0..7_usize,
    ) {
        let labels: Vec<String> = (0..values.len()).map(|n| format!("{label}{n}")).collect();
        for form in [Form::Lines, Form::Bars] {
            let mut figure = figure(form, &labels, &[(&name, values.clone()), ("B", values.clone())]);
            figure.decimals = decimals;
            whole(&chart::draw(&figure));
        }
    }

    #[test]
    fn ticks_are_few_and_hold_zero_and_all_values(low in -1e9..1e9_f64, wide in 0.0..1e9_f64, decimals in 0..3_usize) {
        let ticks = scale::ticks((low, low + wide), decimals, "");
        let (first, last) = ticks.ends();
        prop_assert!(first <= low && low + wide <= last && ticks.values.contains(&0.0), "{:?}", ticks);
        prop_assert!(ticks.values.len() >= 2 && ticks.values.len() <= 6, "{:?}", ticks);
        let mut labels = ticks.labels.clone();
        labels.dedup();
        prop_assert_eq!(labels.len(), ticks.labels.len());
    }
}
