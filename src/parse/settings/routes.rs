//! Addresses and paths in settings: what may stand in them.
use crate::base::path::Route;
use crate::model::value::Node;
use crate::parse::settings::reader::Reader;

/// An address without holes.
pub fn route(reader: &mut Reader, name: &'static str) -> Option<String> {
    pattern(reader, name, &[])
}

/// An address with `{name}` holes, all out of `known`. The caller asks for
/// those it cannot do without.
pub fn pattern(reader: &mut Reader, name: &'static str, known: &[&str]) -> Option<String> {
    let node = reader.get(name)?;
    let text = reader.text(name)?;
    check(reader, node, &text, known).then_some(text)
}

/// As [`pattern`], with a hole that must be there.
pub fn pattern_with(reader: &mut Reader, name: &'static str, hole: &str) -> Option<String> {
    let node = reader.get(name)?;
    let text = pattern(reader, name, &[hole])?;
    if text.contains(&format!("{{{hole}}}")) {
        return Some(text);
    }
    let message = format!("l'adresse « {text} » doit contenir « {{{hole}}} »");
    reader.invalid(
        node,
        &message,
        &format!("écrivez par exemple : {}/{{{hole}}}/", text.trim_end_matches('/')),
    );
    None
}

/// Says whether `text` can be an address; tells why not.
pub fn check(reader: &mut Reader, node: &Node, text: &str, known: &[&str]) -> bool {
    if !text.starts_with('/') {
        let help = format!("écrivez : /{text}");
        reader.invalid(node, &format!("l'adresse « {text} » doit commencer par une barre « / »"), &help);
        return false;
    }
    let Some(holes) = holes(text) else {
        let help = "écrivez chaque partie variable entre deux accolades : {slug}";
        reader.invalid(node, &format!("une accolade de « {text} » n'a pas son pendant"), help);
        return false;
    };
    if let Some(hole) = holes.iter().find(|hole| !known.contains(hole)) {
        let help = match known {
            [] => "écrivez une adresse sans accolades".to_owned(),
            _ => format!("les parties possibles : {{{}}}", known.join("}, {")),
        };
        reader.invalid(node, &format!("« {{{hole}}} » n'est pas possible dans cette adresse"), &help);
        return false;
    }
    if Route::new(&text.replace(['{', '}'], "")).is_none() {
        let help = "une adresse n'a ni « .. », ni double barre, ni « ? », « # » ou barre inverse";
        reader.invalid(node, &format!("« {text} » ne peut pas être une adresse"), help);
        return false;
    }
    true
}

/// The names between braces; `None` when a brace lacks its fellow.
fn holes(text: &str) -> Option<Vec<&str>> {
    let mut holes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let inside = rest[at..].strip_prefix('{')?;
        let end = inside.find(['{', '}']).filter(|end| inside[*end..].starts_with('}') && *end > 0)?;
        holes.push(&inside[..end]);
        rest = &inside[end + 1..];
    }
    Some(holes)
}

/// A path that stays below the folder it is counted from.
pub fn inner_path(reader: &mut Reader, node: &Node, text: &str) -> bool {
    let leaves = text.starts_with('/') || text.contains('\\') || text.split('/').any(|part| part == "..");
    if leaves {
        let help = "donnez un chemin à partir du dossier du thème, sans « .. » ni barre au début";
        reader.invalid(node, &format!("le chemin « {text} » sort du dossier du thème"), help);
    }
    !leaves
}
