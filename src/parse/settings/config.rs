//! `kiosque.yaml`: what the site says of itself.
use crate::base::date::Date;
use crate::base::diagnostic::Diagnostics;
use crate::base::origin::site_address;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::path::decode;
use crate::model::config::Config;
use crate::model::config::EXPECTED;
use crate::model::config::Typography;
use crate::model::value::Node;
use crate::model::value::Yaml;
use crate::parse::settings::listing;
use crate::parse::settings::loaders;
use crate::parse::settings::reader;
use crate::parse::settings::reader::Others;
use crate::parse::settings::reader::Reader;
use crate::parse::settings::routes;

/// Keys that only the generator reads, or will.
const OURS: [&str; 8] =
    ["base_url", "typography", "redirects", "gone", "select", "sources", "feeds", "kinds"];
/// Those of them that are one text.
const TEXTS: [&str; 10] = [
    "description",
    "tagline",
    "author",
    "image",
    "contact",
    "repository",
    "statistics",
    "legal",
    "privacy",
    "sitemap",
];

/// A site that names no theme has an empty one: the only theme it has, since
/// the source knows none by name. `None` when the file cannot be read, or lacks a title or a usable address.
pub fn read(path: &SitePath, text: &str, diagnostics: &mut Diagnostics) -> Option<Config> {
    reader::file((path, text), Others::Suspect, diagnostics, config)
}

fn config(reader: &mut Reader) -> Option<Config> {
    let (title, base_url) = (reader.require("title"), base_url(reader));
    let typography = match reader.truth("typography") {
        Some(false) => Typography::AsWritten,
        _ => Typography::French,
    };
    // `wants_search` reads it; a word that is neither is told here.
    let _ = reader.truth("search");
    let lang = reader.text("lang").unwrap_or_else(|| "fr".to_owned());
    let theme = reader.text("theme").unwrap_or_default();
    let (redirects, gone, select) = (redirects(reader), gone(reader), listing::selections(reader));
    let loaders = loaders::loaders(reader);
    shapes(reader);
    // All others pass to templates.
    let known: Vec<&'static str> = EXPECTED.into_iter().chain(OURS).collect();
    reader.know(&known);
    Some(Config {
        path: reader.path().clone(),
        title: title?,
        base_url: base_url?,
        lang,
        theme,
        typography,
        redirects,
        gone,
        select,
        loaders,
        fields: reader.fields().clone(),
    })
}

/// Scheme, host, perhaps a folder; a slash at the end is taken off and said.
fn base_url(reader: &mut Reader) -> Option<String> {
    let text = reader.require("base_url")?;
    let node = reader.get("base_url")?;
    let example = "écrivez par exemple : base_url: https://exemple.gouv.fr";
    let bare = match site_address(&text) {
        Ok(bare) => bare,
        Err(why) => {
            reader.invalid(node, &why, example);
            return None;
        }
    };
    if bare.len() < text.len() {
        let help = format!("écrivez : base_url: {bare}");
        reader.note(node, "la barre à la fin de l'adresse du site est de trop, elle est ignorée", &help);
    }
    Some(bare.to_owned())
}

/// Old address → new one, of this site or another.
fn redirects(reader: &mut Reader) -> Vec<(String, String)> {
    let mut redirects = Vec::new();
    for field in reader.pairs("redirects") {
        let Some(new) = reader.text_of(&field.node, "redirects") else { continue };
        let old = Node { range: field.range, ..field.node.clone() };
        let elsewhere = new.starts_with("https://") || new.starts_with("http://");
        let path = new.split(['?', '#']).next().unwrap_or_default();
        let fits = routes::check(reader, &old, &field.name, &[]);
        if fits && (elsewhere || routes::check(reader, &field.node, path, &[])) {
            redirects.push((field.name.clone(), new));
        }
    }
    redirects
}

/// Addresses that were published, and that nothing replaces.
fn gone(reader: &mut Reader) -> Vec<(Route, (u32, u32))> {
    let Some(node) = reader.get("gone") else { return Vec::new() };
    let nodes = match &node.yaml {
        Yaml::List(nodes) => nodes.iter().collect(),
        _ => vec![node],
    };
    let mut gone = Vec::new();
    for node in nodes {
        let Some(text) = reader.text_of(node, "gone") else { continue };
        if routes::check(reader, node, &decode(&text), &[])
            && let Some(route) = Route::former(&text)
        {
            gone.push((route, node.range));
        }
    }
    gone
}

/// Settings that only templates read: what would break a page is told here,
/// with its place.
fn shapes(reader: &mut Reader) {
    for name in TEXTS {
        reader.text(name);
    }
    if let Some(zone) = reader.text("timezone")
        && let Some(node) = reader.get("timezone")
        && Date::at(0, &zone).is_none()
    {
        reader.invalid(
            node,
            &format!("le fuseau horaire « {zone} » n'existe pas"),
            "écrivez par exemple : Europe/Paris",
        );
    }
    reader.inside("identity", |reader| {
        reader.texts("brand");
        ["operator", "service", "entity"].iter().for_each(|name| _ = reader.text(name));
        Some(())
    });
    reader.each("navigation", |reader| {
        link(reader, "children");
        reader.each("children", |reader| link(reader, "to"));
        Some(())
    });
    reader.each("quick_links", |reader| {
        reader.text("icon");
        link(reader, "to")
    });
    reader.inside("footer", |reader| {
        reader.text("text");
        reader.each("links", |reader| link(reader, "to"));
        Some(())
    });
    reader.inside("security", security);
}

/// `{label, to}`; `instead` is the key that may stand in for the address.
fn link(reader: &mut Reader, instead: &'static str) -> Option<()> {
    reader.require("label");
    if reader.get(instead).is_none() {
        reader.require("to");
    }
    reader.text("to").map(|_| ())
}

/// Contact and date of expiry are what RFC 9116 requires.
fn security(reader: &mut Reader) -> Option<()> {
    let contact = reader.require("contact");
    if let (Some(contact), Some(node)) = (contact, reader.get("contact"))
        && !["mailto:", "https://", "tel:"].iter().any(|scheme| contact.starts_with(scheme))
    {
        let help = format!("écrivez par exemple : mailto:{contact}");
        reader.invalid(node, "le contact doit commencer par « mailto: », « https:// » ou « tel: »", &help);
    }
    let expires = reader.require("expires");
    if let (Some(expires), Some(node)) = (expires, reader.get("expires"))
        && expires.parse::<Date>().is_err()
    {
        reader.invalid(
            node,
            &format!("« {expires} » n'est pas une date"),
            "écrivez l'année, le mois et le jour : 2027-06-30",
        );
    }
    reader.text("policy").map(|_| ())
}
