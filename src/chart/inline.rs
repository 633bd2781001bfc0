//! One image with two layouts, to stand in a page: the width at hand decides which one is seen.
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::backend::Detail;
use crate::chart::picture;
use crate::chart::text::Type;
use crate::chart::text::escape;
use crate::model::figure::Figure;
use crate::model::figure::Form;

/// Letters as wide as those of the State's typeface, and a little air.
const LETTERS: Type = Type { stretch: 1.04 };
/// Widths of the two layouts, in units.
const WIDE: f64 = 800.0;
const NARROW: f64 = 360.0;
/// Points along time that have a title each, at most: beyond, nobody finds the
/// right one under the pointer, and the table is quicker.
const TITLED: usize = 24;

/// Empty for a figure that is only a table. Two empty elements give the box the
/// height of the layout that is shown; the image lies over them, so that it is
/// one for those who cannot see it. Without a style sheet the wide layout is
/// seen. The image is named by the elements `{id}-titre` and `{id}-desc` of the
/// page that holds it, and detailed by `{id}-donnees`.
pub fn inline(figure: &Figure) -> String {
    if figure.form == Form::Table {
        return String::new();
    }
    let drawn = |width: f64, detail: Detail| picture(figure, &Sheet { width, letters: LETTERS, detail });
    let Picture { height, marks } = drawn(WIDE, detail(figure));
    let wide = height.ceil();
    let small = drawn(NARROW, Detail::Joined);
    // The image keeps the proportions of the wide layout: the narrow one must
    // not be flatter.
    let narrow = small.height.max(wide * NARROW / WIDE).ceil();
    let (id, scale) = (escape(&figure.id), WIDE / NARROW);
    let room = |name: &str, (width, height): (f64, f64)| {
        format!(
            "<svg class=\"k-room {name}\" viewBox=\"0 0 {width} {height}\" height=\"0\" aria-hidden=\"true\"></svg>"
        )
    };
    format!(
        "<div class=\"k-fig\">{}{}<svg class=\"k-g\" viewBox=\"0 0 {WIDE} {wide}\" \
         preserveAspectRatio=\"xMinYMin\" role=\"img\" aria-labelledby=\"{id}-titre\" \
         aria-describedby=\"{id}-desc\" aria-details=\"{id}-donnees\">\
         <g class=\"k-wide\" aria-hidden=\"true\">{marks}</g>\
         <g class=\"k-narrow\" display=\"none\" aria-hidden=\"true\" transform=\"scale({scale:.4})\">{}</g></svg></div>",
        room("k-room--wide", (WIDE, wide)),
        room("k-room--narrow", (NARROW, narrow)),
        small.marks,
    )
}

fn detail(figure: &Figure) -> Detail {
    let points = figure.series.iter().flat_map(|series| series.numbers().flatten()).count();
    match figure.form {
        Form::Lines | Form::Columns | Form::Multiples if points > TITLED => Detail::Joined,
        _ => Detail::Titled,
    }
}
