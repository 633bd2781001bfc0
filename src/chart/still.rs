//! The chart alone, for programs that know neither style variables nor themes: light colours, plain rules.
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::backend::Detail;
use crate::chart::picture;
use crate::chart::standalone::LIGHT;
use crate::chart::standalone::RULES;
use crate::chart::text::Type;
use crate::model::figure::Figure;

/// The typeface that whoever draws the letters has to have.
pub const FAMILY: &str = "Open Sans";
const LETTERS: Type = Type { stretch: 1.04 };
/// In units: letters stay readable when a telephone shows the whole width.
pub const WIDTH: f64 = 430.0;
const MARGIN: f64 = 10.0;

/// An SVG `WIDTH` units wide, with an opaque ground.
pub fn still(figure: &Figure) -> String {
    let Picture { height, marks } = drawn(figure);
    let whole = whole(height);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{whole}\" viewBox=\"0 0 {WIDTH} {whole}\">\
         <style>{}</style><rect class=\"fond\" width=\"{WIDTH}\" height=\"{whole}\"/>\
         <g transform=\"translate({MARGIN} {MARGIN})\">{marks}</g></svg>",
        style(),
    )
}

/// Of that drawing shown `width` pixels wide.
pub fn height(figure: &Figure, width: u32) -> u32 {
    (whole(drawn(figure).height) * f64::from(width) / WIDTH).round() as u32
}

fn drawn(figure: &Figure) -> Picture {
    let sheet = Sheet { width: WIDTH - 2.0 * MARGIN, letters: LETTERS, detail: Detail::Titled };
    picture(figure, &sheet)
}

fn whole(height: f64) -> f64 {
    (height + 2.0 * MARGIN).ceil()
}

/// The same rules as those of the file to keep, every variable resolved: the one that
/// depends on where a mark stands is the current colour.
fn style() -> String {
    let mut rules = format!("text{{fill:#161616}}{RULES}");
    rules = rules.replace("text{fill:currentColor}", "");
    for property in ["fill", "stroke"] {
        rules =
            rules.replace(&format!("{property}:currentColor;{property}:var("), &format!("{property}:var("));
        rules = rules.replace(&format!("{property}:none;{property}:var("), &format!("{property}:var("));
    }
    rules = rules.replace("{--c:", "{color:").replace("var(--c)", "currentColor");
    for (name, value) in LIGHT.split(';').filter_map(|pair| pair.split_once(':')) {
        rules = rules.replace(&format!("var({name})"), value);
    }
    format!("svg{{color:#161616;font-family:'{FAMILY}';font-size:14px}}{rules}")
}

#[cfg(test)]
mod tests {
    use crate::chart::still::style;

    #[test]
    fn no_variable_is_left() {
        let style = style();
        assert!(!style.contains("var(") && !style.contains("--"), "{style}");
        assert!(style.contains(".s1{color:#000091}"), "{style}");
    }
}
