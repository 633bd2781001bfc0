//! Hands over to `cli`, with what a new site is made of, and returns its exit code.
use std::process::ExitCode;

/// Files of `themes/` and `starter/`, as the build script lists them.
static SHIPPED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

fn main() -> ExitCode {
    kiosque::cli::main(SHIPPED)
}
