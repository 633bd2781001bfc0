//! What a site asks of its host: the headers to send with its files, whatever the host is.

use crate::base::path::Route;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Headers {
    /// Name and value, sent with every answer, errors included.
    pub all: Vec<(&'static str, String)>,
    /// Beginnings of the addresses whose names follow their content: such a file never changes.
    pub lasting: Vec<&'static str>,
    /// Open data, which pages of other sites may read: an address, or a folder
    /// with all that is below it.
    pub open: Vec<Route>,
    /// Letters as mail programs are sent them, whose styles are in their elements.
    pub letters: Vec<Route>,
    /// The policy of these, in place of the site's.
    pub letter: String,
}

/// Whose way of writing headers is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// `_headers`, as Netlify, Cloudflare Pages and their like read it.
    Netlify,
    Nginx,
    Apache,
    Caddy,
}
