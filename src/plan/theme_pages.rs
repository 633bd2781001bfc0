//! Pages that only the theme asks for: not found, site map.
use std::sync::Arc;

use crate::base::memo::Memo;
use crate::base::memo::all_same;
use crate::base::memo::same;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::accounts::Accounts;
use crate::model::kind::KindName;
use crate::model::map::Map;
use crate::model::plan::Job;
use crate::model::plan::View;
use crate::model::plan::Visibility;
use crate::model::plan::Work;
use crate::model::site::Shared;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::model::theme::ThemePage;
use crate::model::value::Value;
use crate::plan::accounts;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::duties;
use crate::plan::facts;
use crate::plan::pages;
use crate::plan::pages::Robots;

/// What is remembered of them, and of all that they list.
#[derive(Default)]
pub struct ThemePages {
    told: Memo<Route, Told>,
    last: Vec<Arc<Told>>,
    list: Arc<Vec<Value>>,
    made: Memo<Route, Made>,
}

/// A page of the site, as the theme's pages list it.
struct Told {
    job: Arc<Job>,
    label: Value,
    value: Value,
}

struct Made {
    page: ThemePage,
    list: Arc<Vec<Value>>,
    path: SitePath,
    accounts: Option<Arc<Accounts>>,
    job: Arc<Job>,
    /// Files beside the page.
    beside: Vec<(Route, Arc<Job>)>,
}

pub fn plan(site: &Site, past: &mut ThemePages, claims: &mut Claims) {
    let Some(path) = &site.theme.settings.path else { return };
    if site.theme.settings.pages.is_empty() {
        return;
    }
    let list = past.list(site, claims);
    let pages = site.theme.settings.pages.iter().filter_map(|page| Some((Route::new(&page.route)?, page)));
    // A page of the site's own at that address takes the theme's place.
    let wanted = |(route, page): &(Route, &ThemePage)| {
        !claims.has(route) && page.when.as_ref().is_none_or(|when| site.config.at(when).is_some())
    };
    let pages: Vec<(Route, &ThemePage)> = pages.filter(wanted).collect();
    let items: Vec<_> = pages.iter().map(|(route, page)| (route, (route, *page))).collect();
    let (made, _) = past.made.renew(
        &items,
        |known, (_, page)| {
            let same_page = known.page == **page && known.path == *path && same(&known.list, &list);
            same_page && known.accounts.as_ref() == accounts::of(site, page)
        },
        |(route, page)| {
            let accounts = accounts::of(site, page).cloned();
            let job = job(site, (path, page), route, (&list, accounts.as_deref()));
            let beside = accounts.as_ref().map(|it| accounts::files(it, route)).unwrap_or_default();
            Made { page: (*page).clone(), list: list.clone(), path: path.clone(), accounts, job, beside }
        },
    );
    for ((route, page), made) in pages.iter().zip(made) {
        if claims.has(route) {
            continue;
        }
        duties::missing(site, page, &mut claims.diagnostics);
        let holder = Holder::setting(format!("la page « {} » du thème", page.title), path);
        claims.put(route.clone(), made.job.clone(), holder);
        if let Some(accounts) = &made.accounts {
            accounts::give(accounts, &made.beside, claims);
        }
    }
}

fn job(
    site: &Site,
    (path, page): (&SitePath, &ThemePage),
    route: &Route,
    (list, accounts): (&Arc<Vec<Value>>, Option<&Accounts>),
) -> Arc<Job> {
    let is_page = page.route.ends_with('/') || page.route.ends_with(".html");
    let hidden = page.route.ends_with("404.html") || !is_page;
    let robots = if hidden { Robots::Hidden } else { Robots::Welcome };
    let words = |text: &String| Value::words(text, site.config.typography);
    let view = View {
        page: Shared::new(pages::bare(site, &page.title, route, robots)),
        own: page.description.iter().map(|text| ("description", words(text))).collect(),
        route: route.clone(),
        prose: None,
        extra: vec![
            ("pages", Value::List(list.clone())),
            ("accounts", accounts.map_or(Value::Null, |accounts| accounts::shown(accounts, route))),
        ],
    };
    let work = Work::Page { template: TemplateName(page.template.clone()), view };
    let own = [path.clone(), SitePath::new("content")];
    Job::new(work, own.into_iter().chain(accounts.into_iter().flat_map(|it| it.reads.clone())).collect())
}

impl ThemePages {
    /// Title, address and kind of each public page, in address order.
    fn list(&mut self, site: &Site, claims: &Claims) -> Arc<Vec<Value>> {
        let label = |job: &Job| {
            let Work::Page { view, .. } = &job.work else { return Value::Null };
            let name = view.page.value.get("kind").and_then(Value::as_text).unwrap_or_default();
            let kind = site.kinds.get(&KindName(name.to_owned()));
            kind.map_or(Value::Null, |kind| facts::list_name(site, kind))
        };
        let shown = claims
            .jobs()
            .filter(|(_, job)| matches!(job.visibility, Visibility::Public(_) | Visibility::Further));
        let items: Vec<_> = shown.collect();
        let (told, _) = self.told.renew(
            &items,
            |known, job| same(&known.job, job) && known.label == label(job),
            |job| {
                let label = label(job);
                Told { job: Arc::clone(job), value: told(job, &label), label }
            },
        );
        if !all_same(&self.last, &told) {
            self.list = Arc::new(told.iter().map(|it| it.value.clone()).collect());
            self.last = told;
        }
        self.list.clone()
    }
}

fn told(job: &Job, label: &Value) -> Value {
    let Work::Page { view, .. } = &job.work else { return Value::Null };
    let part = |name: &'static str| (name.into(), view.page.value.get(name).cloned().unwrap_or_default());
    let map: Map = ["title", "url", "kind", "date", "lang"]
        .into_iter()
        .map(part)
        .chain([("kind_label".into(), label.clone())])
        .collect();
    Value::Map(Arc::new(map.finished()))
}
