//! Words that can be told from what is behind them, on light displays and on dark ones (WCAG 2.2, 1.4.3).
use std::collections::BTreeSet;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::french;
use crate::render::letter::lint::cascade;
use crate::render::letter::lint::cascade::Open;
use crate::render::letter::lint::cascade::Rule;
use crate::render::letter::lint::colour::BLACK;
use crate::render::letter::lint::colour::Colour;
use crate::render::letter::lint::colour::LINK;
use crate::render::letter::lint::colour::WHITE;
use crate::render::letter::lint::pieces::Piece;
use crate::render::letter::lint::pieces::Tag;
use crate::render::letter::lint::template;
use crate::render::templates::Templates;

/// Of text whose size is not known to be large.
const LEAST: f64 = 4.5;

/// An open element: what it is, and how it looks on each display.
struct Frame {
    shown: [Look; 2],
    hidden: bool,
}

#[derive(Clone, Copy)]
struct Look {
    colour: Colour,
    background: Colour,
}

/// One on each kind of display, light then dark.
const DISPLAYS: [&str; 2] = ["clair", "sombre"];

pub fn judge(pieces: &[Piece], templates: &Templates, diagnostics: &mut Diagnostics) {
    let rules = cascade::dark(pieces);
    let mut faults: BTreeSet<(usize, String, String)> = BTreeSet::new();
    walk(pieces, &rules, &mut |open, frame| {
        for (display, look) in frame.shown.iter().enumerate() {
            let contrast = look.colour.contrast(look.background);
            if contrast < LEAST {
                faults.insert((display, named(open), french::number(contrast, 1)));
            }
        }
    });
    for (display, element, contrast) in faults {
        let sheet = if display == 0 { "email/email.css" } else { "email/dark.css" };
        let Some(at) = template(templates, sheet).or_else(|| template(templates, "email/base.html")) else {
            return;
        };
        let name = DISPLAYS[display];
        let message = format!(
            "sur un affichage {name}, le texte de « {element} » se distingue mal du fond ({contrast} pour 1)"
        );
        let help = "il en faut 4,5 pour 1 : assombrissez l'un ou éclaircissez l'autre";
        diagnostics.push(Diagnostic::error(Code::LetterContrast, at, message).with_help(help));
    }
}

/// The classes around a text, nearest last; its element where none has any.
fn named(open: &[Open<'_>]) -> String {
    let last = open.last().map_or("body", |element| element.name);
    let class = open.iter().rev().find_map(|element| element.classes.first());
    class.map_or(last.to_owned(), |class| match open.last() {
        Some(element) if element.classes.first() == Some(class) => format!(".{class}"),
        _ => format!(".{class} {last}"),
    })
}

/// Tells of each text that is shown, in an element that is open.
fn walk<'a>(pieces: &'a [Piece], rules: &[Rule], told: &mut impl FnMut(&[Open<'a>], &Frame)) {
    let look = Look { colour: BLACK, background: WHITE };
    let mut frames = vec![Frame { shown: [look; 2], hidden: true }];
    let mut open: Vec<Open<'a>> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Open(tag) => {
                open.push(Open { name: &tag.name, classes: classes(tag) });
                let Some(around) = frames.last() else { return };
                let frame = frame(tag, around, cascade::of(rules, &open));
                if tag.is_void() {
                    let says = tag.name == "img" && tag.get("alt").is_some_and(|alt| !alt.is_empty());
                    if says && !frame.hidden {
                        told(&open, &frame);
                    }
                    open.pop();
                } else {
                    frames.push(frame);
                }
            }
            Piece::Close(name) => {
                if let Some(at) = open.iter().rposition(|element| element.name == name) {
                    open.truncate(at);
                    frames.truncate(at + 1);
                }
            }
            Piece::Text(text) if text.trim().is_empty() => {}
            Piece::Text(_) => {
                if let Some(frame) = frames.last().filter(|frame| !frame.hidden) {
                    told(&open, frame);
                }
            }
        }
    }
}

fn classes(tag: &Tag) -> Vec<&str> {
    tag.get("class").unwrap_or_default().split_ascii_whitespace().collect()
}

fn frame(tag: &Tag, around: &Frame, dark: (Option<Colour>, Option<Colour>)) -> Frame {
    let last = |wanted: [&str; 2]| {
        let fit = tag.styles().filter(|(name, _)| wanted.contains(&name.as_str()));
        fit.filter_map(|(_, value)| Colour::parse(value)).last()
    };
    let own = last(["color", "color"]).or_else(|| (tag.name == "a").then_some(LINK));
    let behind =
        last(["background-color", "background"]).or_else(|| tag.get("bgcolor").and_then(Colour::parse));
    let [light, shade] = around.shown;
    let shown = [
        Look { colour: own.unwrap_or(light.colour), background: behind.unwrap_or(light.background) },
        Look {
            colour: dark.0.or(own).unwrap_or(shade.colour),
            background: dark.1.or(behind).unwrap_or(shade.background),
        },
    ];
    let gone = tag.styles().any(|(name, value)| name == "display" && value == "none");
    // What stands before the body is not shown.
    let hidden = gone || (around.hidden && tag.name != "body");
    Frame { shown, hidden }
}
