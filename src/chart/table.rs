//! The table of a figure as a CSV file: exact numbers, and no cell that a spreadsheet would run.
use crate::model::figure::Figure;
use crate::model::value::Number;

/// UTF-8 without mark, commas, decimal points, dates as ISO writes them, LF;
/// nothing in a cell whose value is missing.
pub fn table_csv(figure: &Figure) -> String {
    let mut csv = cell(&figure.axis);
    for series in &figure.series {
        csv.push(',');
        csv.push_str(&cell(&series.name));
    }
    csv.push('\n');
    for (n, position) in figure.positions.iter().enumerate() {
        csv.push_str(&cell(&position.key));
        for series in &figure.series {
            let point = series.points.get(n).and_then(|point| point.number());
            csv.push(',');
            csv.push_str(&point.map(exact).unwrap_or_default());
        }
        csv.push('\n');
    }
    csv
}

/// The shortest text that reads back as the same number.
pub fn exact(number: Number) -> String {
    number.get().to_string()
}

/// Text that opens like a formula is set off by an apostrophe (OWASP, CSV
/// injection); quotes where the format asks for them.
pub fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')).collect();
    let text = if formula { format!("'{clean}") } else { clean };
    if text.contains([',', '"', '\n', '\r', ';']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}
