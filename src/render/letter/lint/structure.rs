//! Markup that mail programs keep, and that can be read aloud: what is outside a short list is told.
use std::collections::BTreeSet;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::render::letter::lint::pieces::Piece;
use crate::render::letter::lint::pieces::Tag;
use crate::render::letter::lint::template;
use crate::render::templates::Templates;

/// Elements that Word, Gmail, Zimbra and Roundcube all keep, or whose loss changes nothing.
const ELEMENTS: &str = "html head meta title style body div span p h1 h2 h3 h4 a img br hr table thead tbody tr td th \
    ul ol li strong em b i s sup sub code small center";

const ATTRIBUTES: &str = "lang dir class id style role title width height cellpadding cellspacing border align valign \
    bgcolor colspan rowspan scope href src alt start charset name content http-equiv xmlns data-css-inline";

/// Properties that they keep inside an element; a name that ends with `-` stands for all that start so.
const PROPERTIES: [&str; 23] = [
    "background-color",
    "border",
    "border-",
    "color",
    "display",
    "font",
    "font-",
    "height",
    "letter-spacing",
    "line-height",
    "list-style",
    "list-style-",
    "margin",
    "margin-",
    "max-",
    "mso-",
    "padding",
    "padding-",
    "table-layout",
    "text-",
    "vertical-align",
    "white-space",
    "width",
];

/// Hides the preheader where it is hidden already.
const HIDES: &str = "overflow";

pub fn judge(pieces: &[Piece], templates: &Templates, diagnostics: &mut Diagnostics) {
    let Some(at) = template(templates, "email/base.html") else { return };
    let mut told = BTreeSet::new();
    let mut tell = |message: String, help: &str| {
        if told.insert(message.clone()) {
            diagnostics.push(Diagnostic::warning(Code::LetterStructure, &at, message).with_help(help));
        }
    };
    let tags = || {
        pieces.iter().filter_map(|piece| match piece {
            Piece::Open(tag) => Some(tag),
            _ => None,
        })
    };
    for tag in tags() {
        element(tag, &mut tell);
    }
    let named = |name: &'static str| tags().filter(move |tag| tag.name == name);
    if named("html").all(|tag| tag.get("lang").is_none_or(str::is_empty)) {
        tell(
            "le courriel ne dit pas dans quelle langue il est".to_owned(),
            "écrivez <html lang=\"{{ letter.lang }}\">",
        );
    }
    match named("h1").count() {
        1 => {}
        0 => tell(
            "le courriel n'a pas de titre principal".to_owned(),
            "écrivez une fois <h1>{{ letter.title }}</h1>",
        ),
        count => tell(
            format!("le courriel a {count} titres principaux"),
            "écrivez une fois <h1>{{ letter.title }}</h1>",
        ),
    }
    tables(pieces, &mut tell);
}

fn element(tag: &Tag, tell: &mut impl FnMut(String, &str)) {
    let name = &tag.name;
    if !ELEMENTS.split_ascii_whitespace().any(|known| known == name) {
        tell(
            format!("des messageries retirent l'élément <{name}>"),
            "prenez un tableau, un paragraphe ou un titre",
        );
    }
    for attribute in tag.attributes.keys() {
        if !ATTRIBUTES.split_ascii_whitespace().any(|known| known == attribute) {
            tell(
                format!("des messageries retirent l'attribut « {attribute} » de <{name}>"),
                "le courriel doit se lire sans lui",
            );
        }
    }
    for (property, _) in tag.styles() {
        let known = |rule: &str| property == rule || (rule.ends_with('-') && property.starts_with(rule));
        if !PROPERTIES.into_iter().any(known) && property != HIDES {
            tell(
                format!("des messageries ignorent la propriété « {property} » de <{name}>"),
                "placez les choses dans un tableau",
            );
        }
    }
    if name == "img" {
        image(tag, tell);
    }
}

/// Word takes the size of the file where none is said.
fn image(tag: &Tag, tell: &mut impl FnMut(String, &str)) {
    let side = |name: &str| tag.get(name).and_then(|value| value.parse::<u32>().ok());
    if side("width").is_none() || side("height").is_none() {
        tell(
            "une image du thème n'a pas ses deux côtés en pixels".to_owned(),
            "écrivez width=\"…\" et height=\"…\", en nombres entiers",
        );
    }
    if tag.get("alt").is_none() {
        tell(
            "une image du thème n'a pas d'attribut « alt »".to_owned(),
            "écrivez alt=\"\" si elle ne dit rien",
        );
    }
    if tag.get("src").is_none_or(|source| !source.starts_with("https://")) {
        tell(
            "une image du thème n'a pas d'adresse entière en https://".to_owned(),
            "écrivez l'adresse avec « | absolute »",
        );
    }
}

/// A table that names no column only places things, and has to say so.
fn tables(pieces: &[Piece], tell: &mut impl FnMut(String, &str)) {
    // For each that is open: whether it says that it only places things, and whether it names columns.
    let mut open: Vec<(bool, bool)> = Vec::new();
    for piece in pieces {
        match piece {
            // Tables of authors hold data, whether they name their columns or not.
            Piece::Open(tag) if tag.name == "table" => {
                let placed = tag.get("role") == Some("presentation");
                open.push((placed || tag.get("class") == Some("k-data"), false));
            }
            Piece::Open(tag) if tag.name == "th" => {
                if tag.get("scope").is_none() {
                    tell(
                        "un nom de colonne ou de ligne n'a pas d'attribut « scope »".to_owned(),
                        "écrivez <th scope=\"col\">",
                    );
                }
                if let Some((_, names)) = open.last_mut() {
                    *names = true;
                }
            }
            Piece::Close(name) if name == "table" && open.pop() == Some((false, false)) => {
                tell(
                    "un tableau de mise en page serait lu comme des données".to_owned(),
                    "écrivez <table role=\"presentation\">",
                );
            }
            _ => {}
        }
    }
}
