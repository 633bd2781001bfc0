//! The headers that a site asks for, given by real servers: nginx, Apache and Caddy, where they are installed.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

const TEXT: &str = "---\ntitle: Un\nredirect_from: [/vieux/, /vieux.html, /blog/vieux, /écrit à/, \"/a$b'c(d)[e]/\", \"/étoile*/\"]\n---\n![](https://image.exemple.fr/a.png)\n";
const CONFIG: &str = "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\nemail: {from_name: Essai, from_email: lettre@exemple.gouv.fr, unsubscribe: \"mailto:lettre@exemple.gouv.fr?subject=Fin\"}\ngone: [/parti, \"/été/\"]\nredirects:\n  /ailleurs/: \"https://autre.exemple.fr/é'à?a=1&b=$2#fin\"\n";
const STATS: &str = "name: stats\nroute: /stats/{stem}/\ntemplate: page.html\ndatasets: {route: /stats/données/, title: Données}\n";
const LETTERS: &str = "name: letter\nroute: /lettres/{stem}/\ntemplate: page.html\nformats: [web, email]\nfields: {title: {type: text, required: true}, date: {type: date}}\n";
const BOATS: &str = "name: boat\nroute: /bateaux/{stem}/\ntemplate: page.html\nlist: {route: /bateaux/, template: page.html}\nfields: {title: {type: text, required: true}}\nshapes: [{route: /api/v2.7/bateaux.json, template: _b.json}, {route: /bateaux.json, template: _b.json}]\n";

/// A built site and the settings for one host.
struct Laid {
    root: tempfile::TempDir,
    settings: String,
    /// Where old addresses lead.
    moved: String,
    port: u16,
}

impl Laid {
    fn public(&self) -> String {
        self.root.path().join("public").to_str().unwrap().to_owned()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.root.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn kiosque(root: &Path, words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
    let done =
        command.arg("--root").arg(root).args(words).env("SOURCE_DATE_EPOCH", "1735686000").output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn laid(host: &str) -> Laid {
    let root = tempfile::tempdir().unwrap();
    // Servers read as somebody else.
    fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let site = site::small(&[
        ("content/_index.md", TEXT),
        ("kiosque.yaml", CONFIG),
        ("content/chiffres.csv", "a,é\n"),
        ("content/essai.webmanifest", "{}"),
        ("content/stats/_kind.yaml", STATS),
        ("content/bateaux/_kind.yaml", BOATS),
        ("content/lettres/_kind.yaml", LETTERS),
        ("content/lettres/une.md", "---\ntitle: Une\ndate: 2024-01-05\n---\nBonjour.\n"),
        ("content/bateaux/_b.json", "[{% for it in entries %}1{% endfor %}]"),
        ("content/bateaux/a.md", "---\ntitle: A\n---\n"),
        ("themes/telling/templates/datasets.html", "{% for it in collections %}{{ it.title }}{% endfor %}"),
    ]);
    site.write(root.path());
    kiosque(root.path(), &["build", "--quiet", "--compress"]);
    let settings = kiosque(root.path(), &["headers", "--for", host, "--quiet"]);
    let moved = kiosque(root.path(), &["redirects", "--for", host, "--quiet"]);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    Laid { root, settings, moved, port }
}

/// Where a server is; they are often out of the way of those who may not start them.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var("PATH").unwrap_or_default() + ":/usr/sbin";
    let found = path.split(':').map(|folder| Path::new(folder).join(name)).find(|file| file.is_file());
    if found.is_none() {
        println!("skipped: {name} is not installed, its settings are not tried");
    }
    found
}

/// A server that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        for _ in 0..50 {
            if matches!(self.0.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(command: &mut Command, port: u16) -> Running {
    let running =
        Running(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return running;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("{command:?} does not answer");
}

/// Says that the settings are right, before anybody is served.
fn checked(command: &mut Command) {
    let said = command.output().unwrap();
    assert!(said.status.success(), "{command:?}: {}", String::from_utf8_lossy(&said.stderr));
}

struct Answer {
    status: String,
    /// Every value of each name, in lower case.
    headers: BTreeMap<String, Vec<String>>,
    body: String,
}

impl Answer {
    /// The one value of a header.
    fn one(&self, name: &str) -> &str {
        match self.headers.get(name).map(Vec::as_slice) {
            Some([one]) => one,
            other => panic!("{name}: {other:?}"),
        }
    }
}

fn get(port: u16, address: &str) -> Answer {
    ask(port, address, "")
}

fn ask(port: u16, address: &str, more: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let asked =
        format!("GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{more}\r\n");
    stream.write_all(asked.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in head.lines().skip(1).filter_map(|line| line.split_once(": ")) {
        headers.entry(name.to_ascii_lowercase()).or_default().push(value.to_owned());
    }
    let status = head.lines().next().unwrap().split(' ').nth(1).unwrap().to_owned();
    Answer { status, headers, body: body.to_owned() }
}

/// `name: value` of the file that hosts read by themselves.
fn asked(laid: &Laid) -> BTreeMap<String, String> {
    let text = fs::read_to_string(Path::new(&laid.public()).join("_headers")).unwrap();
    let all = text.lines().skip(1).take_while(|line| line.starts_with(' '));
    all.map(|line| line.trim().split_once(": ").unwrap())
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect()
}

fn judge(laid: &Laid) {
    let asked = asked(laid);
    assert!(asked["content-security-policy"].contains("img-src 'self' data: https://image.exemple.fr;"));
    assert!(asked.contains_key("strict-transport-security") && asked.len() >= 7, "{asked:?}");
    let home = get(laid.port, "/");
    let sheet = home.body.split("href=\"/assets/").nth(1).unwrap().split('"').next().unwrap();
    let sheet = get(laid.port, &format!("/assets/{sheet}"));
    let absent = get(laid.port, "/absent/");
    let gone = get(laid.port, "/assets/gone.css");
    for (name, value) in &asked {
        for answer in [&home, &sheet, &absent, &gone] {
            assert_eq!(answer.one(name), value, "{name}");
        }
    }
    assert_eq!((home.status.as_str(), home.one("cache-control")), ("200", "no-cache"));
    assert_eq!(sheet.status, "200");
    assert_eq!(sheet.one("cache-control"), "public, max-age=31536000, immutable");
    let kind = |answer: &Answer| answer.one("content-type").to_ascii_lowercase().replace(' ', "");
    assert_eq!(kind(&home), "text/html;charset=utf-8");
    assert_eq!(kind(&sheet), "text/css;charset=utf-8");
    assert_eq!(kind(&get(laid.port, "/chiffres.csv")), "text/csv;charset=utf-8");
    assert_eq!(kind(&get(laid.port, "/essai.webmanifest")), "application/manifest+json");
    shared(laid, &asked);
    lettered(laid, &asked);
    moved(laid);
    for missing in [&absent, &gone] {
        assert_eq!((missing.status.as_str(), kind(missing).as_str()), ("404", "text/html;charset=utf-8"));
        assert!(missing.body.contains("Page introuvable"), "{}", missing.body);
        let cached = missing.headers.get("cache-control").map_or("", |all| all[0].as_str());
        assert!(!cached.contains("immutable"), "a missing file is not missing for ever");
    }
}

/// Open data may be read by pages of any other site, and nothing else may.
fn shared(laid: &Laid, asked: &BTreeMap<String, String>) {
    for open in [
        "/api/v2.7/bateaux.json",
        "/bateaux.json",
        "/stats/donn%C3%A9es/bateaux.csv",
        "/stats/donn%C3%A9es/datapackage.json",
    ] {
        let answer = get(laid.port, open);
        assert_eq!(
            (answer.status.as_str(), answer.one("access-control-allow-origin")),
            ("200", "*"),
            "{open}"
        );
        assert_eq!(answer.one("cache-control"), "no-cache");
        for (name, value) in asked {
            assert_eq!(answer.one(name), value, "{name} of {open}");
        }
    }
    for closed in ["/", "/chiffres.csv", "/bateaux/a/", "/api/v2x7/", "/bateaux.json.txt"] {
        assert!(!get(laid.port, closed).headers.contains_key("access-control-allow-origin"), "{closed}");
    }
}

/// A letter opened at its address shows its styles; it may load less than a page, and nothing else changes.
fn lettered(laid: &Laid, asked: &BTreeMap<String, String>) {
    let answer = get(laid.port, "/lettres/une/email.html");
    assert_eq!((answer.status.as_str(), answer.one("cache-control")), ("200", "no-cache"));
    for (name, value) in asked.iter().filter(|(name, _)| *name != "content-security-policy") {
        assert_eq!(answer.one(name), value, "{name}");
    }
    let policy = answer.one("content-security-policy");
    assert!(policy.starts_with(
        "default-src 'none'; img-src 'self' https://image.exemple.fr; style-src 'unsafe-inline';"
    ));
    assert!(!policy.contains("script-src"), "{policy}");
    assert_eq!(
        get(laid.port, "/lettres/une/").one("content-security-policy"),
        asked["content-security-policy"]
    );
}

/// One step, for good, and every header that the site asks for.
fn moved(laid: &Laid) {
    let elsewhere = "https://autre.exemple.fr/%C3%A9%27%C3%A0?a=1&b=%242#fin";
    for (from, to) in [
        ("/vieux/", "/"),
        ("/vieux", "/"),
        ("/vieux.html", "/"),
        ("/blog/vieux", "/"),
        ("/blog/vieux/", "/"),
        ("/%C3%A9crit%20%C3%A0/", "/"),
        ("/a$b'c(d)[e]/", "/"),
        ("/%C3%A9toile%2A", "/"),
        ("/a%24b%27c%28d%29%5Be%5D", "/"),
        ("/ailleurs/", elsewhere),
    ] {
        let answer = get(laid.port, from);
        assert_eq!(answer.status, "301", "{from}");
        let own = format!("http://127.0.0.1:{}", laid.port);
        let location = answer.one("location");
        let location =
            location.strip_prefix(&own).unwrap_or(location).replace('\'', "%27").replace("%c3%a", "%C3%A");
        assert_eq!(location, to, "{from}");
        assert_eq!(answer.one("x-content-type-options"), "nosniff");
    }
    for gone in ["/parti", "/parti/", "/%C3%A9t%C3%A9/"] {
        let answer = get(laid.port, gone);
        assert_eq!(
            (answer.status.as_str(), answer.body.contains("Page introuvable")),
            ("410", true),
            "{gone}"
        );
        assert!(answer.one("content-type").starts_with("text/html"));
    }
    for other in ["/vieux/plus/", "/vieuxhtml", "/xvieux/"] {
        assert_eq!(get(laid.port, other).status, "404", "{other}");
    }
}

/// A page goes out in its compressed form where the reader takes it, as what it is.
fn packed(laid: &Laid, coding: &str, ending: &str) {
    let plain = get(laid.port, "/");
    let packed = ask(laid.port, "/", &format!("Accept-Encoding: {coding}\r\n"));
    assert_eq!((packed.status.as_str(), packed.one("content-encoding")), ("200", coding));
    assert_eq!(packed.one("content-type"), plain.one("content-type"));
    assert_eq!(packed.one("content-security-policy"), plain.one("content-security-policy"));
    let weight = fs::metadata(Path::new(&laid.public()).join(format!("index.html.{ending}"))).unwrap().len();
    assert_eq!(packed.one("content-length"), weight.to_string());
    assert_eq!(packed.one("vary").to_ascii_lowercase(), "accept-encoding");
}

#[test]
fn nginx_sends_what_the_site_asks_for() {
    let Some(nginx) = program("nginx") else { return };
    let laid = laid("nginx");
    let packing = "gzip_static on; gzip_vary on;\n";
    let included = laid.file("kiosque.conf", &format!("{packing}{}{}", laid.settings, laid.moved));
    let here = laid.root.path().to_str().unwrap();
    let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {here}/t-{name};"));
    let config = format!(
        "pid {here}/nginx.pid; error_log {here}/error.log; events {{}}\nhttp {{ access_log off; {}\n\
         include /etc/nginx/mime.types;\nserver {{ listen 127.0.0.1:{}; root {}; include {included}; }} }}\n",
        places.join(" "),
        laid.port,
        laid.public()
    );
    let config = laid.file("nginx.conf", &config);
    checked(Command::new(&nginx).args(["-t", "-c", &config]));
    let _running = start(Command::new(&nginx).args(["-c", &config, "-g", "daemon off;"]), laid.port);
    judge(&laid);
    packed(&laid, "gzip", "gz");
}

#[test]
fn apache_sends_what_the_site_asks_for() {
    let Some(apache2) = program("apache2") else { return };
    let laid = laid("apache");
    laid.file("public/.htaccess", &(laid.settings.clone() + &laid.moved));
    let here = laid.root.path().to_str().unwrap();
    let modules = ["mpm_event", "authz_core", "dir", "mime", "headers", "setenvif", "alias"]
        .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"));
    let config = format!(
        "{}ServerRoot {here}\nServerName essai\nListen 127.0.0.1:{}\nPidFile {here}/pid\nErrorLog {here}/error.log\n\
         User www-data\nGroup www-data\nTypesConfig /dev/null\nDocumentRoot {public}\n\
         <Directory {public}>\nRequire all granted\nAllowOverride FileInfo Indexes\n</Directory>\n",
        modules.concat(),
        laid.port,
        public = laid.public()
    );
    let config = laid.file("apache.conf", &config);
    checked(Command::new(&apache2).args(["-t", "-f", &config]));
    let _running = start(Command::new(&apache2).args(["-f", &config, "-DFOREGROUND"]), laid.port);
    judge(&laid);
}

#[test]
fn caddy_sends_what_the_site_asks_for() {
    let Some(caddy) = program("caddy") else { return };
    let laid = laid("caddy");
    let imported = laid.file("kiosque.caddy", &(laid.settings.clone() + &laid.moved));
    let config = format!(
        "{{\n\tadmin off\n\tauto_https off\n}}\nhttp://127.0.0.1:{} {{\n\troot * {}\n\timport {imported}\n\tfile_server {{\n\t\tprecompressed br gzip\n\t}}\n}}\n",
        laid.port,
        laid.public()
    );
    let config = laid.file("Caddyfile", &config);
    let home = laid.root.path().join("home");
    let with = |what: &str| {
        let mut command = Command::new(&caddy);
        command.args([what, "--config", &config, "--adapter", "caddyfile"]);
        command.env("HOME", &home).env("XDG_DATA_HOME", &home).env("XDG_CONFIG_HOME", &home);
        command
    };
    checked(&mut with("validate"));
    let _running = start(&mut with("run"), laid.port);
    judge(&laid);
    packed(&laid, "br", "br");
    packed(&laid, "gzip", "gz");
}

#[test]
fn the_settings_of_a_host_are_those_of_the_published_file() {
    let laid = laid("netlify");
    assert_eq!(laid.settings, fs::read_to_string(Path::new(&laid.public()).join("_headers")).unwrap());
    assert!(laid.settings.starts_with("/*\n  Content-Security-Policy: default-src 'none'; "));
    let ends = [
        "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n",
        "/api/v2.7/*\n  Access-Control-Allow-Origin: *\n",
        "/bateaux.json\n  Access-Control-Allow-Origin: *\n",
        "/stats/donn%C3%A9es/*\n  Access-Control-Allow-Origin: *\n",
        "/lettres/une/email.html\n  ! Content-Security-Policy\n  Content-Security-Policy: default-src 'none'; img-src 'self' https://image.exemple.fr; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\n",
    ];
    assert!(laid.settings.ends_with(&format!("\n{}", ends.join("\n"))), "{}", laid.settings);
    assert_eq!(laid.moved, fs::read_to_string(Path::new(&laid.public()).join("_redirects")).unwrap());
    let expected = "/a%24b%27c(d)%5Be%5D / 301\n/a%24b%27c(d)%5Be%5D/ / 301\n\
        /ailleurs https://autre.exemple.fr/%C3%A9%27%C3%A0?a=1&b=%242#fin 301\n";
    assert!(laid.moved.starts_with(expected), "{}", laid.moved);
    assert!(laid.moved.ends_with("/vieux.html / 301\n/vieux / 301\n/vieux/ / 301\n/%C3%A9crit%20%C3%A0 / 301\n/%C3%A9crit%20%C3%A0/ / 301\n/%C3%A9toile%2A / 301\n/%C3%A9toile%2A/ / 301\n"), "{}", laid.moved);
}

/// The script that lays redirections over the objects of a store, run with a command that writes down what it is told.
#[test]
fn a_store_of_objects_is_told_where_each_old_page_leads() {
    let laid = laid("netlify");
    let script = laid.file("s3.sh", &kiosque(laid.root.path(), &["redirects", "--for", "s3", "--quiet"]));
    let bin = laid.root.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let aws = laid.file("bin/aws", "#!/bin/sh\nprintf '%s\\n' \"$@\" >>\"$SAID\"\n");
    fs::set_permissions(&aws, fs::Permissions::from_mode(0o755)).unwrap();
    let said = laid.root.path().join("said");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.arg(&script).env("PATH", path).env("SAID", &said);
    assert!(!command.output().unwrap().status.success(), "a store must be named");
    let done = command.env("BUCKET", "un dépôt").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let said = fs::read_to_string(&said).unwrap();
    let calls: Vec<Vec<&str>> = said.split("s3api\n").skip(1).map(|call| call.lines().collect()).collect();
    assert_eq!(calls.len(), 7);
    let mut found = BTreeMap::new();
    for call in calls {
        assert_eq!(call[..4], ["put-object", "--bucket", "un dépôt", "--cli-input-json"]);
        let object: serde_json::Value = serde_json::from_str(call[4]).unwrap();
        let text = |name: &str| object[name].as_str().unwrap().to_owned();
        found.insert(text("Key"), text("WebsiteRedirectLocation"));
    }
    assert_eq!(found["écrit à/index.html"], "/");
    assert_eq!(found["a$b'c(d)[e]/index.html"], "/");
    assert_eq!(found["ailleurs/index.html"], "https://autre.exemple.fr/%C3%A9%27%C3%A0?a=1&b=%242#fin");
}
