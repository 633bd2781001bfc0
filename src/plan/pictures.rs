//! Copies of images: every one that a page may name. Only those that some page
//! does name are made.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::path::Route;
use crate::model::parsed::Asset;
use crate::model::picture::Copy;
use crate::model::picture::Derived;
use crate::model::picture::Form;
use crate::model::plan::Job;
use crate::model::plan::Work;
use crate::model::site::Site;

pub fn copies(site: &Site) -> BTreeMap<Route, Arc<Job>> {
    let mut copies = BTreeMap::new();
    for asset in site.assets.values() {
        let Some(picture) = &asset.picture else { continue };
        for copy in picture.light.iter().chain([&picture.plain]).chain(&picture.motion) {
            if let Some(derived) = derived(asset, copy) {
                let job = Job::new(Work::Derived(Box::new(derived)), [asset.path.clone()].into());
                copies.insert(copy.route.clone(), job);
            }
        }
    }
    copies
}

/// How a copy is made; nothing when it is the file itself.
fn derived(asset: &Asset, copy: &Copy) -> Option<Derived> {
    if copy.form == Form::Source {
        return None;
    }
    Some(Derived {
        path: asset.path.clone(),
        version: asset.version?,
        raster: asset.raster.clone()?,
        weight: asset.weight,
        size: asset.size?,
        form: copy.form,
        width: copy.width,
        height: copy.height,
    })
}
