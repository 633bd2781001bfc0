//! `kiosque init`: a small whole site in an empty folder, that builds at once.
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::base::date::Date;
use crate::base::diagnostic::nearest;
use crate::cli::DONE;
use crate::cli::USAGE;
use crate::edge::clock;
use crate::edge::console;
use crate::edge::create;

/// What travels inside the program: `themes/…` and `starter/…`, in the order of their paths.
pub type Shipped = [(&'static str, &'static [u8])];

/// Where the day of the creation goes, in texts and in names of files.
const DAY: &str = "AAAA-MM-JJ";
const SETTINGS: &str = "starter/kiosque.yaml";
/// A theme that has it needs packages from npm.
const LOCK: &str = "package-lock.json";

#[derive(Debug, Args)]
pub struct InitOptions {
    /// Dossier vide, ou à créer (par défaut : celui de --root).
    #[arg(value_name = "DOSSIER")]
    pub folder: Option<PathBuf>,
    /// Thème du site.
    #[arg(long, value_name = "NOM")]
    pub theme: Option<String>,
}

pub fn run(root: &Path, options: &InitOptions, shipped: &Shipped) -> io::Result<u8> {
    let folder = options.folder.as_deref().unwrap_or(root);
    let known = themes(shipped);
    let own = settled(shipped);
    let theme = options.theme.as_deref().unwrap_or(own);
    if !known.contains(theme) {
        let near = nearest(theme, known.iter().copied());
        let near = near.map(|near| format!(" ; vouliez-vous « {near} » ?")).unwrap_or_default();
        console::fail(&format!("kiosque : aucun thème « {theme} »{near}"));
        console::fail(&format!("  aide : thèmes fournis : {}", Vec::from_iter(known).join(", ")));
        return Ok(USAGE);
    }
    let shown = folder.display();
    if !create::is_free(folder)? {
        console::fail(&format!("kiosque : « {shown} » n'est pas vide, et « init » n'écrit sur rien"));
        console::fail("  aide : donnez un autre dossier, par exemple « kiosque init mon-site »");
        return Ok(USAGE);
    }
    let today = Date::at(clock::now(), "Europe/Paris").map(|day| day.to_string()).unwrap_or_default();
    let themed = format!("themes/{theme}/");
    let mut count = 0;
    for (name, bytes) in shipped {
        let (name, bytes) = match name.strip_prefix("starter/") {
            Some(below) => {
                let text = String::from_utf8_lossy(bytes).replace(DAY, &today);
                let text = match *name == SETTINGS {
                    true => text.replacen(&line(own), &line(theme), 1),
                    false => text,
                };
                (below.replace(DAY, &today), Cow::Owned(text.into_bytes()))
            }
            None if name.starts_with(&themed) => ((*name).to_owned(), Cow::Borrowed(*bytes)),
            None => continue,
        };
        create::below(folder, &name, &bytes)?;
        count += 1;
    }
    console::say(&format!("le site est dans « {shown} » : {count} fichiers"));
    console::say("  complétez kiosque.yaml : ce qui reste à dire y est marqué « à compléter »");
    if shipped.iter().any(|(name, _)| *name == format!("{themed}{LOCK}")) {
        let at = folder.join("themes").join(theme);
        console::say(&format!("  lancez « npm ci » dans {} : le thème en a besoin", at.display()));
    }
    console::say(&format!("  pour le voir : kiosque --root {shown} serve --open"));
    Ok(DONE)
}

/// Their folders.
fn themes(shipped: &Shipped) -> BTreeSet<&'static str> {
    shipped.iter().filter_map(|(name, _)| name.strip_prefix("themes/")?.split('/').next()).collect()
}

/// The theme that the starter's own settings name.
fn settled(shipped: &Shipped) -> &'static str {
    let settings = shipped.iter().find(|(name, _)| *name == SETTINGS);
    let text = settings.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    text.lines().find_map(|line| line.strip_prefix("theme: ")).unwrap_or_default()
}

fn line(theme: &str) -> String {
    format!("\ntheme: {theme}\n")
}
