//! The command line.
use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::base::date::Date;
use crate::base::origin::site_address;
use crate::base::period::Step;
use crate::cli::agenda::AgendaOptions;
use crate::cli::build::BuildOptions;
use crate::cli::diff::DiffOptions;
use crate::cli::init::InitOptions;
use crate::cli::newsletter::options::NewsletterCommand;
use crate::cli::redirects::RedirectsOptions;
use crate::cli::rollback::RollbackOptions;
use crate::cli::sources::options::SourcesOptions;

/// Sites statiques des équipes produit de l'État.
#[derive(Debug, Parser)]
#[command(name = "kiosque", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// Dossier du site.
    #[arg(long, global = true, default_value = ".", value_name = "DOSSIER")]
    pub root: PathBuf,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Construit le site dans `public/`.
    Build(BuildOptions),
    /// Dit ce qui va changer dans les jours à venir sans que personne ne touche à rien.
    Agenda(AgendaOptions),
    /// Vérifie le site sans rien écrire.
    Check(RoundOptions),
    /// Montre comment un fichier de données est lu, ou regroupe ses lignes.
    #[command(subcommand)]
    Data(DataCommand),
    /// Affiche les en-têtes à envoyer, pour l'hébergeur du site.
    Headers(HeadersOptions),
    /// Affiche où mènent les anciennes adresses, pour l'hébergeur du site.
    Redirects(RedirectsOptions),
    /// Montre le site dans un navigateur, et suit ce que vous écrivez.
    Serve(ServeOptions),
    /// Remet un site gardé à la place de celui qui est publié.
    Rollback(RollbackOptions),
    /// Dit ce qui change entre deux sites construits.
    Diff(DiffOptions),
    /// Récupère les données des sources déclarées dans kiosque.yaml.
    Sources(SourcesOptions),
    /// Prépare les lettres : liste, contrôle, aperçu, export, essai d'envoi.
    #[command(subcommand)]
    Newsletter(NewsletterCommand),
    /// Crée une page avec son en-tête : `kiosque new blog "Un titre"`.
    New(NewOptions),
    /// Crée un site complet dans un dossier vide : `kiosque init mon-site`.
    Init(InitOptions),
}

#[derive(Debug, Subcommand)]
pub enum DataCommand {
    /// Dit comment un fichier CSV est lu, et quoi déclarer.
    Inspect(InspectOptions),
    /// Regroupe les lignes d'un fichier CSV par période, et l'écrit en CSV.
    Group(GroupOptions),
}

#[derive(Debug, Args)]
pub struct InspectOptions {
    /// Fichier CSV, ou « - » pour l'entrée standard.
    #[arg(value_name = "FICHIER")]
    pub file: PathBuf,
    /// Forme de la réponse.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    pub format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Human,
    Json,
}

#[derive(Debug, Args)]
pub struct GroupOptions {
    /// Fichier CSV de n'importe quelle taille, ou « - » pour l'entrée standard.
    #[arg(value_name = "FICHIER")]
    pub file: PathBuf,
    /// Colonne des dates.
    #[arg(long, value_name = "NOM")]
    pub colonne: Option<String>,
    /// Longueur des périodes : jour, semaine, mois, trimestre ou annee.
    #[arg(long, value_name = "PAS", value_parser = step)]
    pub pas: Option<Step>,
    /// Colonne dont chaque texte a ses propres lignes ; peut être répété.
    #[arg(long, value_name = "NOM")]
    pub par: Vec<String>,
    /// Colonne qui s'additionne ; peut être répété.
    #[arg(long, value_name = "NOM")]
    pub somme: Vec<String>,
    /// Colonne dont la dernière valeur compte ; peut être répété.
    #[arg(long, value_name = "NOM")]
    pub dernier: Vec<String>,
    /// Ce qui sépare les cellules : « , », « ; », « | » ou « tab ».
    #[arg(long, value_name = "SIGNE", value_parser = delimiter)]
    pub separateur: Option<char>,
}

#[derive(Debug, Args)]
pub struct NewOptions {
    /// Dossier de `content/`, ou nom d'un type de contenu.
    #[arg(value_name = "TYPE")]
    pub kind: String,
    /// Titre de la page, entre guillemets.
    #[arg(value_name = "TITRE")]
    pub title: String,
    /// The other words of a title without quotation marks: they are told, not taken.
    #[arg(hide = true)]
    pub words: Vec<String>,
}

#[derive(Debug, Args)]
pub struct HeadersOptions {
    /// Serveur ou hébergeur dont les réglages sont à écrire.
    #[arg(long = "for", value_enum, value_name = "HÔTE")]
    pub host: HostName,
    #[command(flatten)]
    pub round: RoundOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HostName {
    Netlify,
    Nginx,
    Apache,
    Caddy,
}

#[derive(Debug, Args)]
pub struct ServeOptions {
    /// Adresse de cette machine où répondre.
    #[arg(long, default_value = "127.0.0.1", value_name = "HÔTE")]
    pub host: String,
    /// Port ; s'il est pris, le suivant qui est libre.
    #[arg(long, default_value_t = 1111, value_name = "PORT", value_parser = port)]
    pub port: u16,
    /// Ouvre la page d'accueil dans le navigateur.
    #[arg(long)]
    pub open: bool,
    /// Montre les brouillons et les pages à venir ; jamais quand d'autres
    /// machines peuvent voir le site.
    #[arg(long, value_enum, value_name = "CHOIX", num_args = 0..=1, require_equals = true,
          default_value = "oui", default_missing_value = "oui")]
    pub drafts: Unpublished,
    /// Adresse publique du site, à la place de celle de kiosque.yaml.
    #[arg(long, value_name = "URL", value_parser = address)]
    pub base_url: Option<String>,
    /// Date du jour, AAAA-MM-JJ (par défaut : aujourd'hui dans le fuseau du site).
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
}

/// Whether what is not published yet is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unpublished {
    Oui,
    Non,
}

/// What decides of a build, whichever command asks for it.
#[derive(Debug, Args)]
pub struct RoundOptions {
    /// Adresse publique du site, à la place de celle de kiosque.yaml.
    #[arg(long, value_name = "URL", value_parser = address)]
    pub base_url: Option<String>,
    /// Date du jour, AAAA-MM-JJ (par défaut : aujourd'hui dans le fuseau du site).
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// Publie aussi les brouillons et les pages à venir.
    #[arg(long)]
    pub drafts: bool,
    #[command(flatten)]
    pub style: StyleOptions,
    #[command(flatten)]
    pub judging: JudgingOptions,
    #[command(flatten)]
    pub telling: TellingOptions,
}

/// How much of the theme is published.
#[derive(Debug, Args)]
pub struct StyleOptions {
    /// Publie les feuilles de style du thème en entier, pour comparer.
    #[arg(long)]
    pub no_purge: bool,
}

/// How faults are told.
#[derive(Debug, Args)]
pub struct TellingOptions {
    /// Forme des messages.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// N'affiche que les erreurs.
    #[arg(long)]
    pub quiet: bool,
}

/// How severe the judgement is.
#[derive(Debug, Args)]
pub struct JudgingOptions {
    /// Compte les avertissements comme des erreurs.
    #[arg(long)]
    pub strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
    Github,
    Gitlab,
}

pub fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|()| "écrivez l'année, le mois et le jour (AAAA-MM-JJ), par exemple 2025-01-30".to_owned())
}

/// As `base_url:` of the settings is judged.
pub fn address(text: &str) -> Result<String, String> {
    let bare = site_address(text).map(str::to_owned);
    bare.map_err(|why| format!("{why} ; écrivez par exemple https://exemple.gouv.fr"))
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "écrivez un nombre de 0 à 65535".to_owned())
}

fn step(text: &str) -> Result<Step, String> {
    Step::named(text).ok_or_else(|| "écrivez jour, semaine, mois, trimestre ou annee".to_owned())
}

fn delimiter(text: &str) -> Result<char, String> {
    match text {
        "tab" | "tabulation" | "\t" => Ok('\t'),
        "," => Ok(','),
        ";" => Ok(';'),
        "|" => Ok('|'),
        _ => Err("écrivez « , », « ; », « | » ou « tab »".to_owned()),
    }
}
