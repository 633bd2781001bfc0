//! A block `graphique` or `tableau` becomes a figure.
use std::sync::Arc;

use crate::assemble::figures::columns;
use crate::assemble::figures::columns::Column;
use crate::assemble::figures::columns::MOST_DECIMALS;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::inquiry::Keys;
use crate::assemble::figures::positions;
use crate::assemble::figures::positions::Position;
use crate::assemble::figures::selection;
use crate::assemble::figures::selection::Wanted;
use crate::assemble::figures::sentence;
use crate::base::diagnostic;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::period;
use crate::model::document::FigureBlock;
use crate::model::figure;
use crate::model::figure::Baseline;
use crate::model::figure::Emphasis;
use crate::model::figure::Extent;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Point;
use crate::model::figure::Series;
use crate::model::figure::Words;
use crate::model::table;
use crate::model::value::Fields;

const CHART: Keys = Keys {
    known: &[
        "type",
        "titre",
        "donnees",
        "x",
        "y",
        "filtre",
        "tri",
        "source",
        "champ",
        "lecture",
        "unite",
        "decimales",
        "depuis",
        "jusque",
        "dernier",
        "base",
        "description",
    ],
    later: &[
        "evenements",
        "cumul",
        "depart",
        "serie",
        "garder",
        "pas",
        "petits_multiples",
        "colonnes",
        "hauteur",
        "mettre_en_avant",
        "manquant",
        "ruptures",
    ],
};
const TABLE: Keys = Keys {
    known: &[
        "type",
        "titre",
        "donnees",
        "x",
        "y",
        "colonnes",
        "filtre",
        "tri",
        "source",
        "champ",
        "lecture",
        "unite",
        "decimales",
        "depuis",
        "jusque",
        "dernier",
        "base",
        "description",
    ],
    later: &["cumul", "serie", "garder", "pas"],
};
const FORMS: [(&str, Form); 3] = [("lignes", Form::Lines), ("barres", Form::Bars), ("tableau", Form::Table)];
const LATER: [&str; 2] = ["empile", "carte"];

pub fn read(inquiry: &mut Inquiry, block: &FigureBlock) -> Option<Figure> {
    let Some(fields) = block.settings.map() else {
        let help = "écrivez une clé par ligne : « titre: … », « donnees: … »".to_owned();
        let message = format!("le bloc « {} » est vide ou n'est pas une liste de clés", block.name);
        inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help));
        return None;
    };
    inquiry.keys(fields, if &*block.name == "tableau" { &TABLE } else { &CHART });
    let form = if &*block.name == "tableau" { Some(Form::Table) } else { form(inquiry, fields) };
    let why = "il sert d'alternative textuelle au graphique (RGAA 1.1)";
    let title = inquiry.required_text(fields, "titre", why);
    let decimals = decimals(inquiry, fields);
    let set = inquiry.set(fields)?;
    let (form, title, decimals) = (form?, title?, decimals?);
    let figure = empty(block, fields, (form, title));
    if set.table.header.is_empty() {
        let mut figure = figure;
        figure.words.sentence = sentence::of(&figure, &[]);
        return Some(figure);
    }
    let wanted = selection::wanted(inquiry, fields, &set)?;
    let figure = declared(figure, &wanted);
    let positions = selection::ordered(inquiry, fields, (&wanted, form))?;
    filled(inquiry, (&wanted, positions), figure, decimals)
}

fn form(inquiry: &mut Inquiry, fields: &Fields) -> Option<Form> {
    let node = inquiry.required(fields, "type", "types : lignes, barres, tableau")?;
    let word = node.text().unwrap_or_default();
    if let Some((_, form)) = FORMS.iter().find(|(name, _)| *name == word) {
        return Some(*form);
    }
    if matches!(word, "camembert" | "donut" | "secteurs" | "anneau") {
        let message = format!("un « {word} » se lit mal : des barres sont dessinées à sa place");
        let note = Diagnostic::note(Code::ChartValue, node.span(inquiry.path), message);
        inquiry.diagnostics.push(note.with_help("écrivez « type: barres »"));
        return Some(Form::Bars);
    }
    if LATER.contains(&word) {
        let help = "types : lignes, barres, tableau";
        inquiry.value(node, format!("le type « {word} » n'est pas encore disponible"), help);
        return None;
    }
    let near = diagnostic::nearest(word, FORMS.map(|(name, _)| name));
    let near = near.map_or(String::new(), |near| format!("vouliez-vous « {near} » ? "));
    let message = format!("type « {} » inconnu", table::excerpt(word));
    inquiry.value(node, message, format!("{near}types : lignes, barres, tableau"));
    None
}

/// `Some(None)` when the data decide.
fn decimals(inquiry: &mut Inquiry, fields: &Fields) -> Option<Option<usize>> {
    let Some(node) = fields.get("decimales").filter(|node| !node.is_empty()) else { return Some(None) };
    let count = node.text().and_then(|text| text.parse().ok()).filter(|count| *count <= MOST_DECIMALS);
    if count.is_none() {
        inquiry.value(node, format!("« decimales » doit être un nombre de 0 à {MOST_DECIMALS}"), "");
    }
    count.map(Some)
}

/// All that needs no data.
fn empty(block: &FigureBlock, fields: &Fields, (form, title): (Form, String)) -> Figure {
    let text = |name: &str| fields.text(name).map(str::to_owned);
    let base = text("base").map(|base| format!("base\u{a0}: {base}"));
    let scope = match (text("champ"), base) {
        (Some(scope), Some(base)) => Some(format!("{scope} ({base})")),
        (scope, base) => scope.or(base),
    };
    Figure {
        form,
        id: format!("{}-{}", if form == Form::Table { "tableau" } else { "graphique" }, block.number),
        title,
        level: block.level,
        axis: String::new(),
        positions: Vec::new(),
        series: Vec::new(),
        panels: Vec::new(),
        unit: text("unite").unwrap_or_default(),
        decimals: 0,
        baseline: Baseline::Zero,
        events: Vec::new(),
        classes: Vec::new(),
        across: None,
        words: Words {
            sentence: text("description").unwrap_or_default(),
            source: text("source"),
            scope,
            reading: text("lecture"),
            ..Words::default()
        },
    }
}

/// What the block leaves to the declaration of its data: source, scope, and what
/// percentages are a share of.
fn declared(mut figure: Figure, wanted: &Wanted) -> Figure {
    let declaration = &wanted.set.declaration;
    figure.words.source = figure.words.source.or_else(|| declaration.source.clone());
    if figure.words.scope.is_some() {
        return figure;
    }
    let mut bases: Vec<&str> = wanted
        .y
        .iter()
        .filter_map(|column| wanted.set.columns[*column].declared.as_ref()?.base.as_deref())
        .collect();
    bases.dedup();
    let base = (!bases.is_empty()).then(|| format!("base\u{a0}: {}", bases.join(", ")));
    figure.words.scope = match (declaration.scope.clone(), base) {
        (Some(scope), Some(base)) => Some(format!("{scope} ({base})")),
        (scope, base) => scope.or(base),
    };
    figure
}

/// The figure with its numbers, its words and its sentence.
fn filled(
    inquiry: &mut Inquiry,
    (wanted, positions): (&Wanted, Vec<Position>),
    mut figure: Figure,
    decimals: Option<usize>,
) -> Option<Figure> {
    let rows: Vec<_> = positions.iter().map(|position| position.row).collect();
    let read = wanted.y.iter().map(|column| columns::read(inquiry, wanted.set, *column, &rows));
    let read: Vec<Option<Column>> = read.collect();
    let read: Vec<Column> = read.into_iter().collect::<Option<_>>()?;
    let mut units: Vec<&str> = read
        .iter()
        .filter(|column| column.points.iter().any(|point| *point != Point::Missing))
        .map(|column| column.unit.as_str())
        .collect();
    units.dedup();
    if units.len() > 1 {
        let message = "ces colonnes n'ont pas la même unité : elles ne partagent pas un axe".to_owned();
        let help = "faites un graphique pour chaque unité".to_owned();
        inquiry.fault(Code::ChartMisleading, inquiry.span.clone(), (message, help));
        return None;
    }
    if figure.unit.is_empty() {
        figure.unit = units.first().copied().unwrap_or_default().to_owned();
    }
    figure.decimals =
        decimals.unwrap_or_else(|| read.iter().map(|column| column.decimals).max().unwrap_or(0));
    figure.axis = positions::one_line(&wanted.set.columns[wanted.x].label());
    let place = |position: &Position| figure::Position {
        label: Arc::from(position.label()),
        short: Arc::from(position.short()),
        key: Arc::from(position.key.as_str()),
        extent: Extent::Whole,
        place: None,
        after_break: false,
    };
    figure.positions = positions.iter().map(place).collect();
    let named = wanted.y.iter().zip(read).map(|(column, read)| Series {
        name: Arc::from(positions::one_line(&wanted.set.columns[*column].label())),
        points: read.points,
        panel: 0,
        emphasis: Emphasis::Plain,
    });
    figure.series = named.collect();
    let latest = positions
        .iter()
        .filter(|position| position.row.is_some())
        .filter_map(|position| position.period)
        .max();
    let known = wanted.set.declaration.as_of.map(|day| day.french());
    figure.words.as_of = known.or_else(|| latest.map(period::Period::full));
    if figure.words.sentence.is_empty() {
        figure.words.sentence = sentence::of(&figure, &positions);
    }
    Some(figure)
}
