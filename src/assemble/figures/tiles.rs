//! A block `chiffres`: numbers that stand alone, each with its place in time.
use crate::assemble::figures::columns;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::inquiry::Keys;
use crate::base::diagnostic::Code;
use crate::base::french;
use crate::base::period;
use crate::base::period::Period;
use crate::model::document::FigureBlock;
use crate::model::figure;
use crate::model::figure::Tile;
use crate::model::table::DataSet;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::model::value::Number;

const KEYS: Keys = Keys {
    known: &[
        "titre",
        "nombre",
        "donnees",
        "valeur",
        "filtre",
        "dernier",
        "calcul",
        "unite",
        "decimales",
        "note",
    ],
    later: &["comparer", "courbe", "ligne", "colonne"],
};
/// Tiles that a glance can take in.
const MOST: usize = 12;

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
        Some(fields) => tile(inquiry, fields),
        None => {
            inquiry.value(node, "un chiffre est une liste de clés".to_owned(), help);
            None
        }
    };
    let tiles: Vec<Option<Tile>> = nodes.iter().map(tile).collect();
    tiles.into_iter().collect()
}

fn tile(inquiry: &mut Inquiry, fields: &Fields) -> Option<Tile> {
    inquiry.keys(fields, &KEYS);
    let title = inquiry.required_text(fields, "titre", "il dit ce qui est compté");
    let unit = fields.text("unite").unwrap_or_default().to_owned();
    let shown = match fields.get("nombre").filter(|node| !node.is_empty()) {
        Some(node) => literal(inquiry, node),
        None => from_data(inquiry, fields),
    };
    let (title, shown) = (title?, shown?);
    let unit = if unit.is_empty() { shown.unit.clone() } else { unit };
    let decimals = fields.get("decimales").and_then(Node::text).and_then(|text| text.parse().ok());
    let decimals = decimals.unwrap_or(shown.decimals).min(columns::MOST_DECIMALS);
    let value = shown.number.map_or_else(|| "–".to_owned(), |number| figure::written(number, decimals, ""));
    let note = fields.text("note").map(str::to_owned).or(shown.period.map(Period::stamp));
    Some(Tile { title, value, unit: unit.clone(), note, ..Tile::default() })
}

/// One number, before it is worded.
#[derive(Default)]
struct Shown {
    number: Option<Number>,
    decimals: usize,
    unit: String,
    period: Option<Period>,
}

fn literal(inquiry: &mut Inquiry, node: &Node) -> Option<Shown> {
    let text = node.text().unwrap_or_default();
    if let Some(number) = node.number() {
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        return Some(Shown { number: Some(number), decimals, unit: String::new(), period: None });
    }
    inquiry.value(node, format!("« {text} » n'est pas un nombre exact"), "par exemple 923 ou 64,4");
    None
}

fn from_data(inquiry: &mut Inquiry, fields: &Fields) -> Option<Shown> {
    if let Some(node) = fields.get("calcul").filter(|node| node.text() != Some("dernier")) {
        let help = "seul « calcul: dernier » est possible tant que la nature des colonnes n'est pas déclarée";
        inquiry.value(node, "ce calcul n'est pas encore disponible".to_owned(), help);
        return None;
    }
    let set = inquiry.set(fields)?;
    if set.table.header.is_empty() {
        return Some(Shown::default());
    }
    let node = inquiry.required(fields, "valeur", &crate::assemble::figures::inquiry::columns(&set))?;
    let column = inquiry.column(&set, node)?;
    let rows = inquiry.rows(&set, fields)?;
    let Some((row, period)) = last(&set, &rows) else { return Some(Shown::default()) };
    if fields.get("filtre").is_some() && rows.len() > 1 && period.is_none() {
        let plural = french::plural(rows.len());
        let message = format!("le filtre garde {} ligne{plural} : un chiffre n'en montre qu'une", rows.len());
        inquiry.value(fields.get("filtre").unwrap_or(node), message, "précisez le filtre");
        return None;
    }
    number(inquiry, (&set, column), row).map(|shown| Shown { period, ..shown })
}

fn number(inquiry: &mut Inquiry, (set, column): (&DataSet, usize), row: usize) -> Option<Shown> {
    let read = columns::read(inquiry, set, column, &[Some(row)])?;
    Some(Shown {
        number: read.readings[0].point().number(),
        decimals: read.decimals,
        unit: read.unit,
        period: None,
    })
}

/// The latest row when the first column holds periods of one length, the last
/// of the file otherwise.
pub fn last(set: &DataSet, rows: &[usize]) -> Option<(usize, Option<Period>)> {
    let dated = |row: &usize| period::read(set.table.cell(*row, 0)).map(|period| (period, *row));
    let dated: Option<Vec<(Period, usize)>> = rows.iter().map(dated).collect();
    let even = |dated: &Vec<(Period, usize)>| dated.windows(2).all(|pair| pair[0].0.step == pair[1].0.step);
    let latest = dated.filter(even).and_then(|dated| dated.into_iter().max_by_key(|(period, _)| *period));
    match latest {
        Some((period, row)) => Some((row, Some(period))),
        None => rows.last().map(|row| (*row, None)),
    }
}
