//! The pages that are open in some browser: what is made first.
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Paths as browsers name them, each with how many follow it.
#[derive(Clone, Default)]
pub struct Watched(Arc<Mutex<BTreeMap<String, usize>>>);

/// Held for as long as a page is open.
pub struct Watching {
    all: Watched,
    path: String,
}

impl Watched {
    pub fn open(&self, path: String) -> Watching {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(path.clone()).or_default() += 1;
        Watching { all: self.clone(), path }
    }

    pub fn paths(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.path) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.path);
            }
        }
    }
}
