//! What planning remembers of the last round: jobs beside what they were made
//! from, so that those of texts that did not change are the very same again.
use std::sync::Arc;

use crate::base::memo::Memo;
use crate::base::path::Route;
use crate::model::config::Typography;
use crate::model::plan::Job;
use crate::model::site::Site;
use crate::plan::changes::Jobs;
use crate::plan::check::Whole;
use crate::plan::claims::Claims;
use crate::plan::files::Files;
use crate::plan::gleaned::Gleanings;
use crate::plan::listings::Lists;
use crate::plan::pages::Pages;
use crate::plan::policy::Embeds;
use crate::plan::rooted::Rooted;
use crate::plan::styles::Supplied;
use crate::plan::terms::TermPage;
use crate::plan::theme_pages::ThemePages;

#[derive(Default)]
pub struct Past {
    /// What every page holds: another one, and nothing is remembered.
    ground: Option<(String, Typography)>,
    embeds: Arc<Embeds>,
    pub files: Files,
    pub gleanings: Gleanings,
    pub pages: Pages,
    pub lists: Lists,
    pub terms: Memo<Route, TermPage>,
    pub theme_pages: ThemePages,
    pub sitemap: Option<Arc<Job>>,
    pub whole: Whole,
    pub jobs: Arc<Jobs>,
    pub supplied: Option<Supplied>,
    addresses: Addresses,
    pub rooted: Rooted,
}

#[derive(Default)]
struct Addresses {
    all: Vec<Route>,
    /// Whether they can all be files of one folder.
    sound: Option<()>,
}

impl Past {
    /// Before anything is planned.
    pub fn begin(&mut self, site: &Site) {
        let ground = Some((site.base_url.clone(), site.config.typography));
        if self.ground != ground {
            *self = Self { ground, ..Self::default() };
        }
        let embeds = Embeds::of(&site.theme);
        if *self.embeds != embeds {
            self.embeds = Arc::new(embeds);
        }
        self.gleanings.renew(site, &self.embeds);
    }

    /// Once every address is known: those of last time need not be judged again.
    pub fn addressed(&mut self, claims: &mut Claims) {
        let same = claims.jobs().map(|(route, _)| route).eq(&self.addresses.all);
        if same && self.addresses.sound.is_some() {
            return;
        }
        let told = claims.diagnostics.len();
        claims.folders();
        self.addresses.sound = (claims.diagnostics.len() == told).then_some(());
        if !same {
            self.addresses.all = claims.jobs().map(|(route, _)| route.clone()).collect();
            self.rooted.forget();
        }
    }
}
