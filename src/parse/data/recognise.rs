//! What exporters save in place of a table: web pages, archives, messages.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::model::table::excerpt;
use crate::parse::data::faults::Teller;

/// First bytes of what is no text, and how people call it.
const MAGIC: [(&[u8], &str, &str); 9] = [
    (b"PK\x03\x04", "une archive ZIP", "c'est sans doute un classeur : exportez la feuille au format CSV"),
    (b"PK\x05\x06", "une archive ZIP vide", "exportez de nouveau les données au format CSV"),
    (b"\x1f\x8b", "une archive gzip", "décompressez-la, puis placez ici le fichier CSV"),
    (b"\x28\xb5\x2f\xfd", "une archive Zstandard", "décompressez-la, puis placez ici le fichier CSV"),
    (b"BZh", "une archive bzip2", "décompressez-la, puis placez ici le fichier CSV"),
    (b"7z\xbc\xaf\x27\x1c", "une archive 7z", "décompressez-la, puis placez ici le fichier CSV"),
    (
        b"PAR1",
        "un fichier Parquet",
        "convertissez-le, par exemple avec « duckdb », ou exportez au format CSV",
    ),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel", "exportez la feuille au format CSV"),
    (b"%PDF-", "un document PDF", "demandez les données au format CSV à leur source"),
];

pub enum Content {
    Cells,
    /// A source that had nothing to say: a table without columns.
    Nothing,
    Other,
}

/// Archives and documents, told; true when the bytes may be text.
pub fn may_be_text(bytes: &[u8], teller: &mut Teller) -> bool {
    // `BZh` and the like may begin a header: an archive goes on with bytes that no text has.
    let binary = |magic: &[u8]| {
        bytes.starts_with(magic) && bytes[..bytes.len().min(64)].iter().any(|b| *b < 9 || *b > 126)
    };
    let found =
        MAGIC.iter().find(|(magic, _, _)| binary(magic) || (*magic == b"%PDF-" && bytes.starts_with(magic)));
    let Some((_, what, help)) = found else { return true };
    teller.refuse(Code::DataNotTable, &format!("ceci est {what}, pas un fichier CSV"), help);
    false
}

pub fn content(text: &str, teller: &mut Teller) -> Content {
    let start = text.trim_start();
    if start.is_empty() {
        let help = "exportez de nouveau les données, ou retirez ce fichier";
        teller.refuse(Code::DataEmpty, "fichier vide", help);
        return Content::Other;
    }
    if start.len() < 40 && start.trim_end() == "No data available" {
        let message = "la source n'a donné aucune ligne (« No data available »)";
        teller.say(Diagnostic::warning(Code::DataEmpty, teller.at(1, 1), message));
        return Content::Nothing;
    }
    let opening: String = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    let page = ["<!doctype", "<html", "<?xml", "<head"].iter().any(|tag| opening.starts_with(tag));
    let (message, help) = if page {
        let help = "l'adresse demandait sans doute une connexion";
        ("ceci est une page HTML, pas un fichier CSV".to_owned(), help)
    } else if opening.starts_with("error:") {
        let message = format!("le fichier contient un message d'erreur : « {} »", excerpt(start));
        (message, "demandez de nouveau les données à leur source")
    } else if json(start) {
        let help = "demandez les données au format CSV à leur source";
        ("ceci est du JSON, pas un fichier CSV".to_owned(), help)
    } else if text.contains('\0') {
        let help = "exportez de nouveau les données au format CSV";
        ("ceci n'est pas du texte : il contient des octets nuls".to_owned(), help)
    } else {
        return Content::Cells;
    };
    teller.refuse(Code::DataNotTable, &message, help);
    Content::Other
}

/// `[{"` or `{"` at the start, blanks aside.
fn json(start: &str) -> bool {
    let mut signs = start.chars().filter(|c| !c.is_whitespace());
    match (signs.next(), signs.next(), signs.next()) {
        (Some('['), Some('{'), Some('"')) => true,
        (Some('{'), Some('"'), _) => start.trim_end().ends_with('}'),
        _ => false,
    }
}
