//! The voice of the command line: answers on stdout, trouble on stderr.
//!
//! Colours are dropped when nobody looks (no terminal, `NO_COLOR`,
//! `TERM=dumb`); a reader who hangs up (`| head`) is no fault of ours.
use std::io::IsTerminal;
use std::io::Write;

/// One line on stdout.
pub fn say(text: &str) {
    _ = writeln!(anstream::stdout().lock(), "{text}");
}

/// One line, and nothing that a terminal obeys.
pub fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// Text that carries its own line ends, on stdout: what a script will read.
pub fn print(text: &str) {
    let mut out = anstream::stdout().lock();
    _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// One line on stderr.
pub fn fail(text: &str) {
    _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// What a person types after a question; nothing where nobody can answer.
pub fn ask(question: &str) -> Option<String> {
    if !std::io::stdin().is_terminal() {
        return None;
    }
    _ = write!(anstream::stderr().lock(), "{question} ");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).ok()?;
    Some(line.trim().to_owned())
}

/// A clean screen, where there is one.
pub fn clear() {
    if std::io::stdout().is_terminal() {
        print("\x1b[2J\x1b[H");
    }
}
