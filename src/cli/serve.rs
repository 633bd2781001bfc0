//! `kiosque serve`: round, show, wait, for as long as someone is writing.
use std::collections::BTreeSet;
use std::io;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use crate::base::date::Date;
use crate::base::diagnostic::Severity;
use crate::base::french;
use crate::base::path::SitePath;
use crate::cli::arguments::Format;
use crate::cli::arguments::JudgingOptions;
use crate::cli::arguments::RoundOptions;
use crate::cli::arguments::ServeOptions;
use crate::cli::arguments::StyleOptions;
use crate::cli::arguments::TellingOptions;
use crate::cli::arguments::Unpublished;
use crate::cli::pages;
use crate::cli::round::Round;
use crate::cli::round::Walker;
use crate::cli::round::today;
use crate::cli::round::told;
use crate::edge::browser;
use crate::edge::console;
use crate::edge::observe::Seen;
use crate::edge::observe::Touched;
use crate::edge::report;
use crate::edge::report::Report;
use crate::edge::serve;
use crate::edge::serve::Late;
use crate::edge::serve::Server;
use crate::edge::serve::Shelf;
use crate::edge::watch::Watch;
use crate::edge::watch::Why;

/// Only a failure to begin ends it: an error of the world met later is told,
/// and the last good site stays.
pub fn run(root: &Path, options: &ServeOptions) -> io::Result<u8> {
    let walker = Walker::new(root)?;
    // Watching begins before looking, so that nothing falls between the two.
    let (mut watch, polls) = Watch::on(root)?;
    let server = Server::start(&options.host, options.port, walker.inside().clone())?;
    let asked = asked(options);
    console::say(&greeting(&server, &asked, polls));
    let mut editor = Session { root, walker, server, asked, shelf: Shelf::default(), last: Last::default() };
    let cost = editor.round(&Touched::Anything);
    if options.open && !browser::open(&editor.address()) {
        console::fail("aucun navigateur n'a pu être ouvert : ouvrez l'adresse vous-même");
    }
    loop {
        let touched = watch.wait(cost);
        editor.round(&touched);
    }
}

/// Drafts stay on this machine.
fn asked(options: &ServeOptions) -> RoundOptions {
    let alone = serve::is_loopback(&options.host);
    RoundOptions {
        base_url: options.base_url.clone(),
        today: options.today,
        drafts: alone && options.drafts == Unpublished::Oui,
        style: StyleOptions { no_purge: false },
        judging: JudgingOptions { strict: false },
        telling: TellingOptions { format: Format::Human, quiet: false },
    }
}

fn greeting(server: &Server, asked: &RoundOptions, polls: Option<Why>) -> String {
    let mut text = format!("kiosque : http://{}/ (pages et brouillons : /_kiosque/)", server.address());
    if !server.address().ip().is_loopback() {
        text.push_str("\nd'autres machines peuvent voir cette adresse : les brouillons n'y sont pas montrés");
    } else if !asked.drafts {
        text.push_str("\nles brouillons ne sont pas montrés");
    }
    match polls {
        Some(Why::Limit) => text.push_str(
            "\nle système ne permet pas de surveiller autant de dossiers : les fichiers sont relus à intervalles \
             réguliers (aide : sudo sysctl fs.inotify.max_user_watches=524288)",
        ),
        Some(Why::Network) => {
            text.push_str("\nce dossier est sur un disque partagé : les fichiers sont relus à intervalles réguliers");
        }
        None => {}
    }
    text.push_str("\nCtrl-C pour arrêter");
    text
}

/// Places are told from the site's folder: it is the editor's whole world.
fn reports(round: &Round, severity: Severity) -> Vec<Report> {
    let read = |path: &SitePath| round.snapshot.read(path).ok();
    let (chosen, _) = report::first(&round.build.diagnostics.only(severity), report::SHOWN);
    report::reports(&chosen, &read)
}

struct Session<'a> {
    root: &'a Path,
    walker: Walker,
    server: Server,
    asked: RoundOptions,
    shelf: Shelf,
    last: Last,
}

/// What the last round was made of and said.
#[derive(Default)]
struct Last {
    day: Option<Date>,
    said: String,
    failed: Option<String>,
}

impl Session<'_> {
    fn address(&self) -> String {
        format!("http://{}/", self.server.address())
    }

    /// Looks, and walks the road if something has changed. Gives the time that
    /// looking took.
    fn round(&mut self, touched: &Touched) -> Duration {
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
        if same && self.server.shown().round.number > 0 {
            return cost;
        }
        self.last.day = day;
        self.walk(seen, start);
        cost
    }

    fn walk(&mut self, seen: Seen, start: Instant) {
        self.shelf.begin();
        let moved = seen.moved.clone();
        let (walker, asked, shelf) = (&mut self.walker, &self.asked, &self.shelf);
        let walked = catch_unwind(AssertUnwindSafe(|| walker.walk(seen, asked, shelf)));
        match walked {
            Ok(Ok(round)) => self.show(&Arc::new(round), &moved, start),
            Ok(Err(error)) => self.fail(&error.to_string()),
            Err(_) => {
                self.walker.forget();
                self.fail("kiosque s'est trompé : c'est une erreur du programme, pas de votre texte");
            }
        }
    }

    fn show(&mut self, round: &Arc<Round>, moved: &BTreeSet<SitePath>, start: Instant) {
        let before = self.server.shown();
        let turned = (!round.refused).then(|| self.shelf.turn());
        let diagnostics = &round.build.diagnostics;
        let page = turned.as_ref().and_then(|turned| pages::saved(&round.build.plan, moved, &turned.changed));
        let told = serve::Round {
            number: before.round.number + 1,
            milliseconds: start.elapsed().as_millis() as u64,
            faults: Arc::new(reports(round, Severity::Error)),
            warnings: Late::of({
                let round = round.clone();
                move || reports(&round, Severity::Warning)
            }),
            warned: diagnostics.iter().filter(|it| it.severity == Severity::Warning).count(),
            page,
        };
        let touched = turned.as_ref().map(|turned| turned.changed.len() + turned.gone.len());
        let (plan, day) = (round.build.plan.clone(), self.last.day);
        let listed = Late::of(move || pages::all(&plan, day));
        self.server.show(Arc::new(before.after(told, turned.map(|turned| (turned, listed)))));
        self.last.failed = None;
        self.say(round, touched, start.elapsed());
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
