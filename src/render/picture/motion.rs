//! Images in a row, each coded as far as it differs from the one before: two
//! are held at a time, however long the row is.
use std::io::Cursor;

use image::AnimationDecoder;
use image::DynamicImage;
use image::Frames;
use image::ImageDecoder;
use image::RgbaImage;
use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::imageops;

use crate::model::picture::Derived;
use crate::model::raster::Format;
use crate::render::picture::Unfit;
use crate::render::picture::container;
use crate::render::picture::container::Clear;
use crate::render::picture::container::Frame;
use crate::render::picture::container::Head;
use crate::render::picture::pixels;
use crate::render::picture::webp;

const QUALITY: f32 = 60.0;
/// Browsers show a frame this long that asks for less than they can.
const USUAL: u32 = 100;
const SHORTEST: u32 = 11;

pub fn moving(of: &Derived, bytes: &[u8]) -> Result<Vec<u8>, Unfit> {
    let mut reel = Reel { of, source: None, shown: None, frames: Vec::new(), clear: Clear::Nowhere };
    let mut seen = 0;
    for frame in frames(of, bytes)? {
        let frame = frame.map_err(|_| Unfit)?;
        seen += 1;
        if seen > of.raster.frames {
            return Err(Unfit);
        }
        let (numerator, denominator) = frame.delay().numer_denom_ms();
        let asked = numerator / denominator.max(1);
        reel.add(frame.into_buffer(), if asked < SHORTEST { USUAL } else { asked })?;
    }
    if reel.frames.is_empty() {
        return Err(Unfit);
    }
    let head = Head { size: (of.width, of.height), profile: None, clear: reel.clear };
    Ok(container::row(&head, &reel.frames))
}

/// Whole images, one after the other.
fn frames<'b>(of: &Derived, bytes: &'b [u8]) -> Result<Frames<'b>, Unfit> {
    let bytes = Cursor::new(bytes);
    let limited = |decoder: &mut dyn Limited| decoder.limit();
    Ok(match of.raster.format {
        Format::Gif => {
            let mut decoder = GifDecoder::new(bytes).map_err(|_| Unfit)?;
            limited(&mut decoder)?;
            decoder.into_frames()
        }
        Format::Webp => {
            let mut decoder = WebPDecoder::new(bytes).map_err(|_| Unfit)?;
            limited(&mut decoder)?;
            decoder.into_frames()
        }
        Format::Png => {
            let decoder = PngDecoder::with_limits(bytes, pixels::limits()).map_err(|_| Unfit)?;
            decoder.apng().map_err(|_| Unfit)?.into_frames()
        }
        Format::Jpeg | Format::Avif => return Err(Unfit),
    })
}

/// A decoder that can be held to its bounds, whatever it decodes.
trait Limited {
    fn limit(&mut self) -> Result<(), Unfit>;
}

impl<D: ImageDecoder> Limited for D {
    fn limit(&mut self) -> Result<(), Unfit> {
        self.set_limits(pixels::limits()).map_err(|_| Unfit)
    }
}

struct Reel<'a> {
    of: &'a Derived,
    /// The image before, as it was and as it is shown.
    source: Option<RgbaImage>,
    shown: Option<RgbaImage>,
    frames: Vec<Frame>,
    clear: Clear,
}

impl Reel<'_> {
    fn add(&mut self, source: RgbaImage, milliseconds: u32) -> Result<(), Unfit> {
        if (source.width(), source.height()) != self.of.size {
            return Err(Unfit);
        }
        if self.source.as_ref() == Some(&source) {
            self.lengthen(milliseconds);
            return Ok(());
        }
        let image = DynamicImage::ImageRgba8(source);
        let DynamicImage::ImageRgba8(new) = pixels::scaled(&image, (self.of.width, self.of.height))? else {
            return Err(Unfit);
        };
        self.source = Some(image.into_rgba8());
        let whole = (0, 0, new.width(), new.height());
        match self.shown.as_ref().map_or(Some(whole), |old| difference(old, &new)) {
            None => self.lengthen(milliseconds),
            Some((x, y, width, height)) => {
                let part = DynamicImage::ImageRgba8(imageops::crop_imm(&new, x, y, width, height).to_image());
                let part = pixels::plain(part);
                if part.color().has_alpha() {
                    self.clear = Clear::Somewhere;
                }
                let coded = container::coded(&webp::lossy(&part, QUALITY, 0)?)?;
                self.frames.push(Frame { at: (x, y), size: (width, height), milliseconds, coded });
            }
        }
        self.shown = Some(new);
        Ok(())
    }

    fn lengthen(&mut self, milliseconds: u32) {
        if let Some(last) = self.frames.last_mut() {
            last.milliseconds = last.milliseconds.saturating_add(milliseconds);
        }
    }
}

/// The smallest part, from an even place, outside which two images are the same.
fn difference(old: &RgbaImage, new: &RgbaImage) -> Option<(u32, u32, u32, u32)> {
    let (width, height) = (new.width(), new.height());
    let (mut left, mut right, mut top, mut bottom) = (width, 0, height, 0);
    for y in 0..height {
        let (before, after) = (row(old, y), row(new, y));
        if before == after {
            continue;
        }
        let differs = |x: &u32| {
            let at = *x as usize * 4;
            before[at..at + 4] != after[at..at + 4]
        };
        left = left.min((0..width).find(differs)?);
        right = right.max((0..width).rev().find(differs)? + 1);
        top = top.min(y);
        bottom = y + 1;
    }
    let (left, top) = (left & !1, top & !1);
    (right > left).then(|| (left, top, right - left, bottom - top))
}

fn row(image: &RgbaImage, y: u32) -> &[u8] {
    let length = image.width() as usize * 4;
    let start = y as usize * length;
    &image.as_raw()[start..start + length]
}
