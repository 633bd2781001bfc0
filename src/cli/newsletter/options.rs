//! The options of `kiosque newsletter`.
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use clap::ValueEnum;

use crate::base::date::Date;
use crate::cli::arguments::Form;
use crate::cli::arguments::Format;
use crate::cli::arguments::JudgingOptions;
use crate::cli::arguments::RoundOptions;
use crate::cli::arguments::StyleOptions;
use crate::cli::arguments::TellingOptions;
use crate::cli::arguments::address;
use crate::cli::arguments::day;
use crate::model::letter::Target;

#[derive(Debug, Subcommand)]
pub enum NewsletterCommand {
    /// Liste les lettres : nom, jour, état, poids, défauts.
    List(ListOptions),
    /// Vérifie une lettre, ou toutes.
    Check(CheckOptions),
    /// Montre une lettre telle que des messageries l'affichent.
    Preview(PreviewOptions),
    /// Écrit une lettre pour l'outil qui l'enverra.
    Export(ExportOptions),
    /// Envoie un essai à quelques personnes, ou la lettre à une liste.
    Send(SendOptions),
}

/// What decides of the letters. Drafts and those to come are letters too: they
/// are checked and exported before their day.
#[derive(Debug, Args)]
pub struct ReadingOptions {
    /// Adresse publique du site, à la place de celle de kiosque.yaml.
    #[arg(long, value_name = "URL", value_parser = address)]
    pub base_url: Option<String>,
    /// Date du jour, AAAA-MM-JJ (par défaut : aujourd'hui dans le fuseau du site).
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
}

impl ReadingOptions {
    pub fn asked(&self) -> RoundOptions {
        RoundOptions {
            base_url: self.base_url.clone(),
            today: self.today,
            drafts: true,
            style: StyleOptions { no_purge: false },
            judging: JudgingOptions { strict: false },
            telling: TellingOptions { format: Format::Human, quiet: false },
        }
    }
}

#[derive(Debug, Args)]
pub struct ListOptions {
    /// Forme de la réponse.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    pub format: Form,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

#[derive(Debug, Args)]
pub struct CheckOptions {
    /// Nom de la lettre ; toutes, s'il n'est pas donné.
    #[arg(value_name = "LETTRE")]
    pub letter: Option<String>,
    #[command(flatten)]
    pub judging: JudgingOptions,
    #[command(flatten)]
    pub telling: TellingOptions,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

#[derive(Debug, Args)]
pub struct PreviewOptions {
    /// Nom de la lettre.
    #[arg(value_name = "LETTRE")]
    pub letter: String,
    /// Une seule vue, à la place de toutes.
    #[arg(long = "as", value_enum, value_name = "VUE")]
    pub sight: Option<Sight>,
    /// Dossier où écrire l'aperçu.
    #[arg(long, default_value = "dist", value_name = "DOSSIER")]
    pub out: PathBuf,
    /// Ouvre l'aperçu dans le navigateur.
    #[arg(long)]
    pub open: bool,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

/// One way in which a letter is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sight {
    Mail,
    Dark,
    #[value(name = "320")]
    Narrow,
    NoImages,
    NoStyles,
    Text,
}

#[derive(Debug, Args)]
pub struct ExportOptions {
    /// Nom de la lettre.
    #[arg(value_name = "LETTRE")]
    pub letter: String,
    /// Outil d'envoi : brevo, mailjet, mailchimp, listmonk, keila, buttondown, dolist, sympa ou eml.
    #[arg(long = "for", value_name = "OUTIL", value_parser = tool)]
    pub target: Target,
    /// Dossier où écrire.
    #[arg(long, default_value = "dist", value_name = "DOSSIER")]
    pub out: PathBuf,
    #[command(flatten)]
    pub judging: JudgingOptions,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

#[derive(Debug, Args)]
pub struct SendOptions {
    /// Nom de la lettre.
    #[arg(value_name = "LETTRE")]
    pub letter: String,
    /// Qui reçoit l'essai ; peut être répété, cinq adresses au plus.
    #[arg(long, value_name = "ADRESSE", value_delimiter = ',')]
    pub to: Vec<String>,
    #[command(flatten)]
    pub list: ListAddress,
    #[command(flatten)]
    pub server: ServerOptions,
    #[command(flatten)]
    pub reading: ReadingOptions,
}

/// The true letter, once, to a program that sends it to its own people.
#[derive(Debug, Args)]
pub struct ListAddress {
    /// Envoie la vraie lettre, une fois, à cette liste de diffusion.
    #[arg(long, value_name = "ADRESSE", conflicts_with = "to")]
    pub liste: Option<String>,
    /// Ne demande pas de confirmer l'envoi à la liste.
    #[arg(long, requires = "liste")]
    pub oui: bool,
}

#[derive(Debug, Args)]
pub struct ServerOptions {
    /// Serveur d'envoi : smtp://hôte:port ou smtps://hôte:port (sinon, variable KIOSQUE_SMTP_URL).
    #[arg(long, value_name = "URL")]
    pub smtp: Option<String>,
    /// Certificat d'une autorité à reconnaître aussi, au format PEM.
    #[arg(long, value_name = "FICHIER")]
    pub smtp_ca: Option<PathBuf>,
    /// Temps laissé à l'envoi, en secondes.
    #[arg(long, value_name = "SECONDES", default_value_t = 60, value_parser = seconds)]
    pub delai: u64,
    #[command(flatten)]
    pub clear: ClearOptions,
}

#[derive(Debug, Args)]
pub struct ClearOptions {
    /// Permet un envoi en clair hors de cette machine.
    #[arg(long)]
    pub sans_tls: bool,
}

fn tool(text: &str) -> Result<Target, String> {
    Target::named(text).ok_or_else(|| {
        let names: Vec<&str> = Target::ALL.into_iter().map(Target::name).skip(1).collect();
        format!("écrivez l'un de ces noms : {}", names.join(", "))
    })
}

fn seconds(text: &str) -> Result<u64, String> {
    let count = text.parse().ok().filter(|count| (1..=600).contains(count));
    count.ok_or_else(|| "écrivez un nombre de secondes, de 1 à 600".to_owned())
}
