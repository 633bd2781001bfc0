//! The environment that a command receives, and the values in it that nobody may read in a log.
use std::env;
use std::ffi::OsString;

/// What any program needs to work at all; the rest is asked for by name.
const ALWAYS: [&str; 5] = ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR"];

/// Words of a name whose value may not even stand in what is fetched.
const GUARDED: [&str; 9] = ["TOKEN", "JETON", "SECRET", "PASS", "MDP", "KEY", "CLE", "CREDENTIAL", "AUTH"];

/// Shorter values would be found everywhere.
const SHORTEST: usize = 3;
const SHORTEST_GUARDED: usize = 8;

/// The variables of one command.
pub struct Secrets {
    given: Vec<(String, OsString)>,
    /// What to hide, the longest first, and the variable whose value it is.
    hidden: Vec<(String, String)>,
}

impl Secrets {
    /// The values of `names` in our own environment; the first that has none is the error.
    pub fn gather(names: &[String], zone: &str) -> Result<Self, String> {
        let mut given: Vec<(String, OsString)> =
            ALWAYS.iter().filter_map(|name| Some(((*name).to_owned(), env::var_os(name)?))).collect();
        // Numbers and days are written in one way, wherever the command runs.
        given.push(("LC_ALL".to_owned(), "C.UTF-8".into()));
        given.push(("TZ".to_owned(), zone.into()));
        let mut hidden = Vec::new();
        for name in names {
            let value = env::var_os(name).filter(|value| !value.is_empty()).ok_or_else(|| name.clone())?;
            hide(name, &value.to_string_lossy(), &mut hidden);
            given.push((name.clone(), value));
        }
        hidden.sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
        Ok(Self { given, hidden })
    }

    pub fn given(&self) -> impl Iterator<Item = (&str, &OsString)> {
        self.given.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The text with each value replaced by the name of its variable.
    pub fn masked(&self, text: &str) -> String {
        self.hidden.iter().fold(text.to_owned(), |text, (value, name)| {
            if text.contains(value.as_str()) {
                text.replace(value.as_str(), &format!("[{name}]"))
            } else {
                text
            }
        })
    }

    /// Values that may not stand in a file that is published, with the name of their variable.
    pub fn guarded(&self) -> Vec<(String, Vec<u8>)> {
        let secret = |name: &str| GUARDED.iter().any(|word| name.to_ascii_uppercase().contains(word));
        let long = self.hidden.iter().filter(|(value, _)| value.len() >= SHORTEST_GUARDED);
        long.filter(|(_, name)| secret(name))
            .map(|(value, name)| (name.clone(), value.clone().into()))
            .collect()
    }
}

/// A value as it is, line by line, as addresses write it, and the password that an address holds.
fn hide(name: &str, value: &str, hidden: &mut Vec<(String, String)>) {
    let mut forms: Vec<String> = value.lines().map(|line| line.trim().to_owned()).collect();
    forms.push(value.to_owned());
    forms.extend(password(value).map(str::to_owned));
    let escaped: Vec<String> = forms.iter().map(|form| escaped(form)).collect();
    forms.extend(escaped);
    forms.retain(|form| form.len() >= SHORTEST);
    forms.sort_unstable();
    forms.dedup();
    hidden.extend(forms.into_iter().map(|form| (form, name.to_owned())));
}

/// `secret` of `postgresql://user:secret@host/base`.
fn password(value: &str) -> Option<&str> {
    let (_, rest) = value.split_once("://")?;
    let (user, _) = rest.split('/').next()?.rsplit_once('@')?;
    user.split_once(':').map(|(_, password)| password)
}

/// As a query of an address writes it.
fn escaped(value: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    let one = |byte: u8| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    value.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use crate::edge::loader::secrets::Secrets;
    use crate::edge::loader::secrets::hide;

    #[test]
    fn a_value_is_hidden_in_all_the_ways_in_which_it_may_be_written() {
        let mut hidden = Vec::new();
        hide("PG_URL", "postgresql://nuit:s3cr+t@base/stats", &mut hidden);
        hide("JETON", "a b+c", &mut hidden);
        hidden.sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
        let secrets = Secrets { given: Vec::new(), hidden };
        for (said, expected) in [
            ("à postgresql://nuit:s3cr+t@base/stats !", "à [PG_URL] !"),
            ("mot de passe s3cr+t refusé", "mot de passe [PG_URL] refusé"),
            ("?token=a%20b%2Bc&x", "?token=[JETON]&x"),
            ("rien", "rien"),
        ] {
            assert_eq!(secrets.masked(said), expected);
        }
    }
}
