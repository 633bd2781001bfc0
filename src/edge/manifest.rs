//! What a published site says of itself: each address with its hash, its title
//! and what it was made from.
//!
//! It lies in the published folder, so that it is exchanged with the pages, and
//! is a function of the sources alone: no date, no machine. One address a line,
//! sorted: rsync sends the lines that changed.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::io::ErrorKind;
use std::path::Path;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use serde::Deserialize;
use serde::Serialize;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;
use crate::edge::fault::refused;
use crate::edge::file;
use crate::model::source::Snapshot;

/// Its name in the published folder.
pub const FILE: &str = "kiosque-manifest.json";
const FORMAT: u32 = 1;
/// More is no manifest of ours: 256 MiB, for some 800,000 addresses.
const HEAVIEST: u64 = 256 << 20;

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub program: String,
    pub base_url: String,
    /// Of all that the theme's authors wrote.
    pub theme: String,
    /// How compressed forms were made; empty where there are none.
    #[serde(default)]
    pub packing: String,
    /// Hash of each source that some address was made from.
    pub sources: BTreeMap<String, String>,
    /// Addresses that the site says to be no more, for good.
    #[serde(default)]
    pub gone: BTreeSet<String>,
    pub addresses: BTreeMap<String, Address>,
}

/// One published file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Of its bytes.
    pub hash: String,
    /// Of pages only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where a redirection leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The text that a page is made of, among its sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A page that comes and goes with what it lists.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub passing: bool,
    /// Sources, and folders (`content/blog/`) in the place of many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Hashes of its compressed forms, by their endings.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub packed: BTreeMap<String, String>,
}

impl Manifest {
    pub fn new(base_url: &str) -> Self {
        let program = concat!("kiosque ", env!("CARGO_PKG_VERSION")).to_owned();
        Self { format: FORMAT, program, base_url: base_url.to_owned(), ..Self::default() }
    }

    /// Its JSON, with those addresses, one by one and in their order: they are
    /// many, and are not held together.
    pub fn text<'a>(&self, addresses: impl Iterator<Item = (&'a str, Address)>) -> String {
        let json = |value: &str| serde_json::to_string(value).expect("a text always has a JSON form");
        let mut head = vec![("program", &self.program), ("base_url", &self.base_url), ("theme", &self.theme)];
        head.extend((!self.packing.is_empty()).then_some(("packing", &self.packing)));
        let mut text = format!("{{\n\"format\": {},\n", self.format);
        head.iter().for_each(|(name, value)| text.push_str(&format!("\"{name}\": {},\n", json(value))));
        if !self.gone.is_empty() {
            let gone: Vec<String> = self.gone.iter().map(|route| json(route)).collect();
            text.push_str(&format!("\"gone\": [\n{}\n],\n", gone.join(",\n")));
        }
        listed(&mut text, "sources", self.sources.iter().map(|(path, hash)| (path.as_str(), hash)));
        text.push_str(",\n");
        listed(&mut text, "addresses", addresses);
        text.push_str("\n}\n");
        text
    }

    /// Of a published folder, or of the file itself.
    pub fn read(place: &Path) -> io::Result<Self> {
        let path = if place.is_dir() { place.join(FILE) } else { place.to_owned() };
        let said = |why: &str| {
            refused(ErrorKind::InvalidData, format!("« {} » n'est pas un manifeste : {why}", path.display()))
        };
        if place.is_dir() && !path.exists() {
            let message = format!(
                "« {} » n'a pas de fichier {FILE} ; publiez-le à nouveau avec « kiosque build »",
                place.display()
            );
            return Err(refused(ErrorKind::NotFound, message));
        }
        let bytes = file::read(&path, HEAVIEST)?;
        if bytes.len() as u64 > HEAVIEST {
            return Err(said("il est trop lourd"));
        }
        let found: Self = serde_json::from_slice(&bytes)
            .map_err(|error| said(&format!("le JSON ne se lit pas à la ligne {}", error.line())))?;
        if found.format != FORMAT {
            return Err(said(&format!("format {}, et ce programme connaît le {FORMAT}", found.format)));
        }
        Ok(found)
    }
}

/// One line for each, so that two versions are compared line by line.
fn listed<'a, T: Serialize>(text: &mut String, name: &str, values: impl Iterator<Item = (&'a str, T)>) {
    let json = |value: &str| serde_json::to_string(value).expect("a text always has a JSON form");
    text.push_str(&format!("\"{name}\": {{\n"));
    for (n, (key, value)) in values.enumerate() {
        let value = serde_json::to_string(&value).expect("a fact always has a JSON form");
        text.push_str(if n > 0 { ",\n" } else { "" });
        text.push_str(&format!("{}: {value}", json(key)));
    }
    text.push_str("\n}");
}

/// The hash of each of those sources that there is; nothing larger than a few
/// kilobytes is held in memory.
pub fn hashes(snapshot: &Snapshot, paths: BTreeSet<SitePath>) -> BTreeMap<String, Fingerprint> {
    let hash = |path: SitePath| {
        snapshot.get(&path)?;
        let print = Fingerprint::of_stream(&mut snapshot.open(&path).ok()?).ok()?;
        Some((path.as_str().to_owned(), print))
    };
    paths.into_par_iter().filter_map(hash).collect()
}
