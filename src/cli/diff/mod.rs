//! `kiosque diff`: what changes between two built sites, for whoever reviews it.
mod difference;
mod heirs;
mod human;
mod markdown;
mod words;

use std::io;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::diff::difference::Difference;
use crate::edge::console;
use crate::edge::manifest::Manifest;

#[derive(Debug, Args)]
pub struct DiffOptions {
    /// Dossier du site publié, ou son fichier kiosque-manifest.json.
    #[arg(value_name = "ANCIEN")]
    pub old: PathBuf,
    /// Dossier du nouveau site, ou son fichier kiosque-manifest.json.
    #[arg(value_name = "NOUVEAU")]
    pub new: PathBuf,
    /// Forme de la réponse ; « markdown » convient au commentaire d'une demande de fusion.
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    pub format: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    Human,
    Json,
    Markdown,
}

pub fn run(options: &DiffOptions) -> io::Result<u8> {
    let difference = Difference::between(&Manifest::read(&options.old)?, &Manifest::read(&options.new)?);
    console::print(&match options.format {
        Shape::Human => human::human(&difference),
        Shape::Markdown => markdown::markdown(&difference),
        Shape::Json => {
            let json = serde_json::to_string_pretty(&difference);
            json.expect("texts and lists always have a JSON form") + "\n"
        }
    });
    Ok(if difference.vanished.is_empty() { DONE } else { FAULTY })
}
