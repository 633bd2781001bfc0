//! The table of a figure as CSV files: exact numbers, and no cell that a spreadsheet would run.
use crate::model::figure::Extent;
use crate::model::figure::Figure;
use crate::model::figure::Form;
use crate::model::figure::Point;
use crate::model::figure::Position;
use crate::model::figure::Series;
use crate::model::value::Number;

/// How the cells of a file are written.
struct Dialect {
    separator: char,
    end: &'static str,
    place: fn(&Position) -> String,
    number: fn(Number) -> String,
    secret: &'static str,
}

/// For programs: UTF-8 without mark, commas, decimal points, dates as ISO writes
/// them, LF; nothing in a cell whose value is missing or secret.
pub fn table_csv(figure: &Figure) -> String {
    let dialect = Dialect {
        separator: ',',
        end: "\n",
        place: |position| position.key.to_string(),
        number: exact,
        secret: "",
    };
    written(figure, &dialect)
}

/// For French spreadsheets: UTF-8 with its mark, semicolons, decimal commas,
/// dates as people read them, CRLF.
pub fn spreadsheet_csv(figure: &Figure) -> String {
    let dialect = Dialect {
        separator: ';',
        end: "\r\n",
        place: |position| match position.extent {
            Extent::Whole => position.label.to_string(),
            Extent::Partial => format!("{} (incomplet)", position.label),
        },
        number: |number| exact(number).replace('.', ","),
        secret: "secret",
    };
    format!("\u{feff}{}", written(figure, &dialect))
}

fn written(figure: &Figure, dialect: &Dialect) -> String {
    let mut csv = cell(&figure.axis);
    let next = |csv: &mut String, text: &str| {
        csv.push(dialect.separator);
        csv.push_str(text);
    };
    let across = figure.across.as_ref().filter(|_| figure.form == Form::Scatter);
    if let Some(across) = across {
        next(&mut csv, &cell(&across.name));
    }
    for series in &figure.series {
        next(&mut csv, &cell(&heading(figure, series)));
    }
    csv.push_str(dialect.end);
    for (n, position) in figure.positions.iter().enumerate() {
        csv.push_str(&cell(&(dialect.place)(position)));
        if across.is_some() {
            next(&mut csv, &position.place.map(dialect.number).unwrap_or_default());
        }
        for series in &figure.series {
            let text = match series.points.get(n).copied().unwrap_or_default() {
                Point::Known(number) => (dialect.number)(number),
                Point::Secret => dialect.secret.to_owned(),
                Point::Missing => String::new(),
            };
            next(&mut csv, &text);
        }
        csv.push_str(dialect.end);
    }
    csv
}

/// What stands above the numbers of a series: the title of its panel where it
/// has one, with its own name if it is not alone there.
pub fn heading(figure: &Figure, series: &Series) -> String {
    let among = figure.series.iter().filter(|other| other.panel == series.panel).count();
    match figure.panels.get(series.panel) {
        Some(panel) if among > 1 => format!("{panel}, {}", series.name),
        Some(panel) => panel.to_string(),
        None => series.name.to_string(),
    }
}

/// The shortest text that reads back as the same number.
fn exact(number: Number) -> String {
    number.get().to_string()
}

/// Text that opens like a formula is set off by an apostrophe (OWASP, CSV
/// injection); quotes where the format asks for them.
fn cell(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')).collect();
    let formula = clean.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{clean}") } else { clean };
    if text.contains([',', '"', '\n', '\r', ';']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}
