//! A data file whose declaration groups its rows, as a data set like any other.
use std::io::Read;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::model::declaration::Declaration;
use crate::model::declaration::Declared;
use crate::model::declaration::Held;
use crate::model::table::DataSet;
use crate::parse::data::columns;
use crate::parse::data::faults::Teller;
use crate::parse::data::group::Grouped;
use crate::parse::data::group::grouped;

/// The data set of a file that its declaration groups.
pub fn set(
    path: &SitePath,
    source: &mut (dyn Read + Send),
    declaration: &Arc<Declaration>,
    diagnostics: &mut Diagnostics,
) -> Option<DataSet> {
    let Grouped { table, reading, units } = grouped(path, source, declaration, diagnostics)?;
    let mut teller = Teller { path, declared: declaration.path.as_ref(), diagnostics };
    let mut columns = columns::understood(&table, &lengthened(declaration), &mut teller);
    for (column, unit) in columns.iter_mut().zip(units) {
        column.found_unit = unit;
    }
    let name = declaration.path.as_ref().unwrap_or(path).stem().to_owned();
    Some(DataSet { name, path: path.clone(), table, columns, reading, declaration: declaration.clone() })
}

/// What is said of the columns once the days of one of them are months.
fn lengthened(declaration: &Declaration) -> Declaration {
    let mut declaration = declaration.clone();
    let Some(grouping) = &declaration.reading.grouping else { return declaration };
    let step = Held::Period(Some(grouping.step));
    for declared in declaration.columns.iter_mut().filter(|declared| declared.name == grouping.column) {
        *declared = Arc::new(Declared { holds: Some(step), ..Declared::clone(declared) });
    }
    declaration
}
