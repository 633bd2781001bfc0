//! What became of one source, in a sentence for people and in JSON for programs.
use std::time::Duration;

use serde_json::Value;
use serde_json::json;

use crate::base::date::Date;
use crate::base::french;
use crate::base::path::SitePath;
use crate::cli::sources::refusal::Refusal;
use crate::edge::console;
use crate::edge::loader::Kept;
use crate::model::loader::Profile;
use crate::model::loader::counted;

/// Lines of a command's complaint that are shown: the last ones.
const SHOWN: usize = 8;
/// Characters of each.
const WIDE: usize = 200;

/// What is worth keeping.
pub struct Fresh {
    pub profile: Profile,
    pub print: String,
    /// Nothing when it was only tried.
    pub kept: Option<Kept>,
    /// As many rows as exporters give at most.
    pub cut: Option<usize>,
}

pub struct Answer {
    pub name: String,
    pub file: SitePath,
    /// The file that was there.
    pub before: Option<Profile>,
    pub result: Result<Fresh, Refusal>,
    pub took: Duration,
    /// What the command said on its standard error, secrets masked.
    pub complaint: String,
}

impl Answer {
    /// Good news on stdout, bad news on stderr.
    pub fn tell(&self) {
        match &self.result {
            Ok(fresh) => console::say(&self.good(fresh)),
            Err(refusal) => console::fail(&self.bad(refusal)),
        }
    }

    /// `visites : data/visites.csv, 24 lignes jusqu'au 31 octobre 2026, 2 de plus (1,2 s)`
    fn good(&self, fresh: &Fresh) -> String {
        let was = match (fresh.kept, &self.before) {
            (Some(Kept::Same), _) => ", inchangé".to_owned(),
            (Some(Kept::Created), _) => ", nouveau fichier".to_owned(),
            (_, Some(before)) => difference(before.rows, fresh.profile.rows),
            (_, None) => String::new(),
        };
        let tried = if fresh.kept.is_none() { ", rien n'est gardé" } else { "" };
        let seconds = french::number(self.took.as_secs_f64(), 1);
        let doubt = if fresh.cut.is_some() {
            "\n  attention : exactement autant de lignes qu'un export tronqué ; demandez-les toutes"
        } else {
            ""
        };
        let rows = extent(&fresh.profile);
        format!("{} : {}, {rows}{was}{tried} ({seconds} s){doubt}", self.name, self.file)
    }

    fn bad(&self, refusal: &Refusal) -> String {
        let stays = match &self.before {
            Some(before) => format!("{} reste tel qu'il était, {}", self.file, extent(before)),
            None => format!("{} n'existe pas encore", self.file),
        };
        let mut text = format!("{} : échec, {} ; {stays}", self.name, refusal.message);
        for line in refusal.details.iter().map(String::as_str).chain(self.last_words()) {
            text.push_str(&format!("\n  | {}", safe(line)));
        }
        if let Some(help) = &refusal.help {
            text.push_str(&format!("\n  aide : {help}"));
        }
        text
    }

    fn last_words(&self) -> impl Iterator<Item = &str> {
        let lines: Vec<&str> =
            self.complaint.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
        let from = lines.len().saturating_sub(SHOWN);
        lines.into_iter().skip(from)
    }

    fn json(&self) -> Value {
        let profile = match &self.result {
            Ok(fresh) => Some(&fresh.profile),
            Err(_) => self.before.as_ref(),
        };
        let refusal = self.result.as_ref().err();
        let outcome = match &self.result {
            Ok(Fresh { kept: None, .. }) => "essai",
            Ok(Fresh { kept: Some(Kept::Same), .. }) => "inchange",
            Ok(_) => "renouvele",
            Err(_) => "echec",
        };
        let details: Vec<String> = match refusal {
            Some(refusal) => refusal.details.iter().map(|line| safe(line)).collect(),
            None => Vec::new(),
        };
        json!({
            "source": self.name,
            "fichier": self.file.as_str(),
            "resultat": outcome,
            "code": refusal.map(|refusal| refusal.code),
            "message": refusal.map(|refusal| refusal.message.as_str()),
            "aide": refusal.and_then(|refusal| refusal.help.as_deref()),
            "details": details,
            "journal": self.last_words().map(safe).collect::<Vec<_>>(),
            "lignes": profile.map(|profile| profile.rows),
            "periodes": profile.map(|profile| profile.periods),
            "dernier_jour": profile.and_then(|profile| profile.last).map(|day| day.to_string()),
            "export_tronque": self.result.as_ref().is_ok_and(|fresh| fresh.cut.is_some()),
            "duree_ms": self.took.as_millis() as u64,
        })
    }
}

pub fn json(answers: &[Answer]) -> String {
    format!("{:#}\n", Value::from(answers.iter().map(Answer::json).collect::<Vec<_>>()))
}

/// `24 lignes jusqu'au 31 octobre 2026`
fn extent(profile: &Profile) -> String {
    let until = |day: Date| format!(" jusqu'au {}", day.french());
    format!("{}{}", counted(profile.rows, "ligne"), profile.last.map(until).unwrap_or_default())
}

fn difference(before: usize, now: usize) -> String {
    match now.abs_diff(before) {
        0 => ", autant qu'avant".to_owned(),
        count if now > before => format!(", {count} de plus"),
        count => format!(", {count} de moins"),
    }
}

/// What a program said must not command the reader's terminal, nor fill it.
fn safe(line: &str) -> String {
    let odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown: String = line.chars().take(WIDE).map(|c| if odd(c) { ' ' } else { c }).collect();
    if line.chars().nth(WIDE).is_some() {
        shown.push('…');
    }
    shown
}
