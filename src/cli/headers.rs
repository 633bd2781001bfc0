//! `kiosque headers`: what the site asks of its host, in that host's own words.
use std::io;
use std::path::Path;

use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::arguments::HeadersOptions;
use crate::cli::arguments::HostName;
use crate::cli::check::Nowhere;
use crate::cli::round::round;
use crate::edge::console;
use crate::model::headers::Host;
use crate::pipeline::publication;

pub fn run(root: &Path, options: &HeadersOptions) -> io::Result<u8> {
    let host = match options.host {
        HostName::Netlify => Host::Netlify,
        HostName::Nginx => Host::Nginx,
        HostName::Apache => Host::Apache,
        HostName::Caddy => Host::Caddy,
    };
    let round = round(root, &options.round, &Nowhere)?;
    if round.refused {
        return Ok(FAULTY);
    }
    console::print(&publication::headers(&round.build.plan, host));
    Ok(DONE)
}
