//! What is grouped: which column gives the period, which ones make the groups, what becomes of the others.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::nearest;
use crate::base::period::Step;
use crate::base::span::Span;
use crate::model::declaration::Declaration;
use crate::model::declaration::Nature;
use crate::model::table::excerpt;
use crate::parse::data::faults::Teller;

/// What becomes of the numbers of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Sum,
    /// The value of the last day.
    Last,
}

/// The columns of a file that grouping needs, by their place.
#[derive(Clone, Debug)]
pub struct Order {
    pub width: usize,
    pub date: usize,
    pub step: Step,
    pub by: Vec<usize>,
    pub values: Vec<(usize, Role)>,
}

/// What is asked of columns that the file has; nothing when something is wrong, which is told.
pub fn order(header: &[String], declaration: &Declaration, teller: &mut Teller) -> Option<Order> {
    let grouping = declaration.reading.grouping.as_ref()?;
    let mut named = |name: &str| place(header, (name, &grouping.span), declaration, teller);
    let date = named(&grouping.column);
    let by: Vec<Option<usize>> = grouping.by.iter().map(|name| named(name)).collect();
    let (date, by) = (date?, by.into_iter().collect::<Option<Vec<usize>>>()?);
    let mut values = Vec::new();
    let mut refused = false;
    for (n, name) in header.iter().enumerate().filter(|(n, _)| *n != date && !by.contains(n)) {
        let Some(declared) = declaration.column(name.trim()) else { continue };
        match declared.nature {
            Some(Nature::Flow) => values.push((n, Role::Sum)),
            Some(Nature::Stock | Nature::Running) => values.push((n, Role::Last)),
            Some(nature) => {
                refused = true;
                teller.say(misleading(name, nature, &declared.span));
            }
            None => {}
        }
    }
    if values.is_empty() && !refused {
        let message = "aucune colonne à regrouper : dites lesquelles s'additionnent";
        let help = "donnez « nature: flux » aux colonnes qui s'additionnent, « nature: stock » à celles dont la dernière valeur compte";
        teller.say(Diagnostic::error(Code::SettingInvalid, &grouping.span, message).with_help(help));
    }
    let usable = !values.is_empty() && !refused;
    usable.then_some(Order { width: header.len(), date, step: grouping.step, by, values })
}

/// The column of that header, declared name or alias.
fn place(
    header: &[String],
    (name, span): (&str, &Span),
    declaration: &Declaration,
    teller: &mut Teller,
) -> Option<usize> {
    let exact = header.iter().position(|header| header.trim() == name.trim());
    let declared =
        |header: &String| declaration.column(header.trim()).is_some_and(|declared| declared.name == name);
    let found = exact.or_else(|| header.iter().position(declared));
    if found.is_none() {
        let names = || header.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        let message = format!("{} n'a pas de colonne « {} »", teller.path, excerpt(name));
        let help = match nearest(name, names()) {
            Some(near) => format!("vouliez-vous écrire « {near} » ?"),
            None => format!("ses colonnes : {}", names().collect::<Vec<_>>().join(", ")),
        };
        teller.say(Diagnostic::error(Code::ColumnUnknown, span, message).with_help(help));
    }
    found
}

fn misleading(name: &str, nature: Nature, span: &Span) -> Diagnostic {
    let name = excerpt(name);
    let (message, help) = match nature {
        Nature::Distinct => (
            format!("« {name} » compte des personnes distinctes : on ne peut pas additionner ses périodes"),
            "demandez à la source le nombre de personnes distinctes de chaque période, ou retirez cette colonne",
        ),
        _ => (
            format!("« {name} » est un ratio : la moyenne des lignes n'est pas le ratio de la période"),
            "regroupez son numérateur et son dénominateur, et divisez ensuite",
        ),
    };
    Diagnostic::error(Code::ChartMisleading, span, message).with_help(help)
}

/// Whether periods of one length fit whole into those of another.
pub fn fits(from: Step, into: Step) -> bool {
    match from {
        Step::Day => true,
        Step::Week => into == Step::Week,
        Step::Month => matches!(into, Step::Month | Step::Quarter | Step::Year),
        Step::Quarter => matches!(into, Step::Quarter | Step::Year),
        Step::Year => into == Step::Year,
    }
}

impl Order {
    /// The names of the columns of the result, with the period first.
    pub fn header<'a>(&self, header: &'a [String]) -> Vec<&'a str> {
        let places = std::iter::once(self.date).chain(self.by.iter().copied());
        places.chain(self.values.iter().map(|(n, _)| *n)).map(|n| header[n].trim()).collect()
    }
}
