//! Who sends the letters of a site and how one stops receiving them, as the settings under `email:` say.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::span::Span;
use crate::model::site::Site;
use crate::model::value::Node;
use crate::plan::letters;

/// Settings that are read; a theme may have others.
const KNOWN: [&str; 10] = [
    "from_name",
    "from_email",
    "reply_to",
    "unsubscribe",
    "list_id",
    "one_click",
    "identity",
    "reason",
    "tests",
    "lists",
];

/// Names of mailboxes that nobody reads.
const DEAF: [&str; 6] = ["noreply", "donotreply", "nereply", "nepasrepondre", "pasdereponse", "sansreponse"];

pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    let mut missing = letters::mailed(site).filter(|entry| {
        let own = entry.prose.document.fields.get("from_email");
        own.is_none_or(Node::is_empty)
    });
    let some = letters::mailed(site).next().is_some();
    if missing.next().is_some() && site.config.at("email.from_email").is_none() {
        let message = "on ne sait pas de quelle adresse partent les lettres de ce site";
        let help = "ajoutez « email: {from_name: …, from_email: …} » à kiosque.yaml";
        let top = Span::top(&site.config.path);
        diagnostics.push(Diagnostic::warning(Code::LetterSender, top, message).with_help(help));
    }
    if !some {
        return;
    }
    for name in ["email.from_email", "email.reply_to"] {
        if let Some(node) = site.config.at(name) {
            address(node, &node.span(&site.config.path), diagnostics);
        }
    }
    for name in ["email.tests", "email.lists"] {
        each(site, name, |node| recipient(site, node, diagnostics));
    }
    leave(site, diagnostics);
    slips(site, diagnostics);
}

/// A mailbox that readers may answer to.
pub fn address(node: &Node, at: &Span, diagnostics: &mut Diagnostics) {
    let text = node.text().unwrap_or_default();
    if !is_address(text) {
        let message = format!("« {text} » n'est pas une adresse électronique");
        let help = "écrivez l'adresse seule, « equipe@exemple.gouv.fr » ; le nom va dans « from_name »";
        diagnostics.push(Diagnostic::error(Code::LetterSender, at, message).with_help(help));
        return;
    }
    let name: String = text.split('@').next().unwrap_or_default().to_lowercase();
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    if DEAF.contains(&letters.as_str()) {
        let message = format!("personne ne lit les réponses à « {text} »");
        let help = "donnez une adresse que quelqu'un relève, au moins dans « reply_to »";
        diagnostics.push(Diagnostic::warning(Code::LetterSender, at, message).with_help(help));
    }
}

/// `name@domain.fr`: what every server takes, and nothing that could be a second header.
fn is_address(text: &str) -> bool {
    let odd =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')');
    match text.split_once('@') {
        Some((name, domain)) => {
            let whole = !name.is_empty()
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.');
            whole && !domain.contains('@') && !text.contains(odd)
        }
        None => false,
    }
}

fn each(site: &Site, name: &str, mut judge: impl FnMut(&Node)) {
    let given = site.config.at(name);
    given.into_iter().flat_map(|node| node.list().unwrap_or(std::slice::from_ref(node))).for_each(&mut judge);
}

/// An address, or `@domain` for all of one.
fn recipient(site: &Site, node: &Node, diagnostics: &mut Diagnostics) {
    let text = node.text().unwrap_or_default();
    let whole = if text.starts_with('@') { format!("tous{text}") } else { text.to_owned() };
    if !is_address(&whole) {
        let message = format!("« {text} » n'est ni une adresse, ni un domaine");
        let help = "écrivez « moi@exemple.gouv.fr », ou « @exemple.gouv.fr » pour tout un domaine";
        let at = node.span(&site.config.path);
        diagnostics.push(Diagnostic::error(Code::LetterSender, at, message).with_help(help));
    }
}

/// How one leaves the list (RFC 2369, RFC 8058).
fn leave(site: &Site, diagnostics: &mut Diagnostics) {
    let path = &site.config.path;
    let mut https = false;
    each(site, "email.unsubscribe", |node| {
        let text = node.text().unwrap_or_default();
        https |= text.starts_with("https://");
        let fit = text.strip_prefix("mailto:").map_or(text.starts_with("https://"), |it| it.contains('@'));
        if !fit || !text.is_ascii() || text.contains([' ', '<', '>']) {
            let message = format!("« {text} » ne permet pas de se désabonner d'un courriel");
            let help = "écrivez « mailto:adresse » ou « https://… », sans espace ni accent";
            diagnostics.push(Diagnostic::error(Code::LetterLeave, node.span(path), message).with_help(help));
        }
    });
    let one_click = site.config.at("email.one_click");
    if let Some(node) = one_click.filter(|node| node.truth().is_none()) {
        let message = "le réglage « one_click » doit être « true » ou « false »";
        let fault = Diagnostic::error(Code::SettingInvalid, node.span(path), message);
        diagnostics.push(fault.with_help("écrivez l'un des deux, sans guillemets, ou ôtez cette ligne"));
    }
    let one_click = one_click.filter(|node| node.truth() == Some(true));
    if let Some(node) = one_click.filter(|_| !https) {
        let message =
            "le désabonnement en un clic demande une adresse en https:// propre à chaque destinataire";
        let help = "ajoutez cette adresse à « unsubscribe », ou retirez « one_click »";
        diagnostics.push(Diagnostic::error(Code::LetterLeave, node.span(path), message).with_help(help));
    }
    if let Some(node) = site.config.at("email.list_id") {
        let text = node.text().unwrap_or_default();
        let fit = text.contains('.')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if !fit {
            let message = format!("« {text} » n'est pas un nom de liste");
            let help = "écrivez-le comme un nom de domaine : « lettres.exemple.gouv.fr »";
            diagnostics.push(Diagnostic::error(Code::LetterLeave, node.span(path), message).with_help(help));
        }
    }
}

/// A setting that is not read, and looks like one that is.
fn slips(site: &Site, diagnostics: &mut Diagnostics) {
    let group = site.config.fields.get("email").and_then(Node::map);
    for field in group.into_iter().flat_map(|group| &group.0) {
        let name = field.name.as_str();
        let Some(near) = nearest(name, KNOWN).filter(|_| !KNOWN.contains(&name)) else { continue };
        let message = format!("le réglage « email: {name} » n'est lu par personne");
        let fault = Diagnostic::warning(Code::SettingUnknown, field.span(&site.config.path), message);
        diagnostics.push(fault.with_help(format!("vouliez-vous « {near} » ?")));
    }
}
