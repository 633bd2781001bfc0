//! `kiosque newsletter preview`: a letter as different programs show it, in files that need no server.
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::base::escape;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::USAGE;
use crate::cli::newsletter::desk::Desk;
use crate::cli::newsletter::desk::elsewhere;
use crate::cli::newsletter::export::shown;
use crate::cli::newsletter::options::PreviewOptions;
use crate::cli::newsletter::options::Sight;
use crate::edge::basket::Basket;
use crate::edge::browser;
use crate::edge::console;
use crate::edge::outbox::Outbox;
use crate::model::letter::Letter;
use crate::model::letter::Target;
use crate::model::output::Artifact;

/// What holds only for those who chose a dark display.
const DARK: &str = "(prefers-color-scheme: dark)";
/// Conditions that always and never hold.
const ALWAYS: &str = "(min-width: 0px)";
const NEVER: &str = "(max-width: 0px)";

const LOOK: &str = "body{margin:0;padding:24px;background:#e5e5e5;color:#161616;font:16px/1.5 sans-serif}\
    main{display:flex;flex-wrap:wrap;gap:24px}section{flex:none}h1{margin:0;font-size:24px}h2{margin:0 0 8px;font-size:16px}\
    dl{margin:8px 0 24px}dt{float:left;clear:left;width:7em;font-weight:700}dd{margin:0 0 0 7em}\
    iframe{display:block;height:900px;border:1px solid #666;background:#fff}";

pub fn run(root: &Path, options: &PreviewOptions) -> io::Result<u8> {
    let basket = Basket::default();
    let desk = Desk::open(root, &options.reading, &basket)?;
    let found = desk.find(&options.letter).and_then(|issue| elsewhere(issue).map_or(Ok(issue), Err));
    let issue = match found {
        Ok(issue) => issue,
        Err(said) => {
            console::fail(&said);
            return Ok(USAGE);
        }
    };
    let checked = desk.letter(issue, Target::Neutral);
    desk.tell(&checked.diagnostics, &options.reading.asked().telling);
    let Some(letter) = checked.value else { return Ok(FAULTY) };
    if options.sight == Some(Sight::Text) {
        console::print(&letter.text);
        return Ok(DONE);
    }
    let out =
        Outbox::open(root, &options.out, &format!("{}/apercu", letter.route.as_str().trim_matches('/')))?;
    let images = images(&desk, &basket.into_files(), &letter, &out)?;
    for (name, text) in files(&letter, &images) {
        out.put(name, text.as_bytes())?;
    }
    let path = out.put(options.sight.map_or("index.html", file), &whole(options.sight, &letter, &images))?;
    console::say(&shown(root, &path));
    if options.open && !browser::open(&format!("file://{}", path.display())) {
        console::fail("aucun navigateur n'a pu être ouvert : ouvrez ce fichier vous-même");
    }
    Ok(DONE)
}

/// Copies the pictures of the letter; gives the name of each by its address.
fn images(
    desk: &Desk,
    site: &BTreeMap<Route, Artifact>,
    letter: &Letter,
    out: &Outbox,
) -> io::Result<BTreeMap<String, String>> {
    let mut named = BTreeMap::new();
    let base = letter.page.strip_suffix(&letter.route.href()).unwrap_or_default();
    for part in letter.html.split("src=\"").skip(1) {
        let address = part.split('"').next().unwrap_or_default();
        let route = address.strip_prefix(base).and_then(|path| Route::new(&crate::base::path::decode(path)));
        let Some((route, artifact)) = route.and_then(|route| site.get_key_value(&route)) else { continue };
        let bytes = match artifact {
            Artifact::Bytes(bytes) => bytes.to_vec(),
            Artifact::Copy { path, .. } => desk.round.snapshot.read(path)?,
        };
        let name = format!("images/{}", SitePath::new(route.as_str().trim_matches('/')).name());
        out.put(&name, &bytes)?;
        named.insert(address.to_owned(), name);
    }
    Ok(named)
}

fn file(sight: Sight) -> &'static str {
    match sight {
        Sight::Mail => "courriel.html",
        Sight::Dark => "sombre.html",
        Sight::Narrow => "320.html",
        Sight::NoImages => "sans-images.html",
        Sight::NoStyles => "sans-styles.html",
        Sight::Text => "texte.txt",
    }
}

fn files(letter: &Letter, images: &BTreeMap<String, String>) -> Vec<(&'static str, String)> {
    let local = images.iter().fold(letter.html.clone(), |html, (address, name)| {
        html.replace(&format!("src=\"{address}\""), &format!("src=\"{name}\""))
    });
    let light = local.replace(DARK, NEVER);
    vec![
        (file(Sight::Mail), light.clone()),
        (file(Sight::Dark), local.replace(DARK, ALWAYS)),
        (file(Sight::NoImages), light.replace(" src=\"", " src=\"absente/")),
        (file(Sight::NoStyles), without_styles(&light)),
        (file(Sight::Text), letter.text.clone()),
    ]
}

/// What is left where a program drops all style sheets: styles of elements.
fn without_styles(html: &str) -> String {
    let mut parts = html.split("<style");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("</style>").map_or("", |(_, rest)| rest));
    }
    out
}

/// One view, or all of them side by side.
fn whole(sight: Option<Sight>, letter: &Letter, images: &BTreeMap<String, String>) -> Vec<u8> {
    let frame = |label: &str, name: &str, width: u32| {
        format!(
            "<section><h2>{label}</h2><iframe title=\"{label}\" src=\"{name}\" width=\"{width}\"></iframe></section>\n"
        )
    };
    let narrow = frame("320 pixels", file(Sight::Mail), 320);
    let main = match sight {
        None => [
            frame("Courriel", file(Sight::Mail), 700),
            narrow,
            frame("Affichage sombre", file(Sight::Dark), 700),
            frame("Images bloquées", file(Sight::NoImages), 700),
            frame("Feuilles de style retirées", file(Sight::NoStyles), 700),
            frame("Texte seul", file(Sight::Text), 700),
        ]
        .concat(),
        Some(Sight::Narrow) => narrow,
        Some(sight) => {
            let all = files(letter, images);
            let text = all.into_iter().find(|(name, _)| *name == file(sight)).map(|(_, text)| text);
            return text.unwrap_or_default().into_bytes();
        }
    };
    let facts = [
        ("Objet", Some(letter.subject.as_str())),
        ("Accroche", letter.preheader.as_deref()),
        ("De", letter.from.name.as_deref()),
        ("Adresse", letter.from.address.as_deref()),
        ("Page", Some(letter.page.as_str())),
    ];
    let facts = facts.into_iter().filter_map(|(name, text)| Some((name, text?)));
    let facts: String =
        facts.map(|(name, text)| format!("<dt>{name}</dt><dd>{}</dd>", escape::text(text))).collect();
    let title = escape::text(&letter.slug);
    format!(
        "<!doctype html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Aperçu de {title}</title>\
         <style>{LOOK}</style></head>\n<body><h1>Aperçu de {title}</h1><dl>{facts}</dl><main>\n{main}</main></body></html>\n"
    )
    .into_bytes()
}
