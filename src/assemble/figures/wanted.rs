//! Which series a block wants, each with its column and its rows.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assemble::figures::inquiry;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::positions;
use crate::assemble::figures::settings::Keep;
use crate::assemble::figures::settings::Panels;
use crate::assemble::figures::settings::Settings;
use crate::assemble::figures::settings::kind::Kind;
use crate::base::diagnostic;
use crate::base::diagnostic::Code;
use crate::base::span::Span;
use crate::model::table;
use crate::model::table::DataSet;
use crate::model::value::Fields;
use crate::model::value::Node;

/// Series that eyes can tell apart.
const MOST_SERIES: usize = 4;
/// Columns of a table, beside the first.
const MOST_COLUMNS: usize = 12;
/// Small multiples that still are small and multiple.
const MOST_PANELS: usize = 12;

/// The columns and rows of a figure, found.
pub struct Wanted<'a> {
    pub set: &'a DataSet,
    pub x: usize,
    /// Texts of a table that say what its rows are, beside `x`.
    pub beside: Vec<usize>,
    pub series: Vec<Wish>,
    /// Titles of small multiples.
    pub panels: Vec<String>,
    /// All those that the filter keeps.
    pub rows: Arc<Vec<usize>>,
    /// The series are values of a column: parts of one count.
    pub parts: Parts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// Each series is a column of its own.
    Columns,
    /// Each series is a value of the column `serie`.
    Values,
}

/// One series.
#[derive(Clone, Debug)]
pub struct Wish {
    pub name: String,
    pub column: usize,
    pub rows: Arc<Vec<usize>>,
    pub panel: usize,
}

pub fn read<'a>(
    inquiry: &mut Inquiry,
    (fields, settings): (&Fields, &Settings),
    set: &'a DataSet,
) -> Option<Wanted<'a>> {
    let x = settings.x.and_then(|node| inquiry.column(set, node));
    let y: Vec<Option<usize>> = settings.y.iter().map(|node| inquiry.column(set, node)).collect();
    let by = settings.series.map(|node| inquiry.column(set, node));
    let across = match &settings.panels {
        Some(Panels::Column(node)) => Some(inquiry.column(set, node)),
        Some(Panels::Series) | None => None,
    };
    let rows = Arc::new(inquiry.rows(set, fields)?);
    let (x, y) = (x?, y.into_iter().collect::<Option<Vec<_>>>()?);
    let beside = |column: &usize| settings.kind == Kind::Table && positions::is_text(set, *column, &rows);
    let (beside, y): (Vec<usize>, Vec<usize>) = y.into_iter().partition(beside);
    let parts = if by.is_some() { Parts::Values } else { Parts::Columns };
    let (by, across) = (transposed(by)?, transposed(across)?);
    let mut wanted = Wanted { set, x, beside, series: Vec::new(), panels: Vec::new(), rows, parts };
    wanted.series = series(inquiry, settings, (&wanted, &y, by))?;
    if settings.panels.is_some() {
        panels(inquiry, settings, &mut wanted, across)?;
    }
    few(inquiry, settings, &wanted)?;
    Some(wanted)
}

/// A column that was asked for must have been found.
fn transposed(column: Option<Option<usize>>) -> Option<Option<usize>> {
    match column {
        Some(None) => None,
        Some(found) => Some(found),
        None => Some(None),
    }
}

fn series(
    inquiry: &mut Inquiry,
    settings: &Settings,
    (wanted, y, by): (&Wanted, &[usize], Option<usize>),
) -> Option<Vec<Wish>> {
    let set = wanted.set;
    let Some(by) = by else {
        let wish = |column: &usize| Wish {
            name: positions::one_line(&set.columns[*column].label()),
            column: *column,
            rows: wanted.rows.clone(),
            panel: 0,
        };
        return Some(y.iter().map(wish).collect());
    };
    let [column] = y else {
        let node = settings.y.last().copied().or(settings.series)?;
        let help = "gardez une seule colonne en « y », ou retirez « serie »";
        inquiry.value(node, "« serie » n'accepte qu'une colonne en « y »".to_owned(), help);
        return None;
    };
    let groups = split(set, by, &wanted.rows);
    let groups = kept(inquiry, (set, by), groups, &settings.keep)?;
    let wish = |(name, rows): (String, Vec<usize>)| Wish {
        name: positions::one_line(if name.is_empty() { "(vide)" } else { &name }),
        column: *column,
        rows: Arc::new(rows),
        panel: 0,
    };
    Some(groups.into_iter().map(wish).collect())
}

/// Rows by the text of a cell, in the order of the file.
fn split(set: &DataSet, column: usize, rows: &[usize]) -> Vec<(String, Vec<usize>)> {
    let mut places = BTreeMap::<&str, usize>::new();
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for row in rows {
        let name = set.table.cell(*row, column).trim();
        let place = *places.entry(name).or_insert(groups.len());
        if place == groups.len() {
            groups.push((name.to_owned(), Vec::new()));
        }
        groups[place].1.push(*row);
    }
    groups
}

/// Those that `garder` names, in its order; each that is not there is told.
pub fn kept<T>(
    inquiry: &mut Inquiry,
    (set, column): (&DataSet, usize),
    groups: Vec<(String, T)>,
    keep: &Keep,
) -> Option<Vec<(String, T)>> {
    let names = match keep {
        Keep::All => return Some(groups),
        Keep::Named(names) => names,
        Keep::First(_, at) => {
            let message = "« garder » attend ici des noms".to_owned();
            let first: Vec<&str> = groups.iter().take(MOST_SERIES).map(|(name, _)| name.as_str()).collect();
            inquiry.fault(Code::ChartValue, at.clone(), (message, list("garder", &first)));
            return None;
        }
    };
    let mut left: Vec<Option<(String, T)>> = groups.into_iter().map(Some).collect();
    let mut kept = Vec::with_capacity(names.len());
    let mut sound = true;
    for (name, at) in names {
        let found = left.iter_mut().find(|it| it.as_ref().is_some_and(|(known, _)| known == name));
        match found.and_then(Option::take) {
            Some(group) => kept.push(group),
            None => {
                sound = false;
                let known: Vec<&str> = left.iter().flatten().map(|(name, _)| name.as_str()).collect();
                absent(inquiry, (&set.table.header[column], name), (&known, at));
            }
        }
    }
    sound.then_some(kept)
}

fn absent(inquiry: &mut Inquiry, (column, name): (&str, &str), (known, at): (&[&str], &Span)) {
    let near = diagnostic::nearest(name, known.iter().copied());
    let help = match near {
        Some(near) => format!("vouliez-vous « {} » ?", table::excerpt(near)),
        None => format!("valeurs : {}", inquiry::some(known.iter().copied())),
    };
    let message = format!("« {} » n'est pas une valeur de la colonne « {column} »", table::excerpt(name));
    inquiry.fault(Code::ChartValue, at.clone(), (message, help));
}

/// `garder: [a, b]`
fn list(key: &str, names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| table::excerpt(name)).collect();
    format!("par exemple « {key}: [{}] »", names.join(", "))
}

/// Each series in its panel, or all of them in each.
fn panels(
    inquiry: &mut Inquiry,
    settings: &Settings,
    wanted: &mut Wanted,
    across: Option<usize>,
) -> Option<()> {
    if settings.kind != Kind::Lines {
        let message = "« petits_multiples » ne va qu'avec « type: lignes »".to_owned();
        let help = "choisissez « type: lignes », ou faites un graphique pour chaque valeur".to_owned();
        inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help));
        return None;
    }
    let Some(across) = across else {
        wanted.panels = wanted.series.iter().map(|wish| wish.name.clone()).collect();
        wanted.series.iter_mut().enumerate().for_each(|(n, wish)| wish.panel = n);
        return Some(());
    };
    let set = wanted.set;
    let groups = split(set, across, &wanted.rows);
    let groups = match settings.series {
        Some(_) => groups,
        None => kept(inquiry, (set, across), groups, &settings.keep)?,
    };
    let mut series = Vec::new();
    for (n, (_, rows)) in groups.iter().enumerate() {
        for wish in &wanted.series {
            let both = rows.iter().copied().filter(|row| wish.rows.binary_search(row).is_ok()).collect();
            series.push(Wish { rows: Arc::new(both), panel: n, ..wish.clone() });
        }
    }
    wanted.series = series;
    wanted.panels = groups.into_iter().map(|(name, _)| positions::one_line(&name)).collect();
    Some(())
}

/// No more than eyes can tell apart.
fn few(inquiry: &mut Inquiry, settings: &Settings, wanted: &Wanted) -> Option<()> {
    let node: Option<&Node> = settings.series.or_else(|| settings.y.last().copied()).or(settings.x);
    let panel = |n: usize| wanted.series.iter().filter(|wish| wish.panel == n).count();
    let most = (0..wanted.panels.len().max(1)).map(panel).max().unwrap_or(0);
    let (panels, table) = (wanted.panels.len(), settings.kind == Kind::Table);
    let (message, help) = if wanted.series.is_empty() && !wanted.beside.is_empty() {
        let help = format!("ajoutez une colonne de nombres ; {}", inquiry::columns(wanted.set));
        ("un tableau montre au moins une colonne de nombres".to_owned(), help)
    } else if panels > MOST_PANELS {
        let help = "choisissez-en avec « garder » ou « filtre »".to_owned();
        (format!("{panels} petits graphiques, {MOST_PANELS} au plus"), help)
    } else if table && most > MOST_COLUMNS {
        let help = "faites plusieurs tableaux, ou gardez les colonnes qui comptent".to_owned();
        (format!("{most} colonnes, {MOST_COLUMNS} au plus"), help)
    } else if !table && most > MOST_SERIES {
        let names: Vec<&str> =
            wanted.series.iter().take(MOST_SERIES).map(|wish| wish.name.as_str()).collect();
        let fewer = match wanted.parts {
            Parts::Values => list("garder", &names),
            Parts::Columns => "gardez les colonnes qui comptent".to_owned(),
        };
        (
            format!("{most} séries, {MOST_SERIES} au plus"),
            format!("utilisez « petits_multiples: series », ou {fewer}"),
        )
    } else {
        return Some(());
    };
    let at = node.map_or_else(|| inquiry.span.clone(), |node| node.span(inquiry.path));
    inquiry.fault(Code::ChartValue, at, (message, help));
    None
}
