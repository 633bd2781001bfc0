//! A letter as one message (RFC 5322, MIME): plain text first, then HTML; equal letters give equal bytes.
use std::io;
use std::io::ErrorKind;
use std::time::Duration;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use lettre::Address;
use lettre::Message;
use lettre::message::Body;
use lettre::message::Mailbox;
use lettre::message::MultiPart;
use lettre::message::MultiPartKind;
use lettre::message::SinglePart;
use lettre::message::header::ContentTransferEncoding;
use lettre::message::header::ContentType;
use lettre::message::header::HeaderName;
use lettre::message::header::HeaderValue;

use crate::base::fingerprint::Fingerprint;
use crate::base::instant;
use crate::edge::fault::refused;
use crate::model::letter::Letter;

/// What a message is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Opened in a mail program, which asks whom to send it to.
    Draft,
    /// To one person who looks at it before others do.
    Trial(String),
    /// To the address of a list manager, which sends it to its own people and
    /// writes its own `List-*` headers.
    List(String),
}

/// `ErrorKind::InvalidInput` when the letter lacks what a message must have.
pub fn bytes(letter: &Letter, purpose: &Purpose) -> io::Result<Vec<u8>> {
    Ok(folded(&message(letter, purpose)?.formatted()))
}

/// Encoded names stand on lines of 76 bytes at most (RFC 2047): the address
/// goes to the next one.
fn folded(message: &[u8]) -> Vec<u8> {
    let head = message.windows(4).position(|it| it == b"\r\n\r\n").unwrap_or(0);
    let mut out = Vec::with_capacity(message.len() + 8);
    for line in message[..head].split_inclusive(|byte| *byte == b'\n') {
        match line.windows(4).position(|it| it == b"?= <").filter(|_| line.len() > 78) {
            Some(at) => out.extend([&line[..at + 2], b"\r\n", &line[at + 2..]].concat()),
            None => out.extend(line),
        }
    }
    out.extend(&message[head..]);
    out
}

fn message(letter: &Letter, purpose: &Purpose) -> io::Result<Message> {
    let sender = letter.from.address.as_deref().ok_or_else(|| {
        odd("la lettre n'a pas d'expéditeur : écrivez « email: {from_email: … } » dans kiosque.yaml"
            .to_owned())
    })?;
    let from = Mailbox::new(letter.from.name.clone(), address(sender)?);
    let to = match purpose {
        // A message has a recipient; who sends a draft chooses the true ones.
        Purpose::Draft => from.clone(),
        Purpose::Trial(to) | Purpose::List(to) => Mailbox::new(None, address(to)?),
    };
    let subject = match purpose {
        Purpose::Trial(_) => format!("[TEST] {}", letter.subject),
        _ => letter.subject.clone(),
    };
    if subject.chars().any(char::is_control) {
        return Err(odd(
            "l'objet de la lettre tient sur plusieurs lignes : écrivez-le sur une seule".to_owned()
        ));
    }
    let print = Fingerprint::of(&(letter, purpose)).short();
    let domain = sender.rsplit('@').next().unwrap_or_default().to_owned();
    let mut builder = Message::builder()
        .date(day(letter)?)
        .from(from)
        .to(to)
        .subject(subject)
        .message_id(Some(format!("<{print}@{domain}>")));
    if let Some(reply) = &letter.reply_to {
        builder = builder.reply_to(Mailbox::new(None, address(reply)?));
    }
    for (name, value) in headers(letter, purpose) {
        builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    }
    let parts = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("=_{print}"))
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.text)?)
        .singlepart(part(ContentType::TEXT_HTML, &letter.html)?);
    builder.multipart(parts).map_err(|error| odd(format!("ce message ne peut pas être écrit : {error}")))
}

/// Those that only letters have.
fn headers(letter: &Letter, purpose: &Purpose) -> Vec<(&'static str, String)> {
    let mut headers = vec![("Content-Language", letter.lang.clone())];
    if !matches!(purpose, Purpose::List(_)) {
        headers.extend(letter.list.id.iter().map(|id| ("List-Id", format!("<{id}>"))));
        if !letter.list.unsubscribe.is_empty() {
            let all: Vec<String> = letter.list.unsubscribe.iter().map(|it| format!("<{it}>")).collect();
            headers.push(("List-Unsubscribe", all.join(", ")));
        }
        if letter.list.one_click {
            headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
    }
    if *purpose == Purpose::Draft {
        headers.push(("X-Unsent", "1".to_owned()));
    }
    headers
}

/// Quoted-printable: what changed between two letters can be read.
fn part(kind: ContentType, text: &str) -> io::Result<SinglePart> {
    let body = Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| odd("ce texte ne peut pas être encodé".to_owned()))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

pub fn address(text: &str) -> io::Result<Address> {
    text.parse().map_err(|_| odd(format!("« {text} » n'est pas une adresse électronique")))
}

fn day(letter: &Letter) -> io::Result<SystemTime> {
    let seconds = instant::of_rfc3339(&letter.date);
    let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok());
    seconds.map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds)).ok_or_else(|| {
        odd(format!(
            "la date d'envoi « {} » n'existe pas : écrivez-la « 2026-09-30T09:00:00+02:00 »",
            letter.date
        ))
    })
}

fn odd(message: String) -> io::Error {
    refused(ErrorKind::InvalidInput, message)
}
