//! One image in WebP.
use image::DynamicImage;
use webp::Encoder;
use webp::WebPConfig;

use crate::model::picture::Derived;
use crate::model::raster::Format;
use crate::render::picture::Unfit;
use crate::render::picture::container;
use crate::render::picture::container::Clear;
use crate::render::picture::container::Head;

/// Tried in turn until a copy is no heavier than its source.
const QUALITIES: [f32; 4] = [78.0, 66.0, 54.0, 42.0];
const METHOD: i32 = 4;

pub fn still(image: &DynamicImage, profile: Option<&[u8]>, of: &Derived) -> Result<Vec<u8>, Unfit> {
    let sharp = of.raster.format != Format::Jpeg;
    let mut best = lossy(image, QUALITIES[0], i32::from(sharp))?;
    for quality in &QUALITIES[1..] {
        if best.len() as u64 <= of.weight {
            break;
        }
        best = lossy(image, *quality, i32::from(sharp))?;
    }
    if is_drawing(of) {
        let exact = lossless(image)?;
        best = if exact.len() <= best.len() { exact } else { best };
    }
    let Some(profile) = profile else { return Ok(best) };
    let clear = if image.color().has_alpha() { Clear::Somewhere } else { Clear::Nowhere };
    let head = Head { size: (image.width(), image.height()), profile: Some(profile), clear };
    Ok(container::one(&head, &container::coded(&best)?))
}

/// Large flat parts take few bytes: what is coded without loss may then be the
/// lighter one. It is not tried on photographs, where it never is.
fn is_drawing(of: &Derived) -> bool {
    let pixels = u64::from(of.size.0) * u64::from(of.size.1);
    of.raster.format != Format::Jpeg && of.weight < pixels / 8
}

/// `sharp` keeps the edges of coloured letters, which photographs lack.
pub fn lossy(image: &DynamicImage, quality: f32, sharp: i32) -> Result<Vec<u8>, Unfit> {
    let mut config = WebPConfig::new().map_err(|()| Unfit)?;
    config.quality = quality;
    config.method = METHOD;
    config.use_sharp_yuv = sharp;
    config.thread_level = 0;
    coded(image, &config)
}

fn lossless(image: &DynamicImage) -> Result<Vec<u8>, Unfit> {
    let mut config = WebPConfig::new().map_err(|()| Unfit)?;
    config.lossless = 1;
    config.quality = 75.0;
    config.method = METHOD;
    config.thread_level = 0;
    coded(image, &config)
}

fn coded(image: &DynamicImage, config: &WebPConfig) -> Result<Vec<u8>, Unfit> {
    let (width, height) = (image.width(), image.height());
    let encoder = match image {
        DynamicImage::ImageRgb8(pixels) => Encoder::from_rgb(pixels.as_raw(), width, height),
        DynamicImage::ImageRgba8(pixels) => Encoder::from_rgba(pixels.as_raw(), width, height),
        _ => return Err(Unfit),
    };
    encoder.encode_advanced(config).map(|memory| memory.to_vec()).map_err(|_| Unfit)
}
