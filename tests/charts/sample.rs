//! Figures made by hand.
use std::sync::Arc;

use kiosque::base::period;
use kiosque::base::territory;
use kiosque::model::figure::Across;
use kiosque::model::figure::Baseline;
use kiosque::model::figure::Division;
use kiosque::model::figure::Emphasis;
use kiosque::model::figure::Event;
use kiosque::model::figure::Extent;
use kiosque::model::figure::Figure;
use kiosque::model::figure::Form;
use kiosque::model::figure::Point;
use kiosque::model::figure::Position;
use kiosque::model::figure::Series;
use kiosque::model::figure::Words;
use kiosque::model::value::Number;

pub type Values = Vec<Option<f64>>;

pub const FORMS: [Form; 11] = [
    Form::Lines,
    Form::Bars,
    Form::Columns,
    Form::Stacked,
    Form::Podium,
    Form::Dots,
    Form::Scatter,
    Form::Multiples,
    Form::Map(Division::Departments),
    Form::Map(Division::Regions),
    Form::Calendar,
];

pub fn point(value: Option<f64>) -> Point {
    value.and_then(Number::new).map_or(Point::Missing, Point::Known)
}

pub fn number(value: f64) -> Number {
    Number::new(value).unwrap()
}

pub fn figure(form: Form, labels: &[String], series: &[(&str, Values)]) -> Figure {
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
        points: points.iter().map(|value| point(*value)).collect(),
        panel: 0,
        own: None,
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

/// As many positions as the first series has points, from a period on.
pub fn timed(form: Form, from: &str, series: &[(&str, Values)]) -> Figure {
    let count = series.first().map_or(0, |(_, points)| points.len());
    let mut figure = figure(form, &vec![String::new(); count], series);
    let mut period = period::read(from).unwrap();
    for position in &mut figure.positions {
        position.label = Arc::from(period.full());
        position.short = Arc::from(period.short());
        position.key = Arc::from(period.key());
        period = period.next().unwrap();
    }
    figure
}

/// What a form needs besides: panels, codes, days, a second axis.
pub fn dressed(mut figure: Figure) -> Figure {
    let codes: Vec<&str> = match figure.form {
        Form::Map(Division::Departments) => territory::DEPARTMENTS.iter().map(|(code, ..)| *code).collect(),
        Form::Map(Division::Regions) => territory::REGIONS.iter().map(|(code, _)| *code).collect(),
        _ => Vec::new(),
    };
    for (position, code) in figure.positions.iter_mut().zip(codes) {
        position.key = Arc::from(code);
    }
    if figure.form == Form::Calendar {
        let mut day = period::read("2023-11-27").unwrap();
        for position in &mut figure.positions {
            position.key = Arc::from(day.key());
            day = day.next().unwrap();
        }
    }
    if figure.form == Form::Multiples {
        figure.panels = figure.series.iter().map(|series| series.name.clone()).collect();
        figure.series.iter_mut().enumerate().for_each(|(n, series)| series.panel = n);
    }
    if figure.form == Form::Scatter {
        figure.across = Some(Across { name: "Population".into(), unit: "habitant".into(), decimals: 0 });
        for (n, position) in figure.positions.iter_mut().enumerate() {
            position.place = Number::new((n * 7919 % 101) as f64);
        }
    }
    if matches!(figure.form, Form::Map(_) | Form::Calendar) {
        figure.classes = [10.0, 50.0, 60.0, 90.0].map(number).to_vec();
    }
    figure
}

pub fn months(count: usize) -> Vec<String> {
    const MONTHS: [&str; 12] =
        ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
    (0..count).map(|n| format!("{}\n{}", MONTHS[n % 12], 2020 + n / 12)).collect()
}

pub fn wave(count: usize, series: usize) -> Values {
    let value = |n: usize| 50.0 + 40.0 * ((n * (series + 1)) as f64 / 3.0).sin();
    (0..count).map(|n| Some(value(n).round())).collect()
}

pub fn event(at: u32, text: &str) -> Event {
    Event { at, text: text.into() }
}
