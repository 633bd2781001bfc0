//! An image as pages show it: copies of several widths, their addresses known
//! before a pixel is looked at.
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::raster::Raster;

/// Of all that makes copies: another number, other addresses and other bytes.
/// A test holds it against the versions of the libraries.
pub const ENCODING: u32 = 1;

/// What a theme does with images: `images:` in `theme.yaml`. Without widths
/// they are published as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ImageRules {
    /// Of copies, in pixels, narrowest first.
    pub widths: Vec<u32>,
    /// The room that a text gives an image, in CSS pixels.
    pub column: u32,
    /// What a narrow screen keeps free on both sides of it.
    pub margins: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Picture {
    /// For every reader, and for the sites that show a preview: JPEG or PNG.
    pub plain: Copy,
    /// In WebP, narrowest first; none when nothing would be gained.
    pub light: Vec<Copy>,
    /// What moves, for those who ask for it: `plain` and `light` stand still.
    pub motion: Option<Copy>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Copy {
    pub route: Route,
    pub width: u32,
    pub height: u32,
    pub form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The file itself, at its own address.
    Source,
    Webp,
    Jpeg,
    Png,
    /// All frames, in WebP.
    Moving,
}

impl Picture {
    /// The copies in WebP, as a browser chooses among them.
    pub fn srcset(&self) -> String {
        let copies = self.light.iter().map(|copy| format!("{} {}w", copy.route.href(), copy.width));
        copies.collect::<Vec<_>>().join(", ")
    }
}

impl ImageRules {
    /// The room of an image of this width, as the attribute `sizes` says it: it
    /// is never shown wider than it is.
    pub fn sizes(&self, width: u32, column: u32) -> String {
        let (shown, margins) = (width.min(column), self.margins);
        format!("(min-width: {}px) {shown}px, calc(100vw - {margins}px)", shown + margins)
    }
}

impl Form {
    pub fn ending(self) -> &'static str {
        match self {
            Self::Source => "",
            Self::Webp | Self::Moving => "webp",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// A copy to be made, and all that its bytes depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Derived {
    pub path: SitePath,
    /// Of the source's bytes.
    pub version: Fingerprint,
    pub raster: Arc<Raster>,
    /// Of the source, in bytes.
    pub weight: u64,
    /// Of the source, as it is seen.
    pub size: (u32, u32),
    pub form: Form,
    pub width: u32,
    pub height: u32,
}

/// Pixels of an image from which on two are not worked on at once.
const LARGE: u64 = 12_000_000;

impl Derived {
    pub fn is_large(&self) -> bool {
        u64::from(self.size.0) * u64::from(self.size.1) > LARGE
    }

    /// Equal keys, equal bytes, on any day and in any folder.
    pub fn key(&self) -> Fingerprint {
        Fingerprint::of(&(ENCODING, self.version, self.form, self.width, self.height))
    }
}
