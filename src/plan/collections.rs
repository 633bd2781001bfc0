//! The entries of listed kinds for other programs: as open data, and in the shapes that they expect.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::kind::FieldType;
use crate::model::kind::Kind;
use crate::model::kind::KindName;
use crate::model::kind::Shape;
use crate::model::opendata::Collection;
use crate::model::opendata::DataFile;
use crate::model::opendata::ShapeView;
use crate::model::opendata::Written;
use crate::model::plan::Job;
use crate::model::plan::Work;
use crate::model::site::Entry;
use crate::model::site::Shared;
use crate::model::site::Site;
use crate::model::theme::TemplateName;
use crate::model::value::Value;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::facts;

/// One for each listed kind, in the order of their names.
pub fn gather(site: &Site) -> Vec<(&Kind, Arc<Collection>)> {
    site.kinds.values().filter_map(|kind| Some((&**kind, Arc::new(collection(site, kind)?)))).collect()
}

/// `None` for a kind without a list, or with an empty one, and for the list of
/// the home page.
fn collection(site: &Site, kind: &Kind) -> Option<Collection> {
    let listing = kind.listing.as_ref().filter(|_| !entries(site, &kind.name).is_empty())?;
    let name = listing.route.trim_matches('/').rsplit('/').next().filter(|name| !name.is_empty())?;
    let introduction = site.introductions.get(&SitePath::new(kind.path.folder()));
    let told = introduction.and_then(|it| it.summary.value.get("description")).and_then(Value::as_text);
    Some(Collection {
        name: name.to_owned(),
        title: facts::list_title(site, kind),
        description: told.map(str::to_owned),
        home: format!("{}{}", site.base_url, Route::new(&listing.route)?.href()),
        base_url: site.base_url.clone(),
        fields: kind.fields.iter().map(|(name, rule)| (name.clone(), rule.holds.clone())).collect(),
        entries: entries(site, &kind.name).iter().map(|entry| entry.summary.clone()).collect(),
    })
}

fn entries<'s>(site: &'s Site, name: &KindName) -> &'s [Arc<Entry>] {
    site.entries.get(name).map(Vec::as_slice).unwrap_or_default()
}

/// The files of each, below the address `folder`.
pub fn files(site: &Site, folder: &str, collections: &[(&Kind, Arc<Collection>)], claims: &mut Claims) {
    for (kind, collection) in collections {
        let reads = || entries(site, &kind.name).iter().flat_map(|entry| entry.sources());
        for file in DataFile::ALL {
            let Some(route) = Route::new(&format!("{folder}{}{}", collection.name, file.ending())) else {
                continue;
            };
            let work = Work::Collection(collection.clone(), file);
            let job = Job::new(work, reads().chain([kind.path.clone()]).collect());
            let holder = Holder::setting(format!("les données du type « {} »", kind.name.0), &kind.path);
            claims.give(route, job, holder);
        }
    }
}

pub fn shapes(site: &Site, claims: &mut Claims) {
    for kind in site.kinds.values() {
        for shape in &kind.shapes {
            let Some(route) = Route::new(&shape.route) else { continue };
            let view = view(site, kind, shape);
            let referred = view.kinds.keys().flat_map(|name| entries(site, &KindName(name.clone())));
            let sources = entries(site, &kind.name).iter().chain(referred).flat_map(|entry| entry.sources());
            let template = SitePath::new(format!("content/{}", shape.template).as_str());
            let reads = sources.chain([kind.path.clone(), template]).collect();
            let holder = Holder::setting(format!("le gabarit « {} »", shape.template), &kind.path);
            claims.give(route, Job::new(Work::Shape(view), reads), holder);
        }
    }
}

fn view(site: &Site, kind: &Kind, shape: &Shape) -> ShapeView {
    let written = |entry: &Arc<Entry>| Written {
        summary: entry.summary.clone(),
        source: entry.source.clone(),
        from: entry.prose.document.matter.1,
        print: entry.prose.document.print,
    };
    let mut kinds: BTreeMap<String, Vec<Shared<Value>>> = BTreeMap::new();
    for name in kind.fields.values().filter_map(|rule| referred(&rule.holds)) {
        let all = || entries(site, name).iter().map(|entry| entry.summary.clone()).collect();
        kinds.entry(name.0.clone()).or_insert_with(all);
    }
    let entries = entries(site, &kind.name).iter().map(written).collect();
    ShapeView { template: TemplateName(shape.template.clone()), entries, kinds }
}

fn referred(holds: &FieldType) -> Option<&KindName> {
    match holds {
        FieldType::Reference(name) => Some(name),
        FieldType::List(inner) => referred(inner),
        _ => None,
    }
}
