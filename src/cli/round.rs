//! Observe, walk the road, report. The only caller of `Pipeline::run`.
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Severity;
use crate::base::path::SitePath;
use crate::cli::arguments::Format;
use crate::cli::arguments::RoundOptions;
use crate::cli::arguments::TellingOptions;
use crate::edge::cellar::DiskCellar;
use crate::edge::clock;
use crate::edge::console;
use crate::edge::inside::Inside;
use crate::edge::observe::Observer;
use crate::edge::observe::Seen;
use crate::edge::observe::Touched;
use crate::edge::packages;
use crate::edge::report;
use crate::edge::report::Report;
use crate::model::config::Drafts;
use crate::model::config::Options;
use crate::model::config::Styles;
use crate::model::output::Sink;
use crate::model::source::Snapshot;
use crate::pipeline;
use crate::pipeline::Build;
use crate::pipeline::Pipeline;

/// What a round found.
#[derive(Clone)]
pub struct Round {
    pub build: Build,
    pub snapshot: Snapshot,
    /// Errors, or warnings under `--strict`: nothing may be published.
    pub refused: bool,
}

/// Walks the road again and again, and remembers what holds from one round to
/// the next.
pub struct Walker {
    root: PathBuf,
    observer: Observer,
    pipeline: Pipeline,
    cellar: Arc<DiskCellar>,
}

impl Walker {
    pub fn new(root: &Path) -> io::Result<Self> {
        let cellar = Arc::new(DiskCellar::of(root));
        let pipeline = Pipeline::keeping(cellar.clone());
        Ok(Self { root: root.to_owned(), observer: Observer::of(root)?, pipeline, cellar })
    }

    /// Looks where something stirred; installs the theme's packages when they
    /// are missing, which is the one thing said here.
    pub fn look(&mut self, touched: &Touched) -> io::Result<Seen> {
        let mut seen = self.observer.look(touched)?;
        let folder = self.root.join("themes").join(pipeline::settings(&seen.snapshot).theme);
        if folder.join("package.json").exists() {
            let mut ran = None;
            packages::install(&folder, &mut |line| {
                console::fail(line);
                ran = Some(());
            })?;
            if ran.is_some() {
                seen = self.observer.look(&Touched::Anything)?;
            }
        }
        Ok(seen)
    }

    pub fn walk(&mut self, seen: Seen, asked: &RoundOptions, sink: &dyn Sink) -> io::Result<Round> {
        let options = options(&seen.snapshot, asked)?;
        let build = self.pipeline.run(&seen.snapshot, &options, sink);
        Ok(Round { build, snapshot: seen.snapshot, refused: false }.judged(seen.diagnostics, asked))
    }

    /// The same, for a command that walks it once.
    pub fn walk_once(self, seen: Seen, asked: &RoundOptions, sink: &dyn Sink) -> io::Result<Round> {
        let options = options(&seen.snapshot, asked)?;
        let build = self.pipeline.once(&seen.snapshot, &options, sink);
        self.cellar.prune();
        Ok(Round { build, snapshot: seen.snapshot, refused: false }.judged(seen.diagnostics, asked))
    }

    /// Without making anything yet: what the files themselves will say is still to
    /// be judged.
    pub fn decide(&mut self, seen: Seen, asked: &RoundOptions) -> io::Result<Round> {
        let options = options(&seen.snapshot, asked)?;
        let build = self.pipeline.decide(&seen.snapshot, &options);
        Ok(Round { build, snapshot: seen.snapshot, refused: false }.judged(seen.diagnostics, asked))
    }

    /// After a fault of the program itself, nothing that it remembered is trusted.
    pub fn forget(&mut self) {
        self.pipeline = Pipeline::keeping(self.cellar.clone());
    }

    pub fn inside(&self) -> &Arc<Inside> {
        self.observer.inside()
    }
}

impl Round {
    /// The same, of which more is known.
    #[must_use]
    pub fn judged(&self, told: Diagnostics, asked: &RoundOptions) -> Self {
        let mut round = self.clone();
        if !told.is_empty() {
            round.build.tell(told);
        }
        let diagnostics = &round.build.diagnostics;
        let warned = diagnostics.iter().any(|it| it.severity == Severity::Warning);
        round.refused = diagnostics.has_errors() || (asked.judging.strict && warned);
        round
    }
}

/// The day is the site's own, wherever the machine is.
pub fn today(snapshot: &Snapshot, asked: &RoundOptions) -> io::Result<Date> {
    let timezone = pipeline::settings(snapshot).timezone;
    asked.today.or_else(|| Date::at(clock::now(), &timezone)).ok_or_else(|| {
        let said = format!("le fuseau horaire « {timezone} » de kiosque.yaml n'existe pas");
        io::Error::new(io::ErrorKind::InvalidInput, said)
    })
}

fn options(snapshot: &Snapshot, asked: &RoundOptions) -> io::Result<Options> {
    let drafts = if asked.drafts { Drafts::Show } else { Drafts::Hide };
    let base_url = asked.base_url.as_ref().map(|url| url.trim_end_matches('/').to_owned());
    let styles = if asked.style.no_purge { Styles::Whole } else { Styles::Used };
    Ok(Options { today: today(snapshot, asked)?, base_url, drafts, styles })
}

/// One round of a command that ends with it, told.
pub fn round(root: &Path, asked: &RoundOptions, sink: &dyn Sink) -> io::Result<Round> {
    let round = silent(root, asked, sink)?;
    tell(root, &round.build.diagnostics, &round.snapshot, &asked.telling);
    Ok(round)
}

/// The same, for a command that chooses what it tells.
pub fn silent(root: &Path, asked: &RoundOptions, sink: &dyn Sink) -> io::Result<Round> {
    let mut walker = Walker::new(root)?;
    let seen = walker.look(&Touched::Anything)?;
    let round = walker.walk_once(seen, asked, sink)?;
    // The process is about to end: to hand ten thousand texts back one by one
    // would only take time.
    std::mem::forget(round.build.plan.clone());
    Ok(round)
}

/// What people are told of a site's content, places as seen from where the
/// command was given; empty when there is nothing to say.
pub fn told(root: &Path, wanted: &Diagnostics, snapshot: &Snapshot) -> String {
    let (shown, more) = report::first(wanted, report::SHOWN);
    let text = report::human(&reports(root, &shown, snapshot), &more);
    report::totals(wanted).map(|totals| format!("{text}{totals}")).unwrap_or_default()
}

/// The same for programs.
pub fn json(root: &Path, of: &Diagnostics, snapshot: &Snapshot) -> String {
    report::json(&reports(root, of, snapshot))
}

fn reports(root: &Path, of: &Diagnostics, snapshot: &Snapshot) -> Vec<Report> {
    let below = |mut report: Report| {
        let path = report.path.take().map(|path| root.join(path).to_string_lossy().into_owned());
        report.path = path.map(|path| path.strip_prefix("./").map_or(path.clone(), str::to_owned));
        report
    };
    let read = |path: &SitePath| snapshot.read(path).ok();
    report::reports(of, &read).into_iter().map(below).collect()
}

pub fn tell(root: &Path, diagnostics: &Diagnostics, snapshot: &Snapshot, telling: &TellingOptions) {
    let all = || reports(root, diagnostics, snapshot);
    match telling.format {
        Format::Json => console::print(&json(root, diagnostics, snapshot)),
        Format::Github => console::print(&report::github(&all())),
        Format::Gitlab => console::print(&report::gitlab(&all())),
        Format::Human => {
            let errors = telling.quiet.then(|| diagnostics.only(Severity::Error));
            let text = told(root, errors.as_ref().unwrap_or(diagnostics), snapshot);
            if !text.is_empty() {
                console::fail(&text);
            }
        }
    }
}
