//! The chart as a file of its own: named, dated, and coloured for both themes.
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::picture;
use crate::chart::text::LINE;
use crate::chart::text::Type;
use crate::chart::text::Weight;
use crate::chart::text::escape;
use crate::model::figure::Figure;

/// Wide enough for whatever letters the reader's machine has.
const LETTERS: Type = Type { stretch: 1.2 };
/// In a column of text or on a slide, letters then are as large as the text around.
const WIDTH: f64 = 460.0;
const MARGIN: f64 = 16.0;

/// Readers that do not know `var()` draw in one colour: shapes and names still
/// tell series apart.
const STYLE: &str = "\
svg{--s1:#000091;--s2:#00a95f;--s3:#a558a0;--s4:#695240;--text:#161616;--mention:#666;--line:#ddd;--page:#fff;\
color:var(--text);font:14px Arial,'Liberation Sans','DejaVu Sans',sans-serif}\
@media(prefers-color-scheme:dark){svg{--s1:#8585f6;--s2:#00a95f;--s3:#a558a0;--s4:#ffca00;--text:#fff;\
--mention:#929292;--line:#353535;--page:#161616}}\
.fond{fill:none;fill:var(--page)}text{fill:currentColor}.nom,.valeur,.titre{font-weight:700}\
.grille text,.axe text,.note{fill:currentColor;fill:var(--mention)}\
.etiquette{fill:currentColor;fill:var(--text)}\
.grille path{fill:none;stroke:currentColor;stroke-opacity:.2}.grille .zero{stroke-opacity:.6}\
.s1{--c:var(--s1)}.s2{--c:var(--s2)}.s3{--c:var(--s3)}.s4{--c:var(--s4)}\
.serie>path{fill:none;stroke:currentColor;stroke:var(--c);stroke-width:2;stroke-linejoin:round}\
.serie>rect,.serie>.pt{fill:currentColor;fill:var(--c)}\
.serie>.pt{stroke:none;stroke:var(--page);stroke-width:1.5}";

pub fn file(figure: &Figure) -> String {
    let sheet = Sheet { width: WIDTH - 2.0 * MARGIN, letters: LETTERS };
    let Picture { height, marks } = picture(figure, &sheet);
    let title = LETTERS.wrap(&figure.title, (sheet.width, 3), Weight::Bold);
    let top = MARGIN + title.len() as f64 * LINE + 14.0;
    let notes = notes(figure, sheet.width);
    let bottom = (top + height + 12.0).ceil();
    let whole = bottom + notes.len() as f64 * LINE + MARGIN;
    let lines = |class: &str, lines: &[String], y: f64| -> String {
        let line = |(n, line): (usize, &String)| {
            let y = y + LINE * (n as f64 + 0.75);
            format!("<text class=\"{class}\" x=\"{MARGIN}\" y=\"{y}\">{}</text>", escape(line))
        };
        lines.iter().enumerate().map(line).collect()
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{whole}\" \
         viewBox=\"0 0 {WIDTH} {whole}\" role=\"img\" \
         aria-labelledby=\"titre desc\" lang=\"fr\">\n<title id=\"titre\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <style>{STYLE}</style>\n<rect class=\"fond\" width=\"{WIDTH}\" height=\"{whole}\"/>{}\n\
         <g transform=\"translate({MARGIN} {top})\">{marks}</g>\n{}</svg>\n",
        escape(&figure.title),
        escape(&figure.words.sentence),
        lines("titre", &title, MARGIN),
        lines("note", &notes, bottom),
    )
}

/// Whom the figures are about and where they come from.
fn notes(figure: &Figure, width: f64) -> Vec<String> {
    let mut notes = Vec::new();
    let written = [
        ("Champ", &figure.words.scope),
        ("Lecture", &figure.words.reading),
        ("Source", &figure.words.source),
    ];
    for (name, text) in written {
        if let Some(text) = text {
            let text = format!("{name}\u{a0}: {text}");
            notes.extend(LETTERS.wrap(&text, (width, 6), Weight::Regular));
        }
    }
    notes
}
