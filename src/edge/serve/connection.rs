//! Connections: many at once, none that holds another up.
use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use rustix::process::Resource;
use tokio::net::TcpStream;

use crate::edge::serve::Shared;
use crate::edge::serve::answer::answer;
use crate::edge::serve::answer::asked;

/// A request line and its headers, in bytes.
const HEADERS: usize = 16 << 10;

/// From the first byte of a request, or the end of the one before.
const PATIENCE: Duration = Duration::from_secs(20);

/// After the machine had no room for one more.
const BREATH: Duration = Duration::from_millis(50);

/// Never ends.
pub async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    raise_limit();
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                _ = stream.set_nodelay(true);
                tokio::spawn(serve(stream, shared.clone()));
            }
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(move |request| {
        let (shared, shown) = (shared.clone(), shared.shown.borrow().clone());
        async move {
            if let Some(route) = asked(&request, &shown) {
                // A page that is long to make keeps nobody else waiting.
                let site = shown.site.clone();
                _ = tokio::task::spawn_blocking(move || _ = site.file(&route)).await;
            }
            Ok::<_, Infallible>(answer(&request, &shared, &shown))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    // Whatever the other side did wrong concerns this connection alone.
    _ = connection.await;
}

/// As many open connections as the machine allows to this user.
fn raise_limit() {
    let mut limit = rustix::process::getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    _ = rustix::process::setrlimit(Resource::Nofile, limit);
}
