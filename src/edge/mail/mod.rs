//! Messages: encoded as mail programs take them, handed to a mail server.
pub mod failure;
pub mod message;
pub mod post;
pub mod server;
