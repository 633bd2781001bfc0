//! An editor's session: each round is shown as soon as what is in sight is made;
//! the rest is made meanwhile, and judged.
use std::collections::BTreeSet;
use std::io;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use crate::base::date::Date;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Severity;
use crate::base::french;
use crate::base::path::SitePath;
use crate::cli::arguments::RoundOptions;
use crate::cli::pages;
use crate::cli::round::Round;
use crate::cli::round::Walker;
use crate::cli::round::today;
use crate::cli::round::told;
use crate::edge::console;
use crate::edge::observe::Seen;
use crate::edge::observe::Touched;
use crate::edge::report;
use crate::edge::report::Report;
use crate::edge::serve;
use crate::edge::serve::Late;
use crate::edge::serve::PageFact;
use crate::edge::serve::Server;
use crate::edge::serve::Shelf;
use crate::edge::serve::Site;
use crate::edge::serve::Turned;
use crate::edge::watch::Watch;

const OUR_FAULT: &str = "kiosque s'est trompé : c'est une erreur du programme, pas de votre texte";

pub struct Session<'a> {
    root: &'a Path,
    walker: Walker,
    server: Server,
    asked: RoundOptions,
    shelf: Shelf,
    last: Last,
    open: Option<Open>,
}

/// What the last round was made of and said.
#[derive(Default)]
struct Last {
    day: Option<Date>,
    said: String,
    failed: Option<String>,
    /// Of the last site that was whole.
    pages: Late<PageFact>,
}

/// A round that is decided, and of which something is still to be made.
struct Open {
    round: Arc<Round>,
    moved: BTreeSet<SitePath>,
    took: Duration,
    /// The site that it took the place of, once it is shown.
    instead_of: Option<Site>,
}

impl<'a> Session<'a> {
    pub fn new(root: &'a Path, walker: Walker, server: Server, asked: RoundOptions) -> Self {
        let (shelf, last) = (Shelf::default(), Last::default());
        Self { root, walker, server, asked, shelf, last, open: None }
    }

    pub fn address(&self) -> String {
        format!("http://{}/", self.server.address())
    }

    /// Looks, walks the road if something has changed, and makes what there is to
    /// make until something stirs again. Gives the time that looking took.
    pub fn round(&mut self, touched: &Touched, watch: &mut Watch) -> Duration {
        let start = Instant::now();
        let seen = match self.walker.look(touched) {
            Ok(seen) => seen,
            Err(error) => {
                self.fail(&error.to_string());
                return start.elapsed();
            }
        };
        let cost = start.elapsed();
        let day = today(&seen.snapshot, &self.asked).ok();
        let same = seen.moved.is_empty() && day == self.last.day && self.last.failed.is_none();
        if !same || self.server.shown().round.number == 0 {
            self.last.day = day;
            self.walk(seen, start);
        }
        self.finish(watch);
        cost
    }

    fn walk(&mut self, seen: Seen, start: Instant) {
        self.open = None;
        let moved = seen.moved.clone();
        match catch_unwind(AssertUnwindSafe(|| self.decide(seen))) {
            Ok(Ok((round, told))) => {
                let shown = !round.refused && !told.has_errors();
                let mut open = Open { round, moved, took: start.elapsed(), instead_of: None };
                if shown {
                    open.instead_of = Some(self.server.shown().site.clone());
                    let turned = self.shelf.show();
                    self.show(&open, Some(turned));
                }
                self.open = Some(open);
            }
            Ok(Err(error)) => self.fail(&error.to_string()),
            Err(_) => self.give_up(),
        }
    }

    /// Decides everything, makes what is in sight, and tells what that said.
    fn decide(&mut self, seen: Seen) -> io::Result<(Arc<Round>, Diagnostics)> {
        let round = Arc::new(self.walker.decide(seen, &self.asked)?);
        let mut told = Diagnostics::default();
        if let Some(press) = &round.build.press {
            let site = self.shelf.lay(&round.build.plan, press.clone());
            for route in self.server.watched(site) {
                site.file(&route);
                told.extend(site.told(&route));
            }
        }
        Ok((round, told))
    }

    /// Makes the rest, unless something stirs before the end.
    fn finish(&mut self, watch: &mut Watch) {
        let Some(open) = &self.open else { return };
        let site = self.shelf.next().clone();
        let made = match &open.round.build.press {
            Some(_) => catch_unwind(AssertUnwindSafe(|| serve::complete(&site, &mut || watch.stirs()))),
            None => Ok(Some((site, 0))),
        };
        let whole = match made {
            Ok(Some((site, _))) => site,
            Ok(None) => return,
            Err(_) => return self.give_up(),
        };
        let Some(mut open) = self.open.take() else { return };
        let judged = open.round.judged(whole.diagnostics(), &self.asked);
        open.round = Arc::new(judged);
        if open.round.refused { self.refuse(&open) } else { self.settle(&open, whole) }
    }

    /// The site that is shown is whole.
    fn settle(&mut self, open: &Open, whole: Site) {
        let before = self.server.shown();
        let differences = whole.since(open.instead_of.as_ref().unwrap_or(&before.site));
        let touched = differences.changed.len() + differences.gone.len();
        let turned = self.shelf.settle(whole);
        let pages = self.pages(open);
        if open.instead_of.is_some() && before.round.warned == warned(&open.round) {
            self.server.show(Arc::new(before.settled(turned.site, warnings(&open.round))));
        } else {
            self.show(open, Some(turned));
        }
        self.last.pages = pages;
        self.say(&open.round, Some(touched), open.took);
    }

    /// Something is wrong: the site that is shown is the last whole one.
    fn refuse(&mut self, open: &Open) {
        let turned = open.instead_of.is_some().then(|| self.shelf.revert());
        self.show(open, turned);
        self.say(&open.round, None, open.took);
    }

    fn show(&mut self, open: &Open, turned: Option<Turned>) {
        let before = self.server.shown();
        let Open { round, moved, took, .. } = open;
        let shown = turned.as_ref().filter(|_| !round.refused);
        let told = serve::Round {
            number: before.round.number + 1,
            milliseconds: took.as_millis() as u64,
            faults: Arc::new(reports(round, Severity::Error)),
            warnings: warnings(round),
            warned: warned(round),
            page: shown.and_then(|turned| pages::saved(&round.build.plan, moved, &turned.changed)),
        };
        let listed = if round.refused { self.last.pages.clone() } else { self.pages(open) };
        self.server.show(Arc::new(before.after(told, turned.map(|turned| (turned, listed)))));
        self.last.failed = None;
    }

    fn pages(&self, open: &Open) -> Late<PageFact> {
        let (plan, day) = (open.round.build.plan.clone(), self.last.day);
        Late::of(move || pages::all(&plan, day))
    }

    /// One line for each round; what there is to say about the content only
    /// when it is not what was said before.
    fn say(&mut self, round: &Round, touched: Option<usize>, took: Duration) {
        let diagnostics = &round.build.diagnostics;
        let shown =
            if diagnostics.has_errors() { diagnostics.only(Severity::Error) } else { diagnostics.clone() };
        let text = told(self.root, &shown, &round.snapshot);
        if text != self.last.said {
            console::clear();
            console::say(&format!("kiosque : {}", self.address()));
            if !text.is_empty() {
                console::fail(&text);
            }
            self.last.said = text;
        }
        let milliseconds = took.as_millis();
        console::say(&match touched {
            None => format!("{milliseconds} ms : le site montré reste celui d'avant la faute"),
            Some(0) => format!("{milliseconds} ms : rien n'a changé pour les visiteurs"),
            Some(1) => format!("{milliseconds} ms : 1 adresse refaite"),
            Some(n) => format!("{milliseconds} ms : {} adresses refaites", french::number(n as f64, 0)),
        });
    }

    /// After a fault of the program itself, nothing that it remembered is trusted.
    fn give_up(&mut self) {
        self.walker.forget();
        self.open = None;
        self.fail(OUR_FAULT);
    }

    /// A failure of the world, told once: the last good site stays.
    fn fail(&mut self, said: &str) {
        if self.last.failed.as_deref() == Some(said) {
            return;
        }
        console::fail(&format!("kiosque : {said}"));
        self.last.failed = Some(said.to_owned());
        self.last.said.clear();
        let before = self.server.shown();
        let told = serve::Round {
            number: before.round.number + 1,
            faults: Arc::new(vec![Report::of_world(said)]),
            ..serve::Round::default()
        };
        self.server.show(Arc::new(before.after(told, None)));
    }
}

/// Places are told from the site's folder: it is the editor's whole world.
fn reports(round: &Round, severity: Severity) -> Vec<Report> {
    let read = |path: &SitePath| round.snapshot.read(path).ok();
    let (chosen, _) = report::first(&round.build.diagnostics.only(severity), report::SHOWN);
    report::reports(&chosen, &read)
}

fn warnings(round: &Arc<Round>) -> Late<Report> {
    let round = round.clone();
    Late::of(move || reports(&round, Severity::Warning))
}

fn warned(round: &Round) -> usize {
    round.build.diagnostics.iter().filter(|it| it.severity == Severity::Warning).count()
}
