//! YAML that can be read and surely says something else than its author meant.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::model::value::Field;
use crate::parse::yaml::Block;
use crate::parse::yaml::faults::quoted;
use crate::parse::yaml::faults::shorten;

/// Beginnings of addresses, which look like keys.
const SCHEMES: [&str; 5] = ["mailto:", "tel:", "urn:", "data:", "geo:"];

/// The spaces that editors of French put by themselves.
const NBSP: [char; 3] = ['\u{a0}', '\u{202f}', '\u{2007}'];

/// The second of two equal keys, with the line of the first.
pub fn duplicate(block: &Block, first: &Field, second: &Field) -> Diagnostic {
    let offset = |field: &Field| field.range.0 as usize - block.base;
    let lines = block.text[offset(first).min(offset(second))..offset(second)].matches('\n').count() as u32;
    let place = match block.line {
        Some(line) => {
            let before = block.text[..offset(first)].matches('\n').count() as u32;
            match lines {
                0 => format!("ligne {}", line + before),
                _ => format!("ligne {} puis ligne {}", line + before, line + before + lines),
            }
        }
        None if lines == 0 => "sur la même ligne".to_owned(),
        None => format!("ici et {lines} ligne{} plus haut", if lines > 1 { "s" } else { "" }),
    };
    let message = format!("la clé « {} » est écrite deux fois : {place}", shorten(&second.name));
    let help = "gardez une seule des deux lignes ; plusieurs valeurs se donnent en liste : [a, b]";
    Diagnostic::error(Code::YamlDuplicate, second.span(block.path), message).with_help(help)
}

/// `title: Carte #1`: a space and a `#` begin a comment. One that is set apart
/// by a space on both sides is taken for a comment that was meant.
pub fn cut(block: &Block, start: usize, end: usize) -> Option<Diagnostic> {
    let after = block.text[end..].split('\n').next().unwrap_or_default();
    let blank = after.len() - after.trim_start_matches([' ', '\t']).len();
    let lost = after[blank..].trim_end();
    let touches = lost.strip_prefix('#')?.chars().next()?;
    let spaced = blank > 0 || block.text[..end].ends_with([' ', '\t']);
    if !spaced || touches.is_whitespace() || matches!(touches, '#' | '!' | '-' | '=') {
        return None;
    }
    let value = format!("{} {lost}", &block.text[start..end]);
    let message = format!("« {} » est pris pour un commentaire et n'est pas lu", shorten(lost));
    let help = format!("mettez la valeur entre guillemets : {}", quoted(value.trim()));
    let span = block.span(end + blank, end + blank + lost.len());
    Some(Diagnostic::warning(Code::YamlSyntax, span, message).with_help(help))
}

/// `title\u{a0}: Bonjour`: French typography before the colon makes another key.
pub fn glued(block: &Block, start: usize, end: usize) -> Option<Diagnostic> {
    let key = &block.text[start..end];
    let at = start + key.find(NBSP).filter(|_| key.trim_matches(NBSP).len() < key.len())?;
    let name = shorten(key.trim_matches(NBSP));
    let message = format!("une espace insécable touche la clé « {name} », qui n'est donc pas reconnue");
    let width = block.text[at..].chars().next().map_or(0, char::len_utf8);
    let fault = Diagnostic::error(Code::YamlSyntax, block.span(at, at + width), message);
    Some(fault.with_help(format!("supprimez l'espace insécable ; écrivez : {name}: …")))
}

/// A value alone on its line that looks like a key or an item whose space is missing.
pub fn misread(block: &Block, start: usize) -> Option<Diagnostic> {
    let head = block.text[..start].trim_end_matches(' ');
    if !head.is_empty() && !head.ends_with('\n') {
        return None;
    }
    let line = block.text[start..].split('\n').next().unwrap_or_default();
    let (offset, message, help) = unspaced(line)?;
    let at = start + offset;
    let width = block.text[at..].chars().next().map_or(0, char::len_utf8);
    Some(Diagnostic::error(Code::YamlSyntax, block.span(at, at + width), message).with_help(help))
}

/// `title:Bonjour`, `title:\u{a0}Bonjour`, `-item`, `-\u{a0}item`: where the
/// space should be in `line` (which begins without blanks), message and cure.
pub fn unspaced(line: &str) -> Option<(usize, String, String)> {
    let line = line.trim_end();
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let (mark, rest) = match line.strip_prefix('-') {
        Some(rest) if !rest.starts_with('-') => ("-", rest),
        _ => {
            let name = line.find(|c| !word(c))?;
            let time = line.starts_with(|c: char| c.is_ascii_digit());
            let rest = line[name..].strip_prefix(':').filter(|_| name > 0 && !time)?;
            (&line[..=name], rest)
        }
    };
    let first = rest.chars().next()?;
    let nbsp = NBSP.contains(&first);
    let letter =
        first.is_alphabetic() || matches!(first, '"' | '\'') || (first.is_ascii_digit() && mark != "-");
    let address = rest.starts_with("//") || SCHEMES.contains(&mark);
    if address || !(nbsp || letter) || (mark == "-" && !nbsp && !first.is_alphabetic()) {
        return None;
    }
    let value = rest.trim_start_matches(NBSP).trim_start();
    let help = format!("écrivez : {mark} {}", shorten(value));
    let message = if nbsp {
        format!("l'espace après « {mark} » est une espace insécable, que YAML ne compte pas comme une espace")
    } else {
        format!("il manque une espace après « {mark} »")
    };
    Some((mark.len(), message, help))
}

/// `title: &co, la carte`: an anchor that nothing refers to.
pub fn lost_anchor(block: &Block, start: usize, end: usize) -> Diagnostic {
    let name = shorten(&block.text[start..end]);
    let message = format!("« {name} » est pris pour un repère de YAML et n'est pas lu");
    let help = "si l'esperluette fait partie du texte, mettez la valeur entre guillemets";
    Diagnostic::warning(Code::YamlSyntax, block.span(start, end), message).with_help(help)
}

/// `title: !important`: a tag that means nothing here.
pub fn lost_tag(block: &Block, start: usize, end: usize) -> Diagnostic {
    let name = shorten(&block.text[start..end]);
    let message = format!("« {name} » est pris pour une étiquette de YAML et n'est pas lu");
    let help = "si le point d'exclamation fait partie du texte, mettez la valeur entre guillemets";
    Diagnostic::warning(Code::YamlSyntax, block.span(start, end), message).with_help(help)
}
