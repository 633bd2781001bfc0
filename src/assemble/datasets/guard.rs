//! What makes figures doubtful although they can be read: how their last fetching went, and what they lost since.
use std::sync::Arc;

use crate::assemble::datasets::Shelf;
use crate::assemble::datasets::profile;
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::french;
use crate::model::loader::Failure;
use crate::model::loader::Loader;
use crate::model::loader::LoaderState;
use crate::model::loader::Loss;
use crate::model::table::DataSet;

/// Why a reader should look twice, with what is needed to say it.
pub enum Doubt<'a> {
    /// The last fetching failed: these figures are those of the one before.
    Failed(&'a Arc<Loader>, &'a Failure),
    /// The last one that went well is too old, or nobody knows of any.
    Late(&'a Arc<Loader>, Option<Date>),
    /// Exactly as many rows as exporters give at most; the reader has told the author.
    Cut(usize),
    /// The file was changed by other hands since, and lost something.
    Lost(&'a Arc<Loader>, Date, Vec<Loss>),
}

impl Doubt<'_> {
    /// Whether it says why figures are old: one cause, one message.
    pub fn explains_age(&self) -> bool {
        matches!(self, Self::Failed(..) | Self::Late(..))
    }
}

/// The command that fetches a file, and what is remembered of it.
pub fn state<'a>(shelf: &Shelf<'a>, set: &DataSet) -> Option<(&'a Arc<Loader>, &'a LoaderState)> {
    let loader = shelf.loaders.iter().find(|loader| loader.output == set.path)?;
    let state = shelf.data.states.get(&loader.name)?;
    (state.file == set.path).then_some((loader, state))
}

pub fn doubts<'a>(shelf: &Shelf<'a>, set: &DataSet) -> Vec<Doubt<'a>> {
    let mut doubts: Vec<Doubt> = set.cut().map(Doubt::Cut).into_iter().collect();
    let Some(loader) = shelf.loaders.iter().find(|loader| loader.output == set.path) else { return doubts };
    let state = state(shelf, set).map(|(_, state)| state);
    let good = state.and_then(|state| state.good.as_ref());
    let day = good.map(|good| good.day);
    match state.and_then(|state| state.failure.as_ref()) {
        Some(failure) => doubts.push(Doubt::Failed(loader, failure)),
        None if is_late(loader, day, shelf.today) => doubts.push(Doubt::Late(loader, day)),
        None => {}
    }
    if let Some(good) = good {
        let losses = profile::losses(&good.profile, &profile::of(set), loader);
        if !losses.is_empty() {
            doubts.push(Doubt::Lost(loader, good.day, losses));
        }
    }
    doubts
}

/// Days are counted as a nightly job sees them: `26h` is over on the second day after.
fn is_late(loader: &Loader, day: Option<Date>, today: Date) -> bool {
    let late = |hours: u32| day.is_none_or(|day| day.days() + i64::from(hours / 24) < today.days());
    loader.oldest.is_some_and(late)
}

/// For the author of the site; `known` is the last day of the figures.
pub fn told(doubt: &Doubt, (set, known): (&DataSet, Option<Date>), diagnostics: &mut Diagnostics) {
    match doubt {
        Doubt::Failed(loader, failure) => failed(loader, failure, known, diagnostics),
        Doubt::Late(loader, day) => {
            let since = day.map_or("n'a encore jamais réussi".to_owned(), |day| {
                format!("a réussi pour la dernière fois le {}", day.french())
            });
            let message = format!("la source « {} » de {} {since}", loader.name, set.path);
            let help = format!("lancez « kiosque sources {} », ou allongez son « age_max »", loader.name);
            diagnostics.push(Diagnostic::warning(Code::LoaderLate, &loader.span, message).with_help(help));
        }
        Doubt::Cut(_) => {}
        Doubt::Lost(loader, day, losses) => {
            for (code, of_figures) in [(Code::DataShrunk, true), (Code::DataDrifted, false)] {
                let said: Vec<String> =
                    losses.iter().filter(|it| it.is_of_figures() == of_figures).map(Loss::told).collect();
                if said.is_empty() {
                    continue;
                }
                let said = french::list(&said.iter().map(String::as_str).collect::<Vec<_>>());
                let message = format!("{} : {said}, depuis la collecte du {}", set.path, day.french());
                let help =
                    format!("relancez « kiosque sources {} », avec « --accept » si c'est voulu", loader.name);
                diagnostics.push(Diagnostic::warning(code, &loader.span, message).with_help(help));
            }
        }
    }
}

fn failed(loader: &Loader, failure: &Failure, known: Option<Date>, diagnostics: &mut Diagnostics) {
    let day = failure.day.french();
    let message = format!("la source « {} » a échoué le {day} : {}", loader.name, failure.message);
    let of = known.map(|day| format!("{} reste du {} ; ", loader.output, day.french())).unwrap_or_default();
    let help = format!("{of}corrigez, puis relancez « kiosque sources {} »", loader.name);
    diagnostics.push(Diagnostic::warning(Code::LoaderFailed, &loader.span, message).with_help(help));
}

/// Commands that failed before they ever gave a file.
pub fn unfetched(shelf: &Shelf, diagnostics: &mut Diagnostics) {
    let there = |loader: &Loader| shelf.data.sets.values().any(|set| set.path == loader.output);
    for loader in shelf.loaders.iter().filter(|loader| !there(loader)) {
        let state = shelf.data.states.get(&loader.name).filter(|state| state.file == loader.output);
        if let Some(failure) = state.and_then(|state| state.failure.as_ref()) {
            failed(loader, failure, None, diagnostics);
        }
    }
}

/// For whoever reads the page; `known` is the last day of the figures.
pub fn seen(doubt: &Doubt, known: Option<Date>) -> String {
    let of = known.map(|day| format!("Données du {}", day.french()));
    let of = of.unwrap_or_else(|| "Données qui ne sont pas à jour".to_owned());
    match doubt {
        Doubt::Failed(_, failure) => format!("{of} : leur mise à jour du {} a échoué", failure.day.french()),
        Doubt::Late(_, Some(day)) => format!("{of} : leur dernière mise à jour remonte au {}", day.french()),
        Doubt::Late(_, None) => format!("{of} : leur mise à jour est attendue"),
        Doubt::Cut(rows) => {
            let rows = french::number(*rows as f64, 0);
            format!("Données peut-être incomplètes : elles s’arrêtent à {rows} lignes exactement")
        }
        Doubt::Lost(_, day, losses) if losses.iter().any(Loss::is_of_figures) => {
            format!("Données peut-être incomplètes : elles sont moins nombreuses que le {}", day.french())
        }
        Doubt::Lost(_, day, _) => {
            format!("Données à vérifier : leurs colonnes ont changé depuis le {}", day.french())
        }
    }
}
