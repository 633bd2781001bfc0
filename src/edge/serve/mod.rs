//! The site under an editor's eyes: what was last built without a fault, at an
//! address of this machine, and a word to open pages whenever that changes.
//!
//! Law of the room: nothing is written to the disk, and nothing leaves that a
//! build would not publish, but for the script that reloads pages.
mod answer;
mod connection;
mod events;
mod file;
mod guard;
mod headers;
mod inject;
mod making;
mod overview;
mod shelf;
mod shown;
mod site;
mod supplies;
mod watched;

use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use tokio::sync::watch;

use crate::base::path::Route;
use crate::edge::fault::told;
use crate::edge::inside::Inside;
use crate::edge::serve::guard::Guard;
use crate::edge::serve::watched::Watched;

pub use crate::edge::serve::making::complete;
pub use crate::edge::serve::shelf::Shelf;
pub use crate::edge::serve::shelf::Turned;
pub use crate::edge::serve::shown::Late;
pub use crate::edge::serve::shown::PageFact;
pub use crate::edge::serve::shown::Round;
pub use crate::edge::serve::shown::Shown;
pub use crate::edge::serve::site::Site;

/// Ports tried after the one that was asked for.
const MORE_PORTS: u16 = 100;

pub struct Server {
    address: SocketAddr,
    shown: watch::Sender<Arc<Shown>>,
    watched: Watched,
}

/// What all connections share.
pub struct Shared {
    guard: Guard,
    inside: Arc<Inside>,
    shown: watch::Receiver<Arc<Shown>>,
    watched: Watched,
    address: SocketAddr,
}

impl Server {
    /// Listens at once; answers « 503 » until something is shown.
    pub fn start(host: &str, port: u16, inside: Arc<Inside>) -> io::Result<Self> {
        let listener = listen(host, port)?;
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let (shown, watched) = watch::channel(Arc::new(Shown::default()));
        let (guard, pages) = (Guard::new(host, address), Watched::default());
        let shared = Shared { guard, inside, shown: watched, watched: pages.clone(), address };
        let shared = Arc::new(shared);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        thread::Builder::new()
            .name("serve".to_owned())
            .spawn(move || runtime.block_on(connection::accept(listener, shared)))?;
        Ok(Self { address, shown, watched: pages })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What is in sight: of the pages that are open, what `site` answers them with.
    pub fn watched(&self, site: &Site) -> Vec<Route> {
        let lost = || Route::new(answer::LOST).filter(|route| site.has(route));
        let paths = self.watched.paths();
        paths.iter().filter_map(|path| answer::address(path, site).or_else(lost)).collect()
    }

    /// Open pages are told at once.
    pub fn show(&self, shown: Arc<Shown>) {
        self.shown.send_replace(shown);
    }

    pub fn shown(&self) -> Arc<Shown> {
        self.shown.borrow().clone()
    }
}

/// True for addresses that other machines cannot reach.
pub fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn listen(host: &str, port: u16) -> io::Result<TcpListener> {
    let last = if port == 0 { 0 } else { port.saturating_add(MORE_PORTS) };
    let mut error = None;
    for port in port..=last {
        match TcpListener::bind((host, port)) {
            Ok(listener) => return Ok(listener),
            Err(found) if found.kind() == io::ErrorKind::AddrInUse => error = Some(found),
            Err(found) => {
                return Err(told(&format!("impossible d'écouter à l'adresse {host}:{port}"), &found));
            }
        }
    }
    let error = error.unwrap_or_else(|| io::ErrorKind::AddrInUse.into());
    Err(told(&format!("aucun port libre de {port} à {last}"), &error))
}
