//! kiosque: a folder of markdown and CSV in, a complete site out.
//!
//! A build is a pure function from a snapshot of files to a set of artifacts,
//! walked along one road; only `edge` reads and writes. The modules below are
//! in reading order; `ARCHITECTURE.md` tells the story.
pub mod assemble;
pub mod base;
pub mod chart;
pub mod cli;
pub mod edge;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod plan;
pub mod render;
