//! The one road. `build`, `serve` and `check` all walk it; none can tell which.
pub mod data;
pub mod letters;
pub mod loaders;
pub mod mailed;
pub mod memo;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::IntoParallelRefIterator;
use rayon::prelude::ParallelIterator;

use crate::assemble;
use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::path::decode;
use crate::model::config::Config;
use crate::model::config::Options;
use crate::model::config::Typography;
use crate::model::declaration::Declaration;
use crate::model::headers::Host;
use crate::model::kind::Kind;
use crate::model::marks::Marking;
use crate::model::output::Artifact;
use crate::model::output::Sink;
use crate::model::parsed::Parsed;
use crate::model::plan::Dress;
use crate::model::plan::Plan;
use crate::model::plan::Supply;
use crate::model::plan::Work;
use crate::model::redirects::Rules;
use crate::model::site::Site;
use crate::model::source::Observed;
use crate::model::source::Snapshot;
use crate::parse;
use crate::parse::Beside;
use crate::parse::sort;
use crate::parse::sort::Sort;
use crate::pipeline::mailed::Mailed;
use crate::pipeline::memo::Memo;
use crate::plan;
use crate::render;
use crate::render::Read;
use crate::render::templates::Templates;

/// Where a template's addresses of the theme's files begin.
const ASSETS: &[u8] = b"/assets/";

#[derive(Default)]
pub struct Pipeline {
    parsed: Memo<Checked<Parsed>>,
    rendered: Memo<Made>,
}

/// What one walk of the road gave, beside what the sink received.
#[derive(Default)]
pub struct Build {
    pub diagnostics: Diagnostics,
    /// Empty when the site has no usable configuration.
    pub plan: Arc<Plan>,
    /// What letters for other senders are written with.
    templates: Option<Arc<Templates>>,
    pub redone: Redone,
}

impl Build {
    /// What each address was made from.
    pub fn reads(&self) -> BTreeMap<Route, BTreeSet<SitePath>> {
        self.plan.jobs.iter().map(|(route, job)| (route.clone(), job.reads.clone())).collect()
    }
}

/// How much was computed anew: shown by `--explain`, asserted by tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redone {
    pub parsed: usize,
    pub rendered: usize,
}

/// What is remembered of one rendering: not its bytes, which the sink holds.
struct Made {
    diagnostics: Diagnostics,
    /// Files of the theme whose addresses it printed.
    asked: Vec<Route>,
}

impl Pipeline {
    /// Artifacts go to `sink` as they are made; whether they are shown is for
    /// whoever owns it to decide, once the diagnostics are known.
    pub fn run(&mut self, snapshot: &Snapshot, options: &Options, sink: &dyn Sink) -> Build {
        let mut build = Build::default();
        let parsed = self.parse(snapshot, &mut build);
        let files: Vec<&Parsed> = parsed.iter().map(|file| &file.value).collect();
        let site = build.diagnostics.take(assemble::assemble(&files, options));
        drop(files);
        drop(parsed);
        if let Some(site) = site {
            let plan = build.diagnostics.take(plan::plan(&site));
            let look = look(&site, &plan);
            let templates = Templates::compile(&site.theme, &plan.site.value, &plan.assets);
            let templates = build.diagnostics.take(templates);
            // The plan shares what it needs of the site: the rest may go.
            drop(site);
            let templates = Arc::new(templates);
            let press = Press { look, templates: templates.clone(), read: &|path| snapshot.read(path), sink };
            self.render(&press, &plan, &mut build);
            build.plan = Arc::new(plan);
            build.templates = Some(templates);
        }
        build.diagnostics = std::mem::take(&mut build.diagnostics).sorted();
        build
    }

    fn parse(&mut self, snapshot: &Snapshot, build: &mut Build) -> Vec<Arc<Checked<Parsed>>> {
        let typography = typography(snapshot);
        let read = |file: &Observed, declaration: Option<Arc<Declaration>>, marking: Marking| {
            if let Some(declaration) = declaration.as_ref().filter(|it| it.reading.grouping.is_some()) {
                return parse::grouped(file, declaration, || snapshot.open(&file.path));
            }
            let beside = Beside { typography, marking, declaration };
            parse::parse(file, &beside, || snapshot.read(&file.path))
        };
        let (first, rest): (Vec<&Observed>, Vec<&Observed>) = snapshot
            .files()
            .partition(|file| matches!(sort::sort(&file.path), Sort::Declaration | Sort::Kind));
        let keyed = |file: &Observed| Fingerprint::of(&(file.stamp, typography));
        let first: Vec<_> = first.into_iter().map(|file| (keyed(file), file)).collect();
        let (mut parsed, computed) =
            self.parsed.of(&first, |_, _| true, |_, file| read(file, None, Marking::Dropped));
        build.redone.parsed = computed;
        let declared = declared(&parsed, snapshot);
        let mailed = Mailed::of(&parsed);
        let paired = |file: &Observed| match (declared.get(&file.path), mailed.marking(&file.path)) {
            (Some(declaration), _) => Fingerprint::of(&(file.stamp, typography, declaration)),
            (None, Marking::Kept) => Fingerprint::of(&(file.stamp, typography, Marking::Kept)),
            (None, Marking::Dropped) => keyed(file),
        };
        let rest: Vec<_> = rest.into_iter().map(|file| (paired(file), file)).collect();
        let (mut others, computed) = self.parsed.of(
            &rest,
            |_, _| true,
            |_, file| read(file, declared.get(&file.path).cloned(), mailed.marking(&file.path)),
        );
        self.parsed.turn();
        build.redone.parsed += computed;
        parsed.append(&mut others);
        for file in parsed.iter().filter(|file| !file.diagnostics.is_empty()) {
            build.diagnostics.extend(file.diagnostics.clone());
        }
        parsed
    }

    /// Pages first; then what they asked for, and what that asked for in turn.
    fn render(&mut self, press: &Press<'_>, plan: &Plan, build: &mut Build) {
        let known: BTreeMap<&Route, &Supply> =
            plan.assets.values().map(|supply| (&supply.route, supply)).collect();
        let jobs = plan.jobs.iter().map(|(route, job)| (Cow::Borrowed(route), Cow::Borrowed(&job.work)));
        let mut wanted: Vec<(Cow<'_, Route>, Cow<'_, Work>)> = jobs.collect();
        let mut done: BTreeSet<Route> = BTreeSet::new();
        while !wanted.is_empty() {
            let jobs: Vec<_> = wanted
                .par_iter()
                .map(|(route, work)| (press.key(route, work), (&**route, &**work)))
                .collect();
            let kept = |key: &Fingerprint, job: &(&Route, &Work)| press.sink.keep(job.0, *key);
            let (made, computed) =
                self.rendered.of(&jobs, kept, |key, (route, work)| press.make(key, route, work));
            build.redone.rendered += computed;
            done.extend(wanted.iter().map(|(route, _)| route.clone().into_owned()));
            let asked: BTreeSet<&Route> = made.iter().flat_map(|one| &one.asked).collect();
            let next = asked.into_iter().filter(|route| !done.contains(*route));
            wanted = next.filter_map(|route| supplied(route, &known)).collect();
            for one in made.iter().filter(|one| !one.diagnostics.is_empty()) {
                build.diagnostics.extend(one.diagnostics.clone());
            }
        }
        self.rendered.turn();
    }
}

/// A file of the theme by its address; that of some parts of a sheet is known by its sheet's.
fn supplied<'p>(
    route: &Route,
    known: &BTreeMap<&'p Route, &'p Supply>,
) -> Option<(Cow<'p, Route>, Cow<'p, Work>)> {
    if let Some((route, supply)) = known.get_key_value(route) {
        return Some((Cow::Borrowed(*route), Cow::Borrowed(&supply.work)));
    }
    let supply = known.values().find_map(|supply| supply.asked(route))?;
    Some((Cow::Owned(supply.route), Cow::Owned(supply.work)))
}

/// Declarations by the data file that each is about: the one that it names, or
/// the one of its own name.
fn declared(parsed: &[Arc<Checked<Parsed>>], snapshot: &Snapshot) -> BTreeMap<SitePath, Arc<Declaration>> {
    let mut declared = BTreeMap::new();
    for file in parsed {
        let Parsed::Declaration(declaration) = &file.value else { continue };
        let found = declaration.candidates().into_iter().find(|path| snapshot.get(path).is_some());
        if let Some(path) = found {
            declared.entry(path).or_insert_with(|| declaration.clone());
        }
    }
    declared
}

/// All that stays the same while the jobs of one round are rendered.
struct Press<'a> {
    look: Fingerprint,
    templates: Arc<Templates>,
    read: Read<'a>,
    sink: &'a dyn Sink,
}

impl Press<'_> {
    fn key(&self, route: &Route, work: &Work) -> Fingerprint {
        let look = (work.dress() == Dress::Theme).then_some(self.look);
        Fingerprint::of(&(route, work, look))
    }

    fn make(&self, key: &Fingerprint, route: &Route, work: &Work) -> Made {
        let rendered = render::render(work, &self.templates, self.read);
        let mut asked = Vec::new();
        if let Some(artifact) = rendered.value {
            if let Artifact::Bytes(bytes) = &artifact {
                asked = addresses(bytes);
            }
            self.sink.put(route, *key, artifact);
        }
        Made { diagnostics: rendered.diagnostics, asked }
    }
}

/// Everything that any page depends on: the theme, the site's facts, and where
/// the theme's files are.
fn look(site: &Site, plan: &Plan) -> Fingerprint {
    let routes: Vec<(&String, &Route)> =
        plan.assets.iter().map(|(name, supply)| (name, &supply.route)).collect();
    Fingerprint::of(&(&site.theme, &plan.site, routes))
}

/// The theme's files that a page or a style sheet names.
fn addresses(bytes: &[u8]) -> Vec<Route> {
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(bytes, ASSETS) {
        let end = bytes[at..]
            .iter()
            .position(|b| matches!(b, b'"' | b'\'' | b')' | b' ' | b'?' | b'#' | b'<' | b'&'));
        let text = std::str::from_utf8(&bytes[at..end.map_or(bytes.len(), |end| at + end)]);
        found.extend(text.ok().and_then(|text| Route::new(&decode(text))));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The configuration alone, read ahead: one small file.
fn config(snapshot: &Snapshot) -> Option<Arc<Config>> {
    let file = snapshot.get(&SitePath::new("kiosque.yaml"))?;
    match parse::parse(file, &Beside::default(), || snapshot.read(&file.path)).value {
        Parsed::Config(config) => Some(config),
        _ => None,
    }
}

/// The one setting that reading a text depends on.
fn typography(snapshot: &Snapshot) -> Typography {
    config(snapshot).map(|config| config.typography).unwrap_or_default()
}

/// The kinds of a site, in the order of their folders; faulty ones left out.
pub fn kinds(snapshot: &Snapshot) -> Vec<Arc<Kind>> {
    let files = snapshot.files().filter(|file| file.path.name() == "_kind.yaml");
    let read = |file: &Observed| parse::parse(file, &Beside::default(), || snapshot.read(&file.path)).value;
    let kind = |file| match read(file) {
        Parsed::Kind(kind) => Some(kind),
        _ => None,
    };
    files.filter_map(kind).collect()
}

/// What the site asks of its host, in that host's own words.
pub fn headers(plan: &Plan, host: Host) -> String {
    render::hosts::headers::text(&plan.headers, host)
}

/// Where old addresses lead, in a host's own words.
pub fn redirects(plan: &Plan, rules: Rules) -> String {
    render::hosts::redirects::text(&plan.redirects, rules)
}

/// What has to be known of a site before its road is walked.
pub struct Settings {
    pub theme: String,
    /// IANA name.
    pub timezone: String,
}

pub fn settings(snapshot: &Snapshot) -> Settings {
    let config = config(snapshot);
    let zone = config.as_ref().and_then(|config| config.fields.text("timezone").map(str::to_owned));
    let named = config.as_ref().map(|config| config.theme.clone()).filter(|name| !name.is_empty());
    let mut paths = snapshot.files().map(|file| file.path.as_str());
    let only = paths.find_map(|path| path.strip_prefix("themes/")?.strip_suffix("/theme.yaml"));
    let theme = named.unwrap_or_else(|| only.unwrap_or_default().to_owned());
    Settings { theme, timezone: zone.unwrap_or_else(|| "Europe/Paris".to_owned()) }
}
