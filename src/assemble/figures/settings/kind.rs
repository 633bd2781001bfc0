//! The types of figures, by the words that people use for them.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::settings::given;
use crate::base::diagnostic;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::model::declaration::Answers;
use crate::model::figure::Baseline;
use crate::model::figure::Division;
use crate::model::table;
use crate::model::value::Fields;

/// `type`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Lines,
    Bars,
    Stacked,
    Podium,
    Points,
    Map,
    Calendar,
    Table,
}

/// Whether a type adds its values up by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddsUp;

const KINDS: [(&str, Kind); 8] = [
    ("lignes", Kind::Lines),
    ("barres", Kind::Bars),
    ("empile", Kind::Stacked),
    ("podium", Kind::Podium),
    ("points", Kind::Points),
    ("carte", Kind::Map),
    ("calendrier", Kind::Calendar),
    ("tableau", Kind::Table),
];
const LIST: &str = "types : lignes, barres, empile, podium, points, carte, calendrier, tableau";

pub const DIVISIONS: [(&str, Division); 4] = [
    ("departements", Division::Departments),
    ("regions", Division::Regions),
    ("départements", Division::Departments),
    ("régions", Division::Regions),
];
pub const ANSWERS: [(&str, Answers); 2] = [("une", Answers::One), ("plusieurs", Answers::Several)];
pub const AXES: [(&str, Baseline); 2] = [("zero", Baseline::Zero), ("libre", Baseline::Free)];

pub fn read(inquiry: &mut Inquiry, fields: &Fields) -> Option<(Kind, Option<AddsUp>)> {
    let node = inquiry.required(fields, "type", LIST)?;
    let word = node.text().unwrap_or_default();
    let plain = word.replace('é', "e");
    if let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == plain) {
        return Some((*kind, None));
    }
    match word {
        "cumul" => return Some((Kind::Lines, Some(AddsUp))),
        "camembert" | "donut" | "secteurs" | "anneau" => {
            let message = format!("un « {word} » se lit mal : des barres sont dessinées à sa place");
            let note = Diagnostic::note(Code::ChartValue, node.span(inquiry.path), message);
            let help = "écrivez « type: barres », ou « type: empile » pour les parts d'un tout";
            inquiry.diagnostics.push(note.with_help(help));
            return Some((Kind::Bars, None));
        }
        _ => {}
    }
    let known = KINDS.iter().map(|(name, _)| *name).chain(["cumul"]);
    let near = diagnostic::nearest(word, known);
    let near = near.map_or(String::new(), |near| format!("vouliez-vous « {near} » ? "));
    let message = format!("type « {} » inconnu", table::excerpt(word));
    inquiry.value(node, message, format!("{near}{LIST}"));
    None
}

/// Lengths that start elsewhere than at zero lie.
pub fn cut(inquiry: &mut Inquiry, fields: &Fields) {
    let at = given(fields, "axe").map_or_else(|| inquiry.span.clone(), |node| node.span(inquiry.path));
    let message = "des barres partent de zéro : leur longueur est le nombre".to_owned();
    let help = "retirez « axe: libre », ou choisissez « type: lignes » ou « type: points »".to_owned();
    inquiry.fault(Code::AxisCut, at, (message, help));
}
