//! Two manifests become what a reviewer wants to know.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::cli::diff::heirs::Heirs;
use crate::edge::manifest::Address;
use crate::edge::manifest::Manifest;

/// In the order of addresses, everywhere.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub appeared: Vec<Page>,
    pub changed: Vec<Page>,
    pub moved: Vec<Move>,
    /// Answered before, pages and redirections, and do not any more: faults.
    pub vanished: Vec<Loss>,
    /// The same, said by the site to be so for good.
    pub gone: Vec<Loss>,
    /// Pages that come and go with what they list.
    pub passing: Vec<Loss>,
    pub redirections: Redirections,
    /// Everything that is no page and whose name is its own: what lies in
    /// `/assets/` is named by its content.
    pub files: Files,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    pub address: String,
    pub title: String,
    /// The title that it had, when it was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What made it new or other.
    pub causes: Vec<Cause>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    pub address: String,
    pub to: String,
    pub title: String,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    pub address: String,
    pub title: String,
    /// A new page made from the same text: it moved, and left no redirection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perhaps: Option<String>,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Redirections {
    /// Of addresses that were no page before.
    pub appeared: Vec<Move>,
    /// Those that lead elsewhere.
    pub changed: Vec<Move>,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Files {
    pub appeared: Vec<String>,
    pub changed: Vec<File>,
    pub vanished: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct File {
    pub address: String,
    pub causes: Vec<Cause>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase", tag = "what", content = "source")]
pub enum Cause {
    New(String),
    Changed(String),
    Removed(String),
    Theme,
    /// The generator.
    Program,
    /// The address of the whole site.
    Base,
    /// None of the above: the day of the build, or another page's title.
    Other,
}

#[derive(PartialEq, Eq)]
enum Sort {
    Page,
    Redirection,
    File,
}

/// Where names change with what they hold.
const VERSIONED: &str = "/assets/";

fn sort(address: &Address) -> Sort {
    match (&address.to, &address.title) {
        (Some(_), _) => Sort::Redirection,
        (None, Some(_)) => Sort::Page,
        (None, None) => Sort::File,
    }
}

/// What differs between the sources of two sites, asked for each address.
struct Sources<'a> {
    own: BTreeMap<&'a str, Cause>,
    shared: Vec<Cause>,
}

impl<'a> Sources<'a> {
    fn between(old: &'a Manifest, new: &'a Manifest) -> Self {
        let mut own = BTreeMap::new();
        let paths: BTreeSet<&String> = old.sources.keys().chain(new.sources.keys()).collect();
        for path in paths {
            let cause = match (old.sources.get(path), new.sources.get(path)) {
                (Some(before), Some(after)) if before == after => continue,
                (Some(_), Some(_)) => Cause::Changed(path.clone()),
                (Some(_), None) => Cause::Removed(path.clone()),
                (None, _) => Cause::New(path.clone()),
            };
            own.insert(path.as_str(), cause);
        }
        let shared = [
            own.get("kiosque.yaml").cloned(),
            (old.theme != new.theme).then_some(Cause::Theme),
            (old.program != new.program).then_some(Cause::Program),
            (old.base_url != new.base_url).then_some(Cause::Base),
        ];
        Self { own, shared: shared.into_iter().flatten().collect() }
    }

    /// Its own sources that differ; else what all pages share.
    fn causes(&self, old: Option<&Address>, new: &Address) -> Vec<Cause> {
        let read = old.into_iter().chain([new]).flat_map(|address| &address.sources);
        let mut found = BTreeSet::new();
        for source in read {
            match source.ends_with('/') {
                true => {
                    let below = self.own.range(source.as_str()..);
                    let below = below.take_while(|(path, _)| path.starts_with(source.as_str()));
                    found.extend(below.map(|(_, cause)| cause.clone()));
                }
                false => found.extend(self.own.get(source.as_str()).cloned()),
            }
        }
        match (found.is_empty(), self.shared.is_empty()) {
            (false, _) => found.into_iter().collect(),
            (true, false) => self.shared.clone(),
            (true, true) => vec![Cause::Other],
        }
    }
}

impl Difference {
    pub fn between(old: &Manifest, new: &Manifest) -> Self {
        let sources = Sources::between(old, new);
        let mut difference = Self::default();
        let heirs = Heirs::between(old, new);
        for (route, address) in &new.addresses {
            let before = old.addresses.get(route);
            match sort(address) {
                Sort::Page if heirs.moved.contains(route.as_str()) => {}
                Sort::Page => difference.page(route, before, address, &sources),
                Sort::Redirection => difference.redirection(route, before, address, new),
                Sort::File if route.starts_with(VERSIONED) => {}
                Sort::File => difference.file(route, before, address, &sources),
            }
        }
        let lost = old.addresses.iter().filter(|(route, _)| !new.addresses.contains_key(*route));
        for (route, address) in lost {
            let title = address.title.clone().unwrap_or_default();
            let loss = |perhaps| Loss { address: route.clone(), title, perhaps };
            match sort(address) {
                Sort::File if route.starts_with(VERSIONED) => {}
                Sort::File => difference.files.vanished.push(route.clone()),
                _ if new.gone.contains(route) => difference.gone.push(loss(None)),
                _ if address.passing => difference.passing.push(loss(None)),
                _ => {
                    let heir = heirs.of.get(route.as_str()).map(|heir| (*heir).to_owned());
                    difference.vanished.push(loss(heir));
                }
            }
        }
        difference
    }

    fn page(&mut self, route: &str, before: Option<&Address>, address: &Address, sources: &Sources<'_>) {
        if before.is_some_and(|before| before.hash == address.hash) {
            return;
        }
        let was_page = before.filter(|before| sort(before) == Sort::Page);
        let title = address.title.clone().unwrap_or_default();
        let former = was_page.and_then(|before| before.title.clone()).filter(|former| *former != title);
        let causes = sources.causes(before, address);
        let page = Page { address: route.to_owned(), title, before: former, causes };
        match was_page {
            Some(_) => self.changed.push(page),
            None => self.appeared.push(page),
        }
    }

    fn redirection(&mut self, route: &str, before: Option<&Address>, address: &Address, new: &Manifest) {
        let to = address.to.clone().unwrap_or_default();
        let title = new.addresses.get(&to).and_then(|page| page.title.clone());
        let step = Move { address: route.to_owned(), to, title: title.unwrap_or_default() };
        match before.map(|before| (sort(before), before)) {
            Some((Sort::Redirection, before)) if before.to == address.to => {}
            Some((Sort::Redirection, _)) => self.redirections.changed.push(step),
            Some((Sort::Page, _)) => self.moved.push(step),
            Some((Sort::File, _)) | None => self.redirections.appeared.push(step),
        }
    }

    fn file(&mut self, route: &str, before: Option<&Address>, address: &Address, sources: &Sources<'_>) {
        match before {
            Some(before) if before.hash == address.hash => {}
            Some(before) => {
                let causes = sources.causes(Some(before), address);
                self.files.changed.push(File { address: route.to_owned(), causes });
            }
            None => self.files.appeared.push(route.to_owned()),
        }
    }
}
