//! An image file: its format, its size, how it is turned, and what its bytes
//! are without the words that cameras and programs leave in them.
//!
//! Nothing is decoded: the walk goes from one length to the next, so that a
//! hostile file costs what its bytes cost.
pub mod blocks;
pub mod exif;
pub mod jpeg;
pub mod png;
pub mod riff;
pub mod svg;
pub mod walk;

use std::sync::Arc;

use imagesize::Compression;
use imagesize::ImageType;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::french;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::raster::Format;
use crate::model::raster::MOST_PIXELS;
use crate::model::raster::Raster;
use crate::parse::pictures::walk::Cut;
use crate::parse::pictures::walk::Walk;

/// What was read: the size as it is seen, and the rest.
pub type Seen = ((u32, u32), Raster);

const RESAVE: &str = "ouvrez-la dans un logiciel d'images et enregistrez-la de nouveau";

pub fn read(path: &SitePath, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Seen> {
    let mut fault = |code: Code, message: &str, help: &str| {
        diagnostics.push(Diagnostic::error(code, Span::top(path), message).with_help(help));
    };
    let format = match imagesize::image_type(bytes) {
        Ok(ImageType::Png) => Format::Png,
        Ok(ImageType::Jpeg) => Format::Jpeg,
        Ok(ImageType::Gif) => Format::Gif,
        Ok(ImageType::Webp) => Format::Webp,
        Ok(ImageType::Heif(Compression::Av1)) => Format::Avif,
        Ok(ImageType::Heif(_)) => {
            let message = "cette image est au format HEIC, que les navigateurs ne montrent pas";
            fault(Code::ImageBroken, message, "enregistrez-la en JPEG");
            return None;
        }
        _ => {
            let message = "cette image ne peut pas être lue : le fichier est abîmé ou n'est pas une image";
            fault(Code::ImageBroken, message, RESAVE);
            return None;
        }
    };
    let Some(stored) = size(bytes) else {
        let message = "cette image ne peut pas être lue : le fichier ne dit pas ses dimensions";
        fault(Code::ImageBroken, message, RESAVE);
        return None;
    };
    let walked = match format {
        Format::Png => png::walk(bytes),
        Format::Jpeg => jpeg::walk(bytes),
        Format::Gif => blocks::walk(bytes),
        Format::Webp => riff::walk(bytes),
        Format::Avif => avif(bytes),
    };
    let walk = match walked {
        Ok(walk) => walk,
        Err(Cut::Short) => {
            let message = "cette image est coupée : il manque la fin du fichier";
            fault(Code::ImageBroken, message, "déposez-la de nouveau, entière");
            return None;
        }
        Err(Cut::Broken) => {
            let message = "cette image ne peut pas être lue : le fichier est abîmé";
            fault(Code::ImageBroken, message, RESAVE);
            return None;
        }
        Err(Cut::Tells) => {
            let message = "cette image AVIF dit peut-être où et par qui elle a été prise, et kiosque ne sait pas l'en ôter";
            fault(Code::ImageTells, message, "enregistrez-la sans ses métadonnées, ou en JPEG");
            return None;
        }
    };
    misnamed(path, format, diagnostics);
    huge(path, stored, diagnostics);
    let size = walk.turn.seen(stored);
    let Walk { turn, frames, ground, .. } = walk;
    let raster = Raster { format, turn, frames, ground, clean: walk.cleaned().map(Arc::from) };
    Some((size, raster))
}

fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    (width > 0 && height > 0).then_some((width, height))
}

/// Its boxes point into one another by place: nothing is taken out of them.
fn avif(bytes: &[u8]) -> Result<Walk, Cut> {
    let tells = [&b"infe"[..], b"Exif"].iter().all(|name| memchr::memmem::find(bytes, name).is_some())
        || memchr::memmem::find(bytes, b"application/rdf+xml").is_some();
    if tells { Err(Cut::Tells) } else { Ok(Walk::still()) }
}

fn huge(path: &SitePath, (width, height): (u32, u32), diagnostics: &mut Diagnostics) {
    if u64::from(width) * u64::from(height) <= MOST_PIXELS {
        return;
    }
    let sides = [width, height].map(|side| french::number(f64::from(side), 0)).join(" × ");
    let message = format!("cette image a {sides} pixels : elle est trop grande pour être réduite ici");
    let warning = Diagnostic::warning(Code::ImageHuge, Span::top(path), message);
    let most = french::number(MOST_PIXELS as f64 / 1e6, 0);
    diagnostics.push(
        warning.with_help(format!("réduisez-la avant de la déposer, à {most} millions de pixels au plus")),
    );
}

/// Browsers look into the file, programs at its name.
fn misnamed(path: &SitePath, format: Format, diagnostics: &mut Diagnostics) {
    let ending = path.extension().to_ascii_lowercase();
    if format.endings().contains(&ending.as_str()) {
        return;
    }
    let message = format!("« {} » est une image {}, malgré son nom", path.name(), format.name());
    let warning = Diagnostic::warning(Code::ImageMisnamed, Span::top(path), message);
    diagnostics.push(warning.with_help(format!("renommez-la « {}.{} »", path.stem(), format.endings()[0])));
}
