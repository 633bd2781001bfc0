//! Where every link leads, or a word to whoever wrote it.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assemble::entries::Draft;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::path::decode;
use crate::model::document::Document;
use crate::model::document::Link;
use crate::model::memory::Absent;
use crate::model::parsed::Asset;
use crate::model::site::Pending;
use crate::model::site::Target;
use crate::model::site::Targets;

/// All that a link may lead to.
pub struct Known<'a> {
    /// In the order of their paths.
    pub drafts: &'a [Arc<Draft>],
    pub absent: &'a Absent,
    pub assets: &'a Arc<BTreeMap<Route, Asset>>,
    pub base_url: &'a str,
}

impl Known<'_> {
    /// What is published of a source.
    pub fn draft(&self, source: &SitePath) -> Option<&Arc<Draft>> {
        let at = self.drafts.binary_search_by(|draft| draft.document.path.cmp(source)).ok()?;
        Some(&self.drafts[at])
    }
}

/// Where the links of one document lead.
pub struct Resolved {
    pub targets: Targets,
    /// Those that wait for the plan.
    pub pending: Vec<Pending>,
    /// Other documents whose headings were looked at.
    pub seen: Vec<Arc<Document>>,
}

/// What the document links to is borrowed: its address is printed.
pub fn resolve(
    (document, borrowed): (&Document, &mut Vec<SitePath>),
    known: &Known<'_>,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let (pending, seen) = (Vec::new(), Vec::new());
    let mut resolver = Resolver { document, known, diagnostics, borrowed, pending, seen };
    let targets = Targets::of(document.body.links.iter().map(|link| resolver.target(link)));
    let Resolver { mut pending, seen, .. } = resolver;
    pending.shrink_to_fit();
    Resolved { targets, pending, seen }
}

struct Resolver<'r> {
    document: &'r Document,
    known: &'r Known<'r>,
    diagnostics: &'r mut Diagnostics,
    borrowed: &'r mut Vec<SitePath>,
    pending: Vec<Pending>,
    seen: Vec<Arc<Document>>,
}

impl Resolver<'_> {
    fn target(&mut self, link: &Link) -> Target {
        let written = link.written.trim();
        if written.is_empty() {
            self.warn(
                link,
                Code::LinkEmpty,
                "ce lien n'a pas d'adresse".into(),
                "donnez-lui une adresse, ou ôtez-le",
            );
            return Target::Elsewhere;
        }
        let own = written.strip_prefix(self.known.base_url).filter(|rest| rest.starts_with('/'));
        if let Some(anchor) = written.strip_prefix('#') {
            self.anchor(link, self.document, anchor);
            return Target::Elsewhere;
        }
        let (path, anchor) = split(own.unwrap_or(written));
        if own.is_none() && elsewhere(written) {
            return Target::Elsewhere;
        }
        match path.strip_prefix('/') {
            Some(below) => self.below_root(link, below, anchor),
            None => self.beside(link, &path, anchor),
        }
    }

    fn below_root(&mut self, link: &Link, below: &str, anchor: Option<String>) -> Target {
        if below.ends_with(".md") {
            let source = SitePath::new(&format!("content/{below}"));
            if let Some(target) = self.page(link, &source, anchor.as_deref()) {
                return target;
            }
        }
        let address = format!("/{below}");
        if let Some(asset) = Route::new(&address).and_then(|route| self.asset(&route)) {
            return asset;
        }
        let image = link.role.is_image();
        self.pending.push(Pending { address, anchor, image, span: link.span.clone() });
        Target::Elsewhere
    }

    fn beside(&mut self, link: &Link, path: &str, anchor: Option<String>) -> Target {
        let Some(source) = self.document.path.join(path) else {
            return self.broken(link, path);
        };
        for candidate in [source.as_str().to_owned(), format!("{source}.md"), format!("{source}/_index.md")] {
            if let Some(target) = self.page(link, &SitePath::new(&candidate), anchor.as_deref()) {
                return target;
            }
        }
        let route = source.as_str().strip_prefix("content/").and_then(Route::new);
        if let Some(asset) = route.and_then(|route| self.asset(&route)) {
            return asset;
        }
        self.broken(link, path)
    }

    fn asset(&mut self, route: &Route) -> Option<Target> {
        let asset = self.known.assets.get(route)?;
        self.borrowed.push(asset.path.clone());
        let Asset { weight, size, picture, .. } = asset.clone();
        Some(Target::File { route: route.clone(), weight, size, picture })
    }

    /// The page of a source, if that is one.
    fn page(&mut self, link: &Link, source: &SitePath, anchor: Option<&str>) -> Option<Target> {
        if self.known.absent.broken.contains(source) {
            return Some(Target::Elsewhere);
        }
        if self.known.absent.hidden.contains_key(source) {
            let message =
                format!("« {source} » n'est pas publié : c'est un brouillon, ou sa date n'est pas venue");
            self.warn(link, Code::LinkBroken, message, "publiez cette page, ou ôtez le lien");
            return Some(Target::Elsewhere);
        }
        let Draft { route, document, .. } = &**self.known.draft(source)?;
        self.borrowed.push(source.clone());
        if let Some(anchor) = anchor {
            self.seen.push(document.clone());
            self.anchor(link, document, anchor);
        }
        let Some(route) = route else {
            let message = format!("« {source} » n'a pas de page à elle");
            self.warn(link, Code::LinkBroken, message, "faites un lien vers la page qui la présente");
            return Some(Target::Elsewhere);
        };
        Some(Target::Page { route: route.clone(), anchor: anchor.map(Box::from) })
    }

    fn anchor(&mut self, link: &Link, document: &Document, anchor: &str) {
        let wanted = decode(anchor);
        let headings = document.body.headings.iter().map(|heading| &*heading.id);
        let known: Vec<&str> = headings.chain(document.body.ids.iter().map(|id| &**id)).collect();
        if wanted.is_empty() || wanted == "top" || known.contains(&wanted.as_str()) {
            return;
        }
        let message = format!("l'ancre « #{wanted} » n'existe pas dans « {} »", document.path);
        let help = match nearest(&wanted, known.iter().copied()) {
            Some(near) => format!("vouliez-vous « #{near} » ?"),
            None => "une ancre est le titre en minuscules, avec des tirets".into(),
        };
        self.warn(link, Code::AnchorBroken, message, &help);
    }

    fn broken(&mut self, link: &Link, path: &str) -> Target {
        let image = link.role.is_image();
        if path.contains('@') && !path.contains('/') {
            let message = format!("« {path} » est une adresse de courriel, pas une page");
            self.warn(link, Code::LinkBroken, message, &format!("écrivez « mailto:{path} »"));
            return Target::Elsewhere;
        }
        let (code, message) = match image {
            true => (Code::FileMissing, format!("l'image « {path} » n'existe pas")),
            false => (Code::LinkBroken, format!("aucune page ni fichier ne correspond à « {path} »")),
        };
        let fault = Diagnostic::error(code, link.span.clone(), message);
        let help = match (self.near(path), image) {
            (Some(near), _) => format!("vouliez-vous « {near} » ?"),
            (None, true) => format!(
                "placez le fichier à « {}/{path} » ou corrigez l'adresse",
                self.document.path.folder()
            ),
            (None, false) => "corrigez l'adresse, ou créez la page".into(),
        };
        self.diagnostics.push(fault.with_help(help));
        Target::Elsewhere
    }

    /// A file of the same folder with almost that name.
    fn near(&self, path: &str) -> Option<String> {
        let folder = self.document.path.join(path)?.folder().to_owned();
        let name = path.rsplit('/').next()?;
        let paths = self.known.drafts.iter().map(|draft| &draft.document.path);
        let pages = paths.filter(|source| source.folder() == folder).map(|source| source.name());
        let assets = self.known.assets.values().filter(|asset| asset.path.folder() == folder);
        let found = nearest(name, pages.chain(assets.map(|asset| asset.path.name())))?;
        let start = path.len() - name.len();
        Some(format!("{}{found}", &path[..start]))
    }

    fn warn(&mut self, link: &Link, code: Code, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::warning(code, link.span.clone(), message).with_help(help));
    }
}

/// The path, decoded, and the anchor; what follows `?` is left out.
fn split(written: &str) -> (String, Option<String>) {
    let (address, anchor) = written.split_once('#').map_or((written, None), |(a, b)| (a, Some(decode(b))));
    let path = address.split('?').next().unwrap_or_default();
    (decode(path), anchor)
}

/// Another host, or not a page at all (RFC 3986, 3.1).
fn elsewhere(written: &str) -> bool {
    if written.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = written.split_once(':') else { return false };
    let first = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    first && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}
