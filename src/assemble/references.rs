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
use crate::base::memo::Memo;
use crate::base::memo::same;
use crate::base::path::SitePath;
use crate::model::kind::FieldType;
use crate::model::kind::KindName;
use crate::model::value::Node;
use crate::model::value::Value;

/// What can be named: the entries of each kind that some field refers to.
pub struct Index<'a> {
    entries: BTreeMap<&'a KindName, BTreeMap<&'a str, &'a Arc<Draft>>>,
    /// Stems of files that could not be read: pointing at them is no new fault.
    broken: BTreeSet<&'a str>,
}

/// A draft with its references followed, and what they led to.
pub struct Resolved {
    raw: Arc<Draft>,
    /// Nothing where some led nowhere: then it is looked for again.
    found: Option<Vec<Arc<Draft>>>,
    draft: Arc<Draft>,
    told: Diagnostics,
}

impl<'a> Index<'a> {
    pub fn of(drafts: &'a [Arc<Draft>], files: &'a Files<'_>) -> Self {
        let mut wanted: BTreeMap<&KindName, BTreeMap<_, _>> = BTreeMap::new();
        for rule in files.kinds.values().flat_map(|kind| kind.fields.values()) {
            if let FieldType::Reference(name) = inner(&rule.holds) {
                wanted.insert(name, BTreeMap::new());
            }
        }
        let listed = drafts.iter().filter(|draft| !draft.introduces);
        for draft in listed.take(if wanted.is_empty() { 0 } else { usize::MAX }) {
            if let Some(entries) = wanted.get_mut(&draft.kind.name) {
                entries.insert(draft.document.path.stem(), draft);
            }
        }
        let broken = files.broken.iter().map(SitePath::stem).collect();
        Self { entries: wanted, broken }
    }

    /// `/organisations/dinum` and `dinum` both name the entry `dinum`.
    fn find(&self, to: &KindName, node: &Node) -> Option<&'a Arc<Draft>> {
        self.entries.get(to)?.get(id(node)?).copied()
    }
}

/// Puts what is referred to in the place of its id. What is put there holds
/// ids in its turn: a reference goes one step, so circles cannot turn.
pub fn resolve(
    memo: &mut Memo<SitePath, Resolved>,
    drafts: &[Arc<Draft>],
    index: &Index<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<Draft>> {
    if index.entries.is_empty() {
        memo.keep([]);
        return drafts.to_vec();
    }
    let items: Vec<_> = drafts.iter().map(|draft| (&draft.document.path, draft)).collect();
    let holds = |known: &Resolved, draft: &&Arc<Draft>| {
        let still = |found: &Vec<Arc<Draft>>| {
            let mut known = found.iter();
            let now = asked(draft).all(|(to, node)| match index.find(to, node) {
                Some(now) => known.next().is_some_and(|known| same(known, now)),
                None => id(node).is_none(),
            });
            now && known.next().is_none()
        };
        same(&known.raw, draft) && known.found.as_ref().is_some_and(still)
    };
    let (resolved, _) = memo.renew(&items, holds, |draft| one(draft, index));
    resolved.iter().for_each(|it| diagnostics.extend(it.told.clone()));
    resolved.iter().map(|it| it.draft.clone()).collect()
}

/// Every place of the front matter that names another entry.
fn asked(draft: &Draft) -> impl Iterator<Item = (&KindName, &Node)> {
    let fields = draft.kind.fields.iter().filter_map(|(name, rule)| match inner(&rule.holds) {
        FieldType::Reference(to) => Some((to, draft.document.fields.get(name)?)),
        _ => None,
    });
    fields.flat_map(|(to, node)| {
        node.list().unwrap_or(std::slice::from_ref(node)).iter().map(move |node| (to, node))
    })
}

fn one(draft: &Arc<Draft>, index: &Index<'_>) -> Resolved {
    let mut following = Following { draft, index, found: Vec::new(), lost: 0, told: Diagnostics::default() };
    let mut values: Vec<(&String, Value)> = Vec::new();
    for (name, rule) in &draft.kind.fields {
        let FieldType::Reference(to) = inner(&rule.holds) else { continue };
        let Some(node) = draft.document.fields.get(name).filter(|node| !node.is_empty()) else { continue };
        let mut found = |node: &Node| following.value(node, to);
        let value = match node.list() {
            Some(nodes) => Value::list(nodes.iter().filter_map(&mut found)),
            None if matches!(rule.holds, FieldType::List(_)) => Value::list(found(node)),
            None => found(node).unwrap_or_default(),
        };
        values.push((name, value));
    }
    let Following { found, lost, told, .. } = following;
    let mut followed = draft.clone();
    if !values.is_empty() {
        let mut fields = (*draft.fields).clone();
        values.into_iter().for_each(|(name, value)| fields.insert(name.clone().into(), value));
        let borrowed = found.iter().map(|it| it.document.path.clone());
        let borrowed = draft.borrowed.iter().cloned().chain(borrowed).collect();
        followed = Arc::new(Draft { fields: Arc::new(fields.finished()), borrowed, ..Draft::clone(draft) });
    }
    Resolved { raw: draft.clone(), found: (lost == 0).then_some(found), draft: followed, told }
}

fn inner(holds: &FieldType) -> &FieldType {
    match holds {
        FieldType::List(of) => of,
        other => other,
    }
}

fn id(node: &Node) -> Option<&str> {
    Some(node.text()?.trim_matches('/').rsplit('/').next().unwrap_or_default())
}

struct Following<'a> {
    draft: &'a Draft,
    index: &'a Index<'a>,
    found: Vec<Arc<Draft>>,
    lost: usize,
    told: Diagnostics,
}

impl Following<'_> {
    fn value(&mut self, node: &Node, to: &KindName) -> Option<Value> {
        let id = id(node)?;
        let entries = self.index.entries.get(to)?;
        if let Some(draft) = entries.get(id) {
            self.found.push(Arc::clone(draft));
            return Some(draft.summary());
        }
        self.lost += 1;
        if !self.index.broken.contains(id) {
            let written = node.text().unwrap_or_default();
            let message = format!("« {written} » ne correspond à aucune fiche du type « {} »", to.0);
            let at = node.span(&self.draft.document.path);
            let warning = Diagnostic::warning(Code::ReferenceUnknown, at, message);
            self.told.push(match nearest(id, entries.keys().copied()) {
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
}
