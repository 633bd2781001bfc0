//! A number of the data inside a sentence: `jeu.colonne`, `jeu.colonne; x=2024-06`, `jeu.colonne; calcul=somme`.
use std::sync::Arc;

use crate::assemble::datasets::age;
use crate::assemble::figures::columns;
use crate::assemble::figures::inquiry;
use crate::assemble::figures::inquiry::Inquiry;
use crate::assemble::figures::literal;
use crate::assemble::figures::single;
use crate::assemble::figures::single::Calc;
use crate::assemble::figures::single::Wanted;
use crate::base::diagnostic;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::period;
use crate::model::figure;
use crate::model::figure::Extent;
use crate::model::table;
use crate::model::table::DataSet;

const OPTIONS: [&str; 8] = ["x", "calcul", "filtre", "unite", "depuis", "jusque", "depart", "decimales"];

/// What is printed beside the number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Signs such as `%` alone.
    Sign,
    None,
    Whole,
}

/// The value of the last period that is over, unless options ask for another,
/// worded with its sign; `–` when it is missing. Nothing when there was a
/// fault, which was told.
pub fn value(inquiry: &mut Inquiry, expression: &str) -> Option<String> {
    let (name, options) = expression.split_once(';').unwrap_or((expression, ""));
    let (set, column) = column(inquiry, name.trim())?;
    let mut wanted = Wanted {
        set: &set,
        column,
        rows: (0..set.table.rows()).collect(),
        calc: Calc::Last,
        start: None,
        limits: (None, None),
        at: inquiry.span.clone(),
    };
    let (mut unit, mut decimals) = (Unit::Sign, None);
    for option in options.split(';').map(str::trim).filter(|option| !option.is_empty()) {
        let (name, value) = cut(inquiry, option)?;
        match name {
            "unite" => unit = truth(inquiry, value)?,
            "decimales" => decimals = Some(count(inquiry, value)?),
            name => choose(inquiry, (name, value), &mut wanted)?,
        }
    }
    let single = single::read(inquiry, &wanted)?;
    if let Some(moment) = single.moment.filter(|moment| moment.extent == Extent::Partial) {
        let message = format!("{} n'est pas fini : sa valeur est incomplète", moment.period.full());
        let note = Diagnostic::note(Code::PeriodOpen, &wanted.at, message);
        inquiry
            .diagnostics
            .push(note.with_help("retirez « x » ou « jusque » pour la dernière période finie"));
    }
    let Some(exact) = single.reading.exact() else { return Some("–".to_owned()) };
    let (number, decimals) = (exact.number(), decimals.unwrap_or(single.decimals));
    Some(match unit {
        Unit::Sign => figure::written(number, decimals, &single.unit),
        Unit::None => figure::written(number, decimals, ""),
        Unit::Whole => figure::amount(number, decimals, &single.unit),
    })
}

fn wrong<T>(inquiry: &mut Inquiry, message: String, help: &str) -> Option<T> {
    inquiry.fault(Code::ChartValue, inquiry.span.clone(), (message, help.to_owned()));
    None
}

/// Names of sets and of columns may hold dots: the set is what is known.
fn column(inquiry: &mut Inquiry, name: &str) -> Option<(Arc<DataSet>, usize)> {
    let mut cuts = name.match_indices('.').map(|(n, _)| (&name[..n], &name[n + 1..]));
    let known = cuts.clone().find_map(|(set, column)| inquiry.data.sets.get(set).map(|set| (set, column)));
    let Some((set, column)) = known else {
        if cuts.clone().any(|(set, _)| inquiry.data.broken.contains(set)) {
            return None;
        }
        let Some((set, _)) = cuts.next() else {
            let message = format!("« {} » ne dit pas quelle valeur montrer", table::excerpt(name));
            return wrong(inquiry, message, "écrivez « jeu.colonne »");
        };
        let words = inquiry::unknown_set(set, inquiry.data);
        inquiry.fault(Code::DataUnknown, inquiry.span.clone(), words);
        return None;
    };
    let set = set.clone();
    inquiry.reads.insert(set.path.clone());
    let column = inquiry.named(&set, column.trim(), inquiry.span.clone())?;
    Some((set, column))
}

/// `x=2024-06`, `filtre service=Santé`: the option and what it says.
fn cut<'a>(inquiry: &mut Inquiry, option: &'a str) -> Option<(&'a str, &'a str)> {
    let end = option.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(option.len());
    let (name, rest) = option.split_at(end);
    let rest = rest.trim_start();
    if !OPTIONS.contains(&name) {
        let near = diagnostic::nearest(name, OPTIONS);
        let help = match near {
            Some(near) => format!("vouliez-vous « {near} » ?"),
            None => "par exemple « jeu.colonne; x=2024-06 » ou « jeu.colonne; calcul=somme »".to_owned(),
        };
        return wrong(
            inquiry,
            format!("« {} » n'est pas une option de valeur", table::excerpt(option)),
            &help,
        );
    }
    let value = if name == "filtre" { Some(rest) } else { rest.strip_prefix('=').map(str::trim) };
    match value.filter(|value| !value.is_empty()) {
        Some(value) => Some((name, value)),
        None => wrong(inquiry, format!("l'option « {name} » ne dit rien"), &format!("écrivez « {name}=… »")),
    }
}

fn truth(inquiry: &mut Inquiry, value: &str) -> Option<Unit> {
    match value {
        "oui" | "vrai" => Some(Unit::Whole),
        "non" | "faux" => Some(Unit::None),
        other => wrong(
            inquiry,
            format!("« unite={} » n'a pas de sens", table::excerpt(other)),
            "écrivez oui ou non",
        ),
    }
}

fn count(inquiry: &mut Inquiry, value: &str) -> Option<usize> {
    let most = columns::MOST_DECIMALS;
    let count = value.parse().ok().filter(|count| *count <= most);
    count.or_else(|| {
        wrong(
            inquiry,
            format!("« decimales » doit être un nombre de 0 à {most}"),
            "par exemple « decimales=1 »",
        )
    })
}

fn choose(inquiry: &mut Inquiry, (name, value): (&str, &str), wanted: &mut Wanted) -> Option<()> {
    match name {
        "x" => row(inquiry, value, wanted)?,
        "filtre" => filter(inquiry, value, wanted)?,
        "calcul" => match Calc::named(value) {
            Some(calc) => wanted.calc = calc,
            None => {
                let message = format!("calcul « {} » inconnu", table::excerpt(value));
                return wrong(inquiry, message, Calc::HELP);
            }
        },
        "depart" => match literal::read(value) {
            Some((start, _)) => wanted.start = Some(start),
            None => {
                return wrong(
                    inquiry,
                    "« depart » doit être un nombre".to_owned(),
                    "par exemple « depart=118 »",
                );
            }
        },
        _ => {
            let Some(limit) = period::read(value) else {
                let message = format!("« {name} » doit être une date");
                return wrong(inquiry, message, "par exemple 2024, 2024-01 ou 2024-01-15");
            };
            let place = if name == "depuis" { &mut wanted.limits.0 } else { &mut wanted.limits.1 };
            *place = Some(limit);
        }
    }
    Some(())
}

/// The row of a period, or whose first cell is that text.
fn row(inquiry: &mut Inquiry, value: &str, wanted: &mut Wanted) -> Option<()> {
    let set = wanted.set;
    let (period, dates) = (period::read(value), age::dates(set).map(|(_, periods)| periods));
    let named = |row: &usize| {
        let same = period.is_some() && dates.is_some_and(|periods| periods[*row] == period);
        same || set.table.cell(*row, 0).trim() == value
    };
    wanted.rows.retain(named);
    let help = "« x » choisit une ligne par sa période ou par sa première cellule";
    let found = |what: &str| format!("{what} de {} ne commence par « {} »", set.path, table::excerpt(value));
    match wanted.rows.len() {
        0 => wrong(inquiry, found("aucune ligne"), help),
        _ => Some(()),
    }
}

/// `filtre service=Santé`.
fn filter(inquiry: &mut Inquiry, value: &str, wanted: &mut Wanted) -> Option<()> {
    let set = wanted.set;
    let Some((name, value)) = value.split_once('=').map(|(name, value)| (name.trim(), value.trim())) else {
        return wrong(
            inquiry,
            "« filtre » ne dit pas quelle colonne".to_owned(),
            "écrivez « filtre colonne=valeur »",
        );
    };
    let column = inquiry.named(set, name, inquiry.span.clone())?;
    wanted.rows.retain(|row| set.table.cell(*row, column).trim() == value);
    if wanted.rows.is_empty() {
        let message = format!("aucune ligne de {} n'a {name} = « {} »", set.path, table::excerpt(value));
        return wrong(inquiry, message, "la valeur s'écrit comme dans le fichier");
    }
    Some(())
}
