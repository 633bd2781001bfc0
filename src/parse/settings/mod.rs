//! The files that say what a site, a kind of content and a theme are.
pub mod component;
pub mod config;
pub mod fact;
mod field;
pub mod kind;
mod listing;
mod loaders;
pub mod reader;
mod routes;
pub mod state;
pub mod theme;
