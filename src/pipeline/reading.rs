//! Every file read as what it is, those that changed anew.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Checked;
use crate::base::fingerprint::Fingerprint;
use crate::base::memo::Memo;
use crate::base::memo::same;
use crate::base::path::SitePath;
use crate::model::config::Typography;
use crate::model::declaration::Declaration;
use crate::model::parsed::Parsed;
use crate::model::source::Observed;
use crate::model::source::Snapshot;
use crate::parse;
use crate::parse::Beside;
use crate::parse::sort;
use crate::parse::sort::Sort;
use crate::pipeline::mailed::Mailed;

/// What is remembered of all files.
#[derive(Default)]
pub struct Readings {
    /// Declarations and kinds, which say how others are read.
    first: Memo<SitePath, Reading>,
    rest: Memo<SitePath, Reading>,
}

struct Reading {
    stamp: Fingerprint,
    beside: Beside,
    file: Arc<Checked<Parsed>>,
}

impl Reading {
    fn holds(&self, file: &Observed, beside: &Beside) -> bool {
        let declaration = match (&self.beside.declaration, &beside.declaration) {
            (Some(one), Some(other)) => same(one, other),
            (None, None) => true,
            _ => false,
        };
        self.stamp == file.stamp
            && declaration
            && self.beside.typography == beside.typography
            && self.beside.marking == beside.marking
    }
}

/// Declarations and kinds, then the others, each in the order of paths; and how
/// many had to be read.
pub fn all(
    readings: &mut Readings,
    snapshot: &Snapshot,
    typography: Typography,
) -> (Vec<Arc<Checked<Parsed>>>, usize) {
    let (first, rest): (Vec<&Observed>, Vec<&Observed>) =
        snapshot.files().partition(|file| matches!(sort::sort(&file.path), Sort::Declaration | Sort::Kind));
    let plain = |_: &Observed| Beside { typography, ..Beside::default() };
    let (mut parsed, few) = some(&mut readings.first, snapshot, &first, &plain);
    let (declared, mailed) = (declared(&parsed, snapshot), Mailed::of(&parsed));
    let beside = |file: &Observed| match declared.get(&file.path) {
        Some(declaration) => {
            Beside { typography, declaration: Some(declaration.clone()), ..Beside::default() }
        }
        None => Beside { typography, marking: mailed.marking(&file.path), declaration: None },
    };
    let (mut others, more) = some(&mut readings.rest, snapshot, &rest, &beside);
    parsed.append(&mut others);
    (parsed, few + more)
}

fn some(
    memo: &mut Memo<SitePath, Reading>,
    snapshot: &Snapshot,
    files: &[&Observed],
    beside: &dyn Fn(&Observed) -> Beside,
) -> (Vec<Arc<Checked<Parsed>>>, usize) {
    let files: Vec<_> = files.iter().map(|file| (&file.path, (*file, beside(file)))).collect();
    let (readings, fresh) = memo.renew(
        &files,
        |known, (file, beside)| known.holds(file, beside),
        |(file, beside)| {
            let read = Arc::new(read(snapshot, file, beside));
            Reading { stamp: file.stamp, beside: beside.clone(), file: read }
        },
    );
    (readings.iter().map(|reading| reading.file.clone()).collect(), fresh)
}

fn read(snapshot: &Snapshot, file: &Observed, beside: &Beside) -> Checked<Parsed> {
    if let Some(declaration) = beside.declaration.as_ref().filter(|it| it.reading.grouping.is_some()) {
        return parse::grouped(file, declaration, || snapshot.open(&file.path));
    }
    parse::parse(file, beside, || snapshot.read(&file.path))
}

/// Declarations by the data file that each is about: the one that it names, or
/// the one of its own name.
fn declared(parsed: &[Arc<Checked<Parsed>>], snapshot: &Snapshot) -> BTreeMap<SitePath, Arc<Declaration>> {
    let mut declared = BTreeMap::new();
    for file in parsed {
        let Parsed::Declaration(declaration) = &file.value else { continue };
        let found = declaration.candidates().into_iter().find(|path| snapshot.get(path).is_some());
        if let Some(path) = found {
            declared.entry(path).or_insert_with(|| declaration.clone());
        }
    }
    declared
}
