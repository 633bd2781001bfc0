//! Words that every other module speaks; it imports nothing of ours.
pub mod date;
pub mod diagnostic;
pub mod escape;
pub mod fingerprint;
pub mod french;
pub mod path;
pub mod slug;
pub mod span;
pub mod territory;
