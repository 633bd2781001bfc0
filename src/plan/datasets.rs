//! Open data: a page that lists the data sets, and the files of each.
use std::sync::Arc;

use crate::base::french;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::path::encode;
use crate::base::period;
use crate::model::kind::DataPages;
use crate::model::kind::Kind;
use crate::model::opendata::Collection;
use crate::model::opendata::DataFile;
use crate::model::opendata::DataPackage;
use crate::model::opendata::OpenData;
use crate::model::plan::Job;
use crate::model::plan::View;
use crate::model::plan::Work;
use crate::model::site::Own;
use crate::model::site::Shared;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::collections;
use crate::plan::facts;
use crate::plan::pages;
use crate::plan::pages::Robots;

pub fn plan(site: &Site, claims: &mut Claims) {
    let kinds = || site.kinds.values().filter_map(|kind| Some((kind, kind.datasets.as_ref()?)));
    let Some((kind, pages)) = kinds().next() else { return };
    for data in &site.open_data {
        for file in DataFile::ALL {
            let Some(route) = Route::new(&format!("{}{}{}", pages.route, data.name, file.ending())) else {
                continue;
            };
            let job = Job::new(Work::OpenData(data.clone(), file), reads(data).collect());
            claims.give(route, job, Holder::file(&data.set.path));
        }
    }
    let collections = collections::gather(site);
    collections::files(site, &pages.route, &collections, claims);
    let collections: Vec<Arc<Collection>> = collections.into_iter().map(|(_, it)| it).collect();
    package(site, (kind, pages), &collections, claims);
    index(site, (kind, pages), &collections, claims);
}

fn reads(data: &OpenData) -> impl Iterator<Item = SitePath> + '_ {
    [Some(&data.set.path), data.set.declaration.path.as_ref()].into_iter().flatten().cloned()
}

fn package(
    site: &Site,
    (kind, pages): (&Kind, &DataPages),
    collections: &[Arc<Collection>],
    claims: &mut Claims,
) {
    let Some(route) = Route::new(&format!("{}datapackage.json", pages.route)) else { return };
    let package = DataPackage {
        name: site.config.title.clone(),
        title: format!("{} – {}", site.config.title, pages.title),
        home: format!("{}{}", site.base_url, encode(&pages.route)),
        sets: site.open_data.clone(),
        collections: collections.to_vec(),
    };
    let reads = site.open_data.iter().flat_map(|data| reads(data)).chain([kind.path.clone()]).collect();
    let job = Job::new(Work::Package(Arc::new(package)), reads);
    claims.give(route, job, Holder::setting("le paquet de données", &kind.path));
}

fn index(
    site: &Site,
    (kind, pages): (&Kind, &DataPages),
    collections: &[Arc<Collection>],
    claims: &mut Claims,
) {
    let Some(route) = Route::new(&pages.route) else { return };
    let typography = site.config.typography;
    let view = View {
        page: Shared::new(pages::bare(site, &pages.title, &route, Robots::Welcome)),
        own: own(site, kind),
        prose: None,
        extra: vec![
            ("sets", Value::list(site.open_data.iter().map(|data| about(data, pages))).set(typography)),
            ("collections", Value::list(collections.iter().map(|it| told(it, pages))).set(typography)),
            ("package_url", encode(&format!("{}datapackage.json", pages.route)).into()),
        ],
        route: route.clone(),
    };
    let reads = site.open_data.iter().flat_map(|data| reads(data)).chain([kind.path.clone()]).collect();
    let job = Job::new(Work::Page { template: TemplateName(pages.template.clone()), view }, reads);
    claims.put(route, job, Holder::setting("la page des données ouvertes", &kind.path));
}

/// The way to the page: below the list of its kind.
fn own(site: &Site, kind: &Kind) -> Own {
    let home = Value::map([("title", Value::from("Accueil")), ("url", Value::from("/"))]);
    let list = kind.listing.as_ref().and_then(|listing| Route::new(&listing.route)).map(|route| {
        Value::map([("title", facts::list_name(site, kind)), ("url", Value::from(route.href()))])
    });
    vec![("breadcrumb", Value::list([home].into_iter().chain(list)))]
}

fn told(of: &Collection, pages: &DataPages) -> Value {
    let url = |file: DataFile| encode(&format!("{}{}{}", pages.route, of.name, file.ending())).into();
    Value::map([
        ("name", Value::from(of.name.as_str())),
        ("title", of.title.as_str().into()),
        ("description", of.description.as_deref().map_or(Value::Null, Value::text)),
        ("page_url", of.home.strip_prefix(&of.base_url).unwrap_or(&of.home).into()),
        ("count", french::number(of.entries.len() as f64, 0).into()),
        ("csv_url", url(DataFile::Csv)),
        ("json_url", url(DataFile::Json)),
        ("schema_url", url(DataFile::Schema)),
    ])
}

fn about(data: &Arc<OpenData>, pages: &DataPages) -> Value {
    let declaration = &data.set.declaration;
    let text = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::text);
    let day = |day: Option<crate::base::date::Date>| day.map_or(Value::Null, Value::from);
    let span = data.span.map(|(from, to)| match from == to {
        true => from.full(),
        false => period::span(from, to),
    });
    let file = |file: DataFile| {
        let url = encode(&format!("{}{}{}", pages.route, data.name, file.ending()));
        Value::map([("url", Value::from(url)), ("weight", Value::Weight(data.clone(), file))])
    };
    Value::map([
        ("name", Value::from(data.name.as_str())),
        ("title", data.title.as_str().into()),
        ("description", text(&declaration.description)),
        ("span", span.map_or(Value::Null, Value::from)),
        ("rows", french::number(data.set.table.rows() as f64, 0).into()),
        ("source", text(&declaration.source)),
        ("scope", text(&declaration.scope)),
        ("licence", text(&declaration.licence)),
        ("updated", day(data.age.known)),
        ("expected", day(data.age.awaited)),
        ("csv", file(DataFile::Csv)),
        ("json", file(DataFile::Json)),
        ("schema", file(DataFile::Schema)),
    ])
}
