//! Hands over to `cli` and returns its exit code.
use std::process::ExitCode;

fn main() -> ExitCode {
    kiosque::cli::main()
}
