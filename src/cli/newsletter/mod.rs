//! `kiosque newsletter`: letters looked at, checked and handed to whoever sends them.
pub mod check;
pub mod desk;
pub mod export;
pub mod list;
pub mod notice;
pub mod options;
pub mod preview;
pub mod recipients;
pub mod send;

use std::io;
use std::io::ErrorKind;
use std::path::Path;

use crate::cli::USAGE;
use crate::cli::newsletter::options::NewsletterCommand;
use crate::edge::console;

pub fn run(root: &Path, command: &NewsletterCommand) -> io::Result<u8> {
    let done = match command {
        NewsletterCommand::List(options) => list::run(root, options),
        NewsletterCommand::Check(options) => check::run(root, options),
        NewsletterCommand::Preview(options) => preview::run(root, options),
        NewsletterCommand::Export(options) => export::run(root, options),
        NewsletterCommand::Send(options) => send::run(root, options),
    };
    match done {
        // What was asked for cannot be done, whatever the world is like.
        Err(error) if error.kind() == ErrorKind::InvalidInput => {
            console::fail(&format!("kiosque : {error}"));
            Ok(USAGE)
        }
        done => done,
    }
}
