//! What a block asks for, looked up: keys, data sets and columns, with a word for each slip.
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::almost;
use crate::base::date::Date;
use crate::base::diagnostic;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::diagnostic::Severity;
use crate::base::french;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::table::DataSet;
use crate::model::table::DataSets;
use crate::model::table::excerpt;
use crate::model::value::Fields;
use crate::model::value::Node;

/// Names listed in a message, at most.
const LISTED: usize = 12;

/// One block, and everything said and read on its behalf.
pub struct Inquiry<'a> {
    /// The document that holds the block.
    pub path: &'a SitePath,
    pub span: &'a Span,
    pub data: &'a DataSets,
    /// The day of the build: periods that are not over by then are incomplete.
    pub today: Date,
    pub diagnostics: &'a mut Diagnostics,
    pub reads: BTreeSet<SitePath>,
}

/// Keys that mean something, and those that will later.
pub struct Keys {
    pub known: &'static [&'static str],
    pub later: &'static [&'static str],
}

impl Inquiry<'_> {
    /// How many faults stop the publication so far.
    pub fn errors(&self) -> usize {
        let stops = |it: &&Diagnostic| it.severity == Severity::Error;
        self.diagnostics.iter().filter(stops).count()
    }

    pub fn fault(&mut self, code: Code, at: impl Into<Place>, (message, help): (String, String)) {
        let diagnostic = Diagnostic::error(code, at, message);
        self.diagnostics.push(if help.is_empty() { diagnostic } else { diagnostic.with_help(help) });
    }

    /// A fault of a value of the block.
    pub fn value(&mut self, node: &Node, message: String, help: impl Into<String>) {
        self.fault(Code::ChartValue, node.span(self.path), (message, help.into()));
    }

    /// A fault of a cell, with the name of who uses it.
    pub fn cell(&mut self, (set, line, column): (&DataSet, u32, usize), message: String) {
        let at = Place::Cell { path: set.path.clone(), line, column: column as u32 + 1 };
        self.fault(Code::DataCell, at, (message, format!("utilisé par {}", self.path)));
    }

    /// The same, with its cure.
    pub fn cell_with_help(
        &mut self,
        (set, line, column): (&DataSet, u32, usize),
        (message, help): (String, String),
    ) {
        let at = Place::Cell { path: set.path.clone(), line, column: column as u32 + 1 };
        let user = format!("utilisé par {}", self.path);
        let help = if help.is_empty() { user } else { format!("{help} ; {user}") };
        self.fault(Code::DataCell, at, (message, help));
    }

    /// A day that no calendar has, where time is an axis.
    pub fn day(&mut self, (set, line, column): (&DataSet, u32, usize), message: String) {
        let at = Place::Cell { path: set.path.clone(), line, column: column as u32 + 1 };
        self.fault(Code::DateInvalid, at, (message, format!("{} ; utilisé par {}", almost::CURE, self.path)));
    }

    pub fn keys(&mut self, fields: &Fields, keys: &Keys) {
        for field in &fields.0 {
            let name = field.name.as_str();
            if keys.known.contains(&name) {
                continue;
            }
            let at = field.span(self.path);
            if keys.later.contains(&name) {
                let help = "retirez-la en attendant".to_owned();
                self.fault(
                    Code::ChartKey,
                    at,
                    (format!("la clé « {name} » n'est pas encore disponible"), help),
                );
                continue;
            }
            let near = diagnostic::nearest(name, keys.known.iter().copied());
            let help = match near {
                Some(near) => format!("vouliez-vous « {near} » ?"),
                None => format!("clés : {}", keys.known.join(", ")),
            };
            self.fault(Code::ChartKey, at, (format!("clé « {name} » inconnue"), help));
        }
    }

    pub fn required<'f>(&mut self, fields: &'f Fields, name: &str, why: &str) -> Option<&'f Node> {
        let node = fields.get(name).filter(|node| !node.is_empty());
        if node.is_none() {
            let place = fields.field(name).map_or_else(|| self.span.clone(), |field| field.span(self.path));
            self.fault(Code::ChartValue, place, (format!("« {name} » est obligatoire"), why.to_owned()));
        }
        node
    }

    /// The text of a required key.
    pub fn required_text(&mut self, fields: &Fields, name: &str, why: &str) -> Option<String> {
        let node = self.required(fields, name, why)?;
        let text = node.text();
        if text.is_none() {
            self.value(node, format!("« {name} » doit être un texte"), why);
        }
        text.map(str::to_owned)
    }

    pub fn set(&mut self, fields: &Fields) -> Option<Arc<DataSet>> {
        let why = "donnez le nom d'un fichier de data/, sans son extension";
        let node = self.required(fields, "donnees", why)?;
        let Some(name) = node.text() else {
            self.value(node, "« donnees » doit être un nom".to_owned(), why);
            return None;
        };
        let found = self.data.sets.get(name).cloned();
        match &found {
            Some(set) => _ = self.reads.insert(set.path.clone()),
            None if self.data.broken.contains(name) => {}
            None => {
                let words = unknown_set(name, self.data);
                self.fault(Code::DataUnknown, node.span(self.path), words);
            }
        }
        found
    }

    /// The number of a column, from 0.
    pub fn column(&mut self, set: &DataSet, node: &Node) -> Option<usize> {
        let Some(name) = node.text() else {
            self.value(node, "le nom d'une colonne est attendu ici".to_owned(), columns(set));
            return None;
        };
        self.named(set, name, node.span(self.path))
    }

    pub fn named(&mut self, set: &DataSet, name: &str, at: Span) -> Option<usize> {
        let found = set.column(name).filter(|_| !name.is_empty());
        if found.is_none() {
            self.fault(Code::ColumnUnknown, at, unknown_column(name, set));
        }
        found
    }

    /// The rows whose cells are what the block asks for, in the file's order;
    /// nothing when the filter itself is faulty.
    pub fn rows(&mut self, set: &DataSet, fields: &Fields) -> Option<Vec<usize>> {
        let mut rows: Vec<usize> = (0..set.table.rows()).collect();
        let Some(node) = fields.get("filtre").filter(|node| !node.is_empty()) else { return Some(rows) };
        let Some(filter) = node.map() else {
            let help = "écrivez « filtre: {colonne: valeur} »";
            self.value(node, "« filtre » doit donner une colonne et sa valeur".to_owned(), help);
            return None;
        };
        for field in &filter.0 {
            let column = self.named(set, &field.name, field.span(self.path))?;
            let one = [field.node.clone()];
            let nodes = field.node.list().unwrap_or(&one);
            let wanted: Vec<&str> = nodes.iter().filter_map(Node::text).collect();
            let before = std::mem::take(&mut rows);
            rows = before
                .iter()
                .copied()
                .filter(|row| wanted.contains(&set.table.cell(*row, column).trim()))
                .collect();
            if rows.is_empty() && !before.is_empty() {
                let help = values(set, (&before, column), wanted.first().copied().unwrap_or_default());
                let message = format!(
                    "aucune ligne de {} n'a {} = « {} »",
                    set.path,
                    field.name,
                    wanted.join(" », « ")
                );
                self.value(&field.node, message, help);
                return None;
            }
        }
        Some(rows)
    }
}

/// The nearest value of a column, or all of them.
fn values(set: &DataSet, (rows, column): (&[usize], usize), wanted: &str) -> String {
    let cells = rows.iter().take(10_000).map(|row| set.table.cell(*row, column).trim());
    let known: BTreeSet<&str> = cells.collect();
    match diagnostic::nearest(wanted, known.iter().copied()) {
        Some(near) => format!("vouliez-vous « {near} » ?"),
        None => format!("valeurs : {}", some(known.into_iter())),
    }
}

/// Names for a message, not all of them when there are many.
pub fn some<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(excerpt).collect();
    let more = if names.len() > LISTED { "…" } else { "" };
    let shown: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
    format!("{}{more}", shown.join(", "))
}

pub fn columns(set: &DataSet) -> String {
    format!(
        "colonnes : {}",
        some(set.table.header.iter().map(|name| &**name).filter(|name| !name.is_empty()))
    )
}

/// Message and help for a column that is not there.
pub fn unknown_column(name: &str, set: &DataSet) -> (String, String) {
    let known = set.table.header.iter().map(|name| &**name);
    let near =
        diagnostic::nearest(name, known).map_or(String::new(), |near| format!("vouliez-vous « {near} » ? "));
    (format!("{} n'a pas de colonne « {} »", set.path, excerpt(name)), format!("{near}{}", columns(set)))
}

/// Message and help for a data set that is not there.
pub fn unknown_set(name: &str, data: &DataSets) -> (String, String) {
    let known: Vec<&str> = data.sets.keys().map(String::as_str).collect();
    let help = match diagnostic::nearest(name, known.iter().copied()) {
        Some(near) => format!("vouliez-vous « {near} » ?"),
        None if known.is_empty() => "le dossier data/ ne contient aucun fichier CSV".to_owned(),
        None => format!("jeux : {}", french::list(&known[..known.len().min(LISTED)])),
    };
    (format!("jeu « {} » introuvable dans data/", excerpt(name)), help)
}
