//! `kiosque newsletter send`: a trial to a few people, or the letter itself, once, to a list manager.
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::base::diagnostic::Checked;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::USAGE;
use crate::cli::WORLD;
use crate::cli::check::Nowhere;
use crate::cli::newsletter::desk::Desk;
use crate::cli::newsletter::desk::Strictness;
use crate::cli::newsletter::desk::elsewhere;
use crate::cli::newsletter::desk::is_refused;
use crate::cli::newsletter::options::SendOptions;
use crate::cli::newsletter::recipients;
use crate::edge::console;
use crate::edge::mail::message;
use crate::edge::mail::message::Purpose;
use crate::edge::mail::post;
use crate::edge::mail::post::Parcel;
use crate::edge::mail::server::Clear;
use crate::edge::mail::server::Server;
use crate::model::letter::Letter;
use crate::model::letter::Target;
use crate::model::mailing::Issue;
use crate::model::mailing::Standing;
use crate::pipeline::letters::allowed;

pub fn run(root: &Path, options: &SendOptions) -> io::Result<u8> {
    let clear = if options.server.clear.sans_tls { Clear::Allowed } else { Clear::Refused };
    let server =
        Server::chosen(options.server.smtp.as_deref(), clear)?.trusting(options.server.smtp_ca.as_deref())?;
    let desk = Desk::open(root, &options.reading, &Nowhere)?;
    let prepared = desk
        .find(&options.letter)
        .and_then(|issue| elsewhere(issue).map_or(Ok(issue), Err))
        .and_then(|issue| Ok((issue, purposes(options, issue, &desk)?)));
    let (issue, purposes) = match prepared {
        Ok(prepared) => prepared,
        Err(said) => {
            console::fail(&said);
            return Ok(USAGE);
        }
    };
    let target = if options.list.liste.is_some() { Target::Sympa } else { Target::Eml };
    let Checked { value, diagnostics } = desk.letter(issue, target);
    desk.tell(&diagnostics, &options.reading.asked().telling);
    let Some(letter) = value.filter(|_| !is_refused(&diagnostics, Strictness::Lenient)) else {
        console::fail("rien n'a été envoyé");
        return Ok(FAULTY);
    };
    desk.tell_rest(&diagnostics);
    let parcels: Vec<Parcel> = purposes.iter().map(|it| parcel(&letter, it)).collect::<io::Result<_>>()?;
    Ok(sent(server, parcels, Duration::from_secs(options.server.delai)))
}

/// One message for each recipient: none sees the others.
fn purposes(options: &SendOptions, issue: &Issue, desk: &Desk) -> Result<Vec<Purpose>, String> {
    let allowed = allowed(&desk.round.snapshot);
    let Some(list) = &options.list.liste else {
        let to = recipients::trial(&options.to, &allowed)?;
        return Ok(to.into_iter().map(Purpose::Trial).collect());
    };
    let list = recipients::list(list, &allowed)?;
    if !matches!(issue.standing, Standing::Published(_)) {
        let told = format!("kiosque : « {} » n'est pas encore parue", issue.slug);
        return Err(format!(
            "{told}\n  aide : publiez sa page avant d'écrire à la liste, ou envoyez un essai avec --to"
        ));
    }
    if !options.list.oui {
        let question = format!("Envoyer la lettre à {list} ? Pour confirmer, tapez « {} » :", issue.slug);
        if console::ask(&question).as_deref() != Some(issue.slug.as_str()) {
            return Err(
                "kiosque : envoi non confirmé, rien n'a été envoyé\n  aide : sans terminal, ajoutez --oui"
                    .to_owned(),
            );
        }
    }
    Ok(vec![Purpose::List(list)])
}

fn parcel(letter: &Letter, purpose: &Purpose) -> io::Result<Parcel> {
    let to = match purpose {
        Purpose::Draft => "",
        Purpose::Trial(to) | Purpose::List(to) => to,
    };
    Parcel::new(letter.from.address.as_deref().unwrap_or_default(), to, message::bytes(letter, purpose)?)
}

fn sent(server: Server, parcels: Vec<Parcel>, patience: Duration) -> u8 {
    let mut code = DONE;
    post::all(server, parcels, patience, |to, outcome| match outcome {
        Ok(words) => console::say(&format!("{to} : {words}")),
        Err(failure) => {
            code = WORLD;
            console::fail(&format!("{to} : {}", failure.message));
            if let Some(help) = &failure.help {
                console::fail(&format!("  aide : {help}"));
            }
        }
    });
    code
}
