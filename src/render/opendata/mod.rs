//! Data sets as files that people and programs keep: CSV, JSON, what their columns are.
pub mod collection;
pub mod json;
pub mod package;
pub mod rows;
pub mod schema;
pub mod sheet;

use crate::model::opendata::DataFile;
use crate::model::opendata::OpenData;

pub use crate::render::opendata::package::package;

pub fn file(data: &OpenData, file: DataFile) -> String {
    match file {
        DataFile::Csv => rows::table(data),
        DataFile::Json => json::records(data),
        DataFile::Schema => schema::table_schema(data),
    }
}
