//! An image named in the front matter: where it is, and its size.
use std::collections::BTreeMap;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::Route;
use crate::base::path::decode;
use crate::model::document::Document;
use crate::model::parsed::Asset;
use crate::model::value::Node;
use crate::model::value::Number;
use crate::model::value::Value;

/// Published files by address.
pub type Assets = BTreeMap<Route, Asset>;

/// `{url, width, height, alt, src, srcset, share}`: the size is that of the image
/// itself, null when unknown; `src` is what every reader can show, `srcset` its
/// copies in WebP, `share` what other sites may show of it.
pub fn field(
    document: &Document,
    node: &Node,
    alt: Option<&str>,
    assets: &Assets,
    diagnostics: &mut Diagnostics,
) -> Value {
    let written = node.text().unwrap_or_default();
    let mut size = None;
    let mut url = written.to_owned();
    let mut picture = None;
    if !written.contains("://") && !written.starts_with("//") {
        match find(document, written, assets) {
            Some((route, asset)) => {
                url = route.href();
                size = asset.size;
                picture = asset.picture.as_ref();
            }
            None => missing(document, node, written, diagnostics),
        }
    }
    let side =
        |side: Option<u32>| side.map_or(Value::Null, |side| Value::Number(Number::from(side as usize)));
    let plain = picture.map_or_else(|| url.clone(), |picture| picture.plain.route.href());
    let shared = picture.map(|picture| (picture.plain.width, picture.plain.height)).or(size);
    let sized = |url: String, size: Option<(u32, u32)>| {
        let (width, height) = (size.map(|(width, _)| width), size.map(|(_, height)| height));
        [("url", Value::from(url)), ("width", side(width)), ("height", side(height))]
    };
    let light = picture.map(|picture| picture.srcset()).filter(|light| !light.is_empty());
    let beside = [
        ("alt", alt.map_or(Value::text(""), |alt| Value::words(alt, document.typography))),
        ("src", Value::from(plain.clone())),
        ("srcset", light.map_or(Value::Null, Value::from)),
        ("share", Value::map(sized(plain, shared))),
    ];
    Value::map(sized(url, size).into_iter().chain(beside))
}

/// A published file, from the root or from the document's folder.
pub fn find<'a>(document: &Document, written: &str, assets: &'a Assets) -> Option<(&'a Route, &'a Asset)> {
    let path = decode(written.split(['?', '#']).next().unwrap_or_default());
    let route = match path.strip_prefix('/') {
        Some(_) => Route::new(&path)?,
        None => Route::new(document.path.join(&path)?.as_str().strip_prefix("content/")?)?,
    };
    assets.get_key_value(&route)
}

fn missing(document: &Document, node: &Node, written: &str, diagnostics: &mut Diagnostics) {
    let span = node.span(&document.path);
    let message = format!("l'image « {written} » n'existe pas");
    let fault = match written.starts_with('/') {
        true => Diagnostic::warning(Code::FileMissing, span, message)
            .with_help(format!("placez-la à « content{written} » ou corrigez l'adresse")),
        false => Diagnostic::error(Code::FileMissing, span, message)
            .with_help(format!("placez-la à « {}/{written} » ou corrigez l'adresse", document.path.folder())),
    };
    diagnostics.push(fault);
}
