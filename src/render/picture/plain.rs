//! One image in the formats that every reader, mail program and robot knows.
use image::DynamicImage;
use image::ImageEncoder;
use image::Rgb;
use image::codecs::png::CompressionType;
use image::codecs::png::FilterType;
use image::codecs::png::PngEncoder;
use jpeg_encoder::ColorType;
use jpeg_encoder::Encoder;
use jpeg_encoder::SamplingFactor;

use crate::render::picture::Unfit;

/// Tried in turn until a copy is no heavier than its source.
const QUALITIES: [u8; 3] = [80, 68, 56];

pub fn jpeg(image: &DynamicImage, profile: Option<&[u8]>, weight: u64) -> Result<Vec<u8>, Unfit> {
    let opaque = on_white(image);
    let mut best = Vec::new();
    for quality in QUALITIES {
        best = coded(&opaque, profile, quality)?;
        if best.len() as u64 <= weight {
            break;
        }
    }
    Ok(best)
}

fn coded(image: &image::RgbImage, profile: Option<&[u8]>, quality: u8) -> Result<Vec<u8>, Unfit> {
    let (Ok(width), Ok(height)) = (u16::try_from(image.width()), u16::try_from(image.height())) else {
        return Err(Unfit);
    };
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    if let Some(profile) = profile {
        encoder.add_icc_profile(profile).map_err(|_| Unfit)?;
    }
    encoder.encode(image.as_raw(), width, height, ColorType::Rgb).map_err(|_| Unfit)?;
    Ok(out)
}

/// JPEG knows no transparency.
fn on_white(image: &DynamicImage) -> image::RgbImage {
    let DynamicImage::ImageRgba8(clear) = image else { return image.to_rgb8() };
    let mut out = image::RgbImage::new(clear.width(), clear.height());
    for (to, from) in out.pixels_mut().zip(clear.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let over = |colour: u32| ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        *to = Rgb([over(red), over(green), over(blue)]);
    }
    out
}

pub fn png(image: &DynamicImage, profile: Option<Vec<u8>>) -> Result<Vec<u8>, Unfit> {
    let mut out = Vec::new();
    let mut encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).map_err(|_| Unfit)?;
    }
    let (width, height, colours) = (image.width(), image.height(), image.color().into());
    encoder.write_image(image.as_bytes(), width, height, colours).map_err(|_| Unfit)?;
    Ok(out)
}
