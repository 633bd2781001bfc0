//! A figure becomes SVG and CSV: total, deterministic, and without any colour.
//!
//! Every chart is drawn twice, 800 and 360 units wide, and the page shows the
//! one that suits its column; only the file to download carries its own style.
pub mod atlas;
pub mod axes;
pub mod backend;
pub mod bars;
pub mod key;
pub mod lines;
pub mod scale;
pub mod standalone;
pub mod table;
pub mod text;
pub mod thin;
pub mod widths;

use crate::chart::backend::Canvas;
use crate::chart::text::Type;
use crate::chart::text::escape;
use crate::model::figure::Figure;
use crate::model::figure::Form;

pub use crate::chart::table::table_csv;

/// One figure in the three guises that a site needs; all are empty for a
/// figure that is only a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// For columns of some 680 pixels and more, to stand in HTML.
    pub wide: String,
    /// For narrower ones; a page shows one of the two.
    pub narrow: String,
    /// A whole file, with its title, its source and colours for both themes.
    pub standalone: String,
}

/// What charts are laid out for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// In units.
    pub width: f64,
    pub letters: Type,
}

/// What is inside an `svg` element, and how high that is, in units.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub height: f64,
    pub marks: String,
}

/// Inline charts are named by the elements `{id}-titre` and `{id}-desc` of the
/// page that holds them.
pub fn draw(figure: &Figure) -> Drawn {
    if figure.form == Form::Table {
        return Drawn::default();
    }
    let letters = Type { stretch: 1.04 };
    let inline = |class: &str, width: f64| {
        let picture = picture(figure, &Sheet { width, letters });
        let (id, height) = (escape(&figure.id), picture.height.ceil());
        format!(
            "<svg class=\"k-g {class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-titre\" \
             aria-describedby=\"{id}-desc\">{}</svg>",
            picture.marks
        )
    };
    Drawn {
        wide: inline("k-wide", 800.0),
        narrow: inline("k-narrow", 360.0),
        standalone: standalone::file(figure),
    }
}

/// The chart alone, whatever will hold it.
pub fn picture(figure: &Figure, sheet: &Sheet) -> Picture {
    if figure.series.iter().all(|series| series.numbers().all(|point| point.is_none())) {
        return nothing(sheet);
    }
    match figure.form {
        Form::Lines | Form::Table => lines::draw(figure, sheet),
        _ => bars::draw(figure, sheet),
    }
}

fn nothing(sheet: &Sheet) -> Picture {
    let canvas = Canvas::new(sheet.width, 80.0);
    canvas.group("axe", "middle");
    canvas.text("etiquette", (sheet.width / 2.0, 45.0), &["Aucune donnée pour le moment"]);
    canvas.end();
    Picture { height: 80.0, marks: canvas.finish() }
}
