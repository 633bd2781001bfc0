//! Files of accounts that the theme's pages show: rows become years, with totals that nobody writes by hand.
//!
//! `header` finds the columns, `lines` reads the rows, `years` adds them up and judges what is missing,
//! `chart` draws them, `words` says what they say.
pub mod chart;
pub mod header;
pub mod lines;
pub mod words;
pub mod years;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assemble::datasets::Shelf;
use crate::assemble::datasets::age;
use crate::assemble::figures::inquiry;
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::accounts::Accounts;
use crate::model::config::Config;
use crate::model::opendata::OpenData;
use crate::model::table::DataSet;
use crate::model::theme::ThemePage;
use crate::model::value::Node;

/// Cells told of one file, at most; the others are counted.
const MOST_TOLD: usize = 10;

/// One file of accounts, and everything said on its behalf.
pub struct Book<'a> {
    pub set: &'a DataSet,
    /// The day of the figures: years before its own are over.
    pub updated: Option<Date>,
    told: usize,
    pub diagnostics: &'a mut Diagnostics,
}

impl Book<'_> {
    pub fn fault(&mut self, code: Code, (line, column): (u32, usize), (message, help): (String, String)) {
        self.told += 1;
        if self.told <= MOST_TOLD {
            let at = Place::Cell { path: self.set.path.clone(), line, column: column as u32 + 1 };
            self.diagnostics.push(Diagnostic::error(code, at, message).with_help(help));
        }
    }

    /// True when nothing was told.
    fn close(self) -> bool {
        if self.told > MOST_TOLD {
            let at = Place::Cell { path: self.set.path.clone(), line: self.set.table.header_line, column: 1 };
            let message = format!("{} autres cellules fautives", self.told - MOST_TOLD);
            self.diagnostics.push(Diagnostic::error(Code::DataCell, at, message));
        }
        self.told == 0
    }
}

/// Those that the theme's pages ask for and the site gives, by their group of settings.
pub fn gather(
    pages: &[ThemePage],
    config: &Config,
    shelf: &Shelf<'_>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Arc<Accounts>> {
    let mut gathered = BTreeMap::new();
    for page in pages {
        let Some(group) = page.accounts.as_ref().filter(|group| !gathered.contains_key(*group)) else {
            continue;
        };
        let Some(node) = config.at(&format!("{group}.data")) else { continue };
        if let Some(set) = found(config, node, shelf, diagnostics)
            && let Some(accounts) = read((page, group), config, (shelf, &set), diagnostics)
        {
            gathered.insert(group.clone(), Arc::new(accounts));
        }
    }
    gathered
}

fn found(
    config: &Config,
    node: &Node,
    shelf: &Shelf<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<DataSet>> {
    // Whoever reads the setting tells that it is no text.
    let name = node.text()?;
    let name = name.strip_prefix("data/").unwrap_or(name).trim_end_matches(".csv");
    let found = shelf.data.sets.get(name).cloned();
    if found.is_none() && !shelf.data.broken.contains(name) {
        let (message, help) = inquiry::unknown_set(name, shelf.data);
        diagnostics
            .push(Diagnostic::error(Code::DataUnknown, node.span(&config.path), message).with_help(help));
    }
    found
}

fn read(
    (page, group): (&ThemePage, &str),
    config: &Config,
    (shelf, set): (&Shelf<'_>, &Arc<DataSet>),
    diagnostics: &mut Diagnostics,
) -> Option<Accounts> {
    let setting = |name: &str| config.at(&format!("{group}.{name}"));
    let day = setting("updated").and_then(|node| Some((node, node.text()?.parse::<Date>().ok()?)));
    let source = setting("source").and_then(Node::text).map(str::to_owned);
    let updated = day.map(|(_, day)| day);
    let mut book = Book { set, updated, told: 0, diagnostics };
    let lines = lines::read(&mut book);
    let years = lines.and_then(|lines| years::of(&mut book, lines));
    if !book.close() {
        return None;
    }
    let years = years?;
    if let Some((node, day)) = day {
        forecast(&years, (config, node, day), set, diagnostics);
    }
    let frame = words::Frame { source, updated, typography: config.typography };
    let age = shelf.age(set);
    Some(Accounts {
        data: Arc::new(OpenData::new(set.clone(), age, age::span(set))),
        chart: Arc::new(chart::of(&years, &frame, (&set.path, Route::new(&page.route)))),
        told: words::told(&years, &frame),
        reads: reads(set),
    })
}

fn reads(set: &DataSet) -> BTreeSet<SitePath> {
    [Some(&set.path), set.declaration.path.as_ref()].into_iter().flatten().cloned().collect()
}

/// A year under way has its forecast from its first update on.
fn forecast(
    years: &[years::Year],
    (config, node, day): (&Config, &Node, Date),
    set: &DataSet,
    diagnostics: &mut Diagnostics,
) {
    let now = day.year();
    if years.iter().any(|year| year.number == now && year.planned.is_some()) {
        return;
    }
    let message =
        format!("il manque le budget prévu pour {now} : la mise à jour du {} le demande", day.french());
    let help =
        format!("ajoutez dans {} une ligne par poste de {now}, avec son montant dans « prevu »", set.path);
    let warning = Diagnostic::warning(Code::FactMissing, node.span(&config.path), message);
    diagnostics.push(warning.with_help(help));
}
