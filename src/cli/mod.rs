//! Commands: each is a round, and something to do with what it gave.
pub mod agenda;
pub mod arguments;
pub mod build;
pub mod check;
pub mod data;
pub mod diff;
pub mod headers;
pub mod init;
pub mod manifest;
pub mod new;
pub mod newsletter;
pub mod pages;
pub mod redirects;
pub mod rollback;
pub mod round;
pub mod serve;
pub mod sources;
pub mod usage;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::arguments::Arguments;
use crate::cli::arguments::Command;
use crate::cli::init::Shipped;
use crate::edge::console;

/// Done.
pub const DONE: u8 = 0;
/// The content has errors: nothing was published.
pub const FAULTY: u8 = 1;
/// The command was not understood.
pub const USAGE: u8 = 2;
/// The world failed: disk, npm, network.
pub const WORLD: u8 = 3;

/// `shipped` is what the program holds beside its code.
pub fn main(shipped: &Shipped) -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::refused(&error),
    };
    let done = match &arguments.command {
        Command::Agenda(options) => agenda::run(&arguments.root, options),
        Command::Build(options) => build::run(&arguments.root, options),
        Command::Check(options) => check::run(&arguments.root, options),
        Command::Data(command) => data::run(command),
        Command::Headers(options) => headers::run(&arguments.root, options),
        Command::Redirects(options) => redirects::run(&arguments.root, options),
        Command::Serve(options) => serve::run(&arguments.root, options),
        Command::Rollback(options) => rollback::run(&arguments.root, options),
        Command::Diff(options) => diff::run(options),
        Command::Sources(options) => sources::run(&arguments.root, options),
        Command::Newsletter(command) => newsletter::run(&arguments.root, command),
        Command::New(options) => new::run(&arguments.root, options),
        Command::Init(options) => init::run(&arguments.root, options, shipped),
    };
    ExitCode::from(done.unwrap_or_else(|error| {
        console::fail(&format!("kiosque : {error}"));
        WORLD
    }))
}
