//! Addresses of electronic mail.

/// One that people have: a name, and a host with a dot. Quoted names (RFC 5321)
/// are left out: nobody publishes them.
pub fn is_email(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"(),:;\\[]".contains(c);
    let Some((name, host)) = text.split_once('@') else { return false };
    let host_is_one =
        host.contains('.') && !host.contains('@') && host.split('.').all(|part| !part.is_empty());
    !name.is_empty() && host_is_one && !text.contains(odd)
}
