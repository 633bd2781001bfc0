//! The theme that the configuration names, out of those that are there.
use std::collections::BTreeMap;

use crate::assemble::files::Files;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::diagnostic::nearest;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::parsed::Asset;
use crate::model::theme::DRAWN;
use crate::model::theme::TemplateName;
use crate::model::theme::Theme;

pub struct Gathered {
    pub theme: Theme,
    /// Every file that a page may load, each with the version that its address holds.
    pub files: BTreeMap<SitePath, Asset>,
}

/// A site that names no theme has the only one that is there.
pub fn gather(files: &Files<'_>, name: &str, diagnostics: &mut Diagnostics) -> Gathered {
    let only =
        files.theme_settings.iter().find_map(|settings| settings.path.as_ref()?.as_str().split('/').nth(1));
    let name = if name.is_empty() { only.unwrap_or("plain") } else { name };
    let folder = format!("themes/{name}/");
    let within = |path: &SitePath| path.as_str().starts_with(&folder);
    let mut theme = Theme::default();
    if let Some(settings) = files.theme_settings.iter().find(|it| it.path.as_ref().is_some_and(within)) {
        theme.settings = (***settings).clone();
    }
    for template in files.templates.iter().filter(|template| within(&template.path)) {
        let below = &template.path.as_str()[folder.len()..];
        let name = below.strip_prefix("templates/").unwrap_or(below);
        theme.templates.insert(TemplateName(name.to_owned()), (*template).clone());
    }
    let Theme { settings, templates } = &mut theme;
    let own = |alias: &str| templates.contains_key(&TemplateName(format!("components/{alias}.html")));
    settings.aliases.retain(|alias, _| DRAWN.contains(&alias.as_str()) || !own(alias));
    let empty = theme.templates.is_empty();
    for template in &files.templates {
        if let Some(name) = template.path.as_str().strip_prefix("content/") {
            theme.templates.insert(TemplateName(name.to_owned()), (*template).clone());
        }
    }
    if empty && !files.broken.iter().any(within) {
        missing(files, name, diagnostics);
    }
    let own = files.theme_files.iter().filter(|file| within(&file.path));
    let lock = own.clone().find(|file| file.path.name() == "package-lock.json").and_then(|file| file.version);
    let versioned = own.map(|file| {
        let version = file.version.unwrap_or_else(|| Fingerprint::of(&(lock, &file.path)));
        (file.path.clone(), Asset { version: Some(version), ..(*file).clone() })
    });
    Gathered { theme, files: versioned.collect() }
}

fn missing(files: &Files<'_>, name: &str, diagnostics: &mut Diagnostics) {
    let known: Vec<&str> = files
        .templates
        .iter()
        .filter_map(|it| it.path.as_str().strip_prefix("themes/")?.split('/').next())
        .collect();
    let config = files.config.as_ref();
    let field = config.and_then(|config| Some((config.fields.get("theme")?.span(&config.path), config)));
    let at = match (field, config) {
        (Some((span, _)), _) => Place::Bytes(span),
        (None, Some(config)) => Place::Bytes(Span::top(&config.path)),
        (None, None) => Place::Nowhere,
    };
    let fault = Diagnostic::error(Code::ThemeMissing, at, format!("le thème « {name} » n'existe pas"));
    diagnostics.push(match nearest(name, known.iter().copied()) {
        Some(near) => fault.with_help(format!("vouliez-vous « {near} » ?")),
        None => fault.with_help(format!("créez le dossier « themes/{name} » ou changez « theme: »")),
    });
}
