//! Letters: one text, a page, an e-mail and its plain text, which say the same.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
#[path = "../site/mod.rs"]
mod site;

mod corpus;
mod lint;
mod outputs;
mod said;

use site::Site;

const KIND: &str = "name: lettre\nlabel: une lettre\nroute: /lettres/{stem}/\ntemplate: page.html\nexternal: link\n\
    formats: [web, email]\nfields:\n  title: {type: text, required: true}\n  date: {type: date}\n  link: {type: link}\n\
    \x20 subject: {type: text}\n  preheader: {type: text}\n  from_name: {type: text}\n  from_email: {type: text}\n\
    \x20 reply_to: {type: text}\n  send_date: {type: text}\n  utm_campaign: {type: text}\n";

const CONFIG: &str = "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\nemail:\n  from_name: Équipe Essai\n\
    \x20 from_email: lettre@exemple.gouv.fr\n  unsubscribe: mailto:lettre@exemple.gouv.fr?subject=Fin\n";

/// A site with one letter, which says `body`.
pub fn with(body: &str) -> Site {
    let head =
        "title: Une lettre\ndate: 2025-05-02\npreheader: Ce que cette lettre dit en quelques mots de plus\n";
    raw(&format!("---\n{head}---\n\n{body}\n"))
}

pub fn raw(text: &str) -> Site {
    let mut site = site::small(&[("content/lettres/_kind.yaml", KIND), ("content/lettres/une.md", text)]);
    site.put("kiosque.yaml", CONFIG);
    site
}

/// Words of the text between two marks that the bare theme puts around it.
pub fn html_words(html: &str) -> Vec<String> {
    let content = html.split("<div class=\"content\"").nth(1).unwrap().split_once('>').unwrap().1;
    let content = content.rsplit_once("</div>").unwrap().0;
    said::of_html(content)
}

pub fn text_words(text: &str) -> Vec<String> {
    let inner = text.strip_prefix("Une lettre\n").unwrap();
    let end = inner.rfind("\nÉquipe Essai. ").unwrap();
    let inner = &inner[..end];
    let links = inner.rfind("\n[1] ").unwrap_or(inner.len());
    said::of_text(&inner[..links])
}
