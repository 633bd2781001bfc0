//! A table in plain text: columns where they fit, else one row a line.

/// Rows of cells; the first row names the columns.
pub fn lines(rows: &[Vec<String>], width: usize) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let size = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let sizes: Vec<usize> = (0..columns).map(size).collect();
    let total: usize = sizes.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
    if total > width {
        return rows.iter().map(|row| joined(row)).filter(|line| !line.is_empty()).collect();
    }
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&sizes).enumerate().map(|(n, (cell, size))| match n {
            0 => format!("{cell:<size$}"),
            _ if is_number(cell) => format!("{cell:>size$}"),
            _ => format!("{cell:<size$}"),
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut out: Vec<String> = rows.iter().map(line).collect();
    if out.len() > 1 {
        out.insert(1, sizes.iter().map(|size| "-".repeat(*size)).collect::<Vec<_>>().join("  "));
    }
    out
}

fn joined(row: &[String]) -> String {
    row.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" — ")
}

fn is_number(cell: &str) -> bool {
    let first = cell.trim_start_matches(['−', '-', '+']).chars().next();
    first.is_some_and(|c| c.is_ascii_digit()) || cell == "–"
}
