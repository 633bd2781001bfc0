//! Atom feeds (RFC 4287) and the site map of robots (sitemaps.org 0.9).
use crate::base::date::Date;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::Route;
use crate::model::plan::FeedItem;
use crate::model::plan::FeedView;
use crate::render::frames;
use crate::render::images::Progress;
use crate::render::prose::Addresses;
use crate::render::prose::Printer;
use crate::render::templates::Templates;

pub fn atom(view: &FeedView, templates: &Templates, diagnostics: &mut Diagnostics) -> String {
    let own = format!("{}{}", view.base_url, view.route.href());
    let page = format!("{}{}", view.base_url, view.page.href());
    let updated = view.items.iter().map(|item| item.updated.as_str()).max().unwrap_or("1970-01-01");
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(&format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n", xml(&view.lang)));
    out.push_str(&format!("<title>{}</title>\n", xml(&view.title)));
    if let Some(subtitle) = &view.subtitle {
        out.push_str(&format!("<subtitle>{}</subtitle>\n", xml(subtitle)));
    }
    out.push_str(&format!(
        "<id>{}</id>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n",
        xml(&own),
        xml(&own)
    ));
    out.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", xml(&page)));
    out.push_str(&format!("<updated>{}</updated>\n", instant(updated)));
    out.push_str(&format!("<author><name>{}</name></author>\n", xml(&view.author)));
    for item in &view.items {
        entry(&mut out, view, item, templates, diagnostics);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(
    out: &mut String,
    view: &FeedView,
    item: &FeedItem,
    templates: &Templates,
    diagnostics: &mut Diagnostics,
) {
    out.push_str(&format!("<entry>\n<title>{}</title>\n<id>{}</id>\n", xml(&item.title), xml(&item.id)));
    out.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", xml(&item.link)));
    out.push_str(&format!("<published>{}</published>\n", instant(&item.published)));
    out.push_str(&format!("<updated>{}</updated>\n", instant(&item.updated)));
    for term in &item.terms {
        out.push_str(&format!("<category term=\"{}\"/>\n", xml(term)));
    }
    if let Some(summary) = &item.summary {
        out.push_str(&format!("<summary>{}</summary>\n", xml(summary)));
    }
    let page = tera::Value::none();
    let addresses = Addresses::Absolute(&view.base_url);
    let (prose, route) = (&item.prose, &item.base);
    let mut printer = Printer {
        templates,
        prose,
        page: &page,
        addresses,
        diagnostics,
        route,
        open: Vec::new(),
        progress: Progress::default(),
    };
    let html = printer.body();
    out.push_str(&format!("<content type=\"html\">{}</content>\n</entry>\n", frames::content(&html)));
}

/// A civil day is told as its beginning in UTC: the feed must not change with
/// the machine's time zone.
fn instant(day: &str) -> String {
    format!("{day}T00:00:00Z")
}

pub fn sitemap(base_url: &str, pages: &[(Route, Option<Date>)]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (route, date) in pages {
        let modified = date.as_ref().map(|date| format!("<lastmod>{date}</lastmod>")).unwrap_or_default();
        out.push_str(&format!("<url><loc>{}{}</loc>{modified}</url>\n", xml(base_url), xml(&route.href())));
    }
    out.push_str("</urlset>\n");
    out
}

/// Escaped for XML; characters that XML 1.0 refuses are left out.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
