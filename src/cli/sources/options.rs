//! The options of `kiosque sources`.
use clap::Args;

use crate::cli::arguments::Form;

#[derive(Debug, Args)]
pub struct SourcesOptions {
    /// Noms des sources ; toutes, si aucun n'est donné.
    #[arg(value_name = "NOM")]
    pub names: Vec<String>,
    /// Lance les commandes et contrôle ce qu'elles donnent, sans rien garder.
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub trust: TrustOptions,
    /// Forme de la réponse.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    pub format: Form,
}

#[derive(Debug, Args)]
pub struct TrustOptions {
    /// Garde les nouvelles données même si des lignes, des périodes ou des colonnes ont disparu.
    #[arg(long)]
    pub accept: bool,
}
