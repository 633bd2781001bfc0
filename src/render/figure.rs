//! A drawn figure with all that stands around it, handed to the theme.
use crate::base::french;
use crate::base::path::encode;
use crate::chart;
use crate::chart::atlas::ATTRIBUTION;
use crate::model::figure;
use crate::model::figure::Drawing;
use crate::model::figure::Extent;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Point;
use crate::model::figure::Position;
use crate::model::theme::TemplateName;
use crate::model::value::Value;
use crate::render::convert;
use crate::render::feed;
use crate::render::prose::Addresses;
use crate::render::prose::Printer;

impl Printer<'_> {
    pub fn figure(&mut self, number: usize, out: &mut String) {
        let prose = self.prose.clone();
        let level = prose.document.body.figures[number].level;
        match &prose.drawings[number] {
            Drawing::Missing => {}
            Drawing::Value(text) => out.push_str(&feed::xml(text)),
            Drawing::Tiles(tiles) => self.tiles(tiles, level, out),
            Drawing::Figure(figure) => match self.addresses {
                Addresses::Site => self.chart(figure, out),
                Addresses::Absolute(_) => told(figure, out),
            },
        }
    }

    fn chart(&mut self, figure: &Figure, out: &mut String) {
        let mut context = self.templates.context();
        context.insert_value("page", self.page.clone());
        context.insert_value("figure", convert::value(&self.facts(figure)));
        self.print("components/figure-chart.html", &context, out);
    }

    pub fn print(&mut self, name: &str, context: &tera::Context, out: &mut String) {
        if let Some(html) = self.templates.fill(&TemplateName(name.to_owned()), context, self.diagnostics) {
            out.push_str(&html);
        }
    }

    fn facts(&self, figure: &Figure) -> Value {
        let drawing = match figure.form {
            Form::Table => Value::Null,
            _ => Value::Html(chart::inline(figure).into()),
        };
        let optional = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::text);
        // A text without a page of its own has no files beside it.
        let folder =
            self.prose.home.as_ref().map(|home| home.as_str().rsplit_once('/').map_or("", |(it, _)| it));
        let file = |ending: &str| {
            folder.map_or(Value::Null, |folder| encode(&format!("{folder}/{}{ending}", figure.id)).into())
        };
        let weight = |csv: String| Value::from(french::weight(csv.len() as u64));
        let texts = |texts: &[String]| Value::list(texts.iter().map(|text| Value::text(text)));
        let events: Vec<String> = figure.events.iter().map(|event| event.text.clone()).collect();
        let words = &figure.words;
        let secret = figure.series.iter().any(|series| series.points.contains(&Point::Secret));
        Value::map([
            ("id", Value::from(figure.id.as_str())),
            ("title", figure.title.as_str().into()),
            ("level", Value::count(figure.level as usize)),
            ("drawing", drawing),
            ("sentence", words.sentence.as_str().into()),
            ("table", table(figure)),
            ("secret", Value::from(secret)),
            ("csv_url", file(".csv")),
            ("csv_weight", weight(chart::table_csv(figure))),
            ("spreadsheet_url", file("-tableur.csv")),
            ("spreadsheet_weight", weight(chart::spreadsheet_csv(figure))),
            ("svg_url", if figure.form == Form::Table { Value::Null } else { file(".svg") }),
            ("source", optional(&words.source)),
            ("scope", optional(&words.scope)),
            ("reading", optional(&words.reading)),
            ("as_of", optional(&words.as_of)),
            ("notes", texts(&words.notes)),
            ("events", texts(&events)),
            ("unit", figure.unit.as_str().into()),
            ("licence", if matches!(figure.form, Form::Map(_)) { ATTRIBUTION.into() } else { Value::Null }),
        ])
    }
}

/// `{header: […], rows: [{head, cells: […]}]}`.
fn table(figure: &Figure) -> Value {
    let rows = figure.positions.iter().enumerate().map(|(n, position)| {
        let cells = cells(figure, n).into_iter().map(Value::from);
        Value::map([("head", Value::from(head(position))), ("cells", Value::list(cells))])
    });
    let header = header(figure).into_iter().map(Value::from);
    Value::map([("header", Value::list(header)), ("rows", Value::list(rows))])
}

/// Names of all columns.
pub fn header(figure: &Figure) -> Vec<String> {
    let across = figure.across.iter().map(|across| match across.unit.as_str() {
        "" => across.name.clone(),
        unit => format!("{} ({unit})", across.name),
    });
    let series = figure.series.iter().map(|series| chart::heading(figure, series));
    [figure.axis.clone()].into_iter().chain(across).chain(series).collect()
}

/// What a row is about.
pub fn head(position: &Position) -> String {
    match position.extent {
        Extent::Whole => position.label.to_string(),
        Extent::Partial => format!("{} (incomplet)", position.label),
    }
}

/// What a row says, column after column.
pub fn cells(figure: &Figure, row: usize) -> Vec<String> {
    let position = &figure.positions[row];
    let across = figure.across.iter().map(|across| match position.place {
        Some(place) => figure::written(place, across.decimals, &across.unit),
        None => "–".to_owned(),
    });
    across.chain(figure.series.iter().map(|series| figure.cell_of(series, series.points[row]))).collect()
}

/// For readers of a feed: the sentence, its notes and the table, without the drawing.
fn told(figure: &Figure, out: &mut String) {
    out.push_str(&format!("<p><strong>{}</strong></p>\n", feed::xml(&figure.title)));
    out.push_str(&format!("<p>{}</p>\n", feed::xml(&figure.words.sentence)));
    for note in &figure.words.notes {
        out.push_str(&format!("<p>{}.</p>\n", feed::xml(note)));
    }
    out.push_str("<table>\n<tr>");
    for name in header(figure) {
        out.push_str(&format!("<th>{}</th>", feed::xml(&name)));
    }
    out.push_str("</tr>\n");
    for (n, position) in figure.positions.iter().enumerate() {
        out.push_str(&format!("<tr><td>{}</td>", feed::xml(&head(position))));
        for cell in cells(figure, n) {
            out.push_str(&format!("<td>{}</td>", feed::xml(&cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}
