//! What is wrong with rows that were read as they came: the first of each sort are kept, all are counted.
use std::collections::BTreeMap;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::french;
use crate::model::table::excerpt;
use crate::parse::data::faults::MOST_TOLD;
use crate::parse::data::faults::Teller;
use crate::parse::data::group::scan::MOST_GROUPS;

/// Block and line in it, from 1.
pub type At = (usize, u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Width(usize),
    Cell,
    Unit,
    Date,
    /// A period longer than those that are asked for.
    Longer,
    Never,
    Twice,
    TwoDigits,
    Total,
}

impl Kind {
    fn sort(self) -> Self {
        if let Self::Width(_) = self { Self::Width(0) } else { self }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Trouble {
    at: At,
    column: usize,
    kind: Kind,
    cell: String,
}

#[derive(Default)]
pub struct Troubles {
    kept: Vec<Trouble>,
    counts: BTreeMap<Kind, u64>,
    /// The first cell of each column whose sign may be either.
    doubts: BTreeMap<usize, (At, String)>,
    too_many: bool,
}

impl Troubles {
    pub fn add(&mut self, at: At, column: usize, kind: Kind) {
        self.quote(at, column, kind, b"");
    }

    pub fn quote(&mut self, at: At, column: usize, kind: Kind, cell: &[u8]) {
        let count = self.counts.entry(kind.sort()).or_default();
        *count += 1;
        if *count <= MOST_TOLD as u64 {
            let cell = excerpt(&String::from_utf8_lossy(&cell[..cell.len().min(400)]));
            self.kept.push(Trouble { at, column, kind, cell });
        }
    }

    pub fn doubt(&mut self, at: At, column: usize, cell: &[u8]) {
        let first = self.doubts.get(&column).is_none_or(|(first, _)| at < *first);
        if first {
            let cell = excerpt(&String::from_utf8_lossy(&cell[..cell.len().min(400)]));
            self.doubts.insert(column, (at, cell));
        }
    }

    pub fn too_many(&mut self) {
        self.too_many = true;
    }

    pub fn merge(&mut self, other: Self) {
        self.kept.extend(other.kept);
        for (kind, count) in other.counts {
            *self.counts.entry(kind).or_default() += count;
        }
        for (column, (at, cell)) in other.doubts {
            self.doubts
                .entry(column)
                .and_modify(|known| {
                    if at < known.0 {
                        *known = (at, cell.clone());
                    }
                })
                .or_insert((at, cell));
        }
        self.too_many |= other.too_many;
    }

    /// The first cell of a column that may be read in two ways.
    pub fn doubtful(&self, column: usize) -> Option<&(At, String)> {
        self.doubts.get(&column)
    }

    /// Tells all; `line` gives the physical line.
    pub fn tell(&self, header: &[String], line: &dyn Fn(At) -> u32, teller: &mut Teller) {
        let mut kept: Vec<&Trouble> = self.kept.iter().collect();
        kept.sort();
        let mut told = BTreeMap::<Kind, usize>::new();
        for trouble in kept {
            let count = told.entry(trouble.kind.sort()).or_default();
            *count += 1;
            if *count <= MOST_TOLD {
                teller.say(told_of(trouble, header, line(trouble.at), teller));
            }
        }
        for (kind, count) in &self.counts {
            let shown = told.get(kind).copied().unwrap_or(0).min(MOST_TOLD) as u64;
            if *count > shown {
                let message = format!(
                    "{} autres lignes ont le même défaut que les {shown} premières qui l'ont",
                    count - shown
                );
                teller.say(Diagnostic::error(code(*kind), teller.at(1, 1), message));
            }
        }
        if self.too_many {
            let message = format!("plus de {MOST_GROUPS} groupes");
            teller.refuse(
                Code::FileTooLarge,
                &message,
                "choisissez un pas plus long, ou moins de colonnes sous « par »",
            );
        }
    }
}

fn code(kind: Kind) -> Code {
    match kind {
        Kind::Width(_) => Code::DataRagged,
        Kind::Cell | Kind::Unit | Kind::Total => Code::DataCell,
        Kind::Date | Kind::Longer | Kind::TwoDigits => Code::DateInvalid,
        Kind::Never => Code::TimeImpossible,
        Kind::Twice => Code::TimeTwice,
    }
}

fn told_of(trouble: &Trouble, header: &[String], line: u32, teller: &Teller) -> Diagnostic {
    let name = header.get(trouble.column.saturating_sub(1)).map_or(String::new(), |name| excerpt(name));
    let (cell, code) = (&trouble.cell, code(trouble.kind));
    let about = |what: &str| format!("colonne « {name} » : « {cell} » {what}");
    let (message, help) = match trouble.kind {
        Kind::Width(width) => {
            let message =
                format!("ligne de {width} cellule{} pour {} colonnes", french::plural(width), header.len());
            (message, "une ligne doit avoir autant de cellules que l'en-tête ; sinon « lignes_courtes: vide » dans la déclaration".to_owned())
        }
        Kind::Cell => (
            about("n'est pas un nombre exact"),
            "écrivez le nombre entier, ou laissez la cellule vide".to_owned(),
        ),
        Kind::Unit if cell.is_empty() => {
            (format!("colonne « {name} » : plusieurs unités"), "une colonne a une seule unité".to_owned())
        }
        Kind::Unit => {
            (about("n'a pas l'unité des lignes d'avant"), "une colonne a une seule unité".to_owned())
        }
        Kind::Date => {
            (about("n'est pas une date"), "par exemple 2024-01-31, 31/01/2024 ou janvier 2024".to_owned())
        }
        Kind::Longer => (about("ne tient pas dans le pas demandé"), "choisissez un pas plus long".to_owned()),
        Kind::Never => (
            about("n'existe pas, les horloges ont avancé d'une heure"),
            "dites le fuseau des données avec « fuseau: » dans la déclaration".to_owned(),
        ),
        Kind::Twice => (
            about("a eu lieu deux fois, les horloges ont reculé d'une heure"),
            "demandez à la source des heures avec leur décalage".to_owned(),
        ),
        Kind::TwoDigits => (
            about("n'a que deux chiffres pour l'année"),
            "exportez les dates sous la forme 2024-01-31".to_owned(),
        ),
        Kind::Total => {
            let message = format!("la ligne « {cell} » compterait une seconde fois ce que disent les autres");
            (
                message,
                format!(
                    "retirez-la, ou écrivez « ignorer: {} » dans {}",
                    cell.to_lowercase(),
                    teller.declaration()
                ),
            )
        }
    };
    let at = teller.at(line, trouble.column.max(1));
    let fault = if trouble.kind == Kind::Twice {
        Diagnostic::warning(code, at, message)
    } else {
        Diagnostic::error(code, at, message)
    };
    fault.with_help(help)
}
