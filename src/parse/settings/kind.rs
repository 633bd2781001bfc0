//! `_kind.yaml`: the schema of a folder, its addresses, its lists.
use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::path::SitePath;
use crate::model::kind::Compute;
use crate::model::kind::DataPages;
use crate::model::kind::FieldRule;
use crate::model::kind::Kind;
use crate::model::kind::KindName;
use crate::model::kind::Mailing;
use crate::model::kind::Shape;
use crate::model::kind::SlugStyle;
use crate::model::value::Node;
use crate::parse::settings::field;
use crate::parse::settings::listing;
use crate::parse::settings::reader;
use crate::parse::settings::reader::Others;
use crate::parse::settings::reader::Reader;
use crate::parse::settings::routes;

/// Front matter that every kind knows, and thus may order by.
const EVERYWHERE: [&str; 9] =
    ["title", "slug", "draft", "redirect_from", "description", "template", "typography", "summary", "order"];
/// Parts of an address that are worked out.
const PARTS: [&str; 5] = ["slug", "stem", "year", "month", "day"];
const SLUGS: [(&str, SlugStyle); 3] =
    [("stem", SlugStyle::Stem), ("django", SlugStyle::Django), ("french", SlugStyle::French)];

/// `None` when the file cannot be read or has no `name`; what else is wrong
/// inside is told, and the default taken.
pub fn read(path: &SitePath, text: &str, diagnostics: &mut Diagnostics) -> Option<Kind> {
    reader::file((path, text), Others::Refuse, diagnostics, kind)
}

fn kind(reader: &mut Reader) -> Option<Kind> {
    let given = reader.require("name");
    let name = given.clone().unwrap_or_default();
    let fields = field::rules(reader);
    let parts: Vec<&str> = PARTS.into_iter().chain(fields.keys().map(String::as_str)).collect();
    let kind = Kind {
        path: reader.path().clone(),
        label: reader.text("label").unwrap_or_else(|| name.clone()),
        route: routes::pattern(reader, "route", &parts),
        slug: reader.choice("slug", &SLUGS).unwrap_or_default(),
        template: reader.text("template").unwrap_or_else(|| format!("{name}.html")),
        listing: listing::listing(reader, &name),
        taxonomies: listing::taxonomies(reader),
        select: listing::selections(reader),
        compute: compute(reader, &fields),
        embargo: declared(reader, "embargo", &fields),
        external: declared(reader, "external", &fields),
        mailing: mailing(reader),
        summary_from: reader.count("summary_from").unwrap_or(0),
        datasets: datasets(reader),
        shapes: shapes(reader),
        name: KindName(name),
        fields,
    };
    check(reader, &kind);
    given.map(|_| kind)
}

/// Fields that lists order by and term pages come from must exist.
fn check(reader: &mut Reader, kind: &Kind) {
    let list = reader.get("list").and_then(Node::map);
    if let (Some(listing), Some(node)) = (&kind.listing, list.and_then(|list| list.get("order"))) {
        known(reader, node, listing.order.trim_start_matches('-'), &kind.fields);
    }
    let nodes = reader.get("taxonomies").and_then(Node::list).unwrap_or_default();
    for node in nodes.iter().filter_map(|node| node.map()?.get("field")) {
        known(reader, node, node.text().unwrap_or_default(), &kind.fields);
    }
}

/// `formats: [web, email]`; the page is always made.
fn mailing(reader: &mut Reader) -> Mailing {
    let formats = reader.texts("formats");
    if let (Some(node), Some(other)) = (reader.get("formats"), formats.iter().find(|it| !known_format(it))) {
        let help = "écrivez « formats: [web] » ou « formats: [web, email] »";
        reader.invalid(node, &format!("le format « {other} » n'existe pas"), help);
    }
    if formats.iter().any(|it| it == "email") { Mailing::Mailed } else { Mailing::PageOnly }
}

fn known_format(name: &str) -> bool {
    ["web", "email"].contains(&name)
}

/// The name of a field of this kind.
fn declared(reader: &mut Reader, name: &'static str, fields: &BTreeMap<String, FieldRule>) -> Option<String> {
    let node = reader.get(name)?;
    let field = reader.text(name)?;
    known(reader, node, &field, fields).then_some(field)
}

fn known(reader: &mut Reader, node: &Node, field: &str, fields: &BTreeMap<String, FieldRule>) -> bool {
    let words = || fields.keys().map(String::as_str).chain(EVERYWHERE);
    if field.is_empty() || words().any(|word| word == field) {
        return true;
    }
    let help = match nearest(field, words()) {
        Some(word) => format!("vouliez-vous écrire « {word} » ?"),
        None => format!("déclarez « {field} » sous « fields »"),
    };
    reader.invalid(node, &format!("le champ « {field} » n'est pas déclaré"), &help);
    false
}

/// `compute: {phase: {latest: phases, by: start}}`.
fn compute(reader: &mut Reader, fields: &BTreeMap<String, FieldRule>) -> BTreeMap<String, Compute> {
    reader.named("compute", |reader| {
        let (of, by) = (reader.require("latest"), reader.require("by"));
        let (of, node) = (of?, reader.get("latest")?);
        known(reader, node, &of, fields).then_some(Compute::Latest { of, by: by? })
    })
}

/// `datasets: {route: /stats/donnees/, title: Données ouvertes}`.
fn datasets(reader: &mut Reader) -> Option<DataPages> {
    reader.inside("datasets", |reader| {
        let template = reader.text("template").unwrap_or_else(|| "datasets.html".to_owned());
        let title = reader.text("title").unwrap_or_else(|| "Données ouvertes".to_owned());
        reader.require("route")?;
        let node = reader.get("route")?;
        let route = routes::route(reader, "route")?;
        if !route.ends_with('/') {
            let help = format!("écrivez : {route}/");
            reader.invalid(node, "l'adresse des données est un dossier : elle finit par une barre", &help);
            return None;
        }
        Some(DataPages { route, template, title })
    })
}

/// `shapes: [{route: /api/v2.7/startups.json, template: _startups.json}]`.
fn shapes(reader: &mut Reader) -> Vec<Shape> {
    let folder = reader.path().folder().trim_start_matches("content").trim_start_matches('/').to_owned();
    reader.each("shapes", |reader| {
        let (route, template) = (reader.require("route"), reader.require("template"));
        let (node, template) = (reader.get("template")?, template?);
        if !template.starts_with('_') || template.contains('/') {
            let help = format!("écrivez par exemple : _{}", template.rsplit('/').next().unwrap_or_default());
            let message = format!(
                "le gabarit « {template} » est un fichier de ce dossier dont le nom commence par « _ »"
            );
            reader.invalid(node, &message, &help);
            return None;
        }
        route?;
        let template = if folder.is_empty() { template } else { format!("{folder}/{template}") };
        Some(Shape { route: routes::route(reader, "route")?, template })
    })
}
