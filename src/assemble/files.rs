//! Parsed files in their drawers.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::config::Config;
use crate::model::declaration::Declaration;
use crate::model::document::Document;
use crate::model::kind::DataPages;
use crate::model::kind::Kind;
use crate::model::kind::KindName;
use crate::model::kind::Mailing;
use crate::model::kind::SlugStyle;
use crate::model::memory::Memory;
use crate::model::parsed::Asset;
use crate::model::parsed::Parsed;
use crate::model::table::DataSet;
use crate::model::table::DataSets;
use crate::model::theme::Template;
use crate::model::theme::ThemeSettings;

#[derive(Default)]
pub struct Files<'a> {
    pub config: Option<Arc<Config>>,
    /// By the folder that they rule.
    pub kinds: BTreeMap<SitePath, Arc<Kind>>,
    /// In the order of their paths.
    pub documents: Vec<&'a Arc<Document>>,
    pub data: DataSets,
    pub declarations: Vec<&'a Arc<Declaration>>,
    pub assets: Vec<&'a Asset>,
    pub memory: Arc<Memory>,
    pub theme_settings: Vec<&'a Arc<ThemeSettings>>,
    pub templates: Vec<&'a Template>,
    pub theme_files: Vec<&'a Asset>,
    /// Their faults were told: whoever points at them stays silent.
    pub broken: BTreeSet<SitePath>,
    /// For folders that no `_kind.yaml` rules.
    plain: Option<Arc<Kind>>,
}

impl<'a> Files<'a> {
    pub fn sort(files: &[&'a Parsed], diagnostics: &mut Diagnostics) -> Self {
        let mut sorted = Self { plain: Some(Arc::new(plain())), ..Self::default() };
        for file in files {
            sorted.put(file, diagnostics);
        }
        sorted.documents.sort_by(|one, other| one.path.cmp(&other.path));
        if sorted.config.is_none() && !sorted.broken.contains(&SitePath::new("kiosque.yaml")) {
            let message = "le fichier « kiosque.yaml » manque à la racine du site";
            let fault = Diagnostic::error(Code::ConfigMissing, Place::Nowhere, message);
            diagnostics.push(fault.with_help("créez-le avec au moins « title: » et « base_url: »"));
        }
        sorted
    }

    fn put(&mut self, file: &'a Parsed, diagnostics: &mut Diagnostics) {
        match file {
            Parsed::Config(config) => self.config = Some(config.clone()),
            Parsed::Kind(kind) => self.put_kind(kind, diagnostics),
            Parsed::Document(document) => self.documents.push(document),
            Parsed::Data(set) => self.put_data(set, diagnostics),
            Parsed::Declaration(declaration) => self.declarations.push(declaration),
            Parsed::State(state) => _ = self.data.states.insert(state.name.clone(), state.clone()),
            Parsed::Addresses(memory) => self.memory = memory.clone(),
            Parsed::Theme(settings) => self.theme_settings.push(settings),
            Parsed::Template(template) => self.templates.push(template),
            Parsed::Asset(asset) if asset.path.top() == "themes" => self.theme_files.push(asset),
            Parsed::Asset(asset) => self.assets.push(asset),
            Parsed::Broken(path) => {
                if path.top() == "data" {
                    self.data.broken.insert(path.stem().to_owned());
                }
                self.broken.insert(path.clone());
            }
            Parsed::Ignored => {}
        }
    }

    fn put_kind(&mut self, kind: &Arc<Kind>, diagnostics: &mut Diagnostics) {
        if let Some(other) = self.kinds.values().find(|other| other.name == kind.name) {
            let message = format!("le type « {} » est déjà défini par « {} »", kind.name.0, other.path);
            let fault = Diagnostic::error(Code::SettingInvalid, Span::top(&kind.path), message);
            diagnostics.push(fault.with_help("donnez à l'un des deux un autre « name: »"));
            return;
        }
        let given = kind.datasets.as_ref();
        if let Some(other) = given.and_then(|_| self.kinds.values().find(|other| other.datasets.is_some())) {
            let message = format!("les données ouvertes ont déjà leur adresse dans « {} »", other.path);
            let fault = Diagnostic::error(Code::SettingInvalid, Span::top(&kind.path), message);
            diagnostics.push(fault.with_help("gardez « datasets » dans un seul des deux fichiers"));
            return;
        }
        self.kinds.insert(SitePath::new(kind.path.folder()), kind.clone());
    }

    fn put_data(&mut self, set: &Arc<DataSet>, diagnostics: &mut Diagnostics) {
        let name = set.name.clone();
        if let Some(other) = self.data.sets.get(&name) {
            let message = format!("le jeu « {name} » est déjà donné par « {} »", other.path);
            let fault = Diagnostic::error(Code::DataHeader, Span::top(&set.path), message);
            diagnostics.push(fault.with_help("renommez l'un des deux fichiers"));
            return;
        }
        self.data.sets.insert(name, set.clone());
    }

    /// Where open data are given.
    pub fn data_pages(&self) -> Option<&DataPages> {
        self.kinds.values().find_map(|kind| kind.datasets.as_ref())
    }

    /// Every document with its kind.
    pub fn ruled(&self) -> Vec<(&'a Arc<Document>, Arc<Kind>)> {
        let mut last: Option<(&str, Arc<Kind>)> = None;
        let ruled = |document: &&'a Arc<Document>| {
            let folder = document.path.folder();
            // Texts of one folder follow one another.
            let kind = match &last {
                Some((known, kind)) if *known == folder => kind.clone(),
                _ => self.kind_of(&document.path),
            };
            last = Some((folder, kind.clone()));
            (*document, kind)
        };
        self.documents.iter().map(ruled).collect()
    }

    /// The kind of the nearest folder above that has one.
    fn kind_of(&self, path: &SitePath) -> Arc<Kind> {
        let mut folder = path.folder();
        loop {
            if let Some(kind) = self.kinds.get(&SitePath::new(folder)) {
                return kind.clone();
            }
            let Some((above, _)) = folder.rsplit_once('/') else { break };
            folder = above;
        }
        self.plain.clone().expect("set when the files were sorted")
    }
}

/// A page with a title, at its path.
fn plain() -> Kind {
    Kind {
        path: SitePath::new("content/_kind.yaml"),
        name: KindName("page".into()),
        label: "une page".into(),
        route: Some("/{folder}{stem}/".into()),
        slug: SlugStyle::Stem,
        template: "page.html".into(),
        fields: BTreeMap::new(),
        listing: None,
        taxonomies: Vec::new(),
        select: BTreeMap::new(),
        compute: BTreeMap::new(),
        embargo: None,
        external: None,
        mailing: Mailing::PageOnly,
        summary_from: 0,
        datasets: None,
        shapes: Vec::new(),
    }
}
