//! Observe, walk the road, report. The only caller of `Pipeline::run`.
use std::io;
use std::path::Path;

use crate::base::date::Date;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Severity;
use crate::base::path::SitePath;
use crate::cli::arguments::Format;
use crate::cli::arguments::RoundOptions;
use crate::edge::clock;
use crate::edge::console;
use crate::edge::observe;
use crate::edge::packages;
use crate::edge::report;
use crate::edge::report::Report;
use crate::model::config::Drafts;
use crate::model::config::Options;
use crate::model::output::Sink;
use crate::model::source::Snapshot;
use crate::pipeline;
use crate::pipeline::Build;
use crate::pipeline::Pipeline;

/// What a round found, told already.
pub struct Round {
    pub build: Build,
    /// Errors, or warnings under `--strict`: nothing may be published.
    pub refused: bool,
}

pub fn round(
    root: &Path,
    pipeline: &mut Pipeline,
    asked: &RoundOptions,
    sink: &dyn Sink,
) -> io::Result<Round> {
    let (mut snapshot, mut observed) = observe::observe(root)?;
    let settings = pipeline::settings(&snapshot);
    let folder = root.join("themes").join(&settings.theme);
    if folder.join("package.json").exists() {
        let mut ran = None;
        packages::install(&folder, &mut |line| {
            console::fail(line);
            ran = Some(());
        })?;
        if ran.is_some() {
            (snapshot, observed) = observe::observe(root)?;
        }
    }
    let today = asked.today.or_else(|| Date::at(clock::now(), &settings.timezone));
    let today = today.ok_or_else(|| {
        let said = format!("le fuseau horaire « {} » de kiosque.yaml n'existe pas", settings.timezone);
        io::Error::new(io::ErrorKind::InvalidInput, said)
    })?;
    let drafts = if asked.drafts { Drafts::Show } else { Drafts::Hide };
    let base_url = asked.base_url.as_ref().map(|url| url.trim_end_matches('/').to_owned());
    let options = Options { today, base_url, drafts };
    let mut build = pipeline.run(&snapshot, &options, sink);
    build.diagnostics.extend(observed);
    build.diagnostics = std::mem::take(&mut build.diagnostics).sorted();
    tell(root, &build.diagnostics, &snapshot, asked);
    let strict = asked.judging.strict && build.diagnostics.iter().any(|it| it.severity == Severity::Warning);
    let refused = build.diagnostics.has_errors() || strict;
    Ok(Round { build, refused })
}

/// Places are told from where the command was given, as editors and CI want them.
fn tell(root: &Path, diagnostics: &Diagnostics, snapshot: &Snapshot, asked: &RoundOptions) {
    let read = |path: &SitePath| snapshot.read(path).ok();
    let below = |mut report: Report| {
        let path = report.path.take().map(|path| root.join(path).to_string_lossy().into_owned());
        report.path = path.map(|path| path.strip_prefix("./").map_or(path.clone(), str::to_owned));
        report
    };
    let reports = |of: &Diagnostics| report::reports(of, &read).into_iter().map(below).collect::<Vec<_>>();
    let all = || reports(diagnostics);
    match asked.telling.format {
        Format::Json => console::print(&report::json(&all())),
        Format::Github => console::print(&report::github(&all())),
        Format::Gitlab => console::print(&report::gitlab(&all())),
        Format::Human => {
            let errors = asked.telling.quiet.then(|| diagnostics.errors());
            let wanted = errors.as_ref().unwrap_or(diagnostics);
            let (shown, more) = report::first(wanted, report::SHOWN);
            let text = report::human(&reports(&shown), &more);
            if let Some(totals) = report::totals(wanted) {
                console::fail(&format!("{text}{totals}"));
            }
        }
    }
}
