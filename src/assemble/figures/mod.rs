//! Blocks that ask for figures meet the data, and become figures that can be drawn.
//!
//! `settings` reads the block, `wanted` finds its columns and rows, `grid` reads
//! their numbers over time (`timeline`, by `measures`) or over `labels`, `forms`
//! gives them their shape, `words` and `sentence` say what they say.
pub mod block;
pub mod columns;
pub mod forms;
pub mod grid;
pub mod inline;
pub mod inquiry;
pub mod labels;
pub mod literal;
pub mod measures;
pub mod positions;
pub mod sentence;
pub mod settings;
pub mod single;
pub mod summary;
pub mod tiles;
pub mod timeline;
pub mod trend;
pub mod wanted;
pub mod words;

use std::collections::BTreeSet;

use crate::assemble::figures::inquiry::Inquiry;
use crate::base::date::Date;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::model::document::Document;
use crate::model::document::FigureBlock;
use crate::model::figure::Drawing;
use crate::model::table::DataSets;

/// The names of blocks that ask for a figure, as written after a fence.
pub const NAMES: [&str; 4] = ["graphique", "chart", "tableau", "chiffres"];

/// The directive that prints one number inside a sentence.
pub const VALUE: &str = "valeur";

/// What fills one hole of a document, and the data files that it was made from.
pub fn resolve(
    document: &Document,
    block: &FigureBlock,
    (data, today): (&DataSets, Date),
    diagnostics: &mut Diagnostics,
) -> (Drawing, Vec<SitePath>) {
    let (path, span) = (&document.path, &block.span);
    let mut inquiry = Inquiry { path, span, data, today, diagnostics, reads: BTreeSet::new() };
    let drawing = match &*block.name {
        VALUE => {
            let expression = block.settings.text().unwrap_or_default();
            inline::value(&mut inquiry, expression).map(|text| Drawing::Value(text.into()))
        }
        "chiffres" => tiles::read(&mut inquiry, block).map(|mut tiles| {
            tiles.iter_mut().for_each(|tile| words::set_tile(tile, document.typography));
            Drawing::Tiles(tiles)
        }),
        _ => block::read(&mut inquiry, block).map(|mut figure| {
            words::set(&mut figure, document.typography);
            Drawing::Figure(Box::new(figure))
        }),
    };
    (drawing.unwrap_or(Drawing::Missing), inquiry.reads.into_iter().collect())
}
