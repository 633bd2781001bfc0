//! Whether a theme suits the site that wears it: the hosts that it is reserved
//! for, the words that its own settings take.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::span::Span;
use crate::model::config::Config;
use crate::model::theme::ThemeSettings;

/// Names that nobody can own: a site seen there is not published.
const PRIVATE: [&str; 5] = [".localhost", ".test", ".example", ".invalid", ".local"];

pub fn check(theme: &ThemeSettings, config: &Config, base_url: &str, diagnostics: &mut Diagnostics) {
    if let Some(host) = outside(&theme.hosts, base_url) {
        let span = |name| Some(config.fields.get(name)?.span(&config.path));
        let at = span("theme").or_else(|| span("base_url")).unwrap_or_else(|| Span::top(&config.path));
        let message = format!(
            "le thème « {} » est réservé aux adresses en « {} », et celle du site est « {host} »",
            theme.name(),
            theme.hosts.join(" », « "),
        );
        let warning = Diagnostic::warning(Code::ThemeReserved, at, message);
        diagnostics.push(match &theme.hosts_help {
            Some(help) => warning.with_help(help.clone()),
            None => warning.with_help("changez « theme: » ou « base_url: »"),
        });
    }
    for (name, words) in &theme.choices {
        let Some(node) = config.fields.get(name) else { continue };
        let written = node.text().unwrap_or_default();
        if words.iter().any(|word| word == written) {
            continue;
        }
        let message = format!("le thème « {} » ne connaît pas cette valeur de « {name} »", theme.name());
        let warning = Diagnostic::warning(Code::SettingInvalid, node.span(&config.path), message);
        diagnostics.push(match nearest(written, words.iter().map(String::as_str)) {
            Some(near) => warning.with_help(format!("vouliez-vous « {near} » ?")),
            None => warning.with_help(format!("choisissez parmi : {}", words.join(", "))),
        });
    }
}

/// The host of the site, when it is none of those.
fn outside(hosts: &[String], base_url: &str) -> Option<String> {
    let after = base_url.split_once("://").map_or(base_url, |(_, after)| after);
    let authority = after.split('/').next().unwrap_or_default();
    let named = authority.rsplit('@').next().unwrap_or_default();
    // An address in brackets is a number, as is one that ends with a digit.
    let bare = named.split(':').next().unwrap_or_default();
    let host = bare.trim_end_matches('.').to_lowercase();
    let numeric = named.starts_with('[') || host.ends_with(|last: char| last.is_ascii_digit());
    let dotted = format!(".{host}");
    let private = numeric || PRIVATE.iter().any(|end| dotted.ends_with(end));
    let allowed = hosts.iter().any(|allowed| match allowed.strip_prefix('.') {
        Some(_) => dotted.ends_with(&allowed.to_lowercase()),
        None => host == allowed.to_lowercase(),
    });
    (!hosts.is_empty() && !private && !allowed).then_some(host)
}
