//! The content security policy allows what a site loads, and nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may panic and may read the disk"
)]
mod site;

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

/// Where texts and blocks put a host, read off the file that hosts read.
#[test]
fn texts_and_blocks_open_the_policy_where_they_load() {
    let text = "![](https://image.fr/a.png)\n\n<img srcset=\"https://jeu.fr/b.png 2x\" alt=\"\">\n\n\
                <iframe title=\"a > b\" src=\"https://cadre.fr/x\"></iframe>\n\n<video src=\"https://film.fr/v.mp4\"></video>\n\n\
                <a href=\"https://lien.fr/\">x</a>\n\n::carte[Une carte]{src=\"https://plan.fr/m\"}\n";
    let site = site::small(&[("content/un.md", text)])
        .with("themes/telling/components/carte.html", "<iframe src=\"{{ src }}\"></iframe>");
    let policy = site.build().page("/_headers");
    let of = |name: &str| {
        let line = policy.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "));
        directive(line.unwrap(), name).unwrap_or_default()
    };
    assert_eq!(of("img-src"), "'self' data: https://image.fr https://jeu.fr");
    assert_eq!(of("frame-src"), "https://cadre.fr https://plan.fr");
    assert_eq!(of("media-src"), "'self' https://film.fr");
    assert!(!policy.contains("lien.fr") && !policy.contains("unsafe"), "{policy}");
    let styled =
        site::small(&[("content/un.md", "<p style=\"color: red\">x</p>\n")]).build().page("/_headers");
    assert!(styled.contains("style-src-attr 'unsafe-inline'"), "{styled}");
    let said =
        site::small(&[("content/un.md", "`<p style=\"x\">` et style = rien\n")]).build().page("/_headers");
    assert!(!said.contains("unsafe"), "{said}");
}
