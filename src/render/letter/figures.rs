//! A figure in a letter: its picture, what it shows in a sentence, and the way to the whole of it.
use crate::base::french::NBSP;
use crate::chart;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Tile;
use crate::model::mailing::COLUMN;
use crate::model::value::Value;
use crate::render::convert;
use crate::render::figure as table;
use crate::render::letter::html::Html;
use crate::render::letter::source::Source;

/// Rows of a table that a mail holds; the page has them all.
const ROWS: usize = 12;

/// What is said of a figure, the same in both bodies.
pub struct Told {
    pub title: String,
    /// In the place of the picture.
    pub alt: Option<String>,
    pub sentence: String,
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub notes: Vec<String>,
    /// Where the whole figure is.
    pub link: String,
    pub more: String,
}

pub fn told(source: Source<'_>, number: u32, figure: &Figure) -> Told {
    let words = &figure.words;
    let drawn = source.view.drawings.contains_key(&number);
    let tabular = figure.form == Form::Table;
    let count = figure.positions.len();
    let mut notes: Vec<String> = words.notes.iter().map(|note| format!("{note}.")).collect();
    let written = [
        (format!("Champ{NBSP}: "), &words.scope),
        (format!("Lecture{NBSP}: "), &words.reading),
        ("Données arrêtées au ".to_owned(), &words.as_of),
        (format!("Source{NBSP}: "), &words.source),
    ];
    for (name, text) in written {
        notes.extend(text.as_ref().map(|text| format!("{name}{}.", text.trim_end_matches('.'))));
    }
    let shown = if tabular { count.min(ROWS) } else { 0 };
    let row =
        |n: usize| [table::head(&figure.positions[n])].into_iter().chain(table::cells(figure, n)).collect();
    let more = match (tabular, count > ROWS) {
        (true, true) => format!("Les {count} lignes de «{NBSP}{}{NBSP}» en ligne", figure.title),
        _ => format!("Les chiffres de «{NBSP}{}{NBSP}» en ligne", figure.title),
    };
    Told {
        title: figure.title.clone(),
        alt: drawn.then(|| format!("Graphique{NBSP}: {}, dit dans la phrase qui suit", figure.title)),
        sentence: words.sentence.clone(),
        header: if tabular { table::header(figure) } else { Vec::new() },
        rows: (0..shown).map(row).collect(),
        notes,
        link: format!("{}#{}", source.page(), figure.id),
        more,
    }
}

pub fn figure(html: &mut Html<'_>, number: u32, figure: &Figure) {
    let told = told(html.source, number, figure);
    let source = html.source;
    let picture = source.view.drawings.get(&number).map_or(Value::Null, |route| {
        let height = chart::still_height(figure, COLUMN);
        let side = |pixels: u32| Value::count(pixels as usize);
        Value::map([
            ("url", Value::from(source.at(route))),
            ("width", side(COLUMN)),
            ("height", side(height)),
            ("alt", told.alt.clone().unwrap_or_default().into()),
        ])
    });
    let texts = |texts: &[String]| Value::list(texts.iter().map(|text| Value::text(text)));
    let facts = Value::map([
        ("title", Value::from(told.title.as_str())),
        ("sentence", told.sentence.as_str().into()),
        ("picture", picture),
        ("header", texts(&told.header)),
        ("rows", Value::list(told.rows.iter().map(|row| texts(row)))),
        ("notes", texts(&told.notes)),
        ("link", told.link.as_str().into()),
        ("more", told.more.as_str().into()),
        ("level", Value::count(figure.level as usize)),
    ]);
    let mut context = source.templates.context();
    context.insert_value("figure", convert::value(&facts));
    html.fill("figure", &context);
}

/// What a tile says, line by line: the number first.
pub fn lines(tile: &Tile) -> Vec<String> {
    let value = match tile.unit.as_str() {
        "" => tile.value.clone(),
        unit => format!("{}{NBSP}{unit}", tile.value),
    };
    let base = tile.base.as_ref().map(|base| format!("Base{NBSP}: {base}"));
    let source = tile.source.as_ref().map(|source| format!("Source{NBSP}: {source}"));
    let trend = tile.trend.as_ref().map(|trend| trend.text.clone());
    [Some(value), Some(tile.title.clone()), tile.note.clone(), base, trend, source]
        .into_iter()
        .flatten()
        .collect()
}

pub fn tiles(html: &mut Html<'_>, tiles: &[Tile]) {
    let list = tiles.iter().map(|tile| {
        let lines = lines(tile);
        let rest = Value::list(lines[1..].iter().map(|line| Value::text(line)));
        Value::map([("value", Value::text(&lines[0])), ("lines", rest)])
    });
    let mut context = html.source.templates.context();
    context.insert_value("tiles", convert::value(&Value::list(list)));
    html.fill("tiles", &context);
}
