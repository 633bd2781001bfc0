//! One mapping of settings: ask for its keys one by one, then hear what is left over.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::value::Field;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::model::value::Yaml;
use crate::parse::yaml;

/// What becomes of keys that nobody asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// They mean nothing: an error.
    Refuse,
    /// They may be meant for templates, unless they look like a slip.
    Suspect,
}

/// Reads a mapping; a key that is there without a value counts as absent.
/// Whatever does not fit is told and skipped.
pub struct Reader<'a> {
    path: &'a SitePath,
    fields: &'a Fields,
    /// Bytes of the mapping, for what it lacks.
    range: (u32, u32),
    asked: BTreeSet<&'static str>,
    others: Others,
    diagnostics: &'a mut Diagnostics,
}

/// Reads a whole file with `read`; `None` when it is no mapping.
pub fn file<T>(
    (path, text): (&SitePath, &str),
    others: Others,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&mut Reader) -> Option<T>,
) -> Option<T> {
    part((path, text, 0), others, diagnostics, read)
}

/// The same for a mapping that begins at `from` in its file.
pub fn part<T>(
    (path, text, from): (&SitePath, &str, usize),
    others: Others,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&mut Reader) -> Option<T>,
) -> Option<T> {
    let told = diagnostics.len();
    let node = yaml::read(path, text, from, diagnostics)?;
    let nothing = Fields::default();
    let fields = match &node.yaml {
        Yaml::Map(fields) => fields,
        Yaml::Null => &nothing,
        _ if diagnostics.len() > told => return None,
        _ => {
            let message = "ce fichier n'est pas une suite de lignes « clé: valeur »";
            let fault = Diagnostic::error(Code::SettingInvalid, node.span(path), message);
            diagnostics.push(fault.with_help("chaque réglage commence à la marge, sans tiret"));
            return None;
        }
    };
    let range = (node.range.0, node.range.0);
    let mut reader = Reader { path, fields, range, asked: BTreeSet::new(), others, diagnostics };
    let value = read(&mut reader);
    reader.finish();
    value
}

impl<'a> Reader<'a> {
    pub fn path(&self) -> &'a SitePath {
        self.path
    }

    pub fn fields(&self) -> &'a Fields {
        self.fields
    }

    /// Nothing here is meant for templates.
    pub fn refuse_others(&mut self) {
        self.others = Others::Refuse;
    }

    /// The value of a key, unless it is empty.
    pub fn get(&mut self, name: &'static str) -> Option<&'a Node> {
        self.asked.insert(name);
        self.fields.get(name).filter(|node| node.yaml != Yaml::Null)
    }

    pub fn text(&mut self, name: &'static str) -> Option<String> {
        let node = self.get(name)?;
        match node.text() {
            Some(text) => Some(text.to_owned()).filter(|text| !text.is_empty()),
            None => self.unfit(node, name, "un texte"),
        }
    }

    /// A text without which the rest means nothing.
    pub fn require(&mut self, name: &'static str) -> Option<String> {
        if let Some(node) = self.get(name)
            && !node.is_empty()
        {
            return self.text(name);
        }
        let range = self.fields.field(name).map_or(self.range, |field| field.range);
        let place = Span { path: self.path.clone(), start: range.0, end: range.1 };
        let fault = Diagnostic::error(Code::FieldMissing, place, format!("le réglage « {name} » manque"));
        self.diagnostics.push(fault.with_help(format!("ajoutez une ligne « {name}: … »")));
        None
    }

    pub fn truth(&mut self, name: &'static str) -> Option<bool> {
        let node = self.get(name)?;
        node.truth().or_else(|| self.unfit(node, name, "« true » ou « false »"))
    }

    /// A whole number from 0 up.
    pub fn count(&mut self, name: &'static str) -> Option<usize> {
        let node = self.get(name)?;
        let count = node.text().and_then(|text| text.parse::<u32>().ok());
        count.map(|count| count as usize).or_else(|| self.unfit(node, name, "un nombre entier"))
    }

    /// Several texts, or one.
    pub fn texts(&mut self, name: &'static str) -> Vec<String> {
        let Some(node) = self.get(name) else { return Vec::new() };
        let nodes = node.list().unwrap_or(std::slice::from_ref(node));
        nodes.iter().filter_map(|node| self.text_of(node, name)).collect()
    }

    /// One word out of a few.
    pub fn choice<T: Copy>(&mut self, name: &'static str, words: &[(&str, T)]) -> Option<T> {
        let node = self.get(name)?;
        let found = words.iter().find(|(word, _)| node.text() == Some(*word));
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.unknown_word(node, name, &known);
        }
        found.map(|(_, value)| *value)
    }

    /// A mapping with keys of its own.
    pub fn inside<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Reader) -> Option<T>,
    ) -> Option<T> {
        let node = self.get(name)?;
        self.mapping(node, name, read)
    }

    /// A list of mappings.
    pub fn each<T>(&mut self, name: &'static str, mut read: impl FnMut(&mut Reader) -> Option<T>) -> Vec<T> {
        let Some(node) = self.get(name) else { return Vec::new() };
        let Some(nodes) = node.list() else {
            self.unfit::<()>(node, name, "une liste");
            return Vec::new();
        };
        nodes.iter().filter_map(|node| self.mapping(node, name, &mut read)).collect()
    }

    /// Names that the author gives, each with a value.
    pub fn pairs(&mut self, name: &'static str) -> &'a [Field] {
        let Some(node) = self.get(name) else { return &[] };
        if node.map().is_none() {
            self.unfit::<()>(node, name, "une suite de « nom: valeur »");
        }
        node.map().map_or(&[], |fields| &fields.0)
    }

    /// Names that the author gives, each with a mapping.
    pub fn named<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(&mut Reader) -> Option<T>,
    ) -> BTreeMap<String, T> {
        let pairs = self.pairs(name).iter();
        let read =
            pairs.filter_map(|field| Some((field.name.clone(), self.mapping(&field.node, name, &mut read)?)));
        read.collect()
    }

    /// Reads `node` as a mapping, whose other keys fare as those of the file.
    pub fn mapping<T>(
        &mut self,
        node: &'a Node,
        name: &str,
        read: impl FnOnce(&mut Reader) -> Option<T>,
    ) -> Option<T> {
        let Some(fields) = node.map() else {
            return self.unfit(node, name, "une suite de « clé: valeur »");
        };
        let mut inner = Reader {
            path: self.path,
            fields,
            range: (node.range.0, node.range.0),
            asked: BTreeSet::new(),
            others: self.others,
            diagnostics: &mut *self.diagnostics,
        };
        let value = read(&mut inner);
        inner.finish();
        value
    }

    pub fn text_of(&mut self, node: &Node, name: &str) -> Option<String> {
        node.text().map(str::to_owned).or_else(|| self.unfit(node, name, "un texte"))
    }

    /// Keys that others will ask for.
    pub fn know(&mut self, names: &[&'static str]) {
        self.asked.extend(names);
    }

    fn finish(&mut self) {
        for field in self.fields.0.iter().filter(|field| !self.asked.contains(field.name.as_str())) {
            let (name, place) = (&field.name, field.span(self.path));
            let near = nearest(name, self.asked.iter().copied());
            let cure = near.map(|word| format!("vouliez-vous écrire « {word} » ?"));
            let fault = match (self.others, near) {
                (Others::Refuse, _) => {
                    let message = format!("la clé « {name} » n'existe pas ici");
                    Diagnostic::error(Code::SettingUnknown, place, message)
                }
                (Others::Suspect, Some(word)) if name.chars().count() > 3 => {
                    let message = format!("la clé « {name} » ressemble à « {word} » et n'est pas la même");
                    Diagnostic::warning(Code::SettingUnknown, place, message)
                }
                _ => continue,
            };
            let known = || self.asked.iter().copied().collect::<Vec<_>>().join(", ");
            let help = cure.unwrap_or_else(|| format!("les clés possibles ici : {}", known()));
            self.diagnostics.push(fault.with_help(help));
        }
    }

    /// Another type than the setting takes.
    pub fn unfit<T>(&mut self, node: &Node, name: &str, wanted: &str) -> Option<T> {
        let help = format!("donnez à « {name} » {wanted}");
        self.invalid(node, &format!("le réglage « {name} » doit être {wanted}"), &help);
        None
    }

    pub fn unknown_word(&mut self, node: &Node, name: &str, known: &[&str]) {
        let written = node.text().unwrap_or_default();
        let help = match nearest(written, known.iter().copied()) {
            Some(word) => format!("vouliez-vous écrire « {word} » ?"),
            None => format!("les mots possibles : {}", known.join(", ")),
        };
        let message = match written {
            "" => format!("le réglage « {name} » doit être un mot connu"),
            word => format!("« {word} » n'est pas possible pour le réglage « {name} »"),
        };
        self.invalid(node, &message, &help);
    }

    pub fn invalid(&mut self, node: &Node, message: &str, help: &str) {
        let fault = Diagnostic::error(Code::SettingInvalid, node.span(self.path), message);
        self.diagnostics.push(fault.with_help(help));
    }

    pub fn note(&mut self, node: &Node, message: &str, help: &str) {
        let said = Diagnostic::note(Code::SettingInvalid, node.span(self.path), message);
        self.diagnostics.push(said.with_help(help));
    }
}
