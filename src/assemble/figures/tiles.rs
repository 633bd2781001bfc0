//! A block `chiffres`: numbers that stand alone, each with its place in time.
use crate::assemble::figures::columns;
use crate::assemble::figures::inquiry;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::inquiry::Keys;
use crate::assemble::figures::literal;
use crate::assemble::figures::measures::exact::Exact;
use crate::assemble::figures::measures::exact::Reading;
use crate::assemble::figures::settings::values;
use crate::assemble::figures::single;
use crate::assemble::figures::single::Calc;
use crate::assemble::figures::single::Single;
use crate::assemble::figures::single::Wanted;
use crate::assemble::figures::trend;
use crate::assemble::figures::trend::Compared;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::period;
use crate::base::period::Period;
use crate::base::span::Span;
use crate::model::document::FigureBlock;
use crate::model::figure;
use crate::model::figure::Spark;
use crate::model::figure::Tile;
use crate::model::table;
use crate::model::table::DataSet;
use crate::model::value::Fields;
use crate::model::value::Node;

const KEYS: Keys = Keys {
    known: &[
        "titre",
        "nombre",
        "donnees",
        "valeur",
        "filtre",
        "calcul",
        "depart",
        "comparer",
        "courbe",
        "depuis",
        "jusque",
        "unite",
        "decimales",
        "note",
        "base",
        "source",
    ],
    later: &[],
};
/// Tiles that a glance can take in.
const MOST: usize = 12;
/// Periods of a small curve: a year, and the same month of the year before.
const MOST_POINTS: usize = 13;

pub fn read(inquiry: &mut Inquiry, block: &FigureBlock) -> Option<Vec<Tile>> {
    let one = [block.settings.clone()];
    let nodes = block.settings.list().unwrap_or(&one);
    let help = "écrivez une ligne « - {titre: …, nombre: … } » pour chaque chiffre";
    if block.settings.is_empty() || nodes.len() > MOST {
        let message = format!("un bloc « chiffres » en contient de 1 à {MOST}");
        inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help.to_owned()));
        return None;
    }
    let tile = |node: &Node| match node.map() {
        Some(fields) => tile(inquiry, fields, node),
        None => {
            inquiry.value(node, "un chiffre est une liste de clés".to_owned(), help);
            None
        }
    };
    let tiles: Vec<Option<Tile>> = nodes.iter().map(tile).collect();
    tiles.into_iter().collect()
}

fn tile(inquiry: &mut Inquiry, fields: &Fields, node: &Node) -> Option<Tile> {
    inquiry.keys(fields, &KEYS);
    let title = inquiry.required_text(fields, "titre", "il dit ce qui est compté");
    let decimals = decimals(inquiry, fields);
    match fields.get("nombre").filter(|node| !node.is_empty()) {
        Some(number) => {
            let single = written(inquiry, number);
            let (title, single) = (title?, single?);
            Some(Tile { title, ..worded(fields, &single, decimals?.unwrap_or(single.decimals)) })
        }
        None => {
            let told = from_data(inquiry, fields, (decimals, node.span(inquiry.path)));
            let (title, told) = (title?, told?);
            Some(Tile { title, ..told })
        }
    }
}

/// `Some(None)` when the data decide.
fn decimals(inquiry: &mut Inquiry, fields: &Fields) -> Option<Option<usize>> {
    let Some(node) = fields.get("decimales").filter(|node| !node.is_empty()) else { return Some(None) };
    let most = columns::MOST_DECIMALS;
    let count = node.text().and_then(|text| text.parse().ok()).filter(|count| *count <= most);
    if count.is_none() {
        let help = "par exemple « decimales: 1 »";
        inquiry.value(node, format!("« decimales » doit être un nombre de 0 à {most}"), help);
    }
    count.map(Some)
}

/// `nombre`: as its author writes it.
fn written(inquiry: &mut Inquiry, node: &Node) -> Option<Single> {
    let text = node.text().unwrap_or_default();
    let Some((exact, unit)) = literal::read(text) else {
        let message = format!("« {} » n'est pas un nombre exact", table::excerpt(text));
        inquiry.value(node, message, "par exemple 923, 1 368 454 ou 64,4 %");
        return None;
    };
    Some(Single {
        reading: Reading::Known(exact),
        decimals: exact.decimals(),
        unit: unit.to_owned(),
        ..Single::default()
    })
}

/// Value, unit and note; the title comes from elsewhere.
fn worded(fields: &Fields, single: &Single, decimals: usize) -> Tile {
    let text = |name: &str| fields.text(name).map(str::to_owned);
    let unit = fields.text("unite").unwrap_or(&single.unit);
    let number = single.reading.exact().map(Exact::number);
    let stamp = single::told(single);
    let note = match (text("note"), stamp) {
        (Some(note), Some(stamp)) if !note.contains(&stamp) => Some(format!("{note}, {stamp}")),
        (note, stamp) => note.or(stamp),
    };
    Tile {
        value: number.map_or_else(|| "–".to_owned(), |number| figure::written(number, decimals, "")),
        unit: number.map_or_else(String::new, |number| figure::agreed(unit, number.get())),
        note,
        base: text("base"),
        source: text("source"),
        ..Tile::default()
    }
}

fn from_data(
    inquiry: &mut Inquiry,
    fields: &Fields,
    (decimals, at): (Option<Option<usize>>, Span),
) -> Option<Tile> {
    let calc = calc(inquiry, fields);
    let compared = compared(inquiry, fields);
    let limits = (limit(inquiry, fields, "depuis"), limit(inquiry, fields, "jusque"));
    let start = start(inquiry, fields);
    let set = inquiry.set(fields)?;
    if set.table.header.is_empty() {
        let remark = Some("aucune donnée".to_owned());
        return Some(worded(fields, &Single { remark, ..Single::default() }, 0));
    }
    let node = inquiry.required(fields, "valeur", &inquiry::columns(&set))?;
    let column = inquiry.column(&set, node)?;
    let rows = inquiry.rows(&set, fields)?;
    let (calc, compared, limits) = (calc?, compared?, (limits.0?, limits.1?));
    let wanted = Wanted { set: &set, column, rows, calc, start: start?, limits, at };
    let single = single::read(inquiry, &wanted)?;
    let decimals = decimals?.unwrap_or(single.decimals).min(columns::MOST_DECIMALS);
    let mut tile = worded(fields, &single, decimals);
    based(inquiry, (&set, &wanted), &mut tile);
    if let Some(compared) = compared {
        match trend::of(inquiry, (&set, &single), (compared, decimals), &wanted.at)? {
            Ok(trend) => tile.trend = Some(trend),
            Err(why) => tile.note = Some(tile.note.map_or(why.clone(), |note| format!("{note} ; {why}"))),
        }
    }
    if values::truth(inquiry, fields, "courbe") == Some(true) {
        tile.spark = spark(&single);
    }
    Some(tile)
}

/// What a percentage is a share of, and where it comes from, as the data declare it.
fn based(inquiry: &mut Inquiry, (set, wanted): (&DataSet, &Wanted), tile: &mut Tile) {
    let declared = set.columns[wanted.column].declared.as_ref();
    tile.source = tile.source.take().or_else(|| set.declaration.source.clone());
    tile.base = tile.base.take().or_else(|| declared.and_then(|declared| declared.base.clone()));
    if tile.unit == "%" && tile.base.is_none() {
        let name = &set.table.header[wanted.column];
        let message = format!("« {name} » est un pourcentage dont rien ne dit la base");
        let help =
            "ajoutez « base » au chiffre, ou à la colonne dans sa déclaration : « base: cartes créées »";
        inquiry.diagnostics.push(Diagnostic::warning(Code::BaseMissing, &wanted.at, message).with_help(help));
    }
}

fn calc(inquiry: &mut Inquiry, fields: &Fields) -> Option<Calc> {
    let Some(node) = fields.get("calcul").filter(|node| !node.is_empty()) else { return Some(Calc::Last) };
    let word = node.text().unwrap_or_default();
    let calc = Calc::named(word);
    if calc.is_none() {
        inquiry.value(node, format!("calcul « {} » inconnu", table::excerpt(word)), Calc::HELP);
    }
    calc
}

/// `Some(None)` for no comparison, which is the default.
fn compared(inquiry: &mut Inquiry, fields: &Fields) -> Option<Option<Compared>> {
    let Some(node) = fields.get("comparer").filter(|node| !node.is_empty()) else { return Some(None) };
    let word = node.text().unwrap_or_default();
    let found = Compared::ALL.iter().find(|(name, _)| *name == word).map(|(_, compared)| *compared);
    let Some(compared) = found else {
        let help = "comparaisons : mois-precedent, periode-precedente, annee-precedente, aucune";
        inquiry.value(node, format!("comparaison « {} » inconnue", table::excerpt(word)), help);
        return None;
    };
    let calc = fields.text("calcul").and_then(Calc::named).unwrap_or_default();
    if compared.is_some() && !matches!(calc, Calc::Last | Calc::Running) {
        let help = "retirez « comparer », ou montrez la dernière valeur avec « calcul: dernier »";
        inquiry.value(node, "« comparer » ne compare que la dernière valeur ou un cumul".to_owned(), help);
        return None;
    }
    Some(compared)
}

/// `Some(None)` when there is no such limit.
fn limit(inquiry: &mut Inquiry, fields: &Fields, name: &str) -> Option<Option<Period>> {
    let Some(node) = fields.get(name).filter(|node| !node.is_empty()) else { return Some(None) };
    let period = node.text().and_then(period::read);
    if period.is_none() {
        inquiry.value(
            node,
            format!("« {name} » doit être une date"),
            "par exemple 2024, 2024-01 ou 2024-01-15",
        );
    }
    period.map(Some)
}

fn start(inquiry: &mut Inquiry, fields: &Fields) -> Option<Option<Exact>> {
    let Some(node) = fields.get("depart").filter(|node| !node.is_empty()) else { return Some(None) };
    let start = node.text().and_then(literal::read).map(|(exact, _)| exact);
    if start.is_none() {
        inquiry.value(node, "« depart » doit être un nombre".to_owned(), "par exemple « depart: 118 »");
    }
    start.map(Some)
}

/// The last periods up to the one after which nothing is known.
fn spark(single: &Single) -> Option<Spark> {
    let course = single.course.clone()?.evenly();
    let moments = &course.moments[course.moments.len().saturating_sub(MOST_POINTS)..];
    let extent = moments.last()?.extent;
    let points: Vec<_> = moments.iter().map(|moment| moment.reading.point()).collect();
    let known = points.iter().filter(|point| point.number().is_some()).count();
    (known > 1).then_some(Spark { points, extent })
}
