//! Entries that name other entries by their id.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::assemble::entries::Draft;
use crate::assemble::files::Files;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::path::SitePath;
use crate::model::kind::FieldType;
use crate::model::kind::KindName;
use crate::model::value::Node;
use crate::model::value::Value;

/// What can be named: the entries of each kind that some field refers to.
pub struct Index {
    entries: BTreeMap<KindName, BTreeMap<String, (SitePath, Value)>>,
    /// Stems of files that could not be read: pointing at them is no new fault.
    broken: BTreeSet<String>,
}

impl Index {
    pub fn of(drafts: &[Draft], files: &Files<'_>) -> Self {
        let mut wanted: BTreeMap<KindName, BTreeMap<_, _>> = BTreeMap::new();
        for rule in files.kinds.values().flat_map(|kind| kind.fields.values()) {
            if let FieldType::Reference(name) = inner(&rule.holds) {
                wanted.insert(name.clone(), BTreeMap::new());
            }
        }
        for draft in drafts.iter().filter(|draft| !draft.introduces) {
            if let Some(entries) = wanted.get_mut(&draft.kind.name) {
                let id = draft.document.path.stem().to_owned();
                entries.insert(id, (draft.document.path.clone(), draft.summary()));
            }
        }
        let broken = files.broken.iter().map(|path| path.stem().to_owned()).collect();
        Self { entries: wanted, broken }
    }
}

/// Puts what is referred to in the place of its id. What is put there holds
/// ids in its turn: a reference goes one step, so circles cannot turn.
pub fn resolve(drafts: &mut [Draft], index: &Index, diagnostics: &mut Diagnostics) {
    for draft in drafts {
        let kind = draft.kind.clone();
        for (name, rule) in &kind.fields {
            let FieldType::Reference(to) = inner(&rule.holds) else { continue };
            let document = draft.document.clone();
            let Some(node) = document.fields.get(name).filter(|node| !node.is_empty()) else { continue };
            let mut found = |node: &Node| one(draft, node, to, index, diagnostics);
            let value = match node.list() {
                Some(nodes) => Value::list(nodes.iter().filter_map(&mut found)),
                None if matches!(rule.holds, FieldType::List(_)) => Value::list(found(node)),
                None => found(node).unwrap_or_default(),
            };
            Arc::make_mut(&mut draft.fields).insert(name.clone().into(), value);
        }
    }
}

fn inner(holds: &FieldType) -> &FieldType {
    match holds {
        FieldType::List(of) => of,
        other => other,
    }
}

/// `/organisations/dinum` and `dinum` both name the entry `dinum`.
fn one(
    draft: &mut Draft,
    node: &Node,
    to: &KindName,
    index: &Index,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let written = node.text()?;
    let id = written.trim_matches('/').rsplit('/').next().unwrap_or_default();
    let entries = index.entries.get(to)?;
    if let Some((path, summary)) = entries.get(id) {
        draft.borrowed.push(path.clone());
        return Some(summary.clone());
    }
    if !index.broken.contains(id) {
        let message = format!("« {written} » ne correspond à aucune fiche du type « {} »", to.0);
        let warning = Diagnostic::warning(Code::ReferenceUnknown, node.span(&draft.document.path), message);
        diagnostics.push(match nearest(id, entries.keys().map(String::as_str)) {
            Some(near) => warning.with_help(format!("vouliez-vous « {near} » ?")),
            None => warning.with_help("créez sa fiche, ou corrigez l'identifiant"),
        });
    }
    Some(Value::map([
        ("id", id.into()),
        ("title", id.into()),
        ("url", Value::Null),
        ("missing", true.into()),
    ]))
}
