//! A site that lives in memory, for tests of what a text becomes.
#![allow(dead_code, reason = "each test takes what it needs")]
use std::collections::BTreeMap;

use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::diagnostic::Place;
use kiosque::base::path::Route;
use kiosque::base::path::SitePath;
use kiosque::base::span::LineColumn;
use kiosque::edge::basket::Basket;
use kiosque::model::config::Drafts;
use kiosque::model::config::Options;
use kiosque::model::config::Styles;
use kiosque::model::output::Artifact;
use kiosque::model::source::Snapshot;
use kiosque::pipeline::Pipeline;

/// Texts by path, and the bare theme: a page is its content and no more.
pub struct Site {
    files: BTreeMap<SitePath, Vec<u8>>,
}

/// What a site gave.
pub struct Built {
    pub pages: BTreeMap<Route, Artifact>,
    pub diagnostics: Diagnostics,
    files: BTreeMap<SitePath, Vec<u8>>,
}

impl Site {
    pub fn new() -> Self {
        Self { files: BTreeMap::new() }
            .with(
                "kiosque.yaml",
                "title: Essai\nbase_url: https://exemple.gouv.fr\ntheme: nu\ntypography: false\n",
            )
            .with("themes/nu/theme.yaml", "{}\n")
            .with("themes/nu/templates/page.html", "{{ content | safe }}")
            .with(
                "content/_kind.yaml",
                "name: page\nroute: /{stem}/\ntemplate: page.html\nfields: {title: {type: text}}\n",
            )
    }

    #[must_use]
    pub fn with(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.files.insert(SitePath::new(path), text.as_ref().to_vec());
        self
    }

    pub fn build(&self) -> Built {
        let options = Options {
            today: "2026-01-01".parse().unwrap(),
            base_url: None,
            drafts: Drafts::Hide,
            styles: Styles::Used,
        };
        let basket = Basket::default();
        let build = Pipeline::default().run(&Snapshot::of_memory(&self.files), &options, &basket);
        Built { pages: basket.into_files(), diagnostics: build.diagnostics, files: self.files.clone() }
    }
}

impl Built {
    /// The page at an address, or nothing at all.
    pub fn page(&self, route: &str) -> String {
        match self.pages.get(&Route::new(route).unwrap()) {
            Some(Artifact::Bytes(bytes)) => String::from_utf8(bytes.to_vec()).unwrap(),
            _ => String::new(),
        }
    }

    /// Every fault as `name:line:column code message (help)`.
    pub fn faults(&self) -> Vec<String> {
        let said = self.diagnostics.iter().map(|fault| {
            let place = match &fault.at {
                Place::Bytes(span) => {
                    let text = String::from_utf8_lossy(&self.files[&span.path]).into_owned();
                    let at = LineColumn::of(&text, span.start);
                    format!("{}:{}:{}", span.path.name(), at.line, at.column)
                }
                _ => "?".to_owned(),
            };
            let help = fault.help.as_deref().unwrap_or_default();
            format!("{place} {} {} ({help})", fault.code.name(), fault.message)
        });
        said.collect()
    }
}
