//! Texts that took another address, whether the old one leads there or not.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::edge::manifest::Address;
use crate::edge::manifest::Manifest;

#[derive(Default)]
pub struct Heirs<'a> {
    /// Where the text of a page that is no page any more is now.
    pub of: BTreeMap<&'a str, &'a str>,
    /// The new addresses of such texts that did not change: nothing new to read.
    pub moved: BTreeSet<&'a str>,
}

impl<'a> Heirs<'a> {
    /// The same file, else the same bytes under another name, else the only new
    /// file of the same name.
    pub fn between(old: &'a Manifest, new: &'a Manifest) -> Self {
        let is_new = |(route, _): &(&str, &Address)| !old.addresses.contains_key(*route);
        let found: Vec<_> =
            pages(new).filter(is_new).filter_map(|(route, it)| Some((route, text(it)?))).collect();
        let mut heirs = Self::default();
        for (route, address) in pages(old) {
            let stays = new.addresses.get(route).is_some_and(is_page);
            let Some(path) = text(address).filter(|_| !stays) else { continue };
            let one = |same: &dyn Fn(&str) -> bool| {
                let mut same = found.iter().filter(|(_, path)| same(path));
                same.next().filter(|_| same.next().is_none()).map(|(route, _)| *route)
            };
            let (bytes, name) = (old.sources.get(path), path.rsplit('/').next());
            let same_bytes = |other: &str| bytes.is_some() && new.sources.get(other) == bytes;
            let same_name = |other: &str| !new.sources.contains_key(path) && other.rsplit('/').next() == name;
            let heir = one(&|other| other == path).or_else(|| one(&same_bytes)).or_else(|| one(&same_name));
            let Some(heir) = heir else { continue };
            heirs.of.insert(route, heir);
            let leads_elsewhere = new.addresses.get(route).is_some_and(|it| it.to.as_deref() != Some(heir));
            let now = new.addresses.get(heir).and_then(text).and_then(|path| new.sources.get(path));
            if bytes.is_some() && bytes == now && !leads_elsewhere {
                heirs.moved.insert(heir);
            }
        }
        heirs
    }
}

fn pages(manifest: &Manifest) -> impl Iterator<Item = (&str, &Address)> {
    manifest.addresses.iter().filter(|(_, address)| is_page(address)).map(|(route, it)| (route.as_str(), it))
}

fn is_page(address: &Address) -> bool {
    address.title.is_some() && address.to.is_none()
}

/// Older manifests do not tell it from the other texts that a page names.
fn text(address: &Address) -> Option<&str> {
    let own = address.text.as_deref();
    own.or_else(|| address.sources.iter().map(String::as_str).find(|path| path.ends_with(".md")))
}
