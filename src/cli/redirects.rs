//! `kiosque redirects`: where old addresses lead, in a host's own words.
use std::io;
use std::path::Path;

use clap::Args;
use clap::ValueEnum;

use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::arguments::RoundOptions;
use crate::cli::check::Nowhere;
use crate::cli::round::round;
use crate::edge::console;
use crate::model::redirects::Rules;
use crate::pipeline::publication;

#[derive(Debug, Args)]
pub struct RedirectsOptions {
    /// Serveur ou hébergeur dont les réglages sont à écrire.
    #[arg(long = "for", value_enum, value_name = "HÔTE")]
    host: Name,
    #[command(flatten)]
    round: RoundOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    Netlify,
    Nginx,
    Apache,
    Caddy,
    S3,
}

pub fn run(root: &Path, options: &RedirectsOptions) -> io::Result<u8> {
    let rules = match options.host {
        Name::Netlify => Rules::Netlify,
        Name::Nginx => Rules::Nginx,
        Name::Apache => Rules::Apache,
        Name::Caddy => Rules::Caddy,
        Name::S3 => Rules::S3,
    };
    let round = round(root, &options.round, &Nowhere)?;
    if round.refused {
        return Ok(FAULTY);
    }
    console::print(&publication::redirects(&round.build.plan, rules));
    Ok(DONE)
}
