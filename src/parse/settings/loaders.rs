//! `sources` of `kiosque.yaml`: the commands that fetch data files.
use std::sync::Arc;

use crate::base::path::SitePath;
use crate::model::loader::Loader;
use crate::model::loader::STATES;
use crate::model::value::Field;
use crate::model::value::Node;
use crate::model::value::Yaml;
use crate::parse::settings::reader::Reader;

/// Seconds.
const PATIENCE: u32 = 120;
const LONGEST: u64 = 24 * 3600;
/// Bytes.
const HEAVIEST: u64 = 20_000_000;
const HEAVIEST_EVER: u64 = 10_000_000_000;

/// In the order of writing; what is wrong is told and left out.
pub fn loaders(reader: &mut Reader) -> Vec<Arc<Loader>> {
    let mut loaders = Vec::<Arc<Loader>>::new();
    for field in reader.pairs("sources") {
        let read = reader.mapping(&field.node, &field.name, |inner| loader(inner, field));
        let Some(loader) = read.filter(|_| named(reader, field)) else { continue };
        if let Some(other) = loaders.iter().find(|other| other.output == loader.output) {
            let message = format!("« {} » est déjà la sortie de la source « {} »", loader.output, other.name);
            reader.invalid(&key(field), &message, "donnez à chaque source un fichier à elle");
            continue;
        }
        loaders.push(Arc::new(loader));
    }
    loaders
}

/// The key, as a place.
fn key(field: &Field) -> Node {
    Node { range: field.range, ..field.node.clone() }
}

/// A name becomes that of a file.
fn named(reader: &mut Reader, field: &Field) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let sound = field.name.chars().all(fits) && field.name.len() <= 64;
    if !sound {
        let message = format!("« {} » ne peut pas être le nom d'une source", field.name);
        reader.invalid(&key(field), &message, "des lettres sans accent, des chiffres et des traits d'union");
    }
    sound
}

fn loader(reader: &mut Reader, field: &Field) -> Option<Loader> {
    reader.refuse_others();
    let output = output(reader, &field.name);
    let command = command(reader);
    let seconds = measure(reader, ("delai", "une durée, comme « 120s » ou « 5 min »"), seconds, LONGEST);
    let bytes =
        measure(reader, ("taille_max", "un poids, comme « 20 Mo » ou « 500 ko »"), bytes, HEAVIEST_EVER);
    let hours =
        measure(reader, ("age_max", "une durée, comme « 26h », « 2j » ou « 1 semaine »"), hours, 9_999 * 24);
    let fall = measure(reader, ("baisse_max", "une part, comme « 10 % »"), percent, 100);
    let loader = Loader {
        name: field.name.clone(),
        span: field.span(reader.path()),
        output: output?,
        command: command?,
        variables: variables(reader),
        patience: seconds.map_or(PATIENCE, |seconds| seconds as u32),
        heaviest: bytes.unwrap_or(HEAVIEST),
        oldest: hours.map(|hours| hours as u32),
        least_rows: reader.count("lignes_min").unwrap_or(1),
        fall: fall.map(|fall| fall as u8),
    };
    Some(loader)
}

/// Of the loader's own name, unless another is given.
fn output(reader: &mut Reader, name: &str) -> Option<SitePath> {
    let Some(written) = reader.text("sortie") else {
        return Some(SitePath::new(&format!("data/{name}.csv")));
    };
    let path = SitePath::new(&written);
    let parts = || written.split('/');
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.len() < 200
            && !part.contains(|c: char| c.is_control() || c == '\\')
    };
    let inside = parts().next() == Some("data") && parts().count() > 1 && path.folder() != STATES;
    let table = ["csv", "tsv"].iter().any(|end| path.extension().eq_ignore_ascii_case(end));
    if inside && table && parts().all(plain) {
        return Some(path);
    }
    let node = reader.get("sortie")?;
    let message = "la sortie d'une source doit être un fichier .csv ou .tsv de « data/ »";
    reader.invalid(node, message, &format!("écrivez par exemple : sortie: data/{name}.csv"));
    None
}

/// A list of words: nothing here is ever read by a shell.
fn command(reader: &mut Reader) -> Option<Vec<String>> {
    let Some(node) = reader.get("commande") else {
        reader.require("commande");
        return None;
    };
    let example = "écrivez par exemple : commande: [sh, sources/visites.sh]";
    let Some(nodes) = node.list() else {
        reader.invalid(node, "une commande est une liste : le programme, puis chaque argument", example);
        return None;
    };
    // An argument may be empty, or begin with a blank.
    let words: Option<Vec<String>> = nodes.iter().map(word).collect();
    let sound = words.filter(|words| words.first().is_some_and(|program| !program.trim().is_empty()));
    if sound.is_none() {
        reader.invalid(node, "une commande est une liste de textes, sans caractère nul", example);
    }
    sound
}

fn word(node: &Node) -> Option<String> {
    match &node.yaml {
        Yaml::Scalar { text, .. } => Some(text.clone()).filter(|it| !it.contains('\0')),
        _ => None,
    }
}

fn variables(reader: &mut Reader) -> Vec<String> {
    let node = reader.get("env");
    let names = reader.texts("env");
    let fits = |name: &String| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !name.is_empty()
            && !name.starts_with(|c: char| c.is_ascii_digit())
    };
    if let (Some(node), Some(odd)) = (node, names.iter().find(|name| !fits(name))) {
        let message = format!("« {odd} » n'est pas le nom d'une variable d'environnement");
        reader.invalid(node, &message, "donnez les noms, jamais les valeurs : env: [MATOMO_JETON]");
    }
    names.into_iter().filter(fits).collect()
}

/// A number with its unit, from 1 to `most` (0 for a percentage).
fn measure(
    reader: &mut Reader,
    (name, wanted): (&'static str, &str),
    read: fn(u64, &str) -> Option<u64>,
    most: u64,
) -> Option<u64> {
    let node = reader.get(name)?;
    let text = node.text().unwrap_or_default();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let count: Option<u64> = text[..end].parse().ok().filter(|count| *count <= HEAVIEST_EVER);
    let found = count.and_then(|count| read(count, text[end..].trim()));
    let found = found.filter(|value| *value <= most && (*value > 0 || name == "baisse_max"));
    found.or_else(|| reader.unfit(node, name, wanted))
}

fn seconds(count: u64, unit: &str) -> Option<u64> {
    match unit {
        "s" | "seconde" | "secondes" => Some(count),
        "min" | "minute" | "minutes" => Some(count * 60),
        "h" | "heure" | "heures" => Some(count * 3600),
        _ => None,
    }
}

fn bytes(count: u64, unit: &str) -> Option<u64> {
    match unit {
        "o" | "octets" => Some(count),
        "ko" => Some(count * 1_000),
        "Mo" => Some(count * 1_000_000),
        "Go" => Some(count * 1_000_000_000),
        _ => None,
    }
}

fn hours(count: u64, unit: &str) -> Option<u64> {
    match unit {
        "h" | "heure" | "heures" => Some(count),
        "j" | "jour" | "jours" => Some(count * 24),
        "sem" | "semaine" | "semaines" => Some(count * 7 * 24),
        "mois" => Some(count * 31 * 24),
        "an" | "ans" | "année" | "années" => Some(count * 366 * 24),
        _ => None,
    }
}

fn percent(count: u64, unit: &str) -> Option<u64> {
    (unit == "%").then_some(count)
}
