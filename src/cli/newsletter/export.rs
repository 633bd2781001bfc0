//! `kiosque newsletter export`: a letter in the words of the tool that will send it.
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::base::diagnostic::Checked;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::USAGE;
use crate::cli::check::Nowhere;
use crate::cli::newsletter::desk::Desk;
use crate::cli::newsletter::desk::elsewhere;
use crate::cli::newsletter::desk::is_refused;
use crate::cli::newsletter::notice;
use crate::cli::newsletter::options::ExportOptions;
use crate::edge::console;
use crate::edge::mail::message;
use crate::edge::mail::message::Purpose;
use crate::edge::outbox::Outbox;
use crate::model::letter::Letter;
use crate::model::letter::Target;
use crate::model::mailing::Issue;

pub fn run(root: &Path, options: &ExportOptions) -> io::Result<u8> {
    let desk = Desk::open(root, &options.reading, &Nowhere)?;
    let found = desk.find(&options.letter).and_then(|issue| elsewhere(issue).map_or(Ok(issue), Err));
    let issue = match found {
        Ok(issue) => issue,
        Err(said) => {
            console::fail(&said);
            return Ok(USAGE);
        }
    };
    let Checked { value, diagnostics } = desk.letter(issue, options.target);
    desk.tell(&diagnostics, &options.reading.asked().telling);
    let refused = is_refused(&diagnostics, (&options.judging).into());
    let Some(letter) = value.filter(|_| !refused) else {
        console::fail("rien n'a été exporté");
        return Ok(FAULTY);
    };
    let out = Outbox::open(root, &options.out, letter.route.as_str())?;
    for path in written(&out, issue, &letter, options.target)? {
        console::say(&shown(root, &path));
    }
    desk.tell_rest(&diagnostics);
    Ok(DONE)
}

fn written(out: &Outbox, issue: &Issue, letter: &Letter, target: Target) -> io::Result<Vec<PathBuf>> {
    let name = target.name();
    let mut files = Vec::new();
    match target {
        Target::Eml | Target::Sympa => {
            let bytes = message::bytes(letter, &Purpose::Draft)?;
            files.push(out.put(&notice::draft(letter, target), &bytes)?);
        }
        _ => {
            files.push(out.put(&format!("email.{name}.html"), letter.html.as_bytes())?);
            files.push(out.put(&format!("email.{name}.txt"), letter.text.as_bytes())?);
        }
    }
    let notice = notice::text(issue, letter, target);
    files.push(out.put(&format!("LISEZMOI.{name}.txt"), notice.as_bytes())?);
    Ok(files)
}

/// As seen from where the command was given.
pub fn shown(root: &Path, path: &Path) -> String {
    let base = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    match path.strip_prefix(&base) {
        Ok(inside) => {
            let path = root.join(inside);
            path.strip_prefix("./").unwrap_or(&path).display().to_string()
        }
        Err(_) => path.display().to_string(),
    }
}
