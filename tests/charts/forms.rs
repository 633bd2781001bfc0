//! What each form says, and how.
use std::sync::Arc;

use kiosque::chart;
use kiosque::chart::picture;
use kiosque::model::figure::Emphasis;
use kiosque::model::figure::Extent;
use kiosque::model::figure::Figure;
use kiosque::model::figure::Form;
use kiosque::model::figure::Point;

use crate::sample::FORMS;
use crate::sample::dressed;
use crate::sample::event;
use crate::sample::figure;
use crate::sample::number;
use crate::sample::timed;
use crate::sample::wave;
use crate::svg::SHEETS;
use crate::svg::attribute;
use crate::svg::corners;
use crate::svg::tags;
use crate::svg::whole;

fn wide(figure: &Figure) -> String {
    whole(figure);
    picture(figure, &SHEETS[0]).marks
}

/// The words of a drawing, in their order.
fn words(svg: &str) -> Vec<String> {
    let texts = tags(&format!("<svg>{svg}</svg>")).into_iter().filter(|(tag, _)| tag.starts_with("text"));
    texts.map(|(_, text)| text).collect()
}

/// Width and height of the bars that have a title.
fn bars(svg: &str) -> Vec<(f64, f64)> {
    let size = |tag: &str, name: &str| attribute(tag, name).unwrap().parse().unwrap();
    tags(&format!("<svg>{svg}</svg>"))
        .windows(2)
        .filter(|pair| pair[0].0.starts_with("rect") && pair[1].0 == "title")
        .map(|pair| (size(&pair[0].0, "width"), size(&pair[0].0, "height")))
        .collect()
}

#[test]
fn a_period_that_is_not_over_is_dashed_and_hollow() {
    let mut figure = timed(Form::Lines, "2024-01", &[("Visites", wave(6, 0)), ("Comptes", wave(6, 1))]);
    figure.positions[5].extent = Extent::Partial;
    let svg = wide(&figure);
    assert_eq!(svg.matches("<path class=\"partiel\"").count(), 2);
    assert_eq!(svg.matches("class=\"pt vide\"").count(), 2);
    assert!(svg.contains("<title>juin 2024 (incomplet), Visites\u{a0}: "));
    figure.form = Form::Columns;
    assert_eq!(wide(&figure).matches("class=\"barre partiel\"").count(), 2);
    // Its value is not written at the end of the line, where it would be read as the last one.
    figure.form = Form::Lines;
    figure.series.pop();
    assert!(!wide(&figure).contains("class=\"valeur\""));
}

#[test]
fn a_break_parts_the_line_and_is_told() {
    let mut figure = timed(Form::Lines, "2024-01", &[("Visites", wave(6, 0))]);
    figure.positions[3].after_break = true;
    let svg = wide(&figure);
    assert_eq!(svg.split("<g class=\"serie s1\">").nth(1).unwrap().matches("<path d=").count(), 2);
    assert!(svg.contains("<g class=\"repere rupture\">") && words(&svg).contains(&"rupture de série".into()));
}

#[test]
fn events_have_their_words_or_a_number() {
    let mut figure = timed(Form::Lines, "2024-01", &[("Visites", wave(12, 0))]);
    figure.events =
        vec![event(2500, "16 mars 2024\u{a0}: lancement"), event(6000, "1er juillet 2024\u{a0}: refonte")];
    let svg = wide(&figure);
    assert!(words(&svg).contains(&"16 mars 2024\u{a0}: lancement".into()), "{:?}", words(&svg));
    figure.events =
        (0..8).map(|n| event(n * 700, &format!("un événement qui a un nom assez long, {n}"))).collect();
    let svg = wide(&figure);
    for n in 0..8 {
        assert!(words(&svg).contains(&format!("{}", n + 1)));
        assert!(words(&svg).contains(&format!("{}. un événement qui a un nom assez long, {n}", n + 1)));
    }
    // All of them on the same day.
    figure.events = (0..30).map(|n| event(4000, &format!("numéro {n}"))).collect();
    wide(&figure);
}

#[test]
fn what_is_muted_is_grey_and_the_rest_keeps_its_colour() {
    let mut figure = timed(Form::Lines, "2024-01", &[("A", wave(6, 0)), ("B", wave(6, 1))]);
    figure.series[0].emphasis = Emphasis::Muted;
    let svg = wide(&figure);
    assert!(svg.contains("serie muet") && svg.contains("serie s2") && !svg.contains("serie s1"));
}

#[test]
fn series_are_told_apart_without_colour() {
    for form in [Form::Lines, Form::Bars, Form::Columns, Form::Dots, Form::Scatter] {
        let figure = dressed(timed(form, "2024-01", &[("A", wave(4, 0)), ("B", wave(4, 1))]));
        let svg = wide(&figure);
        for class in ["serie s1", "serie s2"] {
            let opening = format!("<g class=\"{class}\">");
            let groups = svg.split(&opening).skip(1);
            let group: String = groups.map(|group| group.split("</g>").next().unwrap()).collect();
            assert!(group.contains(if class == "serie s1" { "<circle" } else { "class=\"pt\"" }), "{form:?}");
        }
        assert!(words(&svg).contains(&"A".into()) && words(&svg).contains(&"B".into()), "{form:?}");
    }
}

#[test]
fn bars_and_steps_are_as_long_as_their_values() {
    let labels = ["Un", "Deux", "Trois"].map(String::from);
    let values = [("Part", vec![Some(40.0), Some(20.0), Some(10.0)])];
    let long = bars(&wide(&figure(Form::Bars, &labels, &values)));
    assert!((long[0].0 / long[1].0 - 2.0).abs() < 0.01 && (long[0].0 / long[2].0 - 4.0).abs() < 0.02);
    let tall = bars(&wide(&figure(Form::Columns, &labels, &values)));
    assert!((tall[0].1 / tall[1].1 - 2.0).abs() < 0.02);
    let steps = bars(&wide(&figure(Form::Podium, &labels, &values)));
    assert!((steps[0].1 / steps[1].1 - 2.0).abs() < 0.02 && (steps[0].1 / steps[2].1 - 4.0).abs() < 0.05);
}

#[test]
fn a_podium_ranks_by_value_and_equals_share_their_step() {
    let labels = ["Un", "Deux", "Trois", "Quatre"].map(String::from);
    let values = [("Part", vec![Some(1.0), Some(7.0), Some(9.0), Some(7.0)])];
    let words = words(&wide(&figure(Form::Podium, &labels, &values)));
    let expected = ["1er", "Trois", "9", "2e", "Deux", "7", "2e", "Quatre", "7"];
    assert_eq!(words, expected);
}

#[test]
fn shares_fill_their_bar_with_gaps_between_them() {
    let values = [("Oui", vec![Some(52.0)]), ("Non", vec![Some(31.0)]), ("NSP", vec![Some(17.0)])];
    let mut figure = figure(Form::Stacked, &["Ensemble".to_owned()], &values);
    figure.unit = "%".into();
    let svg = wide(&figure);
    let widths: f64 = bars(&svg).iter().map(|(width, _)| width).sum();
    assert!((widths + 2.0 * 2.0 - 800.0).abs() < 0.5, "{widths}");
    assert_eq!(words(&svg), ["52\u{a0}%", "Oui", "31\u{a0}%", "Non", "17\u{a0}%", "NSP"]);
    // What is not known leaves its share of a hundred empty.
    figure.series[1].points[0] = Point::Secret;
    let widths: f64 = bars(&wide(&figure)).iter().map(|(width, _)| width).sum();
    assert!(widths < 560.0, "{widths}");
}

#[test]
fn classes_say_their_bounds_and_how_many_they_hold() {
    let mut map = dressed(figure(FORMS[9], &vec![String::new(); 18], &[("Cartes", wave(18, 0))]));
    map.classes = [30.0, 60.0].map(number).to_vec();
    map.decimals = 1;
    map.series[0].points[0] = Point::Secret;
    map.series[0].points[1] = Point::Missing;
    let svg = wide(&map);
    let values: Vec<f64> = map.series[0].numbers().flatten().map(|n| n.get()).collect();
    let count = |low: f64, high: f64| values.iter().filter(|v| **v >= low && **v < high).count();
    for text in [
        format!("60,0 et plus\u{a0}: {}", count(60.0, 1e9)),
        format!("30,0 à moins de 60,0\u{a0}: {}", count(30.0, 60.0)),
        format!("moins de 30,0\u{a0}: {}", count(-1e9, 30.0)),
        "secret\u{a0}: 1".to_owned(),
        "sans donnée\u{a0}: 1".to_owned(),
        "Guadeloupe".to_owned(),
    ] {
        assert!(words(&svg).contains(&text), "{text} is not in {:?}", words(&svg));
    }
    assert!(chart::standalone(&map).contains("Natural Earth"));
    map.decimals = 0;
    map.classes = [30.0, 31.0].map(number).to_vec();
    let most = values.iter().copied().fold(0.0, f64::max);
    let least = values.iter().copied().fold(1e9, f64::min);
    for text in [format!("{least} à 29"), "30".to_owned(), format!("31 à {most}")] {
        let starts = format!("{text}\u{a0}: ");
        let said = wide(&map);
        assert!(
            words(&said).iter().any(|word| word.starts_with(&starts)),
            "{text} is not in {:?}",
            words(&said)
        );
    }
}

#[test]
fn panels_share_their_scale() {
    let small: Vec<Option<f64>> = wave(12, 0).iter().map(|v| v.map(|v| v / 10.0)).collect();
    let figure = dressed(timed(Form::Multiples, "2024-01", &[("Nord", wave(12, 0)), ("Sud", small)]));
    let svg = wide(&figure);
    let lines: Vec<Vec<(f64, f64)>> = svg
        .split("<g class=\"serie s1\">")
        .skip(1)
        .map(|group| corners(attribute(group.split("/>").next().unwrap(), "d").unwrap()))
        .collect();
    let tall = |line: &[(f64, f64)]| {
        line.iter().map(|(_, y)| *y).fold(0.0, f64::max) - line.iter().map(|(_, y)| *y).fold(1e9, f64::min)
    };
    assert_eq!(lines.len(), 2);
    assert!((tall(&lines[0]) / tall(&lines[1]) - 10.0).abs() < 0.5);
    assert!(words(&svg).contains(&"Nord".into()) && words(&svg).contains(&"Sud".into()));
}

#[test]
fn a_long_word_breaks_between_syllables() {
    let labels = ["Intercommunalités".to_owned(), "Établissements".to_owned(), "Régions".to_owned()];
    let figure = figure(Form::Podium, &labels, &[("Part", vec![Some(3.0), Some(2.0), Some(1.0)])]);
    whole(&figure);
    let words = words(&picture(&figure, &SHEETS[1]).marks);
    assert!(words.contains(&"Intercommu-".into()) || words.contains(&"Intercommunali-".into()), "{words:?}");
}

#[test]
fn a_map_finds_its_places_by_code_or_by_name() {
    let mut map = dressed(figure(FORMS[8], &["Finistère".to_owned()], &[("Cartes", vec![Some(3.0)])]));
    for key in ["29", "autre"] {
        map.positions[0].key = Arc::from(key);
        let svg = wide(&map);
        assert!(svg.contains("<title>Finistère\u{a0}: 3</title>"), "{key}");
        assert_eq!(svg.matches("sans donnée</title>").count(), 100);
    }
}
