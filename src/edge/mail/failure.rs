//! Why a message did not leave, for a person: what the server said, in its own words, and what to do.
use std::error::Error as _;
use std::io;
use std::io::ErrorKind;
use std::time::Duration;

use lettre::transport::smtp::Error;

use crate::edge::mail::server::PASSWORD;
use crate::edge::mail::server::Server;

/// How far the talk with a server went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Reach,
    Protect,
    Identify,
    Hand,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub message: String,
    pub help: Option<String>,
    /// Other recipients would meet the same.
    is_final: bool,
}

impl Failure {
    fn new(message: String, help: &str) -> Self {
        let help = (!help.is_empty()).then(|| help.to_owned());
        Self { message, help, is_final: true }
    }

    pub fn is_final(&self) -> bool {
        self.is_final
    }

    pub fn late(server: &str, patience: Duration) -> Self {
        let seconds = patience.as_secs();
        Self::new(
            format!("{server} n'a pas répondu en {seconds} s"),
            "vérifiez le port et le pare-feu, ou laissez plus de temps avec --delai",
        )
    }

    pub fn lost(server: &str) -> Self {
        Self::new(
            format!("l'envoi à {server} s'est interrompu"),
            "recommencez ; si cela se répète, dites-le-nous",
        )
    }

    pub fn unprotected(server: &Server) -> Self {
        Self::new(
            format!("{server} ne propose pas de connexion chiffrée (STARTTLS) : rien n'a été envoyé"),
            "essayez smtps:// et le port 465 ; --sans-tls envoie en clair, à vos risques",
        )
    }

    pub fn of(stage: Stage, error: &Error, server: &Server) -> Self {
        if let Some(code) = error.status() {
            let words = error.source().map(ToString::to_string).unwrap_or_default();
            return answered(stage, &format!("{code} {}", visible(&words)), error);
        }
        let told = chain(error);
        if told.contains("certificate") || told.contains("InvalidContentType") {
            return protected(&told, server);
        }
        if let Some(kind) = kind(error) {
            return broken(stage, kind, &told, server);
        }
        if told.contains("failed to lookup") || told.contains("could not resolve") {
            return Self::new(
                format!("le nom « {} » est inconnu", server.host),
                "corrigez l'adresse du serveur",
            );
        }
        match (stage, error.is_response()) {
            (Stage::Identify, false) => Self::new(
                format!("{server} n'accepte aucune façon connue de donner un mot de passe"),
                "beaucoup de serveurs ne le demandent que sous TLS : essayez smtps://, ou smtp://…?tls=required",
            ),
            (Stage::Reach, true) if !told.contains("incomplete") => Self::new(
                format!("ce qui répond à {server} n'est pas un serveur de courriel"),
                "corrigez l'adresse ou le port",
            ),
            (stage, true) => cut(stage, server),
            (_, false) => Self::new(format!("l'envoi par {server} a échoué : {}", visible(&told)), ""),
        }
    }
}

/// The server spoke, and said no.
fn answered(stage: Stage, words: &str, error: &Error) -> Failure {
    match (stage, error.is_transient()) {
        (Stage::Identify, false) => Failure::new(
            format!("le serveur refuse cet identifiant ou ce mot de passe : {words}"),
            &format!("vérifiez l'adresse du serveur et la variable {PASSWORD}"),
        ),
        (Stage::Hand, true) => Failure {
            is_final: false,
            ..Failure::new(
                format!("le serveur demande d'essayer plus tard : {words}"),
                "c'est courant au premier envoi (liste grise) : recommencez dans quelques minutes",
            )
        },
        (Stage::Hand, false) => {
            Failure { is_final: false, ..Failure::new(format!("le serveur refuse : {words}"), "") }
        }
        (_, true) => {
            Failure::new(format!("le serveur demande d'essayer plus tard : {words}"), "recommencez plus tard")
        }
        (_, false) => Failure::new(format!("le serveur refuse : {words}"), ""),
    }
}

fn protected(told: &str, server: &Server) -> Failure {
    let (why, help) = if told.contains("UnknownIssuer") {
        (
            "il est signé par une autorité que cette machine ne connaît pas",
            "donnez le certificat de l'autorité avec --smtp-ca fichier.pem",
        )
    } else if told.contains("NotValidForName") || told.contains("not valid for name") {
        ("il est au nom d'un autre serveur", "écrivez le nom du serveur tel que son certificat le donne")
    } else if told.contains("xpired") {
        ("il n'est plus valable", "prévenez qui tient ce serveur")
    } else if told.contains("InvalidContentType") {
        return Failure::new(
            format!("{server} ne chiffre pas la connexion dès le début"),
            "essayez smtp:// et le port 587, qui passent au chiffrement ensuite",
        );
    } else {
        return Failure::new(
            format!("le certificat de {server} n'est pas reconnu : {}", visible(told)),
            "prévenez qui tient ce serveur",
        );
    };
    Failure::new(format!("le certificat de {server} n'est pas reconnu, {why} : rien n'a été envoyé"), help)
}

/// The way to the server gave out.
fn broken(stage: Stage, kind: ErrorKind, told: &str, server: &Server) -> Failure {
    match kind {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Failure::new(
            format!("{server} n'a pas répondu à temps"),
            "vérifiez le port et le pare-feu, ou laissez plus de temps avec --delai",
        ),
        ErrorKind::ConnectionRefused => {
            Failure::new(format!("aucun serveur ne répond à {server}"), "vérifiez l'adresse et le port")
        }
        ErrorKind::UnexpectedEof
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe => cut(stage, server),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => {
            Failure::new(format!("{server} n'est pas joignable d'ici"), "vérifiez la connexion au réseau")
        }
        _ if told.contains("lookup") => {
            Failure::new(format!("le nom « {} » est inconnu", server.host), "corrigez l'adresse du serveur")
        }
        _ => Failure::new(format!("l'envoi par {server} a échoué : {}", visible(told)), ""),
    }
}

fn cut(stage: Stage, server: &Server) -> Failure {
    match stage {
        Stage::Hand => Failure::new(
            format!("{server} a coupé la connexion sans dire s'il prenait le message"),
            "regardez s'il est arrivé avant de recommencer",
        ),
        _ => Failure::new(
            format!("{server} a coupé la connexion : rien n'a été envoyé"),
            "recommencez plus tard",
        ),
    }
}

/// The first failure of the system in a chain of causes.
fn kind(error: &Error) -> Option<ErrorKind> {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(system) = cause.downcast_ref::<io::Error>() {
            return Some(system.kind());
        }
        source = cause.source();
    }
    None
}

fn chain(error: &Error) -> String {
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        told.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    told
}

/// On one line, of a length that can be read, without what terminals obey.
fn visible(words: &str) -> String {
    let line: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(400).collect()
}
