//! `kiosque data`: one data file by itself, before or without a site.
pub mod group;
pub mod guess;
pub mod inspect;
pub mod shape;

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::cli::arguments::DataCommand;
use crate::edge::console;
use crate::edge::file;
use crate::edge::report;
use crate::model::declaration::Declaration;
use crate::pipeline;

pub fn run(command: &DataCommand) -> io::Result<u8> {
    match command {
        DataCommand::Inspect(options) => inspect::run(options),
        DataCommand::Group(options) => group::run(options),
    }
}

/// The path as messages name it.
fn named(path: &Path) -> SitePath {
    SitePath::new(if path == Path::new("-") { "entrée standard" } else { path.to_str().unwrap_or("?") })
}

/// What the YAML file beside a data file says of it.
fn declaration(path: &Path) -> Checked<Option<Arc<Declaration>>> {
    if path == Path::new("-") {
        return Checked::default();
    }
    let texts: Vec<(SitePath, String)> =
        file::beside(path).into_iter().map(|(path, text)| (SitePath::new(&path), text)).collect();
    pipeline::data::declaration(&named(path), &texts)
}

/// Places of declarations are found in their text; those of data files are lines and cells already.
fn reports(diagnostics: &Diagnostics) -> Vec<report::Report> {
    let yaml = |path: &SitePath| matches!(path.extension(), "yaml" | "yml");
    let read = |path: &SitePath| yaml(path).then(|| file::read(Path::new(path.as_str()), 1 << 20).ok())?;
    report::reports(diagnostics, &read)
}

/// What was wrong, for people, on stderr.
fn tell(diagnostics: &Diagnostics) {
    let (shown, more) = report::first(diagnostics, report::SHOWN);
    let text = report::human(&reports(&shown), &more);
    if let Some(totals) = report::totals(diagnostics) {
        console::fail(&format!("{text}{totals}"));
    }
}
