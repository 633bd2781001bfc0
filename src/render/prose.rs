//! Prints a body: fills its holes.
use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value as Tera;

use crate::base::diagnostic::Diagnostics;
use crate::base::escape;
use crate::base::french;
use crate::base::path::Route;
use crate::model::document::Attribute;
use crate::model::document::Component;
use crate::model::document::Link;
use crate::model::document::Piece;
use crate::model::document::Standing;
use crate::model::site::Prose;
use crate::model::site::Target;
use crate::model::theme::TemplateName;
use crate::render::absolute::absolute;
use crate::render::images::Progress;
use crate::render::markup;
use crate::render::markup::attribute;
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
    /// Blocks under way, the innermost last.
    pub open: Vec<Open>,
    pub progress: Progress,
}

/// A block whose parts are being printed.
pub struct Open {
    /// As the theme calls it.
    pub name: String,
    /// What its parts see of it.
    pub facts: Tera,
    /// Parts of each name so far.
    pub parts: BTreeMap<Box<str>, u32>,
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
                Piece::Html(html) => {
                    self.progress.letters += html.len();
                    out.push_str(html);
                }
                Piece::Link(link) => self.href(*link, &mut out),
                Piece::Image(image) => self.image(image, &mut out),
                Piece::RawImage(image) => self.raw_image(image, &mut out),
                Piece::Figure(number) => self.figure(*number as usize, &mut out),
                Piece::Component(component) => self.component(component, &mut out),
            }
        }
        out
    }

    pub fn address(&self, link: u32) -> String {
        address(self.prose, link)
    }

    /// An address as the value of an attribute. What was written in raw HTML
    /// keeps its letters, unless it is relative to the source: a page has
    /// another address than its source.
    pub fn href(&self, link: u32, out: &mut String) {
        let Link { written, letters, role, .. } = &self.prose.document.body.links[link as usize];
        if !role.is_raw() {
            return escape::address(out, &self.address(link));
        }
        let stands = match self.prose.targets.get(link) {
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

    fn component(&mut self, component: &Component, out: &mut String) {
        let known = self.known(&component.name);
        let template = TemplateName(format!("components/{known}.html"));
        if !self.templates.has(&template) {
            if component.name != "table".into() && component.name != "image".into() {
                self.unknown(component);
            }
            let body = self.pieces(&component.inner);
            return bare(self, component, &body, out);
        }
        let told = self.diagnostics.len();
        self.check(component, &known);
        // A template is not asked to draw what is not there: one cause, one message.
        if self.diagnostics.len() > told {
            let body = self.pieces(&component.inner);
            return out.push_str(&body);
        }
        let position = self.open.last_mut().map_or(1, |open| {
            let count = open.parts.entry(known.as_str().into()).or_insert(0);
            *count += 1;
            *count
        });
        let parent = self.open.last().map_or_else(Tera::none, |open| open.facts.clone());
        let facts = self.told_of(component, &known);
        let parts: Vec<Tera> = component.inner.iter().filter_map(|piece| self.part(piece)).collect();
        self.open.push(Open { name: known, facts: Tera::from(facts.clone()), parts: BTreeMap::new() });
        let body = self.pieces(&component.inner);
        self.open.pop();
        let mut context = self.templates.context();
        for (name, value) in facts {
            context.insert_value(name.to_string(), value);
        }
        context.insert_value("page", self.page.clone());
        context.insert_value("body", Tera::safe_string(&body));
        context.insert_value("parent", parent);
        context.insert_value("parts", Tera::from(parts));
        context.insert_value("position", Tera::from(u64::from(position)));
        context.insert_value("inline", Tera::from(component.standing == Standing::Inline));
        if let Some(html) = self.templates.fill(&template, &context, self.diagnostics) {
            out.push_str(html.trim_matches('\n'));
        }
    }

    /// The component of the theme that a directive asks for.
    pub fn known(&self, name: &str) -> String {
        self.templates.theme().settings.aliases.get(name).map_or(name, String::as_str).to_owned()
    }

    /// What a block says of itself, to its own template and to those around it.
    fn told_of(&mut self, component: &Component, known: &str) -> tera::Map {
        let label = self.pieces(&component.label);
        let mut map = tera::Map::new();
        let mut put = |name: &str, value: Tera| {
            map.insert(tera::value::Key::String(Arc::from(name)), value);
        };
        put("component", Tera::normal_string(known));
        put("name", Tera::normal_string(&component.name));
        put("text_label", Tera::normal_string(&without_tags(&label)));
        put("label", Tera::safe_string(&label));
        put("level", Tera::from(u64::from(component.level)));
        put("number", Tera::from(u64::from(component.number)));
        put("attributes", self.attributes(component));
        map
    }

    /// A block directly inside another, as the outer one sees it.
    fn part(&mut self, piece: &Piece) -> Option<Tera> {
        let Piece::Component(component) = piece else { return None };
        let known = self.known(&component.name);
        Some(Tera::from(self.told_of(component, &known)))
    }

    /// Texts by name. An address brings the weight, format and size of its file.
    fn attributes(&self, component: &Component) -> Tera {
        let mut map = tera::Map::new();
        for (written, attribute) in &component.attributes {
            // A template reads `un_seul`: a hyphen would be a subtraction.
            let name = self.proper(component, written).replace('-', "_");
            let mut put = |name: &str, text: &str| {
                map.insert(tera::value::Key::String(Arc::from(name)), Tera::normal_string(text));
            };
            match attribute {
                Attribute::Text(text) => put(&name, text),
                Attribute::Link(link) => {
                    let address = self.address(*link);
                    put(&name, &address);
                    if let Target::File { weight, size, picture, .. } = self.prose.targets.get(*link) {
                        let weight = french::weight(*weight);
                        let format = address.rsplit_once('.').map_or("", |(_, ending)| ending).to_uppercase();
                        put("weight", &weight);
                        put("format", &format);
                        put(&format!("{name}_weight"), &weight);
                        put(&format!("{name}_format"), &format);
                        if let Some((width, height)) = size {
                            put("width", &width.to_string());
                            put("height", &height.to_string());
                        }
                        if size.is_some() {
                            let told = markup::told(&address, *size, picture.as_deref());
                            let name = format!("{name}_picture");
                            map.insert(tera::value::Key::String(Arc::from(name.as_str())), told);
                        }
                    }
                }
            }
        }
        Tera::from(map)
    }
}

/// Where a link leads, unescaped. What follows `?`, and the `#` of a file, stay
/// as they were written.
pub fn address(prose: &Prose, link: u32) -> String {
    let written = prose.document.body.links[link as usize].written.trim();
    let (before, after) = written.split_at(written.find('#').unwrap_or(written.len()));
    let query = before.find('?').map_or("", |at| &before[at..]);
    match prose.targets.get(link) {
        Target::Page { route, anchor: Some(anchor) } => format!("{}{query}#{anchor}", route.href()),
        Target::Page { route, anchor: None } => format!("{}{query}", route.href()),
        Target::File { route, .. } => format!("{}{query}{after}", route.href()),
        Target::Elsewhere => written.to_owned(),
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
