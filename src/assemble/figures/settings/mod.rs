//! What a block `graphique` or `tableau` asks for, each key read once, all slips told at once.
pub mod kind;
pub mod time;
pub mod values;

use crate::assemble::figures::columns::MOST_DECIMALS;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::inquiry::Keys;
use crate::assemble::figures::settings::kind::Kind;
use crate::assemble::figures::settings::time::Time;
use crate::base::span::Span;
use crate::model::declaration::Answers;
use crate::model::figure::Baseline;
use crate::model::figure::Division;
use crate::model::table;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::model::value::Number;

pub const KEYS: Keys = Keys {
    known: &[
        "type",
        "titre",
        "donnees",
        "x",
        "y",
        "serie",
        "garder",
        "filtre",
        "tri",
        "pas",
        "cumul",
        "depart",
        "depuis",
        "jusque",
        "dernier",
        "base",
        "unite",
        "decimales",
        "axe",
        "source",
        "champ",
        "lecture",
        "description",
        "evenements",
        "ruptures",
        "manquant",
        "petits_multiples",
        "colonnes",
        "hauteur",
        "mettre_en_avant",
        "niveau",
        "classes",
        "reponses",
    ],
    later: &[],
};

/// Everything that a block may say, but for its data set and its filter.
pub struct Settings<'f> {
    pub kind: Kind,
    pub title: String,
    pub x: Option<&'f Node>,
    pub y: Vec<&'f Node>,
    /// `serie`: the column whose values are series.
    pub series: Option<&'f Node>,
    pub panels: Option<Panels<'f>>,
    pub keep: Keep,
    pub sort: Sort,
    pub time: Time,
    pub unit: Option<String>,
    pub decimals: Option<usize>,
    pub baseline: Baseline,
    pub base: Option<String>,
    pub source: Option<String>,
    pub scope: Option<String>,
    pub reading: Option<String>,
    pub description: Option<String>,
    /// `mettre_en_avant`, each with its place.
    pub highlighted: Vec<(String, Span)>,
    pub division: Option<Division>,
    pub classes: Vec<Number>,
    pub answers: Option<Answers>,
}

/// `petits_multiples`
pub enum Panels<'f> {
    /// One for each series.
    Series,
    /// One for each value of a column.
    Column(&'f Node),
}

/// `garder`
pub enum Keep {
    All,
    /// These, in that order, each with its place.
    Named(Vec<(String, Span)>),
    /// So many, the greatest first.
    First(usize, Span),
}

/// `tri`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    File,
    Label(Order),
    Value(Order),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Growing,
    Falling,
}

/// Nothing when the type or the title is missing or unknown; the rest is told.
pub fn read<'f>(inquiry: &mut Inquiry, fields: &'f Fields, block: &str) -> Option<Settings<'f>> {
    inquiry.keys(fields, &KEYS);
    let asked = match block {
        "tableau" => Some((Kind::Table, None)),
        _ => kind::read(inquiry, fields),
    };
    let why = "il sert d'alternative textuelle au graphique (RGAA 1.1)";
    let title = inquiry.required_text(fields, "titre", why);
    let kind = asked.map(|(kind, _)| kind);
    let (x, y) = axes(inquiry, fields, kind);
    let text = |inquiry: &mut Inquiry, name: &'static str| values::text(inquiry, fields, name);
    let settings = Settings {
        kind: kind.unwrap_or(Kind::Table),
        title: title.clone().unwrap_or_default(),
        x,
        y,
        series: given(fields, "serie"),
        panels: panels(fields),
        keep: keep(inquiry, fields),
        sort: sort(inquiry, fields),
        time: time::read(inquiry, fields, asked.and_then(|(_, sum)| sum)),
        unit: text(inquiry, "unite"),
        decimals: values::count(inquiry, fields, ("decimales", 0..=MOST_DECIMALS)),
        baseline: baseline(inquiry, fields, kind),
        base: text(inquiry, "base"),
        source: text(inquiry, "source"),
        scope: text(inquiry, "champ"),
        reading: text(inquiry, "lecture"),
        description: text(inquiry, "description"),
        highlighted: values::names(inquiry, fields, "mettre_en_avant"),
        division: values::choice(inquiry, fields, ("niveau", &kind::DIVISIONS)),
        classes: values::thresholds(inquiry, fields),
        answers: values::choice(inquiry, fields, ("reponses", &kind::ANSWERS)),
    };
    values::ignored(inquiry, fields);
    (kind.is_some() && title.is_some()).then_some(settings)
}

/// A key that is there with something in it.
pub fn given<'f>(fields: &'f Fields, name: &str) -> Option<&'f Node> {
    fields.get(name).filter(|node| !node.is_empty())
}

fn axes<'f>(
    inquiry: &mut Inquiry,
    fields: &'f Fields,
    kind: Option<Kind>,
) -> (Option<&'f Node>, Vec<&'f Node>) {
    let listed = given(fields, "colonnes").filter(|_| kind == Some(Kind::Table));
    if let Some([x, y @ ..]) = listed.and_then(Node::list) {
        return (Some(x), y.iter().collect());
    }
    let why = "donnez le nom d'une colonne";
    if fields.get("petits_multiples").is_some() {
        values::count(inquiry, fields, ("colonnes", 1..=6));
    } else if let Some(node) = given(fields, "colonnes") {
        let help = "écrivez « x » et « y », ou faites un bloc « tableau »";
        inquiry.value(node, "« colonnes » est la liste des colonnes d'un tableau".to_owned(), help);
    }
    let x = inquiry.required(fields, "x", why);
    let y = inquiry.required(fields, "y", why);
    let y = y.map(|y| y.list().map_or_else(|| vec![y], |list| list.iter().collect()));
    (x, y.unwrap_or_default())
}

fn panels(fields: &Fields) -> Option<Panels<'_>> {
    let node = given(fields, "petits_multiples").filter(|node| node.truth() != Some(false))?;
    let each = node.truth() == Some(true) || matches!(node.text(), Some("series" | "serie" | "séries" | "y"));
    Some(if each { Panels::Series } else { Panels::Column(node) })
}

fn keep(inquiry: &mut Inquiry, fields: &Fields) -> Keep {
    let Some(node) = given(fields, "garder") else { return Keep::All };
    let count = node.number().map(Number::get);
    match count.filter(|count| count.fract() == 0.0 && (1.0..=60.0).contains(count)) {
        Some(count) => Keep::First(count as usize, node.span(inquiry.path)),
        None => Keep::Named(values::names(inquiry, fields, "garder")),
    }
}

fn sort(inquiry: &mut Inquiry, fields: &Fields) -> Sort {
    let Some(node) = given(fields, "tri") else { return Sort::File };
    match node.text().unwrap_or_default() {
        "fichier" => Sort::File,
        "x" => Sort::Label(Order::Growing),
        "-x" => Sort::Label(Order::Falling),
        "valeur" => Sort::Value(Order::Falling),
        "-valeur" => Sort::Value(Order::Growing),
        other => {
            let message = format!("tri « {} » inconnu", table::excerpt(other));
            inquiry.value(node, message, "tris : valeur, -valeur, x, -x, fichier");
            Sort::File
        }
    }
}

fn baseline(inquiry: &mut Inquiry, fields: &Fields, kind: Option<Kind>) -> Baseline {
    let Some(free) = values::choice(inquiry, fields, ("axe", &kind::AXES)) else { return Baseline::Zero };
    let may = kind.is_none_or(|kind| matches!(kind, Kind::Lines | Kind::Points));
    if free == Baseline::Free && !may {
        kind::cut(inquiry, fields);
        return Baseline::Zero;
    }
    free
}
