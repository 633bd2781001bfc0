//! The content security policy allows what a site loads, and nothing else.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
use kiosque::plan::policy::Loads;
use kiosque::plan::policy::content;

fn directive(policy: &str, name: &str) -> Option<String> {
    policy.split("; ").find_map(|it| it.strip_prefix(name)?.strip_prefix(' ')).map(str::to_owned)
}

#[test]
fn a_site_that_asks_nobody_allows_nobody() {
    let policy = content(&Loads::default());
    assert_eq!(directive(&policy, "default-src").unwrap(), "'none'");
    assert_eq!(directive(&policy, "frame-src").unwrap(), "'none'");
    assert_eq!(directive(&policy, "img-src").unwrap(), "'self' data:");
    assert!(!policy.contains("https:") && !policy.contains("unsafe"), "{policy}");
}

#[test]
fn each_host_is_allowed_where_it_serves_only() {
    let hosts = |host: &str| [format!("https://{host}")].into();
    let loads = Loads { frames: hosts("f.fr"), images: hosts("i.fr"), media: hosts("m.fr"), styled: true };
    let policy = content(&loads);
    assert_eq!(directive(&policy, "frame-src").unwrap(), "https://f.fr");
    assert_eq!(directive(&policy, "img-src").unwrap(), "'self' data: https://i.fr");
    assert_eq!(directive(&policy, "media-src").unwrap(), "'self' https://m.fr");
    assert_eq!(directive(&policy, "style-src").unwrap(), "'self'");
    assert_eq!(directive(&policy, "style-src-attr").unwrap(), "'unsafe-inline'");
    assert_eq!(directive(&policy, "script-src").unwrap(), "'self'");
}
