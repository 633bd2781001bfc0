//! What a letter leads to and shows, judged where its author wrote it: nothing may tell who reads.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::model::document::Image;
use crate::model::document::Link;
use crate::model::marks::Mark;
use crate::model::site::Entry;
use crate::model::site::Target;

/// Names of what addresses carry to know a person again.
const NAMES: [&str; 24] = [
    "uid",
    "userid",
    "user_id",
    "email",
    "e-mail",
    "mail",
    "courriel",
    "contact",
    "contact_id",
    "contactid",
    "subscriber",
    "subscriber_id",
    "recipient",
    "recipient_id",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "oly_enc_id",
    "ck_subscriber_id",
    "fbclid",
    "gclid",
    "msclkid",
];

/// Hosts that count clicks before they lead anywhere.
const COUNTERS: [&str; 8] = [
    "sendibt2.com",
    "sendibt3.com",
    "sendibm1.com",
    "sendibm2.com",
    "list-manage.com",
    "mjt.lu",
    "ct.sendgrid.net",
    "clicks.mlsend.com",
];

/// Hosts whose addresses hide where they lead.
const SHORTENERS: [&str; 9] =
    ["bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "buff.ly", "lnkd.in", "is.gd", "urlr.me"];

pub fn check(entry: &Entry, diagnostics: &mut Diagnostics) {
    let body = &entry.prose.document.body;
    for (link, n) in body.links.iter().zip(0..) {
        address(link, diagnostics);
        if link.role.is_image() {
            picture(link, entry.prose.targets.get(n), diagnostics);
        }
    }
    let mut shown = Vec::new();
    images(&body.marks, &mut shown);
    for image in shown.into_iter().filter(|image| image.alt.trim().is_empty()) {
        let Some(link) = body.links.get(image.link as usize) else { continue };
        let message =
            "cette image ne dit rien à qui ne la voit pas : beaucoup de messageries bloquent les images";
        let help = "écrivez entre les crochets ce qu'elle apprend : ![deux personnes devant une carte](…)";
        diagnostics.push(Diagnostic::warning(Code::LetterImage, &link.span, message).with_help(help));
    }
}

/// Those of the text and of its blocks.
fn images<'a>(marks: &'a [Mark], found: &mut Vec<&'a Image>) {
    for mark in marks {
        match mark {
            Mark::Image(image) => found.push(image),
            Mark::Component(component) => {
                images(&component.label, found);
                images(&component.inner, found);
            }
            _ => {}
        }
    }
}

fn picture(link: &Link, target: &Target, diagnostics: &mut Diagnostics) {
    let told = |message: &str, help: &str| {
        Diagnostic::warning(Code::LetterImage, &link.span, message).with_help(help)
    };
    match target {
        Target::File { size: Some((width, height)), .. } if *width <= 2 || *height <= 2 => {
            let message = "une image aussi petite ne montre rien : elle ne servirait qu'à savoir qui a ouvert la lettre";
            let fault = Diagnostic::error(Code::LetterTracking, &link.span, message);
            diagnostics.push(fault.with_help("retirez-la"));
        }
        Target::File { route, .. } => {
            let ending = route.as_str().rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
            if !matches!(ending.as_str(), "png" | "jpg" | "jpeg") {
                let message = format!(
                    "des messageries ne montrent pas les images « .{ending} » : seul son texte sera dans le courriel"
                );
                diagnostics.push(told(&message, "donnez-en une copie en PNG ou en JPEG"));
            }
        }
        Target::Elsewhere if link.written.starts_with("http") => {
            let message = "le courriel ne montre pas les images d'autres sites, qui sauraient qui le lit : seul son texte y sera";
            diagnostics
                .push(told(message, "déposez l'image à côté de la lettre, si ses droits le permettent"));
        }
        _ => {}
    }
}

/// Where a link leads, and what it says of who follows it.
fn address(link: &Link, diagnostics: &mut Diagnostics) {
    let written = &*link.written;
    let Some((_, rest)) = written.split_once("://").filter(|(scheme, _)| scheme.starts_with("http")) else {
        return;
    };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    let of = |known: &str| host == known || host.ends_with(&format!(".{known}"));
    if let Some(name) = identifier(written) {
        let message = format!("« {name} » dans cette adresse dirait qui a suivi le lien");
        let fault = Diagnostic::error(Code::LetterTracking, &link.span, message);
        diagnostics.push(fault.with_help("retirez ce paramètre : la page doit s'ouvrir sans lui"));
    } else if COUNTERS.iter().any(|known| of(known)) {
        let message = format!("cette adresse passe par « {host} », qui compte les clics de chacun");
        let fault = Diagnostic::error(Code::LetterTracking, &link.span, message);
        diagnostics.push(fault.with_help("ouvrez-la, et donnez l'adresse de la page où elle mène"));
    } else if SHORTENERS.iter().any(|known| of(known)) {
        let message = format!("« {host} » cache où mène ce lien : des messageries le bloquent");
        let warning = Diagnostic::warning(Code::LetterTracking, &link.span, message);
        diagnostics.push(warning.with_help("donnez l'adresse de la page elle-même"));
    }
}

/// The first parameter that names a person: by its name, or by what it holds.
fn identifier(address: &str) -> Option<&str> {
    let (_, query) = address.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    query.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let known = NAMES.iter().any(|known| name.eq_ignore_ascii_case(known));
        let mailbox = value.contains('@') || value.to_ascii_lowercase().contains("%40");
        ((known && !value.is_empty()) || mailbox).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use crate::plan::letters::links::identifier;

    #[test]
    fn what_names_a_person_is_found_and_what_names_a_page_is_not() {
        for (address, expected) in [
            ("https://a.fr/?uid=12", Some("uid")),
            ("https://a.fr/?page=2&Email=x", Some("Email")),
            ("https://a.fr/?x=moi%40b.fr#haut", Some("x")),
            ("https://a.fr/?page=2&utm_campaign=octobre", None),
            ("https://a.fr/?email=", None),
            ("https://a.fr/contact?mailing=oui", None),
            ("https://a.fr/#?uid=12", Some("uid")),
            ("https://a.fr/uid=12", None),
        ] {
            assert_eq!(identifier(address), expected, "{address}");
        }
    }
}
