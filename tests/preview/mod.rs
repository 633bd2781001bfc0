//! A running `kiosque serve`, and a client that says what it wants to the byte.
#![allow(dead_code, reason = "each test uses a part of it")]
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

pub const TODAY: &str = "2025-06-15";

/// How long the slowest machine may take to show a change.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Preview {
    child: Child,
    pub address: SocketAddr,
}

impl Preview {
    pub fn of(root: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kiosque"))
            .arg("--root")
            .arg(root)
            .args(["serve", "--port", "0", "--today", TODAY])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
        // Somebody must read what it says.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        let preview = Self { child, address };
        preview.until("the first round", |preview| preview.get("/").status != 503);
        preview
    }

    pub fn until(&self, what: &str, done: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !done(self) {
            assert!(start.elapsed() < PATIENCE, "never: {what}; {}", self.told());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// What the overview says, faults first.
    fn told(&self) -> String {
        String::from_utf8_lossy(&self.get("/_kiosque/").body).chars().take(2_000).collect()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    pub fn with(&self, path: &str, headers: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n"))
    }

    pub fn ask(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        // The answer may come before the last byte is sent.
        _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        _ = stream.read_to_end(&mut bytes);
        Answer::of(&bytes)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[derive(Debug)]
pub struct Answer {
    /// 0 when the connection was closed without a word.
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
        Self { status, head, body: bytes.get(end + 4..).unwrap_or_default().to_vec() }
    }

    /// Without the script that only the preview adds.
    pub fn plain(&self) -> Vec<u8> {
        let text = String::from_utf8_lossy(&self.body).into_owned();
        let Some(start) = text.rfind("<script type=\"module\" src=\"/_kiosque/") else {
            return self.body.clone();
        };
        let end = start + text[start..].find("</script>").unwrap() + "</script>".len();
        format!("{}{}", &text[..start], &text[end..]).into_bytes()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// What `kiosque build` publishes of the same folder, by file.
pub fn built(root: &Path, into: &Path) -> Vec<(String, Vec<u8>)> {
    _ = fs::remove_dir_all(into);
    let done = Command::new(env!("CARGO_BIN_EXE_kiosque"))
        .arg("--root")
        .arg(root)
        .args(["build", "--quiet", "--drafts", "--today", TODAY, "--output"])
        .arg(into)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut found = Vec::new();
    gather(into, into, &mut found);
    found.sort();
    found
}

fn gather(top: &Path, folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            gather(top, &path, found);
            continue;
        }
        let name = path.strip_prefix(top).unwrap().to_str().unwrap();
        found.push((format!("/{name}"), fs::read(&path).unwrap()));
    }
}
