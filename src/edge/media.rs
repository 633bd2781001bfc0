//! What a file holds, by its name, as static hosts tell it.
use mime_guess::Mime;

/// Texts are in UTF-8.
pub fn content_type(file: &str) -> String {
    let guessed = guess(file);
    if is_written(&guessed) {
        format!("{}; charset=utf-8", guessed.essence_str())
    } else {
        guessed.to_string()
    }
}

/// Something that people or programs wrote, letter by letter.
pub fn is_text(file: &str) -> bool {
    is_written(&guess(file))
}

fn guess(file: &str) -> Mime {
    mime_guess::from_path(file).first_or_octet_stream()
}

fn is_written(kind: &Mime) -> bool {
    kind.type_() == mime_guess::mime::TEXT
        || ["json", "xml", "javascript", "svg+xml", "atom+xml"].contains(&kind.subtype().as_str())
        || kind.suffix().is_some()
}
