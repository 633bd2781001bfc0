//! Lists, feeds, term pages and selections: what a kind shows besides its own pages.
use std::collections::BTreeMap;

use crate::model::kind::Content;
use crate::model::kind::Feed;
use crate::model::kind::KindName;
use crate::model::kind::Listing;
use crate::model::kind::Selection;
use crate::model::kind::Taxonomy;
use crate::parse::settings::reader::Reader;
use crate::parse::settings::routes;

/// `select: {recents: {from: article, limit: 3}}`.
pub fn selections(reader: &mut Reader) -> BTreeMap<String, Selection> {
    reader.named("select", |reader| {
        let from = reader.require("from");
        let (limit, content) = (limit(reader).unwrap_or(usize::MAX), content(reader));
        Some(Selection { from: KindName(from?), limit, content })
    })
}

/// The `list` of the kind called `name`.
pub fn listing(reader: &mut Reader, name: &str) -> Option<Listing> {
    reader.inside("list", |reader| {
        let route = match reader.require("route") {
            Some(_) => routes::route(reader, "route"),
            None => None,
        };
        let order = reader.text("order").unwrap_or_else(|| "title".to_owned());
        let page_route = routes::pattern_with(reader, "page_route", "n");
        let below = route.as_deref().unwrap_or("/").trim_end_matches('/').to_owned();
        let listing = Listing {
            route: String::new(),
            order,
            per_page: reader.count("per_page").unwrap_or(0),
            page_route: page_route.unwrap_or_else(|| format!("{below}/page/{{n}}/")),
            template: reader.text("template").unwrap_or_else(|| format!("{name}-list.html")),
            feed: reader.inside("feed", feed),
            content: content(reader),
            select: selections(reader),
        };
        Some(Listing { route: route?, ..listing })
    })
}

fn feed(reader: &mut Reader) -> Option<Feed> {
    let route = match reader.require("route") {
        Some(_) => routes::route(reader, "route"),
        None => None,
    };
    let (title, limit) = (reader.text("title"), limit(reader).unwrap_or(20));
    let node = reader.get("redirect_from");
    let mut redirect_from = reader.texts("redirect_from");
    if let Some(node) = node {
        redirect_from.retain(|old| routes::check(reader, node, old, &[]));
    }
    Some(Feed { route: route?, title, limit, redirect_from })
}

/// Pages for the values of a field.
pub fn taxonomies(reader: &mut Reader) -> Vec<Taxonomy> {
    reader.each("taxonomies", |reader| {
        let field = reader.require("field");
        let route = match reader.require("route") {
            Some(_) => routes::pattern_with(reader, "route", "term"),
            None => None,
        };
        let template = reader.text("template").unwrap_or_else(|| "term.html".to_owned());
        let index = reader.inside("index", |reader| {
            let template = reader.text("template").unwrap_or_else(|| "terms.html".to_owned());
            reader.require("route")?;
            Some((routes::route(reader, "route")?, template))
        });
        Some(Taxonomy { field: field?, route: route?, template, index })
    })
}

/// How many; 0 is for all.
fn limit(reader: &mut Reader) -> Option<usize> {
    reader.count("limit").map(|limit| if limit == 0 { usize::MAX } else { limit })
}

fn content(reader: &mut Reader) -> Content {
    if reader.truth("content").unwrap_or(false) { Content::Whole } else { Content::Fields }
}
