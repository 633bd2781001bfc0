//! What the nature of a column allows, and the words for what it does not.
use crate::assemble::figures::inquiry::Inquiry;
use crate::base::diagnostic::Code;
use crate::base::period::Step;
use crate::base::span::Span;
use crate::model::declaration::Nature;
use crate::model::table::DataSet;

/// `jours`, `mois`: what may or may not be added up.
pub fn plural(step: Step) -> &'static str {
    match step {
        Step::Year => "années",
        Step::Quarter => "trimestres",
        Step::Month => "mois",
        Step::Week => "semaines",
        Step::Day => "jours",
    }
}

/// Which line to add to which file, so that a column may be added up.
pub fn to_declare(set: &DataSet, column: usize) -> String {
    let name = &set.table.header[column];
    let file = match &set.declaration.path {
        Some(path) => path.to_string(),
        None => format!("data/{}.yaml", set.path.stem()),
    };
    format!(
        "déclarez « nature: flux » pour la colonne « {name} » dans {file}, si elle compte des faits au cours de chaque période"
    )
}

/// True when the values of a column may be added up over periods of that
/// length; told otherwise.
pub fn adds_up(inquiry: &mut Inquiry, (set, column): (&DataSet, usize), (step, at): (Step, &Span)) -> bool {
    let (name, periods) = (&set.table.header[column], plural(step));
    let of = if periods == "années" { "les années" } else { &format!("les {periods}") };
    let (code, message, help) = match set.columns[column].nature() {
        Some(Nature::Flow) => return true,
        Some(Nature::Distinct) => (
            Code::SumMisleading,
            format!("« {name} » compte des personnes ou des choses distinctes : on ne peut pas additionner {of}"),
            "prenez dans la source une colonne déjà comptée sur la période voulue, par exemple les uniques du mois"
                .to_owned(),
        ),
        Some(Nature::Stock) => (
            Code::SumMisleading,
            format!("« {name} » est un stock : additionner {of} compterait plusieurs fois les mêmes"),
            "montrez sa dernière valeur".to_owned(),
        ),
        Some(Nature::Running) => (
            Code::SumMisleading,
            format!("« {name} » est déjà un cumul : additionner {of} compterait plusieurs fois les mêmes"),
            "montrez sa dernière valeur".to_owned(),
        ),
        Some(Nature::Ratio) => (
            Code::SumMisleading,
            format!("« {name} » est un ratio : additionner {of} n'a pas de sens"),
            "additionnez plutôt la colonne que le ratio divise".to_owned(),
        ),
        None => (
            Code::ChartMisleading,
            format!("rien ne dit si « {name} » s'additionne d'une période à l'autre"),
            to_declare(set, column),
        ),
    };
    inquiry.fault(code, at.clone(), (message, help));
    false
}
