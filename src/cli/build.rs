//! `kiosque build`: one round, then publish, unless something is wrong.
use std::io;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::base::french;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::arguments::Format;
use crate::cli::arguments::RoundOptions;
use crate::cli::manifest::Laid;
use crate::cli::manifest::manifest;
use crate::cli::round::Round;
use crate::cli::round::round;
use crate::edge::console;
use crate::edge::fault::told;
use crate::edge::loader::Deposit;
use crate::edge::manifest::FILE;
use crate::edge::publish::Keep;
use crate::edge::publish::Published;
use crate::edge::publish::Stage;
use crate::edge::publish::packed;
use crate::model::memory::ADDRESSES;
use crate::model::plan::Plan;
use crate::pipeline::publication;

#[derive(Debug, Args)]
pub struct BuildOptions {
    /// Dossier où publier.
    #[arg(long, default_value = "public", value_name = "DOSSIER")]
    pub output: PathBuf,
    /// Garde à côté le site qui était publié, et les précédents jusqu'à ce
    /// nombre : « kiosque rollback » y revient.
    #[arg(long, value_name = "NOMBRE", num_args = 0..=1, require_equals = true,
          default_missing_value = "1", value_parser = kept)]
    pub keep_previous: Option<usize>,
    /// Ajoute à côté de chaque texte ses formes compressées (.br, .gz), pour
    /// les hébergeurs qui les envoient telles quelles.
    #[arg(long)]
    pub compress: bool,
    /// Dit de quelles sources une page est faite.
    #[arg(long, value_name = "ADRESSE")]
    pub explain: Option<String>,
    #[command(flatten)]
    pub memory: MemoryOptions,
    #[command(flatten)]
    pub round: RoundOptions,
}

/// What outlives the build.
#[derive(Debug, Args)]
pub struct MemoryOptions {
    /// Retient les adresses publiées dans data/etat/adresses.txt, pour
    /// qu'aucune ne se perde : là où le site est publié pour de bon.
    #[arg(long, conflicts_with_all = ["today", "drafts", "base_url", "explain"])]
    pub remember: bool,
}

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
    let laid = Laid { prints: stage.prints(), packed };
    if let Some(route) = Route::new(FILE) {
        stage.stream(&route, |out| manifest(&round, &laid, out));
    }
    let published = stage.commit()?;
    if speaks {
        console::say(&done(&published, pages, &options.output));
    }
    if options.memory.remember {
        let told = remember(root, &round)?;
        told.filter(|_| speaks).iter().for_each(|told| console::say(told));
    }
    Ok(DONE)
}

/// What is published is remembered, once it is. Nothing is written when nothing
/// is new.
fn remember(root: &Path, round: &Round) -> io::Result<Option<String>> {
    let path = SitePath::new(ADDRESSES);
    let text = publication::addresses(&round.build.plan);
    let known = round.snapshot.read(&path).unwrap_or_default();
    if known == text.as_bytes() {
        return Ok(None);
    }
    let what = "le site est publié, mais ses adresses n'ont pas pu être retenues";
    Deposit::write(root, &path, &text).map_err(|error| told(what, &error))?;
    let lines = |text: &str| text.lines().filter(|line| line.starts_with('/')).count();
    let new = lines(&text).saturating_sub(lines(&String::from_utf8_lossy(&known)));
    let counted = french::number(new as f64, 0);
    let s = french::plural(new);
    Ok(Some(format!("{counted} adresse{s} nouvelle{s} dans « {path} » : à ajouter au dépôt git")))
}

fn kept(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|count| (1..=999).contains(count))
        .ok_or_else(|| "écrivez un nombre de 1 à 999".to_owned())
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
