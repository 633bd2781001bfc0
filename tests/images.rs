//! Images: what is published of them, and what is said of those that cannot be.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
#[path = "images/cellar.rs"]
mod cellar;
#[path = "images/clean.rs"]
mod clean;
#[path = "images/copies.rs"]
mod copies;
#[path = "images/drawings.rs"]
mod drawings;
#[path = "images/painted.rs"]
mod painted;
#[path = "images/samples.rs"]
mod samples;
mod site;
