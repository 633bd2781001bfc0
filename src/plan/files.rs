//! Files that are published as they are, and those that are made when a page
//! names them.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::path::Route;
use crate::model::parsed::Asset;
use crate::model::plan::Job;
use crate::model::plan::Offer;
use crate::model::plan::Supply;
use crate::model::plan::Work;
use crate::model::site::Site;
use crate::plan::changes::Jobs;
use crate::plan::claims::Claims;
use crate::plan::claims::Holder;
use crate::plan::pictures;

/// What is remembered of them.
#[derive(Default)]
pub struct Files {
    assets: Arc<BTreeMap<Route, Asset>>,
    published: Vec<(Route, Arc<Job>)>,
    /// Of images.
    copies: Jobs,
    /// What the theme gives, with those copies.
    theme: Arc<BTreeMap<String, Supply>>,
    offer: Option<Arc<Offer>>,
}

impl Files {
    /// Every file of the site's own, at its address.
    pub fn publish<'s>(&mut self, site: &'s Site, claims: &mut Claims<'s>) {
        if !Arc::ptr_eq(&self.assets, &site.assets) {
            self.assets = site.assets.clone();
            let job = |asset: &Asset| Job::new(Work::published(asset), [asset.path.clone()].into());
            self.published = site.assets.iter().map(|(route, asset)| (route.clone(), job(asset))).collect();
            self.copies = pictures::copies(site);
            self.offer = None;
        }
        for ((route, job), asset) in self.published.iter().zip(site.assets.values()) {
            claims.put(route.clone(), job.clone(), Holder::Text(&asset.path));
        }
    }

    /// By address.
    pub fn offer(&mut self, theme: &Arc<BTreeMap<String, Supply>>) -> Arc<Offer> {
        let known = self.offer.as_ref().filter(|_| Arc::ptr_eq(&self.theme, theme));
        if let Some(known) = known {
            return known.clone();
        }
        let offer = Arc::new(Offer::new(theme, &self.copies));
        (self.theme, self.offer) = (theme.clone(), Some(offer.clone()));
        offer
    }
}
