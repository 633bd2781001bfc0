//! Which copies an image has: decided from its head alone, so that a page can
//! name them before they are made.
use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::base::slug;
use crate::model::parsed::Asset;
use crate::model::picture::Copy;
use crate::model::picture::ENCODING;
use crate::model::picture::Form;
use crate::model::picture::ImageRules;
use crate::model::picture::Picture;
use crate::model::raster::Format;
use crate::model::raster::Ground;
use crate::model::raster::MOST_PIXELS;
use crate::model::raster::Raster;

/// Files under this weight have nothing to gain, in bytes.
const LIGHT: u64 = 8 << 10;
/// From here on the plain image is a copy: in bytes and in pixels.
const HEAVY: u64 = 300_000;
const WIDE: u32 = 1200;
/// The longest side that WebP can have.
const LONGEST: u32 = 16_383;
/// All pixels of all frames of an animation that is made again.
const MOST_MOVING: u64 = 2_000_000_000;

/// `route` is the address of the image itself.
pub fn picture(route: &Route, asset: &Asset, rules: &ImageRules) -> Option<Picture> {
    let (widest, raster) = (rules.widths.last().copied()?, asset.raster.as_ref()?);
    let subject = Subject { route, asset, raster, size: asset.size?, version: asset.version? };
    subject.picture(rules, widest)
}

/// An image that may have copies.
struct Subject<'a> {
    route: &'a Route,
    asset: &'a Asset,
    raster: &'a Raster,
    size: (u32, u32),
    version: Fingerprint,
}

impl Subject<'_> {
    fn picture(&self, rules: &ImageRules, widest: u32) -> Option<Picture> {
        let pixels = u64::from(self.size.0) * u64::from(self.size.1);
        let web = matches!(self.raster.format, Format::Jpeg | Format::Png);
        let still = self.raster.frames == 1;
        if pixels > MOST_PIXELS || self.raster.format == Format::Avif {
            return None;
        }
        if self.asset.weight < LIGHT && web && still {
            return None;
        }
        let last = self.size.0.min(widest);
        // A step has to be worth a file.
        let steps = rules.widths.iter().copied().filter(|width| width + width / 5 <= last);
        let light = steps.chain([last]).filter_map(|width| self.copy(Form::Webp, width)).collect();
        let moves = self.asset.weight >= LIGHT && pixels * u64::from(self.raster.frames) <= MOST_MOVING;
        let motion = match (still, moves) {
            (true, _) => None,
            (false, true) => self.copy(Form::Moving, self.size.0.min(rules.column.max(1))),
            (false, false) => Some(self.itself()),
        };
        // What is clear in places is PNG: JPEG knows no such thing, and a GIF that
        // moves means by it that the rest of the image before stays.
        let clear = still && self.raster.ground == Ground::Clear;
        let form = if clear { Form::Png } else { Form::Jpeg };
        let light_enough = self.asset.weight <= HEAVY || (clear && self.raster.format == Format::Png);
        let stays = web && still && light_enough && self.size.0 <= WIDE;
        let plain = if stays { self.itself() } else { self.copy(form, self.size.0.min(WIDE))? };
        Some(Picture { plain, light, motion })
    }

    fn itself(&self) -> Copy {
        let (width, height) = self.size;
        Copy { route: self.route.clone(), width, height, form: Form::Source }
    }

    /// Nothing when one of its sides would be longer than can be.
    fn copy(&self, form: Form, width: u32) -> Option<Copy> {
        let height = u64::from(self.size.1) * u64::from(width) / u64::from(self.size.0.max(1));
        let height = u32::try_from(height.max(1)).ok().filter(|it| (*it).max(width) <= LONGEST)?;
        let version = Fingerprint::of(&(self.version, ENCODING)).short();
        let stem = match slug::french(self.asset.path.stem()) {
            stem if stem.is_empty() => "image".to_owned(),
            stem => stem.chars().take(80).collect(),
        };
        let moving = if form == Form::Moving { "-animation" } else { "" };
        let name = format!("/assets/{stem}{moving}-{width}.{version}.{}", form.ending());
        Some(Copy { route: Route::new(&name)?, width, height, form })
    }
}
