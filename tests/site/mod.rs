//! A site in memory, and what one walk of the road makes of it.
#![allow(dead_code, reason = "each test uses a part of it")]
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use kiosque::base::date::Date;
use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::path::Route;
use kiosque::base::path::SitePath;
use kiosque::edge::report::Report;
use kiosque::edge::report::reports;
use kiosque::edge::serve::Shelf;
use kiosque::edge::serve::complete;
use kiosque::model::config::Drafts;
use kiosque::model::config::Options;
use kiosque::model::config::Styles;
use kiosque::model::output::Artifact;
use kiosque::model::source::Snapshot;
use kiosque::pipeline::Build;
use kiosque::pipeline::Pipeline;

/// The day of every build in tests.
pub const TODAY: &str = "2025-06-15";

/// The files and what a caller decides.
#[derive(Clone)]
pub struct Site {
    pub files: BTreeMap<SitePath, Vec<u8>>,
    pub options: Options,
}

/// What a visitor would get, and what an author is told.
pub struct Built {
    pub files: BTreeMap<Route, Artifact>,
    pub build: Build,
    pub reports: Vec<Report>,
}

pub fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// `pages` above the bare theme, with a configuration.
pub fn small(pages: &[(&str, &str)]) -> Site {
    let mut site = Site::empty();
    site.put("kiosque.yaml", "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\n");
    site.dress("telling");
    for (path, text) in pages {
        site.put(path, text);
    }
    site
}

impl Site {
    pub fn empty() -> Self {
        let options =
            Options { today: day(TODAY), base_url: None, drafts: Drafts::Hide, styles: Styles::Used };
        Self { files: BTreeMap::new(), options }
    }

    /// `tests/sites/<name>`, dressed in the theme that its configuration names.
    pub fn read(name: &str) -> Self {
        let mut site = Self::empty();
        site.lay(&tests().join("sites").join(name), "");
        let config = site.files.get(&SitePath::new("kiosque.yaml")).cloned().unwrap_or_default();
        let config = String::from_utf8_lossy(&config).into_owned();
        let theme = config.lines().find_map(|line| line.strip_prefix("theme: "));
        site.dress(theme.unwrap_or("telling").trim());
        site
    }

    /// Lays a theme of `tests/themes`, when there is one of that name.
    pub fn dress(&mut self, theme: &str) {
        let folder = tests().join("themes").join(theme);
        if folder.is_dir() {
            self.lay(&folder, &format!("themes/{theme}/"));
        }
    }

    fn lay(&mut self, folder: &Path, below: &str) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if name.starts_with("expected") {
                continue;
            }
            if path.is_dir() {
                self.lay(&path, &format!("{below}{name}/"));
            } else {
                self.files.insert(SitePath::new(&format!("{below}{name}")), fs::read(&path).unwrap());
            }
        }
    }

    pub fn put(&mut self, path: &str, text: impl AsRef<[u8]>) {
        self.files.insert(SitePath::new(path), text.as_ref().to_vec());
    }

    /// With one more file.
    pub fn with(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.put(path, text);
        self
    }

    pub fn remove(&mut self, path: &str) {
        self.files.remove(&SitePath::new(path)).unwrap();
    }

    /// Puts one text in the place of another, which must be there.
    pub fn replace(&mut self, path: &str, old: &str, new: &str) {
        let text = self.text(path);
        assert!(text.contains(old), "{path} does not say {old:?}");
        self.put(path, text.replace(old, new));
    }

    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.files[&SitePath::new(path)].clone()).unwrap()
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot::of_memory(&self.files)
    }

    /// A build from nothing.
    pub fn build(&self) -> Built {
        self.rebuild(&mut Pipeline::default(), &mut Shelf::default())
    }

    /// A build by a pipeline that may remember.
    pub fn rebuild(&self, pipeline: &mut Pipeline, shelf: &mut Shelf) -> Built {
        built(&self.snapshot(), &self.options, (pipeline, shelf))
    }

    /// Writes it all below a real folder.
    pub fn write(&self, root: &Path) {
        for (path, bytes) in &self.files {
            let file = root.join(path.as_str());
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
    }
}

impl Built {
    /// The text at an address; what is there when there is none.
    pub fn page(&self, address: &str) -> String {
        match self.files.get(&Route::new(address).unwrap()) {
            Some(Artifact::Bytes(bytes)) => String::from_utf8(bytes.to_vec()).unwrap(),
            Some(Artifact::Copy { path, .. }) => panic!("{address} is a copy of {path}"),
            None => panic!("nothing at {address}; {:#?}\n{}", self.addresses(), self.said()),
        }
    }

    pub fn has(&self, address: &str) -> bool {
        self.files.contains_key(&Route::new(address).unwrap())
    }

    pub fn addresses(&self) -> Vec<&str> {
        self.files.keys().map(Route::as_str).collect()
    }

    /// One line for each thing said.
    pub fn lines(&self) -> Vec<String> {
        self.reports.iter().map(line).collect()
    }

    pub fn said(&self) -> String {
        self.lines().join("\n")
    }

    /// Names of the codes that were told.
    pub fn codes(&self) -> Vec<&str> {
        self.reports.iter().map(|report| report.code).collect()
    }
}

/// A round as the preview walks it, to its end: what is left on the shelf,
/// whether it was good or not.
pub fn built(
    snapshot: &Snapshot,
    options: &Options,
    (pipeline, shelf): (&mut Pipeline, &mut Shelf),
) -> Built {
    let mut build = pipeline.decide(snapshot, options);
    let mut files = BTreeMap::new();
    if let Some(press) = build.press.clone() {
        let site = shelf.lay(&build.plan, press).clone();
        let (site, count) = complete(&site, &mut || false).unwrap();
        build.redone.rendered = count;
        build.tell(site.diagnostics());
        files = site.published();
        shelf.settle(site);
    }
    let reports = told(&build.diagnostics, snapshot);
    Built { files, build, reports }
}

pub fn told(diagnostics: &Diagnostics, snapshot: &Snapshot) -> Vec<Report> {
    reports(diagnostics, &|path| snapshot.read(path).ok())
}

/// `error[date-invalide] content/a.md:3:7 message ; help`
pub fn line(report: &Report) -> String {
    let severity = format!("{:?}", report.severity).to_lowercase();
    let number = |number: Option<u32>| number.map(|it| format!(":{it}")).unwrap_or_default();
    let place = report.path.clone().unwrap_or_else(|| "-".into());
    let place = format!("{place}{}{}", number(report.line), number(report.column));
    let help = report.help.as_ref().map(|help| format!("\n  aide : {help}")).unwrap_or_default();
    format!("{severity}[{}] {place} {}{help}", report.code, report.message)
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The State's theme as it is in this repository, with an empty file for each that comes from npm:
/// words and markup can be judged without the look.
pub fn state(config: &str, pages: &[(&str, &str)]) -> Site {
    let mut site = Site::empty();
    let theme = tests().parent().unwrap().join("themes/dsfr");
    for folder in ["templates", "components", "assets"] {
        site.lay(&theme.join(folder), &format!("themes/dsfr/{folder}/"));
    }
    let settings = fs::read_to_string(theme.join("theme.yaml")).unwrap();
    let templates: Vec<String> = site.files.values().map(|it| String::from_utf8_lossy(it).into()).collect();
    let asked = templates.iter().flat_map(|text| text.split("asset(name='").skip(1));
    for name in asked.map(|rest| rest.split('\'').next().unwrap()) {
        site.put(&format!("themes/dsfr/node_modules/@gouvfr/dsfr/dist/{name}"), "");
    }
    for rest in settings.split("node_modules/").skip(1) {
        let path = rest.split([',', '}', '\n', ' ']).next().unwrap();
        if path.rsplit('/').next().unwrap().contains('.') {
            site.put(&format!("themes/dsfr/node_modules/{path}"), "");
        }
    }
    site.put("themes/dsfr/theme.yaml", settings);
    site.put("kiosque.yaml", format!("theme: dsfr\n{config}"));
    for (path, text) in pages {
        site.put(path, text);
    }
    site
}

/// The same in the neutral theme.
pub fn sober(config: &str, pages: &[(&str, &str)]) -> Site {
    let mut site = Site::empty();
    site.lay(&tests().parent().unwrap().join("themes/sobre"), "themes/sobre/");
    site.put("kiosque.yaml", format!("theme: sobre\n{config}"));
    for (path, text) in pages {
        site.put(path, text);
    }
    site
}
