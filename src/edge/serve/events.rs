//! Server-sent events (HTML standard, 9.2): each round, told to open pages.
use std::sync::Arc;
use std::time::Duration;

use http_body_util::channel::Channel;
use http_body_util::channel::Sender;
use hyper::body::Bytes;
use tokio::sync::watch;

use crate::edge::serve::answer::Body;
use crate::edge::serve::answer::boxed;
use crate::edge::serve::shown::Message;
use crate::edge::serve::shown::Shown;
use crate::edge::serve::watched::Watching;

/// A comment now and then lets both sides notice that the other is gone.
const BREATH: Duration = Duration::from_secs(15);

/// How soon a browser tries again, in milliseconds.
const GREETING: &str = "retry: 500\n\n";

/// All rounds after `told`, for as long as the page is open; it is watched while it is.
pub fn stream(shown: watch::Receiver<Arc<Shown>>, told: u64, watching: Option<Watching>) -> Body {
    let (send, body) = Channel::new(1);
    tokio::spawn(async move {
        tell(shown, told, send).await;
        drop(watching);
    });
    boxed(body)
}

/// Ends when the page is closed, or the server.
async fn tell(mut shown: watch::Receiver<Arc<Shown>>, mut told: u64, mut page: Sender<Bytes>) {
    let mut said = page.send_data(Bytes::from_static(GREETING.as_bytes())).await.is_ok();
    let now = shown.borrow_and_update().clone();
    if let Some(event) = now.greeting(told).and_then(|message| event(&message)) {
        told = now.round.number;
        said = said && page.send_data(event).await.is_ok();
    }
    while said {
        let now = shown.borrow_and_update().clone();
        let news = (now.round.number != told).then(|| event(&now.message(told))).flatten();
        told = now.round.number;
        if let Some(event) = news {
            said = page.send_data(event).await.is_ok();
            continue;
        }
        said = match tokio::time::timeout(BREATH, shown.changed()).await {
            Ok(changed) => changed.is_ok(),
            Err(_) => page.send_data(Bytes::from_static(b": \n\n")).await.is_ok(),
        };
    }
}

/// Nothing before the first round.
fn event(message: &Message<'_>) -> Option<Bytes> {
    let data = serde_json::to_string(message).ok().filter(|_| message.round > 0)?;
    Some(Bytes::from(format!("event: round\nid: {}\ndata: {data}\n\n", message.round)))
}
