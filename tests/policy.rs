//! The content security policy allows what a site loads, and nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may panic and may read the disk"
)]
mod site;

use kiosque::plan::policy::Hosts;
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
    let (frames, images, media) = (hosts("f.fr"), hosts("i.fr"), hosts("m.fr"));
    let loads = Loads { hosts: Hosts { frames, images, media, styled: true }, analytics: None };
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

/// The policy of a page's own head, and that of the header.
fn policies(built: &site::Built, address: &str) -> (String, String) {
    let page = built.page(address);
    let (_, rest) = page.split_once("<meta http-equiv=\"Content-Security-Policy\" content=\"").unwrap();
    let header = built.page("/_headers");
    let header =
        header.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: ")).unwrap();
    (rest.split('"').next().unwrap().to_owned(), header.to_owned())
}

/// For hosts that send no header; what only a header can say is left out.
#[test]
fn pages_hold_the_policy_before_all_that_it_governs() {
    let frame = ("content/un.md", "<iframe title=\"a\" src=\"https://cadre.fr/x\"></iframe>\n");
    let built = site::state("title: Essai\nbase_url: https://essai.exemple.gouv.fr\n", &[frame]).build();
    for address in ["/un/", "/404.html"] {
        let (own, header) = policies(&built, address);
        assert_eq!(format!("{own}; frame-ancestors 'none'"), header);
        assert!(own.contains("frame-src https://cadre.fr;"));
        let page = built.page(address);
        let at = page.find("http-equiv=\"Content-Security-Policy\"").unwrap();
        for governed in ["<link", "<script", "<title"] {
            assert!(page.find(governed).unwrap() > at, "{address}: {governed} comes before");
        }
        assert!(at < 200, "after the charset only");
    }
}

#[test]
fn pictures_of_settings_and_templates_are_allowed_and_their_code_never() {
    let mut site = site::small(&[("content/un.md", "x\n")]);
    let config = site.text("kiosque.yaml");
    site.put(
        "kiosque.yaml",
        config + "identity:\n  logo: {src: https://logo.fr/l.svg, alt: L}\nimage: https://partage.fr/i.png\n",
    );
    site.put(
        "themes/telling/components/carte.html",
        "<img src=\"https://image.fr/a\"><script src=\"https://code.fr/a.js\"></script>",
    );
    let built = site.build();
    let policy = built.page("/_headers");
    assert!(policy.contains("img-src 'self' data: https://image.fr https://logo.fr;"), "{policy}");
    assert!(policy.contains("script-src 'self';"), "{policy}");
    assert_eq!(built.codes(), ["politique-refuse"]);
}

const MEASURED: &str = "title: Essai\nbase_url: https://essai.exemple.gouv.fr\nsearch: false\nanalytics: {matomo: \"https://stats.exemple.gouv.fr/m\", site: 12}\n";

#[test]
fn visits_are_counted_where_the_site_says_and_the_page_tells_of_it() {
    let built = site::state(MEASURED, &[("content/un.md", "x\n")]).build();
    let (own, _) = policies(&built, "/un/");
    assert_eq!(directive(&own, "script-src").unwrap(), "'self' https://stats.exemple.gouv.fr/m/matomo.js");
    assert_eq!(directive(&own, "connect-src").unwrap(), "'self' https://stats.exemple.gouv.fr");
    assert_eq!(directive(&own, "img-src").unwrap(), "'self' data: https://stats.exemple.gouv.fr");
    assert!(built.page("/un/").contains("data-matomo=\"https://stats.exemple.gouv.fr/m/\" data-site=\"12\""));
    let told = built.page("/donnees-personnelles/");
    for words in ["Matomo", "stats.exemple.gouv.fr", "25 mois au plus", "id=\"mesure\"", "Finalité"] {
        assert!(told.contains(words), "the page does not say {words}");
    }
    let none = site::state(&MEASURED.replace("analytics", "autre"), &[("content/un.md", "x\n")]).build();
    assert!(none.addresses().iter().all(|it| !it.contains("audience")));
    assert!(!none.page("/un/").contains("matomo") && !none.page("/_headers").contains("stats."));
    assert!(none.page("/donnees-personnelles/").contains("n’emploie aucune mesure d’audience"));
}

#[test]
fn a_measure_that_is_not_whole_measures_nobody_and_is_told() {
    for wrong in [
        "{matomo: \"https://stats.fr/\"}",
        "{site: 12}",
        "{matomo: \"http://stats.fr/\", site: 12}",
        "{matomo: \"https://stats.fr/; script-src *\", site: 12}",
        "{matomo: \"https://stats.fr/\", site: \"12;x\"}",
    ] {
        let config = format!("title: Essai\nbase_url: https://essai.exemple.gouv.fr\nanalytics: {wrong}\n");
        let built = site::state(&config, &[("content/un.md", "x\n")]).build();
        assert!(built.codes().contains(&"reglage-invalide"), "{wrong}: {}", built.said());
        assert!(!built.page("/_headers").contains("stats.fr"), "{wrong}");
        assert!(!built.page("/un/").contains("data-matomo"), "{wrong}");
    }
}

/// `--no-purge`: the theme's sheets as their authors wrote them, to compare with.
#[test]
fn whole_style_sheets_can_be_asked_for() {
    let mut site = site::small(&[("content/un.md", "x\n")]);
    site.put("themes/telling/assets/site.css", ".kq-unused { color: red }\n");
    let sheet = |site: &site::Site| {
        let built = site.build();
        built.page(built.addresses().into_iter().find(|it| it.starts_with("/assets/site.")).unwrap())
    };
    assert!(!sheet(&site).contains("kq-unused"));
    site.options.styles = kiosque::model::config::Styles::Whole;
    assert!(sheet(&site).contains("kq-unused"));
}
