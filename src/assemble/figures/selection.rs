//! Which columns and which rows a block wants, in which order.
use crate::assemble::figures::columns;
use crate::assemble::figures::inquiry;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::positions;
use crate::assemble::figures::positions::Columns;
use crate::assemble::figures::positions::Position;
use crate::base::diagnostic::Code;
use crate::base::period;
use crate::model::figure::Form;
use crate::model::table;
use crate::model::table::DataSet;
use crate::model::value::Fields;
use crate::model::value::Node;

/// Series that eyes can tell apart.
const MOST_SERIES: usize = 4;
/// Positions of a line, at most: fourteen years of days.
const MOST_POINTS: usize = 5_200;
/// Bars that can still be compared.
const MOST_BARS: usize = 60;

/// What a block wants of its data set.
pub struct Wanted<'a> {
    pub set: &'a DataSet,
    pub x: usize,
    /// One for each series.
    pub y: Vec<usize>,
}

/// The columns, each found.
pub fn wanted<'a>(inquiry: &mut Inquiry, fields: &Fields, set: &'a DataSet) -> Option<Wanted<'a>> {
    let listed = fields.get("colonnes").and_then(Node::list);
    let (x, y) = match listed.and_then(<[Node]>::split_first) {
        Some((x, y)) if !y.is_empty() => (x, y.to_vec()),
        _ => {
            let x = inquiry.required(fields, "x", &inquiry::columns(set));
            let y = inquiry.required(fields, "y", &inquiry::columns(set));
            let (x, y) = (x?, y?);
            (x, y.list().map_or_else(|| vec![y.clone()], <[Node]>::to_vec))
        }
    };
    if y.len() > MOST_SERIES {
        let message = format!("{} séries, {MOST_SERIES} au plus", y.len());
        let help = "faites plusieurs graphiques, ou gardez les séries qui comptent";
        inquiry.value(y.last().unwrap_or(x), message, help);
        return None;
    }
    let x = inquiry.column(set, x);
    let found: Vec<Option<usize>> = y.iter().map(|node| inquiry.column(set, node)).collect();
    Some(Wanted { set, x: x?, y: found.into_iter().collect::<Option<_>>()? })
}

/// The positions that the block keeps, in the order that it asks for.
pub fn ordered(
    inquiry: &mut Inquiry,
    fields: &Fields,
    (wanted, form): (&Wanted, Form),
) -> Option<Vec<Position>> {
    let rows = inquiry.rows(wanted.set, fields)?;
    let columns = Columns { set: wanted.set, x: wanted.x, y: wanted.y.clone() };
    let positions = positions::read(inquiry, &columns, &rows)?;
    let timed = positions.iter().any(|position| position.period.is_some());
    let positions = if form == Form::Lines { positions::evenly(positions) } else { positions };
    let mut positions = between(inquiry, fields, positions)?;
    if form != Form::Lines || !timed {
        sort(inquiry, fields, wanted, &mut positions)?;
    }
    if let Some(node) = fields.get("dernier").filter(|node| !node.is_empty()) {
        let count = node.text().and_then(|text| text.parse::<usize>().ok()).filter(|count| *count > 0);
        if count.is_none() {
            inquiry.value(
                node,
                "« dernier » doit être un nombre de lignes".to_owned(),
                "par exemple « dernier: 12 »",
            );
        }
        positions.drain(..positions.len().saturating_sub(count?));
    }
    let most = if form == Form::Bars { MOST_BARS } else { MOST_POINTS };
    if positions.len() > most {
        let message = format!("{} positions, {most} au plus pour ce type de figure", positions.len());
        let help = "choisissez des lignes avec « filtre », « depuis » ou « dernier »".to_owned();
        inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help));
        return None;
    }
    Some(positions)
}

fn between(inquiry: &mut Inquiry, fields: &Fields, mut positions: Vec<Position>) -> Option<Vec<Position>> {
    for name in ["depuis", "jusque"] {
        let Some(node) = fields.get(name).filter(|node| !node.is_empty()) else { continue };
        let Some(limit) = node.text().and_then(period::read) else {
            inquiry.value(
                node,
                format!("« {name} » doit être une date"),
                "par exemple 2024, 2024-01 ou 2024-01-15",
            );
            return None;
        };
        if positions.iter().any(|position| position.period.is_none()) {
            inquiry.value(node, format!("« {name} » demande une colonne de dates en « x »"), "");
            return None;
        }
        let kept = |period: period::Period| {
            let (key, limit) = (period.key(), limit.key());
            let length = key.len().min(limit.len());
            if name == "depuis" { key[..length] >= limit[..length] } else { key[..length] <= limit[..length] }
        };
        positions.retain(|position| position.period.is_some_and(kept));
    }
    Some(positions)
}

fn sort(inquiry: &mut Inquiry, fields: &Fields, wanted: &Wanted, positions: &mut [Position]) -> Option<()> {
    let Some(node) = fields.get("tri").filter(|node| !node.is_empty()) else { return Some(()) };
    match node.text().unwrap_or_default() {
        "fichier" => positions.sort_by_key(|position| position.row),
        "x" => positions.sort_by_key(|position| (position.period, position.key.to_lowercase())),
        "valeur" => {
            let rows: Vec<_> = positions.iter().map(|position| position.row).collect();
            let values = columns::values(wanted.set, wanted.y[0], &rows);
            let mut order: Vec<(f64, Position)> = values.into_iter().zip(positions.iter().cloned()).collect();
            order.sort_by(|a, b| b.0.total_cmp(&a.0));
            for (place, (_, position)) in positions.iter_mut().zip(order) {
                *place = position;
            }
        }
        other => {
            let message = format!("tri « {} » inconnu", table::excerpt(other));
            inquiry.value(node, message, "tris : valeur, x, fichier");
            return None;
        }
    }
    Some(())
}
