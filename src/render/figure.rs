//! A drawn figure with all that stands around it, handed to the theme.
use crate::base::french;
use crate::base::path::encode;
use crate::chart;
use crate::model::figure::Direction;
use crate::model::figure::Drawing;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Tile;
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

    fn tiles(&mut self, tiles: &[Tile], level: u8, out: &mut String) {
        let optional = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::text);
        let list = tiles.iter().map(|tile| {
            let trend = tile.trend.as_ref().map(|trend| {
                let text = trend.text.as_str().into();
                Value::map([("direction", Value::from(direction(trend.direction))), ("text", text)])
            });
            Value::map([
                ("title", tile.title.as_str().into()),
                ("value", tile.value.as_str().into()),
                ("unit", tile.unit.as_str().into()),
                ("note", optional(&tile.note)),
                ("trend", trend.unwrap_or_default()),
                ("spark", Value::Null),
                ("base", optional(&tile.base)),
                ("source", optional(&tile.source)),
            ])
        });
        let mut context = self.templates.context();
        context.insert_value("page", self.page.clone());
        context.insert_value("level", tera::Value::from(u64::from(level)));
        context.insert_value("tiles", convert::value(&Value::list(list)));
        self.print("components/tiles.html", &context, out);
    }

    fn chart(&mut self, figure: &Figure, out: &mut String) {
        let mut context = self.templates.context();
        context.insert_value("page", self.page.clone());
        context.insert_value("figure", convert::value(&self.facts(figure)));
        self.print("components/figure-chart.html", &context, out);
    }

    fn print(&mut self, name: &str, context: &tera::Context, out: &mut String) {
        if let Some(html) = self.templates.fill(&TemplateName(name.to_owned()), context, self.diagnostics) {
            out.push_str(&html);
        }
    }

    fn facts(&self, figure: &Figure) -> Value {
        let drawn = match figure.form {
            Form::Table => None,
            _ => Some(chart::draw(figure)),
        };
        let (wide, narrow) = match drawn {
            Some(drawn) => (Value::Html(drawn.wide.into()), Value::Html(drawn.narrow.into())),
            None => (Value::Null, Value::Null),
        };
        let optional = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::text);
        // A text without a page of its own has no files beside it.
        let folder =
            self.prose.home.as_ref().map(|home| home.as_str().rsplit_once('/').map_or("", |(it, _)| it));
        let file = |ending: &str| {
            folder.map_or(Value::Null, |folder| encode(&format!("{folder}/{}.{ending}", figure.id)).into())
        };
        let weight = chart::table_csv(figure).len() as u64;
        Value::map([
            ("id", Value::from(figure.id.as_str())),
            ("title", figure.title.as_str().into()),
            ("level", Value::count(figure.level as usize)),
            ("wide", wide),
            ("narrow", narrow),
            ("sentence", figure.words.sentence.as_str().into()),
            ("table", table(figure)),
            ("csv_url", file("csv")),
            ("csv_weight", french::weight(weight).into()),
            ("svg_url", if figure.form == Form::Table { Value::Null } else { file("svg") }),
            ("source", optional(&figure.words.source)),
            ("scope", optional(&figure.words.scope)),
            ("reading", optional(&figure.words.reading)),
            ("as_of", optional(&figure.words.as_of)),
            ("unit", figure.unit.as_str().into()),
        ])
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Level => "level",
    }
}

/// `{header: […], rows: [{head, cells: […]}]}`.
fn table(figure: &Figure) -> Value {
    let names = figure.series.iter().map(|series| Value::text(&series.name));
    let header = [Value::from(figure.axis.as_str())].into_iter().chain(names);
    let rows = figure.positions.iter().enumerate().map(|(n, position)| {
        let cells = figure.series.iter().map(|series| Value::from(figure.cell(series.points[n])));
        Value::map([("head", Value::text(&position.label)), ("cells", Value::list(cells))])
    });
    Value::map([("header", Value::list(header)), ("rows", Value::list(rows))])
}

/// For readers of a feed: the sentence and the table, without the drawing.
fn told(figure: &Figure, out: &mut String) {
    out.push_str(&format!("<p><strong>{}</strong></p>\n", feed::xml(&figure.title)));
    out.push_str(&format!("<p>{}</p>\n<table>\n<tr>", feed::xml(&figure.words.sentence)));
    out.push_str(&format!("<th>{}</th>", feed::xml(&figure.axis)));
    for series in &figure.series {
        out.push_str(&format!("<th>{}</th>", feed::xml(&series.name)));
    }
    out.push_str("</tr>\n");
    for (n, position) in figure.positions.iter().enumerate() {
        out.push_str(&format!("<tr><td>{}</td>", feed::xml(&position.label)));
        for series in &figure.series {
            out.push_str(&format!("<td>{}</td>", feed::xml(&figure.cell(series.points[n]))));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}
