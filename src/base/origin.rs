//! The public address of a site: scheme, host, perhaps a folder.

/// An address that can be one, without the slash at its end; why it cannot
/// otherwise, in a French clause.
pub fn site_address(text: &str) -> Result<&str, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(host) = host.filter(|host| !host.is_empty() && !host.starts_with(['/', ':', '.'])) else {
        return Err("l'adresse du site doit commencer par « https:// » ou « http:// »".to_owned());
    };
    let odd = |c: &char| c.is_whitespace() || c.is_control() || "\"'<>\\^`{|}?#".contains(*c);
    match host.chars().find(odd) {
        Some(odd) if odd.is_whitespace() || odd.is_control() => {
            Err("l'adresse du site ne peut pas contenir une espace".to_owned())
        }
        Some(odd) => Err(format!("l'adresse du site ne peut pas contenir « {odd} »")),
        None => Ok(text.trim_end_matches('/')),
    }
}
