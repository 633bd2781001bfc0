//! Makes what nobody has asked for yet, until something matters more.
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use crate::edge::serve::site::Site;
use crate::edge::serve::site::Unmade;

/// How often something that matters more is looked for.
const GLANCE: Duration = Duration::from_millis(4);

/// Who has to wait for the others: whoever reads and writes goes first.
#[cfg(target_os = "linux")]
const PATIENT: i32 = 10;

/// The same site with every file made, and how many had to be made; nothing
/// when `stirs` said that something matters more.
pub fn complete(site: &Site, stirs: &mut dyn FnMut() -> bool) -> Option<(Site, usize)> {
    let mut count = 0;
    let mut wanted = site.unmade();
    loop {
        if !make(&wanted, stirs) {
            return None;
        }
        count += wanted.len();
        let named = site.named();
        wanted = site.wanted(&named);
        if wanted.is_empty() {
            return Some((site.with(&named), count));
        }
    }
}

/// False when it stopped before the end.
fn make(wanted: &[Unmade], stirs: &mut dyn FnMut() -> bool) -> bool {
    if stirs() {
        return false;
    }
    // One processor is left to whoever reads.
    let hands = thread::available_parallelism().map_or(1, |all| all.get() - 1).clamp(1, wanted.len().max(1));
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let (done, ends) = mpsc::channel();
        for _ in 0..hands {
            let (next, stop, done) = (&next, &stop, done.clone());
            scope.spawn(move || {
                // Dropped at the end, whatever the end is.
                let _done = done;
                be_patient();
                while let Some(unmade) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    unmade.make();
                }
            });
        }
        drop(done);
        while ends.recv_timeout(GLANCE) == Err::<(), _>(RecvTimeoutError::Timeout) {
            if stirs() {
                stop.store(true, Ordering::Relaxed);
                break;
            }
        }
    });
    !stop.load(Ordering::Relaxed)
}

/// Of this thread alone.
#[cfg(target_os = "linux")]
fn be_patient() {
    _ = rustix::process::setpriority_process(None, PATIENT);
}

#[cfg(not(target_os = "linux"))]
fn be_patient() {}
