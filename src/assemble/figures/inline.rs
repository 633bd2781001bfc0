//! A number of the data inside a sentence: `jeu.colonne`, `jeu.colonne; x=2024-06`.
use crate::assemble::figures::columns;
use crate::assemble::figures::inquiry;
use crate::assemble::figures::tiles;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::base::span::Span;
use crate::model::figure;
use crate::model::table;
use crate::model::table::Cell;
use crate::model::table::DataSet;
use crate::model::table::DataSets;

/// The latest value of a column, or that of the row whose first cell is `x`,
/// worded with its unit; `–` when it is missing.
pub fn value(expression: &str, data: &DataSets, at: &Span) -> Result<String, Diagnostic> {
    let (name, row) = expression.split_once(';').unwrap_or((expression, ""));
    let (set, column) = column(name.trim(), data, at)?;
    let rows: Vec<usize> = (0..set.table.rows()).collect();
    let row = match row.trim() {
        "" => tiles::last(set, &rows).map(|(row, _)| row),
        text => Some(chosen(text, &rows, (set, at))?),
    };
    let Some(row) = row else { return Ok("–".to_owned()) };
    match columns::cell(set, row, column) {
        Cell::Number(number) => {
            Ok(figure::written(number.value, usize::from(number.decimals), set.columns[column].unit()))
        }
        Cell::Missing | Cell::Secret => Ok("–".to_owned()),
        Cell::Fault | Cell::Words | Cell::OtherUnit => {
            let place =
                Place::Cell { path: set.path.clone(), line: set.table.line(row), column: column as u32 + 1 };
            let (name, cell) = (&set.table.header[column], table::excerpt(set.table.cell(row, column)));
            let message = format!("colonne « {name} » : « {cell} » n'est pas un nombre exact");
            let help = format!("utilisé par {}", at.path);
            Err(Diagnostic::error(Code::DataCell, place, message).with_help(help))
        }
    }
}

fn told(code: Code, at: &Span, (message, help): (String, String)) -> Diagnostic {
    Diagnostic::error(code, at, message).with_help(help)
}

/// Names of sets and of columns may hold dots: the set is what is known.
fn column<'a>(name: &str, data: &'a DataSets, at: &Span) -> Result<(&'a DataSet, usize), Diagnostic> {
    let mut cuts = name.match_indices('.').map(|(n, _)| (&name[..n], &name[n + 1..]));
    let known = cuts.clone().find_map(|(set, column)| data.sets.get(set).map(|set| (set, column)));
    let Some((set, column)) = known else {
        let Some((set, _)) = cuts.next() else {
            let help = "écrivez « jeu.colonne »".to_owned();
            return Err(told(
                Code::ChartValue,
                at,
                (format!("« {} » ne dit pas quelle valeur montrer", table::excerpt(name)), help),
            ));
        };
        return Err(told(Code::DataUnknown, at, inquiry::unknown_set(set, data)));
    };
    let found = set.column(column.trim()).filter(|_| !column.trim().is_empty());
    found
        .map(|column| (&**set, column))
        .ok_or_else(|| told(Code::ColumnUnknown, at, inquiry::unknown_column(column, set)))
}

fn chosen(text: &str, rows: &[usize], (set, at): (&DataSet, &Span)) -> Result<usize, Diagnostic> {
    let wrong = |message: String, help: &str| Err(told(Code::ChartValue, at, (message, help.to_owned())));
    let Some(wanted) = text.strip_prefix("x").map(str::trim_start).and_then(|rest| rest.strip_prefix('='))
    else {
        return wrong(
            format!("« {} » n'est pas un choix de ligne", table::excerpt(text)),
            "écrivez « jeu.colonne; x=2024-06 »",
        );
    };
    let named = |row: &usize| set.table.cell(*row, 0).trim() == wanted.trim();
    let found: Vec<usize> = rows.iter().copied().filter(named).collect();
    match found[..] {
        [row] => Ok(row),
        [] => wrong(
            format!("aucune ligne de {} ne commence par « {} »", set.path, table::excerpt(wanted)),
            "« x » choisit une ligne par sa première cellule",
        ),
        _ => wrong(
            format!("plusieurs lignes de {} commencent par « {} »", set.path, table::excerpt(wanted)),
            "une valeur ne peut venir que d'une ligne",
        ),
    }
}
