//! `kiosque newsletter check`: what is wrong with a letter, whoever sends it.
use std::io;
use std::path::Path;

use crate::base::diagnostic::Diagnostics;
use crate::base::french;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::USAGE;
use crate::cli::arguments::Format;
use crate::cli::check::Nowhere;
use crate::cli::newsletter::desk::Desk;
use crate::cli::newsletter::desk::elsewhere;
use crate::cli::newsletter::desk::is_refused;
use crate::cli::newsletter::list::weight;
use crate::cli::newsletter::options::CheckOptions;
use crate::edge::console;
use crate::model::letter::Letter;
use crate::model::letter::Target;
use crate::model::mailing::Issue;

pub fn run(root: &Path, options: &CheckOptions) -> io::Result<u8> {
    let desk = Desk::open(root, &options.reading, &Nowhere)?;
    let chosen: Vec<&Issue> = match &options.letter {
        None => desk.issues().iter().collect(),
        Some(wanted) => match desk.find(wanted).and_then(|issue| elsewhere(issue).map_or(Ok(issue), Err)) {
            Ok(issue) => vec![issue],
            Err(said) => {
                console::fail(&said);
                return Ok(USAGE);
            }
        },
    };
    let mut faults = Diagnostics::default();
    let mut lines = Vec::new();
    for issue in &chosen {
        let (told, letter) = judged(&desk, issue);
        faults.extend(told);
        lines.extend(letter.map(|letter| described(&letter)));
    }
    let faults = faults.sorted();
    desk.tell(&faults, &options.telling);
    if options.telling.format == Format::Human && !options.telling.quiet {
        lines.iter().for_each(|line| console::say(line));
        desk.tell_rest(&faults);
    }
    let empty = chosen.is_empty() && desk.round.refused;
    Ok(if empty || is_refused(&faults, (&options.judging).into()) { FAULTY } else { DONE })
}

/// By all those who may send it: words of one may be missing.
fn judged(desk: &Desk, issue: &Issue) -> (Diagnostics, Option<Letter>) {
    let mut faults = desk.faults(issue);
    let mut neutral = None;
    for target in Target::ALL.into_iter().filter(|_| issue.route().is_some()) {
        let letter = faults.take(desk.letter(issue, target));
        neutral = neutral.or(letter);
    }
    (faults, neutral)
}

/// What its sender wants to know before sending it.
fn described(letter: &Letter) -> String {
    let count = |text: &str| text.chars().count();
    let preheader = letter.preheader.as_deref().map_or(0, count);
    let images = letter.html.matches("<img ").count();
    let plural = french::plural(images);
    format!(
        "{} : objet « {} » ({} caractères), accroche de {preheader}, courriel de {}, texte de {}, {images} image{plural}",
        letter.slug,
        letter.subject,
        count(&letter.subject),
        weight(letter.html.len()),
        weight(letter.text.len()),
    )
}
