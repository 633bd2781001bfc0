//! What a site asks of its host, in the words of each host's own settings.
use std::fmt::Write;

use crate::model::headers::Headers;
use crate::model::headers::Host;
use crate::render::hosts::quote;

/// A file whose name follows its content is asked for once; any other is asked about each time, and is not sent
/// again when it has not changed.
const LASTING: &str = "public, max-age=31536000, immutable";
const ASKED: &str = "no-cache";
/// Open data is for everybody's programs, those in browsers included.
const OPEN: (&str, &str) = ("Access-Control-Allow-Origin", "*");
const POLICY: &str = "Content-Security-Policy";

/// Endings and their types. Hosts know many of them, none knows all.
const TYPES: [(&str, &str); 30] = [
    ("html", "text/html"),
    ("css", "text/css"),
    ("js", "text/javascript"),
    ("csv", "text/csv"),
    ("txt", "text/plain"),
    ("vtt", "text/vtt"),
    ("xml", "application/xml"),
    ("json", "application/json"),
    ("geojson", "application/geo+json"),
    ("webmanifest", "application/manifest+json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("mp3", "audio/mpeg"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

pub fn text(headers: &Headers, host: Host) -> String {
    match host {
        Host::Netlify => netlify(headers),
        Host::Nginx => nginx(headers),
        Host::Apache => apache(headers),
        Host::Caddy => caddy(headers),
    }
}

/// Such hosts add up what several rules say of one header: what they do by themselves for pages is not said again.
fn netlify(headers: &Headers) -> String {
    let mut text = "/*\n".to_owned();
    for (name, value) in &headers.all {
        let _ = writeln!(text, "  {name}: {value}");
    }
    for start in &headers.lasting {
        let _ = write!(text, "\n{start}*\n  Cache-Control: {LASTING}\n");
    }
    for route in &headers.open {
        let star = if route.as_str().ends_with('/') { "*" } else { "" };
        let _ = write!(text, "\n{}{star}\n  {}: {}\n", quote::netlify(route), OPEN.0, OPEN.1);
    }
    // « ! » takes back what the rule for all addresses says, where a host knows it; elsewhere the narrower policy holds.
    for route in &headers.letters {
        let _ = write!(text, "\n{}\n  ! {POLICY}\n  {POLICY}: {}\n", quote::netlify(route), headers.letter);
    }
    text
}

/// A `location` that adds one header forgets those of the block around it: each says them all.
fn nginx(headers: &Headers) -> String {
    let all = |margin: &str, text: &mut String| {
        for (name, value) in &headers.all {
            let _ = writeln!(text, "{margin}add_header {name} \"{value}\" always;");
        }
    };
    let mut text = "# En-têtes que kiosque calcule d’après ce que le site charge.\n\
                    # Dans le bloc « server » du site : include /chemin/de/ce/fichier;\n\
                    # Après « kiosque build --compress », ajoutez-y : gzip_static on; gzip_vary on;\n\n\
                    index index.html;\nerror_page 404 /404.html;\n\ncharset utf-8;\ncharset_types"
        .to_owned();
    for (_, kind) in TYPES.iter().filter(|(_, kind)| is_text(kind) && *kind != "text/html") {
        let _ = write!(text, " {kind}");
    }
    text.push_str(";\ntypes {\n");
    for (endings, kind) in TYPES {
        let _ = writeln!(text, "    {kind} {endings};");
    }
    text.push_str("}\n\n");
    all("", &mut text);
    let _ = writeln!(text, "add_header Cache-Control \"{ASKED}\" always;");
    for start in &headers.lasting {
        let _ = writeln!(text, "\nlocation {start} {{");
        all("    ", &mut text);
        let _ = writeln!(text, "    add_header Cache-Control \"{LASTING}\";\n}}");
    }
    for route in &headers.open {
        let exact = if route.as_str().ends_with('/') { "" } else { "= " };
        let _ = writeln!(text, "\nlocation {exact}{} {{", quote::nginx(route));
        all("    ", &mut text);
        let _ = writeln!(text, "    add_header {} \"{}\" always;", OPEN.0, OPEN.1);
        let _ = writeln!(text, "    add_header Cache-Control \"{ASKED}\" always;\n}}");
    }
    for route in &headers.letters {
        let _ = writeln!(text, "\nlocation = {} {{", quote::nginx(route));
        for (name, value) in &headers.all {
            let value = if *name == POLICY { &headers.letter } else { value };
            let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
        }
        let _ = writeln!(text, "    add_header Cache-Control \"{ASKED}\" always;\n}}");
    }
    text
}

fn apache(headers: &Headers) -> String {
    let mut text = "# En-têtes que kiosque calcule d’après ce que le site charge.\n\
                    # Dans un fichier « .htaccess » du dossier publié (AllowOverride FileInfo Indexes), ou dans son\n\
                    # bloc <Directory> ; demande le module headers (a2enmod headers).\n\n\
                    DirectoryIndex index.html\nErrorDocument 404 /404.html\n\nAddDefaultCharset utf-8\nAddCharset utf-8"
        .to_owned();
    for (ending, _) in TYPES.iter().filter(|(_, kind)| is_text(kind)) {
        let _ = write!(text, " .{ending}");
    }
    text.push('\n');
    for (endings, kind) in TYPES {
        let endings: Vec<String> = endings.split(' ').map(|ending| format!(".{ending}")).collect();
        let _ = writeln!(text, "AddType {kind} {}", endings.join(" "));
    }
    text.push('\n');
    for (name, value) in &headers.all {
        let _ = writeln!(text, "Header always set {name} \"{value}\"");
    }
    let _ = writeln!(text, "Header set Cache-Control \"{ASKED}\"");
    for start in &headers.lasting {
        let _ = writeln!(text, "SetEnvIf Request_URI \"^{start}\" KIOSQUE_LASTING");
    }
    let _ = writeln!(text, "Header set Cache-Control \"{LASTING}\" env=KIOSQUE_LASTING");
    for route in &headers.open {
        let end = if route.as_str().ends_with('/') { "" } else { "$" };
        let _ = writeln!(text, "SetEnvIf Request_URI \"^{}{end}\" KIOSQUE_OPEN", quote::expression(route));
    }
    if !headers.open.is_empty() {
        let _ = writeln!(text, "Header always set {} \"{}\" env=KIOSQUE_OPEN", OPEN.0, OPEN.1);
    }
    for route in &headers.letters {
        let _ = writeln!(text, "SetEnvIf Request_URI \"^{}$\" KIOSQUE_LETTER", quote::expression(route));
    }
    if !headers.letters.is_empty() {
        let _ = writeln!(text, "Header always set {POLICY} \"{}\" env=KIOSQUE_LETTER", headers.letter);
    }
    text
}

/// What concerns an absent file is said again: errors keep what was set before them.
fn caddy(headers: &Headers) -> String {
    let mut text = "# En-têtes que kiosque calcule d’après ce que le site charge.\n\
                    # Dans le bloc du site, qui a déjà « root » et « file_server » : import /chemin/de/ce/fichier\n\
                    # Après « kiosque build --compress », écrivez : file_server { precompressed br gzip }\n\n\
                    header {\n"
        .to_owned();
    let letters: Vec<String> = headers.letters.iter().map(quote::caddy_below).collect();
    let letters = letters.join(" ");
    // What concerns all addresses comes after what concerns some: a policy of some is not said of all.
    let apart = |name: &str| name == POLICY && !letters.is_empty();
    for (name, value) in headers.all.iter().filter(|(name, _)| !apart(name)) {
        let _ = writeln!(text, "\t{name} \"{value}\"");
    }
    text.push_str("}\n");
    for (endings, kind) in TYPES.iter().filter(|(ending, _)| *ending != "html") {
        let endings: Vec<String> = endings.split(' ').map(|ending| format!("*.{ending}")).collect();
        let (name, charset) =
            (endings[0].trim_start_matches("*."), if is_text(kind) { "; charset=utf-8" } else { "" });
        let _ = writeln!(
            text,
            "@{name} path {}\nheader @{name} Content-Type \"{kind}{charset}\"",
            endings.join(" ")
        );
    }
    let lasting: Vec<String> = headers.lasting.iter().map(|start| format!("{start}*")).collect();
    let lasting = lasting.join(" ");
    let _ = writeln!(text, "@lasting path {lasting}\nheader @lasting Cache-Control \"{LASTING}\"");
    let _ = writeln!(text, "@asked not path {lasting}\nheader @asked Cache-Control \"{ASKED}\"");
    let open: Vec<String> = headers.open.iter().map(quote::caddy_below).collect();
    if !open.is_empty() {
        let _ = writeln!(text, "@open path {}\nheader @open {} \"{}\"", open.join(" "), OPEN.0, OPEN.1);
    }
    for (name, value) in headers.all.iter().filter(|(name, _)| apart(name)) {
        let _ = writeln!(text, "@page not path {letters}\nheader @page {name} \"{value}\"");
        let _ = writeln!(text, "@letter path {letters}\nheader @letter {name} \"{}\"", headers.letter);
    }
    text.push_str("\nhandle_errors {\n\theader Content-Type \"text/html; charset=utf-8\"\n");
    let _ = writeln!(text, "\theader Cache-Control \"{ASKED}\"");
    text.push_str("\t@absent expression {http.error.status_code} in [404, 410]\n\trewrite @absent /404.html\n\tfile_server @absent\n}\n");
    text
}

/// Written in UTF-8; JSON always is, and says it by its type.
fn is_text(kind: &str) -> bool {
    kind.starts_with("text/") || kind.ends_with("xml")
}
