//! `draw-charts DATA OUT`: what `benches/charts/compare.py` times against other libraries. CSV files of two columns, date
//! and value, become one SVG file each and what a page would hold, with its layouts of 800 and of 360 units.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a program that measures meets the disk, and stops at the first fault"
)]
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use kiosque::base::period;
use kiosque::chart;
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

fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [data, out] = &arguments[..] else { panic!("usage: draw-charts DATA OUT") };
    let mut files: Vec<PathBuf> = fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "csv"));
    files.sort();
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let figure = figure(name, &fs::read_to_string(&path).unwrap());
        write(out, &format!("{name}.svg"), &chart::standalone(&figure));
        write(out, &format!("{name}.html"), &chart::inline(&figure));
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

fn figure(name: &str, csv: &str) -> Figure {
    let rows: Vec<(&str, f64)> = csv
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').unwrap())
        .map(|(date, value)| (date, value.parse().unwrap()))
        .collect();
    let series = Series {
        name: Arc::from("Visites"),
        points: rows.iter().map(|(_, value)| Point::Known(Number::new(*value).unwrap())).collect(),
        panel: 0,
        emphasis: Emphasis::Plain,
        own: None,
    };
    Figure {
        form: Form::Lines,
        id: name.into(),
        title: format!("Visites de {name}"),
        level: 2,
        axis: "Date".into(),
        positions: rows.iter().map(|(date, _)| position(date)).collect(),
        series: vec![series],
        panels: Vec::new(),
        unit: "visite".into(),
        decimals: 0,
        baseline: Baseline::Zero,
        events: Vec::new(),
        classes: Vec::new(),
        across: None,
        words: Words { sentence: "Visites par jour.".into(), ..Words::default() },
    }
}

fn position(date: &str) -> Position {
    let day = period::read(date).unwrap();
    Position {
        label: day.full().into(),
        short: day.short().into(),
        key: day.key().into(),
        extent: Extent::Whole,
        place: None,
        after_break: false,
    }
}
