//! Old addresses and where they lead, whatever the host is.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::base::path::Route;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Redirects {
    /// To an address of this site, as links write it, or of another.
    pub moved: BTreeMap<Route, String>,
    /// To nothing, for good.
    pub gone: BTreeSet<Route>,
}

/// Whose way of writing redirections is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// `_redirects`, as Netlify, Cloudflare Pages and GitLab Pages read it.
    Netlify,
    Nginx,
    Apache,
    Caddy,
    /// A script for a store of objects.
    S3,
}
