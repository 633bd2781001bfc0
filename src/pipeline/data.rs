//! One data file by itself, outside of any site: how it is read, and its rows grouped.
use std::io::Read;
use std::sync::Arc;

use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::period::Step;
use crate::base::span::Span;
use crate::model::declaration::Declaration;
use crate::model::declaration::Declared;
use crate::model::declaration::Grouping;
use crate::model::declaration::Nature;
use crate::model::inspection::Inspection;
use crate::model::table::Table;
use crate::parse::data::group;
use crate::parse::data::inspect;
use crate::parse::declaration;

/// The declaration of `file` among some texts: the one that names it, or the one of its name.
pub fn declaration(file: &SitePath, texts: &[(SitePath, String)]) -> Checked<Option<Arc<Declaration>>> {
    let mut diagnostics = Diagnostics::default();
    for (path, text) in texts {
        let mut told = Diagnostics::default();
        let Some(read) = declaration::read(path, text, &mut told) else { continue };
        let ours = read.file.is_some() || read.columns.iter().any(|_| true) || path.stem() == file.stem();
        if ours && read.candidates().iter().any(|it| it.name() == file.name()) {
            diagnostics.extend(told);
            return Checked::new(Some(Arc::new(read)), diagnostics);
        }
    }
    Checked::new(None, diagnostics)
}

pub fn inspect(path: &SitePath, bytes: &[u8], declaration: Option<&Arc<Declaration>>) -> Checked<Inspection> {
    let mut diagnostics = Diagnostics::default();
    let inspection = inspect::inspect((path, bytes), declaration, &mut diagnostics);
    Checked::new(inspection, diagnostics)
}

/// What a person asks to be grouped, beside or without a declaration.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    pub column: Option<String>,
    pub step: Option<Step>,
    pub by: Vec<String>,
    /// Columns that add up.
    pub sums: Vec<String>,
    /// Columns of which the last value counts.
    pub lasts: Vec<String>,
    pub delimiter: Option<char>,
}

/// The declaration, with what is wished in place of what it says.
pub fn wished(path: &SitePath, declared: Option<&Declaration>, wish: &Wish) -> Option<Declaration> {
    let mut declaration = declared.cloned().unwrap_or_default();
    let top = Span::top(path);
    let known = declaration.reading.grouping.take();
    let column = wish.column.clone().or_else(|| known.as_ref().map(|known| known.column.clone()))?;
    let step = wish.step.or_else(|| known.as_ref().map(|known| known.step)).unwrap_or(Step::Month);
    let by =
        if wish.by.is_empty() { known.map(|known| known.by).unwrap_or_default() } else { wish.by.clone() };
    declaration.reading.grouping = Some(Grouping { column, step, by, span: top.clone() });
    declaration.reading.delimiter = wish.delimiter.or(declaration.reading.delimiter);
    let sums = wish.sums.iter().map(|name| (name, Nature::Flow));
    let lasts = wish.lasts.iter().map(|name| (name, Nature::Stock));
    let columns: Vec<Arc<Declared>> =
        sums.chain(lasts).map(|asked| asked_for(asked, &declaration, &top)).collect();
    if !columns.is_empty() {
        declaration.columns = columns;
    }
    Some(declaration)
}

/// A column as it is asked for, unless its declared nature forbids it.
fn asked_for((name, nature): (&String, Nature), declaration: &Declaration, top: &Span) -> Arc<Declared> {
    let known = declaration.columns.iter().find(|declared| declared.name == *name);
    match known {
        Some(known) if matches!(known.nature, Some(Nature::Distinct | Nature::Ratio)) => known.clone(),
        Some(known) => Arc::new(Declared { nature: Some(nature), ..Declared::clone(known) }),
        None => Arc::new(Declared { nature: Some(nature), ..Declared::named(name, top.clone()) }),
    }
}

/// The rows of a stream, grouped as its declaration asks.
pub fn group(
    path: &SitePath,
    source: &mut (dyn Read + Send),
    declaration: &Declaration,
) -> Checked<Option<Table>> {
    let mut diagnostics = Diagnostics::default();
    let grouped = group::grouped(path, source, declaration, &mut diagnostics);
    Checked::new(grouped.map(|grouped| grouped.table), diagnostics)
}
