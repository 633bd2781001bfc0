//! Words that every other module speaks; it imports nothing of ours.
pub mod almost;
pub mod code;
pub mod date;
pub mod diagnostic;
pub mod escape;
pub mod fingerprint;
pub mod french;
pub mod instant;
pub mod memo;
pub mod origin;
pub mod path;
pub mod period;
pub mod slug;
pub mod span;
pub mod stem;
pub mod territory;
pub mod typography;
