//! Messages: encoded as mail programs and servers take them.
pub mod message;
