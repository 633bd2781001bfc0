//! Messages handed to a mail server, one recipient at a time, in a time that is counted.
use std::io;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use lettre::Address;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::Certificate;
use lettre::transport::smtp::client::SmtpConnection;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::extension::ClientId;

use crate::edge::mail::failure::Failure;
use crate::edge::mail::failure::Stage;
use crate::edge::mail::message::address;
use crate::edge::mail::server::Protection;
use crate::edge::mail::server::Server;

/// One message on its way.
pub struct Parcel {
    /// Told bounces.
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

impl Parcel {
    /// `ErrorKind::InvalidInput` for what is no address.
    pub fn new(from: &str, to: &str, bytes: Vec<u8>) -> io::Result<Self> {
        Ok(Self { from: address(from)?, to: address(to)?, bytes })
    }
}

/// What became of one, in the server's own words when it took it.
pub type Outcome = Result<String, Failure>;

/// Hands all over within `patience`; `told` hears of each in turn, and of what
/// was not done in time.
pub fn all(
    server: Server,
    parcels: Vec<Parcel>,
    patience: Duration,
    mut told: impl FnMut(&Address, &Outcome),
) {
    let waiting: Vec<Address> = parcels.iter().map(|parcel| parcel.to.clone()).collect();
    let shown = server.to_string();
    let (sender, receiver) = mpsc::channel();
    let end = Instant::now() + patience;
    // Left behind if it hangs: the program ends without it.
    thread::spawn(move || deliver(&server, &parcels, patience, &sender));
    for to in &waiting {
        let outcome = match receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout) => Err(Failure::late(&shown, patience)),
            Err(RecvTimeoutError::Disconnected) => Err(Failure::lost(&shown)),
        };
        told(to, &outcome);
    }
}

fn deliver(server: &Server, parcels: &[Parcel], patience: Duration, sender: &Sender<Outcome>) {
    let mut open: Option<SmtpConnection> = None;
    for parcel in parcels {
        // After a refusal the way is closed: the next one opens it again.
        let connection = match open.take().filter(|it| !it.has_broken()) {
            Some(connection) => Ok(connection),
            None => connect(server, patience),
        };
        let outcome = connection.and_then(|mut connection| {
            let outcome =
                hand(&mut connection, parcel).map_err(|error| Failure::of(Stage::Hand, &error, server));
            open = Some(connection);
            outcome
        });
        let closed = outcome.as_ref().is_err_and(Failure::is_final);
        if sender.send(outcome.clone()).is_err() {
            return;
        }
        if closed {
            // What stops one stops all: the others are told the same.
            parcels.iter().for_each(|_| _ = sender.send(outcome.clone()));
            return;
        }
    }
    if let Some(mut connection) = open {
        _ = connection.quit();
    }
}

fn hand(connection: &mut SmtpConnection, parcel: &Parcel) -> Result<String, Error> {
    let envelope = Envelope::new(Some(parcel.from.clone()), vec![parcel.to.clone()]);
    let envelope = envelope.expect("an envelope with one recipient is whole");
    // The last line end is part of what tells the server that the message is over.
    let message = parcel.bytes.strip_suffix(b"\r\n").unwrap_or(&parcel.bytes);
    let response = connection.send(&envelope, message)?;
    let words: Vec<&str> = response.message().collect();
    Ok(format!("{} {}", response.code(), words.join(" ")))
}

fn connect(server: &Server, patience: Duration) -> Result<SmtpConnection, Failure> {
    let failed = |stage: Stage| move |error: Error| Failure::of(stage, &error, server);
    let tls = match server.protection {
        Protection::Nothing => None,
        Protection::Whole | Protection::Started => Some(tls(server).map_err(failed(Stage::Protect))?),
    };
    let whole = tls.as_ref().filter(|_| server.protection == Protection::Whole);
    let place = (server.host.as_str(), server.port);
    let name = ClientId::default();
    let mut connection =
        SmtpConnection::connect(place, Some(patience), &name, whole, None).map_err(failed(Stage::Reach))?;
    if let Some(tls) = tls.as_ref().filter(|_| server.protection == Protection::Started) {
        if !connection.can_starttls() {
            connection.abort();
            return Err(Failure::unprotected(server));
        }
        connection.starttls(tls, &name).map_err(failed(Stage::Protect))?;
    }
    if let Some(login) = &server.login {
        let credentials = Credentials::new(login.user.clone(), login.password.clone());
        connection.auth(DEFAULT_MECHANISMS, &credentials).map_err(failed(Stage::Identify))?;
    }
    Ok(connection)
}

/// The authorities of this machine, and those that a file adds.
fn tls(server: &Server) -> Result<TlsParameters, Error> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(pem) = &server.authorities {
        builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
    }
    builder.build()
}
