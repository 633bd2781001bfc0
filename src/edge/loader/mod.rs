//! Commands that fetch data: each runs alone, in an environment that is told, for a time and a weight that are
//! bounded, and nothing that it started outlives it.
mod deposit;
mod orphans;
mod output;
mod run;
mod secrets;
mod signals;

pub use crate::edge::loader::deposit::Deposit;
pub use crate::edge::loader::deposit::Kept;
pub use crate::edge::loader::orphans::adopt;
pub use crate::edge::loader::orphans::end;
pub use crate::edge::loader::run::Order;
pub use crate::edge::loader::run::Ran;
pub use crate::edge::loader::run::Stopped;
pub use crate::edge::loader::run::run;
pub use crate::edge::loader::secrets::Secrets;
pub use crate::edge::loader::signals::watch;
