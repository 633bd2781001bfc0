//! One Atom feed for each list that asks for it (RFC 4287).
use std::cmp::Reverse;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::path::Route;
use crate::model::kind::Kind;
use crate::model::plan::FeedItem;
use crate::model::plan::FeedView;
use crate::model::plan::Job;
use crate::model::plan::Work;
use crate::model::site::Entry;
use crate::model::site::Site;
use crate::model::value::Node;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::facts;
use crate::plan::gleaned::Gleanings;

pub fn plan(site: &Site, gleanings: &Gleanings, claims: &mut Claims) {
    for (name, kind) in &site.kinds {
        let Some(feed) = kind.listing.as_ref().and_then(|listing| listing.feed.as_ref()) else { continue };
        let (Some(route), Some(page)) = (Route::new(&feed.route), list(kind)) else { continue };
        let limit = if feed.limit == 0 { usize::MAX } else { feed.limit };
        let dated = gleanings.of_kind(name).iter().filter_map(|gleaned| Some((gleaned.day?, &gleaned.entry)));
        let mut chosen: Vec<(Date, &Arc<Entry>)> = dated.collect();
        // The latest first, whatever the order of the list.
        chosen.sort_by_key(|(date, _)| Reverse(*date));
        chosen.truncate(limit);
        let chosen: Vec<&Arc<Entry>> = chosen.into_iter().map(|(_, entry)| entry).collect();
        let items = chosen.iter().filter_map(|entry| item(site, entry, &page)).collect();
        let own = |key: &str| site.config.fields.get(key).and_then(Node::text).map(str::to_owned);
        let title = feed.title.clone().unwrap_or_else(|| {
            let list = facts::list_title(site, kind);
            format!("{list} – {}", site.config.title)
        });
        let view = FeedView {
            title,
            subtitle: own("description"),
            base_url: site.base_url.clone(),
            lang: site.config.lang.clone(),
            author: own("author").unwrap_or_else(|| site.config.title.clone()),
            route: route.clone(),
            page,
            items,
        };
        let reads = chosen.iter().flat_map(|entry| entry.sources()).chain([kind.path.clone()]).collect();
        let holder = Holder::setting(format!("le flux du type « {} »", name.0), &kind.path);
        claims.put(route, Job::new(Work::Feed(view), reads), holder);
    }
}

fn list(kind: &Kind) -> Option<Route> {
    Route::new(&kind.listing.as_ref()?.route)
}

fn date(entry: &Entry) -> Option<Date> {
    entry.summary.value.get("date").and_then(Value::as_date)
}

fn item(site: &Site, entry: &Entry, list: &Route) -> Option<FeedItem> {
    let part = |name: &str| entry.summary.value.get(name);
    let text = |name: &str| part(name).and_then(Value::as_text).map(str::to_owned);
    let shown = |name: &str| part(name).and_then(Value::as_shown).map(str::to_owned);
    let published = date(entry)?.to_string();
    let updated =
        part("updated").and_then(Value::as_date).map_or_else(|| published.clone(), |date| date.to_string());
    let anchor = || format!("{}{}#{}", site.base_url, list.href(), text("slug").unwrap_or_default());
    let own = entry.route.as_ref().map(|route| format!("{}{}", site.base_url, route.href()));
    let tags = part("tags").map(Value::as_list).unwrap_or_default();
    Some(FeedItem {
        title: shown("title")?,
        link: own.clone().or_else(|| text("link_url")).unwrap_or_else(anchor),
        id: own.unwrap_or_else(anchor),
        published,
        updated,
        summary: shown("description"),
        terms: tags.iter().filter_map(Value::as_text).map(str::to_owned).collect(),
        prose: entry.prose.clone(),
        base: entry.route.clone().unwrap_or_else(|| list.clone()),
    })
}
