//! What a site asks of its host, in the words of each host's own settings.
pub mod headers;
pub mod quote;
pub mod redirects;
