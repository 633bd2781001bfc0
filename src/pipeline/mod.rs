//! The one road. `build`, `serve` and `check` all walk it; none can tell which.
pub mod data;
pub mod letters;
pub mod loaders;
pub mod mailed;
pub mod press;
pub mod publication;
pub mod reading;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assemble;
use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::cellar::Cellar;
use crate::model::cellar::NoCellar;
use crate::model::config::Config;
use crate::model::config::Options;
use crate::model::config::Typography;
use crate::model::kind::Kind;
use crate::model::output::Sink;
use crate::model::parsed::Parsed;
use crate::model::plan::Plan;
use crate::model::plan::Supply;
use crate::model::site::Site;
use crate::model::source::Observed;
use crate::model::source::Snapshot;
use crate::model::theme::Theme;
use crate::parse;
use crate::parse::Beside;
use crate::pipeline::press::Press;
use crate::pipeline::press::PrintRun;
use crate::pipeline::reading::Readings;
use crate::plan;
use crate::render::templates::Templates;

pub struct Pipeline {
    readings: Readings,
    assembled: assemble::past::Past,
    planned: plan::past::Past,
    compiled: Option<Compiled>,
    printed: PrintRun,
    cellar: Arc<dyn Cellar>,
}

impl Default for Pipeline {
    fn default() -> Self {
        Self::keeping(Arc::new(NoCellar))
    }
}

/// What the templates of the last round were, and what they were made from.
struct Compiled {
    theme: Theme,
    site: Fingerprint,
    supplies: Arc<BTreeMap<String, Supply>>,
    templates: Checked<Arc<Templates>>,
}

/// What one walk of the road gave.
#[derive(Clone, Default)]
pub struct Build {
    pub diagnostics: Diagnostics,
    /// Empty when the site has no usable configuration.
    pub plan: Arc<Plan>,
    /// Makes what was planned; there is none without a configuration.
    pub press: Option<Arc<Press>>,
    pub redone: Redone,
}

impl Build {
    /// What each address was made from.
    pub fn reads(&self) -> BTreeMap<Route, BTreeSet<SitePath>> {
        self.plan.jobs.iter().map(|(route, job)| (route.clone(), job.reads.clone())).collect()
    }

    /// More is known: all is told in reading order.
    pub fn tell(&mut self, diagnostics: Diagnostics) {
        self.diagnostics.extend(diagnostics);
        self.diagnostics = std::mem::take(&mut self.diagnostics).sorted();
    }
}

/// How much was computed anew: asserted by tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redone {
    pub parsed: usize,
    pub rendered: usize,
}

impl Pipeline {
    /// One that has what is long to make kept elsewhere.
    pub fn keeping(cellar: Arc<dyn Cellar>) -> Self {
        let (readings, assembled, planned, compiled, printed) = Default::default();
        Self { readings, assembled, planned, compiled, printed, cellar }
    }

    /// The whole road. Artifacts go to `sink` as they are made; whether they are
    /// shown is for whoever owns it to decide, once the diagnostics are known.
    pub fn run(&mut self, snapshot: &Snapshot, options: &Options, sink: &dyn Sink) -> Build {
        let mut build = self.decide(snapshot, options);
        Self::press(&mut build, &mut self.printed, sink);
        build
    }

    /// The whole road, walked for once: what another round would need of this one
    /// goes before anything is made.
    pub fn once(mut self, snapshot: &Snapshot, options: &Options, sink: &dyn Sink) -> Build {
        let mut build = self.decide(snapshot, options);
        drop(self);
        Self::press(&mut build, &mut PrintRun::default(), sink);
        build
    }

    fn press(build: &mut Build, printed: &mut PrintRun, sink: &dyn Sink) {
        if let Some(press) = build.press.clone() {
            let (told, count) = press::all(&press, &build.plan, printed, sink);
            build.redone.rendered = count;
            build.tell(told);
        }
    }

    /// The road up to the press: everything is decided, nothing is made.
    pub fn decide(&mut self, snapshot: &Snapshot, options: &Options) -> Build {
        let mut build = Build::default();
        let (parsed, fresh) = reading::all(&mut self.readings, snapshot, typography(snapshot));
        build.redone.parsed = fresh;
        for file in parsed.iter().filter(|file| !file.diagnostics.is_empty()) {
            build.diagnostics.extend(file.diagnostics.clone());
        }
        let files: Vec<&Parsed> = parsed.iter().map(|file| &file.value).collect();
        let site = build.diagnostics.take(assemble::assemble(&files, options, &mut self.assembled));
        if let Some(site) = site {
            let plan = build.diagnostics.take(plan::plan(&site, &mut self.planned));
            let Checked { value: templates, diagnostics } = self.templates(&site, &plan);
            build.press = Some(Arc::new(Press::new(templates, &plan, (snapshot, &self.cellar))));
            build.plan = Arc::new(plan);
            build.diagnostics.extend(diagnostics);
        }
        build.diagnostics = std::mem::take(&mut build.diagnostics).sorted();
        build
    }

    fn templates(&mut self, site: &Site, plan: &Plan) -> Checked<Arc<Templates>> {
        let facts = Fingerprint::of(&plan.site);
        let still = |known: &&Compiled| {
            known.site == facts && Arc::ptr_eq(&known.supplies, &plan.assets) && known.theme == site.theme
        };
        if let Some(known) = self.compiled.as_ref().filter(still) {
            return known.templates.clone();
        }
        let Checked { value, diagnostics } = Templates::compile(&site.theme, &plan.site.value, &plan.assets);
        let templates = Checked::new(Arc::new(value), diagnostics);
        let (theme, supplies) = (site.theme.clone(), plan.assets.clone());
        self.compiled = Some(Compiled { theme, site: facts, supplies, templates: templates.clone() });
        templates
    }
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
