//! `kiosque rollback`: back to a site that was kept.
use std::io;
use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use clap::Args;
use serde_json::json;

use crate::base::date::Date;
use crate::base::french;
use crate::cli::DONE;
use crate::cli::USAGE;
use crate::cli::arguments::Form;
use crate::edge::console;
use crate::edge::manifest::Manifest;
use crate::edge::publish::kept::Kept;
use crate::edge::publish::rollback;

#[derive(Debug, Args)]
pub struct RollbackOptions {
    /// Site gardé : son numéro ou son nom (par défaut : le dernier mis de côté).
    #[arg(value_name = "SITE")]
    pub site: Option<String>,
    /// Dossier où le site est publié.
    #[arg(long, default_value = "public", value_name = "DOSSIER")]
    pub output: PathBuf,
    /// Montre les sites gardés et ne change rien.
    #[arg(long)]
    pub list: bool,
    /// Forme de la liste.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    pub format: Form,
}

pub fn run(root: &Path, options: &RollbackOptions) -> io::Result<u8> {
    let target = root.join(&options.output);
    if options.list {
        let kept = rollback::list(root, &target)?;
        match options.format {
            Form::Human => listed(&kept),
            Form::Json => {
                console::print(&format!("{:#}\n", kept.iter().map(fact).collect::<serde_json::Value>()))
            }
        }
        return Ok(DONE);
    }
    match rollback::rollback(root, &target, options.site.as_deref()) {
        Ok(kept) => {
            let name = kept.name();
            let back = "« kiosque rollback » revient à celui qui était là";
            console::say(&format!(
                "le site {name} est de nouveau publié dans « {} » ; {back}",
                options.output.display()
            ));
            Ok(DONE)
        }
        Err(error) if error.get_ref().is_some() && is_ours(error.kind()) => {
            console::fail(&format!("kiosque : {error}"));
            Ok(USAGE)
        }
        Err(error) => Err(error),
    }
}

/// A name that means nothing here is for whoever wrote it to mend.
fn is_ours(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::InvalidInput)
}

fn listed(kept: &[Kept]) {
    if kept.is_empty() {
        console::say(
            "aucun site n'est gardé ; « kiosque build --keep-previous » garde celui qui était publié",
        );
    }
    for one in kept {
        let addresses = addresses(one).map_or_else(String::new, |count| {
            format!(", {} adresse{}", french::number(count as f64, 0), french::plural(count))
        });
        let since = since(one).map_or_else(String::new, |day| format!("  publié le {}", day.french()));
        console::say(&format!("{}{since}{addresses}", one.name()));
    }
}

fn fact(one: &Kept) -> serde_json::Value {
    json!({
        "name": one.name(),
        "published": since(one).map(|day| day.to_string()),
        "addresses": addresses(one),
        "path": one.path,
    })
}

/// In Paris: a site that does not build any more can still be rolled back, so
/// its settings are not asked.
fn since(one: &Kept) -> Option<Date> {
    let seconds = one.since().unwrap_or(SystemTime::UNIX_EPOCH).duration_since(UNIX_EPOCH).ok()?.as_secs();
    Date::at(i64::try_from(seconds).ok()?, "Europe/Paris")
}

fn addresses(one: &Kept) -> Option<usize> {
    Manifest::read(&one.path).ok().map(|manifest| manifest.addresses.len())
}
