//! The same period in two rows: never added up, never chosen in silence.
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::measures::Request;
use crate::assemble::figures::positions::MOST_TOLD;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Place;
use crate::base::period::Period;
use crate::model::table;

/// Each period once: a repeated row is dropped with a word, two rows that
/// disagree are a fault. Given and returned in the order of time, then of rows.
pub fn once(
    inquiry: &mut Inquiry,
    request: &Request,
    dated: Vec<(Period, usize)>,
) -> Option<Vec<(Period, usize)>> {
    let mut kept: Vec<(Period, usize)> = Vec::with_capacity(dated.len());
    let mut faults = 0;
    for (period, row) in dated {
        let Some((_, first)) = kept.last().copied().filter(|(last, _)| *last == period) else {
            kept.push((period, row));
            continue;
        };
        faults += usize::from(differing(request, first, row).is_some());
        if faults <= MOST_TOLD {
            let told = told(request, (first, row), inquiry.path.as_str());
            inquiry.diagnostics.push(told);
        }
    }
    (faults == 0).then_some(kept)
}

fn differing(request: &Request, first: usize, row: usize) -> Option<usize> {
    let table = &request.set.table;
    let differs = |column: &&usize| table.cell(first, **column).trim() != table.cell(row, **column).trim();
    request.columns.iter().find(differs).copied()
}

fn told(request: &Request, (first, row): (usize, usize), user: &str) -> Diagnostic {
    let (set, table) = (request.set, &request.set.table);
    let at = Place::Cell { path: set.path.clone(), line: table.line(row), column: request.x as u32 + 1 };
    let key = table::excerpt(table.cell(row, request.x));
    let lines = format!("« {key} » figure deux fois (lignes {} et {})", table.line(first), table.line(row));
    let Some(column) = differing(request, first, row) else {
        let message = format!("{lines} avec les mêmes valeurs");
        let help = format!("la ligne répétée est laissée de côté : effacez-la ; utilisé par {user}");
        return Diagnostic::warning(Code::PeriodTwice, at, message).with_help(help);
    };
    let (a, b) = (table::excerpt(table.cell(first, column)), table::excerpt(table.cell(row, column)));
    let help = format!(
        "corrigez le fichier, choisissez les lignes avec « filtre », ou montrez une série pour chaque valeur d'une colonne avec « serie » ; utilisé par {user}"
    );
    Diagnostic::error(Code::PeriodTwice, at, format!("{lines} avec « {a} » puis « {b} »")).with_help(help)
}
