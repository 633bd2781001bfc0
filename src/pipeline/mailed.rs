//! Which texts are read for a mail too: their folders' kinds tell.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Checked;
use crate::base::path::SitePath;
use crate::model::kind::Mailing;
use crate::model::marks::Marking;
use crate::model::parsed::Parsed;

/// What each folder that has a kind of its own says.
pub struct Mailed(BTreeMap<String, Marking>);

impl Mailed {
    pub fn of(parsed: &[Arc<Checked<Parsed>>]) -> Self {
        let folder = |file: &Arc<Checked<Parsed>>| match &file.value {
            Parsed::Kind(kind) => {
                let kept = kind.mailing == Mailing::Mailed;
                let marking = if kept { Marking::Kept } else { Marking::Dropped };
                Some((kind.path.folder().to_owned(), marking))
            }
            _ => None,
        };
        let all: BTreeMap<String, Marking> = parsed.iter().filter_map(folder).collect();
        // Most sites mail nothing: no folder is looked up then.
        let some = all.values().any(|marking| *marking == Marking::Kept);
        Self(if some { all } else { BTreeMap::new() })
    }

    /// As the nearest kind above it says.
    pub fn marking(&self, path: &SitePath) -> Marking {
        let mut folder = path.folder();
        while !self.0.is_empty() {
            if let Some(marking) = self.0.get(folder) {
                return *marking;
            }
            match folder.rsplit_once('/') {
                Some((above, _)) => folder = above,
                None => break,
            }
        }
        Marking::Dropped
    }
}
