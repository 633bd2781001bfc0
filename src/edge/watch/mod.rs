//! Waits until something stirs among a site's sources.
//!
//! It only says where to look again; what has changed is decided by looking.
mod burst;
mod remote;

use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use notify::ErrorKind;
use notify::Event;
use notify::RecommendedWatcher;
use notify::RecursiveMode;
use notify::Watcher;

use crate::edge::fault::told;
use crate::edge::observe::TOPS;
use crate::edge::observe::Touched;
use crate::edge::watch::burst::Burst;

/// After a burst, and then this often, everything is looked at once: the
/// kernel may lose events, and the day changes.
const SURE: Duration = Duration::from_secs(2);
const SELDOM: Duration = Duration::from_secs(600);

/// Between two looks where no events can be had.
const POLL: Duration = Duration::from_millis(700);

/// A burst that does not end is shown in parts.
const LONGEST: Duration = Duration::from_secs(1);

pub struct Watch {
    root: PathBuf,
    way: Way,
    next_sure: Duration,
    /// What has stirred already.
    burst: Option<Burst>,
}

enum Way {
    Events { watcher: RecommendedWatcher, events: Receiver<notify::Result<Event>> },
    Polling,
}

/// How changes are learnt of, when it is not by events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The kernel gives no more watches.
    Limit,
    /// Changes made elsewhere give no event here.
    Network,
}

impl Watch {
    pub fn on(root: &Path) -> io::Result<(Self, Option<Why>)> {
        let root = root.canonicalize().map_err(|error| told("impossible de surveiller le site", &error))?;
        if remote::is_remote(&root) {
            return Ok((Self::polling(root), Some(Why::Network)));
        }
        let (send, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event| _ = send.send(event));
        let mut way = match watcher {
            Ok(watcher) => Way::Events { watcher, events },
            Err(_) => return Ok((Self::polling(root), Some(Why::Limit))),
        };
        if let Way::Events { watcher, .. } = &mut way
            && watch_all(watcher, &root).is_err()
        {
            return Ok((Self::polling(root), Some(Why::Limit)));
        }
        Ok((Self { root, way, next_sure: SURE, burst: None }, None))
    }

    fn polling(root: PathBuf) -> Self {
        Self { root, way: Way::Polling, next_sure: SURE, burst: None }
    }

    /// True as soon as there is something to wait for the end of; it does not wait
    /// itself.
    pub fn stirs(&mut self) -> bool {
        let Way::Events { events, .. } = &self.way else { return false };
        let burst = self.burst.get_or_insert_with(|| Burst::new(&self.root));
        events.try_iter().for_each(|event| burst.take(event));
        !burst.is_empty()
    }

    /// Returns when a burst of events is over, or when it is time to make sure.
    /// `cost` is what the last look at everything took: polling spends a
    /// twentieth of the time on it at most.
    pub fn wait(&mut self, cost: Duration) -> Touched {
        let Way::Events { events, .. } = &self.way else {
            thread::sleep(POLL.max(cost * 20));
            return Touched::Anything;
        };
        let mut burst = self.burst.take().unwrap_or_else(|| Burst::new(&self.root));
        let sure = Instant::now() + self.next_sure;
        while burst.is_empty() {
            let left = sure.saturating_duration_since(Instant::now());
            match events.recv_timeout(left) {
                Ok(event) => burst.take(event),
                Err(_) => {
                    self.next_sure = SELDOM;
                    return Touched::Anything;
                }
            }
        }
        let end = Instant::now() + LONGEST;
        while Instant::now() < end {
            match events.recv_timeout(burst.patience()) {
                Ok(event) => burst.take(event),
                Err(_) if burst.is_waiting() => burst.give_up(),
                Err(_) => break,
            }
        }
        let touched = burst.touched();
        self.next_sure = SURE;
        self.settled(touched)
    }

    fn settled(&mut self, touched: Touched) -> Touched {
        let is_top = |path: &PathBuf| path.parent() == Some(&self.root);
        let renewed = match &touched {
            Touched::Anything => true,
            Touched::Paths(paths) => paths.iter().any(is_top),
        };
        // A folder that went and came back has lost its watch; and what was put
        // in it meanwhile gave no event.
        if renewed && let Way::Events { watcher, .. } = &mut self.way {
            for top in TOPS {
                _ = watcher.unwatch(&self.root.join(top));
            }
            if watch_all(watcher, &self.root).is_err() {
                self.way = Way::Polling;
            }
            return Touched::Anything;
        }
        touched
    }
}

/// The root itself for its own files, and each top in depth.
fn watch_all(watcher: &mut RecommendedWatcher, root: &Path) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for top in TOPS.iter().map(|top| root.join(top)).filter(|top| top.is_dir()) {
        match watcher.watch(&top, RecursiveMode::Recursive) {
            Ok(()) => {}
            // It went away meanwhile: the root's own events tell.
            Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
