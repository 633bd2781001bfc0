//! Numbers that stand alone, handed to the theme.
use crate::base::french;
use crate::chart;
use crate::model::figure::Direction;
use crate::model::figure::Tile;
use crate::model::figure::Trend;
use crate::model::value::Value;
use crate::render::convert;
use crate::render::prose::Addresses;
use crate::render::prose::Printer;

impl Printer<'_> {
    pub fn tiles(&mut self, tiles: &[Tile], level: u8, out: &mut String) {
        let mut context = self.templates.context();
        context.insert_value("page", self.page.clone());
        context.insert_value("level", tera::Value::from(u64::from(level)));
        // A feed has no style sheet: its readers get words alone.
        let drawn = |tile: &Tile| match self.addresses {
            Addresses::Site => spark(tile),
            Addresses::Absolute(_) => Value::Null,
        };
        let list = tiles.iter().map(|tile| facts(tile, drawn(tile)));
        context.insert_value("tiles", convert::value(&Value::list(list)));
        context.insert_value("sources", convert::value(&sources(tiles)));
        self.print("components/tiles.html", &context, out);
    }
}

fn spark(tile: &Tile) -> Value {
    let drawing = tile.spark.as_ref().map(|spark| chart::spark(&spark.points, spark.extent));
    drawing.filter(|drawing| !drawing.is_empty()).map_or(Value::Null, |drawing| Value::Html(drawing.into()))
}

fn facts(tile: &Tile, spark: Value) -> Value {
    let optional = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::text);
    Value::map([
        ("title", Value::from(tile.title.as_str())),
        ("value", tile.value.as_str().into()),
        ("unit", tile.unit.as_str().into()),
        ("note", optional(&tile.note)),
        ("trend", tile.trend.as_ref().map_or(Value::Null, trend)),
        ("spark", spark),
        ("base", optional(&tile.base)),
        ("source", optional(&tile.source)),
    ])
}

fn trend(trend: &Trend) -> Value {
    let direction = match trend.direction {
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Level => "level",
    };
    Value::map([("direction", Value::from(direction)), ("text", trend.text.as_str().into())])
}

/// Those of all tiles, each once, in one sentence without a final stop.
fn sources(tiles: &[Tile]) -> Value {
    let mut sources: Vec<&str> = Vec::new();
    for source in tiles.iter().filter_map(|tile| tile.source.as_deref()) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let word = if sources.len() > 1 { "Sources" } else { "Source" };
    let list = sources.join(" ; ");
    if sources.is_empty() { Value::Null } else { format!("{word}{}: {list}", french::NBSP).into() }
}
