//! `kiosque build`: one round, then publish, unless something is wrong.
use std::io;
use std::path::Path;

use crate::base::path::Route;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::arguments::BuildOptions;
use crate::cli::arguments::Format;
use crate::cli::round::Round;
use crate::cli::round::round;
use crate::edge::console;
use crate::edge::publish::Published;
use crate::edge::publish::Stage;
use crate::pipeline::Pipeline;

pub fn run(root: &Path, options: &BuildOptions) -> io::Result<u8> {
    let target =
        if options.output.is_absolute() { options.output.clone() } else { root.join(&options.output) };
    let stage = Stage::open(root, &target)?;
    let Round { build, refused } = round(root, &mut Pipeline::default(), &options.round, &stage)?;
    if let Some(address) = &options.explain {
        return Ok(explain(address, &build.reads));
    }
    let speaks = options.round.telling.format == Format::Human && !options.round.telling.quiet;
    if refused {
        if speaks {
            let kept = if target.exists() { " ; le site publié n'a pas changé" } else { "" };
            console::fail(&format!("rien n'a été publié{kept}"));
        }
        return Ok(FAULTY);
    }
    let pages = build.reads.len();
    let published = stage.commit()?;
    if speaks {
        console::say(&done(&published, pages, &options.output));
    }
    Ok(DONE)
}

fn done(published: &Published, pages: usize, output: &Path) -> String {
    let Published { written, unchanged, removed } = published;
    let shown = output.display();
    format!(
        "{pages} adresses dans « {shown} » : {written} fichiers écrits, {unchanged} inchangés, {removed} retirés"
    )
}

/// Prints the sources of one page.
fn explain(
    address: &str,
    reads: &std::collections::BTreeMap<Route, std::collections::BTreeSet<crate::base::path::SitePath>>,
) -> u8 {
    let found = Route::new(address).and_then(|route| reads.get(&route));
    let Some(sources) = found else {
        console::fail(&format!("aucune page n'est construite à l'adresse « {address} »"));
        return FAULTY;
    };
    console::say(&format!("{address} est fait de :"));
    for source in sources {
        console::say(&format!("  {source}"));
    }
    DONE
}
