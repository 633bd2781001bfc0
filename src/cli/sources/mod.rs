//! `kiosque sources`: fresh figures, or those of before; never fewer by accident.
pub mod answer;
pub mod fetch;
pub mod memory;
pub mod options;
pub mod refusal;

use std::io;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;

use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::path::SitePath;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::USAGE;
use crate::cli::WORLD;
use crate::cli::arguments::Form;
use crate::cli::round;
use crate::cli::sources::answer::Answer;
use crate::cli::sources::fetch::Fetch;
use crate::cli::sources::fetch::Keep;
use crate::cli::sources::fetch::Trust;
use crate::cli::sources::options::SourcesOptions;
use crate::edge::console;
use crate::edge::fault::refused;
use crate::edge::loader;
use crate::edge::lock::Lock;
use crate::edge::observe;
use crate::model::loader::STATES;
use crate::model::source::Snapshot;
use crate::pipeline;
use crate::pipeline::loaders::Known;

/// Commands that run at once: they wait for others more than they work.
const AT_ONCE: usize = 4;

pub fn run(root: &Path, options: &SourcesOptions) -> io::Result<u8> {
    let (snapshot, _) = observe::observe(root)?;
    let known = pipeline::loaders::known(&snapshot);
    if known.diagnostics.has_errors() {
        tell(root, &known.diagnostics, (&snapshot, options.format));
        return Ok(FAULTY);
    }
    let known = known.value;
    let chosen = match chosen(&known, &options.names) {
        Ok(chosen) => chosen,
        Err(said) => {
            console::fail(&said);
            return Ok(USAGE);
        }
    };
    if chosen.is_empty() {
        match options.format {
            Form::Json => console::print("[]\n"),
            Form::Human => console::say("aucune source n'est déclarée dans kiosque.yaml"),
        }
        return Ok(DONE);
    }
    let lock = lock(root)?;
    let answers = all(root, &chosen, (&snapshot, options));
    drop(lock);
    if options.format == Form::Json {
        console::print(&answer::json(&answers));
    }
    Ok(if answers.iter().any(|answer| answer.result.is_err()) { WORLD } else { DONE })
}

fn chosen<'a>(known: &'a [Known], names: &[String]) -> Result<Vec<&'a Known>, String> {
    let all = || known.iter().map(|known| known.loader.name.as_str());
    if let Some(odd) = names.iter().find(|name| all().all(|known| known != name.as_str())) {
        let near =
            nearest(odd, all()).map(|near| format!(" ; vouliez-vous « {near} » ?")).unwrap_or_default();
        let list = all().collect::<Vec<_>>().join(", ");
        let list = if list.is_empty() { "aucune".to_owned() } else { list };
        return Err(format!("kiosque : aucune source « {odd} »{near}\n  aide : sources déclarées : {list}"));
    }
    let wanted = |known: &&Known| names.is_empty() || names.contains(&known.loader.name);
    Ok(known.iter().filter(wanted).collect())
}

/// Two runs at once would take each other's files away.
fn lock(root: &Path) -> io::Result<Lock> {
    let (deposit, _) = loader::Deposit::open(root, &SitePath::new(&format!("{STATES}/verrou")))?;
    drop(deposit);
    Lock::take(&root.join(STATES).join(".verrou")).map_err(|error| match error.kind() {
        ErrorKind::ResourceBusy => {
            let who = error.to_string();
            let who = if who.is_empty() { who } else { format!(" (processus {who})") };
            refused(error.kind(), format!("une autre collecte est en cours{who} ; attendez qu'elle finisse"))
        }
        _ => error,
    })
}

/// In the order of the configuration, each told as soon as it has ended.
fn all(root: &Path, chosen: &[&Known], (snapshot, options): (&Snapshot, &SourcesOptions)) -> Vec<Answer> {
    loader::adopt();
    let halted = loader::watch();
    let zone = pipeline::settings(snapshot).timezone;
    let fetch = Fetch {
        root,
        snapshot,
        zone: &zone,
        halted: &halted,
        keep: if options.dry_run { Keep::Nothing } else { Keep::Good },
        trust: if options.trust.accept { Trust::Whatever } else { Trust::Growing },
    };
    let (next, answers) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..chosen.len().min(AT_ONCE) {
            scope.spawn(|| {
                while let Some((at, known)) = take(&next, chosen) {
                    let answer = fetch.one(known);
                    let Ok(mut answers) = answers.lock() else { return };
                    if options.format == Form::Human {
                        answer.tell();
                    }
                    answers.push((at, answer));
                }
            });
        }
    });
    loader::end();
    let mut answers = answers.into_inner().unwrap_or_default();
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

fn take<'a>(next: &AtomicUsize, chosen: &[&'a Known]) -> Option<(usize, &'a Known)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    chosen.get(at).map(|known| (at, *known))
}

fn tell(root: &Path, diagnostics: &Diagnostics, (snapshot, format): (&Snapshot, Form)) {
    match format {
        Form::Json => console::print(&round::json(root, diagnostics, snapshot)),
        Form::Human => console::fail(&round::told(root, diagnostics, snapshot)),
    }
}
