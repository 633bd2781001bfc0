//! A figure as PNG, for mail programs: the same bytes on any machine, since the letters are drawn with our own typeface.
use std::sync::Arc;
use std::sync::OnceLock;

use resvg::tiny_skia::Pixmap;
use resvg::tiny_skia::Transform;
use resvg::usvg::Options;
use resvg::usvg::Tree;
use resvg::usvg::fontdb::Database;

use crate::chart;
use crate::model::figure::Figure;
use crate::model::mailing::COLUMN;

/// Pixels of the picture for each CSS pixel.
const DENSITY: u32 = 2;
/// Higher pictures are shown smaller: memory is bounded whatever the figure.
const HIGHEST: u32 = 6_000;

/// Open Sans (Apache-2.0), cut to the letters of western Europe; see beside the files.
const REGULAR: &[u8] = include_bytes!("../../fonts/OpenSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/OpenSans-Bold.ttf");

/// `DENSITY` times as wide as the column of a mail.
pub fn png(figure: &Figure) -> Vec<u8> {
    let svg = chart::still(figure);
    drawn(&svg).unwrap_or_default()
}

fn drawn(svg: &str) -> Option<Vec<u8>> {
    let options = Options { fontdb: fonts(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size();
    let scale = (COLUMN * DENSITY) as f32 / size.width();
    let height = ((size.height() * scale).round() as u32).clamp(1, HIGHEST);
    let scale = scale.min(HIGHEST as f32 / size.height());
    let mut pixmap = Pixmap::new(COLUMN * DENSITY, height)?;
    pixmap.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().ok()
}

fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut database = Database::new();
        database.load_font_data(REGULAR.to_vec());
        database.load_font_data(BOLD.to_vec());
        Arc::new(database)
    };
    FONTS.get_or_init(load).clone()
}
