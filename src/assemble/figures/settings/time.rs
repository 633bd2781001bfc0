//! What a block says of time: steps, totals, limits, events and breaks.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::Gaps;
use crate::assemble::figures::measures::Sum;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::settings::given;
use crate::assemble::figures::settings::kind::AddsUp;
use crate::assemble::figures::settings::values;
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::period;
use crate::base::period::Period;
use crate::base::period::Step;
use crate::base::span::Span;
use crate::model::declaration::Break;
use crate::model::value::Fields;
use crate::model::value::Node;

#[derive(Clone, Debug)]
pub struct Time {
    /// `pas`
    pub step: Option<Step>,
    /// `cumul`, `depart`
    pub sum: Sum,
    /// What asks for the step or the total: the block when nothing does.
    pub at: Span,
    pub gaps: Gaps,
    /// `depuis` and `jusque`, each with its place.
    pub since: Option<(Period, Span)>,
    pub until: Option<(Period, Span)>,
    /// `dernier`: so many positions, the latest ones.
    pub last: Option<usize>,
    pub events: Vec<Happening>,
    pub breaks: Vec<Break>,
}

/// One of `evenements`.
#[derive(Clone, Debug)]
pub struct Happening {
    pub date: Date,
    pub text: String,
    pub at: Span,
}

/// Events that a time axis has room for.
const MOST_EVENTS: usize = 8;

pub fn read(inquiry: &mut Inquiry, fields: &Fields, kind: Option<AddsUp>) -> Time {
    let step = values::choice(inquiry, fields, ("pas", &Step::ALL));
    let said = values::truth(inquiry, fields, "cumul").filter(|said| *said).map(|_| AddsUp);
    let sum = said.or(kind);
    let start = start(inquiry, fields, sum);
    let asks = ["pas", "cumul", "type"].iter().find_map(|name| given(fields, name));
    let asks = asks.filter(|_| step.is_some() || sum.is_some());
    Time {
        step,
        sum: sum.map_or(Sum::None, |AddsUp| Sum::Running(start)),
        at: asks.map_or_else(|| inquiry.span.clone(), |node| node.span(inquiry.path)),
        gaps: gaps(inquiry, fields),
        since: limit(inquiry, fields, "depuis"),
        until: limit(inquiry, fields, "jusque"),
        last: values::count(inquiry, fields, ("dernier", 1..=100_000)),
        events: events(inquiry, fields),
        breaks: breaks(inquiry, fields),
    }
}

fn start(inquiry: &mut Inquiry, fields: &Fields, sum: Option<AddsUp>) -> Option<Exact> {
    let node = given(fields, "depart")?;
    let start = node.number().and_then(Exact::of_number);
    if start.is_none() {
        let help = "par exemple « depart: 118 »";
        inquiry.value(node, "« depart » doit être un nombre".to_owned(), help);
    } else if sum.is_none() {
        let help = "ajoutez « cumul: vrai », ou retirez « depart »";
        inquiry.value(node, "« depart » n'a de sens qu'avec un cumul".to_owned(), help);
    }
    start
}

fn gaps(inquiry: &mut Inquiry, fields: &Fields) -> Gaps {
    let words = [("zero", Gaps::Zero), ("zéro", Gaps::Zero), ("vide", Gaps::Kept)];
    let Some(gaps) = values::choice(inquiry, fields, ("manquant", &words)) else { return Gaps::Kept };
    if gaps == Gaps::Zero {
        let at = fields.get("manquant").map_or_else(|| inquiry.span.clone(), |it| it.span(inquiry.path));
        let message = "les valeurs absentes sont comptées comme des zéros : la figure le dit";
        let help = "retirez « manquant: zero » si une absence peut vouloir dire que l'on ne sait pas";
        inquiry.diagnostics.push(Diagnostic::warning(Code::GapsZero, at, message).with_help(help));
    }
    gaps
}

fn limit(inquiry: &mut Inquiry, fields: &Fields, name: &str) -> Option<(Period, Span)> {
    let node = given(fields, name)?;
    let limit = node.text().and_then(period::read);
    if limit.is_none() {
        let help = "par exemple 2024, 2024-01 ou 2024-01-15";
        inquiry.value(node, format!("« {name} » doit être une date"), help);
    }
    limit.map(|limit| (limit, node.span(inquiry.path)))
}

fn events(inquiry: &mut Inquiry, fields: &Fields) -> Vec<Happening> {
    let Some(node) = given(fields, "evenements") else { return Vec::new() };
    let help = "écrivez « evenements: [{date: 2024-03-12, texte: Webinaire de lancement}] »";
    let nodes = node.list().unwrap_or_default();
    if nodes.is_empty() || nodes.len() > MOST_EVENTS {
        let message = format!("« evenements » est une liste d'un à {MOST_EVENTS} événements");
        inquiry.value(node, message, help);
        return Vec::new();
    }
    let one = |node: &Node| {
        let read = node.map().and_then(|fields| Some((day(fields)?, fields.text("texte")?.to_owned())));
        if read.is_none() {
            inquiry.value(node, "un événement a une date et un texte".to_owned(), help);
        }
        read.map(|(date, text)| Happening { date, text, at: node.span(inquiry.path) })
    };
    let mut events: Vec<Happening> = nodes.iter().filter_map(one).collect();
    events.sort_by_key(|event| event.date);
    events
}

fn day(fields: &Fields) -> Option<Date> {
    fields.text("date").and_then(|text| text.parse().ok())
}

fn breaks(inquiry: &mut Inquiry, fields: &Fields) -> Vec<Break> {
    let Some(node) = given(fields, "ruptures") else { return Vec::new() };
    let help = "écrivez « ruptures: [{date: 2024-03-01, texte: nouveau marqueur}] »";
    let one = [node.clone()];
    let nodes = node.list().unwrap_or(&one);
    let read = |node: &Node| {
        let alone = || node.text().and_then(|text| text.parse().ok()).map(|date| Break { date, text: None });
        let told = |fields: &Fields| {
            Some(Break { date: day(fields)?, text: fields.text("texte").map(str::to_owned) })
        };
        let read = node.map().and_then(told).or_else(alone);
        if read.is_none() {
            inquiry.value(node, "une rupture a une date, et un texte qui l'explique".to_owned(), help);
        }
        read
    };
    nodes.iter().filter_map(read).collect()
}
