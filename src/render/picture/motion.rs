//! Images in a row, each coded as far as it differs from the one before: two
//! are held at a time, however long the row is.
use std::io::Cursor;

use image::AnimationDecoder;
use image::DynamicImage;
use image::Frames;
use image::ImageDecoder;
use image::RgbaImage;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::imageops;

use crate::model::picture::Derived;
use crate::model::raster::Format;
use crate::render::picture::Unfit;
use crate::render::picture::canvas::Canvas;
use crate::render::picture::canvas::Step;
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
    let mut reel = Reel { of, shown: None, frames: Vec::new(), clear: Clear::Nowhere };
    match of.raster.format {
        Format::Gif => laid(&mut reel, Canvas::of(bytes)?)?,
        Format::Webp => {
            let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|_| Unfit)?;
            decoder.set_limits(pixels::limits()).map_err(|_| Unfit)?;
            whole(&mut reel, decoder.into_frames())?;
        }
        Format::Png => {
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), pixels::limits()).map_err(|_| Unfit)?;
            whole(&mut reel, decoder.apng().map_err(|_| Unfit)?.into_frames())?;
        }
        Format::Jpeg | Format::Avif => return Err(Unfit),
    }
    if reel.frames.is_empty() {
        return Err(Unfit);
    }
    let head = Head { size: (of.width, of.height), profile: None, clear: reel.clear };
    Ok(container::row(&head, &reel.frames))
}

/// Images that are laid one over the other.
fn laid(reel: &mut Reel<'_>, mut canvas: Canvas<'_>) -> Result<(), Unfit> {
    let mut seen = 0;
    while let Some((step, asked)) = canvas.lay_next()? {
        seen += 1;
        if seen > reel.of.raster.frames {
            return Err(Unfit);
        }
        let milliseconds = lasting(asked);
        match step {
            Step::Same if seen > 1 => reel.lengthen(milliseconds),
            _ => reel.add(&canvas.image, milliseconds)?,
        }
    }
    Ok(())
}

/// Images that come whole.
fn whole(reel: &mut Reel<'_>, frames: Frames<'_>) -> Result<(), Unfit> {
    let mut before: Option<RgbaImage> = None;
    for (seen, frame) in (0..).zip(frames) {
        let frame = frame.map_err(|_| Unfit)?;
        if seen >= reel.of.raster.frames {
            return Err(Unfit);
        }
        let (numerator, denominator) = frame.delay().numer_denom_ms();
        let milliseconds = lasting(numerator / denominator.max(1));
        let image = frame.into_buffer();
        match before.as_ref() == Some(&image) {
            true => reel.lengthen(milliseconds),
            false => reel.add(&image, milliseconds)?,
        }
        before = Some(image);
    }
    Ok(())
}

fn lasting(asked: u32) -> u32 {
    if asked < SHORTEST { USUAL } else { asked }
}

struct Reel<'a> {
    of: &'a Derived,
    /// The image before, as it is shown.
    shown: Option<RgbaImage>,
    frames: Vec<Frame>,
    clear: Clear,
}

impl Reel<'_> {
    fn add(&mut self, source: &RgbaImage, milliseconds: u32) -> Result<(), Unfit> {
        if (source.width(), source.height()) != self.of.size {
            return Err(Unfit);
        }
        let new = pixels::resized(source, (self.of.width, self.of.height))?;
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
