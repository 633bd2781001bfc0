//! Old addresses, answered by the host itself: one step, the right status, and
//! for every program, where a page that leads on serves browsers only.
use std::fmt::Write;

use crate::base::path::Route;
use crate::model::redirects::Redirects;
use crate::model::redirects::Rules;
use crate::render::hosts::quote;

pub fn text(redirects: &Redirects, rules: Rules) -> String {
    match rules {
        Rules::Netlify => netlify(redirects),
        Rules::Nginx => nginx(redirects),
        Rules::Apache => apache(redirects),
        Rules::Caddy => caddy(redirects),
        Rules::S3 => s3(redirects),
    }
}

/// Each address that is answered: a folder's is asked for with and without the
/// slash at its end.
fn each(redirects: &Redirects, mut line: impl FnMut(&Route, &str)) {
    for (from, to) in &redirects.moved {
        let to = quote::target(to);
        both(from, |route| line(route, &to));
    }
}

/// Addresses that are no more, which hosts of files alone can only call absent.
fn gone(redirects: &Redirects, mut line: impl FnMut(&Route)) {
    redirects.gone.iter().for_each(|route| both(route, &mut line));
}

fn both(route: &Route, mut line: impl FnMut(&Route)) {
    let bare = route.as_str().strip_suffix('/').and_then(Route::new);
    if let Some(bare) = bare.filter(|it| *it != Route::home()) {
        line(&bare);
    }
    line(route);
}

fn netlify(redirects: &Redirects) -> String {
    let mut text = String::new();
    each(redirects, |from, to| {
        let _ = writeln!(text, "{} {to} 301", quote::netlify(from));
    });
    text
}

/// Relative to whoever was asked: behind a proxy the server knows neither its
/// name nor that it is reached under TLS.
fn nginx(redirects: &Redirects) -> String {
    let mut text = "# Redirections des anciennes adresses, calculées par kiosque.\n\
                    # Dans le bloc « server » du site : include /chemin/de/ce/fichier;\n\n\
                    absolute_redirect off;\n"
        .to_owned();
    each(redirects, |from, to| {
        let _ = writeln!(text, "location = {} {{ return 301 \"{to}\"; }}", quote::nginx(from));
    });
    if !redirects.gone.is_empty() {
        text.push_str("error_page 410 /404.html;\n");
    }
    gone(redirects, |route| {
        let _ = writeln!(text, "location = {} {{ return 410; }}", quote::nginx(route));
    });
    text
}

fn apache(redirects: &Redirects) -> String {
    let mut text = "# Redirections des anciennes adresses, calculées par kiosque.\n\
                    # Dans un fichier « .htaccess » du dossier publié (AllowOverride FileInfo), ou dans son bloc\n\
                    # <Directory> ; demande le module alias, qui est là d'ordinaire.\n\n"
        .to_owned();
    each(redirects, |from, to| {
        if let Some(to) = quote::apache_target(to) {
            let _ = writeln!(text, "RedirectMatch 301 \"^{}$\" \"{to}\"", quote::expression(from));
        }
    });
    if !redirects.gone.is_empty() {
        text.push_str("ErrorDocument 410 /404.html\n");
    }
    gone(redirects, |route| {
        let _ = writeln!(text, "RedirectMatch 410 \"^{}$\"", quote::expression(route));
    });
    text
}

fn caddy(redirects: &Redirects) -> String {
    let mut text = "# Redirections des anciennes adresses, calculées par kiosque.\n\
                    # Dans le bloc du site : import /chemin/de/ce/fichier\n\n"
        .to_owned();
    each(redirects, |from, to| {
        let _ = writeln!(text, "redir {} \"{to}\" 301", quote::caddy(from));
    });
    gone(redirects, |route| {
        let _ = writeln!(text, "error {} 410", quote::caddy(route));
    });
    text
}

/// A store of objects keeps each redirection with the object: a script lays
/// them over the pages that were sent.
fn s3(redirects: &Redirects) -> String {
    let mut text = "#!/bin/sh\n# Redirections des anciennes adresses, calculées par kiosque, pour un site servi par un stockage S3.\n\
                    # À lancer après chaque envoi des fichiers : BUCKET=nom-du-dépôt sh ce-fichier\n\
                    set -eu\n: \"${BUCKET:?donnez le nom du dépôt : BUCKET=nom sh ce-fichier}\"\n\
                    mener() { aws s3api put-object --bucket \"$BUCKET\" --cli-input-json \"$1\" >/dev/null; }\n\n"
        .to_owned();
    for (from, to) in &redirects.moved {
        let object = serde_json::json!({
            "Key": from.file(),
            "WebsiteRedirectLocation": quote::target(to),
            "ContentType": "text/html",
            "CacheControl": "no-cache",
        });
        let _ = writeln!(text, "mener {}", quote::shell(&object.to_string()));
    }
    text
}
