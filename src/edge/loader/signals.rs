//! A request to stop, from a keyboard or from a machine that cancels a job, ends what was started too.
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::thread;

use tokio::runtime::Builder;
use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;

/// Becomes true at the first request.
pub fn watch() -> Arc<AtomicBool> {
    let halted = Arc::new(AtomicBool::new(false));
    let told = halted.clone();
    thread::spawn(move || {
        let Ok(runtime) = Builder::new_current_thread().enable_io().build() else { return };
        runtime.block_on(async {
            let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
            let mut asked: Vec<_> = kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect();
            poll_fn(|context| {
                let any = asked.iter_mut().any(|asked| asked.poll_recv(context).is_ready());
                if any { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            told.store(true, Ordering::Relaxed);
        });
    });
    halted
}
