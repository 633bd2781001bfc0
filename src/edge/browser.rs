//! The browser of whoever is sitting here.

/// Opens an address, as if it had been clicked; false when there is no browser.
pub fn open(address: &str) -> bool {
    open::that_detached(address).is_ok()
}
