//! What assembling remembers of the last round: each entry, beside what it was made from.
//!
//! An entry is made again when its own text, its kind or something that it
//! looked at has changed. What comes out as it was before is the very same
//! value as before, so that nobody after has to look at it.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assemble::datasets::Shelf;
use crate::assemble::entries;
use crate::assemble::entries::Context;
use crate::assemble::entries::Draft;
use crate::assemble::entries::Figures;
use crate::assemble::entries::Finished;
use crate::assemble::links::Known;
use crate::assemble::order::Order;
use crate::assemble::pictures;
use crate::assemble::references::Resolved;
use crate::assemble::search;
use crate::base::date::Date;
use crate::base::diagnostic::Diagnostics;
use crate::base::memo::Memo;
use crate::base::memo::all_same;
use crate::base::memo::same;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::config::Drafts;
use crate::model::document::Document;
use crate::model::kind::DataPages;
use crate::model::kind::Kind;
use crate::model::kind::KindName;
use crate::model::loader::Loader;
use crate::model::memory::Absent;
use crate::model::memory::Hidden;
use crate::model::parsed::Asset;
use crate::model::picture::ImageRules;
use crate::model::table::DataSets;

#[derive(Default)]
pub struct Past {
    published: Published,
    /// Those that entries were last made with.
    assets: Arc<BTreeMap<Route, Asset>>,
    day: Option<(Date, Drafts)>,
    drafts: Memo<SitePath, Drafted>,
    pub references: Memo<SitePath, Resolved>,
    finished: Memo<SitePath, Finished>,
    linked: Linked,
    data: Data,
    pub orders: BTreeMap<KindName, Order>,
    pub readings: search::Known,
}

struct Drafted {
    document: Arc<Document>,
    kind: Arc<Kind>,
    draft: Result<Arc<Draft>, Hidden>,
    told: Diagnostics,
}

/// Whatever a link may meet.
#[derive(Default)]
struct Linked {
    base_url: String,
    drafts: Vec<Arc<Draft>>,
    absent: Absent,
}

/// Whatever a figure may meet.
#[derive(Default)]
struct Data {
    today: Option<Date>,
    sets: DataSets,
    pages: Option<DataPages>,
    loaders: Vec<Arc<Loader>>,
}

/// Files that are published as they are.
#[derive(Default)]
struct Published {
    rules: ImageRules,
    known: Memo<SitePath, Laid>,
    last: Vec<Arc<Laid>>,
    all: Arc<BTreeMap<Route, Asset>>,
}

/// A file as it was read, and as it is published, if it is.
type Laid = (Asset, Option<(Route, Asset)>);

impl Past {
    /// Every file of `content/` that is read as nothing else, at the same address
    /// without that folder.
    pub fn published(&mut self, files: &[&Asset], rules: &ImageRules) -> Arc<BTreeMap<Route, Asset>> {
        if self.published.rules != *rules {
            self.published = Published { rules: rules.clone(), ..Published::default() };
        }
        let Published { known, last, all, .. } = &mut self.published;
        let items: Vec<_> = files.iter().map(|asset| (&asset.path, *asset)).collect();
        let address = |asset: &Asset| {
            let route = Route::new(asset.path.as_str().strip_prefix("content/")?)?;
            let picture = pictures::picture(&route, asset, rules).map(Arc::new);
            Some((route, Asset { picture, ..asset.clone() }))
        };
        let make = |asset: &&Asset| (Asset::clone(asset), address(asset));
        let (now, _) = known.renew(&items, |(known, _), asset| known == *asset, make);
        if !all_same(last, &now) {
            *all = Arc::new(now.iter().filter_map(|it| it.1.clone()).collect());
            *last = now;
        }
        all.clone()
    }

    /// The drafts that are to be published, in the order of paths, and those that
    /// are not.
    pub fn drafts(
        &mut self,
        sources: &[(&Arc<Document>, Arc<Kind>)],
        context: &Context<'_>,
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Arc<Draft>>, BTreeMap<SitePath, Hidden>) {
        let day = Some((context.options.today, context.options.drafts));
        let (same_day, same_assets) = (self.day == day, same(&self.assets, context.assets));
        let items: Vec<_> = sources.iter().map(|source| (&source.0.path, source)).collect();
        let holds = |known: &Drafted, (document, kind): &&(&Arc<Document>, Arc<Kind>)| {
            same_day
                && same(&known.document, document)
                && known.kind == *kind
                && (same_assets || !kind.has_images())
        };
        let make = |(document, kind): &&(&Arc<Document>, Arc<Kind>)| {
            let drafted = entries::draft(document, kind, context);
            let draft = drafted.value.map(Arc::new);
            Drafted { document: Arc::clone(document), kind: kind.clone(), draft, told: drafted.diagnostics }
        };
        let (drafted, _) = self.drafts.renew(&items, holds, make);
        self.day = day;
        drafted.iter().for_each(|it| diagnostics.extend(it.told.clone()));
        let mut hidden = BTreeMap::new();
        let shown = drafted.iter().filter_map(|it| match &it.draft {
            Ok(draft) => Some(draft.clone()),
            Err(why) => {
                hidden.insert(it.document.path.clone(), *why);
                None
            }
        });
        (shown.collect(), hidden)
    }

    /// The entry of each draft.
    pub fn finished(&mut self, known: &Known<'_>, shelf: &Shelf<'_>) -> Vec<Arc<Finished>> {
        let same_base = self.linked.base_url == known.base_url;
        let same_assets = same(&self.assets, known.assets);
        let same_links = same_base && same_assets && self.linked.is(known);
        let data = self.data.changes(shelf);
        let before = self.finished.recall(known.drafts.iter().map(|draft| &draft.document.path));
        let items: Vec<_> = known
            .drafts
            .iter()
            .zip(before)
            .map(|(draft, it)| (&draft.document.path, (draft, it.cloned())))
            .collect();
        let holds = |it: &Finished, (draft, _): &(&Arc<Draft>, Option<Arc<Finished>>)| {
            let seen = |document: &Arc<Document>| {
                known.draft(&document.path).is_some_and(|draft| same(&draft.document, document))
            };
            same_base
                && same(&it.draft, draft)
                && (same_links || draft.document.body.links.is_empty())
                && it.seen.iter().all(seen)
                && data.spare(&it.figures)
        };
        let make = |(draft, before): &(&Arc<Draft>, Option<Arc<Finished>>)| {
            let mut made = entries::finish(draft, known, shelf);
            if let Some(before) = before.as_ref().filter(|before| before.entry.is_like(&made.entry)) {
                made.entry = before.entry.clone();
            }
            made
        };
        let (finished, _) = self.finished.renew(&items, holds, make);
        self.assets = known.assets.clone();
        self.linked = Linked {
            base_url: known.base_url.to_owned(),
            drafts: known.drafts.to_vec(),
            absent: known.absent.clone(),
        };
        self.data = Data {
            today: Some(shelf.today),
            sets: shelf.data.clone(),
            pages: shelf.pages.cloned(),
            loaders: shelf.loaders.to_vec(),
        };
        finished
    }
}

impl Linked {
    /// Every source is where it was, or is not there as it was not.
    fn is(&self, known: &Known<'_>) -> bool {
        let stands = |one: &Arc<Draft>, other: &Arc<Draft>| {
            same(one, other) || (one.document.path == other.document.path && one.route == other.route)
        };
        self.drafts.len() == known.drafts.len()
            && self.drafts.iter().zip(known.drafts).all(|(one, other)| stands(one, other))
            && self.absent == *known.absent
    }
}

/// What became of the data since the last round.
enum Changes {
    /// At most the contents of these files.
    Files(BTreeSet<SitePath>),
    Everything,
}

impl Data {
    fn changes(&self, shelf: &Shelf<'_>) -> Changes {
        let (before, now) = (&self.sets, shelf.data);
        let same_names = before.sets.keys().eq(now.sets.keys())
            && before.sets.values().zip(now.sets.values()).all(|(one, other)| one.path == other.path);
        let same_frame = self.today == Some(shelf.today)
            && self.pages.as_ref() == shelf.pages
            && self.loaders == shelf.loaders
            && before.states == now.states
            && before.broken == now.broken;
        if !same_names || !same_frame {
            return Changes::Everything;
        }
        let both = before.sets.values().zip(now.sets.values());
        Changes::Files(
            both.filter(|(one, other)| !same(one, other)).map(|(one, _)| one.path.clone()).collect(),
        )
    }
}

impl Changes {
    /// Figures that come out as before.
    fn spare(&self, figures: &Figures) -> bool {
        match (self, figures) {
            (_, Figures::None) => true,
            (Self::Files(changed), Figures::Of(read)) => changed.is_disjoint(read),
            (Self::Files(changed), Figures::Unsure) => changed.is_empty(),
            (Self::Everything, _) => false,
        }
    }
}
