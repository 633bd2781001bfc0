//! A file of the site, whole or in part (RFC 9110, 14): videos are played from
//! the middle, and never read into memory.
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use http_body_util::channel::Channel;
use http_body_util::channel::Sender;
use hyper::HeaderMap;
use hyper::Response;
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header;
use hyper::header::HeaderValue;

use crate::base::path::SitePath;
use crate::edge::inside::Inside;
use crate::edge::serve::answer::Body;
use crate::edge::serve::answer::boxed;
use crate::edge::serve::answer::empty;

/// Read and sent at once, in bytes.
const CHUNK: usize = 128 << 10;

/// Fails when the file went away since the round that saw it.
pub fn answer(inside: &Inside, path: &SitePath, asked: &HeaderMap) -> io::Result<Response<Body>> {
    let file = inside.open(path)?;
    let size = file.metadata()?.len();
    let range = asked.get(header::RANGE).and_then(|range| range.to_str().ok());
    let (status, first, length) = match range.map(|range| part(range, size)) {
        None | Some(Part::Whole) => (StatusCode::OK, 0, size),
        Some(Part::Of(first, length)) => (StatusCode::PARTIAL_CONTENT, first, length),
        Some(Part::Beyond) => (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0),
    };
    let mut response = Response::new(if length == 0 { empty() } else { body(file, first, length)? });
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let whole = match status {
        StatusCode::PARTIAL_CONTENT => Some(format!("bytes {first}-{}/{size}", first + length - 1)),
        StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{size}")),
        _ => None,
    };
    if let Some(whole) = whole.and_then(|whole| HeaderValue::from_str(&whole).ok()) {
        headers.insert(header::CONTENT_RANGE, whole);
    }
    Ok(response)
}

enum Part {
    Whole,
    /// First byte and length.
    Of(u64, u64),
    Beyond,
}

/// A malformed range is as none, several are answered by the whole, as the RFC
/// allows.
fn part(range: &str, size: u64) -> Part {
    let Ok(parsed) = http_range_header::parse_range_header(range) else { return Part::Whole };
    match parsed.validate(size).as_deref() {
        Ok([one]) => Part::Of(*one.start(), one.end() - one.start() + 1),
        Ok(_) => Part::Whole,
        Err(_) => Part::Beyond,
    }
}

fn body(mut file: File, first: u64, length: u64) -> io::Result<Body> {
    file.seek(SeekFrom::Start(first))?;
    let (send, body) = Channel::<Bytes, io::Error>::new(2);
    tokio::spawn(pump(file.take(length), send));
    Ok(boxed(body))
}

/// Reads on a thread that may wait for the disk.
async fn pump(mut file: io::Take<File>, mut page: Sender<Bytes, io::Error>) {
    loop {
        let read = tokio::task::spawn_blocking(move || {
            let mut chunk = vec![0; CHUNK.min(file.limit() as usize)];
            let count = file.read(&mut chunk);
            (file, count.map(|count| chunk[..count].to_vec()))
        });
        let Ok((rest, Ok(chunk))) = read.await else { break };
        file = rest;
        if chunk.is_empty() || page.send_data(Bytes::from(chunk)).await.is_err() {
            return;
        }
    }
    // The length was promised: a connection cut short says that it is not kept.
    page.abort(io::Error::other("unreadable"));
}
