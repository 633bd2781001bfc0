//! The reading of metrics: bytes of a CSV file become cells, and columns that are understood.
pub mod columns;
pub mod csv;
pub mod dates;
pub mod durations;
pub mod encoding;
pub mod faults;
pub mod group;
pub mod inspect;
pub mod numbers;
pub mod periods;
pub mod recognise;
pub mod records;
pub mod silence;
pub mod titles;

pub use crate::parse::data::csv::read;
pub use crate::parse::data::csv::read_declared;
