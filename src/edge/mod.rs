//! The only place that meets the world: disk, clock, network, npm and terminal.
//!
//! Law of the room: failures of the world are `io::Result`, said in French
//! where they are met; nothing here decides what a site contains.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "this room is the one that reads, writes, asks the time and speaks"
)]
pub mod basket;
pub mod browser;
pub mod bytes;
pub mod cellar;
pub mod clock;
pub mod console;
pub mod create;
pub mod fault;
pub mod file;
pub mod inside;
pub mod loader;
pub mod lock;
pub mod mail;
pub mod manifest;
pub mod media;
pub mod observe;
pub mod outbox;
pub mod packages;
pub mod publish;
pub mod report;
pub mod serve;
pub mod watch;
