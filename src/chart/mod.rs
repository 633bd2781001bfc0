//! A figure becomes SVG and CSV: total, deterministic, and without any colour.
//!
//! Every chart is laid out twice, 800 and 360 units wide, and the page shows the
//! layout that suits its column; only the file to download carries its own style.
pub mod atlas;
pub mod axes;
pub mod backend;
pub mod bars;
pub mod calendar;
pub mod canvas;
pub mod classes;
pub mod columns;
pub mod dots;
pub mod events;
pub mod inline;
pub mod key;
pub mod lines;
pub mod map;
pub mod multiples;
pub mod podium;
pub mod rows;
pub mod scale;
pub mod scatter;
pub mod spark;
pub mod stacked;
pub mod standalone;
pub mod still;
pub mod table;
pub mod text;
pub mod thin;
pub mod trace;
pub mod widths;

use crate::chart::backend::Detail;
use crate::chart::canvas::Canvas;
use crate::chart::text::Type;
use crate::model::figure::Figure;
use crate::model::figure::Form;

pub use crate::chart::inline::inline;
pub use crate::chart::spark::spark;
pub use crate::chart::standalone::standalone;
pub use crate::chart::still::height as still_height;
pub use crate::chart::still::still;
pub use crate::chart::table::heading;
pub use crate::chart::table::spreadsheet_csv;
pub use crate::chart::table::table_csv;

/// From here on a layout is that of a wide column.
const WIDE: f64 = 560.0;

/// What charts are laid out for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// In units.
    pub width: f64,
    pub letters: Type,
    pub detail: Detail,
}

/// The two kinds of columns that charts stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Wide,
    Narrow,
}

impl Sheet {
    pub fn room(&self) -> Room {
        if self.width < WIDE { Room::Narrow } else { Room::Wide }
    }

    /// What suits a wide column, and what suits a narrow one.
    pub fn either<T>(&self, wide: T, narrow: T) -> T {
        match self.room() {
            Room::Wide => wide,
            Room::Narrow => narrow,
        }
    }
}

/// What is inside an `svg` element, and how high that is, in units.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub height: f64,
    pub marks: String,
}

/// The chart alone, whatever will hold it; nothing for a figure that is only a
/// table.
pub fn picture(figure: &Figure, sheet: &Sheet) -> Picture {
    if figure.series.iter().all(|series| series.numbers().all(|point| point.is_none())) {
        return nothing(sheet);
    }
    match figure.form {
        Form::Table => Picture { height: 0.0, marks: String::new() },
        Form::Lines => lines::draw(figure, sheet),
        Form::Bars => bars::draw(figure, sheet),
        Form::Columns => columns::draw(figure, sheet),
        Form::Stacked => stacked::draw(figure, sheet),
        Form::Podium => podium::draw(figure, sheet),
        Form::Dots => dots::draw(figure, sheet),
        Form::Scatter => scatter::draw(figure, sheet),
        Form::Multiples => multiples::draw(figure, sheet),
        Form::Map(division) => map::draw(figure, division, sheet),
        Form::Calendar => calendar::draw(figure, sheet),
    }
}

fn nothing(sheet: &Sheet) -> Picture {
    let canvas = Canvas::new(sheet, 80.0);
    canvas.group("axe", "middle");
    canvas.text("etiquette", (sheet.width / 2.0, 45.0), &["Aucune donnée pour le moment"]);
    canvas.end();
    Picture { height: 80.0, marks: canvas.finish() }
}
