//! What a site's settings and its theme's templates ask of other hosts: pictures are allowed, code never is.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::span::Span;
use crate::model::site::Site;
use crate::model::theme::Template;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::model::value::Yaml;
use crate::plan::policy::Hosts;
use crate::plan::policy::host;

/// Pictures of the header, of partners: addresses that settings call `src`.
pub fn settings(fields: &Fields, hosts: &mut Hosts) {
    for field in &fields.0 {
        if field.name == "src" {
            hosts.images.extend(field.node.text().and_then(host));
        }
        inner(&field.node, hosts);
    }
}

fn inner(node: &Node, hosts: &mut Hosts) {
    match &node.yaml {
        Yaml::Map(fields) => settings(fields, hosts),
        Yaml::List(nodes) => nodes.iter().for_each(|node| inner(node, hosts)),
        Yaml::Null | Yaml::Scalar { .. } => {}
    }
}

/// Addresses that templates hold as they are.
pub fn templates(site: &Site, hosts: &mut Hosts, diagnostics: &mut Diagnostics) {
    for template in site.theme.on_pages() {
        for (at, tag) in tags(&template.source) {
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            let from = |attribute| value(tag, attribute).and_then(host);
            match name {
                "img" => hosts.images.extend(from("src")),
                "iframe" => hosts.frames.extend(from("src")),
                "video" | "audio" | "source" | "track" => hosts.media.extend(from("src")),
                "script" if from("src").is_some() => refused(template, at, value(tag, "src"), diagnostics),
                "script" if is_code(tag) => refused(template, at, None, diagnostics),
                "style" => refused(template, at, None, diagnostics),
                "link" if is_loaded(tag) && from("href").is_some() => {
                    refused(template, at, value(tag, "href"), diagnostics);
                }
                _ => {}
            }
        }
    }
}

/// The inside of each tag, from its name on, with its place.
fn tags(source: &str) -> impl Iterator<Item = (usize, &str)> {
    source.match_indices('<').filter_map(|(at, _)| {
        let rest = &source[at + 1..];
        let inside = &rest[..rest.find('>')?];
        inside.starts_with(|c: char| c.is_ascii_lowercase()).then_some((at, inside))
    })
}

fn value<'a>(tag: &'a str, attribute: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {attribute}=\""))?;
    rest.split('"').next()
}

/// A script written in the page itself; data for search engines run nothing.
fn is_code(tag: &str) -> bool {
    !tag.contains(" src=") && !value(tag, "type").is_some_and(|kind| kind.ends_with("json"))
}

fn is_loaded(tag: &str) -> bool {
    let rels = value(tag, "rel").unwrap_or_default();
    let loaded = ["stylesheet", "preload", "modulepreload", "icon", "manifest", "prefetch"];
    rels.split_ascii_whitespace().any(|rel| loaded.contains(&rel))
}

fn refused(template: &Template, at: usize, address: Option<&str>, diagnostics: &mut Diagnostics) {
    let (message, help) = match address {
        Some(address) => (
            format!("la politique de sécurité du site refuse « {address} »"),
            "copiez ce fichier dans un dossier du thème, et demandez-le par asset(name=…)",
        ),
        None => (
            "la politique de sécurité du site refuse le code écrit dans la page".to_owned(),
            "placez-le dans un fichier du thème, et demandez-le par asset(name=…)",
        ),
    };
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span { path: template.path.clone(), start: at, end: at + 1 };
    diagnostics.push(Diagnostic::warning(Code::PolicyRefuses, span, message).with_help(help));
}
