//! What can be wrong with a CSV file, told with its physical line and its cell.
use std::collections::BTreeMap;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::diagnostic::nearest;
use crate::base::french;
use crate::base::path::SitePath;
use crate::model::declaration::Declaration;
use crate::model::declaration::ReadingRules;
use crate::model::table;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::model::table::excerpt;
use crate::parse::data::records::Record;

/// Faulty rows told one by one; the others are counted.
pub const MOST_TOLD: usize = 20;

/// Says what is wrong with one file.
pub struct Teller<'a> {
    pub path: &'a SitePath,
    /// Of the file's declaration, when it has one.
    pub declared: Option<&'a SitePath>,
    pub diagnostics: &'a mut Diagnostics,
}

impl Teller<'_> {
    pub fn at(&self, line: u32, column: usize) -> Place {
        Place::Cell { path: self.path.clone(), line, column: column as u32 }
    }

    /// Where the declaration of this file is, or would be.
    pub fn declaration(&self) -> String {
        let path = |path: &SitePath| path.to_string();
        self.declared.map_or_else(|| format!("{}/{}.yaml", self.path.folder(), self.path.stem()), path)
    }

    pub fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A fault of the whole file.
    pub fn refuse(&mut self, code: Code, message: &str, help: &str) {
        self.say(Diagnostic::error(code, self.at(1, 1), message).with_help(help));
    }
}

/// A row of another width: its line, its first cells, its width.
pub type Odd = (u32, Vec<Box<str>>, usize);

/// Rows that are not as wide as the header.
pub fn ragged(odd: &[Odd], table: &Table, teller: &mut Teller) {
    let wanted = table.header.len();
    for (line, cells, width) in odd.iter().take(MOST_TOLD) {
        let plural = french::plural(*width);
        let (column, what) = if *width > wanted {
            (
                wanted + 1,
                format!(
                    "ligne trop longue : {width} cellule{plural} pour {wanted} colonnes, à partir de « {} »",
                    excerpt(&cells[wanted])
                ),
            )
        } else {
            let missing = &table.header[*width];
            (
                *width,
                format!(
                    "ligne trop courte : {width} cellule{plural} pour {wanted} colonnes, « {} » manque",
                    excerpt(missing)
                ),
            )
        };
        let help = "une ligne doit avoir autant de cellules que l'en-tête ; un texte qui contient le séparateur se met entre guillemets";
        teller.say(Diagnostic::error(Code::DataRagged, teller.at(*line, column), what).with_help(help));
    }
    if let Some((line, ..)) = odd.get(MOST_TOLD) {
        let message = format!("{} autres lignes irrégulières à partir d'ici", odd.len() - MOST_TOLD);
        teller.say(Diagnostic::error(Code::DataRagged, teller.at(*line, 1), message));
    }
}

/// Names given twice or not at all.
pub fn header(table: &Table, teller: &mut Teller) {
    let line = table.header_line;
    let lowered: Vec<String> = table.header.iter().map(|name| name.to_lowercase()).collect();
    let mut places = BTreeMap::<&str, Vec<usize>>::new();
    for (n, name) in lowered.iter().enumerate() {
        places.entry(name).or_default().push(n + 1);
    }
    for (name, columns) in places {
        let listed: Vec<String> = columns.iter().map(ToString::to_string).collect();
        let listed = french::list(&listed.iter().map(String::as_str).collect::<Vec<_>>());
        if name.is_empty() {
            let message = format!("colonne sans nom : {listed}");
            let help = "une colonne sans nom ne peut pas servir ; nommez-la dans l'en-tête";
            teller.say(
                Diagnostic::note(Code::DataHeader, teller.at(line, columns[0]), message).with_help(help),
            );
        } else if columns.len() > 1 {
            let message = format!("le nom « {} » est donné à plusieurs colonnes : {listed}", excerpt(name));
            let help = "chaque colonne doit avoir un nom à elle";
            teller.say(
                Diagnostic::error(Code::DataHeader, teller.at(line, columns[1]), message).with_help(help),
            );
        }
    }
}

pub fn empty(table: &Table, teller: &mut Teller) {
    let message = "aucune ligne sous l'en-tête";
    let warning = Diagnostic::warning(Code::DataEmpty, teller.at(table.header_line, 1), message);
    teller.say(warning.with_help("exportez de nouveau les données, ou retirez ce fichier"));
}

/// What exporters call the sum of all rows.
const TOTALS: [&str; 6] = ["total", "totaux", "total général", "grand total", "total general", "sous-total"];

/// The first cell of a row, as it names what the row is about.
fn first(record: &Record) -> &str {
    record.cells.get(0).unwrap_or_default()
}

/// Whatever its case, its blanks and its colon.
pub fn is_among<'a>(cell: &str, words: impl IntoIterator<Item = &'a str>) -> bool {
    let cell = cell.trim().trim_end_matches([':', ' ']);
    let lowered = if cell.len() < 400 { cell.to_lowercase() } else { return false };
    words.into_iter().any(|word| word.trim().to_lowercase() == lowered)
}

pub fn is_total(cell: &str) -> bool {
    cell.trim_start().starts_with(['t', 'T', 'g', 'G', 's', 'S']) && is_among(cell, TOTALS)
}

/// A row that the declaration leaves out.
pub fn is_ignored(record: &Record, rules: &ReadingRules) -> bool {
    !rules.ignored.is_empty() && is_among(first(record), rules.ignored.iter().map(String::as_str))
}

/// The sum of the other rows, with its line.
pub fn total(record: &Record) -> Option<(u32, String)> {
    let word = || excerpt(first(record).trim().trim_end_matches([':', ' ']));
    is_total(first(record)).then(|| (record.line, word()))
}

pub fn totals(totals: &[(u32, String)], teller: &mut Teller) {
    for (line, word) in totals.iter().take(MOST_TOLD) {
        let message = format!("la ligne « {word} » compterait une seconde fois ce que disent les autres");
        let help = format!(
            "retirez-la, ou écrivez « ignorer: {} » dans {}",
            word.to_lowercase(),
            teller.declaration()
        );
        teller.say(Diagnostic::error(Code::DataCell, teller.at(*line, 1), message).with_help(help));
    }
}

/// An exporter that writes rows as it meets columns: what early rows lack is missing.
pub fn grows(table: &Table) -> bool {
    table.header.iter().any(|name| {
        let name = name.to_lowercase();
        name.starts_with("nb_") || name.starts_with("méta-données:") || name.starts_with("metadata:")
    })
}

/// Rows of such an exporter that were filled with nothing.
pub fn filled((first, count): (u32, usize), teller: &mut Teller) {
    let (plural, were) = (french::plural(count), if count < 2 { "est complétée" } else { "sont complétées" });
    let message =
        format!("{count} ligne{plural} plus courte{plural} que l'en-tête {were} par des cellules vides");
    let help =
        format!("Matomo exporte ainsi ; écrivez « lignes_courtes: vide » dans {}", teller.declaration());
    teller.say(Diagnostic::warning(Code::DataRagged, teller.at(first, 1), message).with_help(help));
}

/// Columns that the declaration names and the file does not have.
pub fn declared(table: &Table, declaration: &Declaration, teller: &mut Teller) {
    if table.header.is_empty() {
        return;
    }
    let known = |name: &str| table.header.iter().any(|header| name.trim() == &**header);
    let lost = declaration.columns.iter().filter(|declared| {
        !table
            .header
            .iter()
            .any(|header| declaration.column(header).is_some_and(|found| found.name == declared.name))
            && !known(&declared.name)
    });
    for declared in lost {
        let names: Vec<&str> =
            table.header.iter().map(|name| &**name).filter(|name| !name.is_empty()).collect();
        let message = format!("{} n'a pas de colonne « {} »", teller.path, excerpt(&declared.name));
        let help = match nearest(&declared.name, names.iter().copied()) {
            Some(near) => format!("vouliez-vous écrire « {near} » ?"),
            None => format!("ses colonnes : {}", names.join(", ")),
        };
        teller.say(Diagnostic::error(Code::ColumnUnknown, &declared.span, message).with_help(help));
    }
}

/// A list that ends exactly where exporters stop.
pub fn cut_export(table: &Table, columns: &[Column], teller: &mut Teller) {
    let Some(rows) = table::cut(table, columns) else { return };
    let rows = french::number(rows as f64, 0);
    let message = format!("exactement {rows} lignes : l'export s'est sans doute arrêté là");
    let help = "demandez toutes les lignes : « filter_limit=-1 » pour Matomo, l'export complet pour Plausible ou Metabase";
    let at = teller.at(table.header_line, 1);
    teller.say(Diagnostic::warning(Code::ExportCut, at, message).with_help(help));
}
