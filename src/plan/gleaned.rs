//! What the whole plan needs of each entry, found once for each: its terms, its
//! day, the hosts that it asks for, the class names that it may lead to.
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::memo::Memo;
use crate::base::memo::same;
use crate::base::path::SitePath;
use crate::model::document::Body;
use crate::model::kind::Kind;
use crate::model::kind::KindName;
use crate::model::site::Entry;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::plan::classes;
use crate::plan::classes::Words;
use crate::plan::policy::Embeds;
use crate::plan::policy::Hosts;
use crate::plan::terms;
use crate::plan::terms::Term;
use crate::plan::translations;
use crate::plan::translations::Languages;

pub struct Gleaned {
    pub entry: Arc<Entry>,
    kind: Option<Arc<Kind>>,
    embeds: Arc<Embeds>,
    /// For each taxonomy of its kind.
    pub terms: Vec<Vec<Term>>,
    /// Unless it is hidden: feeds leave out what has none.
    pub day: Option<Date>,
    pub languages: Languages,
    hosts: Hosts,
    /// That may end a class name.
    endings: Box<[Box<str>]>,
}

/// What is remembered of them.
#[derive(Default)]
pub struct Gleanings {
    known: Memo<SitePath, Gleaned>,
    /// Introductions last.
    all: Vec<Arc<Gleaned>>,
    kinds: BTreeMap<KindName, Range<usize>>,
    /// Of all texts together.
    pub hosts: Hosts,
    pub words: Arc<Words>,
}

impl Gleanings {
    pub fn renew(&mut self, site: &Site, embeds: &Arc<Embeds>) {
        let mut items = Vec::new();
        self.kinds.clear();
        for (name, entries) in &site.entries {
            let kind = site.kinds.get(name);
            self.kinds.insert(name.clone(), items.len()..items.len() + entries.len());
            items.extend(entries.iter().map(|entry| (&entry.source, (entry, kind))));
        }
        for entry in site.introductions.values() {
            items.push((&entry.source, (entry, site.kinds.get(&entry.kind))));
        }
        let holds = |known: &Gleaned, (entry, kind): &(&Arc<Entry>, Option<&Arc<Kind>>)| {
            same(&known.entry, entry) && known.kind.as_ref() == *kind && same(&known.embeds, embeds)
        };
        let make = |(entry, kind): &(&Arc<Entry>, Option<&Arc<Kind>>)| Gleaned::of(entry, *kind, embeds);
        let (all, _) = self.known.renew(&items, holds, make);
        let alike = |one: &Arc<Gleaned>, other: &Arc<Gleaned>| {
            same(one, other)
                || (one.hosts == other.hosts
                    && one.endings == other.endings
                    && one.body().classes == other.body().classes)
        };
        let as_before =
            all.len() == self.all.len() && all.iter().zip(&self.all).all(|(one, other)| alike(one, other));
        self.all = all;
        if !as_before {
            let (mut hosts, mut words) = (Hosts::default(), Words::default());
            for gleaned in &self.all {
                hosts.add(&gleaned.hosts);
                words.add(gleaned.body(), &gleaned.endings);
            }
            (self.hosts, self.words) = (hosts, Arc::new(words));
        }
    }

    pub fn all(&self) -> &[Arc<Gleaned>] {
        &self.all
    }

    /// In the order of the kind's entries.
    pub fn of_kind(&self, name: &KindName) -> &[Arc<Gleaned>] {
        self.kinds.get(name).map_or(&[], |range| &self.all[range.clone()])
    }
}

impl Gleaned {
    fn of(entry: &Arc<Entry>, kind: Option<&Arc<Kind>>, embeds: &Arc<Embeds>) -> Self {
        let field = |name: &str| entry.summary.value.get(name);
        let hidden = field("noindex") == Some(&Value::Bool(true));
        Self {
            entry: entry.clone(),
            kind: kind.cloned(),
            embeds: embeds.clone(),
            terms: kind.map(|kind| terms::of(entry, kind)).unwrap_or_default(),
            day: field("date").and_then(Value::as_date).filter(|_| !hidden),
            languages: translations::languages(entry),
            hosts: Hosts::of(entry, embeds),
            endings: classes::endings(&entry.prose.document.body),
        }
    }

    fn body(&self) -> &Body {
        &self.entry.prose.document.body
    }
}
