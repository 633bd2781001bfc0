//! What is said of a command line: its help, and what was not understood.
use std::error::Error;
use std::process::ExitCode;

use clap::error::ContextKind;
use clap::error::ErrorKind;

use crate::cli::DONE;
use crate::cli::USAGE;
use crate::edge::console;

/// The words that the library writes itself, and ours.
const WORDS: [(&str, &str); 8] = [
    ("Usage:", "Emploi :"),
    ("Arguments:", "Arguments :"),
    ("Options:", "Options :"),
    ("Commands:", "Commandes :"),
    ("[default: ", "[par défaut : "),
    ("[possible values: ", "[valeurs possibles : "),
    ("Print version", "Affiche la version"),
    ("Print help", "Affiche cette aide"),
];

/// Help goes out as it is; a mistake is told in one French sentence.
pub fn refused(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        console::print(&french(error));
        return ExitCode::from(DONE);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        console::fail(&french(error));
        return ExitCode::from(USAGE);
    }
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let said = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("commande inconnue : « {} »", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("option inconnue : « {argument} »"),
        ErrorKind::InvalidValue if value.is_empty() => format!("l'option « {argument} » attend une valeur"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            // Our own parsers say what they expect, in French.
            let expected = error.source().map(|why| format!(" : {why}")).unwrap_or_default();
            format!("« {value} » ne convient pas à l'option « {argument} »{expected}")
        }
        ErrorKind::ArgumentConflict => {
            let prior = context(ContextKind::PriorArg);
            let bare = |text: &str| text.split([' ', '=']).next().unwrap_or_default().to_owned();
            let prior =
                if prior.is_empty() { "une autre".to_owned() } else { format!("« {} »", bare(&prior)) };
            format!("l'option « {} » ne va pas avec {prior}", bare(&argument))
        }
        ErrorKind::MissingRequiredArgument => format!("il manque « {argument} »"),
        _ => "la commande n'est pas complète".to_owned(),
    };
    let possible = context(ContextKind::ValidValue);
    let possible = if possible.is_empty() { possible } else { format!("\n  valeurs possibles : {possible}") };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = near.into_iter().map(context).find(|text| !text.is_empty());
    let near = near.map(|text| format!(" ; vouliez-vous « {text} » ?")).unwrap_or_default();
    console::fail(&format!("kiosque : {said}{near}{possible}\n  aide : kiosque --help"));
    ExitCode::from(USAGE)
}

/// The help of a command, in the language of those who read it.
fn french(error: &clap::Error) -> String {
    let said = error.render().to_string();
    let said = said
        .replace("[OPTIONS]", "[OPTIONS…]")
        .replace("<COMMAND>", "<COMMANDE>")
        .replace("Possible values:", "Valeurs possibles :")
        .replace(" (see more with '--help')", "")
        .replace(" (see a summary with '-h')", "");
    WORDS.iter().fold(said, |said, (theirs, ours)| said.replace(theirs, ours))
}
