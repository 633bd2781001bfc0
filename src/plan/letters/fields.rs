//! What a letter says of itself: subject, preheader, day, sender.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::instant;
use crate::base::span::Span;
use crate::model::document::Document;
use crate::model::site::Entry;
use crate::model::value::Node;
use crate::plan::letters::sender;

/// Characters of a subject that a telephone shows.
const SUBJECT: usize = 60;
/// Characters that mail programs show after it.
const PREHEADER: (usize, usize) = (30, 110);
/// Letters from which capitals alone are a shout.
const SHOUT: usize = 12;

pub fn check(entry: &Entry, diagnostics: &mut Diagnostics) {
    let document = &entry.prose.document;
    let given = |name: &str| document.fields.get(name).filter(|node| !node.is_empty());
    if let Some(node) = given("subject").or_else(|| given("title")) {
        subject(document, node, diagnostics);
    }
    preheader(document, (given("preheader"), given("subject")), diagnostics);
    for name in ["from_email", "reply_to"] {
        if let Some(node) = given(name) {
            sender::address(node, &node.span(&document.path), diagnostics);
        }
    }
    if let Some(node) = given("send_date") {
        send_date(document, node, diagnostics);
    }
    if let Some(node) = given("utm_campaign") {
        campaign(document, node, diagnostics);
    }
}

fn tell(code: Code, at: Span, (message, help): (String, &str), diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::warning(code, at, message).with_help(help));
}

fn subject(document: &Document, node: &Node, diagnostics: &mut Diagnostics) {
    let text = node.text().unwrap_or_default();
    let at = || node.span(&document.path);
    if text.chars().any(char::is_control) {
        let message = "l'objet d'un courriel tient sur une seule ligne";
        let fault = Diagnostic::error(Code::LetterSubject, at(), message);
        diagnostics.push(fault.with_help("écrivez « subject » sur une ligne, sans caractère invisible"));
    }
    let length = text.chars().count();
    if length > SUBJECT {
        let message = format!("l'objet a {length} caractères : les téléphones le coupent après {SUBJECT}");
        let help = "donnez dans « subject » un objet plus court, l'essentiel au début";
        tell(Code::LetterSubject, at(), (message, help), diagnostics);
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters >= SHOUT && !text.chars().any(char::is_lowercase) {
        let message = "un objet tout en majuscules passe pour un message indésirable".to_owned();
        tell(Code::LetterSubject, at(), (message, "écrivez-le en minuscules"), diagnostics);
    }
}

fn preheader(
    document: &Document,
    (preheader, subject): (Option<&Node>, Option<&Node>),
    diagnostics: &mut Diagnostics,
) {
    let (least, most) = PREHEADER;
    let help = "écrivez dans « preheader » ce que la lettre apporte, en une phrase de 30 à 110 caractères";
    let Some(node) = preheader else {
        let message =
            "cette lettre n'a pas d'accroche : à côté de l'objet, les messageries montreront son début";
        return tell(
            Code::LetterPreheader,
            Span::top(&document.path),
            (message.to_owned(), help),
            diagnostics,
        );
    };
    let text = node.text().unwrap_or_default();
    let length = text.chars().count();
    let message = match length {
        _ if subject.and_then(Node::text) == Some(text) => "l'accroche répète l'objet".to_owned(),
        length if length < least => {
            format!("l'accroche n'a que {length} caractères : le début de la lettre la suivra")
        }
        length if length > most => {
            format!("l'accroche a {length} caractères : les messageries la coupent après {most}")
        }
        _ => return,
    };
    tell(Code::LetterPreheader, node.span(&document.path), (message, help), diagnostics);
}

fn send_date(document: &Document, node: &Node, diagnostics: &mut Diagnostics) {
    let text = node.text().unwrap_or_default();
    if instant::of_rfc3339(text).is_none() {
        let message = format!("« {text} » n'est pas un instant : il y faut le jour, l'heure et le décalage");
        let fault = Diagnostic::error(Code::DateInvalid, node.span(&document.path), message);
        diagnostics.push(fault.with_help("écrivez-le ainsi : 2026-09-30T09:00:00+02:00"));
    }
}

/// A campaign is the same for all readers.
fn campaign(document: &Document, node: &Node, diagnostics: &mut Diagnostics) {
    let text = node.text().unwrap_or_default();
    if text.contains(['@', '{', '[', '*', '|']) {
        let message = format!("« {text} » distinguerait les lecteurs : une campagne est la même pour tous");
        let fault = Diagnostic::error(Code::LetterTracking, node.span(&document.path), message);
        diagnostics.push(
            fault.with_help("écrivez un nom simple, comme « lettre-octobre », ou retirez « utm_campaign »"),
        );
    }
}
