//! The French of a difference, whatever its form.
use std::collections::BTreeMap;

use crate::base::french;
use crate::cli::diff::difference::Cause;
use crate::cli::diff::difference::Difference;
use crate::cli::diff::difference::Page;

/// `2 pages nouvelles, 14 pages changées`: only what there is.
pub fn summary(difference: &Difference) -> String {
    let files = &difference.files;
    let redirections = difference.redirections.appeared.len() + difference.redirections.changed.len();
    let counts = [
        (difference.appeared.len(), "page nouvelle", "pages nouvelles"),
        (difference.changed.len(), "page changée", "pages changées"),
        (difference.moved.len(), "page déplacée", "pages déplacées"),
        (difference.vanished.len(), "adresse disparue", "adresses disparues"),
        (difference.gone.len(), "adresse retirée pour de bon", "adresses retirées pour de bon"),
        (difference.passing.len(), "page de liste en moins", "pages de listes en moins"),
        (redirections, "redirection nouvelle ou changée", "redirections nouvelles ou changées"),
        (files.appeared.len(), "fichier nouveau", "fichiers nouveaux"),
        (files.changed.len(), "fichier changé", "fichiers changés"),
        (files.vanished.len(), "fichier disparu", "fichiers disparus"),
    ];
    let told = counts.into_iter().filter(|(count, ..)| *count > 0);
    let told: Vec<String> = told
        .map(|(count, one, several)| {
            format!("{} {}", french::number(count as f64, 0), if count < 2 { one } else { several })
        })
        .collect();
    if told.is_empty() { "rien ne change".to_owned() } else { told.join(", ") }
}

pub fn cause(cause: &Cause) -> String {
    match cause {
        Cause::New(path) => format!("{path} (nouveau)"),
        Cause::Changed(path) => path.clone(),
        Cause::Removed(path) => format!("{path} (supprimé)"),
        Cause::Theme => "le thème".to_owned(),
        Cause::Program => "la version de kiosque".to_owned(),
        Cause::Base => "l'adresse du site".to_owned(),
        Cause::Other => "le jour de la construction, ou le titre d'une autre page".to_owned(),
    }
}

/// The first few of what made it so, and how many more there are.
pub fn causes(of: &[Cause]) -> String {
    const SHOWN: usize = 3;
    let first: Vec<String> = of.iter().take(SHOWN).map(cause).collect();
    let more = of.len().saturating_sub(SHOWN);
    let more = if more == 0 { String::new() } else { format!(" et {more} autre{}", french::plural(more)) };
    format!("{}{more}", first.join(", "))
}

/// Pages by what made them so: one theme that changes is one group.
pub fn groups(pages: &[Page]) -> Vec<(&[Cause], Vec<&Page>)> {
    let mut groups: BTreeMap<&[Cause], Vec<&Page>> = BTreeMap::new();
    for page in pages {
        groups.entry(&page.causes).or_default().push(page);
    }
    groups.into_iter().collect()
}

/// `… et 12 autres`, or nothing.
pub fn more(count: usize, shown: usize) -> Option<String> {
    let more = count.saturating_sub(shown);
    (more > 0).then(|| format!("… et {} autre{}", french::number(more as f64, 0), french::plural(more)))
}
