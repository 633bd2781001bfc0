//! `kiosque build`: one round, then publish, unless something is wrong.
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::french;
use crate::base::path::Route;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::arguments::BuildOptions;
use crate::cli::arguments::Format;
use crate::cli::manifest::Laid;
use crate::cli::manifest::manifest;
use crate::cli::round::round;
use crate::edge::console;
use crate::edge::manifest::FILE;
use crate::edge::publish::Keep;
use crate::edge::publish::Published;
use crate::edge::publish::Stage;
use crate::edge::publish::packed;
use crate::model::output::Artifact;
use crate::model::output::Sink;
use crate::model::plan::Plan;

pub fn run(root: &Path, options: &BuildOptions) -> io::Result<u8> {
    let target =
        if options.output.is_absolute() { options.output.clone() } else { root.join(&options.output) };
    let keep = options.keep_previous.map_or(Keep::Nothing, Keep::Former);
    let stage = Stage::open(root, &target)?.keeping(keep);
    let round = round(root, &options.round, &stage)?;
    if let Some(address) = &options.explain {
        return Ok(explain(address, &round.build.plan));
    }
    let speaks = options.round.telling.format == Format::Human && !options.round.telling.quiet;
    if round.refused {
        if speaks {
            let kept = if target.exists() { " ; le site publié n'a pas changé" } else { "" };
            console::fail(&format!("rien n'a été publié{kept}"));
        }
        return Ok(FAULTY);
    }
    let pages = round.build.plan.jobs.len();
    let packed = options.compress.then(|| packed::pack(&stage)).transpose()?;
    let manifest = manifest(&round, &Laid { prints: stage.prints(), packed }).text();
    let bytes = Artifact::Bytes(Arc::from(manifest.into_bytes()));
    if let Some(route) = Route::new(FILE) {
        stage.put(&route, Fingerprint::default(), bytes);
    }
    let published = stage.commit()?;
    if speaks {
        console::say(&done(&published, pages, &options.output));
    }
    Ok(DONE)
}

/// `92 adresses dans « public » : 1 fichier écrit, 126 inchangés, aucun retiré`.
fn done(published: &Published, pages: usize, output: &Path) -> String {
    let counted = |count: usize, one: &str| match count {
        0 => format!("aucun {one}"),
        count => format!("{} {one}{}", french::number(count as f64, 0), french::plural(count)),
    };
    let Published { written, unchanged, removed } = published;
    let file = if *written == 0 { "fichier écrit".to_owned() } else { "fichier".to_owned() };
    let first = match written {
        0 => format!("aucun {file}"),
        count => format!("{} {}", counted(*count, &file), if *count < 2 { "écrit" } else { "écrits" }),
    };
    let (kept, gone) = (counted(*unchanged, "inchangé"), counted(*removed, "retiré"));
    format!("{} dans « {} » : {first}, {kept}, {gone}", counted(pages, "adresse"), output.display())
}

/// Prints the sources of one page.
fn explain(address: &str, plan: &Plan) -> u8 {
    let found = Route::new(address).and_then(|route| plan.jobs.get(&route));
    let Some(job) = found else {
        console::fail(&format!("aucune page n'est construite à l'adresse « {address} »"));
        return FAULTY;
    };
    console::say(&format!("{address} est fait de :"));
    for source in &job.reads {
        console::say(&format!("  {source}"));
    }
    DONE
}
