//! Who wants which address. Two sources for one is a fault that names both.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::plan::Job;
use crate::plan::changes::Jobs;

/// Whoever wants an address.
#[derive(Clone, Debug)]
pub enum Holder<'s> {
    Text(&'s SitePath),
    File(SitePath),
    /// A name for messages, and a place.
    Other(Box<(String, Place)>),
}

impl Holder<'_> {
    pub fn file(path: &SitePath) -> Self {
        Self::File(path.clone())
    }

    /// Something that a setting asks for: `la liste du type « article »`.
    pub fn setting(name: impl Into<String>, path: &SitePath) -> Self {
        Self::Other(Box::new((name.into(), Place::Bytes(Span::top(path)))))
    }

    /// A file, by one of its lines.
    pub fn line(path: &SitePath, at: Place) -> Self {
        Self::Other(Box::new((path.to_string(), at)))
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Text(path) => path.as_str(),
            Self::File(path) => path.as_str(),
            Self::Other(other) => &other.0,
        }
    }

    pub fn at(&self) -> Place {
        match self {
            Self::Text(path) => Place::Bytes(Span::top(path)),
            Self::File(path) => Place::Bytes(Span::top(path)),
            Self::Other(other) => other.1.clone(),
        }
    }
}

#[derive(Default)]
pub struct Claims<'s> {
    jobs: Jobs,
    holders: Vec<(Route, Holder<'s>)>,
    /// Of data that the site gives to other programs.
    pub given: Vec<Route>,
    /// Letters, as mail programs are sent them.
    pub letters: Vec<Route>,
    pub diagnostics: Diagnostics,
}

impl<'s> Claims<'s> {
    /// The first to come keeps the address.
    pub fn put(&mut self, route: Route, job: Arc<Job>, holder: Holder<'s>) {
        if let Entry::Vacant(free) = self.jobs.entry(route.clone()) {
            free.insert(job);
            self.holders.push((route, holder));
            return;
        }
        let first = self.holder(&route).map(Holder::name).unwrap_or_default();
        let message = format!("l'adresse « {route} » est déjà prise par « {first} »");
        let fault = Diagnostic::error(Code::RouteTaken, holder.at(), message);
        let help = format!("changez le titre, le « slug: » ou le nom de « {} »", holder.name());
        self.diagnostics.push(fault.with_help(help));
    }

    /// Puts data that the site gives to other programs.
    pub fn give(&mut self, route: Route, job: Arc<Job>, holder: Holder<'s>) {
        if !self.has(&route) {
            self.given.push(route.clone());
        }
        self.put(route, job, holder);
    }

    /// For messages: it is looked for among all.
    pub fn holder(&self, route: &Route) -> Option<&Holder<'s>> {
        self.holders.iter().find(|(held, _)| held == route).map(|(_, holder)| holder)
    }

    pub fn get(&self, route: &Route) -> Option<&Arc<Job>> {
        self.jobs.get(route)
    }

    pub fn jobs(&self) -> impl Iterator<Item = (&Route, &Arc<Job>)> {
        self.jobs.iter()
    }

    pub fn job(&mut self, route: &Route) -> Option<&mut Arc<Job>> {
        self.jobs.get_mut(route)
    }

    pub fn has(&self, route: &Route) -> bool {
        self.jobs.contains_key(route)
    }

    /// `/a/` and `/a/index.html` are one file; `/a` as a file and `/a/b` in a
    /// folder cannot both be on a disk.
    pub fn folders(&mut self) {
        let mut files: BTreeMap<String, &Holder> = BTreeMap::new();
        let holders: BTreeMap<&Route, &Holder> =
            self.holders.iter().map(|(route, holder)| (route, holder)).collect();
        for (route, holder) in holders {
            let Some(first) = files.insert(route.file(), holder) else { continue };
            let message = format!("le fichier de « {route} » est déjà pris par « {} »", first.name());
            let fault = Diagnostic::error(Code::RouteTaken, holder.at(), message);
            let help = format!("changez l'adresse ou le nom de « {} »", holder.name());
            self.diagnostics.push(fault.with_help(help));
        }
        let mut clashes = BTreeSet::new();
        for file in files.keys() {
            let mut above = file.as_str();
            while let Some((folder, _)) = above.rsplit_once('/') {
                if files.contains_key(folder) {
                    clashes.insert(folder.to_owned());
                }
                above = folder;
            }
        }
        for folder in clashes {
            let message = format!("« /{folder} » ne peut pas être à la fois un fichier et un dossier");
            let fault = Diagnostic::error(Code::RouteTaken, files[&folder].at(), message);
            self.diagnostics.push(fault.with_help("donnez à cette page une adresse qui finit par « / »"));
        }
    }

    pub fn finish(self) -> (Jobs, Diagnostics) {
        (self.jobs, self.diagnostics)
    }
}
