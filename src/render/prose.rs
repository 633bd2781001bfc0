//! Prints a body: fills its holes.
use std::sync::Arc;

use tera::Value as Tera;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::escape;
use crate::base::french;
use crate::base::path::Route;
use crate::model::document::Attribute;
use crate::model::document::Component;
use crate::model::document::Image;
use crate::model::document::Link;
use crate::model::document::Piece;
use crate::model::document::Role;
use crate::model::site::Prose;
use crate::model::site::Target;
use crate::model::theme::TemplateName;
use crate::render::absolute::absolute;
use crate::render::templates::Templates;

/// How addresses are printed.
#[derive(Clone, Copy)]
pub enum Addresses<'a> {
    /// From the site's root.
    Site,
    /// With this scheme and host: for feeds, which are read elsewhere.
    Absolute(&'a str),
}

pub struct Printer<'a> {
    pub templates: &'a Templates,
    pub prose: &'a Arc<Prose>,
    pub page: &'a Tera,
    pub addresses: Addresses<'a>,
    pub diagnostics: &'a mut Diagnostics,
    /// Where the text is read.
    pub route: &'a Route,
}

impl Printer<'_> {
    /// The whole body as HTML.
    pub fn body(&mut self) -> String {
        let prose = self.prose.clone();
        let html = self.pieces(&prose.document.body.pieces);
        match self.addresses {
            Addresses::Site => html,
            Addresses::Absolute(base_url) => absolute(&html, base_url, self.route),
        }
    }

    pub fn pieces(&mut self, pieces: &[Piece]) -> String {
        let room = pieces.iter().map(|piece| if let Piece::Html(html) = piece { html.len() } else { 40 });
        let mut out = String::with_capacity(room.sum());
        for piece in pieces {
            match piece {
                Piece::Html(html) => out.push_str(html),
                Piece::Link(link) => self.href(*link, &mut out),
                Piece::Image(image) => self.image(image, &mut out),
                Piece::Figure(number) => self.figure(*number as usize, &mut out),
                Piece::Component(component) => self.component(component, &mut out),
            }
        }
        out
    }

    /// Where a link leads, unescaped. What follows `?`, and the `#` of a file,
    /// stay as they were written.
    pub fn address(&self, link: u32) -> String {
        let written = self.prose.document.body.links[link as usize].written.trim();
        let (before, after) = written.split_at(written.find('#').unwrap_or(written.len()));
        let query = before.find('?').map_or("", |at| &before[at..]);
        match &self.prose.targets[link as usize] {
            Target::Page { route, anchor: Some(anchor) } => format!("{}{query}#{anchor}", route.href()),
            Target::Page { route, anchor: None } => format!("{}{query}", route.href()),
            Target::File { route, .. } => format!("{}{query}{after}", route.href()),
            Target::Elsewhere => written.to_owned(),
        }
    }

    /// An address as the value of an attribute. What was written in raw HTML
    /// keeps its letters, unless it is relative to the source: a page has
    /// another address than its source.
    fn href(&self, link: u32, out: &mut String) {
        let Link { written, letters, role, .. } = &self.prose.document.body.links[link as usize];
        if !matches!(role, Role::Raw | Role::RawImage) {
            return escape::address(out, &self.address(link));
        }
        let stands = match &self.prose.targets[link as usize] {
            Target::Elsewhere => true,
            Target::File { .. } => !is_relative(written),
            Target::Page { .. } => false,
        };
        match stands {
            true => out.push_str(letters.as_ref().unwrap_or(written)),
            // The author may have chosen simple quotes.
            false => attribute(out, &self.address(link).replace('\'', "%27")),
        }
    }

    fn image(&mut self, image: &Image, out: &mut String) {
        out.push_str("<img src=\"");
        self.href(image.link, out);
        out.push_str("\" alt=\"");
        attribute(out, &image.alt);
        out.push('"');
        if let Some(title) = &image.title {
            out.push_str(" title=\"");
            attribute(out, title);
            out.push('"');
        }
        if let Target::File { size: Some((width, height)), .. } = &self.prose.targets[image.link as usize] {
            out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        out.push_str(" loading=\"lazy\" decoding=\"async\">");
    }

    fn component(&mut self, component: &Component, out: &mut String) {
        let body = self.pieces(&component.inner);
        let label = self.pieces(&component.label);
        let aliases = &self.templates.theme().settings.aliases;
        let known = aliases.get(&*component.name).map_or(&*component.name, String::as_str);
        let template = TemplateName(format!("components/{known}.html"));
        if !self.templates.has(&template) {
            if component.name != "table".into() && component.name != "image".into() {
                self.unknown(component);
            }
            return bare(self, component, &body, out);
        }
        let mut context = self.templates.context();
        context.insert_value("page", self.page.clone());
        context.insert_value("name", Tera::normal_string(&component.name));
        context.insert_value("text_label", Tera::normal_string(&without_tags(&label)));
        context.insert_value("label", Tera::safe_string(&label));
        context.insert_value("body", Tera::safe_string(&body));
        context.insert_value("level", Tera::from(u64::from(component.level)));
        context.insert_value("number", Tera::from(u64::from(component.number)));
        context.insert_value("attributes", self.attributes(component));
        if let Some(html) = self.templates.fill(&template, &context, self.diagnostics) {
            out.push_str(html.trim_matches('\n'));
        }
    }

    /// Texts by name. An address brings the weight, format and size of its file.
    fn attributes(&self, component: &Component) -> Tera {
        let mut map = tera::Map::new();
        for (name, attribute) in &component.attributes {
            let mut put = |name: &str, text: &str| {
                map.insert(tera::value::Key::String(Arc::from(name)), Tera::normal_string(text));
            };
            match attribute {
                Attribute::Text(text) => put(name, text),
                Attribute::Link(link) => {
                    let address = self.address(*link);
                    put(name, &address);
                    if let Target::File { weight, size, .. } = &self.prose.targets[*link as usize] {
                        put("weight", &french::weight(*weight));
                        let format = address.rsplit_once('.').map_or("", |(_, ending)| ending);
                        put("format", &format.to_uppercase());
                        if let Some((width, height)) = size {
                            put("width", &width.to_string());
                            put("height", &height.to_string());
                        }
                    }
                }
            }
        }
        Tera::from(map)
    }

    fn unknown(&mut self, component: &Component) {
        let theme = self.templates.theme();
        let file = |name: &'_ TemplateName| {
            Some(name.0.strip_prefix("components/")?.strip_suffix(".html")?.to_owned())
        };
        let mut known: Vec<String> = theme.templates.keys().filter_map(file).collect();
        known.extend(theme.settings.aliases.keys().cloned());
        let message = format!("le bloc « {} » n'existe pas dans le thème", component.name);
        let fault = Diagnostic::error(Code::DirectiveUnknown, component.span.clone(), message);
        self.diagnostics.push(match nearest(&component.name, known.iter().map(String::as_str)) {
            Some(near) => fault.with_help(format!("vouliez-vous « {near} » ?")),
            None => fault.with_help(format!("blocs connus : {}", known.join(", "))),
        });
    }
}

/// A construct of markdown that the theme does not dress.
fn bare(printer: &Printer<'_>, component: &Component, body: &str, out: &mut String) {
    match &*component.name {
        "image" => {
            let mut html = String::from("<p><img");
            for (name, value) in &component.attributes {
                let (name, value) = match (&**name, value) {
                    ("caption", Attribute::Text(text)) => ("title", text.to_string()),
                    (name, Attribute::Text(text)) => (name, text.to_string()),
                    (name, Attribute::Link(link)) => (name, printer.address(*link)),
                };
                html.push_str(&format!(" {name}=\""));
                match name {
                    "src" => escape::address(&mut html, &value),
                    _ => attribute(&mut html, &value),
                }
                html.push('"');
            }
            html.push_str("></p>\n");
            out.push_str(&html);
        }
        _ => out.push_str(body),
    }
}

/// Escapes for a double-quoted attribute.
fn attribute(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

/// Relative to the source, and not to the root or to another host.
fn is_relative(written: &str) -> bool {
    let start = written.trim().split(['/', '?', '#']).next().unwrap_or_default();
    !written.trim().starts_with('/') && !start.contains(':')
}

fn without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
