//! Images at the addresses that the plan gave them.
use std::io;
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::span::Span;
use crate::model::output::Artifact;
use crate::model::parsed::Asset;
use crate::model::raster::joined;
use crate::render::Read;

/// The image, its pixels untouched, without the words in its file.
pub fn clean(asset: &Asset, read: Read<'_>, diagnostics: &mut Diagnostics) -> Option<Artifact> {
    let parts = asset.raster.as_ref()?.clean.as_ref()?;
    let bytes = read(&asset.path).map_err(|error| gone(asset, &error, diagnostics)).ok()?;
    let joined = joined(parts, &bytes);
    if joined.is_none() {
        gone(asset, &io::ErrorKind::UnexpectedEof.into(), diagnostics);
    }
    joined.map(|bytes| Artifact::Bytes(Arc::from(bytes)))
}

/// It was there a moment ago.
fn gone(asset: &Asset, error: &io::Error, diagnostics: &mut Diagnostics) {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => "accès refusé",
        _ => "elle a changé ou disparu pendant la construction",
    };
    let message = format!("cette image ne peut plus être lue : {why}");
    let fault = Diagnostic::error(Code::FileUnreadable, Span::top(&asset.path), message);
    diagnostics.push(fault.with_help("vérifiez que personne n'écrit dans le fichier, et recommencez"));
}
