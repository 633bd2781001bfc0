//! The commands that fetch data files, and what they gave, held against what was there before.
use std::io;
use std::io::Read;
use std::sync::Arc;

use crate::assemble::datasets::profile;
use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::path::SitePath;
use crate::model::declaration::Declaration;
use crate::model::declaration::Held;
use crate::model::loader::Loader;
use crate::model::loader::LoaderState;
use crate::model::loader::Loss;
use crate::model::loader::Profile;
use crate::model::parsed::Parsed;
use crate::model::source::Snapshot;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::DataSet;
use crate::model::table::excerpt;
use crate::parse;
use crate::parse::Beside;
use crate::parse::data;
use crate::parse::data::csv::HEAVIEST;
use crate::parse::data::group;
use crate::parse::sort;
use crate::parse::sort::Sort;

/// A loader, with all that decides of what it may give.
pub struct Known {
    pub loader: Arc<Loader>,
    pub declaration: Option<Arc<Declaration>>,
    pub state: Option<Arc<LoaderState>>,
}

/// In the order of the configuration. Only what concerns them is told: the
/// configuration, and the declarations of their files.
pub fn known(snapshot: &Snapshot) -> Checked<Vec<Known>> {
    let mut diagnostics = Diagnostics::default();
    let (mut loaders, mut declarations, mut states) = (Vec::new(), Vec::new(), Vec::new());
    for file in snapshot.files() {
        let sort = sort::sort(&file.path);
        if !matches!(sort, Sort::Config | Sort::Declaration | Sort::State) {
            continue;
        }
        let parsed = parse::parse(file, &Beside::default(), || snapshot.read(&file.path));
        match parsed.value {
            Parsed::Config(config) => {
                loaders.clone_from(&config.loaders);
                let range = config.fields.get("sources").map_or((0, 0), |node| node.range);
                let ours = |place: &Place| match place {
                    Place::Bytes(span) => span.start >= range.0 && span.end <= range.1,
                    Place::Nowhere | Place::Cell { .. } => false,
                };
                parsed
                    .diagnostics
                    .iter()
                    .filter(|it| ours(&it.at))
                    .for_each(|it| diagnostics.push(it.clone()));
            }
            Parsed::Declaration(declaration) => declarations.push((declaration, parsed.diagnostics)),
            Parsed::State(state) => states.push(state),
            Parsed::Broken(_) if sort == Sort::Config => diagnostics.extend(parsed.diagnostics),
            _ => {}
        }
    }
    let mut known = Vec::new();
    for loader in loaders {
        let about = |declaration: &Declaration| declaration.candidates().contains(&loader.output);
        let declared = declarations.iter().find(|(declaration, _)| about(declaration));
        if let Some((_, told)) = declared {
            diagnostics.extend(told.clone());
        }
        let state = states.iter().find(|state| state.name == loader.name && state.file == loader.output);
        let declaration = declared.map(|(declaration, _)| declaration.clone());
        known.push(Known { declaration, state: state.cloned(), loader });
    }
    Checked::new(known, diagnostics.sorted())
}

/// What a file holds, read as a build reads it.
pub fn examine(
    path: &SitePath,
    file: &mut (dyn Read + Send),
    declaration: Option<&Arc<Declaration>>,
) -> io::Result<Checked<Option<DataSet>>> {
    let mut diagnostics = Diagnostics::default();
    if let Some(declaration) = declaration.filter(|it| it.reading.grouping.is_some()) {
        let set = group::set(path, file, declaration, &mut diagnostics);
        return Ok(Checked::new(set, diagnostics));
    }
    let mut bytes = Vec::new();
    file.take(HEAVIEST + 1).read_to_end(&mut bytes)?;
    let set = data::read_declared((path, &bytes), declaration, &mut diagnostics);
    set.iter().for_each(|set| odd_cells(set, &mut diagnostics));
    Ok(Checked::new(set, diagnostics))
}

/// The first cell of each column that is declared to hold numbers and holds something else: a figure would refuse it.
fn odd_cells(set: &DataSet, diagnostics: &mut Diagnostics) {
    for (n, column) in set.columns.iter().enumerate() {
        let declared = column.declared.as_ref();
        let counts = declared.is_some_and(|it| it.nature.is_some() || it.holds == Some(Held::Number));
        let odd = |cell: &Cell| matches!(cell, Cell::Words | Cell::Fault | Cell::OtherUnit);
        let row = match &column.cells {
            Cells::Numbers(cells) => cells.iter().position(odd),
            Cells::Texts | Cells::Periods(_) => {
                (0..set.table.rows()).find(|row| !set.table.cell(*row, n).trim().is_empty())
            }
        };
        let Some(row) = row.filter(|_| counts) else { continue };
        let (line, path) = (set.table.line(row), set.path.clone());
        let (name, cell) = (excerpt(&column.name), excerpt(set.table.cell(row, n)));
        let message = format!("colonne « {name} » : « {cell} » n'est pas un nombre exact");
        let at = Place::Cell { path, line, column: n as u32 + 1 };
        let help = "demandez à la source des nombres exacts, sans arrondi ni mot";
        diagnostics.push(Diagnostic::error(Code::DataCell, at, message).with_help(help));
    }
}

pub fn profile(set: &DataSet) -> Profile {
    profile::of(set)
}

pub fn losses(before: &Profile, now: &Profile, loader: &Loader) -> Vec<Loss> {
    profile::losses(before, now, loader)
}
