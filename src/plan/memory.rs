//! What was published once answers still, leads on, or was said to be gone.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::french;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::memory::Hidden;
use crate::model::memory::Remembered;
use crate::model::plan::Job;
use crate::model::plan::Plan;
use crate::model::plan::View;
use crate::model::plan::Work;
use crate::model::site::Site;
use crate::plan::claims::Claims;
use crate::plan::fixed;
use crate::plan::rooted;

/// Addresses that are told one by one.
const TOLD: usize = 20;

/// What pages load by themselves: nobody keeps its address.
const LOADED: [&str; 17] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "css", "js", "woff2", "woff", "ttf", "mp4",
    "webm", "mp3", "vtt",
];

const HEAD: &str = "# Adresses publiées un jour : chacune doit encore répondre. « kiosque build --remember » tient ce fichier.\n\
    # Une adresse par ligne, puis le texte dont elle était faite. Si git voit un conflit, gardez les deux côtés.\n";

/// Remembered addresses that nothing answers any more.
pub fn check(site: &Site, claims: &Claims) -> Diagnostics {
    let mut diagnostics = gone(site, claims);
    let mut seen = BTreeSet::new();
    let is_lost = |line: &&Remembered| {
        !claims.has(&line.route)
            && !site.config.gone.iter().any(|(gone, _)| *gone == line.route)
            && rooted::answering(line.route.as_str(), claims).is_none()
            && !excused(site, line)
    };
    let lost: Vec<&Remembered> =
        site.memory.lines.iter().filter(is_lost).filter(|line| seen.insert(&line.route)).collect();
    if lost.is_empty() {
        return diagnostics;
    }
    let heirs = Heirs::of(claims);
    for line in lost.iter().take(TOLD) {
        diagnostics.push(told(site, line, &heirs));
    }
    if let Some(next) = lost.get(TOLD) {
        let more = lost.len() - TOLD;
        let count = french::number(more as f64, 0);
        let message = match more {
            1 => "une autre adresse a été publiée et ne répond plus".to_owned(),
            _ => format!("{count} autres adresses ont été publiées et ne répondent plus"),
        };
        let fault = Diagnostic::error(Code::AddressLost, next.span.clone(), message);
        diagnostics.push(fault.with_help("corrigez les premières : elles disent comment"));
    }
    diagnostics
}

/// The text, or the kind that rules it, is faulty: its fault was told.
fn excused(site: &Site, line: &Remembered) -> bool {
    let broken = &site.absent.broken;
    let Some(source) = line.source.as_deref() else { return !broken.is_empty() };
    let mut folder = SitePath::new(source);
    if broken.contains(&folder) {
        return true;
    }
    while !folder.folder().is_empty() {
        folder = SitePath::new(folder.folder());
        if broken.contains(&SitePath::new(&format!("{folder}/_kind.yaml"))) {
            return true;
        }
    }
    false
}

fn told(site: &Site, line: &Remembered, heirs: &Heirs<'_>) -> Diagnostic {
    let (at, address) = (line.span.clone(), line.route.href());
    let source = line.source.as_deref().unwrap_or_default();
    let listed = if address.contains(',') { format!("[\"{address}\"]") } else { format!("[{address}]") };
    let redirect = format!("redirect_from: {listed}");
    let for_good = format!("« gone: {listed} » dans kiosque.yaml");
    match site.absent.hidden.get(&SitePath::new(source)) {
        Some(Hidden::Until(day)) => {
            let message = format!(
                "l'adresse « {address} » a été publiée, et « {source} » ne paraît que le {}",
                day.french()
            );
            let help = "si la page doit rester, corrigez sa date";
            return Diagnostic::warning(Code::AddressLost, at, message).with_help(help);
        }
        Some(Hidden::Draft) => {
            let message = format!("l'adresse « {address} » a été publiée, et « {source} » est un brouillon");
            let help = format!(
                "retirez « draft: true » de ce texte, ou écrivez {for_good} si la page est retirée pour de bon"
            );
            return Diagnostic::error(Code::AddressLost, at, message).with_help(help);
        }
        None => {}
    }
    let made =
        if source.is_empty() { String::new() } else { format!(" ; elle était faite de « {source} »") };
    let message = format!("l'adresse « {address} » a été publiée et ne répond plus{made}");
    let help = match heirs.of_text(source) {
        Some((route, text)) => {
            format!("ce texte est maintenant à « {} » : écrivez « {redirect} » dans « {text} »", route.href())
        }
        None if is_page(&line.route) => format!(
            "écrivez « {redirect} » dans le texte qui la remplace, ou {for_good} si rien ne la remplace"
        ),
        None => format!(
            "publiez ce fichier de nouveau à cette adresse, ou écrivez {for_good} s'il est retiré pour de bon"
        ),
    };
    Diagnostic::error(Code::AddressLost, at, message).with_help(help)
}

/// Pages by the text that they are made of, and by the name of its file.
struct Heirs<'a> {
    texts: BTreeMap<&'a SitePath, &'a Route>,
    names: BTreeMap<&'a str, Vec<&'a SitePath>>,
}

impl<'a> Heirs<'a> {
    fn of(claims: &'a Claims) -> Self {
        let text = |(route, job): (&'a Route, &'a Arc<Job>)| Some((text(job)?, route));
        let texts: BTreeMap<_, _> = claims.jobs().filter_map(text).collect();
        let mut names: BTreeMap<&str, Vec<&SitePath>> = BTreeMap::new();
        for path in texts.keys().filter(|path| path.name() != "_index.md") {
            names.entry(path.name()).or_default().push(path);
        }
        Self { texts, names }
    }

    /// Where a text is now: under its own name, or the only one of that name.
    fn of_text(&self, source: &str) -> Option<(&'a Route, &'a SitePath)> {
        let source = SitePath::new(source);
        if let Some((path, route)) = self.texts.get_key_value(&source) {
            return Some((route, path));
        }
        match self.names.get(source.name()).map(Vec::as_slice) {
            Some([one]) => Some((self.texts[one], one)),
            _ => None,
        }
    }
}

pub fn text(job: &Job) -> Option<&SitePath> {
    match &job.work {
        Work::Page { view, .. } => view.prose.as_ref().map(|prose| &prose.document.path),
        _ => None,
    }
}

/// Addresses that are said to be gone and are not.
fn gone(site: &Site, claims: &Claims) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for (route, range) in &site.config.gone {
        let Some(holder) = claims.has(route).then(|| claims.holder(route)).flatten() else { continue };
        let span = Span::new(&site.config.path, range.0 as usize..range.1 as usize);
        let message =
            format!("l'adresse « {} » est dite disparue, et « {} » y répond", route.href(), holder.name());
        let warning = Diagnostic::warning(Code::RedirectTaken, Place::Bytes(span), message);
        diagnostics.push(warning.with_help("retirez-la de « gone: »"));
    }
    diagnostics
}

/// The addresses of a site that somebody may keep, with those that it
/// remembers: one a line, sorted, so that git can merge them.
pub fn lines(plan: &Plan) -> String {
    let mut lines: BTreeMap<Route, Option<String>> = BTreeMap::new();
    for line in &plan.memory.lines {
        let source = line.source.as_deref().map(str::to_owned);
        let held = lines.entry(line.route.clone()).or_default();
        *held = held.take().or(source);
    }
    for (route, job) in plan.jobs.iter().filter(|(route, job)| is_kept(route, job)) {
        let source = match &job.work {
            Work::Page { .. } => text(job).or_else(|| job.reads.first().filter(|_| job.reads.len() == 1)),
            Work::Copy(asset) => Some(&asset.path),
            Work::OpenData(data, _) => Some(&data.set.path),
            _ => None,
        };
        lines.insert(route.clone(), source.map(|path| path.as_str().to_owned()));
    }
    let mut text = HEAD.to_owned();
    for (route, source) in lines {
        text.push_str(&route.href());
        if let Some(source) = source.filter(|source| !source.contains(char::is_control)) {
            text.push(' ');
            text.push_str(&source);
        }
        text.push('\n');
    }
    text
}

/// Pages of texts, lists and the theme; feeds, open data and documents. Not
/// what comes and goes with what it lists, nor what pages load.
pub fn is_kept(route: &Route, job: &Job) -> bool {
    match &job.work {
        Work::Page { view, .. } => view.prose.is_some() || (is_page(route) && !comes_and_goes(view)),
        Work::Feed(_) | Work::OpenData(..) | Work::Collection(..) | Work::Shape(_) | Work::Package(_) => true,
        Work::Copy(asset) => {
            let ending = asset.path.extension().to_ascii_lowercase();
            !ending.is_empty() && !LOADED.contains(&ending.as_str())
        }
        _ => false,
    }
}

fn is_page(route: &Route) -> bool {
    (route.as_str().ends_with('/') || route.as_str().ends_with(".html")) && *route != fixed("/404.html")
}

/// The page of a term, and the second and next pages of a list.
fn comes_and_goes(view: &View) -> bool {
    view.extra.iter().any(|(name, value)| match *name {
        "term" => true,
        "pager" => value.get("previous").is_some_and(|it| !it.is_empty()),
        _ => false,
    })
}
