//! Accounts on a page of the theme: what its template is given, and the files beside it.
use std::sync::Arc;

use crate::base::path::Route;
use crate::base::path::encode;
use crate::model::accounts::Accounts;
use crate::model::map::Map;
use crate::model::opendata::DataFile;
use crate::model::plan::Job;
use crate::model::plan::Work;
use crate::model::site::Site;
use crate::model::theme::ThemePage;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::pages;

/// Those that the page asks for, when the site gives them.
pub fn of<'a>(site: &'a Site, page: &ThemePage) -> Option<&'a Arc<Accounts>> {
    site.accounts.get(page.accounts.as_ref()?)
}

/// `accounts.told` with its chart, and where its file is.
pub fn shown(accounts: &Accounts, page: &Route) -> Value {
    let mut map: Map = match &accounts.told {
        Value::Map(map) => (**map).clone(),
        _ => Map::new(),
    };
    let address = file(accounts, page);
    map.insert("chart".into(), Value::Prose(accounts.chart.clone()));
    map.insert("csv_url".into(), encode(&address).into());
    map.insert("csv_weight".into(), Value::Weight(accounts.data.clone(), DataFile::Csv));
    Value::Map(map.finished().into())
}

fn file(accounts: &Accounts, page: &Route) -> String {
    let folder = page.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{}{}", accounts.data.name, DataFile::Csv.ending())
}

/// The file itself, then those of its chart.
pub fn files(accounts: &Accounts, page: &Route) -> Vec<(Route, Arc<Job>)> {
    let work = Work::OpenData(accounts.data.clone(), DataFile::Csv);
    let whole =
        Route::new(&file(accounts, page)).map(|route| (route, Job::new(work, accounts.reads.clone())));
    whole.into_iter().chain(pages::figures(&accounts.chart, page, || accounts.reads.clone())).collect()
}

pub fn give(accounts: &Accounts, files: &[(Route, Arc<Job>)], claims: &mut Claims<'_>) {
    for (route, job) in files {
        claims.give(route.clone(), job.clone(), Holder::file(&accounts.data.set.path));
    }
}
