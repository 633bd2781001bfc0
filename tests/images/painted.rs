//! Image files made of real pixels.
use std::io::Cursor;

use image::DynamicImage;
use image::ImageEncoder;
use image::ImageFormat;
use image::Rgb;
use image::RgbImage;
use image::Rgba;
use image::RgbaImage;
use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;

use crate::samples::exif;
use crate::samples::segment;

/// A number that looks like chance and is the same every time.
fn noise(x: u32, y: u32) -> u8 {
    let mut n = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77);
    n ^= n >> 15;
    n = n.wrapping_mul(0x2C1B_3CDF);
    (n >> 24) as u8 / 6
}

/// Like a photograph: red on the left, blue at the bottom, grain all over.
pub fn photograph(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let red = 200 - (x * 180 / width.max(1)) as u8;
        let blue = (y * 180 / height.max(1)) as u8;
        let grain = noise(x, y);
        Rgb([red + grain, 40 + grain, blue + grain])
    })
}

pub fn jpeg(image: &RgbImage, quality: u8) -> Vec<u8> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality).encode_image(image).unwrap();
    out
}

/// The same, with segments behind the first bytes.
pub fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

pub fn turned(jpeg: &[u8], turn: u8) -> Vec<u8> {
    with_segments(jpeg, &[segment(0xE1, &[b"Exif\0\0", &exif(turn)[..]].concat())])
}

pub fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.into().write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

/// Like a drawing: a few large flat shapes and some letters' worth of lines.
pub fn drawing(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x / 97 + y / 61) % 5 {
        0 => Rgb([0, 0, 145]),
        1 if x % 7 == 0 => Rgb([225, 0, 15]),
        2 => Rgb([246, 246, 246]),
        _ => Rgb([255, 255, 255]),
    })
}

/// A disc on nothing.
pub fn disc(side: u32) -> RgbaImage {
    let middle = i64::from(side / 2);
    RgbaImage::from_fn(side, side, |x, y| {
        let far = (i64::from(x) - middle).pow(2) + (i64::from(y) - middle).pow(2);
        let alpha = if far < (middle * 4 / 5).pow(2) { 255 } else { 0 };
        Rgba([10 + noise(x, y), 120, 200, alpha])
    })
}

/// A square that walks over a photograph; each image is shown that long.
pub fn animation(width: u32, height: u32, frames: u32, milliseconds: u32) -> Vec<u8> {
    let ground = DynamicImage::ImageRgb8(photograph(width, height)).into_rgba8();
    let mut out = Vec::new();
    {
        let mut encoder = GifEncoder::new_with_speed(&mut out, 30);
        for n in 0..frames {
            let mut image = ground.clone();
            for (x, y) in (0..20).flat_map(|x| (0..20).map(move |y| (x, y))) {
                image.put_pixel((n * 10 + x) % width, 10 + y, Rgba([255, 255, 0, 255]));
            }
            let delay = image::Delay::from_numer_denom_ms(milliseconds, 1);
            encoder.encode_frame(image::Frame::from_parts(image, 0, 0, delay)).unwrap();
        }
    }
    out
}

/// Four inks, as printers save them.
pub fn inks(width: u16, height: u16) -> Vec<u8> {
    let rgb = photograph(width.into(), height.into());
    let inks: Vec<u8> =
        rgb.pixels().flat_map(|pixel| [255 - pixel.0[0], 255 - pixel.0[1], 255 - pixel.0[2], 20]).collect();
    let mut out = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut out, 85);
    encoder.encode(&inks, width, height, jpeg_encoder::ColorType::Cmyk).unwrap();
    out
}

/// A profile for screens, large enough to be one.
pub fn profile(name: &[u8]) -> Vec<u8> {
    let mut profile = vec![0; 128];
    profile[16..20].copy_from_slice(b"RGB ");
    profile[36..40].copy_from_slice(b"acsp");
    profile.extend(name);
    profile
}

pub fn with_profile(image: &RgbImage, profile: Vec<u8>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 90);
    encoder.set_icc_profile(profile).unwrap();
    encoder.encode_image(image).unwrap();
    out
}
