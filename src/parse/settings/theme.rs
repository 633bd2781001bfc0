//! `theme.yaml`: where a theme's files are, which style sheets it makes, which pages it adds.
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::model::picture::ImageRules;
use crate::model::theme::BlockForm;
use crate::model::theme::Script;
use crate::model::theme::Shape;
use crate::model::theme::StyleSheet;
use crate::model::theme::ThemePage;
use crate::model::theme::ThemeSettings;
use crate::parse::settings::fact;
use crate::parse::settings::reader;
use crate::parse::settings::reader::Others;
use crate::parse::settings::reader::Reader;
use crate::parse::settings::routes;

/// `None` when the file cannot be read at all; what is wrong inside is told
/// and left out.
pub fn read(path: &SitePath, text: &str, diagnostics: &mut Diagnostics) -> Option<ThemeSettings> {
    reader::file((path, text), Others::Refuse, diagnostics, |reader| {
        Some(ThemeSettings {
            path: Some(path.clone()),
            pages: reader.each("pages", page),
            facts: fact::facts(reader),
            search: reader.inside("search", page),
            styles: reader.each("styles", style),
            scripts: reader.each("scripts", script),
            assets: paths(reader, "assets"),
            publish: reader.each("publish", publication),
            images: reader.inside("images", images).unwrap_or_default(),
            aliases: aliases(reader),
            blocks: reader.named("email_blocks", block),
            hosts: reader.texts("hosts"),
            hosts_help: reader.text("hosts_help"),
            choices: choices(reader),
        })
    })
}

/// Of one sheet: each is a bit of a number.
const MOST_PARTS: usize = 60;

const SHAPES: [(&str, Shape); 7] = [
    ("plain", Shape::Plain),
    ("box", Shape::Box),
    ("quote", Shape::Quote),
    ("button", Shape::Button),
    ("words", Shape::Words),
    ("online", Shape::Online),
    ("nothing", Shape::Nothing),
];

/// Copies of images, as wide as screens are.
const WIDTHS: RangeInclusive<u32> = 16..=4096;

fn images(reader: &mut Reader) -> Option<ImageRules> {
    let mut widths = Vec::new();
    if let Some(node) = reader.get("widths") {
        for node in node.list().unwrap_or(std::slice::from_ref(node)) {
            let number = node.number().map(|it| it.get()).filter(|it| it.fract() == 0.0);
            match number.map(|it| it as u32).filter(|it| WIDTHS.contains(it)) {
                Some(width) => widths.push(width),
                None => reader.invalid(
                    node,
                    "cette largeur d'image n'est pas possible",
                    "écrivez un nombre de pixels, de 16 à 4096",
                ),
            }
        }
    }
    widths.sort_unstable();
    widths.dedup();
    let side =
        |count: Option<usize>, usual: u32| count.and_then(|it| u32::try_from(it).ok()).unwrap_or(usual);
    let (column, margins) = (reader.count("column"), reader.count("margins"));
    Some(ImageRules { widths, column: side(column, 800), margins: side(margins, 32) })
}

fn block(reader: &mut Reader) -> Option<BlockForm> {
    Some(BlockForm {
        shape: reader.choice("shape", &SHAPES).unwrap_or_default(),
        title: reader.text("title"),
        link: reader.text("link"),
        picture: reader.text("picture"),
        before: reader.texts("before"),
        after: reader.texts("after"),
    })
}

fn page(reader: &mut Reader) -> Option<ThemePage> {
    let (template, title) = (reader.require("template"), reader.require("title"));
    let (description, when, needs) = (reader.text("description"), reader.text("when"), reader.texts("needs"));
    let accounts = reader.text("accounts");
    reader.require("route")?;
    let route = routes::route(reader, "route")?;
    Some(ThemePage { template: template?, route, title: title?, description, when, needs, accounts })
}

fn style(reader: &mut Reader) -> Option<StyleSheet> {
    let name = reader.require("name");
    let (sources, prefixes, keep) =
        (paths(reader, "sources"), reader.texts("prefixes"), reader.texts("keep"));
    Some(StyleSheet { name: name?, sources, prefixes, keep, parts: parts(reader) })
}

/// Names that are there for people, each with its classes.
fn parts(reader: &mut Reader) -> Vec<Vec<String>> {
    let mut parts = Vec::new();
    for field in reader.pairs("parts") {
        let nodes = field.node.list().unwrap_or(std::slice::from_ref(&field.node));
        parts.push(nodes.iter().filter_map(|node| reader.text_of(node, "parts")).collect());
    }
    if let (true, Some(node)) = (parts.len() > MOST_PARTS, reader.get("parts")) {
        let help = "réunissez ceux que les mêmes pages demandent";
        reader.invalid(node, &format!("une feuille de style a {MOST_PARTS} morceaux au plus"), help);
        parts.truncate(MOST_PARTS);
    }
    parts
}

fn script(reader: &mut Reader) -> Option<Script> {
    let name = reader.require("name");
    let (sources, marks) = (paths(reader, "sources"), reader.texts("marks"));
    Some(Script { name: name?, sources, marks })
}

fn publication(reader: &mut Reader) -> Option<(String, String)> {
    let from = reader.require("from");
    reader.require("to")?;
    let to = routes::route(reader, "to");
    let (from, node) = (from?, reader.get("from")?);
    routes::inner_path(reader, node, &from).then_some((from, to?))
}

fn aliases(reader: &mut Reader) -> BTreeMap<String, String> {
    let pairs = reader.pairs("aliases").iter();
    let texts = pairs.filter_map(|field| Some((field.name.clone(), reader.text_of(&field.node, "aliases")?)));
    texts.collect()
}

fn choices(reader: &mut Reader) -> BTreeMap<String, Vec<String>> {
    let mut choices = BTreeMap::new();
    for field in reader.pairs("choices") {
        let nodes = field.node.list().unwrap_or(std::slice::from_ref(&field.node));
        let words = nodes.iter().filter_map(|node| reader.text_of(node, "choices"));
        choices.insert(field.name.clone(), words.collect());
    }
    choices
}

/// Paths from the theme's folder, without a slash at the end.
fn paths(reader: &mut Reader, name: &'static str) -> Vec<String> {
    let Some(node) = reader.get(name) else { return Vec::new() };
    let texts = reader.texts(name);
    let inner = texts.into_iter().filter(|text| routes::inner_path(reader, node, text));
    inner.map(|text| text.trim_end_matches('/').to_owned()).collect()
}
