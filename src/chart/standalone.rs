//! The chart as a file of its own: named, dated, and coloured for both themes.
use crate::chart::Picture;
use crate::chart::Sheet;
use crate::chart::atlas::ATTRIBUTION;
use crate::chart::backend::Detail;
use crate::chart::picture;
use crate::chart::text::LINE;
use crate::chart::text::Type;
use crate::chart::text::Weight;
use crate::chart::text::escape;
use crate::model::figure::Figure;
use crate::model::figure::Form;

/// Wide enough for whatever letters the reader's machine has.
const LETTERS: Type = Type { stretch: 1.2 };
/// In a column of text or on a slide, letters then are as large as the text around.
const WIDTH: f64 = 460.0;
const MARGIN: f64 = 16.0;

/// Colours on a light page.
pub const LIGHT: &str = "--s1:#000091;--s2:#00a95f;--s3:#a558a0;--s4:#695240;--text:#161616;--mention:#666;\
--line:#ddd;--page:#fff;--muet:#929292;--q1:#f5f5fe;--q2:#e3e3fd;--q3:#cacafb;--q4:#6a6af4;--q5:#000091";

const DARK: &str = "\
@media(prefers-color-scheme:dark){svg{--s1:#8585f6;--s2:#00a95f;--s3:#a558a0;--s4:#ffca00;--text:#fff;\
--mention:#929292;--line:#353535;--page:#161616;\
--muet:#666;--q1:#1b1b35;--q2:#272747;--q3:#313178;--q4:#6a6af4;--q5:#8585f6}}";

/// Readers that do not know `var()` draw in one colour: shapes and names still
/// tell series apart.
pub const RULES: &str = "\
.fond{fill:none;fill:var(--page)}text{fill:currentColor}.nom,.valeur,.titre,.rang{font-weight:700}\
.grille text,.axe text,.repere text,.note{fill:currentColor;fill:var(--mention)}\
.etiquette{fill:currentColor;fill:var(--text)}\
.grille path,.lien path,.cadre rect{fill:none;stroke:currentColor;stroke-opacity:.2}\
.lien path,.grille .zero{stroke-opacity:.6}\
.repere path,.repere circle{fill:none;stroke:currentColor;stroke-opacity:.6}\
.repere path{stroke-dasharray:1 3}.repere circle{fill:var(--page)}.rupture path{stroke-dasharray:6 3}\
.s1{--c:var(--s1)}.s2{--c:var(--s2)}.s3{--c:var(--s3)}.s4{--c:var(--s4)}.muet{--c:var(--muet)}\
.serie>path{fill:none;stroke:currentColor;stroke:var(--c);stroke-width:2;stroke-linejoin:round}\
.serie>rect,.serie>circle,.serie>.pt{fill:currentColor;fill:var(--c)}\
.serie>circle,.serie>.pt{stroke:none;stroke:var(--page);stroke-width:1.5}\
.serie>.partiel{stroke-dasharray:5 4}\
.serie>.vide{fill:none;fill:var(--page);stroke:currentColor;stroke:var(--c);stroke-width:2}\
.serie>.barre.partiel{fill:none;stroke:currentColor;stroke:var(--c);stroke-width:2}\
.q>*{stroke:currentColor;stroke:var(--mention);stroke-width:.6;stroke-linejoin:round}\
.q0{--c:var(--page)}.q1{--c:var(--q1)}.q2{--c:var(--q2)}.q3{--c:var(--q3)}.q4{--c:var(--q4)}.q5{--c:var(--q5)}\
.q>*{fill:none;fill:var(--c)}.q0>*{stroke-dasharray:2 2}\
.jours path{fill:none;stroke:currentColor;stroke:var(--c)}.jours .q{stroke-linecap:square}\
.jours .bord{--c:var(--mention)}";

/// Empty for a figure that is only a table.
pub fn standalone(figure: &Figure) -> String {
    if figure.form == Form::Table {
        return String::new();
    }
    let sheet = Sheet { width: WIDTH - 2.0 * MARGIN, letters: LETTERS, detail: Detail::Titled };
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
         <style>{}</style>\n<rect class=\"fond\" width=\"{WIDTH}\" height=\"{whole}\"/>{}\n\
         <g transform=\"translate({MARGIN} {top})\">{marks}</g>\n{}</svg>\n",
        escape(&figure.title),
        escape(&figure.words.sentence),
        style(),
        lines("titre", &title, MARGIN),
        lines("note", &notes, bottom),
    )
}

fn style() -> String {
    let letters = "font:14px Arial,'Liberation Sans','DejaVu Sans',sans-serif";
    format!("svg{{{LIGHT};color:var(--text);{letters}}}{DARK}{RULES}")
}

/// What must be said for the figure not to mislead, whom it is about, where it
/// comes from.
fn notes(figure: &Figure, width: f64) -> Vec<String> {
    let mut notes: Vec<String> = figure.words.notes.iter().map(|note| format!("{note}.")).collect();
    let written = [
        ("Champ\u{a0}: ", &figure.words.scope),
        ("Lecture\u{a0}: ", &figure.words.reading),
        ("Données arrêtées au ", &figure.words.as_of),
        ("Source\u{a0}: ", &figure.words.source),
    ];
    for (name, text) in written {
        notes.extend(text.as_ref().map(|text| format!("{name}{text}")));
    }
    if matches!(figure.form, Form::Map(_)) {
        notes.push(ATTRIBUTION.to_owned());
    }
    notes.iter().flat_map(|note| LETTERS.wrap(note, (width, 6), Weight::Regular)).collect()
}
