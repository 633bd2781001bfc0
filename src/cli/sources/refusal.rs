//! Why what a command gave is not kept, each reason with a stable name and a French sentence.
use std::io;

use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Place;
use crate::base::diagnostic::Severity;
use crate::base::french;
use crate::edge::fault;
use crate::edge::loader::Stopped;
use crate::model::loader::Loader;
use crate::model::loader::Loss;
use crate::model::loader::counted;

/// Faults of a file that are quoted.
const QUOTED: usize = 3;

pub struct Refusal {
    pub code: &'static str,
    /// A part of a sentence, without anything that the command wrote.
    pub message: String,
    pub help: Option<String>,
    /// More, for whoever reads the log: it is not kept.
    pub details: Vec<String>,
}

impl Refusal {
    fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: Some(help.into()), details: Vec::new() }
    }

    pub fn of_variable(name: &str) -> Self {
        let message = format!("la variable d'environnement « {name} » n'a pas de valeur");
        Self::new(
            "variable-absente",
            message,
            "donnez-la au programme qui lance kiosque, comme secret du dépôt",
        )
    }

    pub fn of_world(error: &io::Error) -> Self {
        Self { code: "monde", message: fault::reason(error), help: None, details: Vec::new() }
    }

    pub fn of_run(stopped: &Stopped, loader: &Loader) -> Self {
        let program = loader.command.first().map_or("", String::as_str);
        let named = format!("la commande « {program} »");
        match stopped {
            Stopped::Missing => {
                let help = "installez ce programme, ou corrigez « commande » dans kiosque.yaml";
                Self::new("commande-absente", format!("{named} n'existe pas ici"), help)
            }
            Stopped::Unable(error) => {
                let message = format!("{named} ne peut pas être lancée : {}", fault::reason(error));
                Self::new("commande-refusee", message, "vérifiez les droits du programme")
            }
            Stopped::Status(code) => {
                let help = "lancez la commande à la main pour voir ce qu'elle dit";
                Self::new("code-de-sortie", format!("{named} s'est terminée avec le code {code}"), help)
            }
            Stopped::Signal(signal) => {
                let help = "la mémoire manquait peut-être ; lancez la commande à la main";
                Self::new("signal", format!("{named} a été arrêtée par le signal {signal}"), help)
            }
            Stopped::Late => {
                let message = format!("{named} n'a pas fini en {}", duration(loader.patience));
                Self::new("delai", message, "demandez-lui moins, ou allongez « delai »")
            }
            Stopped::TooHeavy => {
                let message = format!("{named} a donné plus de {}", french::weight(loader.heaviest));
                Self::new(
                    "taille",
                    message,
                    "agrégez les données dans la commande, ou augmentez « taille_max »",
                )
            }
            Stopped::Unwritten(error) => Self::of_world(error),
            Stopped::Leaky(name) => {
                let message = format!("{named} a donné la valeur de la variable « {name} »");
                Self::new(
                    "secret",
                    message,
                    "les données sont publiques : retirez ce secret de ce que donne la commande",
                )
            }
            Stopped::Detached => {
                let message = format!("{named} a fini, mais un programme qu'elle a lancé écrivait encore");
                Self::new("arriere-plan", message, "attendez la fin de ce programme dans la commande")
            }
            Stopped::Halted => {
                Self::new("interruption", "la collecte a été interrompue", "relancez « kiosque sources »")
            }
        }
    }

    pub fn of_nothing(loader: &Loader) -> Self {
        let program = loader.command.first().map_or("", String::as_str);
        let help = "une commande écrit ses données sur sa sortie standard";
        Self::new("vide", format!("la commande « {program} » n'a rien donné"), help)
    }

    /// The first fault of a file says what it is.
    pub fn of_content(diagnostics: &Diagnostics) -> Self {
        let errors: Vec<_> = diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
        let Some(first) = errors.first() else {
            return Self::new("illisible", "ce qu'elle a donné n'est pas une table", "demandez du CSV");
        };
        let quoted = errors.iter().take(QUOTED).map(|fault| match &fault.at {
            Place::Cell { line, column, .. } => {
                format!("ligne {line}, colonne {column} : {}", fault.message)
            }
            Place::Bytes(_) | Place::Nowhere => fault.message.clone(),
        });
        let mut details: Vec<String> = quoted.collect();
        if errors.len() > QUOTED {
            details.push(format!("et {}", counted(errors.len() - QUOTED, "autre faute")));
        }
        // What a cell holds may be private: the sentence that is kept says only what is wrong.
        let message = format!("les données reçues ne conviennent pas ({})", first.code.name());
        Self { code: first.code.name(), message, help: first.help.clone(), details }
    }

    pub fn of_rows(rows: usize, loader: &Loader) -> Self {
        let message = format!("{} au lieu de {} au moins", counted(rows, "ligne"), loader.least_rows);
        Self::new("lignes-min", message, "vérifiez la source, ou baissez « lignes_min »")
    }

    pub fn of_cut(rows: usize) -> Self {
        let rows = french::number(rows as f64, 0);
        let message = format!("exactement {rows} lignes, là où des exports s'arrêtent");
        Self::new(
            "export-tronque",
            message,
            "demandez toutes les lignes ; si c'est juste, ajoutez « --accept »",
        )
    }

    pub fn of_unended() -> Self {
        let message = "la dernière ligne n'est pas finie, contrairement à celle d'avant";
        Self::new(
            "fin-coupee",
            message,
            "l'envoi s'est sans doute coupé ; si c'est juste, ajoutez « --accept »",
        )
    }

    pub fn of_losses(losses: &[Loss], loader: &Loader) -> Self {
        let told: Vec<String> = losses.iter().take(QUOTED).map(Loss::told).collect();
        let told = french::list(&told.iter().map(String::as_str).collect::<Vec<_>>());
        let (code, or) = if losses.iter().any(Loss::is_of_figures) {
            ("baisse", ", ou écrivez « baisse_max » dans kiosque.yaml")
        } else {
            ("colonnes", "")
        };
        let help = format!("si c'est juste : « kiosque sources {} --accept »{or}", loader.name);
        Self::new(code, told, help)
    }
}

fn duration(seconds: u32) -> String {
    match seconds {
        seconds if seconds < 120 => format!("{seconds} s"),
        seconds if seconds % 60 == 0 => format!("{} min", seconds / 60),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}
