//! `kiosque serve`: round, show, wait, for as long as someone is writing.
mod session;

use std::io;
use std::path::Path;

use crate::cli::arguments::Format;
use crate::cli::arguments::JudgingOptions;
use crate::cli::arguments::RoundOptions;
use crate::cli::arguments::ServeOptions;
use crate::cli::arguments::StyleOptions;
use crate::cli::arguments::TellingOptions;
use crate::cli::arguments::Unpublished;
use crate::cli::round::Walker;
use crate::cli::serve::session::Session;
use crate::edge::browser;
use crate::edge::console;
use crate::edge::observe::Touched;
use crate::edge::serve;
use crate::edge::serve::Server;
use crate::edge::watch::Watch;
use crate::edge::watch::Why;

/// Only a failure to begin ends it: an error of the world met later is told,
/// and the last good site stays.
pub fn run(root: &Path, options: &ServeOptions) -> io::Result<u8> {
    let walker = Walker::new(root)?;
    // Watching begins before looking, so that nothing falls between the two.
    let (mut watch, polls) = Watch::on(root)?;
    let server = Server::start(&options.host, options.port, walker.inside().clone())?;
    let asked = asked(options);
    console::say(&greeting(&server, &asked, polls));
    let mut editor = Session::new(root, walker, server, asked);
    let cost = editor.round(&Touched::Anything, &mut watch);
    if options.open && !browser::open(&editor.address()) {
        console::fail("aucun navigateur n'a pu être ouvert : ouvrez l'adresse vous-même");
    }
    loop {
        let touched = watch.wait(cost);
        editor.round(&touched, &mut watch);
    }
}

/// Drafts stay on this machine.
fn asked(options: &ServeOptions) -> RoundOptions {
    let alone = serve::is_loopback(&options.host);
    RoundOptions {
        base_url: options.base_url.clone(),
        today: options.today,
        drafts: alone && options.drafts == Unpublished::Oui,
        style: StyleOptions { no_purge: false },
        judging: JudgingOptions { strict: false },
        telling: TellingOptions { format: Format::Human, quiet: false },
    }
}

fn greeting(server: &Server, asked: &RoundOptions, polls: Option<Why>) -> String {
    let mut text = format!("kiosque : http://{}/ (pages et brouillons : /_kiosque/)", server.address());
    if !server.address().ip().is_loopback() {
        text.push_str("\nd'autres machines peuvent voir cette adresse : les brouillons n'y sont pas montrés");
    } else if !asked.drafts {
        text.push_str("\nles brouillons ne sont pas montrés");
    }
    match polls {
        Some(Why::Limit) => text.push_str(
            "\nle système ne permet pas de surveiller autant de dossiers : les fichiers sont relus à intervalles \
             réguliers (aide : sudo sysctl fs.inotify.max_user_watches=524288)",
        ),
        Some(Why::Network) => {
            text.push_str("\nce dossier est sur un disque partagé : les fichiers sont relus à intervalles réguliers");
        }
        None => {}
    }
    text.push_str("\nCtrl-C pour arrêter");
    text
}
