//! What can be wrong with a CSV file, told with its physical line and its cell.
use std::collections::BTreeMap;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::french;
use crate::base::path::SitePath;
use crate::model::table::Table;
use crate::model::table::excerpt;

/// Faulty rows told one by one; the others are counted.
const MOST_TOLD: usize = 20;

/// Says what is wrong with one file.
pub struct Teller<'a> {
    pub path: &'a SitePath,
    pub diagnostics: &'a mut Diagnostics,
}

impl Teller<'_> {
    pub fn at(&self, line: u32, column: usize) -> Place {
        Place::Cell { path: self.path.clone(), line, column: column as u32 }
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

/// The first record is a title: the table starts further down.
pub fn title_lines(odd: &[Odd], teller: &mut Teller) {
    let line = odd[0].0;
    let message =
        format!("le tableau ne commence qu'à la ligne {line} : les lignes au-dessus ne sont pas des données");
    let help = format!("supprimez les lignes 1 à {}, et ce qui suit le tableau", line - 1);
    teller.say(Diagnostic::error(Code::DataHeader, teller.at(1, 1), message).with_help(help));
}

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
