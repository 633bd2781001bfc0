//! `/_kiosque/`: every page, draft and fault, for whoever is writing.
use std::collections::BTreeSet;
use std::fmt::Write;

use crate::base::escape::text as escape;
use crate::base::french;
use crate::base::path::Route;
use crate::base::path::decode;
use crate::edge::report::Report;
use crate::edge::serve::shown::PageFact;
use crate::edge::serve::shown::Shown;
use crate::model::output::Artifact;

/// Pages listed at once.
const LISTED: usize = 500;

/// Only pages whose title, address or source holds `wanted`.
pub fn html(shown: &Shown, wanted: &str) -> String {
    let needle = wanted.to_lowercase();
    let holds = |page: &&PageFact| {
        [&page.title, &page.route, &page.source].iter().any(|text| text.to_lowercase().contains(&needle))
    };
    let pages = shown.pages.list();
    let found: Vec<&PageFact> = pages.iter().filter(holds).collect();
    let mut main = String::new();
    faults("Erreurs", &shown.round.faults, &mut main);
    let hidden: Vec<&PageFact> = found.iter().filter(|page| page.hidden.is_some()).copied().collect();
    if !hidden.is_empty() {
        table("Pas encore publiées", &hidden, shown, &mut main);
    }
    let wanted = escape(wanted);
    _ = write!(
        main,
        "<form role=\"search\"><label for=\"q\">Chercher une page</label> \
         <input id=\"q\" name=\"q\" type=\"search\" value=\"{wanted}\"> <button>Chercher</button></form>"
    );
    table("Pages", &found, shown, &mut main);
    faults("Avertissements", &shown.round.warnings.list(), &mut main);
    document("Coulisses du site", &main)
}

/// Said at an address where nothing is, by sites without a page for it.
pub fn missing(path: &str, shown: &Shown) -> String {
    let mut main = format!("<p>Rien n'est publié à l'adresse <code>{}</code>.</p>", escape(path));
    faults("Erreurs", &shown.round.faults, &mut main);
    main.push_str("<p><a href=\"/_kiosque/\">Toutes les pages du site</a></p>");
    document("Page introuvable", &main)
}

fn document(title: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><link rel=\"stylesheet\" href=\"/_kiosque/overview.css\">\
         </head>\n<body>\n<main>\n<h1>{title}</h1>\n{main}\n</main>\n</body>\n</html>\n"
    )
}

fn faults(title: &str, reports: &[Report], main: &mut String) {
    if reports.is_empty() {
        return;
    }
    _ = write!(main, "<section><h2>{title}</h2><ul>");
    for report in reports {
        let place = [report.line, report.column].into_iter().flatten();
        let place = place.fold(report.path.clone().unwrap_or_default(), |at, n| format!("{at}:{n}"));
        let help = report.help.as_deref().map(|help| format!("<br>aide : {}", escape(help)));
        _ = write!(
            main,
            "<li><code>{}</code> {}{}</li>",
            escape(&place),
            escape(&report.message),
            help.unwrap_or_default()
        );
    }
    main.push_str("</ul></section>");
}

fn table(title: &str, pages: &[&PageFact], shown: &Shown, main: &mut String) {
    _ = write!(
        main,
        "<section><h2>{title} ({})</h2><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">\
         <table><thead><tr><th scope=\"col\">Page</th><th scope=\"col\">Type</th><th scope=\"col\">Source</th>\
         <th scope=\"col\">Poids</th></tr></thead><tbody>",
        french::number(pages.len() as f64, 0)
    );
    for page in pages.iter().take(LISTED) {
        let hidden = page.hidden.as_deref().map(|why| format!(" <em>{}</em>", escape(why)));
        _ = write!(
            main,
            "<tr><th scope=\"row\"><a href=\"{}\">{}</a>{}{}</th><td>{}</td><td><code>{}</code></td><td>{}</td></tr>",
            escape(&page.route),
            escape(if page.title.is_empty() { &page.route } else { &page.title }),
            hidden.unwrap_or_default(),
            letters(&page.route, shown),
            escape(&page.kind),
            escape(&page.source),
            weight(&page.route, shown)
        );
    }
    main.push_str("</tbody></table></div>");
    if pages.len() > LISTED {
        _ = write!(main, "<p>Et {} autres : cherchez-les par leur titre.</p>", pages.len() - LISTED);
    }
    main.push_str("</section>");
}

/// The e-mail and plain-text forms of a newsletter, where they are.
fn letters(route: &str, shown: &Shown) -> String {
    let there = |name: &str| Route::new(&format!("{route}{name}")).filter(|it| shown.site.has(it));
    let link = |(name, label): (&str, &str)| {
        there(name).map(|it| format!(" · <a href=\"{}\">{label}</a>", escape(&it.href())))
    };
    [("email.html", "courriel"), ("email.txt", "texte")].into_iter().filter_map(link).collect()
}

/// Of the page itself and of all that it loads from the site, once each.
fn weight(route: &str, shown: &Shown) -> String {
    let bytes = |route: &Route| match shown.site.peek(route)? {
        Artifact::Bytes(bytes) => Some((bytes.len() as u64, Some(bytes.clone()))),
        Artifact::Copy { size, .. } => Some((size, None)),
    };
    let page = decode(route);
    let Some((own, text)) = Route::new(&page).and_then(|route| bytes(&route)) else { return String::new() };
    let text = text.unwrap_or_default();
    let loaded: u64 = loads(&text).filter_map(|route| Some(bytes(&route)?.0)).sum();
    let shown = |bytes: u64| format!("{} ko", french::number(bytes as f64 / 1000.0, 0));
    format!("{} <small>({} avec ce qu'elle charge)</small>", shown(own), shown(own + loaded))
}

/// Files of the site that a page's own mark-up asks for, each once.
fn loads(page: &[u8]) -> impl Iterator<Item = Route> {
    let mut found = BTreeSet::new();
    for mark in [&b" src=\"/"[..], b" href=\"/assets/"] {
        for at in memchr::memmem::find_iter(page, mark) {
            let start = at + memchr::memchr(b'"', &page[at..]).unwrap_or(0) + 1;
            let end = memchr::memchr(b'"', &page[start..]).map_or(start, |length| start + length);
            let text = String::from_utf8_lossy(&page[start..end]);
            let path = text.split(['?', '#']).next().unwrap_or_default();
            found.extend(Route::new(&decode(path)));
        }
    }
    found.into_iter()
}
