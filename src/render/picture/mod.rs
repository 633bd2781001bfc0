//! Images at the addresses that the plan gave them: the file without its words,
//! and copies in other widths and forms. The same source gives the same bytes.
pub mod canvas;
pub mod container;
pub mod motion;
pub mod pixels;
pub mod plain;
pub mod webp;

use std::io;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::output::Artifact;
use crate::model::parsed::Asset;
use crate::model::picture::Derived;
use crate::model::picture::Form;
use crate::model::raster::joined;
use crate::render::Read;
use crate::render::picture::pixels::Pixels;

/// A picture that cannot be decoded, or not within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit;

/// The image, its pixels untouched, without the words in its file.
pub fn clean(asset: &Asset, read: Read<'_>, diagnostics: &mut Diagnostics) -> Option<Artifact> {
    let parts = asset.raster.as_ref()?.clean.as_ref()?;
    let bytes = source(&asset.path, read, diagnostics)?;
    let joined = joined(parts, &bytes);
    if joined.is_none() {
        gone(&asset.path, &io::ErrorKind::UnexpectedEof.into(), diagnostics);
    }
    joined.map(|bytes| Artifact::Bytes(Arc::from(bytes)))
}

/// A copy. Whatever the file does to those who decode it ends as a message.
pub fn derived(of: &Derived, read: Read<'_>, diagnostics: &mut Diagnostics) -> Option<Artifact> {
    let bytes = source(&of.path, read, diagnostics)?;
    let made = catch_unwind(AssertUnwindSafe(|| made(of, &bytes))).unwrap_or(Err(Unfit));
    match made {
        Ok(bytes) => Some(Artifact::Bytes(Arc::from(bytes))),
        Err(Unfit) => {
            let message = "cette image ne peut pas être décodée : le fichier est abîmé";
            let fault = Diagnostic::error(Code::ImageBroken, Span::top(&of.path), message);
            diagnostics
                .push(fault.with_help("ouvrez-la dans un logiciel d'images et enregistrez-la de nouveau"));
            None
        }
    }
}

fn made(of: &Derived, bytes: &[u8]) -> Result<Vec<u8>, Unfit> {
    if of.form == Form::Moving {
        return motion::moving(of, bytes);
    }
    let Pixels { image, profile } = pixels::decoded(of, bytes)?;
    let image = pixels::scaled(&image, (of.width, of.height))?;
    match of.form {
        Form::Webp => webp::still(&image, profile.as_deref(), of),
        Form::Jpeg => plain::jpeg(&image, profile.as_deref(), of.weight),
        Form::Png => plain::png(&image, profile),
        Form::Source | Form::Moving => Err(Unfit),
    }
}

fn source(path: &SitePath, read: Read<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<u8>> {
    read(path).map_err(|error| gone(path, &error, diagnostics)).ok()
}

/// It was there a moment ago.
fn gone(path: &SitePath, error: &io::Error, diagnostics: &mut Diagnostics) {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => "accès refusé",
        _ => "elle a changé ou disparu pendant la construction",
    };
    let message = format!("cette image ne peut plus être lue : {why}");
    let fault = Diagnostic::error(Code::FileUnreadable, Span::top(path), message);
    diagnostics.push(fault.with_help("vérifiez que personne n'écrit dans le fichier, et recommencez"));
}
