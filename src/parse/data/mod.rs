//! The reading of metrics: bytes of a CSV file become cells, and columns that are understood.
pub mod columns;
pub mod csv;
pub mod encoding;
pub mod faults;
pub mod numbers;

pub use crate::parse::data::csv::read;
pub use crate::parse::data::csv::read_declared;
