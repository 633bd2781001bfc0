//! Addresses of the site that its settings lead to, once every address is known.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::path::decode;
use crate::base::path::encode;
use crate::model::site::Site;
use crate::model::value::Node;
use crate::model::value::Yaml;
use crate::plan::claims::Claims;
use crate::plan::rooted::answering;
use crate::plan::rooted::near;

/// Addresses for which a near one is looked for: it reads them all.
const GUESSES: usize = 20;

/// Settings of which no text is a link: they have rules of their own, or name files of the disk.
const OTHERS: [&str; 7] = ["redirects", "gone", "select", "sources", "feeds", "kinds", "base_url"];

/// Names of texts that people read, which may begin with a bar.
const WORDS: [&str; 4] = ["label", "title", "text", "description"];

/// Any text of the settings that begins with « / » is an address of the site,
/// whatever the theme does with it. Those of faulty texts are not known: as
/// long as there are any, nothing is said.
pub fn check(site: &Site, claims: &Claims) -> Diagnostics {
    let mut links = Links { path: &site.config.path, claims, told: Diagnostics::default() };
    if !site.absent.broken.is_empty() {
        return links.told;
    }
    for field in &site.config.fields.0 {
        match field.name.as_str() {
            "redirects" => links.redirects(&field.node),
            name if OTHERS.contains(&name) || WORDS.contains(&name) => {}
            _ => links.walk(&field.node),
        }
    }
    links.told
}

struct Links<'a> {
    path: &'a SitePath,
    claims: &'a Claims<'a>,
    told: Diagnostics,
}

impl Links<'_> {
    fn walk(&mut self, node: &Node) {
        match &node.yaml {
            Yaml::Null => {}
            Yaml::Scalar { text, .. } => {
                if let Some(address) = self.lost(text) {
                    self.tell(node, &address);
                }
            }
            Yaml::List(nodes) => nodes.iter().for_each(|node| self.walk(node)),
            Yaml::Map(fields) => {
                let read = |name: &str| WORDS.contains(&name);
                fields.0.iter().filter(|field| !read(&field.name)).for_each(|field| self.walk(&field.node));
            }
        }
    }

    fn redirects(&mut self, node: &Node) {
        for field in node.map().into_iter().flat_map(|fields| &fields.0) {
            let Some(address) = field.node.text().and_then(|text| self.lost(text)) else { continue };
            let message =
                format!("la redirection de « {} » mène à « {address} », où rien n'est publié", field.name);
            let fault = Diagnostic::warning(Code::LinkBroken, field.node.span(self.path), message);
            let help = self.help(&address, "corrigez l'adresse, ou créez la page");
            self.told.push(fault.with_help(help));
        }
    }

    /// The address of the site that is written there, when nothing answers it.
    fn lost(&self, written: &str) -> Option<String> {
        let written = written.trim();
        if !written.starts_with('/') || written.starts_with("//") || written.contains(char::is_whitespace) {
            return None;
        }
        let address = decode(written.split(['?', '#']).next().unwrap_or_default());
        answering(&address, self.claims).is_none().then_some(address)
    }

    fn tell(&mut self, node: &Node, address: &str) {
        let is_file = address.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let (code, what, cure) = match is_file {
            true => {
                let cure = format!("placez le fichier à « content{address} », ou corrigez l'adresse");
                (Code::FileMissing, "aucun fichier n'est publié à", cure)
            }
            false => {
                let cure = "corrigez l'adresse, ou créez la page".to_owned();
                (Code::LinkBroken, "aucune page n'est publiée à", cure)
            }
        };
        let warning = Diagnostic::warning(code, node.span(self.path), format!("{what} « {address} »"));
        let help = self.help(address, &cure);
        self.told.push(warning.with_help(help));
    }

    fn help(&self, address: &str, cure: &str) -> String {
        let near = (self.told.len() < GUESSES).then(|| near(address, self.claims)).flatten();
        near.map_or_else(|| cure.to_owned(), |near| format!("vouliez-vous « {} » ?", encode(&near)))
    }
}
