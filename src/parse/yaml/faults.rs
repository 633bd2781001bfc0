//! Why YAML cannot be read, said in French to someone who wrote a text.
use serde_saphyr::granit_parser::ErrorKind;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::parse::yaml::Block;
use crate::parse::yaml::builder::Cause;
use crate::parse::yaml::builder::Fault;
use crate::parse::yaml::layout::layout;
use crate::parse::yaml::layout::line_of;
use crate::parse::yaml::limits::DEPTH;

/// A place in the block, what is wrong there, and how to mend it.
pub struct Told(pub usize, pub String, pub String);

/// The cure of most faults.
const QUOTES: &str = "mettez la valeur entre guillemets";

pub fn tell(block: &Block, fault: &Fault) -> Diagnostic {
    let Told(at, message, help) = match &fault.cause {
        Cause::Scan(kind) => layout(block.text, fault.at).unwrap_or_else(|| scan(block.text, fault.at, kind)),
        other => tree(fault.at, other),
    };
    let code = if deep(&fault.cause) { Code::TooDeep } else { Code::YamlSyntax };
    let end = at + block.text[at..].chars().next().map_or(0, char::len_utf8);
    Diagnostic::error(code, block.span(at, end), message).with_help(help)
}

/// A line that stands where a key should.
pub fn not_a_key(block: &Block, at: usize) -> Diagnostic {
    let Told(at, message, help) = no_colon(block.text, at);
    Diagnostic::error(Code::YamlSyntax, block.span(at, at), message).with_help(help)
}

fn deep(cause: &Cause) -> bool {
    matches!(cause, Cause::TooDeep | Cause::Scan(ErrorKind::RecursionLimitExceeded))
}

/// The text between quotes that need nothing else changed.
pub fn quoted(value: &str) -> String {
    if value.contains(['"', '\\']) {
        format!("'{}'", shorten(value).replace('\'', "''"))
    } else {
        format!("\"{}\"", shorten(value))
    }
}

/// At most 60 characters, for messages.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", text[..cut].trim_end()),
        None => text.to_owned(),
    }
}

fn tree(at: usize, cause: &Cause) -> Told {
    let (message, help) = match cause {
        Cause::TooDeep => return too_deep(at),
        Cause::TooMany => (
            "ce document contient trop de valeurs, ou des répétitions qui s'emboîtent",
            "découpez-le, ou écrivez les valeurs sans renvois « * »",
        ),
        Cause::KeyNotText => (
            "une clé doit être un simple mot",
            "si l'accolade ou le crochet fait partie du texte, mettez la valeur entre guillemets",
        ),
        Cause::KeyEmpty => ("il manque un nom devant les deux-points", "écrivez : nom: valeur"),
        Cause::SecondDocument => {
            ("un second document commence ici", "supprimez la ligne « --- » ou « ... » qui précède")
        }
        Cause::AliasOfItself => {
            ("ce renvoi mène à la valeur qui le contient", "écrivez la valeur en toutes lettres")
        }
        Cause::MergeNotMap | Cause::Scan(_) => (
            "« << » ne peut reprendre que des clés et leurs valeurs",
            "écrivez les valeurs en toutes lettres",
        ),
    };
    Told(at, message.into(), help.into())
}

fn too_deep(at: usize) -> Told {
    let message = format!("les listes et les clés s'emboîtent sur plus de {DEPTH} niveaux");
    Told(at, message, "simplifiez cette partie".into())
}

fn scan(text: &str, at: usize, kind: &ErrorKind) -> Told {
    let say = |message: &str, help: &str| Told(at, message.to_owned(), help.to_owned());
    match kind {
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidMappingValueWhitespace
        | ErrorKind::InvalidColonPlacement => second_colon(text, at),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            unclosed_quote(text, at)
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => say(
            "du texte suit l'apostrophe qui ferme la valeur",
            "mettez la valeur entre guillemets doubles, ou doublez l'apostrophe : 'l''été'",
        ),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => say(
            "du texte suit le guillemet qui ferme la valeur",
            "mettez toute la valeur entre apostrophes : 'dire \"oui\" ensemble'",
        ),
        ErrorKind::UnexpectedCharacter { character: '\0' } => say(
            "le texte contient un caractère nul",
            "supprimez-le : votre éditeur peut le montrer sous la forme ^@ ou NUL",
        ),
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => say(
            &format!("le texte contient un caractère de contrôle (U+{:04X})", *character as u32),
            "supprimez-le",
        ),
        ErrorKind::UnexpectedCharacter { .. } | ErrorKind::MappingKeyNotAllowed => beginning(text, at),
        ErrorKind::UnknownAnchor => unknown_anchor(text, at),
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => say(
            "entre guillemets doubles, « \\ » annonce un caractère spécial, et celui-ci n'existe pas",
            "mettez la valeur entre apostrophes, ou doublez la barre : \\\\",
        ),
        ErrorKind::InvalidBlockScalarHeader => say(
            "rien ne peut suivre « | » ou « > » sur sa ligne",
            "passez à la ligne, ou mettez la valeur entre guillemets",
        ),
        ErrorKind::BlockSequenceEntryNotAllowed => say(
            "une liste ne peut pas commencer sur la ligne de sa clé",
            "passez à la ligne avant le tiret, ou mettez la valeur entre guillemets",
        ),
        ErrorKind::BomInsideDocument => say(
            "le texte contient une marque invisible (U+FEFF)",
            "supprimez ce caractère et retapez la ligne",
        ),
        ErrorKind::RecursionLimitExceeded => too_deep(at),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::ExpectedFlowMappingSeparator => flow(text, at),
        ErrorKind::MisplacedFlowCollectionEnd | ErrorKind::MismatchedFlowCollectionEnd { .. } => say(
            "ce crochet ou cette accolade ne ferme rien",
            "supprimez-le, ou mettez la valeur entre guillemets s'il fait partie du texte",
        ),
        _ => elsewhere(text, at),
    }
}

/// `title: uMap : la carte`, or a line whose indentation hangs below a value.
fn second_colon(text: &str, at: usize) -> Told {
    if let Some(opening) = unclosed(text) {
        return flow(text, opening.0.max(at));
    }
    let (start, line) = line_of(text, at);
    let key = text[start..at].find(": ");
    match key {
        Some(colon) => {
            let name = line[..colon].trim_start().trim_start_matches("- ");
            let value = quoted(line[colon + 1..].trim());
            let message =
                format!("la valeur de « {} » contient des deux-points suivis d'une espace", shorten(name));
            Told(at, message, format!("{QUOTES} : {name}: {value}"))
        }
        None => indentation(text, at),
    }
}

fn indentation(text: &str, at: usize) -> Told {
    let (start, line) = line_of(text, at);
    let at = start + line.len() - line.trim_start().len();
    let help = "alignez-la sur les lignes voisines, avec des espaces ; une valeur qui tient sur plusieurs lignes se met entre guillemets";
    Told(at, "le retrait de cette ligne ne correspond à aucune des lignes au-dessus".into(), help.into())
}

fn unclosed_quote(text: &str, at: usize) -> Told {
    let at =
        if text[at..].starts_with(['"', '\'']) { at } else { text[..at].rfind(['"', '\'']).unwrap_or(at) };
    let (name, mark) = if text[at..].starts_with('\'') {
        ("l'apostrophe ouverte", '\'')
    } else {
        ("le guillemet ouvert", '"')
    };
    let help = format!("ajoutez {mark} à la fin de la valeur");
    Told(at, format!("{name} ici n'est jamais refermé{}", if mark == '\'' { "e" } else { "" }), help)
}

/// A value that begins with a character that YAML keeps for itself.
fn beginning(text: &str, at: usize) -> Told {
    let first = text[at..].chars().next().unwrap_or(' ');
    let value = text[at..].split('\n').next().unwrap_or_default().trim_end();
    let message = format!("une valeur ne peut pas commencer par « {first} »");
    Told(at, message, format!("{QUOTES} : {}", quoted(value)))
}

fn unknown_anchor(text: &str, at: usize) -> Told {
    let value = text[at..].split('\n').next().unwrap_or_default().trim_end();
    let name = value.split([' ', ',', ']', '}']).next().unwrap_or_default();
    let message = format!("« {} » renvoie à un repère qui n'existe pas", shorten(name));
    Told(at, message, format!("si l'astérisque fait partie du texte, {QUOTES} : {}", quoted(value)))
}

/// The first bracket or brace that nothing closes, quotes left aside.
fn unclosed(text: &str) -> Option<(usize, char)> {
    let value = text.find(": ").map_or(0, |colon| colon + 2);
    if !text[value..].trim_start().starts_with(['[', '{']) {
        return None;
    }
    let (mut open, mut quote) = (Vec::new(), None);
    for (n, c) in text.char_indices().skip_while(|(n, _)| *n < value) {
        match (quote, c) {
            (Some(mark), _) if mark == c => quote = None,
            (None, '"' | '\'') if text[..n].ends_with([' ', ',', '[', '{']) => quote = Some(c),
            (None, '[' | '{') => open.push((n, c)),
            (None, ']' | '}') => _ = open.pop(),
            _ => {}
        }
    }
    open.first().copied()
}

fn flow(text: &str, at: usize) -> Told {
    match unclosed(text) {
        Some((at, '{')) => {
            let help =
                "ajoutez « } » ; si l'accolade fait partie du texte, mettez la valeur entre guillemets";
            Told(at, "l'accolade ouverte ici n'est jamais refermée".into(), help.into())
        }
        Some((at, _)) => {
            let help =
                "ajoutez « ] » ; si le crochet fait partie du texte, mettez la valeur entre guillemets";
            Told(at, "le crochet ouvert ici n'est jamais refermé".into(), help.into())
        }
        None => {
            let help =
                "séparez les valeurs par des virgules, et mettez entre guillemets celles qui en contiennent";
            Told(at, "cette liste entre crochets ou accolades ne peut pas être lue".into(), help.into())
        }
    }
}

fn no_colon(text: &str, at: usize) -> Told {
    let (start, line) = line_of(text, at);
    let at = start + line.len() - line.trim_start().len();
    let help =
        "écrivez « clé: valeur », ou décalez la ligne de deux espaces si elle continue la valeur du dessus";
    Told(at, format!("la ligne « {} » n'a ni clé ni deux-points", shorten(line.trim())), help.into())
}

/// Whatever is left: text after a closing bracket, a line that is no key, an
/// indentation that matches nothing.
fn elsewhere(text: &str, at: usize) -> Told {
    let (start, line) = line_of(text, at);
    let before = &text[start..at.min(start + line.len())];
    let opening = before.find(": ").map(|colon| colon + 2);
    if let Some(value) = opening.filter(|n| line[*n..].trim_start().starts_with(['[', '{', '"', '\'', ','])) {
        let name = line[..value - 2].trim_start().trim_start_matches("- ");
        let message =
            "le texte ne peut pas continuer après un crochet, une accolade ou un guillemet qui se ferme";
        return Told(at, message.into(), format!("{QUOTES} : {name}: {}", quoted(line[value..].trim())));
    }
    if unclosed(text).is_some() {
        return flow(text, at);
    }
    if !line.contains(": ")
        && !line.ends_with(':')
        && !line.trim_start().starts_with("- ")
        && !line.trim().is_empty()
    {
        return no_colon(text, at);
    }
    indentation(text, at)
}
