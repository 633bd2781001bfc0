//! Blocks that ask for a figure meet the data.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::model::document::Document;
use crate::model::document::FigureBlock;
use crate::model::figure::Drawing;
use crate::model::table::DataSet;

pub fn resolve(
    _document: &Document,
    _block: &FigureBlock,
    _data: &BTreeMap<String, Arc<DataSet>>,
    _diagnostics: &mut Diagnostics,
) -> (Drawing, Vec<SitePath>) {
    (Drawing::Missing, Vec::new())
}
