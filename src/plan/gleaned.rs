//! What the whole plan needs of each entry, found once for each: its terms, the
//! hosts that it asks for, the words that may end a class name.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::base::memo::Memo;
use crate::base::memo::same;
use crate::base::path::SitePath;
use crate::model::kind::Kind;
use crate::model::kind::KindName;
use crate::model::site::Entry;
use crate::model::site::Site;
use crate::plan::classes;
use crate::plan::policy::Embeds;
use crate::plan::policy::Hosts;
use crate::plan::terms;
use crate::plan::terms::Term;

pub struct Gleaned {
    entry: Arc<Entry>,
    kind: Option<Arc<Kind>>,
    embeds: Arc<Embeds>,
    /// For each taxonomy of its kind.
    pub terms: Vec<Vec<Term>>,
    pub hosts: Hosts,
    pub words: BTreeSet<Box<str>>,
}

/// Of every entry of the site, introductions last.
pub struct Gleanings {
    all: Vec<Arc<Gleaned>>,
    kinds: BTreeMap<KindName, Range<usize>>,
}

impl Gleanings {
    pub fn of(site: &Site, embeds: &Arc<Embeds>, past: &mut Memo<SitePath, Gleaned>) -> Self {
        let (mut kinds, mut start) = (BTreeMap::new(), 0);
        for (name, entries) in &site.entries {
            kinds.insert(name.clone(), start..start + entries.len());
            start += entries.len();
        }
        let items: Vec<_> =
            site.all().map(|entry| (&entry.source, (entry, site.kinds.get(&entry.kind)))).collect();
        let holds = |known: &Gleaned, (entry, kind): &(&Arc<Entry>, Option<&Arc<Kind>>)| {
            same(&known.entry, entry) && known.kind.as_ref() == *kind && same(&known.embeds, embeds)
        };
        let make = |(entry, kind): &(&Arc<Entry>, Option<&Arc<Kind>>)| Gleaned {
            entry: Arc::clone(entry),
            kind: kind.cloned(),
            embeds: embeds.clone(),
            terms: kind.map(|kind| terms::of(entry, kind)).unwrap_or_default(),
            hosts: Hosts::of(entry, embeds),
            words: classes::words_of(&entry.prose.document.body),
        };
        let (all, _) = past.renew(&items, holds, make);
        Self { all, kinds }
    }

    pub fn all(&self) -> impl Iterator<Item = &Gleaned> {
        self.all.iter().map(AsRef::as_ref)
    }

    /// In the order of the kind's entries.
    pub fn of_kind(&self, name: &KindName) -> &[Arc<Gleaned>] {
        self.kinds.get(name).map_or(&[], |range| &self.all[range.clone()])
    }
}
