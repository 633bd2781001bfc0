//! What one file turned out to be.
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;
use crate::model::config::Config;
use crate::model::declaration::Declaration;
use crate::model::document::Document;
use crate::model::kind::Kind;
use crate::model::loader::LoaderState;
use crate::model::memory::Memory;
use crate::model::picture::Picture;
use crate::model::raster::Raster;
use crate::model::table::DataSet;
use crate::model::theme::{Template, ThemeSettings};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed {
    Document(Arc<Document>),
    Data(Arc<DataSet>),
    /// `data/<name>.yaml`: what the columns of `<name>.csv` mean.
    Declaration(Arc<Declaration>),
    /// `data/etat/<name>.json`: what is remembered of a loader.
    State(Arc<LoaderState>),
    /// `data/etat/adresses.txt`: what was published once.
    Addresses(Arc<Memory>),
    Kind(Arc<Kind>),
    Config(Arc<Config>),
    Theme(Arc<ThemeSettings>),
    Template(Template),
    Asset(Asset),
    /// It was meant to be one of the above; its diagnostics say why it is not.
    /// Whoever points at it stays silent: one cause, one message.
    Broken(SitePath),
    /// Observed, and of no use to a site.
    Ignored,
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asset {
    pub path: SitePath,
    pub stamp: Fingerprint,
    /// In bytes.
    pub weight: u64,
    /// Width and height in pixels as they are seen, for images that have them.
    pub size: Option<(u32, u32)>,
    /// Of the bytes alone, for files whose address holds it.
    pub version: Option<Fingerprint>,
    /// For images made of pixels.
    pub raster: Option<Arc<Raster>>,
    /// Its copies, once the theme has said which.
    pub picture: Option<Arc<Picture>>,
}
