//! Addresses that begin with a word and a colon: whether that word is known, and
//! whether what follows can be what it says.
use crate::base::diagnostic::nearest;
use crate::base::email::is_email;

/// Those that texts for the public lead to.
const KNOWN: [&str; 29] = [
    "about",
    "acct",
    "callto",
    "data",
    "doi",
    "facetime",
    "feed",
    "file",
    "ftp",
    "ftps",
    "geo",
    "git",
    "http",
    "https",
    "im",
    "irc",
    "javascript",
    "magnet",
    "mailto",
    "matrix",
    "sftp",
    "sip",
    "sms",
    "ssh",
    "tel",
    "urn",
    "webcal",
    "whatsapp",
    "xmpp",
];

/// Those that people write by hand, and mistype; pages before all else.
const USUAL: [&[&str]; 2] = [&["http", "https"], &["mailto", "tel"]];

/// What is wrong with an address, and the cure.
pub fn fault(written: &str) -> Option<(String, &'static str)> {
    let (scheme, rest) = written.trim().split_once(':')?;
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    if !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || !scheme.chars().all(letters) {
        return None;
    }
    match scheme.to_ascii_lowercase().as_str() {
        "mailto" => mail(rest),
        "tel" => phone(rest),
        known if KNOWN.contains(&known) => None,
        other => unknown(scheme, other, rest),
    }
}

/// A name of one's own (`tg:`, `vscode:`) opens a program that people may have.
fn unknown(scheme: &str, lower: &str, rest: &str) -> Option<(String, &'static str)> {
    let near = USUAL.into_iter().find_map(|names| nearest(lower, names.iter().copied()));
    let message = match near {
        Some(near) => format!("« {scheme}: » n'est pas un début d'adresse connu : serait-ce « {near}: » ?"),
        None if rest.starts_with("//") || lower.len() == 1 => {
            format!("« {scheme}: » n'est pas un début d'adresse que les navigateurs connaissent")
        }
        None => return None,
    };
    Some((message, "écrivez l'adresse entière, par exemple « https://www.exemple.fr/page »"))
}

/// One address or several, or none before what a message is to hold.
fn mail(rest: &str) -> Option<(String, &'static str)> {
    let (people, fields) = rest.split_once('?').unwrap_or((rest, ""));
    if people.is_empty() && !fields.is_empty() {
        return None;
    }
    let wrong = people.split([',', ';']).find(|person| !is_email(person.replace("%40", "@").trim()))?;
    let message = format!("« {wrong} » n'est pas une adresse de courriel");
    Some((message, "écrivez « mailto:nom@domaine.fr »"))
}

fn phone(rest: &str) -> Option<(String, &'static str)> {
    let number = rest.split(';').next().unwrap_or_default().replace("%20", " ");
    let fits = |c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '-' | '.' | '(' | ')' | '*' | '#')
    };
    if number.chars().all(fits) && number.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let message = format!("« {number} » n'est pas un numéro de téléphone");
    Some((message, "écrivez-le en chiffres, avec l'indicatif : « tel:+33123456789 »"))
}

#[cfg(test)]
mod tests {
    use crate::parse::markdown::schemes::fault;

    #[test]
    fn slips_are_told_and_what_works_is_not() {
        for written in [
            "htp://x",
            "htpp://x.fr",
            "httsp://x.fr",
            "C:\\dossier\\a.pdf",
            "mailto:pas-une-adresse",
            "mailto:a@b",
            "mailto:",
            "mailto:a@b.fr,c",
            "tel:zero-un",
            "tel:",
            "mailo:a@b.fr",
            "zz://a",
        ] {
            assert!(fault(written).is_some(), "{written}");
        }
        for written in [
            "https://x.fr:8080/a:b",
            "/a:b",
            "#a:b",
            "a.md",
            "mailto:a@b.fr",
            "mailto:?subject=x",
            "HTTP://x.fr",
            "mailto:a.b+c@d-e.gouv.fr?subject=mot:mot",
            "tel:+33 1 23 45 67 89",
            "tel:3939;ext=2",
            "sms:+336",
            "tg:chat",
            "été:x",
            "mailto:a%40b.fr",
        ] {
            assert!(fault(written).is_none(), "{written}");
        }
    }
}
