//! The page that finds others, and the files that it reads: named by what
//! they hold, so that a browser may keep them for ever.
pub mod cards;
pub mod pages;
pub mod parts;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::stem;
use crate::model::plan::Job;
use crate::model::plan::View;
use crate::model::plan::Work;
use crate::model::search::Guide;
use crate::model::search::SearchFile;
use crate::model::site::Own;
use crate::model::site::Shared;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::fixed;
use crate::plan::pages::Robots;
use crate::plan::pages::bare;

/// A page of the site's own at the address of the theme's takes its place, and
/// finds in its own way.
pub fn plan(site: &Site, claims: &mut Claims) {
    let settings = &site.theme.settings;
    let (Some(path), Some(page)) = (&settings.path, &settings.search) else { return };
    let Some(route) = Route::new(&page.route) else { return };
    if !site.config.wants_search() || claims.has(&route) {
        return;
    }
    let guide = Files { path, claims }.guide(site);
    let view = View {
        page: Shared::new(bare(site, &page.title, &route, Robots::Hidden)),
        own: Own::new(),
        route: route.clone(),
        prose: None,
        extra: vec![("index", guide.href().into())],
    };
    let work = Work::Page { template: TemplateName(page.template.clone()), view };
    let job = Job::new(work, [path.clone(), SitePath::new("content")].into());
    claims.put(route, job, Holder::setting(format!("la page « {} » du thème", page.title), path));
}

struct Files<'a, 's> {
    path: &'a SitePath,
    claims: &'a mut Claims<'s>,
}

impl Files<'_, '_> {
    fn guide(mut self, site: &Site) -> Route {
        let (cards, words) = pages::findable(site, self.claims, stem::language(&site.config.lang));
        let together = cards::together(cards.len());
        let pages = cards.len();
        let cards = cards.chunks(together).map(|some| self.put(SearchFile::Cards(some.to_vec())).0).collect();
        let parts = words.parts().into_iter();
        let parts = parts.map(|(start, stems)| (start, self.put(SearchFile::Part(stems)).0)).collect();
        let lang = site.config.lang.clone();
        self.put(SearchFile::Guide(Guide { lang, pages, together, parts, cards })).1
    }

    fn put(&mut self, file: SearchFile) -> (Fingerprint, Route) {
        let ending = if matches!(file, SearchFile::Part(_)) { "txt" } else { "json" };
        let file = Shared::new(file);
        let print = Fingerprint::of(&file);
        let route = fixed(&format!("/assets/search/{}.{ending}", print.short()));
        // Equal files are one.
        if !self.claims.has(&route) {
            let reads = [self.path.clone(), SitePath::new("content")].into();
            let job = Job::new(Work::Search(file), reads);
            self.claims.put(route.clone(), job, Holder::setting("la recherche du thème", self.path));
        }
        (print, route)
    }
}
