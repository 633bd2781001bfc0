//! How long charts take: `cargo bench --bench charts`. 300 lines of 1,095 days, both layouts each, and every form.
#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]
use std::sync::Arc;

use kiosque::base::period;
use kiosque::base::territory;
use kiosque::chart;
use kiosque::model::figure::Across;
use kiosque::model::figure::Baseline;
use kiosque::model::figure::Division;
use kiosque::model::figure::Emphasis;
use kiosque::model::figure::Extent;
use kiosque::model::figure::Figure;
use kiosque::model::figure::Form;
use kiosque::model::figure::Point;
use kiosque::model::figure::Position;
use kiosque::model::figure::Series;
use kiosque::model::figure::Words;
use kiosque::model::value::Number;

const FORMS: [&str; 11] = [
    "lignes",
    "barres",
    "colonnes",
    "empile",
    "podium",
    "points",
    "nuage",
    "multiples",
    "departements",
    "regions",
    "calendrier",
];

fn main() {
    divan::main();
}

/// A walk by chance, the same for the same seed.
fn walk(count: usize, seed: u64) -> Vec<Point> {
    let mut state = seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(3_037_000_493);
    let mut value = 4_000_i64;
    let step = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        value = (value + (state >> 33) as i64 % 401 - 200).max(0);
        Point::Known(Number::new(value as f64).unwrap())
    };
    (0..count).map(step).collect()
}

fn figure(form: Form, from: &str, (count, series): (usize, usize), seed: u64) -> Figure {
    let mut period = period::read(from).unwrap();
    let mut position = |n: usize| {
        let place = Position {
            label: Arc::from(period.full()),
            short: Arc::from(period.short()),
            key: Arc::from(period.key()),
            extent: Extent::Whole,
            place: Number::new((n * 7919 % 101) as f64),
            after_break: false,
        };
        period = period.next().unwrap();
        place
    };
    let name = |n: usize| Arc::from(format!("Service {n}"));
    let series = (0..series).map(|n| Series {
        name: name(n),
        points: walk(count, seed + n as u64),
        panel: if form == Form::Multiples { n } else { 0 },
        emphasis: Emphasis::Plain,
        own: None,
    });
    let series: Vec<Series> = series.collect();
    Figure {
        form,
        id: "graphique-1".into(),
        title: "Visites".into(),
        level: 2,
        axis: "Jour".into(),
        positions: (0..count).map(&mut position).collect(),
        panels: if form == Form::Multiples { (0..series.len()).map(name).collect() } else { Vec::new() },
        series,
        unit: "visite".into(),
        decimals: 0,
        baseline: Baseline::Zero,
        events: Vec::new(),
        classes: [1_000.0, 3_000.0, 4_000.0, 5_000.0].map(|bound| Number::new(bound).unwrap()).to_vec(),
        across: Some(Across { name: "Âge".into(), unit: String::new(), decimals: 0 }),
        words: Words::default(),
    }
}

fn ordinary(name: &str) -> Figure {
    let places = |codes: Vec<&str>, form: Form| {
        let mut figure = figure(form, "2023-01-01", (codes.len(), 1), 1);
        figure.positions.iter_mut().zip(codes).for_each(|(position, code)| position.key = Arc::from(code));
        figure
    };
    match name {
        "lignes" => figure(Form::Lines, "2022-01", (24, 2), 1),
        "barres" => figure(Form::Bars, "2022-01", (8, 1), 1),
        "colonnes" => figure(Form::Columns, "2022-01", (12, 1), 1),
        "empile" => figure(Form::Stacked, "2022-01", (4, 4), 1),
        "podium" => figure(Form::Podium, "2022-01", (3, 1), 1),
        "points" => figure(Form::Dots, "2022-01", (8, 2), 1),
        "nuage" => figure(Form::Scatter, "2022-01", (20, 1), 1),
        "multiples" => figure(Form::Multiples, "2022-01", (24, 9), 1),
        "departements" => places(
            territory::DEPARTMENTS.iter().map(|(code, ..)| *code).collect(),
            Form::Map(Division::Departments),
        ),
        "regions" => {
            places(territory::REGIONS.iter().map(|(code, _)| *code).collect(), Form::Map(Division::Regions))
        }
        _ => figure(Form::Calendar, "2023-01-01", (731, 1), 1),
    }
}

#[divan::bench(args = FORMS)]
fn one_of_each_form(bencher: divan::Bencher, name: &str) {
    let figure = ordinary(name);
    bencher.bench_local(|| chart::inline(&figure));
}

/// Both layouts of each, as a page holds them.
#[divan::bench(sample_count = 10)]
fn lines_300_of_1095_days(bencher: divan::Bencher) {
    let figures: Vec<Figure> =
        (0..300).map(|seed| figure(Form::Lines, "2022-01-01", (1095, 1), seed)).collect();
    bencher.bench_local(|| figures.iter().map(|figure| chart::inline(figure).len()).sum::<usize>());
}

#[divan::bench(sample_count = 10)]
fn files_300_of_1095_days(bencher: divan::Bencher) {
    let figures: Vec<Figure> =
        (0..300).map(|seed| figure(Form::Lines, "2022-01-01", (1095, 1), seed)).collect();
    bencher.bench_local(|| figures.iter().map(|figure| chart::standalone(figure).len()).sum::<usize>());
}
