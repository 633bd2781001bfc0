//! One source: its command is run, what it gave is judged, and takes the place of the former file if it is good.
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::base::date::Date;
use crate::base::instant;
use crate::cli::sources::answer::Answer;
use crate::cli::sources::answer::Fresh;
use crate::cli::sources::memory;
use crate::cli::sources::refusal::Refusal;
use crate::edge::clock;
use crate::edge::loader;
use crate::edge::loader::Deposit;
use crate::edge::loader::Order;
use crate::edge::loader::Secrets;
use crate::model::loader::Failure;
use crate::model::loader::Fetched;
use crate::model::loader::LoaderState;
use crate::model::loader::Profile;
use crate::model::source::Snapshot;
use crate::model::table::DataSet;
use crate::pipeline;
use crate::pipeline::loaders::Known;

/// Whether what is good takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    Good,
    Nothing,
}

/// Whether figures that shrink are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    Growing,
    Whatever,
}

/// What all sources of one run share.
pub struct Fetch<'a> {
    pub root: &'a Path,
    pub snapshot: &'a Snapshot,
    /// IANA name.
    pub zone: &'a str,
    pub halted: &'a AtomicBool,
    pub keep: Keep,
    pub trust: Trust,
}

/// The last good file, as it stands, or as it is remembered.
struct Former {
    profile: Profile,
    /// With an end of line.
    ended: bool,
}

/// What a command did beside giving data.
#[derive(Default)]
struct Manner {
    took: Duration,
    complaint: String,
}

impl Fetch<'_> {
    pub fn one(&self, known: &Known) -> Answer {
        let former = self.former(known).or_else(|| remembered(known));
        let mut manner = Manner::default();
        let mut result = self.fresh(known, former.as_ref(), &mut manner);
        if self.keep == Keep::Good
            && let Err(error) = self.remember(known, &result)
        {
            // Of two failures, the first says more.
            result = result.and(Err(Refusal::of_world(&error)));
        }
        Answer {
            name: known.loader.name.clone(),
            file: known.loader.output.clone(),
            before: former.map(|former| former.profile),
            result,
            took: manner.took,
            complaint: manner.complaint,
        }
    }

    fn fresh(&self, known: &Known, former: Option<&Former>, manner: &mut Manner) -> Result<Fresh, Refusal> {
        let world = |error: io::Error| Refusal::of_world(&error);
        let loader = &known.loader;
        let secrets = Secrets::gather(&loader.variables, self.zone);
        let secrets = secrets.map_err(|name| Refusal::of_variable(&name))?;
        let (deposit, file) = Deposit::open(self.root, &loader.output).map_err(world)?;
        let order = Order {
            command: &loader.command,
            folder: self.root,
            secrets: &secrets,
            patience: Duration::from_secs(u64::from(loader.patience)),
            heaviest: loader.heaviest,
        };
        let ran = loader::run(&order, file, self.halted);
        *manner = Manner { took: ran.took, complaint: ran.complaint };
        let bytes = ran.result.map_err(|stopped| Refusal::of_run(&stopped, loader))?;
        if bytes == 0 {
            return Err(Refusal::of_nothing(loader));
        }
        let set = self.judged(known, former, &deposit)?;
        let kept = match self.keep {
            Keep::Good => Some(deposit.keep().map_err(world)?),
            Keep::Nothing => None,
        };
        let print = set.reading.print.map(|print| print.whole()).unwrap_or_default();
        Ok(Fresh { profile: pipeline::loaders::profile(&set), print, kept, cut: set.cut() })
    }

    /// What was given, if nothing speaks against it.
    fn judged(&self, known: &Known, former: Option<&Former>, deposit: &Deposit) -> Result<DataSet, Refusal> {
        let world = |error: io::Error| Refusal::of_world(&error);
        let loader = &known.loader;
        let mut file = deposit.read().map_err(world)?;
        let ended = ends(&mut file).map_err(world)?;
        let checked = pipeline::loaders::examine(&loader.output, &mut file, known.declaration.as_ref());
        let checked = checked.map_err(world)?;
        let set = match checked.value {
            Some(set) if !checked.diagnostics.has_errors() => set,
            _ => return Err(Refusal::of_content(&checked.diagnostics)),
        };
        if set.table.rows() < loader.least_rows {
            return Err(Refusal::of_rows(set.table.rows(), loader));
        }
        let Some(former) = former.filter(|_| self.trust == Trust::Growing) else { return Ok(set) };
        let losses = pipeline::loaders::losses(&former.profile, &pipeline::loaders::profile(&set), loader);
        match set.cut() {
            _ if !losses.is_empty() => Err(Refusal::of_losses(&losses, loader)),
            Some(rows) if rows != former.profile.rows => Err(Refusal::of_cut(rows)),
            _ if former.ended && !ended => Err(Refusal::of_unended()),
            _ => Ok(set),
        }
    }

    /// Nothing when there is none, or when it was spoilt by other hands.
    fn former(&self, known: &Known) -> Option<Former> {
        let path = &known.loader.output;
        self.snapshot.get(path)?;
        let mut file = self.snapshot.open(path).ok()?;
        let checked = pipeline::loaders::examine(path, &mut *file, known.declaration.as_ref()).ok()?;
        let set = checked.value.filter(|_| !checked.diagnostics.has_errors())?;
        let ended = self.snapshot.open(path).ok().is_none_or(|mut file| last(&mut *file) == Some(b'\n'));
        Some(Former { profile: pipeline::loaders::profile(&set), ended })
    }

    fn remember(&self, known: &Known, result: &Result<Fresh, Refusal>) -> io::Result<()> {
        let now = clock::now();
        let day = Date::at(now, self.zone).or_else(|| Date::at(now, "UTC"));
        let Some(day) = day else { return Ok(()) };
        let instant = instant::rfc3339(now);
        let before = known.state.as_ref().and_then(|state| state.good.clone());
        let (good, failure) = match result {
            Ok(fresh) => {
                let (print, profile) = (fresh.print.clone(), fresh.profile.clone());
                (Some(Fetched { instant, day, print, profile }), None)
            }
            Err(refusal) => (before, Some(Failure { instant, day, message: refusal.message.clone() })),
        };
        let (name, file) = (known.loader.name.clone(), known.loader.output.clone());
        let state = LoaderState { name, file, good, failure };
        memory::write(self.root, &known.loader.state(), &state)
    }
}

fn remembered(known: &Known) -> Option<Former> {
    let good = known.state.as_ref()?.good.as_ref()?;
    Some(Former { profile: good.profile.clone(), ended: false })
}

/// Whether the last line is ended; the file is then read from its beginning again.
fn ends(file: &mut (impl Read + Seek)) -> io::Result<bool> {
    let mut byte = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut byte)?;
    file.rewind()?;
    Ok(byte == *b"\n")
}

/// The last byte of a stream that is not long.
fn last(file: &mut dyn Read) -> Option<u8> {
    let (mut buffer, mut last) = ([0; 16 << 10], None);
    while let Ok(read) = file.read(&mut buffer) {
        if read == 0 {
            break;
        }
        last = Some(buffer[read - 1]);
    }
    last
}
