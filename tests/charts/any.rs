//! What holds for any figure.
use kiosque::chart;
use kiosque::chart::picture;
use kiosque::chart::scale;
use kiosque::model::figure::Baseline;
use kiosque::model::figure::Emphasis;
use kiosque::model::figure::Extent;
use kiosque::model::figure::Figure;
use kiosque::model::figure::Form;
use kiosque::model::figure::Point;
use proptest::prelude::ProptestConfig;
use proptest::prelude::Strategy;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;

use crate::sample::FORMS;
use crate::sample::Values;
use crate::sample::dressed;
use crate::sample::event;
use crate::sample::figure;
use crate::sample::number;
use crate::sample::timed;
use crate::svg::SHEETS;
use crate::svg::attribute;
use crate::svg::tags;
use crate::svg::whole;

/// Values with gaps.
fn values() -> impl Strategy<Value = Values> {
    proptest::collection::vec(proptest::option::of(-1e6..1e6_f64), 1..30)
}

fn extreme() -> impl Strategy<Value = Values> {
    let any = proptest::num::f64::NORMAL | proptest::num::f64::ZERO;
    proptest::collection::vec(proptest::option::of(any), 1..40)
}

/// A figure with something of everything, decided by a few numbers.
fn varied(form: Form, names: &[String], values: &Values, dice: &[u32]) -> Figure {
    let roll = |n: usize| dice[n % dice.len()] as usize;
    let series: Vec<(&str, Values)> = (0..1 + roll(0) % 4)
        .map(|n| {
            let turned = values.iter().cycle().skip(n).take(values.len());
            (names[n % names.len()].as_str(), turned.copied().collect())
        })
        .collect();
    let mut figure = if roll(1) % 2 == 0 {
        timed(form, "2023-01", &series)
    } else {
        let labels: Vec<String> =
            (0..values.len()).map(|n| format!("{}{n}", names[n % names.len()])).collect();
        figure(form, &labels, &series)
    };
    figure = dressed(figure);
    figure.decimals = roll(2) % 7;
    figure.unit = ["", "%", "€", "carte", "visiteurs uniques"][roll(3) % 5].into();
    figure.baseline = [Baseline::Zero, Baseline::Free][roll(4) % 2];
    figure.events =
        (0..roll(5) % 9).map(|n| event(dice[n % dice.len()] % 40_000, &names[n % names.len()])).collect();
    figure.events.sort_by_key(|event| event.at);
    for (n, position) in figure.positions.iter_mut().enumerate() {
        position.after_break = roll(n + 3) % 7 == 0;
        position.extent = if roll(n) % 5 == 0 { Extent::Partial } else { Extent::Whole };
    }
    for (n, series) in figure.series.iter_mut().enumerate() {
        series.emphasis = [Emphasis::Plain, Emphasis::Highlighted, Emphasis::Muted][roll(n + 6) % 3];
        for (m, point) in series.points.iter_mut().enumerate() {
            if roll(n + m) % 11 == 0 {
                *point = Point::Secret;
            }
        }
    }
    if roll(7) % 3 == 0 {
        figure.classes = vec![number(f64::from(dice[0] % 100)); roll(8) % 5];
    }
    figure
}

fn known(figure: &Figure, series: usize) -> Vec<f64> {
    figure.series[series].numbers().flatten().map(|number| number.get()).collect()
}

/// The marks of a series, in a drawing with titles.
fn marks(svg: &str, names: &[&str]) -> usize {
    let with =
        |tag: &str| names.iter().any(|name| attribute(tag, "class").is_some_and(|it| it.starts_with(name)));
    tags(&format!("<svg>{svg}</svg>")).iter().filter(|(tag, _)| with(tag)).count()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn any_figure_is_drawn_whole(
        values in extreme(), names in proptest::collection::vec("\\PC{0,50}", 4), dice in proptest::collection::vec(0..100_000_u32, 12),
    ) {
        for form in FORMS {
            whole(&varied(form, &names, &values, &dice));
        }
    }

    #[test]
    fn ordinary_figures_are_drawn_whole(
        values in values(), names in proptest::collection::vec("[A-Zé][a-z]{1,14}( [a-zé]{1,12}){0,5}", 4),
        dice in proptest::collection::vec(0..100_000_u32, 12),
    ) {
        for form in FORMS {
            whole(&varied(form, &names, &values, &dice));
        }
    }

    #[test]
    fn a_line_never_crosses_a_gap(values in values()) {
        let figure = timed(Form::Lines, "2023-01", &[("Visites", values.clone())]);
        let svg = picture(&figure, &SHEETS[0]).marks;
        let series = svg.split("<g class=\"serie s1\">").nth(1).unwrap_or_default().split("</g>").next().unwrap();
        let runs = values.split(Option::is_none).filter(|run| run.len() > 1).count();
        prop_assert_eq!(series.matches("<path d=\"M").count(), runs);
        prop_assert_eq!(series.matches("<circle").count(), values.iter().flatten().count());
        // The narrow layout has one path for all marks, where there is room for marks.
        let svg = picture(&figure, &SHEETS[1]).marks;
        let points = svg.matches("h0").count();
        prop_assert!(points <= values.iter().flatten().count());
    }

    #[test]
    fn what_is_not_known_has_no_mark(values in values()) {
        for form in [Form::Bars, Form::Columns, Form::Dots, Form::Scatter, Form::Stacked, Form::Podium] {
            let figure = dressed(timed(form, "2023-01", &[("Visites", values.clone())]));
            let svg = picture(&figure, &SHEETS[0]).marks;
            let known = known(&figure, 0);
            let drawn = match form {
                Form::Dots | Form::Scatter => known.len(),
                Form::Stacked => known.iter().filter(|value| **value > 0.0).count(),
                Form::Podium => {
                    let mut best = known.clone();
                    best.sort_by(|a, b| b.total_cmp(a));
                    best.iter().take(3).filter(|value| **value > 0.0).count()
                }
                _ => known.iter().filter(|value| **value != 0.0).count(),
            };
            prop_assert_eq!(svg.matches("<title>").count(), drawn, "{:?}", form);
            prop_assert!(marks(&svg, &["pt", "barre"]) <= 2 * known.len() + 1, "{:?}", form);
        }
    }

    #[test]
    fn a_map_and_a_calendar_tint_what_is_known(values in values()) {
        for form in [FORMS[8], FORMS[9]] {
            let figure = dressed(timed(form, "2023-01", &[("Visites", values.clone())]));
            let svg = picture(&figure, &SHEETS[0]).marks;
            let blank = svg.split("<g class=\"q q0\">").nth(1).unwrap_or_default().split("</g>").next().unwrap();
            let shapes = if form == FORMS[8] { 101 } else { 18 };
            let told = known(&figure, 0).len().min(figure.positions.iter().take(shapes).zip(&values).filter(|(_, v)| v.is_some()).count());
            if told > 0 {
                prop_assert_eq!(blank.matches("<title>").count(), shapes - told);
            }
        }
        let figure = dressed(timed(Form::Calendar, "2023-01", &[("Visites", values.clone())]));
        for sheet in &SHEETS {
            let squares = picture(&figure, sheet).marks.matches("h0").count();
            prop_assert_eq!(squares, values.iter().flatten().count());
        }
    }

    #[test]
    fn a_sparkline_is_finite_and_breaks_at_gaps(values in extreme()) {
        let points: Vec<Point> = values.iter().map(|value| crate::sample::point(*value)).collect();
        for extent in [Extent::Whole, Extent::Partial] {
            let svg = chart::spark(&points, extent);
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
            prop_assert_eq!(svg.is_empty(), values.iter().flatten().count() < 2);
            if !svg.is_empty() {
                tags(&svg);
            }
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
        let near = scale::ticks_near((low, low + wide), decimals, "");
        let (first, last) = near.ends();
        prop_assert!(first <= low && low + wide <= last && near.values.len() <= 6, "{:?}", near);
    }
}
