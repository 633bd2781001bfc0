//! Pixels of a source, upright, in eight bits and in red, green and blue.
use std::io::Cursor;

use fast_image_resize::FilterType;
use fast_image_resize::IntoImageView;
use fast_image_resize::IntoImageViewMut;
use fast_image_resize::PixelType;
use fast_image_resize::ResizeAlg;
use fast_image_resize::ResizeOptions;
use fast_image_resize::Resizer;
use fast_image_resize::images::ImageRef;
use image::DynamicImage;
use image::ImageDecoder;
use image::ImageFormat;
use image::ImageReader;
use image::Limits;
use image::RgbaImage;
use image::metadata::Orientation;

use crate::model::picture::Derived;
use crate::model::raster::Format;
use crate::model::raster::MOST_PIXELS;
use crate::render::picture::Unfit;

/// What a decoder may take beside the pixels themselves, in bytes.
const BESIDE: u64 = 64 << 20;
/// Of a colour profile, in bytes: larger ones are tables for printing.
const PROFILE: usize = 64 << 10;

pub struct Pixels {
    /// `Rgb8`, or `Rgba8` where something behind it may show.
    pub image: DynamicImage,
    /// What its colours are, unless they are those of every screen.
    pub profile: Option<Vec<u8>>,
}

pub fn format(of: Format) -> Option<ImageFormat> {
    match of {
        Format::Png => Some(ImageFormat::Png),
        Format::Jpeg => Some(ImageFormat::Jpeg),
        Format::Gif => Some(ImageFormat::Gif),
        Format::Webp => Some(ImageFormat::WebP),
        Format::Avif => None,
    }
}

/// Eight bytes a pixel at most.
pub fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8 + BESIDE);
    limits
}

/// The first image of the file.
pub fn decoded(of: &Derived, bytes: &[u8]) -> Result<Pixels, Unfit> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format(of.raster.format).ok_or(Unfit)?);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|_| Unfit)?;
    let stored = decoder.dimensions();
    // The plan believed the head of the file; so does nobody who decodes it.
    if of.raster.turn.seen(stored) != of.size {
        return Err(Unfit);
    }
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| speaks_of_screens(profile));
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| Unfit)?;
    if let Some(turn) = Orientation::from_exif(of.raster.turn.value()) {
        image.apply_orientation(turn);
    }
    Ok(Pixels { image: plain(image), profile })
}

/// In eight bits; without transparency where there is none.
pub fn plain(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return DynamicImage::ImageRgb8(image.into_rgb8());
    }
    let image = image.into_rgba8();
    if image.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        return DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(image).into_rgb8());
    }
    DynamicImage::ImageRgba8(image)
}

/// A profile for red, green and blue that is not that of the web. Others speak
/// of inks or greys, which are no more once the image is decoded.
fn speaks_of_screens(profile: &[u8]) -> bool {
    let says = |name: &[u8]| memchr::memmem::find(profile, name).is_some();
    let web = says(b"sRGB") || says(b"s\0R\0G\0B");
    profile.len() <= PROFILE && profile.get(16..20) == Some(b"RGB ") && !web
}

pub fn scaled(image: &DynamicImage, (width, height): (u32, u32)) -> Result<DynamicImage, Unfit> {
    if (image.width(), image.height()) == (width, height) {
        return Ok(image.clone());
    }
    let mut out = DynamicImage::new(width, height, image.color());
    resize(image, &mut out)?;
    Ok(out)
}

/// The same for one of a row.
pub fn resized(image: &RgbaImage, (width, height): (u32, u32)) -> Result<RgbaImage, Unfit> {
    if image.dimensions() == (width, height) {
        return Ok(image.clone());
    }
    let source = ImageRef::new(image.width(), image.height(), image.as_raw(), PixelType::U8x4);
    let mut out = RgbaImage::new(width, height);
    let mut target =
        fast_image_resize::images::Image::from_slice_u8(width, height, &mut out, PixelType::U8x4)
            .map_err(|_| Unfit)?;
    resize(&source.map_err(|_| Unfit)?, &mut target)?;
    drop(target);
    Ok(out)
}

fn resize(from: &impl IntoImageView, to: &mut impl IntoImageViewMut) -> Result<(), Unfit> {
    let lanczos = ResizeAlg::Convolution(FilterType::Lanczos3);
    let options = ResizeOptions::new().resize_alg(lanczos);
    Resizer::new().resize(from, to, &options).map_err(|_| Unfit)
}
