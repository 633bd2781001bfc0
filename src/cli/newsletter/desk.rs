//! The letters of one round, and what there is to say about each.
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Severity;
use crate::base::diagnostic::nearest;
use crate::base::path::SitePath;
use crate::cli::arguments::TellingOptions;
use crate::cli::newsletter::options::ReadingOptions;
use crate::cli::round;
use crate::cli::round::Round;
use crate::edge::console;
use crate::model::letter::Letter;
use crate::model::letter::Target;
use crate::model::mailing::Issue;
use crate::model::mailing::Standing;
use crate::model::output::Sink;

pub struct Desk<'a> {
    pub root: &'a Path,
    pub round: Round,
}

impl<'a> Desk<'a> {
    pub fn open(root: &'a Path, reading: &ReadingOptions, sink: &dyn Sink) -> io::Result<Self> {
        Ok(Self { root, round: round::silent(root, &reading.asked(), sink)? })
    }

    /// Newest first.
    pub fn issues(&self) -> &[Issue] {
        &self.round.build.plan.issues
    }

    /// By its name, its address or its file; what to say when there is none,
    /// or more than one.
    pub fn find(&self, wanted: &str) -> Result<&Issue, String> {
        let bare = wanted.trim_matches('/');
        let is = |issue: &&Issue| {
            let route = issue.route().map(|route| route.as_str().trim_matches('/'));
            issue.slug == bare || route == Some(bare) || issue.source.as_str() == bare
        };
        let found: Vec<&Issue> = self.issues().iter().filter(is).collect();
        match found[..] {
            [issue] => Ok(issue),
            [] => Err(self.unknown(bare)),
            _ => {
                let all: Vec<&str> = found.iter().map(|issue| issue.source.as_str()).collect();
                let all = all.join(", ");
                Err(format!(
                    "kiosque : plusieurs lettres s'appellent « {bare} »\n  aide : donnez son fichier : {all}"
                ))
            }
        }
    }

    fn unknown(&self, wanted: &str) -> String {
        let names: Vec<&str> = self.issues().iter().map(|issue| issue.slug.as_str()).collect();
        if names.is_empty() {
            let told = if self.round.refused {
                " ; « kiosque check » dit ce qui empêche de lire le site"
            } else {
                ""
            };
            return format!("kiosque : ce site n'a aucune lettre{told}");
        }
        let near = nearest(wanted, names.iter().copied());
        let near = near.map(|near| format!(" ; vouliez-vous « {near} » ?")).unwrap_or_default();
        format!(
            "kiosque : aucune lettre « {wanted} »{near}\n  aide : « kiosque newsletter list » les montre toutes"
        )
    }

    /// A letter that is written here, for one who sends it, with all that is
    /// wrong with it.
    pub fn letter(&self, issue: &Issue, target: Target) -> Checked<Option<Letter>> {
        let Some(route) = issue.route() else { return Checked::new(None, self.faults(issue)) };
        let Checked { value, mut diagnostics } = self.round.build.letter(route, target);
        diagnostics.extend(self.faults(issue));
        Checked::new(value, diagnostics.sorted())
    }

    /// What the round said of a letter, or of what every letter stands on.
    pub fn faults(&self, issue: &Issue) -> Diagnostics {
        let mut reads = issue.route().map(|route| self.round.build.letter_reads(route)).unwrap_or_default();
        reads.insert(issue.source.clone());
        let mut faults = Diagnostics::default();
        for diagnostic in self.round.build.diagnostics.iter().filter(|it| concerns(it, &reads)) {
            faults.push(diagnostic.clone());
        }
        faults
    }

    /// Said once, after what concerns the letter: links may lead to pages that
    /// are not there.
    pub fn tell_rest(&self, told: &Diagnostics) {
        let all = self.round.build.diagnostics.iter();
        let rest = all.filter(|it| it.severity == Severity::Error && !told.iter().any(|known| known == *it));
        match rest.count() {
            0 => {}
            1 => console::fail("le reste du site a une erreur : « kiosque check » la montre"),
            n => console::fail(&format!("le reste du site a {n} erreurs : « kiosque check » les montre")),
        }
    }

    pub fn tell(&self, faults: &Diagnostics, telling: &TellingOptions) {
        round::tell(self.root, faults, &self.round.snapshot, telling);
    }
}

/// Settings and templates serve all pages: only what stops the road, or is
/// about mails, is said here.
fn concerns(diagnostic: &Diagnostic, reads: &BTreeSet<SitePath>) -> bool {
    let Some(path) = diagnostic.at.path() else { return true };
    let text = path.as_str();
    let shared = text == "kiosque.yaml" || text.starts_with("themes/") || path.name() == "_kind.yaml";
    reads.contains(path)
        || (shared && (diagnostic.severity == Severity::Error || diagnostic.code.is_of_letters()))
}

/// Why nothing can be made of a letter that another tool sent.
pub fn elsewhere(issue: &Issue) -> Option<String> {
    match &issue.standing {
        Standing::Elsewhere(link) => Some(format!(
            "kiosque : « {} » a été envoyée ailleurs, il n'y a pas de courriel à en faire\n  aide : elle se lit à {link}",
            issue.slug
        )),
        _ => None,
    }
}

/// Whether a command must stop.
pub fn is_refused(faults: &Diagnostics, strict: Strictness) -> bool {
    let warned = faults.iter().any(|it| it.severity == Severity::Warning);
    faults.has_errors() || (strict == Strictness::Strict && warned)
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    Strict,
    Lenient,
}

impl From<&crate::cli::arguments::JudgingOptions> for Strictness {
    fn from(options: &crate::cli::arguments::JudgingOptions) -> Self {
        if options.strict { Self::Strict } else { Self::Lenient }
    }
}
