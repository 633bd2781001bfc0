//! kiosque: a folder of markdown and CSV in, a complete site out.
//!
//! A build is a pure function from a snapshot of files to a set of artifacts,
//! walked along one road; only `edge` reads and writes. The modules below are
//! in reading order; `ARCHITECTURE.md` tells the story.
pub mod base;
pub mod model;
