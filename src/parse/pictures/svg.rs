//! A drawing in SVG: its size, and what in it could act or call elsewhere.
//!
//! Shown in a page such a file is inert; opened at its own address it is a
//! document of the site's, with all the rights of one.
use std::ops::Range;

use roxmltree::Document;
use roxmltree::Node;
use roxmltree::ParsingOptions;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;

/// Elements and texts of one drawing.
const MOST: u32 = 500_000;

pub fn read(path: &SitePath, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<(u32, u32)> {
    let told = |message: &str, help: &str, range: Range<usize>| {
        Diagnostic::error(Code::ImageBroken, Span::new(path, range), message).with_help(help)
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        let message = "ce dessin SVG ne peut pas être lu : il n'est pas enregistré en UTF-8";
        diagnostics.push(told(message, "enregistrez-le de nouveau, en UTF-8", 0..0));
        return None;
    };
    let text = text.trim_start_matches('\u{feff}');
    let lost = bytes.len() - text.len();
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST, entity_resolver: None };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) if named(document.root_element(), "svg") => document,
        Ok(_) => {
            let message = "ce fichier n'est pas un dessin SVG, malgré son nom";
            diagnostics.push(told(message, "donnez-lui l'extension de ce qu'il est", 0..0));
            return None;
        }
        Err(error) => {
            let at = lost + place(text, error.pos());
            let message = "ce dessin SVG ne peut pas être lu : le fichier est abîmé à cet endroit";
            let help = "ouvrez-le dans un logiciel de dessin et enregistrez-le de nouveau";
            diagnostics.push(told(message, help, at..at));
            return None;
        }
    };
    judge(path, &document, lost, diagnostics);
    size(document.root_element())
}

fn named(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// Rows count from 1, columns in characters.
fn place(text: &str, at: roxmltree::TextPos) -> usize {
    let start: usize = text.split_inclusive('\n').take(at.row.saturating_sub(1) as usize).map(str::len).sum();
    let line = &text[start..];
    start + line.char_indices().nth(at.col.saturating_sub(1) as usize).map_or(line.len(), |(at, _)| at)
}

/// The first of each sort of trouble: where one stands, others do.
fn judge(path: &SitePath, document: &Document<'_>, lost: usize, diagnostics: &mut Diagnostics) {
    let mut told: Vec<Trouble> = Vec::new();
    for node in document.descendants() {
        for (trouble, range) in troubles(node) {
            if told.contains(&trouble) {
                continue;
            }
            let span = Span::new(path, range.start + lost..range.end + lost);
            let (message, help) = trouble.words();
            let fault = match trouble {
                Trouble::Script | Trouble::Handler => Diagnostic::error(Code::SvgActive, span, message),
                Trouble::Foreign | Trouble::Outside(_) => Diagnostic::warning(Code::SvgActive, span, message),
            };
            diagnostics.push(fault.with_help(help));
            told.push(trouble);
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Trouble {
    Script,
    Handler,
    /// Pieces of a web page.
    Foreign,
    /// Something that the drawing calls from elsewhere.
    Outside(String),
}

impl Trouble {
    fn words(&self) -> (String, &'static str) {
        match self {
            Self::Script => (
                "ce dessin SVG contient un script : ouvert seul, il agirait au nom du site".into(),
                "exportez-le de nouveau en « SVG simple », ou ôtez l'élément « script »",
            ),
            Self::Handler => (
                "ce dessin SVG contient du code qui réagit aux gestes du lecteur".into(),
                "exportez-le de nouveau en « SVG simple », ou ôtez cet attribut",
            ),
            Self::Foreign => (
                "ce dessin SVG contient des morceaux de page web, que tous les lecteurs ne voient pas".into(),
                "exportez-le avec ses textes en tracés, ou ôtez l'élément « foreignObject »",
            ),
            Self::Outside(what) => (
                format!("ce dessin SVG appelle « {what} » : les navigateurs ne l'iront pas chercher"),
                "exportez-le avec ses images et ses styles à l'intérieur",
            ),
        }
    }
}

fn troubles(node: Node<'_, '_>) -> Vec<(Trouble, Range<usize>)> {
    let mut found = Vec::new();
    if node.is_pi() && node.pi().is_some_and(|it| it.target == "xml-stylesheet") {
        found.push((Trouble::Outside("xml-stylesheet".into()), node.range()));
    }
    if !node.is_element() {
        return found;
    }
    let start = node.range().start..node.range().start + 1;
    match node.tag_name().name() {
        "script" => found.push((Trouble::Script, start)),
        "foreignObject" => found.push((Trouble::Foreign, start)),
        "style" => {
            let texts = node.children().filter_map(|it| it.text()).filter_map(called);
            found.extend(texts.map(|what| (Trouble::Outside(what), start.clone())));
        }
        _ => {}
    }
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        let bare: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let bare = bare.to_ascii_lowercase();
        if attribute.namespace().is_none() && name.len() > 2 && name.to_ascii_lowercase().starts_with("on")
            || bare.starts_with("javascript:")
            || bare.starts_with("data:text/html")
        {
            found.push((Trouble::Handler, attribute.range()));
        } else if name == "href" && !named(node, "a") {
            if !bare.is_empty() && !bare.starts_with('#') && !bare.starts_with("data:") {
                found.push((Trouble::Outside(short(value)), attribute.range()));
            }
        } else if let Some(what) = called(value) {
            found.push((Trouble::Outside(what), attribute.range()));
        }
    }
    found
}

/// What a style asks for that is neither in the drawing nor in the style itself.
fn called(style: &str) -> Option<String> {
    if let Some(at) = style.find("@import") {
        return Some(short(style[at..].split(';').next().unwrap_or_default()));
    }
    let mut rest = style;
    while let Some(at) = rest.find("url(") {
        rest = rest[at + 4..].trim_start_matches([' ', '"', '\'']);
        if !rest.starts_with('#') && !rest.starts_with("data:") && !rest.is_empty() {
            return Some(short(rest.split([')', '"', '\'']).next().unwrap_or_default()));
        }
    }
    None
}

/// Enough of an address to find it again.
fn short(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

/// In pixels, when the drawing has one of its own: one that only has
/// proportions takes the room it is given.
fn size(root: Node<'_, '_>) -> Option<(u32, u32)> {
    let side = |name: &str| root.attribute(name).and_then(pixels);
    let (width, height) = match (side("width"), side("height")) {
        (Some(width), Some(height)) => (width, height),
        (None, None) => return None,
        (width, height) => {
            let shape: Vec<f64> = root
                .attribute("viewBox")?
                .split([' ', ',', '\n', '\t'])
                .filter_map(|it| it.parse().ok())
                .collect();
            let ratio = shape.get(3).filter(|it| **it > 0.0).and_then(|high| Some(shape.get(2)? / high))?;
            (width.or(height.map(|it| it * ratio))?, height.or(width.map(|it| it / ratio))?)
        }
    };
    let whole = |side: f64| (1.0..=100_000.0).contains(&side.round()).then(|| side.round() as u32);
    Some((whole(width)?, whole(height)?))
}

/// An absolute length of CSS.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let unit = length.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(length.len());
    let number: f64 = length[..unit].trim().parse().ok()?;
    let scale = match &length[unit..] {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        _ => return None,
    };
    (number.is_finite() && number > 0.0).then_some(number * scale)
}
