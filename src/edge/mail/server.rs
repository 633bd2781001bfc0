//! The mail server that a person names: where it is, how the way to it is protected, who we say we are.
use std::env;
use std::fmt;
use std::io;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::path::Path;

use crate::base::path::decode;
use crate::edge::fault::refused;
use crate::edge::file;

/// Where its address is read when no option gives it; it may hold a password.
pub const ADDRESS: &str = "KIOSQUE_SMTP_URL";
/// A password that the address does not hold, as it is.
pub const PASSWORD: &str = "KIOSQUE_SMTP_PASSWORD";

/// A file of certificates weighs less, in bytes.
const HEAVIEST: u64 = 1 << 20;

#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// A name or an address, without brackets.
    pub host: String,
    pub port: u16,
    pub protection: Protection,
    pub login: Option<Login>,
    /// Authorities trusted beside those of this machine, as PEM.
    pub authorities: Option<Vec<u8>>,
}

/// Never shown whole, whatever prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    pub user: String,
    pub password: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// From the first byte.
    Whole,
    /// Begun in clear, refused if the server cannot go on under TLS.
    Started,
    Nothing,
}

/// Whether a person allows that what is sent can be read on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clear {
    Allowed,
    /// But on this machine, where nobody is on the way.
    Refused,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} ({:?})", self.protection)
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Server {
    /// The one that `given` names, else the environment; `ErrorKind::InvalidInput`
    /// with what to do.
    pub fn chosen(given: Option<&str>, clear: Clear) -> io::Result<Self> {
        let text = given.map(str::to_owned).or_else(|| variable(ADDRESS)).ok_or_else(|| {
            odd(format!("aucun serveur d'envoi n'est donné : écrivez --smtp smtp://hôte:port, ou la variable {ADDRESS}"))
        })?;
        let mut server = Self::parse(text.trim(), clear)?;
        if given.is_some() && server.login.as_ref().is_some_and(|login| !login.password.is_empty()) {
            let told = "un mot de passe ne s'écrit pas dans une commande, qui reste visible";
            return Err(odd(format!(
                "{told} : mettez-le dans la variable {PASSWORD}, ou l'adresse entière dans {ADDRESS}"
            )));
        }
        if let Some(login) = server.login.as_mut().filter(|login| login.password.is_empty()) {
            login.password = variable(PASSWORD).ok_or_else(|| {
                odd(format!(
                    "il manque le mot de passe de « {} » : mettez-le dans la variable {PASSWORD}",
                    login.user
                ))
            })?;
        }
        Ok(server)
    }

    /// `smtp://host:587`, `smtps://user:password@host`.
    fn parse(text: &str, clear: Clear) -> io::Result<Self> {
        let wrong = || {
            odd("l'adresse du serveur n'est pas comprise : écrivez smtp://hôte:port ou smtps://hôte:port"
                .to_owned())
        };
        let (scheme, rest) = text.split_once("://").ok_or_else(wrong)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let rest = rest.trim_end_matches('/');
        let (user, place) = rest.rsplit_once('@').map_or((None, rest), |(user, place)| (Some(user), place));
        let (host, port) = match place.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
        };
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if host.is_empty() || !host.chars().all(named) {
            return Err(wrong());
        }
        let protection = protection(scheme, query, host, clear).ok_or_else(wrong)?;
        let usual = if protection == Protection::Whole { 465 } else { 587 };
        let port = port.map_or(Ok(usual), str::parse).map_err(|_| wrong())?;
        let login = user.map(|user| {
            let (user, password) = user.split_once(':').unwrap_or((user, ""));
            Login { user: decode(user), password: decode(password) }
        });
        if protection == Protection::Nothing && login.is_some() && !is_near(host) {
            return Err(odd(
                "un mot de passe ne part pas en clair : retirez --sans-tls, ou l'identifiant de l'adresse"
                    .to_owned(),
            ));
        }
        Ok(Self { host: host.to_owned(), port, protection, login, authorities: None })
    }

    /// Trusts the authorities of a file too, for relays inside an organisation.
    pub fn trusting(mut self, file: Option<&Path>) -> io::Result<Self> {
        let Some(path) = file else { return Ok(self) };
        let bytes = file::read(path, HEAVIEST)?;
        if !bytes.windows(17).any(|it| it == b"BEGIN CERTIFICATE") {
            return Err(odd(format!("« {} » ne contient aucun certificat (PEM)", path.display())));
        }
        self.authorities = Some(bytes);
        Ok(self)
    }
}

fn protection(scheme: &str, query: &str, host: &str, clear: Clear) -> Option<Protection> {
    match (scheme, query) {
        ("smtps", "") => Some(Protection::Whole),
        ("smtp", "tls=required") => Some(Protection::Started),
        ("smtp", "") if is_near(host) || clear == Clear::Allowed => Some(Protection::Nothing),
        ("smtp", "") => Some(Protection::Started),
        _ => None,
    }
}

/// Of the environment, unless it is empty.
pub fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|text| !text.trim().is_empty())
}

/// On this machine.
fn is_near(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn odd(message: String) -> io::Error {
    refused(ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use crate::edge::mail::server::Clear;
    use crate::edge::mail::server::Protection;
    use crate::edge::mail::server::Server;

    #[test]
    fn addresses_of_servers_say_how_the_way_is_protected() {
        for (text, host, port, protection) in [
            ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, Protection::Nothing),
            ("smtp://[::1]:25/", "::1", 25, Protection::Nothing),
            ("smtp://localhost?tls=required", "localhost", 587, Protection::Started),
            ("smtp://relais.exemple.fr", "relais.exemple.fr", 587, Protection::Started),
            ("smtps://relais.exemple.fr", "relais.exemple.fr", 465, Protection::Whole),
        ] {
            let server = Server::parse(text, Clear::Refused).unwrap();
            assert_eq!(
                (server.host.as_str(), server.port, server.protection),
                (host, port, protection),
                "{text}"
            );
        }
        let server = Server::parse("smtps://a%40b:p%3Aq@h.fr:1", Clear::Refused).unwrap();
        assert!(server.login.as_ref().is_some_and(|it| it.user == "a@b" && it.password == "p:q"));
        assert_eq!(format!("{server:?}"), "h.fr:1 (Whole)");
        for odd in [
            "",
            "h.fr",
            "http://h.fr",
            "smtp://",
            "smtp://h.fr:x",
            "smtp://h.fr:70000",
            "smtp://h.fr?tls=non",
            "smtp://a b",
        ] {
            assert!(Server::parse(odd, Clear::Refused).is_err(), "{odd}");
        }
        assert!(Server::parse("smtp://a:b@h.fr", Clear::Allowed).is_err());
        assert!(
            Server::parse("smtp://h.fr", Clear::Allowed).is_ok_and(|it| it.protection == Protection::Nothing)
        );
    }
}
