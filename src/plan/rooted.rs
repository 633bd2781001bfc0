//! Links from the root, once every address is known.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::memo::Memo;
use crate::base::memo::same;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::path::encode;
use crate::model::document::Document;
use crate::model::plan::Work;
use crate::model::site::Entry;
use crate::model::site::Pending;
use crate::model::site::Site;
use crate::plan::claims::Claims;

/// Broken links for which a near address is looked for: it reads them all.
const GUESSES: usize = 20;

/// What is remembered of them; only good as long as addresses are the same.
#[derive(Default)]
pub struct Rooted {
    texts: Memo<SitePath, Followed>,
    /// The near address of one where nothing is.
    guesses: BTreeMap<String, Option<String>>,
}

/// The links of one text.
struct Followed {
    entry: Arc<Entry>,
    /// Pages whose headings were looked for, and their texts.
    seen: Vec<(Route, Option<Arc<Document>>)>,
    told: Diagnostics,
    /// Which of what was told is about which link that leads nowhere.
    broken: Vec<(usize, usize)>,
}

impl Rooted {
    /// Addresses came or went: every link may lead elsewhere.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    pub fn check(&mut self, site: &Site, claims: &Claims) -> Diagnostics {
        let texts = site.all().filter(|entry| !entry.pending.is_empty());
        let texts: Vec<_> = texts.map(|entry| (&entry.source, entry)).collect();
        let seen = |(route, known): &(Route, Option<Arc<Document>>)| match (known, document(route, claims)) {
            (Some(known), Some(now)) => same(known, now),
            (None, None) => true,
            _ => false,
        };
        let (followed, _) = self.texts.renew(
            &texts,
            |known, entry| same(&known.entry, entry) && known.seen.iter().all(seen),
            |entry| follow(entry, claims),
        );
        let (mut diagnostics, mut left) = (Diagnostics::default(), GUESSES);
        let mut known = std::mem::take(&mut self.guesses);
        for text in followed {
            for (_, link) in text.broken.iter().take(left) {
                let address = &text.entry.pending[*link].address;
                let guess = known.remove(address).unwrap_or_else(|| near(address, claims));
                self.guesses.entry(address.clone()).or_insert(guess);
            }
            diagnostics.extend(self.told(&text, left));
            left = left.saturating_sub(text.broken.len());
        }
        diagnostics
    }

    /// What there is to say of a text, the first of its broken links with a guess.
    fn told(&self, text: &Followed, guessed: usize) -> Diagnostics {
        let broken = &text.broken[..guessed.min(text.broken.len())];
        if broken.is_empty() {
            return text.told.clone();
        }
        let mut told = Diagnostics::default();
        for (n, diagnostic) in text.told.iter().enumerate() {
            let link = broken.iter().find(|(at, _)| *at == n).map(|(_, link)| &text.entry.pending[*link]);
            let near = link.and_then(|link| self.guesses.get(&link.address)?.as_deref());
            told.push(match near {
                Some(near) => diagnostic.clone().with_help(format!("vouliez-vous « {} » ?", encode(near))),
                None => diagnostic.clone(),
            });
        }
        told
    }
}

/// The published address that is written almost so.
pub fn near(address: &str, claims: &Claims) -> Option<String> {
    nearest(address, claims.jobs().map(|(route, _)| route.as_str())).map(str::to_owned)
}

fn follow(entry: &Arc<Entry>, claims: &Claims) -> Followed {
    let mut followed =
        Followed { entry: entry.clone(), seen: Vec::new(), told: Diagnostics::default(), broken: Vec::new() };
    for (n, link) in entry.pending.iter().enumerate() {
        let Some(route) = answering(&link.address, claims) else {
            followed.broken.push((followed.told.len(), n));
            followed.told.push(broken(link));
            continue;
        };
        let Some(wanted) = link.anchor.as_deref().filter(|anchor| !anchor.is_empty()) else { continue };
        let document = document(&route, claims);
        let fault = document.and_then(|document| anchor(link, wanted, document));
        fault.into_iter().for_each(|fault| followed.told.push(fault));
        followed.seen.push((route, document.cloned()));
    }
    followed
}

/// The text of the page at that address.
fn document<'a>(route: &Route, claims: &'a Claims) -> Option<&'a Arc<Document>> {
    match &claims.get(route)?.work {
        Work::Page { view, .. } => view.prose.as_ref().map(|prose| &prose.document),
        _ => None,
    }
}

/// The route whose file a static host would give for that address.
pub fn answering(address: &str, claims: &Claims) -> Option<Route> {
    let bare = address.trim_end_matches('/');
    let index = address.strip_suffix("index.html").map(str::to_owned);
    let candidates =
        [Some(address.to_owned()), Some(format!("{bare}/")), Some(format!("{bare}.html")), index];
    candidates.into_iter().flatten().filter_map(|text| Route::new(&text)).find(|route| claims.has(route))
}

fn anchor(link: &Pending, wanted: &str, document: &Document) -> Option<Diagnostic> {
    let body = &document.body;
    let headings = body.headings.iter().map(|heading| &*heading.id);
    let known: Vec<&str> = headings.chain(body.ids.iter().map(|id| &**id)).collect();
    if known.contains(&wanted) {
        return None;
    }
    let message = format!("l'ancre « #{wanted} » n'existe pas dans la page « {} »", link.address);
    let warning = Diagnostic::warning(Code::AnchorBroken, link.span.clone(), message);
    Some(match nearest(wanted, known.iter().copied()) {
        Some(near) => warning.with_help(format!("vouliez-vous « #{near} » ?")),
        None => warning.with_help("une ancre est le titre en minuscules, avec des tirets"),
    })
}

fn broken(link: &Pending) -> Diagnostic {
    let (code, what) = match link.image {
        true => (Code::FileMissing, "aucune image n'est publiée à"),
        false => (Code::LinkBroken, "aucune page n'est publiée à"),
    };
    let warning = Diagnostic::warning(code, link.span.clone(), format!("{what} « {} »", link.address));
    warning.with_help(match link.image {
        true => format!("placez le fichier à « content{} »", link.address),
        false => "corrigez l'adresse, ou créez la page".to_owned(),
    })
}
