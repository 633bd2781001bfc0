//! One document and its kind become an entry of the site.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assemble::address;
use crate::assemble::compute;
use crate::assemble::datasets::Shelf;
use crate::assemble::datasets::facts;
use crate::assemble::figures;
use crate::assemble::links;
use crate::assemble::links::Known;
use crate::assemble::schema;
use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::slug;
use crate::model::config::Drafts;
use crate::model::config::Options;
use crate::model::document::Document;
use crate::model::figure::Drawing;
use crate::model::kind::Kind;
use crate::model::map::Map;
use crate::model::memory::Hidden;
use crate::model::parsed::Asset;
use crate::model::site::Entry;
use crate::model::site::Own;
use crate::model::site::Prose;
use crate::model::site::Shared;
use crate::model::value::Node;
use crate::model::value::Value;
use crate::model::value::Yaml;

/// Words a minute, for reading times.
const PACE: u32 = 220;

pub struct Context<'a> {
    pub options: &'a Options,
    pub assets: &'a Arc<BTreeMap<Route, Asset>>,
}

/// An entry whose references and links are still to be followed.
#[derive(Clone)]
pub struct Draft {
    pub document: Arc<Document>,
    pub kind: Arc<Kind>,
    pub route: Option<Route>,
    pub fields: Arc<Map>,
    pub borrowed: Vec<SitePath>,
    /// An `_index.md`: the text above a list.
    pub introduces: bool,
}

impl Draft {
    /// What lists and references show: every field, and none of the text.
    pub fn summary(&self) -> Value {
        Value::Map(self.fields.clone())
    }
}

/// `Err` when the entry is not to be published on this day.
pub fn draft(
    document: &Arc<Document>,
    kind: &Arc<Kind>,
    context: &Context<'_>,
) -> Checked<Result<Draft, Hidden>> {
    let mut diagnostics = Diagnostics::default();
    let introduces = document.path.name() == "_index.md";
    let plain;
    let rules = if introduces {
        plain = Kind { fields: BTreeMap::new(), ..(**kind).clone() };
        &plain
    } else {
        kind
    };
    let (mut fields, borrowed) = schema::fields(document, rules, context, &mut diagnostics);
    if let Some(hidden) = hidden(document, kind, &fields, context.options) {
        return Checked::new(Err(hidden), diagnostics);
    }
    let title = title(document);
    let slug = address::slug(document, kind, &title);
    let anchor = slug::django(&title);
    fields.insert("title".into(), Value::words(&title, document.typography));
    fields.insert("slug".into(), Value::from(slug));
    let external = kind
        .external
        .as_ref()
        .and_then(|name| fields.get(name.as_str()))
        .filter(|it| !it.is_empty())
        .cloned();
    let route = match (&kind.route, &external) {
        _ if introduces => introduced(document, kind),
        (Some(pattern), None) => address::route(pattern, document, &fields, &mut diagnostics),
        _ => None,
    };
    // In lists `slug` is the old anchor: the title's, whatever the address is.
    fields.insert("slug".into(), Value::from(anchor));
    complete(&mut fields, document, kind, route.as_ref(), external);
    for (name, rule) in &kind.compute {
        let value = compute::compute(rule, &fields, context.options.today);
        fields.insert(name.clone().into(), value);
    }
    let draft = Draft {
        document: document.clone(),
        kind: kind.clone(),
        route,
        fields: Arc::new(fields.finished()),
        borrowed,
        introduces,
    };
    Checked::new(Ok(draft), diagnostics)
}

fn hidden(document: &Document, kind: &Kind, fields: &Map, options: &Options) -> Option<Hidden> {
    if options.drafts == Drafts::Show {
        return None;
    }
    let draft = document.fields.get("draft").and_then(Node::truth) == Some(true);
    let date = kind.embargo.as_ref().and_then(|name| fields.get(name.as_str())).and_then(Value::as_date);
    let until = date.filter(|date| *date > options.today).map(Hidden::Until);
    if draft { Some(Hidden::Draft) } else { until }
}

/// The front matter's, else the first heading's, else the file's.
fn title(document: &Document) -> String {
    let own = document.fields.text("title").map(str::to_owned);
    let heading = || document.body.title.as_deref().map(str::to_owned);
    own.or_else(heading).unwrap_or_else(|| document.path.stem().replace(['-', '_'], " "))
}

/// The list that an `_index.md` stands above, or its folder's address.
fn introduced(document: &Document, kind: &Kind) -> Option<Route> {
    let folder = document.path.folder();
    if folder == "content" {
        return Some(Route::home());
    }
    let own = kind.path.folder() == folder;
    match &kind.listing {
        Some(listing) if own => Route::new(&listing.route),
        _ => Route::new(&format!("{}/", folder.trim_start_matches("content/"))),
    }
}

fn complete(
    fields: &mut Map,
    document: &Document,
    kind: &Kind,
    route: Option<&Route>,
    external: Option<Value>,
) {
    let stem = document.path.stem();
    let url = route.map_or(Value::Null, |route| Value::from(route.href()));
    let described = fields.get("description").is_some_and(|text| !text.is_empty());
    if !described {
        let opening = document
            .body
            .opening
            .as_deref()
            .map_or(Value::Null, |text| Value::words(text, document.typography));
        fields.insert("description".into(), opening);
    }
    let stem = Value::text(stem);
    fields.insert("id".into(), stem.clone());
    fields.insert("stem".into(), stem);
    fields.insert("kind".into(), kind.name.0.as_str().into());
    fields.insert("link_url".into(), external.unwrap_or_else(|| url.clone()));
    fields.insert("url".into(), url);
    let robots = fields.get("robots").and_then(Value::as_text).is_some_and(|text| text.contains("noindex"));
    let noindex = fields.get("noindex") == Some(&Value::Bool(true));
    fields.insert("noindex".into(), Value::Bool(robots || noindex));
    fields.insert("words".into(), Value::count(document.body.words as usize));
    let minutes = (document.body.words / PACE).max(1);
    fields.insert("minutes".into(), Value::count(minutes as usize));
}

/// An entry, and what has to be the same for it to be so again.
pub struct Finished {
    pub entry: Arc<Entry>,
    pub draft: Arc<Draft>,
    /// Other documents whose headings were looked at.
    pub seen: Vec<Arc<Document>>,
    pub figures: Figures,
    pub told: Diagnostics,
}

/// What the figures of an entry depend on.
pub enum Figures {
    None,
    /// The data files that they were made from.
    Of(BTreeSet<SitePath>),
    /// Some could not be made, or not without a word: on all data there is.
    Unsure,
}

/// Follows links and draws figures.
pub fn finish(draft: &Arc<Draft>, known: &Known<'_>, shelf: &Shelf<'_>) -> Finished {
    let mut told = Diagnostics::default();
    let (document, mut borrowed) = (&draft.document, draft.borrowed.clone());
    let links::Resolved { targets, pending, seen } =
        links::resolve((document, &mut borrowed), known, &mut told);
    let (mut drawings, mut shown, before) = (Vec::new(), BTreeSet::new(), told.len());
    for block in &document.body.figures {
        let (drawing, read) = figures::resolve(document, block, (shelf.data, shelf.today), &mut told);
        drawings.push(drawing);
        shown.extend(read);
    }
    let missing = drawings.iter().any(|drawing| matches!(drawing, Drawing::Missing));
    let figures = match drawings.is_empty() {
        true => Figures::None,
        false if missing || told.len() > before => Figures::Unsure,
        false => Figures::Of(shown.clone()),
    };
    borrowed.extend(shown.iter().cloned());
    let home = draft.route.clone();
    let print = Fingerprint::of(&(document.print, &home, &targets, &drawings));
    let prose = Prose { document: document.clone(), home, targets, drawings, print };
    let entry = Entry {
        source: document.path.clone(),
        kind: draft.kind.name.clone(),
        route: draft.route.clone(),
        own: own(draft, known.base_url, facts::of(shelf, &shown)),
        summary: Shared::new(draft.summary()),
        prose: Arc::new(prose),
        redirect_from: old_addresses(document),
        borrowed,
        pending,
    };
    Finished { entry: Arc::new(entry), draft: draft.clone(), seen, figures, told }
}

/// What the entry's own page knows beside what lists show.
fn own(draft: &Draft, base_url: &str, data: Value) -> Own {
    let headings = &draft.document.body.headings;
    let asked = draft.document.fields.get("summary").and_then(Node::truth);
    let many = draft.kind.summary_from > 0 && headings.len() >= draft.kind.summary_from;
    let summary = asked.unwrap_or(many && !draft.introduces);
    let list = headings.iter().filter(|_| summary).map(|heading| {
        let level = Value::count(heading.level as usize);
        Value::map([("id", (*heading.id).into()), ("text", (*heading.text).into()), ("level", level)])
    });
    let template = draft.document.fields.text("template").unwrap_or(&draft.kind.template);
    let permalink = draft.route.as_ref().map(|route| format!("{base_url}{}", route.href()));
    vec![
        ("headings", Value::list(list)),
        ("summary", Value::Bool(summary)),
        ("template", template.into()),
        ("permalink", permalink.map_or(Value::Null, Value::from)),
        ("data", data.set(draft.document.typography)),
    ]
}

fn old_addresses(document: &Document) -> Vec<(String, SitePath, (u32, u32))> {
    let Some(node) = document.fields.get("redirect_from") else { return Vec::new() };
    let one = |node: &Node| node.text().map(|text| (text.to_owned(), document.path.clone(), node.range));
    match &node.yaml {
        Yaml::List(nodes) => nodes.iter().filter_map(one).collect(),
        _ => one(node).into_iter().collect(),
    }
}
