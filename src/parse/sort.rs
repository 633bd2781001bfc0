//! What a path says a source is, before its bytes are seen.
use crate::base::path::SitePath;
use crate::model::loader::STATES;
use crate::model::memory::ADDRESSES;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Config,
    Kind,
    Document,
    Data,
    /// What the columns of a data file mean.
    Declaration,
    /// What is remembered of the command that fetches a data file.
    State,
    /// What was published once.
    Addresses,
    Theme,
    Template,
    /// A file of the theme's own, named by its content.
    Own,
    /// A file of a package of the theme, named by the lock file.
    Packaged,
    Published,
    Ignored,
}

pub fn sort(path: &SitePath) -> Sort {
    let extension = path.extension().to_ascii_lowercase();
    let yaml = matches!(extension.as_str(), "yaml" | "yml");
    match path.top() {
        "kiosque.yaml" => Sort::Config,
        "content" if path.name() == "_kind.yaml" => Sort::Kind,
        "content" if extension == "md" => Sort::Document,
        "content" if is_shape(path) => Sort::Template,
        "content" => Sort::Published,
        "data" if matches!(extension.as_str(), "csv" | "tsv") => Sort::Data,
        "data" if path.folder() == STATES && extension == "json" => Sort::State,
        "data" if path.as_str() == ADDRESSES => Sort::Addresses,
        "data" if yaml => Sort::Declaration,
        "themes" => of_theme(path.as_str()),
        _ => Sort::Ignored,
    }
}

/// `themes/<name>/…`
fn of_theme(path: &str) -> Sort {
    let mut parts = path.splitn(4, '/').skip(2);
    match (parts.next(), parts.next()) {
        (Some("theme.yaml"), None) => Sort::Theme,
        (Some("templates" | "components" | "email"), Some(_)) => Sort::Template,
        (Some("node_modules"), Some(_)) => Sort::Packaged,
        (Some("package-lock.json"), None) | (Some(_), Some(_)) => Sort::Own,
        _ => Sort::Ignored,
    }
}

/// Writes the entries of its folder for other programs.
fn is_shape(path: &SitePath) -> bool {
    path.name().starts_with('_') && matches!(path.extension(), "json" | "csv" | "xml" | "txt")
}

pub fn is_image(path: &SitePath) -> bool {
    let extension = path.extension().to_ascii_lowercase();
    matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg")
}
